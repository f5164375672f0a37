//! Accepting the outputs of the cells as their new snapshots.

use crate::notebooks;
use anyhow::{Result, bail};
use mdbook_cells::Book;
use std::path::Path;
use std::process::Command;

/// Runs the tests of the cells, or of some chapters' cells, so that insta accepts their outputs, and
/// writes the notebooks anew.
pub(crate) fn accept(root: &Path, chapters: &[String]) -> Result<()> {
    let book = Book::read(root)?;
    let mut tests = Vec::new();
    for name in chapters {
        let cells = book.cells().filter(|(chapter, _)| chapter.key == *name);
        let before = tests.len();
        tests.extend(cells.map(|(_, cell)| cell.snapshot_name().replace('-', "_")));
        if tests.len() == before {
            bail!("no chapter with cells is named `{name}`: name it as its file without `.md`");
        }
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "test",
            "--package",
            "book-tests",
            "--test",
            "snapshots",
            "--quiet",
            "--",
            "--exact",
        ])
        .args(&tests)
        .env("INSTA_UPDATE", "always")
        .current_dir(root)
        .status()?;
    if !status.success() {
        bail!("a cell failed: its snapshot stays as it was");
    }
    notebooks::notebooks(root, false)
}
