//! The divergence as a loss, and what its mean over outcomes shows.

use crate::number::rounded;
use crate::palette;
use crate::panel::{Key, Style};
use crate::xy_chart::{XyChart, sampled};
use crate::{Error, Figure};
use kl_core::Logits;

/// The divergence of P from Q where P has some logits and Q moves away from them, and the
/// same number divided by how many outcomes there are.
///
/// Q has the logits `target` + t · `direction` for t from −1/2 to 5/4. The divergence is
/// green with its area, zero at t = 0; divided by the number of outcomes it is a dashed line
/// below.
///
/// # Errors
///
/// - [`Error::Divergence`] if the logits are none, or as many as the direction.
/// - [`Error::Axis`] if the direction changes nothing that can be seen.
///
/// # Example
///
/// ```
/// let figure = kl_figures::loss_reductions(&[1.0, 2.0, 3.0], &[2.0, 0.0, -2.0])?;
/// assert!(figure.svg().contains("divided by 3"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn loss_reductions(target: &[f64], direction: &[f64]) -> Result<Figure, Error> {
    let p = Logits::new(target)?;
    if direction.len() != target.len() {
        return Err(Error::Divergence(kl_core::Error::Size {
            of: "entries of the direction",
            index: None,
            found: direction.len(),
            like: "logits of the target",
            expected: target.len(),
        }));
    }
    let at = |t: f64| -> Result<f64, Error> {
        let moved: Vec<_> = target
            .iter()
            .zip(direction)
            .map(|(z, d)| z + t * d)
            .collect();
        Ok(p.kl(&Logits::new(moved)?)?.nats())
    };
    let x = -0.5..1.25;
    let n = target.len() as f64;
    let highest = at(x.start)?.max(at(x.end)?);
    let loss = sampled(&x, 140, |t| at(t).unwrap_or(f64::NAN));
    if !loss.iter().all(|(_, y)| y.is_finite()) {
        let (low, high) = (x.start, x.end);
        return Err(Error::Axis { low, high });
    }
    let mean: Vec<_> = loss.iter().map(|&(t, y)| (t, y / n)).collect();
    let green = Style::of(palette::KL).width(2.5);
    let ink = Style::of(palette::INK).width(2.0).dashed(8.0, 5.0);
    let divided = format!("divided by {}", target.len());
    let (zero, one) = (at(0.0)?, at(1.0)?);
    let description = format!(
        "Two curves over the distance t between the logits of Q and those of P. The divergence \
         is {} at t = 0 and rises to both sides; at t = 1 it is {} nats. Divided by the number \
         of outcomes it has the same shape and is {} there.",
        rounded(zero, 3),
        rounded(one, 3),
        rounded(one / n, 3),
    );
    let ends = |at: f64| (1.0, at);
    XyChart {
        about: [
            "loss-reductions",
            "The divergence as a loss, and its mean over outcomes",
            &description,
        ],
        margin: 0.0,
        names: ["t: how far Q’s logits have moved", "nats"],
        x,
        y: 0.0..1.08 * highest,
        areas: vec![(loss.iter().map(|&(t, y)| (t, 0.0, y)).collect(), green)],
        guides: vec![],
        lines: vec![(loss, green), (mean, ink)],
        marks: vec![(ends(one), green), (ends(one / n), Style::of(palette::INK))],
        notes: vec![],
        legend: vec![(Key::Line(green), "divergence"), (Key::Line(ink), &divided)],
    }
    .draw()
}
