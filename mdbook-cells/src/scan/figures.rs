//! Pictures of cells, and the sliders under them.

use crate::scan::fault::{Fault, Found};
use crate::scan::markdown::{Kind, Markdown, Piece};
use crate::scan::regions::{Regions, snapshot_in};
use crate::scan::sliders::{self, Sliders};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// `![caption](…/chapter__cell__value.snap.svg)`.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) range: Range<usize>,
    pub(crate) picture: String,
    pub(crate) caption: Range<usize>,
    pub(crate) sliders: Option<Sliders>,
}

pub(crate) fn read(markdown: &Markdown<'_>, regions: &Regions) -> Found<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut faults = Vec::new();
    let mut paragraph = 0..0;
    for piece in &markdown.pieces {
        match &piece.kind {
            Kind::Event(Event::Start(Tag::Paragraph)) => paragraph = piece.range.clone(),
            Kind::Event(Event::Start(Tag::Image { dest_url, .. })) => {
                if let Some(picture) = snapshot_in(dest_url) {
                    match figure(markdown.text, piece, &paragraph, picture) {
                        Ok(figure) => figures.push(figure),
                        Err(fault) => faults.push(fault),
                    }
                }
            }
            _ => {}
        }
    }
    faults.extend(attach(markdown.text, &regions.comments, &mut figures));
    (figures, faults)
}

fn figure(
    text: &str,
    piece: &Piece<'_>,
    paragraph: &Range<usize>,
    picture: &str,
) -> Result<Figure, Fault> {
    let range = piece.range.clone();
    let source = &text[range.clone()];
    if text[paragraph.clone()].trim() != source.trim() || !piece.at_margin {
        return Err(Fault::new(
            range.start,
            format!("picture `{picture}` stands inside a paragraph, a list or a quotation"),
            "put it at the margin, on lines of its own, with empty lines around it",
        ));
    }
    let Some(end) = source.rfind("](") else {
        return Err(Fault::new(
            range.start,
            format!("picture `{picture}` is given by reference"),
            format!("write its path in place: ![caption](../snapshots/{picture}.snap.svg)"),
        ));
    };
    Ok(Figure {
        picture: picture.to_owned(),
        caption: range.start + 2..range.start + end,
        sliders: None,
        range,
    })
}

/// Sliders stand in a comment right above their picture.
fn attach(text: &str, comments: &[Range<usize>], figures: &mut [Figure]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for range in comments {
        let Some(read) = sliders::read(text, range) else {
            continue;
        };
        let under = |figure: &&mut Figure| {
            text.get(range.end..figure.range.start)
                .is_some_and(|between| between.trim().is_empty())
        };
        let at_margin = range.start == 0 || text[..range.start].ends_with('\n');
        let figure = figures.iter_mut().find(under);
        match (figure.filter(|_| at_margin), read) {
            (Some(figure), Ok(sliders)) => figure.sliders = Some(sliders),
            (Some(_), Err((what, help))) => faults.push(Fault::new(range.start, what, help)),
            (None, _) => {
                let first = text[range.clone()].lines().next().unwrap_or_default();
                faults.push(Fault::new(
                    range.start,
                    format!("`{first}` stands above no picture"),
                    "put the comment at the margin, right above the line of a picture",
                ));
            }
        }
    }
    faults
}
