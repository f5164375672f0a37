//! Tangling: taking the program out of the text, so that tests can run it.

mod run;

pub use run::{Outcome, TangledCell, print};

use crate::check::Book;
use crate::problem::Problems;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

/// The Rust source that a book's chapters tangle into, in three parts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tangled {
    /// The cells as functions, and `CELLS`, the table of them.
    pub cells: String,
    /// A test for each cell, which calls `crate::check` with its entry in the table.
    pub tests: String,
    /// The chapters as documentation, so that rustdoc runs their blocks as doc tests.
    pub doc_tests: String,
}

/// The body of a build script: reads the book in `root`, checks its text, and writes `cells.rs`,
/// `tests.rs` and `doc_tests.rs` into the folder that cargo gives build scripts.
///
/// ```no_run
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     mdbook_cells::build_script(std::path::Path::new(".."))
/// }
/// ```
///
/// # Errors
///
/// A slip in a chapter, or a file that cannot be read or written.
pub fn build_script(root: &Path) -> Result<(), Box<dyn Error>> {
    // Where a path is absolute, rustdoc and rustc need no thought about folders.
    let root = root.canonicalize()?;
    println!(
        "cargo::rerun-if-changed={}",
        root.join("book.toml").display()
    );
    let out =
        std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: call this in a build script")?;
    let out = Path::new(&out);
    let book = Book::read(&root)?;
    println!(
        "cargo::rerun-if-changed={}",
        root.join(&book.source).display()
    );
    let tangled = tangle(&book)?;
    std::fs::write(out.join("cells.rs"), tangled.cells)?;
    std::fs::write(out.join("tests.rs"), tangled.tests)?;
    std::fs::write(out.join("doc_tests.rs"), tangled.doc_tests)?;
    Ok(())
}

/// Takes the cells out of a book.
///
/// ```
/// use mdbook_cells::{Book, Config, tangle};
/// use std::path::Path;
///
/// let text = "<!-- cell: one\nn = 1 + 1\n-->\n```rust\nprintln!();\n```\n";
/// let chapters = [("src/coin.md".into(), text.into())];
/// let book = Book::from_texts(Path::new("."), Config::default(), Path::new("src"), &chapters);
/// let tangled = tangle(&book)?;
/// assert!(tangled.cells.contains("fn coin__one() -> ::mdbook_cells::Outcome {"));
/// assert!(tangled.cells.contains(r#"("n", crate::ToValue::to_value(&(1 + 1)))"#));
/// assert!(tangled.tests.contains("fn coin__one() { crate::check(&CELLS[0]) }"));
/// # Ok::<(), mdbook_cells::Problems>(())
/// ```
///
/// # Errors
///
/// What [`Book::check_text`] finds.
pub fn tangle(book: &Book) -> Result<Tangled, Problems> {
    book.check_text()?;
    let mut functions = String::new();
    let mut table = String::new();
    let mut tests = String::new();
    let mut doc_tests = String::new();
    // Writing to a String cannot fail.
    for (index, (chapter, cell)) in book.cells().enumerate() {
        let function = identifier(&cell.snapshot_name());
        let place = format!("{}:{}", chapter.path.display(), cell.line);
        let values: String = cell
            .values
            .iter()
            .map(|v| {
                format!(
                    "(\"{}\", crate::ToValue::to_value(&({}))), ",
                    v.name, v.expression
                )
            })
            .collect();
        let _ = writeln!(
            functions,
            "// {place}\n{ALLOW}\nfn {function}() -> ::mdbook_cells::Outcome {{\n{}\n;\nOk(vec![{values}])\n}}\n",
            cell.program()
        );
        let _ = writeln!(
            table,
            "    ::mdbook_cells::TangledCell {{ chapter: {:?}, name: {:?}, place: {place:?}, fingerprint: {:?}, code: {function} }},",
            chapter.key,
            cell.name,
            cell.fingerprint()
        );
        let _ = writeln!(
            tests,
            "// {place}\n{ALLOW}\n#[test]\nfn {function}() {{ crate::check(&CELLS[{index}]) }}\n"
        );
    }
    // All chapters: one without cells may still have blocks that must not compile.
    for chapter in &book.chapters {
        let _ = writeln!(
            doc_tests,
            "#[doc = include_str!({:?})]\npub mod {} {{}}\n",
            book.root.join(&chapter.path),
            identifier(&format!("chapter_{}", chapter.key.to_lowercase()))
        );
    }
    Ok(Tangled {
        cells: format!(
            "// Written by mdbook-cells from the chapters of the book.\n\n\
             macro_rules! print {{ ($($text:tt)*) => {{ ::mdbook_cells::print(::std::format_args!($($text)*)) }} }}\n\
             macro_rules! println {{\n    () => {{ print!(\"\\n\") }};\n    ($($text:tt)*) => {{ {{ print!($($text)*); print!(\"\\n\"); }} }}\n}}\n\n\
             /// Every cell of the book, in the order of its pages.\n\
             pub static CELLS: &[::mdbook_cells::TangledCell] = &[\n{table}];\n\n{functions}"
        ),
        tests,
        doc_tests,
    })
}

/// What the form of tangled code brings with it; the cells' own code is left to the lints of the
/// crate that includes it.
const ALLOW: &str = "#[allow(non_snake_case, redundant_semicolons, reason = \"tangled code\")]";

/// Names as Rust has them.
fn identifier(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}
