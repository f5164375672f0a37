//! The pairs of one-parameter and two-parameter distributions, a family to a file.
//!
//! Each formula is rearranged into a sum of terms that are ≥ 0 and do not cancel.
//! The textbook form stands in the documentation.

mod bernoulli;
mod binomial;
mod cauchy;
mod dirichlet;
mod exponential;
mod gamma;
mod geometric;
mod gumbel;
mod laplace;
mod log_normal;
mod pareto;
mod poisson;
mod uniform;
mod weibull;

pub(crate) use laplace::folded_normal_mean;

use crate::error::finite;
use crate::kernels::normal_scale_term;
use crate::{Error, normal};
use statrs::distribution::Normal;

/// The mean and the standard deviation of Q, both finite.
fn normal_parameters(q: &Normal) -> Result<(f64, f64), Error> {
    normal::parameters(q, normal::OF_Q)
}

/// The divergence between the normal distributions that P and Q share their means
/// and variances with, where σp is a/b and z is the difference of the means over σq.
///
/// Any P is as far from a normal Q as this and its own negentropy together.
fn moments_term(a: f64, b: f64, sigma_q: f64, z: f64) -> f64 {
    const UP: f64 = f64::from_bits((1023 + 200) << 52); // 2²⁰⁰
    let sigma_p = a / b;
    let scale = if (1e-290..=1e300).contains(&sigma_p) {
        normal_scale_term(sigma_p, sigma_q)
    } else if sigma_p > 1e300 {
        // Smaller units. Where σq vanishes in them, the ratio is far beyond any double.
        normal_scale_term((a / UP) / b, (sigma_q / UP).max(f64::MIN_POSITIVE))
    } else if sigma_q < 1e-100 && (a * UP) / b >= 1e-290 {
        normal_scale_term((a * UP) / b, sigma_q * UP)
    } else {
        // The square of the ratio is nothing beside its logarithm.
        sigma_q.ln() - (a.ln() - b.ln()) - 0.5
    };
    scale + (0.5 * z) * z
}
