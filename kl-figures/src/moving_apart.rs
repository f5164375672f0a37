//! Four distances between two normal distributions, as one of them moves away.

use crate::axis;
use crate::number::rounded;
use crate::palette;
use crate::panel::{Anchor, Frame, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::KlDivergence;
use kl_core::quadrature::Quadrature;
use kl_core::statrs::distribution::Normal;
use kl_core::transport::Wasserstein;
use std::ops::Range;

const HORIZONTAL: Range<f64> = 40.0..464.0;
const VERTICAL: Range<f64> = 14.0..288.0;
/// How far Q moves, in standard deviations, and where the picture ends upwards.
const REACH: f64 = 8.0;
const MOST: f64 = 4.0;
const STEPS: u32 = 80;
/// The Jensen–Shannon divergence counts as flat within this part of its limit.
const FLAT: f64 = 0.01;

/// Kullback–Leibler, Jensen–Shannon, total variation and Wasserstein distance between N(0, 1) and
/// N(θ, 1) as θ grows from 0 to 8.
///
/// The first, in green, and the last, dotted, leave the picture at the top; the other two bend
/// towards ln 2 and 1. The shaded strip is where the Jensen–Shannon divergence is within one
/// hundredth of ln 2.
///
/// # Errors
///
/// [`Error::Divergence`] if a distance cannot be computed. No such case is known.
///
/// # Example
///
/// ```
/// let figure = kl_figures::moving_apart()?;
/// assert!(figure.svg().contains("total variation"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn moving_apart() -> Result<Figure, Error> {
    let rows = rows()?;
    let limit = std::f64::consts::LN_2;
    let flat = rows
        .iter()
        .find(|r| r.jensen_shannon > (1.0 - FLAT) * limit)
        .map_or(REACH, |r| r.at);
    let title = "Four distances between two normal distributions that move apart";
    let description = format!(
        "Four curves over the distance of the means, from 0 to {} standard deviations. \
         The Kullback–Leibler divergence is a parabola, the Wasserstein distance a straight line; \
         both leave the picture at {}. Total variation bends towards 1, and the Jensen–Shannon \
         divergence towards ln 2, of which it is within a hundredth from about {} on.",
        rounded(REACH, 2),
        rounded(MOST, 2),
        rounded(flat, 2),
    );
    Panel::draw("moving-apart", title, &description, |sheet| {
        draw(sheet, &rows, flat, limit)
    })
}

struct Row {
    at: f64,
    kl: f64,
    jensen_shannon: f64,
    total_variation: f64,
    wasserstein: f64,
}

fn rows() -> Result<Vec<Row>, Error> {
    let normal = |mean| Normal::new(mean, 1.0).map_err(|e| Error::Drawing(e.to_string()));
    let still = normal(0.0)?;
    let quadrature = Quadrature::new();
    let mut rows = Vec::new();
    for i in 0..=STEPS {
        let at = REACH * f64::from(i) / f64::from(STEPS);
        let moved = normal(at)?;
        rows.push(Row {
            at,
            kl: still.kl(&moved)?.nats(),
            jensen_shannon: quadrature.jensen_shannon(&still, &moved)?.value().nats(),
            total_variation: quadrature.total_variation(&still, &moved)?.value(),
            wasserstein: still.wasserstein_1(&moved)?,
        });
    }
    Ok(rows)
}

fn draw(sheet: &Panel, rows: &[Row], flat: f64, limit: f64) -> Result<(), Error> {
    let frame = Frame {
        x: HORIZONTAL,
        y: VERTICAL,
    };
    let heights = 0.0..MOST;
    let panel = sheet.panel(frame, 0.0..REACH, heights.clone());
    let marks = axis::vertical(&heights, 4, HORIZONTAL.start - 6.0)?;
    let ink = Style::of(palette::INK);
    panel.bar(flat..REACH, 0.0..MOST, ink.opacity(0.08))?;
    panel.y_grid(&marks)?;
    panel.y_labels(&marks)?;
    panel.x_labels(&axis::horizontal(
        &(0.0..REACH),
        HORIZONTAL.end - HORIZONTAL.start,
    )?)?;
    let foot = (0.5 * (HORIZONTAL.start + HORIZONTAL.end), 326.0);
    let name = "distance of the means";
    sheet.text(name, foot, (0.0, 0.0), Anchor::Centre, NORMAL)?;
    panel.zero_line()?;
    let curve = |value: fn(&Row) -> f64| -> Vec<(f64, f64)> {
        let points = rows.iter().map(|r| (r.at, value(r)));
        points.take_while(|p| p.1 <= MOST).collect()
    };
    panel.line(curve(|r| r.kl), Style::of(palette::KL).width(2.5))?;
    panel.line(curve(|r| r.wasserstein), ink.width(2.5).dashed(2.0, 4.0))?;
    panel.line(curve(|r| r.total_variation), ink.dashed(8.0, 5.0))?;
    panel.line(curve(|r| r.jensen_shannon), ink)?;
    // Between the lines across, and beside the strip.
    for (text, at, shift, anchor) in [
        ("KL", (2.3, 3.2), (0.0, 0.0), Anchor::Right),
        ("Wasserstein", (2.5, 2.5), (16.0, 0.0), Anchor::Left),
        (
            "total variation",
            (flat, 1.0),
            (-10.0, -13.0),
            Anchor::Right,
        ),
        (
            "Jensen–Shannon",
            (flat, limit),
            (-10.0, 22.0),
            Anchor::Right,
        ),
    ] {
        panel.text(text, at, shift, anchor, NORMAL)?;
    }
    Ok(())
}
