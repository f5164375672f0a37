//! What mdBook includes has nothing of ours in it: it would stay as it is, and no test would run
//! it. rustdoc and the tests read the chapters before anything is included, so it is refused.

use crate::check::book::Book;
use crate::problem::Problem;
use crate::scan::{Chapter, Include, meant_as_directives};
use std::ops::Range;
use std::path::Path;

pub(super) fn problems(book: &Book) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in &book.chapters {
        for include in &chapter.includes {
            let shown = &chapter.text[include.range.clone()];
            let problem = |what: String, help: &str| {
                let line = chapter.line(include.range.start);
                Problem::new(&chapter.path, line, format!("`{shown}` {what}"), help)
            };
            if include.playground {
                problems.push(problem(
                    "brings in a Rust block that no test runs".into(),
                    "write its code into a cell, or include the file in a block marked \
                     `rust,ignore`",
                ));
            } else if let Some(ours) = brought(book, &chapter.path, include, DEEPEST) {
                problems.push(problem(
                    format!("brings in `{ours}`, which would stay as it is"),
                    "write it in the chapter itself: cells, numbers and the like are read before \
                     mdBook includes anything",
                ));
            }
        }
    }
    problems
}

/// So deep does mdBook follow includes in what it has included.
const DEEPEST: usize = 10;

/// Something of ours in the file that is included in `from`, or in one that this one includes. A
/// file that cannot be read is left to mdBook, which says so.
fn brought(book: &Book, from: &Path, include: &Include, depth: usize) -> Option<String> {
    let path = from.parent()?.join(&include.file);
    let text = std::fs::read_to_string(book.root.join(&path)).ok()?;
    let text = part_of(&text.replace("\r\n", "\n"), include.part.as_deref());
    let included = Chapter::scan(&book.source, &path, &text);
    let deeper = |nested| brought(book, &path, nested, depth.checked_sub(1)?);
    let nested = || included.includes.iter().find_map(deeper);
    first_of_ours(&included).or_else(nested)
}

/// The first line of the first thing of ours in a text.
fn first_of_ours(text: &Chapter) -> Option<String> {
    let mut ours: Vec<&Range<usize>> = Vec::new();
    ours.extend(text.cells.iter().map(|cell| &cell.directive));
    ours.extend(meant_as_directives(&text.text, &text.comments));
    ours.extend(text.listings.iter().map(|(_, range)| range));
    ours.extend(text.topics.iter().map(|topic| &topic.range));
    ours.extend(text.claims.iter().map(|claim| &claim.range));
    ours.extend(text.placeholders.iter().map(|p| &p.range));
    ours.extend(text.figures.iter().map(|figure| &figure.range));
    ours.extend(text.citations.iter().map(|citation| &citation.range));
    ours.extend(text.entries.iter().map(|entry| &entry.range));
    let first = ours.into_iter().min_by_key(|range| range.start)?;
    text.text[first.clone()].lines().next().map(str::to_owned)
}

/// The part of a file that an include asks for: `2`, `2:5`, `2:`, `:5`, or the name of an anchor.
fn part_of(text: &str, part: Option<&str>) -> String {
    let Some(part) = part else {
        return text.to_owned();
    };
    let (first, last) = part.split_once(':').unwrap_or((part, part));
    let number = |digits: &str| digits.parse::<usize>().ok();
    let lines = text.lines();
    let lines: Vec<&str> = if number(first).is_some() || first.is_empty() {
        let skipped = number(first).unwrap_or(1).saturating_sub(1);
        let end = number(last).unwrap_or(usize::MAX);
        lines.take(end).skip(skipped).collect()
    } else {
        let has = |line: &str, mark: &str| {
            let name = line.split_once(mark).map(|(_, name)| name.trim());
            name.is_some_and(|name| name.split_whitespace().next() == Some(first))
        };
        let behind = lines.skip_while(|line| !has(line, "ANCHOR:")).skip(1);
        behind
            .take_while(|line| !has(line, "ANCHOR_END:"))
            .collect()
    };
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_lines_or_an_anchor() {
        let text = "a\n// ANCHOR: x\nb\n// ANCHOR_END: x\nc\n";
        for (part, lines) in [
            (None, text),
            (Some("3"), "b"),
            (Some("1:1"), "a"),
            (Some("4:"), "// ANCHOR_END: x\nc"),
            (Some(":1"), "a"),
            (Some("x"), "b"),
            (Some("y"), ""),
        ] {
            assert_eq!(part_of(text, part), lines, "{part:?}");
        }
    }
}
