//! Comments that mean to be directives, and stand where they are none.

use crate::scan::fault::Fault;
use crate::scan::regions::Regions;
use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Wherever it stands.
static MEANT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^<!--\s*(?:cells?|check|topic)\s*:"));

/// Those among some comments that mean to be directives.
pub(crate) fn meant<'a>(
    text: &'a str,
    comments: &'a [Range<usize>],
) -> impl Iterator<Item = &'a Range<usize>> {
    let comments = comments.iter();
    comments.filter(|range| MEANT.is_match(&text[(*range).clone()]))
}

pub(crate) fn faults(text: &str, regions: &Regions) -> Vec<Fault> {
    meant(text, &regions.comments)
        .map(|range| {
            let comment = &text[range.clone()];
            let first = comment.lines().next().unwrap_or_default();
            if comment.ends_with("-->") {
                Fault::new(
                    range.start,
                    format!(
                        "`{first}` stands inside a paragraph, a list, a quotation or other HTML"
                    ),
                    "move it out: cells, pictures and lists of snapshots stand at the margin, \
                     with nothing else on their lines",
                )
            } else {
                Fault::new(
                    range.start,
                    format!("the comment `{first}` is never closed"),
                    "close it with -->",
                )
            }
        })
        .collect()
}
