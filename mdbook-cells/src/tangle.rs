//! Tangling: taking the program out of the text, so that tests can run it.

mod functions;
mod run;

pub use run::{Outcome, TangledCell, print};

use crate::check::Book;
use crate::problem::Problems;
use functions::{ALLOW, file_name, files_of, identifier};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The Rust source that a book's chapters tangle into, in three parts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tangled {
    /// `CELLS`, the table of the cells, which includes [`files`](Self::files).
    pub cells: String,
    /// The cells as functions, in files whose lines are those of the chapters: paths from where
    /// `cells` is, and texts.
    pub files: Vec<(PathBuf, String)>,
    /// A test for each cell, which calls `crate::check` with its entry in the table.
    pub tests: String,
    /// The chapters as documentation, so that rustdoc runs their blocks as doc tests.
    pub doc_tests: String,
}

impl Tangled {
    /// Writes `cells.rs` with the files that it includes, `tests.rs` and `doc_tests.rs` into a
    /// folder.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        for (file, text) in &self.files {
            let file = folder.join(file);
            std::fs::create_dir_all(file.parent().unwrap_or(folder))?;
            std::fs::write(file, text)?;
        }
        std::fs::write(folder.join("cells.rs"), &self.cells)?;
        std::fs::write(folder.join("tests.rs"), &self.tests)?;
        std::fs::write(folder.join("doc_tests.rs"), &self.doc_tests)
    }
}

/// The body of a build script: reads the book in `root`, checks its text, and writes what it
/// [tangles](tangle) into the folder that cargo gives build scripts.
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
    tangle(&book)?.write(out)?;
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
/// assert!(tangled.cells.contains(r#"include!("cells/src/coin.md.rs");"#));
/// let [(_, values), (_, functions)] = &tangled.files[..] else {
///     panic!("the values and the code of a chapter with one cell");
/// };
/// assert!(values.contains(r#"("n", crate::ToValue::to_value(&(1 + 1)))"#));
/// assert!(functions.contains("fn coin__one() -> ::mdbook_cells::Outcome {"));
/// assert!(tangled.tests.contains("fn coin__one() { crate::check(&CELLS[0]) }"));
/// # Ok::<(), mdbook_cells::Problems>(())
/// ```
///
/// # Errors
///
/// What [`Book::check_text`] finds.
pub fn tangle(book: &Book) -> Result<Tangled, Problems> {
    book.check_text()?;
    let mut table = String::new();
    let mut tests = String::new();
    let mut doc_tests = String::new();
    let mut files = Vec::new();
    let mut includes = String::new();
    // Writing to a String cannot fail.
    for (index, (chapter, cell)) in book.cells().enumerate() {
        let function = identifier(&cell.snapshot_name());
        let place = format!("{}:{}", chapter.path.display(), cell.line);
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
    for chapter in &book.chapters {
        if !chapter.cells.is_empty() {
            let file = file_name(&chapter.path);
            let _ = writeln!(includes, "include!({file:?});");
            files.extend(files_of(chapter));
        }
        // All chapters: one without cells may still have blocks that must not compile.
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
             pub static CELLS: &[::mdbook_cells::TangledCell] = &[\n{table}];\n\n{includes}"
        ),
        files,
        tests,
        doc_tests,
    })
}
