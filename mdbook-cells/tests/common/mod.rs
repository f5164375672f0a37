//! Copies of the fixture book, to be built as they are or with a mistake in them.

use std::error::Error;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The sound book, which no test changes.
pub(crate) fn sound() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture-book")
}

/// A copy of the sound book in a folder that goes away with it.
pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        copy(&sound(), folder.path())?;
        Ok(Self { folder })
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    #[allow(dead_code, reason = "not every test reads")]
    pub(crate) fn read(&self, file: &str) -> Result<String> {
        let text = std::fs::read_to_string(self.root().join(file));
        Ok(text.map_err(|e| format!("{file}: {e}"))?)
    }

    #[allow(dead_code, reason = "not every test writes")]
    pub(crate) fn write(&self, file: &str, text: &str) -> Result {
        Ok(std::fs::write(self.root().join(file), text)?)
    }

    #[allow(dead_code, reason = "not every test writes")]
    /// Replaces what must be there exactly once, so that no test changes nothing or too much.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) -> Result {
        let text = std::fs::read_to_string(self.root().join(file))?;
        if text.matches(from).count() != 1 {
            let n = text.matches(from).count();
            return Err(format!("{file} has `{from}` {n} times").into());
        }
        self.write(file, &text.replace(from, to))
    }
}

fn copy(from: &Path, to: &Path) -> Result {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
