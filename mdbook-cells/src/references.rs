//! What a chapter refers to: claims and their checks, numbered displays, the literature, topics.

use crate::book::Book;
use crate::chapter::{Chapter, pattern};
use crate::problem::Problem;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What stands before the name of a check in the address of a claim.
pub(crate) const CHECK: &str = "#check-";

/// `[words](#check-name)`: a statement in the text, and the check that it leads to.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) at: usize,
    pub(crate) words: Range<usize>,
    pub(crate) check: String,
}

/// `<!-- topic: F5 | names -->`: what the book must cover is covered here, as these cells show.
#[derive(Clone, Debug)]
pub(crate) struct Topic {
    pub(crate) range: Range<usize>,
    pub(crate) id: String,
    pub(crate) cells: Vec<String>,
}

/// `\tag{5}` in a display that begins at this place.
#[derive(Clone, Debug)]
pub(crate) struct Display {
    pub(crate) at: usize,
    pub(crate) number: usize,
}

/// `(5)` in the text.
#[derive(Clone, Debug)]
pub(crate) struct DisplayReference {
    pub(crate) range: Range<usize>,
    pub(crate) number: usize,
}

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

static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\tag\{(\d{1,3})\}"));
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\((\d{1,2})\)"));
/// With its last bracket, or up to where there is none.
static CITATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[(@[^\[\]\n]*)(\]?)"));
static WORK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^@([a-z0-9-]+)(?:,\s*(.+))?$"));
static TOPIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*([A-Z]+[0-9]+)\s*\|\s*([a-z][a-z0-9 -]*?)\s*$"));

/// A claim, where a link is one.
pub(crate) fn claim(text: &str, range: &Range<usize>, address: &str) -> Option<Claim> {
    let check = address.strip_prefix(CHECK)?;
    let end = text[range.clone()].rfind("](")?;
    Some(Claim {
        at: range.start,
        words: range.start + 1..range.start + end,
        check: check.to_owned(),
    })
}

/// A topic, where the words of a comment name one.
pub(crate) fn topic(range: Range<usize>, body: &str) -> Option<Topic> {
    let parts = TOPIC.captures(body)?;
    let cells = parts[2].split_whitespace();
    Some(Topic {
        range,
        id: parts[1].to_owned(),
        cells: cells.filter(|&c| c != PROSE).map(str::to_owned).collect(),
    })
}

/// In place of cells: there is nothing to compute.
const PROSE: &str = "prose";

/// The displays that are numbered in a formula.
pub(crate) fn displays(text: &str, math: &Range<usize>) -> impl Iterator<Item = Display> {
    let at = math.start;
    TAG.captures_iter(&text[math.clone()])
        .filter_map(move |tag| {
            Some(Display {
                at,
                number: tag[1].parse().ok()?,
            })
        })
}

/// The numbers of displays in a piece of prose.
pub(crate) fn display_references(text: &str, prose: Range<usize>) -> Vec<DisplayReference> {
    REFERENCE
        .captures_iter(&text[prose.clone()])
        .filter_map(|found| {
            let whole = found.get(0)?;
            Some(DisplayReference {
                range: prose.start + whole.start()..prose.start + whole.end(),
                number: found[1].parse().ok()?,
            })
        })
        .collect()
}

/// A citation or an entry, or the bytes of what cannot be read as either.
pub(crate) enum Literature {
    Citation(Citation),
    Entry(Entry),
    Unreadable(Range<usize>),
}

/// All citations and entries of a text, wherever they stand.
pub(crate) fn literature(text: &str) -> impl Iterator<Item = Literature> {
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

/// What refers to nothing, and what nothing refers to.
pub(crate) fn problems(book: &Book) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in &book.chapters {
        claims(chapter, &mut problems);
        displays_of(chapter, &mut problems);
    }
    works(book, &mut problems);
    topics(book, &mut problems);
    problems
}

fn claims(chapter: &Chapter, problems: &mut Vec<Problem>) {
    // A cell that could not be read may be the one that is looked for.
    if chapter.incomplete {
        return;
    }
    for claim in &chapter.claims {
        let words = &chapter.text[claim.words.clone()];
        let prose = words.split('$').step_by(2);
        if !prose.flat_map(str::chars).any(char::is_alphabetic) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(claim.at),
                format!("the claim `{}` is a formula without words", claim.check),
                "say in words what it is about: it stands alone in the list of claims, and \
                 to a screen reader a link of formulas has no name",
            ));
        }
        if !chapter.cell(&claim.check).is_some_and(|cell| cell.check) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(claim.at),
                format!("the claim `{}` has no check", claim.check),
                format!(
                    "write `<!-- check: {} -->` above a ```rust block of this chapter that \
                     defines `check`",
                    claim.check
                ),
            ));
        }
    }
    for cell in chapter.cells.iter().filter(|cell| cell.check) {
        if !chapter.claims.iter().any(|claim| claim.check == cell.name) {
            problems.push(Problem::new(
                &chapter.path,
                cell.line,
                format!("the check `{}` belongs to no claim", cell.name),
                format!(
                    "name the claim in the text of this chapter: [what is claimed]({CHECK}{})",
                    cell.name
                ),
            ));
        }
    }
}

fn displays_of(chapter: &Chapter, problems: &mut Vec<Problem>) {
    for (index, display) in chapter.displays.iter().enumerate() {
        if display.number != index + 1 {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(display.at),
                format!(
                    "display ({}) is the chapter's number {}",
                    display.number,
                    index + 1
                ),
                "number the displays from 1 in their order, and what refers to them",
            ));
        }
    }
    let known = chapter.displays.len();
    for reference in &chapter.display_references {
        if reference.number == 0 || reference.number > known {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(reference.range.start),
                format!(
                    "({}) is no display of this chapter, which numbers {known}",
                    reference.number
                ),
                "mend the number; another chapter's display is a link, [(5)](other.md#eq-5); what \
                 is no reference needs other words or brackets",
            ));
        }
    }
}

fn works(book: &Book, problems: &mut Vec<Problem>) {
    let mut entries: BTreeMap<&str, &Chapter> = BTreeMap::new();
    let mut last = "";
    for (chapter, entry) in book.entries() {
        let line = chapter.line(entry.range.start);
        if entries.insert(&entry.key, chapter).is_some() {
            problems.push(Problem::new(
                &chapter.path,
                line,
                format!("two entries have the key `{}`", entry.key),
                "take one of them out, or give it another key",
            ));
        } else if entry.key.as_str() < last {
            problems.push(Problem::new(
                &chapter.path,
                line,
                format!("the entry `{}` stands after `{last}`", entry.key),
                "sort the entries by their keys",
            ));
        }
        last = &entry.key;
    }
    let mut cited = BTreeSet::new();
    for chapter in &book.chapters {
        for citation in &chapter.citations {
            for (key, _) in &citation.works {
                cited.insert(key.as_str());
                if !entries.contains_key(key.as_str()) {
                    problems.push(Problem::new(
                        &chapter.path,
                        chapter.line(citation.range.start),
                        format!("no entry has the key `{key}`"),
                        format!("write one among the references, **[@{key}]** …, or mend the key"),
                    ));
                }
            }
        }
    }
    for (chapter, entry) in book.entries() {
        if !cited.contains(entry.key.as_str()) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(entry.range.start),
                format!("nothing cites `{}`", entry.key),
                format!("cite it, [@{}], or take it out", entry.key),
            ));
        }
    }
}

fn topics(book: &Book, problems: &mut Vec<Problem>) {
    let mut covered = BTreeSet::new();
    for chapter in &book.chapters {
        for topic in &chapter.topics {
            covered.insert(topic.id.as_str());
            let unknown = |name: &&String| chapter.cell(name).is_none() && !chapter.incomplete;
            for name in topic.cells.iter().filter(unknown) {
                problems.push(Problem::new(
                    &chapter.path,
                    chapter.line(topic.range.start),
                    format!("topic {}: `{name}` is no cell of this chapter", topic.id),
                    "name cells or checks of this chapter, or say `prose`",
                ));
            }
        }
    }
    // A book without a page that says where its topics are need not have one.
    let places: Vec<_> = book.wheres().collect();
    if places.is_empty() {
        return;
    }
    for (chapter, id, at) in &places {
        if !covered.contains(id.as_str()) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(*at),
                format!("topic {id} is nowhere"),
                format!(
                    "write `<!-- topic: {id} | cells or checks -->` above the place that treats it"
                ),
            ));
        }
    }
    let asked: BTreeSet<&str> = places.iter().map(|(_, id, _)| id.as_str()).collect();
    for chapter in &book.chapters {
        for topic in &chapter.topics {
            if !asked.contains(topic.id.as_str()) {
                problems.push(Problem::new(
                    &chapter.path,
                    chapter.line(topic.range.start),
                    format!("topic {} is not listed", topic.id),
                    format!(
                        "add a line with {{{{where {}}}}} to the list of topics",
                        topic.id
                    ),
                ));
            }
        }
    }
}
