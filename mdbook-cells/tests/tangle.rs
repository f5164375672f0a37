//! The tangled source of the fixture book compiles and runs.
//!
//! A crate like the one that a real book has is written into cargo's folder for tests and
//! tested with cargo: the build of regex and sha2 in it takes most of the time, once. It has no
//! insta; its `check` compares with the fixture's snapshots by itself, or writes them anew where
//! `WRITE_FIXTURE_SNAPSHOTS` is set.

mod common;

use common::{Copy, Result, sound};
use mdbook_cells::Book;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

const LIB: &str = r##"//! What the cells of the fixture book use, and the cells.

extern crate self as coins;

pub struct Info(f64);

impl Info {
    pub fn of(p: f64) -> Self {
        Self(-p * p.ln() - (1.0 - p) * (1.0 - p).ln())
    }

    pub fn nats(&self) -> f64 {
        self.0
    }

    pub fn bits(&self) -> f64 {
        self.0 / std::f64::consts::LN_2
    }
}

pub struct Svg(pub &'static str);

pub trait ToValue {
    fn to_value(&self) -> mdbook_cells::Value;
}

impl ToValue for f64 {
    fn to_value(&self) -> mdbook_cells::Value {
        mdbook_cells::Value::Number(*self)
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> mdbook_cells::Value {
        mdbook_cells::Value::Integer((*self).into())
    }
}

impl ToValue for usize {
    fn to_value(&self) -> mdbook_cells::Value {
        mdbook_cells::Value::Integer(*self as i128)
    }
}

impl ToValue for Info {
    fn to_value(&self) -> mdbook_cells::Value {
        mdbook_cells::Value::Quantity(vec![
            ("nats".into(), self.nats()),
            ("bits".into(), self.bits()),
        ])
    }
}

impl ToValue for Svg {
    fn to_value(&self) -> mdbook_cells::Value {
        mdbook_cells::Value::Picture(self.0.into())
    }
}

include!(concat!(env!("OUT_DIR"), "/cells.rs"));
include!(concat!(env!("OUT_DIR"), "/doc_tests.rs"));
"##;

const TESTS: &str = r##"use coins::CELLS;
use mdbook_cells::{TangledCell, Value};
use std::path::PathBuf;

fn same(file: &str, text: &str) {
    let path = PathBuf::from(std::env::var_os("SNAPSHOTS").unwrap()).join(file);
    if std::env::var_os("WRITE_FIXTURE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(kept, text, "{file}");
}

fn check(cell: &TangledCell) {
    let snapshot = cell.run().unwrap_or_else(|e| panic!("{e}"));
    let name = cell.snapshot_name();
    let header = "---\nsource: tests/cells.rs\nexpression: snapshot\n---\n";
    same(&format!("{name}.snap"), &format!("{header}{snapshot}\n"));
    for (value, picture) in &snapshot.values {
        if let Value::Picture(svg) = picture {
            let name = cell.picture_name(value);
            let header = "---\nsource: tests/cells.rs\nextension: svg\nsnapshot_kind: binary\n---\n";
            same(&format!("{name}.snap"), header);
            same(&format!("{name}.snap.svg"), svg);
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/tests.rs"));
"##;

/// The tests below share the crate, and so what it has compiled.
static CRATE: Mutex<()> = Mutex::new(());

/// Runs `cargo test` in a crate that has the book as its cells; what it prints, all of it.
fn cargo_test(book: &Path, snapshots: &Path) -> Result<(bool, String)> {
    let _alone = CRATE.lock();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("coins");
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::create_dir_all(folder.join("tests"))?;
    // Without debug information in either profile cargo builds each crate once.
    let manifest = format!(
        "[package]\nname = \"coins\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nmdbook-cells = {{ path = {here:?}, default-features = false }}\n\n\
         [build-dependencies]\nmdbook-cells = {{ path = {here:?}, default-features = false }}\n\n\
         [profile.dev]\ndebug = false\nbuild-override = {{ debug = false }}\n\n[workspace]\n"
    );
    let build = format!(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         mdbook_cells::build_script(std::path::Path::new({book:?}))\n}}\n"
    );
    for (file, text) in [
        ("Cargo.toml", manifest.as_str()),
        ("build.rs", &build),
        ("src/lib.rs", LIB),
        ("tests/cells.rs", TESTS),
    ] {
        // Written only where it changes: cargo goes by the time of files.
        if std::fs::read_to_string(folder.join(file)).ok().as_deref() != Some(text) {
            std::fs::write(folder.join(file), text)?;
        }
    }
    // The versions that this crate itself was built with are there without a network. Cargo takes
    // out of the copy what the small crate does not need, so it is made anew each time: one that
    // was left would name versions that are gone after a `cargo update`.
    let lock = here.join("../Cargo.lock");
    if lock.exists() {
        std::fs::copy(lock, folder.join("Cargo.lock"))?;
    }
    let out = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--no-fail-fast"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("SNAPSHOTS", snapshots)
        .env_remove("RUSTFLAGS")
        .output()?;
    let text = [out.stdout, out.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok((out.status.success(), text.join("\n")))
}

/// How many doc tests of chapters passed, and how many other tests.
fn doc_tests_in(out: &str) -> usize {
    passed(out)
        .filter(|line| line.contains(" - chapter_"))
        .count()
}

fn tests_in(out: &str) -> usize {
    passed(out)
        .filter(|line| !line.contains(" - chapter_"))
        .count()
}

fn passed(out: &str) -> impl Iterator<Item = &str> {
    out.lines()
        .filter(|line| line.starts_with("test ") && line.ends_with(" ... ok"))
}

#[test]
fn cells_run_as_tests_and_as_doc_tests() -> Result {
    let book = sound();
    let (success, out) = cargo_test(&book, &book.join("snapshots"))?;
    assert!(success, "{out}");
    assert!(!out.contains("warning"), "{out}");
    let read = Book::read(&book)?;
    assert_eq!((tests_in(&out), read.cells().count()), (4, 4), "{out}");
    assert_eq!((doc_tests_in(&out), read.doc_tests()), (5, 5), "{out}");
    for line in [
        "test coin__information ... ok",
        "test coin__tricky ... ok",
        "test coin__draw ... ok",
        "test part_logs__parse ... ok",
        "chapter_coin (line 12) ... ok",
        "chapter_coin (line 60) - compile fail ... ok",
        "chapter_part_logs (line 9) ... ok",
    ] {
        assert!(out.contains(line), "no `{line}` in:\n{out}");
    }
    Ok(())
}

#[test]
fn rustdoc_runs_as_many_doc_tests_as_the_book_says() -> Result {
    let book = Copy::new()?;
    // Among them blocks that do not say `rust`, but are Rust to rustdoc.
    let mut more = book.read("src/snapshots.md")?;
    for (fence, code) in [
        ("rust,no_run", "loop {}"),
        ("rust,should_panic", "panic!();"),
        ("rust no_run foo", "loop {}"),
        ("rust,edition2021,no_run", "loop {}"),
        ("compile_fail", "let x: u8 = \"no\";"),
        ("no_run", "loop {}"),
        ("rust,ignore", "no"),
        ("ignore", "no"),
        ("text", "no"),
    ] {
        more.push_str(&format!("\n```{fence}\n{code}\n```\n"));
    }
    book.write("src/snapshots.md", &more)?;
    let (success, out) = cargo_test(book.root(), &book.root().join("snapshots"))?;
    assert!(success, "{out}");
    let read = Book::read(book.root())?;
    assert_eq!((doc_tests_in(&out), read.doc_tests()), (11, 11), "{out}");
    Ok(())
}

#[test]
fn a_cell_that_fails_says_where() -> Result {
    let book = Copy::new()?;
    book.replace("src/part/logs.md", "\"-3\"", "\"three\"")?;
    book.replace(
        "src/coin.md",
        "use coins::Svg;",
        "use coins::Svg; panic!(\"no ink\");",
    )?;
    let (success, out) = cargo_test(book.root(), &book.root().join("snapshots"))?;
    assert!(!success, "{out}");
    for line in [
        "src/part/logs.md:9: cell `parse`: invalid digit found in string",
        "src/coin.md:53: cell `draw` panicked: no ink",
        // And the very line, as the panic itself says.
        "/out/cells/src/coin.md.rs:54:17:",
        "test coin__information ... ok",
        "test result: FAILED. 2 passed; 2 failed",
    ] {
        assert!(out.contains(line), "no `{line}` in:\n{out}");
    }
    Ok(())
}

#[test]
fn a_cell_with_a_main_of_its_own_runs_it() -> Result {
    let book = Copy::new()?;
    let mut more = book.read("src/snapshots.md")?;
    for (cell, main) in [
        ("plain", "fn main() {\n    panic!(\"it runs\");\n}"),
        (
            "trying",
            "# fn main() -> Result<(), String> {\nErr(\"it fails\")?;\n# Ok(())\n# }",
        ),
    ] {
        more.push_str(&format!("\n<!-- cell: {cell} -->\n```rust\n{main}\n```\n"));
    }
    book.write("src/snapshots.md", &more)?;
    let (success, out) = cargo_test(book.root(), &book.root().join("snapshots"))?;
    assert!(!success, "{out}");
    for line in [
        "cell `plain` panicked: it runs",
        "cell `trying`: it fails",
        "test result: FAILED. 4 passed; 2 failed",
    ] {
        assert!(out.contains(line), "no `{line}` in:\n{out}");
    }
    Ok(())
}

#[test]
fn what_does_not_compile_is_shown_at_its_line_of_the_chapter() -> Result {
    let book = Copy::new()?;
    book.replace("src/coin.md", "Info::of(0.25)", "Info::off(0.25)")?;
    book.replace("src/coin.md", "tiny / 1000.0", "tiny / thousand")?;
    book.replace("src/coin.md", "let svg = \"", "let svg: u8 = \"")?;
    book.replace("src/part/logs.md", "let n: i64", "let n: i65")?;
    let (success, out) = cargo_test(book.root(), &book.root().join("snapshots"))?;
    assert!(!success, "{out}");
    for place in [
        "/out/cells/src/coin.md.rs:16:18\n",
        "/out/cells/src/coin.md.information.values.rs:9:",
        "/out/cells/src/part/logs.md.rs:10:8\n",
    ] {
        let shown = out.lines().any(|line| {
            let arrow = line.trim_start().strip_prefix("--> ");
            arrow.is_some_and(|at| format!("{at}\n").contains(place))
        });
        assert!(shown, "no `{place}` in:\n{out}");
    }
    Ok(())
}

#[test]
fn a_slip_fails_the_build_script_and_is_shown_to_be_read() -> Result {
    let book = Copy::new()?;
    book.replace(
        "src/coin.md",
        "```rust\nuse coins::Info;",
        "```rust,cell\nuse coins::Info;",
    )?;
    let (success, out) = cargo_test(book.root(), &book.root().join("snapshots"))?;
    assert!(!success, "{out}");
    let shown = "\n  error: cell `information` is a block of `rust,cell`\n    --> src/coin.md:12\n    help: open the block";
    assert!(out.contains(shown), "{out}");
    Ok(())
}
