//! Topics: what the book must treat, and where it does.

use crate::scan::fault::{Fault, Found};
use crate::scan::markdown::{Kind, Markdown, Word};
use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// `<!-- topic: F5 | names -->`: what the book must cover is covered here, as these cells show.
#[derive(Clone, Debug)]
pub(crate) struct Topic {
    pub(crate) range: Range<usize>,
    pub(crate) id: String,
    pub(crate) cells: Vec<String>,
}

static TOPIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*([A-Z]+[0-9]+)\s*\|\s*([a-z][a-z0-9 -]*?)\s*$"));

pub(crate) fn read(markdown: &Markdown<'_>) -> Found<Vec<Topic>> {
    let mut topics = Vec::new();
    let mut faults = Vec::new();
    for piece in &markdown.pieces {
        if let Kind::Directive(Word::Topic, body) = &piece.kind {
            let body = &markdown.text[body.clone()];
            match topic(piece.range.clone(), body) {
                Some(topic) => topics.push(topic),
                None => faults.push(Fault::new(
                    piece.range.start,
                    format!("`topic:{body}` names no topic"),
                    "write `<!-- topic: F5 | name name -->`: capital letters and a number, and \
                     the cells or checks that show it, or `prose`",
                )),
            }
        }
    }
    (topics, faults)
}

/// A topic, where the words of a comment name one.
fn topic(range: Range<usize>, body: &str) -> Option<Topic> {
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
