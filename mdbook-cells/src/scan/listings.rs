//! Lists that the weaver writes.

use crate::scan::fault::{Fault, Found};
use crate::scan::markdown::{Kind, Markdown, Word};
use std::ops::Range;

/// A list that the weaver writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    Snapshots,
    Claims,
}

/// Where `<!-- cells: snapshots -->` and the like ask for a list.
pub(crate) fn read(markdown: &Markdown<'_>) -> Found<Vec<(Listing, Range<usize>)>> {
    let mut listings = Vec::new();
    let mut faults = Vec::new();
    for piece in &markdown.pieces {
        if let Kind::Directive(Word::Cells, body) = &piece.kind {
            match markdown.text[body.clone()].trim() {
                "snapshots" => listings.push((Listing::Snapshots, piece.range.clone())),
                "claims" => listings.push((Listing::Claims, piece.range.clone())),
                _ => faults.push(Fault::new(
                    piece.range.start,
                    "an unknown list of cells",
                    "write `<!-- cells: snapshots -->` for the list of all snapshots, \
                     `<!-- cells: claims -->` for that of all claims",
                )),
            }
        }
    }
    (listings, faults)
}
