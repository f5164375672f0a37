//! The evidence lower bound below the evidence.

use crate::number::rounded;
use crate::palette;
use crate::panel::{Key, Style};
use crate::xy_chart::{XyChart, range_of, sampled};
use crate::{Error, Figure};
use kl_core::KlDivergence;
use kl_core::statrs::distribution::Normal;
use kl_core::statrs::statistics::Distribution;
use std::ops::Range;

/// The lower bound of ln p(x) for encoders N(m, s²) with one s and all m of a range.
///
/// The bound is ln p(x), the `evidence`, less the divergence of the encoder from the
/// posterior: a curve below a horizontal line, the gap between them filled in green.
///
/// # Errors
///
/// - [`Error::Divergence`] if s or the posterior is not what a normal distribution has.
/// - [`Error::Axis`] if the range is empty or an axis could not be labelled.
///
/// # Example
///
/// ```
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let figure = kl_figures::elbo_gap(-2.0, &Normal::new(1.0, 0.5)?, 0.5, -1.0..3.0)?;
/// assert!(figure.svg().contains("ELBO"));
/// # Ok(())
/// # }
/// ```
pub fn elbo_gap(
    evidence: f64,
    posterior: &Normal,
    std_dev: f64,
    means: Range<f64>,
) -> Result<Figure, Error> {
    let gap = |mean: f64| -> Result<f64, Error> {
        let encoder = Normal::new(mean, std_dev).map_err(|_| Error::Axis {
            low: mean,
            high: std_dev,
        })?;
        Ok(encoder.kl(posterior)?.nats())
    };
    let best = posterior.mean().unwrap_or(f64::NAN);
    let least = gap(best)?;
    let bound = sampled(&means, 120, |m| gap(m).map_or(f64::NAN, |g| evidence - g));
    let y = range_of(bound.iter().map(|b| b.1).chain([evidence]))?;
    let green = Style::of(palette::KL).width(2.5);
    let ink = Style::of(palette::INK).width(2.5);
    let ends = vec![(means.start, evidence), (means.end, evidence)];
    let description = format!(
        "A horizontal line, the logarithm of the evidence, {}. Below it a curve, the lower bound, \
         for encoders with standard deviation {} and each mean. It is highest, {}, where the mean \
         is that of the posterior, {}. The gap between them is the divergence of the encoder from \
         the posterior.",
        rounded(evidence, 3),
        rounded(std_dev, 3),
        rounded(evidence - least, 3),
        rounded(best, 3),
    );
    XyChart {
        about: [
            "elbo-gap",
            "The evidence lower bound for encoders with different means",
            &description,
        ],
        margin: 0.0,
        names: ["mean of the encoder", "nats"],
        x: means,
        y,
        areas: vec![(
            bound.iter().map(|&(m, b)| (m, b, evidence)).collect(),
            green,
        )],
        guides: vec![],
        lines: vec![(ends, ink), (bound, green.dashed(8.0, 5.0))],
        marks: vec![((best, evidence - least), Style::of(palette::KL))],
        notes: vec![],
        legend: vec![
            (Key::Line(ink), "ln p(x)"),
            (Key::Line(green.dashed(8.0, 5.0)), "ELBO"),
            (Key::Bar(green.opacity(0.3)), "gap = KL"),
        ],
    }
    .draw()
}
