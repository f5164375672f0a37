//! The pairs of one-parameter and two-parameter distributions, a family to a file.
//!
//! Each formula is rearranged into a sum of terms that are ≥ 0 and do not cancel.
//! The textbook form stands in the documentation.

mod against_laplace;
mod bernoulli;
mod beta;
mod beta_laplace;
mod binomial;
mod categorical;
mod cauchy;
mod chi;
mod chi_squared;
mod continuous_bernoulli;
mod counts;
mod dirichlet;
mod discrete_uniform;
mod erlang;
mod exponential;
mod gamma;
mod gamma_laplace;
mod geometric;
mod gumbel;
mod half_normal;
mod infinite;
mod kumaraswamy;
mod laplace;
mod log_normal;
mod negative_binomial;
mod pareto;
mod poisson;
mod uniform;
mod weibull;
mod weibull_gamma;

pub(crate) use bernoulli::failure_term;
pub(crate) use gumbel::EULER;
pub(crate) use laplace::folded_normal_mean;

use crate::Error;
use crate::error::finite;
use crate::float::double::Double;
use crate::float::scale::{scaled, split};
use crate::normal::univariate;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::normal_scale::normal_scale_term;
use crate::terms::ratio::ratio_term;
use statrs::distribution::{Normal, Uniform};
use std::f64::consts::FRAC_1_SQRT_2;

/// The mean and the standard deviation of Q, both finite.
fn normal_parameters(q: &Normal) -> Result<(f64, f64), Error> {
    univariate::parameters(q, univariate::OF_Q)
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
    if scale == f64::INFINITY {
        return scale; // and z, perhaps ∞ − ∞, is nothing beside it
    }
    scale + (0.5 * z) * z
}

/// [`moments_term`] where σp² is twice a².
fn moments_term_of_root_two(a: f64, sigma_q: f64, z: f64) -> f64 {
    let ((ma, ea), (sigma, e)) = (split(a), split(sigma_q));
    // In units of a power of two next to σq.
    let a_in_units = scaled(ma, ea - e);
    if !(1e-140..1e140).contains(&a_in_units) {
        return moments_term(a, FRAC_1_SQRT_2, sigma_q, z);
    }
    let square = |x: f64| Double::from(x) * Double::from(x);
    variance_term(square(a_in_units).scaled(2.0), square(sigma)) + (0.5 * z) * z
}

/// ½(ρ² − 1) − ln ρ where ρ² = above/below is a ratio of variances, each with twice the
/// digits of a double, so that ρ may be next to 1 and P next to normal.
fn variance_term(above: Double, below: Double) -> f64 {
    let parts = |x: Double| (x.value, x.lost);
    0.5 * kl_term_of_quotient(1.0, 1.0, parts(above), parts(below))
}

/// u − 1 − ln u with u = rate·mean: how far the exponential distribution of a mean is
/// from one of another rate.
///
/// Any P on the positive numbers is as far from an exponential Q as this and its
/// distance from the exponential distribution of its own mean together.
fn mean_term(rate: f64, mean: f64) -> f64 {
    let u = rate * mean;
    if u < 1e-290 {
        // u adds nothing, but its logarithm does.
        -1.0 - (rate.ln() + mean.ln())
    } else if u == f64::INFINITY {
        u
    } else {
        ratio_term(u, 1.0)
    }
}

/// The logarithm of the width of Q's interval, if [0, 1] lies inside it: how far the
/// uniform distribution on [0, 1] is from Q.
fn unit_interval_within(q: &Uniform) -> Option<f64> {
    let (a, b) = (q.min(), q.max());
    let outside = (b - 1.0) - a;
    if a > 0.0 || b < 1.0 {
        None
    } else if outside < f64::INFINITY {
        Some(outside.ln_1p())
    } else {
        Some((0.5 * b - 0.5 * a).ln() + std::f64::consts::LN_2)
    }
}
