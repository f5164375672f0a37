//! Decimal fractions that are typed where a value should be shown.

use crate::scan::decimals;
use crate::scan::fault::Fault;
use crate::scan::placeholders;
use crate::scan::regions::Regions;
use std::ops::Range;

/// In prose and formulas, placeholders aside.
pub(crate) fn in_prose(text: &str, regions: &Regions) -> Vec<Fault> {
    let placeholders = placeholders::ranges(text);
    let in_placeholder = |at: usize| {
        let next = placeholders.partition_point(|p| p.end <= at);
        placeholders.get(next).is_some_and(|p| p.contains(&at))
    };
    regions
        .prose
        .iter()
        .flat_map(|piece| decimals::typed_at(text, piece.clone()))
        .filter(|found| !in_placeholder(found.start))
        .map(|found| {
            let number = &text[found.clone()];
            let zero = if number.starts_with('.') { "0" } else { "" };
            Fault::new(
                found.start,
                format!("`{number}` is typed into the text"),
                format!(
                    "show a cell's value, {{{{cell.value:.2}}}}; if it is an input, mark \
                     it so: {{{{{zero}{number}}}}}; if it is neither, such as the number \
                     of a version, put it between backticks"
                ),
            )
        })
        .collect()
}

/// In the `//` comments of the code that stands between the fences at `block`.
pub(crate) fn in_code(text: &str, block: &Range<usize>, code: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let fence = text[block.clone()].find('\n').map_or(0, |n| n + 1);
    let mut at = block.start + fence;
    for line in code.lines() {
        // A `//` behind an odd number of quotes is inside a string.
        let comment = line
            .match_indices("//")
            .map(|(i, _)| i)
            .find(|&i| line[..i].matches('"').count() % 2 == 0);
        if let Some(start) = comment {
            for found in decimals::typed(&line[start..]) {
                faults.push(Fault::new(
                    at,
                    format!("`{}` is typed into a comment", &line[start..][found]),
                    "print it, or say it in words: what is computed is not typed",
                ));
            }
        }
        // Lines of a block inside a list or quotation are longer in the file than here.
        at += text[at.min(text.len())..].find('\n').map_or(0, |n| n + 1);
    }
    faults
}

/// In the words that a cell is folded away under.
pub(crate) fn in_summary(summary: &str, at: usize) -> Vec<Fault> {
    decimals::typed(summary)
        .into_iter()
        .map(|found| {
            Fault::new(
                at,
                format!("`{}` is typed into the words above a cell", &summary[found]),
                "say it in words: what is computed is not typed",
            )
        })
        .collect()
}
