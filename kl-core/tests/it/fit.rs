//! The nearest normal or mixture, in either direction.

mod forward;
mod mixture;
mod reverse;
mod samples;
mod target;

use kl_core::fit::{Fit, Options};
use kl_core::statrs::distribution::Normal;
use kl_core::statrs::statistics::Distribution;
use kl_core::{NormalMixture, Pmf};

fn square(x: f64) -> f64 {
    -0.5 * x * x
}

fn from(start: Normal) -> Options<Normal> {
    Options {
        starts: vec![start],
        automatic_starts: false,
        ..Options::default()
    }
}

fn mixture(parts: &[(f64, f64, f64)]) -> Result<NormalMixture<Normal>, Box<dyn std::error::Error>> {
    let weights: Vec<f64> = parts.iter().map(|p| p.0).collect();
    let normals = parts.iter().map(|p| Normal::new(p.1, p.2));
    let normals: Vec<Normal> = normals.collect::<Result<_, _>>()?;
    Ok(NormalMixture::new(Pmf::from_weights(weights)?, normals)?)
}

fn two_wells(m: f64) -> Result<NormalMixture<Normal>, Box<dyn std::error::Error>> {
    mixture(&[(0.5, -m, 1.0), (0.5, m, 1.0)])
}

fn parameters(normal: &Normal) -> (f64, f64) {
    (
        normal.mean().unwrap_or(f64::NAN),
        normal.std_dev().unwrap_or(f64::NAN),
    )
}

/// ∫ f over the range of a mixture, by the trapezoidal rule: not the rule of the crate.
fn trapezoidal(p: &NormalMixture<Normal>, f: impl Fn(f64) -> f64) -> f64 {
    let ends = p.components().iter().map(|c| {
        let (m, s) = parameters(c);
        (m - 14.0 * s, m + 14.0 * s)
    });
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |a, b| (a.0.min(b.0), a.1.max(b.1)));
    let n = 2000;
    let h = (high - low) / f64::from(n);
    (0..=n).map(|i| h * f(low + h * f64::from(i))).sum()
}

/// D(P‖Q) from its definition.
fn divergence(p: &NormalMixture<Normal>, q: &NormalMixture<Normal>) -> f64 {
    trapezoidal(p, |x| {
        let (a, b) = (p.ln_pdf(x), q.ln_pdf(x));
        if a == f64::NEG_INFINITY {
            0.0
        } else {
            a.exp() * (a - b)
        }
    })
}

fn single(mean: f64, sigma: f64) -> Result<NormalMixture<Normal>, Box<dyn std::error::Error>> {
    mixture(&[(1.0, mean, sigma)])
}

fn minima<M: Clone>(fits: &[Fit<M>]) -> Vec<Fit<M>> {
    fits.iter()
        .filter(|fit| fit.is_minimum())
        .cloned()
        .collect()
}
