//! The title of a chapter.

use crate::scan::markdown::{Kind, Markdown};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// The words of the first heading of the first level that has some.
pub(crate) fn read(markdown: &Markdown<'_>) -> Option<Range<usize>> {
    let mut pieces = markdown.pieces.iter();
    while pieces.by_ref().any(|piece| is_start(&piece.kind)) {
        let words = pieces.by_ref().take_while(|piece| !is_end(&piece.kind));
        let ranges = words.map(|piece| piece.range.clone());
        let title = ranges.reduce(|first, last| first.start..last.end);
        if title.is_some() {
            return title;
        }
    }
    None
}

fn is_start(kind: &Kind<'_>) -> bool {
    let Kind::Event(Event::Start(Tag::Heading { level, .. })) = kind else {
        return false;
    };
    *level == HeadingLevel::H1
}

fn is_end(kind: &Kind<'_>) -> bool {
    matches!(
        kind,
        Kind::Event(Event::End(TagEnd::Heading(HeadingLevel::H1)))
    )
}
