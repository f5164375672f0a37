//! The triangle of all distributions on three outcomes.

use crate::panel::{Anchor, Frame, NORMAL, Panel, Style};
use crate::{Error, palette};
use kl_core::Pmf;
use std::ops::Range;

/// The lower edge of the triangle, the height that keeps it equilateral, and room for the legend.
const HORIZONTAL: Range<f64> = 84.0..396.0;
const VERTICAL: Range<f64> = 44.0..314.0;

/// Where a distribution is drawn: outcome 1 to the left, 2 to the right, 3 on top.
pub(crate) fn place(p: [f64; 3]) -> (f64, f64) {
    (p[1] + 0.5 * p[2], p[2])
}

/// The probabilities, if there are three of them.
pub(crate) fn three(p: &Pmf) -> Result<[f64; 3], Error> {
    let p = p.as_slice();
    p.try_into()
        .map_err(|_| Error::NotThreeOutcomes { outcomes: p.len() })
}

/// The triangle with its corners named.
pub(crate) fn panel<'a>(sheet: &Panel<'a>) -> Result<Panel<'a>, Error> {
    let frame = Frame {
        x: HORIZONTAL,
        y: VERTICAL,
    };
    let panel = sheet.panel(frame, 0.0..1.0, 0.0..1.0);
    let corners = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]].map(place);
    let outline = [corners[0], corners[1], corners[2], corners[0]];
    panel.line(outline, Style::of(palette::INK).width(1.0))?;
    for (at, moved, name) in [
        (corners[0], (-14.0, 4.0), "1"),
        (corners[1], (14.0, 4.0), "2"),
        (corners[2], (16.0, 2.0), "3"),
    ] {
        panel.text(name, at, moved, Anchor::Centre, NORMAL)?;
    }
    Ok(panel)
}

/// Σ p ln(p/q), for weights that are probabilities but for rounding.
pub(crate) fn kl(p: [f64; 3], q: [f64; 3]) -> f64 {
    (0..3).map(|i| kl_core::kernels::kl_term(p[i], q[i])).sum()
}

/// The point between `inside`, where `f` is negative, and `outside`, where it is not.
pub(crate) fn crossing(mut inside: f64, mut outside: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (inside + outside);
        if f(middle) < 0.0 {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    0.5 * (inside + outside)
}
