//! The regions of a chapter: where words mean something to us, and where a link may stand.

use crate::scan::markdown::{Kind, Markdown};
use crate::text::pattern;
use pulldown_cmark::{Event, Tag};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The bytes of a chapter by what they are. Regions of two kinds may overlap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Regions {
    /// Code and comments, where braces mean nothing to us.
    pub(crate) verbatim: Vec<Range<usize>>,
    /// Headings, links, pictures and HTML, where a number cannot be a link.
    pub(crate) unlinked: Vec<Range<usize>>,
    pub(crate) links: Vec<Range<usize>>,
    /// Pieces of prose, formulas among them.
    pub(crate) prose: Vec<Range<usize>>,
    /// What Markdown takes for formulas, delimiters included.
    pub(crate) math: Vec<Range<usize>>,
    /// Comments that are no directives.
    pub(crate) comments: Vec<Range<usize>>,
}

/// Whether a byte is inside one of some regions.
pub(crate) fn inside(regions: &[Range<usize>], at: usize) -> bool {
    regions.iter().any(|region| region.contains(&at))
}

/// The picture's name, where an address is that of a snapshot.
pub(crate) fn snapshot_in(address: &str) -> Option<&str> {
    address.rsplit('/').next()?.strip_suffix(".snap.svg")
}

pub(crate) fn read(markdown: &Markdown<'_>) -> Regions {
    let mut regions = Regions::default();
    for piece in &markdown.pieces {
        let range = piece.range.clone();
        match &piece.kind {
            Kind::Code { .. } | Kind::Directive(..) => regions.verbatim.push(range),
            Kind::Html => html(markdown.text, range, &mut regions),
            Kind::Event(event) => match event {
                Event::Start(Tag::Heading { .. }) => regions.unlinked.push(range),
                Event::Start(Tag::Link { .. }) => {
                    regions.links.push(range.clone());
                    regions.unlinked.push(range);
                }
                Event::Start(Tag::Image { dest_url, .. }) if snapshot_in(dest_url).is_none() => {
                    regions.unlinked.push(range);
                }
                Event::Code(_) => regions.verbatim.push(range),
                Event::InlineHtml(html) => {
                    regions.unlinked.push(range.clone());
                    if html.starts_with("<!--") {
                        comment(range, &mut regions);
                    }
                }
                Event::InlineMath(_) | Event::DisplayMath(_) => {
                    regions.math.push(range.clone());
                    regions.prose.push(range);
                }
                Event::Text(_) => regions.prose.push(range),
                _ => {}
            },
        }
    }
    regions
}

/// Between its tags HTML is prose.
fn html(text: &str, range: Range<usize>, regions: &mut Regions) {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?si)<!--.*?(?:-->|$)|<style\b.*?(?:</style>|$)|<script\b.*?(?:</script>|$)|<[^>]*>",
        )
    });
    let mut at = range.start;
    for tag in TAG.find_iter(&text[range.clone()]) {
        let bytes = range.start + tag.start()..range.start + tag.end();
        regions.prose.push(at..bytes.start);
        at = bytes.end;
        if tag.as_str().starts_with("<!--") {
            comment(bytes, regions);
        }
    }
    regions.prose.push(at..range.end);
    regions.unlinked.push(range);
}

fn comment(range: Range<usize>, regions: &mut Regions) {
    regions.verbatim.push(range.clone());
    regions.comments.push(range);
}
