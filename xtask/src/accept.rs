//! Accepting the outputs of the cells as their new snapshots.

use crate::notebooks;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// Runs the tests of the cells so that insta accepts their outputs, and writes the notebooks
/// anew.
pub(crate) fn accept(root: &Path) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "test",
            "--package",
            "book-tests",
            "--test",
            "snapshots",
            "--quiet",
        ])
        .env("INSTA_UPDATE", "always")
        .current_dir(root)
        .status()?;
    if !status.success() {
        bail!("a cell failed: its snapshot stays as it was");
    }
    notebooks::notebooks(root, false)
}
