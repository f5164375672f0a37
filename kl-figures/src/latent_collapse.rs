//! What each latent dimension of a linear VAE carries, by β.

use crate::number::rounded;
use crate::palette;
use crate::panel::{Anchor, Key, Style};
use crate::xy_chart::{XyChart, sampled};
use crate::{Error, Figure};

/// The divergence from the prior in each latent dimension of the best linear β-VAE with a fixed
/// noise variance: ½ ln(λ/(βσ²)) nats until β = λ/σ², and zero from there.
///
/// One curve for each eigenvalue λ of the data's covariance, and marks for what training
/// reached: pairs of β and nats.
///
/// # Errors
///
/// [`Error::Axis`] if there are no eigenvalues, or one of them or the noise is not positive and
/// finite, a mark is outside the picture, or an axis could not be labelled.
///
/// # Example
///
/// ```
/// let figure = kl_figures::latent_collapse(&[4.0, 1.0], 1.0, &[(2.0, 0.3466), (2.0, 0.0)])?;
/// assert!(figure.svg().contains("λ = 4"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn latent_collapse(
    eigenvalues: &[f64],
    noise: f64,
    trained: &[(f64, f64)],
) -> Result<Figure, Error> {
    let all = || eigenvalues.iter().copied().chain([noise]);
    let bad = all().find(|v| !(*v > 0.0 && v.is_finite()));
    let largest = eigenvalues.iter().copied().fold(0.0, f64::max);
    if let Some(value) = bad.or((largest == 0.0).then_some(largest)) {
        return Err(Error::Axis {
            low: value,
            high: value,
        });
    }
    let end = 1.15 * largest / noise;
    let x = 0.0..end;
    let start = 0.02 * end;
    let carried = |lambda: f64, beta: f64| (0.5 * (lambda / (beta * noise)).ln()).max(0.0);
    let top = carried(largest, start);
    let inside = |&(beta, nats): &(f64, f64)| {
        // Training may leave a dimension a hair below zero.
        (0.0..=end).contains(&beta) && (-1e-3..=1.05 * top).contains(&nats)
    };
    if let Some(&(low, high)) = trained.iter().find(|mark| !inside(mark)) {
        return Err(Error::Axis { low, high });
    }
    let green = Style::of(palette::KL).width(2.5);
    let mut areas = Vec::new();
    let mut lines = Vec::new();
    let mut notes = Vec::new();
    let mut thresholds = Vec::new();
    for &lambda in eigenvalues {
        let threshold = lambda / noise;
        thresholds.push(format!(
            "{} for {}",
            rounded(threshold, 3),
            rounded(lambda, 3)
        ));
        let mut points = Vec::new();
        if start < threshold {
            // Dense where it is steep.
            let logs = start.ln()..threshold.ln();
            points = sampled(&logs, 80, |l| carried(lambda, l.exp()));
            points.iter_mut().for_each(|p| p.0 = p.0.exp());
        }
        points.push((end, 0.0));
        areas.push((points.iter().map(|&(b, y)| (b, 0.0, y)).collect(), green));
        lines.push((points, green));
        let label = format!("λ = {}", rounded(lambda, 3));
        let beside = (threshold, 0.0);
        notes.push((label, beside, (22.0, -10.0), Anchor::Above));
    }
    let description = format!(
        "A falling curve for each eigenvalue of the data's covariance, over the weight beta: the \
         nats that a latent dimension carries. Each reaches zero and stays there, at a beta of {}. \
         Marks show what training reached.",
        thresholds.join(", "),
    );
    XyChart {
        about: [
            "latent-collapse",
            "What each latent dimension carries, by the weight of the divergence",
            &description,
        ],
        margin: 0.0,
        names: ["β", "nats in a latent dimension"],
        x,
        y: 0.0..1.05 * top,
        areas,
        guides: vec![],
        lines,
        marks: trained
            .iter()
            .map(|&at| (at, Style::of(palette::INK)))
            .collect(),
        notes,
        legend: vec![
            (Key::Line(green), "closed form"),
            (
                Key::LineWithDot(Style::of(palette::INK).width(0.1)),
                "trained",
            ),
        ],
    }
    .draw()
}
