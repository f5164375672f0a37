//! Two distribution functions, and the area between them.

use crate::axis;
use crate::number::rounded;
use crate::palette;
use crate::panel::{Anchor, Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::transport::Empirical;
use std::ops::Range;

const HORIZONTAL: Range<f64> = 52.0..464.0;
const VERTICAL: Range<f64> = 36.0..300.0;

/// The distribution functions of P, solid blue steps, and of Q, dashed vermilion ones. The green
/// area between them is the Wasserstein distance of order 1, which is written there.
///
/// # Errors
///
/// - [`Error::Divergence`] if the distribution functions cannot be computed.
/// - [`Error::Axis`] if the labels of an axis would be too long, or all mass is at one place.
///
/// # Example
///
/// ```
/// use kl_core::transport::Empirical;
/// use kl_figures::transport_area;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Empirical::weighted([0.0, 1.0, 2.0], [0.5, 0.5, 0.0])?;
/// let q = Empirical::weighted([0.0, 1.0, 2.0], [0.0, 0.5, 0.5])?;
/// assert!(transport_area(&p, &q)?.svg().contains("area = 1"));
/// # Ok(())
/// # }
/// ```
pub fn transport_area(p: &Empirical, q: &Empirical) -> Result<Figure, Error> {
    let distance = p.wasserstein_1(q);
    let mut places: Vec<f64> = p.values().iter().chain(q.values()).copied().collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let steps = |of: &Empirical| -> Result<Vec<f64>, Error> {
        places.iter().map(|&x| Ok(of.cdf(x)?)).collect()
    };
    let (of_p, of_q) = (steps(p)?, steps(q)?);
    let (low, high) = match places.as_slice() {
        [low, .., high] => (*low, *high),
        _ => (0.0, 0.0),
    };
    let margin = 0.08 * (high - low);
    let window = low - margin..high + margin;
    let marks = axis::horizontal(&window, HORIZONTAL.end - HORIZONTAL.start)?;
    let title = "Two distribution functions and the area between them";
    let description = format!(
        "Two staircases that rise from 0 to 1: the distribution function of P, solid, and that \
         of Q, dashed, between {} and {}. The area between them is {}, the Wasserstein distance.",
        rounded(low, 3),
        rounded(high, 3),
        rounded(distance, 3),
    );
    Panel::draw("transport-area", title, &description, |sheet| {
        let area = Style::of(palette::KL).width(2.0);
        sheet.legend(
            (HORIZONTAL.start, 16.0),
            &[
                (Key::Line(LINE_P), "F of P"),
                (Key::Line(LINE_Q), "G of Q"),
                (Key::Area(area), "between"),
            ],
        )?;
        let frame = Frame {
            x: HORIZONTAL,
            y: VERTICAL,
        };
        let heights = 0.0..1.05;
        let panel = sheet.panel(frame, window.clone(), heights.clone());
        let levels = axis::vertical(&heights, 5, HORIZONTAL.start - 6.0)?;
        panel.y_grid(&levels)?;
        panel.y_labels(&levels)?;
        panel.x_labels(&marks)?;
        for (i, ends) in places.windows(2).enumerate() {
            let (low, high) = (of_p[i].min(of_q[i]), of_p[i].max(of_q[i]));
            if high > low {
                panel.bar(ends[0]..ends[1], low..high, area.opacity(0.35))?;
            }
        }
        panel.zero_line()?;
        panel.line(staircase(&window, &places, &of_p), LINE_P)?;
        panel.line(staircase(&window, &places, &of_q), LINE_Q)?;
        let text = format!("area = {}", rounded(distance, 3));
        let corner = (window.end, 0.0);
        panel.text(&text, corner, (-10.0, -22.0), Anchor::Right, NORMAL)
    })
}

/// The corners of a distribution function: it jumps at each place to the level there.
fn staircase(window: &Range<f64>, places: &[f64], levels: &[f64]) -> Vec<(f64, f64)> {
    let mut corners = vec![(window.start, 0.0)];
    let mut before = 0.0;
    for (&place, &level) in places.iter().zip(levels) {
        if level != before {
            corners.extend([(place, before), (place, level)]);
        }
        before = level;
    }
    corners.push((window.end, before));
    corners
}
