//! The book holds together: text and snapshots, notebooks and chapters.

use mdbook_cells::Book;
use std::error::Error;
use std::path::Path;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn text_and_snapshots_agree() -> Result<(), Box<dyn Error>> {
    let book = Book::read(Path::new(ROOT))?;
    book.check()?;
    Ok(())
}

#[test]
fn notebooks_are_what_the_chapters_make_of_them() -> Result<(), Box<dyn Error>> {
    let book = Book::read(Path::new(ROOT))?;
    let folder = book.root.join(&book.config.notebooks);
    for notebook in book.check()?.notebooks() {
        let written = std::fs::read_to_string(folder.join(&notebook.file)).unwrap_or_default();
        assert!(
            written == notebook.text,
            "{} is not what its chapter makes of it: run `cargo book notebooks`",
            notebook.file
        );
    }
    Ok(())
}
