//! Citations of works, and the works' entries.

use crate::scan::fault::{Fault, Found};
use crate::scan::regions::{Regions, inside};
use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// `[@key, where]` in the text; `[@key; @key]`.
#[derive(Clone, Debug)]
pub(crate) struct Citation {
    pub(crate) range: Range<usize>,
    /// Keys, each with what stands after it.
    pub(crate) works: Vec<(String, Option<String>)>,
}

/// `**[@key]**`: the entry of a work in the list of references.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The bytes between the asterisks.
    pub(crate) range: Range<usize>,
    pub(crate) key: String,
}

/// With its last bracket, or up to where there is none.
static CITATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[(@[^\[\]\n]*)(\]?)"));
static WORK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^@([a-z0-9-]+)(?:,\s*(.+))?$"));

/// The citations and the entries of a text. Formulas have none of ours.
pub(crate) fn read(text: &str, regions: &Regions) -> Found<(Vec<Citation>, Vec<Entry>)> {
    let (mut citations, mut entries, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for found in literature(text) {
        let (Literature::Citation(Citation { range, .. })
        | Literature::Entry(Entry { range, .. })
        | Literature::Unreadable(range)) = &found;
        if inside(&regions.verbatim, range.start) || inside(&regions.math, range.start) {
            continue;
        }
        match found {
            Literature::Citation(_) if inside(&regions.links, range.start) => {
                faults.push(Fault::new(
                    range.start,
                    format!("`{}` stands inside a link", &text[range.clone()]),
                    "move it out: a citation is a link of its own, and links cannot be nested",
                ));
            }
            Literature::Citation(citation) => citations.push(citation),
            Literature::Entry(entry) => entries.push(entry),
            Literature::Unreadable(range) => faults.push(Fault::new(
                range.start,
                format!("`{}` is no citation", &text[range]),
                "write [@key], [@key, Theorem 1] or [@key; @key] on one line, keys in small \
                 letters, digits and hyphens, without brackets or placeholders",
            )),
        }
    }
    ((citations, entries), faults)
}

/// A citation or an entry, or the bytes of what cannot be read as either.
enum Literature {
    Citation(Citation),
    Entry(Entry),
    Unreadable(Range<usize>),
}

/// All citations and entries of a text, wherever they stand.
fn literature(text: &str) -> impl Iterator<Item = Literature> {
    CITATION.captures_iter(text).filter_map(|found| {
        let range = found.get(0)?.range();
        let inside = &found[1];
        if found[2].is_empty() || inside.contains("{{") {
            return Some(Literature::Unreadable(range));
        }
        let works: Option<Vec<_>> = inside
            .split(';')
            .map(|work| {
                let parts = WORK.captures(work.trim())?;
                Some((
                    parts[1].to_owned(),
                    parts.get(2).map(|place| place.as_str().trim().to_owned()),
                ))
            })
            .collect();
        let entry = text[..range.start].ends_with("**") && text[range.end..].starts_with("**");
        Some(match works {
            None => Literature::Unreadable(range),
            Some(works) => match (entry, &works[..]) {
                (true, [(key, None)]) => Literature::Entry(Entry {
                    key: key.clone(),
                    range,
                }),
                _ => Literature::Citation(Citation { range, works }),
            },
        })
    })
}
