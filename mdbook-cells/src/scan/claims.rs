//! Claims: links in the text to their checks.

use crate::scan::markdown::{Kind, Markdown};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// What stands before the name of a check in the address of a claim.
pub(crate) const CHECK: &str = "#check-";

/// `[words](#check-name)`: a statement in the text, and the check that it leads to.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) range: Range<usize>,
    pub(crate) words: Range<usize>,
    pub(crate) check: String,
}

pub(crate) fn read(markdown: &Markdown<'_>) -> Vec<Claim> {
    let links = markdown
        .pieces
        .iter()
        .filter_map(|piece| match &piece.kind {
            Kind::Event(Event::Start(Tag::Link { dest_url, .. })) => Some((&piece.range, dest_url)),
            _ => None,
        });
    links
        .filter_map(|(range, address)| claim(markdown.text, range, address))
        .collect()
}

/// A claim, where a link is one.
fn claim(text: &str, range: &Range<usize>, address: &str) -> Option<Claim> {
    let check = address.strip_prefix(CHECK)?;
    let end = text[range.clone()].rfind("](")?;
    Some(Claim {
        range: range.clone(),
        words: range.start + 1..range.start + end,
        check: check.to_owned(),
    })
}
