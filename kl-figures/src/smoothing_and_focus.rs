//! Two repairs of the cross-entropy loss, for two classes.

use crate::axis;
use crate::number::{SMALL, rounded};
use crate::palette;
use crate::panel::{Anchor, Frame, Key, Panel, Style};
use crate::{Error, Figure};
use kl_core::Pmf;
use kl_core::objective::{Reduction, focal_loss, label_smoothing};
use std::ops::Range;

const LEFT: Range<f64> = 44.0..234.0;
const RIGHT: Range<f64> = 276.0..466.0;
const VERTICAL: Range<f64> = 54.0..298.0;
const STEPS: u32 = 400;
const HIGHEST: f64 = 3.0;

const PLAIN: Style = Style::of(palette::INK).width(1.5).dashed(2.0, 4.0);
const CHANGED: Style = Style::of(palette::INK).width(2.5);
const BOUND: Style = Style::of(palette::KL).width(2.5).dashed(8.0, 5.0);

/// For two classes, over the probability t of the right one: left, cross-entropy with the
/// label smoothed by ε; right, focal loss with γ, and its lower bound, the cross-entropy
/// less γ times the entropy of the prediction.
///
/// The losses are solid; plain cross-entropy is dotted in both; the bound is dashed and
/// green, and the gap between it and focal loss is shaded.
///
/// # Errors
///
/// [`Error::Divergence`] if ε is not between 0 and 1, or γ not between 1 and 5.
///
/// # Example
///
/// ```
/// let figure = kl_figures::smoothing_and_focus(0.2, 2.0)?;
/// assert!(figure.svg().contains("smoothed"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn smoothing_and_focus(epsilon: f64, gamma: f64) -> Result<Figure, Error> {
    // The proof of the bound needs at least 1; above 5 little of it could be seen.
    if !(1.0..=5.0).contains(&gamma) {
        return Err(Error::Divergence(kl_core::Error::Parameter {
            name: "gamma",
            value: gamma,
            must_be: "from 1 to 5",
        }));
    }
    let samples: Result<Vec<_>, Error> = (1..STEPS)
        .map(|i| Sample::at(f64::from(i) / f64::from(STEPS), epsilon, gamma))
        .collect();
    let samples = samples?;
    let lowest = samples.iter().map(|s| s.bound).fold(0.0, f64::min);
    let values = 1.05 * lowest..HIGHEST;
    let title = "Cross-entropy with a smoothed label, and focal loss with its bound";
    let description = format!(
        "Two charts over the probability t of the right one of two classes. In both, plain \
         cross-entropy falls to zero at t = 1. Left, the smoothed loss falls to a least value at \
         t = {} and rises again towards t = 1. Right, focal loss lies below plain cross-entropy, \
         and its bound below that; the bound is negative for t above one half, and both are zero \
         at t = 1.",
        rounded(1.0 - 0.5 * epsilon, 3),
    );
    Panel::draw("smoothing-and-focus", title, &description, |sheet| {
        let panel = |x: Range<f64>| sheet.panel(Frame { x, y: VERTICAL }, 0.0..1.0, values.clone());
        let (left, right) = (panel(LEFT), panel(RIGHT));
        for (panel, x) in [(&left, LEFT), (&right, RIGHT)] {
            let marks = axis::vertical(&values, 4, 38.0)?;
            panel.y_grid(&marks)?;
            panel.y_labels(&marks)?;
            panel.x_labels(&axis::horizontal(&(0.0..1.0), x.end - x.start)?)?;
            panel.zero_line()?;
        }
        sheet.legend((LEFT.start, 14.0), &[(Key::Line(CHANGED), "smoothed")])?;
        sheet.legend((LEFT.start, 36.0), &[(Key::Line(PLAIN), "plain")])?;
        sheet.legend((RIGHT.start, 14.0), &[(Key::Line(CHANGED), "focal")])?;
        sheet.legend(
            (RIGHT.start, 36.0),
            &[(Key::Line(BOUND), "bound"), (Key::Line(PLAIN), "plain")],
        )?;
        let curve = |value: fn(&Sample) -> f64| {
            let points: Vec<_> = samples.iter().map(|s| (s.t, value(s))).collect();
            points.into_iter().filter(|at| at.1 <= HIGHEST)
        };
        let mut gap: Vec<_> = curve(|s| s.focal).collect();
        let below: Vec<_> = curve(|s| s.bound).collect();
        gap.extend(below.into_iter().rev());
        right.polygon(gap, Style::of(palette::KL).opacity(0.2))?;
        for panel in [&left, &right] {
            panel.line(curve(|s| s.plain), PLAIN)?;
        }
        left.line(curve(|s| s.smoothed), CHANGED)?;
        right.line(curve(|s| s.focal), CHANGED)?;
        right.line(curve(|s| s.bound), BOUND)?;
        for panel in [&left, &right] {
            let corner = (1.0, values.start);
            panel.text("t", corner, (-6.0, -12.0), Anchor::Right, SMALL)?;
        }
        Ok(())
    })
}

struct Sample {
    t: f64,
    plain: f64,
    smoothed: f64,
    focal: f64,
    bound: f64,
}

impl Sample {
    fn at(t: f64, epsilon: f64, gamma: f64) -> Result<Sample, Error> {
        let logits = [t.ln(), (1.0 - t).ln()];
        let sum = Reduction::Sum;
        let plain = label_smoothing(&logits, 2, &[0], 0.0, sum)?.value;
        let entropy = Pmf::from_logits(logits)?.entropy().nats();
        Ok(Sample {
            t,
            plain,
            smoothed: label_smoothing(&logits, 2, &[0], epsilon, sum)?.value,
            focal: focal_loss(&logits, 2, &[0], gamma, sum)?.value,
            bound: plain - gamma * entropy,
        })
    }
}
