//! Writing the notebooks.

use anyhow::{Result, bail};
use mdbook_cells::Book;
use std::fs;
use std::path::Path;

/// Writes the notebooks anew, or only checks that they are up to date.
pub(crate) fn notebooks(root: &Path, check: bool) -> Result<()> {
    let book = Book::read(root)?;
    let folder = root.join(&book.config.notebooks);
    let notebooks = book.check()?.notebooks();
    let mut differing = Vec::new();
    for notebook in &notebooks {
        let path = folder.join(&notebook.file);
        if fs::read_to_string(&path).is_ok_and(|text| text == notebook.text) {
            continue;
        }
        differing.push(notebook.file.clone());
        if !check {
            fs::create_dir_all(&folder)?;
            fs::write(&path, &notebook.text)?;
            println!("wrote {}", path.display());
        }
    }
    // Notebooks whose chapters are gone.
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        if file.ends_with(".ipynb") && !notebooks.iter().any(|notebook| notebook.file == file) {
            differing.push(file.clone().into_owned());
            if !check {
                fs::remove_file(&path)?;
                println!("deleted {}", path.display());
            }
        }
    }
    if check && !differing.is_empty() {
        bail!(
            "not what the chapters make of them: {}; run `cargo book notebooks`",
            differing.join(", ")
        );
    }
    if differing.is_empty() {
        println!("{} notebooks, all as they should be", notebooks.len());
    }
    Ok(())
}
