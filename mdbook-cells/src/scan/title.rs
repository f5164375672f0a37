//! The title of a chapter.

use crate::scan::markdown::{Kind, Markdown};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// The words of the first heading of the first level that has some.
pub(crate) fn read(markdown: &Markdown<'_>) -> Option<Range<usize>> {
    let end = Kind::is_end_of_title;
    let mut pieces = markdown.pieces.iter();
    while pieces.by_ref().any(|piece| piece.kind.begins_title()) {
        let words = pieces.by_ref().take_while(|piece| !end(&piece.kind));
        let words = words.map(|piece| piece.range.clone());
        let all = words.reduce(|first, last| first.start..last.end);
        if all.is_some() {
            return all;
        }
    }
    None
}

impl Kind<'_> {
    fn begins_title(&self) -> bool {
        let level = HeadingLevel::H1;
        matches!(self, Kind::Event(Event::Start(Tag::Heading { level: of, .. })) if *of == level)
    }

    fn is_end_of_title(&self) -> bool {
        matches!(
            self,
            Kind::Event(Event::End(TagEnd::Heading(HeadingLevel::H1)))
        )
    }
}
