//! Reading numbers and axes back from a drawn figure.

use roxmltree::{Document, Node};
use std::ops::Range;

/// Both ways across the whole sheet.
pub(crate) const SHEET: Range<f64> = 0.0..5000.0;

pub(crate) fn number(node: Node, name: &str) -> f64 {
    let value = node.attribute(name).and_then(|v| v.parse().ok());
    value.unwrap_or_else(|| panic!("no number {name} in {node:?}"))
}

/// The map from a coordinate to the values that the labels of an axis say, within a part of the
/// sheet.
pub(crate) fn scale(
    document: &Document,
    anchor: &str,
    coordinate: &str,
    (across, down): (&Range<f64>, &Range<f64>),
) -> impl Fn(f64) -> f64 {
    let marks: Vec<(f64, f64)> = document
        .descendants()
        .filter(|n| n.has_tag_name("text") && n.attribute("text-anchor") == Some(anchor))
        .filter(|n| across.contains(&number(*n, "x")) && down.contains(&number(*n, "y")))
        .filter_map(|n| {
            let text = n.text()?.trim().replace('−', "-");
            Some((text.parse().ok()?, number(n, coordinate)))
        })
        .collect();
    let (a, b) = (marks[0], marks[marks.len() - 1]);
    move |at| a.0 + (b.0 - a.0) * (at - a.1) / (b.1 - a.1)
}
