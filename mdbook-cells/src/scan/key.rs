//! A chapter's name in snapshots.

use crate::scan::fault::Fault;
use crate::text::pattern;
use regex::Regex;
use std::path::Path;
use std::sync::LazyLock;

static KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z0-9][a-z0-9_-]*$"));

/// The path below the folder of chapters, `/` as `-`, no `.md`.
pub(crate) fn key_of(source: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(source).unwrap_or(path).with_extension("");
    let parts = relative.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("-")
}

/// A chapter with cells names snapshots, which references name in turn.
pub(crate) fn fault(key: &str) -> Option<Fault> {
    let good = KEY.is_match(key) && !key.contains("__");
    (!good).then(|| {
        Fault::new(
            0,
            format!("`{key}` cannot name snapshots"),
            "rename the file or its folder: small letters, digits, `-` and single `_`",
        )
    })
}
