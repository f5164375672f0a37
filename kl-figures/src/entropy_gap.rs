//! The entropies of two coins and of their mixtures, and the gap that is their Jensen–Shannon
//! divergence.

use crate::axis;
use crate::number::rounded;
use crate::palette;
use crate::panel::{Anchor, Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::Pmf;
use std::ops::Range;

const HORIZONTAL: Range<f64> = 52.0..464.0;
const VERTICAL: Range<f64> = 36.0..288.0;
const STEPS: u32 = 160;

/// The entropy of a coin over its probability of heads, with the coins P and Q on the curve. The
/// vertical distance between the curve and the chord, half-way, is the Jensen–Shannon divergence
/// of P and Q; elsewhere it is that with other weights.
///
/// Heads is the first outcome. The coins are marked by a blue dot and a vermilion cross, and
/// dotted lines lead down from them.
///
/// # Errors
///
/// - [`Error::Divergence`] if P and Q have different numbers of outcomes.
/// - [`Error::LabelCount`] if they have more or fewer than two.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::entropy_gap;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let figure = entropy_gap(&Pmf::new([0.5, 0.5])?, &Pmf::new([0.9, 0.1])?)?;
/// assert!(figure.svg().contains("JS = 0.147 bits"));
/// # Ok(())
/// # }
/// ```
pub fn entropy_gap(p: &Pmf, q: &Pmf) -> Result<Figure, Error> {
    let js = p.jensen_shannon(q)?.bits();
    let (&[a, _], &[b, _]) = (p.as_slice(), q.as_slice()) else {
        let (labels, outcomes) = (2, p.len());
        return Err(Error::LabelCount { labels, outcomes });
    };
    let title = "The entropies of two coins and of their mixtures";
    let description = format!(
        "An arch: the entropy of a coin over its probability of heads, from 0 to 1 bit. \
         P lies on it at {}, Q at {}, and a straight line joins them. \
         Half-way the arch is {} bits above the line: the Jensen–Shannon divergence of P and Q.",
        rounded(a, 3),
        rounded(b, 3),
        rounded(js, 3),
    );
    Panel::draw("entropy-gap", title, &description, |sheet| {
        draw(sheet, a, b, js)
    })
}

fn draw(sheet: &Panel, p: f64, q: f64, js: f64) -> Result<(), Error> {
    let line_js = Style::of(palette::KL).width(3.5);
    sheet.legend(
        (HORIZONTAL.start, 16.0),
        &[
            (Key::LineWithDot(LINE_P), "P"),
            (Key::LineWithCross(LINE_Q), "Q"),
            (Key::Line(Style::of(palette::INK)), "entropy in bits"),
        ],
    )?;
    let frame = Frame {
        x: HORIZONTAL,
        y: VERTICAL,
    };
    let heights = 0.0..1.08;
    let panel = sheet.panel(frame, 0.0..1.0, heights.clone());
    let marks = axis::vertical(&heights, 5, HORIZONTAL.start - 6.0)?;
    panel.y_grid(&marks)?;
    panel.y_labels(&marks)?;
    panel.x_labels(&axis::horizontal(
        &(0.0..1.0),
        HORIZONTAL.end - HORIZONTAL.start,
    )?)?;
    let foot = (0.5 * (HORIZONTAL.start + HORIZONTAL.end), 326.0);
    sheet.text(
        "probability of heads",
        foot,
        (0.0, 0.0),
        Anchor::Centre,
        NORMAL,
    )?;

    let grid = |from: f64, to: f64| {
        (0..=STEPS).map(move |i| from + (to - from) * f64::from(i) / f64::from(STEPS))
    };
    let curve = |x: f64| (x, entropy(x));
    // Between the arch and its chord: the polygon closes itself along the chord.
    panel.polygon(
        grid(p, q).map(curve).collect(),
        Style::of(palette::KL).opacity(0.2),
    )?;
    panel.zero_line()?;
    panel.line(grid(0.0, 1.0).map(curve), Style::of(palette::INK))?;
    let (at_p, at_q) = (curve(p), curve(q));
    panel.line(
        [at_p, at_q],
        Style::of(palette::INK).width(1.5).dashed(5.0, 4.0),
    )?;
    for (at, line) in [(at_p, LINE_P), (at_q, LINE_Q)] {
        panel.line([(at.0, 0.0), at], line.width(1.5).dashed(2.0, 4.0))?;
    }
    let middle = 0.5 * (p + q);
    let chord = 0.5 * (at_p.1 + at_q.1);
    panel.line([(middle, chord), curve(middle)], line_js)?;
    panel.dot(at_p, 5.5, LINE_P)?;
    let cross = Style {
        dashes: None,
        ..LINE_Q
    };
    panel.cross(at_q, 6.0, cross)?;
    let text = format!("JS = {} bits", rounded(js, 3));
    if chord > 0.25 {
        let place = (middle.clamp(0.2, 0.8), chord.min(0.62));
        panel.text(&text, place, (0.0, 26.0), Anchor::Centre, NORMAL)
    } else {
        // No room under the chord, and much between it and the arch.
        let place = (middle, chord + 0.5 * js);
        panel.text(&text, place, (8.0, 0.0), Anchor::Left, NORMAL)
    }
}

/// The entropy of a coin, in bits.
fn entropy(x: f64) -> f64 {
    let term = |x: f64| if x > 0.0 { -x * x.log2() } else { 0.0 };
    term(x) + term(1.0 - x)
}
