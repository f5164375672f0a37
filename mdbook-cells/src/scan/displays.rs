//! Numbered displays, and the numbers that refer to them.

use crate::scan::citations::Citation;
use crate::scan::regions::{Regions, inside};
use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

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

static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\tag\{(\d{1,3})\}"));
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\((\d{1,2})\)"));

/// The displays that are numbered.
pub(crate) fn read(text: &str, regions: &Regions) -> Vec<Display> {
    let math = regions.math.iter();
    math.flat_map(|math| displays(text, math)).collect()
}

/// The displays that are numbered in a formula.
fn displays(text: &str, math: &Range<usize>) -> impl Iterator<Item = Display> {
    let at = math.start;
    TAG.captures_iter(&text[math.clone()])
        .filter_map(move |tag| {
            Some(Display {
                at,
                number: tag[1].parse().ok()?,
            })
        })
}

/// The numbers of displays in the prose. Links and headings have none of ours, and (1) after a key
/// is a display of the work.
pub(crate) fn references(
    text: &str,
    regions: &Regions,
    citations: &[Citation],
) -> Vec<DisplayReference> {
    let elsewhere = |at| inside(&regions.unlinked, at) || inside(&regions.math, at);
    let cited = |at| citations.iter().any(|c| c.range.contains(&at));
    let prose = regions.prose.iter().filter(|piece| !elsewhere(piece.start));
    prose
        .flat_map(|piece| display_references(text, piece.clone()))
        .filter(|reference| !cited(reference.range.start))
        .collect()
}

/// The numbers of displays in a piece of prose.
fn display_references(text: &str, prose: Range<usize>) -> Vec<DisplayReference> {
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
