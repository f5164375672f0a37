//! Divergence and total variation of many pairs, and the bounds between the two.

use crate::axis;
use crate::number::rounded;
use crate::palette;
use crate::panel::{Anchor, Frame, Key, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::{Information, Pmf, bounds};
use std::ops::Range;

const HORIZONTAL: Range<f64> = 52.0..464.0;
const VERTICAL: Range<f64> = 52.0..288.0;
/// Where the picture ends, in nats: Pinsker's bound has passed 1 long before.
const MOST: f64 = 4.0;
const STEPS: u32 = 200;

/// A point for each pair of distributions: their divergence in nats to the right, and their total
/// variation upwards, with the bounds of Pinsker, a solid line, and of Bretagnolle and Huber, a
/// dashed one. No point lies above either of them.
///
/// Pairs of more than 4 nats are beyond the edge and not drawn.
///
/// # Errors
///
/// [`Error::Divergence`] if P and Q of a pair have different numbers of outcomes.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::bounds_region;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let coins = (Pmf::new([0.5, 0.5])?, Pmf::new([0.9, 0.1])?);
/// let figure = bounds_region(&[coins])?;
/// assert!(figure.svg().contains("Pinsker"));
/// # Ok(())
/// # }
/// ```
pub fn bounds_region(pairs: &[(Pmf, Pmf)]) -> Result<Figure, Error> {
    let mut points = Vec::with_capacity(pairs.len());
    for (p, q) in pairs {
        let kl = p.kl(q)?.nats();
        if kl <= MOST {
            points.push((kl, p.total_variation(q)?));
        }
    }
    let pinsker = curve(bounds::pinsker)?;
    let huber = curve(bounds::bretagnolle_huber)?;
    let title = "Total variation against divergence, with two bounds";
    let description = format!(
        "{} points, one for each pair of distributions: to the right their divergence, \
         from 0 to {} nats, upwards their total variation, from 0 to 1. All lie below a solid \
         curve, Pinsker's bound, which leaves the picture at 2 nats, and below a dashed curve, \
         the bound of Bretagnolle and Huber, which bends towards 1 and never reaches it.",
        points.len(),
        rounded(MOST, 2),
    );
    Panel::draw("bounds-region", title, &description, |sheet| {
        draw(sheet, &points, &pinsker, &huber)
    })
}

fn curve(
    bound: impl Fn(Information) -> Result<f64, kl_core::Error>,
) -> Result<Vec<(f64, f64)>, Error> {
    let mut points = Vec::new();
    for i in 0..=STEPS {
        // Closer together near 0, where both curves rise steeply.
        let kl = MOST * (f64::from(i) / f64::from(STEPS)).powi(2);
        points.push((kl, bound(Information::from_nats(kl))?));
    }
    Ok(points)
}

fn draw(
    sheet: &Panel,
    points: &[(f64, f64)],
    pinsker: &[(f64, f64)],
    huber: &[(f64, f64)],
) -> Result<(), Error> {
    let solid = Style::of(palette::INK);
    let dashed = solid.dashed(8.0, 5.0);
    let dots = Style::of(palette::KL).opacity(0.55);
    let left = HORIZONTAL.start;
    sheet.legend(
        (left, 14.0),
        &[(Key::Line(solid), "Pinsker"), (Key::Bar(dots), "pairs")],
    )?;
    sheet.legend((left, 36.0), &[(Key::Line(dashed), "Bretagnolle, Huber")])?;
    let frame = Frame {
        x: HORIZONTAL,
        y: VERTICAL,
    };
    let heights = 0.0..1.0;
    let panel = sheet.panel(frame, 0.0..MOST, heights.clone());
    let marks = axis::vertical(&heights, 5, left - 6.0)?;
    panel.y_grid(&marks)?;
    panel.y_labels(&marks)?;
    panel.x_labels(&axis::horizontal(&(0.0..MOST), HORIZONTAL.end - left)?)?;
    let foot = (0.5 * (left + HORIZONTAL.end), 326.0);
    sheet.text(
        "divergence in nats",
        foot,
        (0.0, 0.0),
        Anchor::Centre,
        NORMAL,
    )?;
    panel.zero_line()?;
    for &point in points {
        panel.dot(point, 2.0, dots)?;
    }
    // Above 1 Pinsker's bound says nothing.
    let inside = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        points.iter().copied().take_while(|p| p.1 <= 1.0).collect()
    };
    panel.line(inside(pinsker), solid)?;
    panel.line(inside(huber), dashed)?;
    let corner = (MOST, 0.0);
    panel.text(
        "up: total variation",
        corner,
        (-8.0, -16.0),
        Anchor::Right,
        NORMAL,
    )
}
