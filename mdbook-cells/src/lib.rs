//! Literate Rust for [mdBook](https://rust-lang.github.io/mdBook/): named cells in the chapters
//! of a book, tested by cargo, whose outputs, numbers and pictures are woven into the page.
//!
//! An author writes Rust blocks with names into a chapter. A build script takes them out of the
//! text (*tangles* them) into a test crate. `cargo test` runs them and keeps what each printed
//! as a snapshot. The preprocessor puts snapshots and text together (*weaves* them) when the
//! book is built. It compiles nothing and runs nothing; where a cell has changed since its
//! snapshot was taken, the build fails and names the command that mends it.
//!
//! # A chapter
//!
//! ````text
//! # A coin
//!
//! <!-- cell: information
//! bits
//! n = flips.len()
//! -->
//!
//! ```rust
//! let flips = [true, false, false, false];
//! let p: f64 = 0.25;
//! let bits = -p * p.log2() - (1.0 - p) * (1.0 - p).log2();
//! println!("{bits:.4} bits");
//! ```
//!
//! With probability {{0.25}} each of {{information.n}} flips tells {{information.bits:.2}} bits.
//! ````
//!
//! Under the block the page shows what it printed. The sentence reads "each of 4 flips tells
//! 0.81 bits", and both numbers are links to the cell.
//!
//! ```
//! use mdbook_cells::Chapter;
//! use std::path::Path;
//!
//! let text = "# A coin\n\n<!-- cell: one\nn = 1 + 1\n-->\n\n```rust\nprintln!();\n```\n";
//! let chapter = Chapter::scan(Path::new("src"), Path::new("src/coin.md"), text);
//! assert_eq!(chapter.title(), "A coin");
//! assert_eq!(chapter.cells[0].snapshot_name(), "coin__one");
//! assert_eq!(chapter.cells[0].values[0].expression, "1 + 1");
//! ```
//!
//! # The notation
//!
//! | what | how it is written | remarks |
//! |---|---|---|
//! | cell | `<!-- cell: name -->` above a ```` ```rust ```` block | small letters, digits, hyphens |
//! | folded cell | `<!-- cell: name \| Some words -->` | the page folds it away under these words |
//! | hidden line | `# let x = 1;` | as in rustdoc; shown in notebooks |
//! | whole program | a cell with items alone, among them `fn main()` or `fn main() -> Result<…>` | its `main` is called, as rustdoc does |
//! | value | a line `name = expression` in that comment, or `name` alone | small letters, digits, underscores |
//! | input | `{{0.9}}` | some cell of the chapter must have that number in its code |
//! | number | `{{cell.value:.2}}` | digits after the point |
//! | power of ten | `{{cell.value:.2e}}` | 1.23 × 10⁻⁹, in formulas `1.23 \times 10^{-9}` |
//! | whole number | `{{cell.value}}` | no format |
//! | unit | `{{cell.value.bits:.2}}` | where the value has several |
//! | another chapter's | `{{chapter/cell.value:.2}}` | a file `part/logs.md` is the chapter `part-logs` |
//! | picture | `![caption](../snapshots/chapter__cell__value.snap.svg)` | a paragraph of its own; the SVG stands in the page |
//! | sliders | `<!-- sliders: function` above a picture, with a line `label = 1, from 0 to 2 by 0.1` for each | see [`Sliders`] |
//! | list of all snapshots | `<!-- cells: snapshots -->` | its page is where "verified" leads |
//! | claim | `[what is claimed](#check-name)` | a link in the text, whose words stand for themselves |
//! | check | `<!-- check: name -->` above a block that defines `check` | a cell, folded away under what it found |
//! | list of all claims | `<!-- cells: claims -->` | with kinds, scopes, instances, points tried, and how closely each held |
//! | numbered display | `\tag{5}` in it, `(5)` in the text | another chapter's: `[(5)](other.md#eq-5)` |
//! | citation | `[@key]`, `[@key, Theorem 2.6]`, `[@key; @key]` | the number of the entry |
//! | entry of the literature | `**[@key]**` | numbered in their order, which is that of their keys |
//! | topic | `<!-- topic: F5 \| name name -->` | above the place that treats it; the cells that show it, or `prose` |
//! | places of a topic | `{{where F5}}` | links, for a page that says where everything is |
//!
//! Placeholders work in prose, tables, captions, HTML and between dollar signs. A snapshot holds
//! twelve significant digits ([`DIGITS`]); a placeholder that asks for more is refused.
//!
//! # Claims and checks
//!
//! A claim is a statement in the text; its check is a cell that tests it. The cell defines `check`,
//! whose `ToValue` gives a [`Value::Check`]: the kind of the claim, how many points were tried, how
//! closely it held.
//!
//! ````text
//! [Doubling is adding a number to itself](#check-doubled).
//!
//! <!-- check: doubled -->
//! ```rust
//! let check = claims::equality(claims::cube(1, 100), |x| Ok((2.0 * x[0], x[0] + x[0])))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! ````
//!
//! # book.toml
//!
//! ```toml
//! [preprocessor.cells]
//! before = ["links"]
//! # command = "cargo run -q -p mdbook-cells --"   # for `mdbook serve`
//! # snapshots = "snapshots"                       # the folder of snapshots
//! # notebooks = "notebooks"                       # the folder of notebooks
//! # notebook-setup = []                           # `:dep` lines for evcxr
//! # accept = "cargo insta test --review"          # what errors name as the remedy
//!
//! [preprocessor.katex]                            # where mdbook-katex sets formulas
//! after = ["cells", "links"]
//!
//! [output.html.playground]                        # mdBook's own
//! runnable = false
//! ```
//!
//! The lines with a `#` show what holds without them; `command` has no such default.
//!
//! Without `runnable = false` mdBook gives each cell a button that sends it to the Rust playground,
//! which does not have the book's crates: there most cells fail to compile.
//!
//! With `mdbook-driver` instead of the command: `book.with_preprocessor(mdbook_cells::Cells)`, and
//! `Katex`, which sets formulas as mdbook-katex does, each once.
//!
//! # The test crate
//!
//! A crate beside the book has the cells as functions. In its `Cargo.toml`:
//!
//! ```toml
//! [dependencies]
//! mdbook-cells = { version = "0.1", default-features = false }
//!
//! [build-dependencies]
//! mdbook-cells = { version = "0.1", default-features = false }
//!
//! [dev-dependencies]
//! insta = "1"
//! ```
//!
//! Its `build.rs` tangles the book, here the folder above:
//!
//! ```no_run
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     mdbook_cells::build_script(std::path::Path::new(".."))
//! }
//! ```
//!
//! Its `src/lib.rs` says at its root how results become values, and includes the cells:
//!
//! ```
//! use mdbook_cells::Value;
//!
//! pub trait ToValue {
//!     fn to_value(&self) -> Value;
//! }
//!
//! impl ToValue for f64 {
//!     fn to_value(&self) -> Value {
//!         Value::Number(*self)
//!     }
//! }
//!
//! impl ToValue for usize {
//!     fn to_value(&self) -> Value {
//!         Value::Integer(*self as i128)
//!     }
//! }
//!
//! # const IGNORED: &str = r#"
//! include!(concat!(env!("OUT_DIR"), "/cells.rs"));
//! include!(concat!(env!("OUT_DIR"), "/doc_tests.rs"));
//! # "#;
//! # assert_eq!(3_usize.to_value(), Value::Integer(3));
//! ```
//!
//! Cells are compiled within this crate, their doc tests outside of it. Where they use what the
//! crate itself defines, as in `use coins::Coin;`, one name has to serve both: write
//! `extern crate self as coins;` at the root.
//!
//! `cells.rs` has `CELLS`, a table of [`TangledCell`]. `doc_tests.rs` has the chapters as
//! documentation, so that rustdoc runs each block as a doc test, as a reader would copy it.
//! `tests/cells.rs` includes a test for each cell, which calls a function `check`:
//!
//! ```ignore
//! use coins::CELLS;
//! use mdbook_cells::{TangledCell, Value};
//!
//! include!(concat!(env!("OUT_DIR"), "/tests.rs"));
//!
//! fn check(cell: &TangledCell) {
//!     let run = match cell.run() {
//!         Ok(run) => run,
//!         Err(e) => panic!("{e}"),
//!     };
//!     let mut settings = insta::Settings::clone_current();
//!     settings.set_snapshot_path("../../snapshots");
//!     settings.set_prepend_module_to_snapshot(false);
//!     settings.set_omit_expression(true);
//!     settings.bind(|| {
//!         insta::assert_snapshot!(cell.snapshot_name(), run);
//!         for (name, value) in &run.values {
//!             if let Value::Picture(svg) = value {
//!                 let file = format!("{}.svg", cell.picture_name(name));
//!                 insta::assert_binary_snapshot!(file.as_str(), svg.clone().into_bytes());
//!             }
//!         }
//!     });
//! }
//! ```
//!
//! The snapshot of a picture is two files, `….snap.svg` and insta's header `….snap`; both belong
//! in the repository. What insta writes before it is accepted does not: `….snap.new`, and for
//! pictures `….snap.new.svg`. For git to pass over both, ignore `*.snap.new*`.
//!
//! # What cells share
//!
//! A cell compiles by itself, as its reader copies it. There is no prelude: rustdoc knows the
//! chapter alone, so what is not written in a cell is not in its doc test. What cells share stands
//! in a crate, and each cell names it, in a hidden line if readers need not see it:
//! `# use coins::prelude::*;`. A notebook, whose cells run one after the other, has its own
//! `notebook-setup`.
//!
//! # Where errors are shown
//!
//! A cell that fails is named with its place, `src/coin.md:12`. For one that does not compile
//! rustc names a file below `OUT_DIR` that ends in the chapter's path, and the line is the
//! chapter's: `…/out/cells/src/coin.md.rs:16:18` is line 16 of `src/coin.md`. The same holds for a
//! panic, and for a value, which has a file for its cell:
//! `…/out/cells/src/coin.md.information.values.rs:9:45`. The file is written anew by each build;
//! the chapter is the one to change.
//!
//! # The commands
//!
//! | command | what it does |
//! |---|---|
//! | `cargo test` | runs the cells, compares with the snapshots, runs the doc tests |
//! | `cargo insta test --review` | the same, and asks about each difference |
//! | `mdbook build` | weaves the book from text and snapshots |
//!
//! [`Book::read`], [`Book::check`] and [`Checked::notebooks`] give the notebooks; writing them
//! to files is left to the book's own tool. [`Book::doc_tests`] says how many doc tests must run.
//!
//! # What fails the build
//!
//! All problems are reported at once, each with its file and line and what to do.
//!
//! | what is wrong | the remedy |
//! |---|---|
//! | a cell without a snapshot, or changed since; a picture without its two files | run the tests and accept the snapshot |
//! | a snapshot, or a picture, that no cell owns | delete the file |
//! | a placeholder for an unknown value or unit, or without digits | mend the placeholder |
//! | a value that no page shows | show it, or take its declaration out |
//! | a decimal fraction typed into text, a formula, or a `//` comment of a cell | show a value, or mark the input: `{{0.9}}` |
//! | an input that no cell of the chapter uses | write it in a cell's code, or show a value |
//! | a Rust block without a name | name it, or mark it `rust,ignore` |
//! | a cell whose fence says more than `rust` | take the rest out |
//! | a cell with a `main` that rustdoc would not call, or that returns no `Result` | write it at the margin, without statements beside it |
//! | a block of Rust that rustdoc passes over | open it with `rust` and words that rustdoc knows |
//! | two cells, two values or two chapters of one name | rename one |
//! | a claim without a check; a check without a claim, or without a report | write what is missing |
//! | displays not numbered from 1 in their order; a `(5)` where there is no such display | mend the number |
//! | a citation without an entry; an entry that nothing cites, or that is not in order | mend the key, or move the entry |
//! | a topic that is listed and nowhere, or somewhere and not listed | add the comment, or the line |
//! | a picture inside a paragraph | put it on a line of its own |
//! | sliders that stand above no picture, or do not reach their start or right end | move the comment, or mend its numbers |
//! | something of ours in a file that is included, or a `{{#playground}}` | write it in the chapter |
//! | `align`, `alignat`, `equation` or `gather`, which KaTeX numbers by itself | `align*` and so on, with a `\tag` where it is needed |
//! | a formula that KaTeX rejects, or a `$` without its partner | mend the LaTeX; write `\$` |
//! | an unknown key or a value of the wrong type in book.toml, its `[output.html]` included | mend it |
//! | a theme that mdBook does not have | choose one of its own |
//!
//! Decimal fractions are `0.74`, `73.7%` and `.74`. Numbers that refer are none: Theorem 2.6,
//! Equation (2.6), §2.3, version 0.22, Rust 1.95, 1.2.3, arXiv:1312.6114. The word must have its
//! capital, `version` and `edition` aside, and one space, or `~`, behind it: "in this example 0.74
//! bits" is typed. Nor are those that stand in `code`, comments, addresses and blocks of other
//! languages. A decimal comma is not seen: `0,74` could be a list.
//!
//! # Fences
//!
//! The block of a cell opens with ```` ```rust ```` and nothing more. rustdoc takes a word that
//! it does not know, such as `name=value`, for another language and passes over the block: the
//! test run says "ok" and has run nothing. That is why the name stands in a comment above.
//! Blocks marked `rust,compile_fail`, `rust,should_panic` or `rust,no_run` need no name; rustdoc
//! tests them.
//! Blocks marked `ignore` are left alone. In a cell whose code has three backticks in a row,
//! use a fence of four: mdbook-katex takes the three for the end.
//!
//! # What it does not do
//!
//! - It runs no cell when a book is built.
//! - It reads chapters before mdBook includes anything, and so do rustdoc and the tests: no
//!   includes inside cells, and nothing of ours in what is included. The rest of an included file
//!   is not looked at: decimals, formulas, and Rust blocks without a name.
//! - It knows no language but Rust.
//! - Cells, pictures and lists of snapshots stand at the margin, not inside lists or quotations.
//! - Only `print!` and `println!` on the test's own thread are written down.
//! - Formulas stand between `$` and `$$`; other delimiters are refused.
//! - SVGs stand in the page as they are: two of them must not share an `id`.
//!
//! # Features
//!
//! `mdbook`, on by default, has the preprocessor `Cells` and the check of LaTeX. A crate that
//! only tangles does without, and compiles in a fraction of the time.

mod check;
mod config;
mod notebook;
#[cfg(feature = "mdbook")]
mod preprocessor;
mod problem;
mod record;
mod scan;
mod tangle;
mod text;
#[cfg_attr(
    not(feature = "mdbook"),
    expect(dead_code, reason = "for the preprocessor")
)]
mod weave;

pub use check::{Book, Checked};
pub use config::Config;
pub use notebook::Notebook;
#[cfg(feature = "mdbook")]
pub use preprocessor::{Cells, Katex};
pub use problem::{Problem, Problems};
pub use record::{Closeness, DIGITS, Snapshot, Value};
pub use scan::{Cell, Chapter, Sliders, ValueDeclaration};
pub use tangle::{Outcome, Tangled, TangledCell, build_script, print, tangle};
