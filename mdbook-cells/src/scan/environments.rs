//! Displays that KaTeX would number by itself.

use crate::scan::fault::Fault;
use crate::scan::regions::Regions;
use crate::text::pattern;
use regex::Regex;
use std::sync::LazyLock;

static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\\begin\s*\{\s*(align|alignat|equation|gather)\s*\}"));

/// A style sheet counts them, after the page is built: no check would see their numbers.
pub(crate) fn faults(text: &str, regions: &Regions) -> Vec<Fault> {
    let mut faults = Vec::new();
    for math in &regions.math {
        for found in NUMBERED.captures_iter(&text[math.clone()]) {
            let at = math.start + found.get(0).map_or(0, |whole| whole.start());
            let name = &found[1];
            faults.push(Fault::new(
                at,
                format!("`\\begin{{{name}}}` is numbered by KaTeX, where no check sees it"),
                format!(
                    "write `\\begin{{{name}*}}` and `\\end{{{name}*}}`; a display that the text \
                     refers to has its number from `\\tag{{1}}`"
                ),
            ));
        }
    }
    faults
}
