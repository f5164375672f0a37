//! Where mdBook will include a file.

use crate::scan::regions::{Regions, inside};
use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// `{{#include file:part}}` in the text, or one of its sisters. Those in code and in comments
/// bring in nothing of ours, and are left out.
#[derive(Clone, Debug)]
pub(crate) struct Include {
    pub(crate) range: Range<usize>,
    /// Whether it makes a block of Rust of the file.
    pub(crate) playground: bool,
    /// The file, from the folder of the chapter.
    pub(crate) file: String,
    /// What stands behind the file's name: lines, or the name of an anchor.
    pub(crate) part: Option<String>,
}

static INCLUDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\{\{\s*#(include|rustdoc_include|playground|playpen)\s+([^:}\s]+)(?::([^}\s]*))?[^}]*\}\}",
    )
});

pub(crate) fn read(text: &str, regions: &Regions) -> Vec<Include> {
    INCLUDE
        .captures_iter(text)
        .filter_map(|found| {
            let range = found.get(0)?.range();
            let escaped = text[..range.start].ends_with('\\');
            (!escaped && !inside(&regions.verbatim, range.start)).then(|| Include {
                range,
                playground: found[1].starts_with("play"),
                file: found[2].to_owned(),
                part: found.get(3).map(|part| part.as_str().to_owned()),
            })
        })
        .collect()
}
