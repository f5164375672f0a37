//! How far P is from a normal or an exponential distribution, as far as its mean and its
//! variance say: the rest is how far P is from the one that shares them.

use crate::float::double::Double;
use crate::float::scale::{power_of_two, scaled, split};
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::normal_scale::normal_scale_term;
use crate::terms::ratio::ratio_term;
use std::f64::consts::FRAC_1_SQRT_2;

/// The divergence between the normal distributions that P and Q share their means
/// and variances with, where σp is a/b and z is the difference of the means over σq.
///
/// Any P is as far from a normal Q as this and its own negentropy together.
pub(crate) fn moments_term(a: f64, b: f64, sigma_q: f64, z: f64) -> f64 {
    const UP: f64 = power_of_two(200);
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
pub(crate) fn moments_term_of_root_two(a: f64, sigma_q: f64, z: f64) -> f64 {
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
pub(crate) fn variance_term(above: Double, below: Double) -> f64 {
    let parts = |x: Double| (x.value, x.lost);
    0.5 * kl_term_of_quotient(1.0, 1.0, parts(above), parts(below))
}

/// u − 1 − ln u with u = rate·mean: how far the exponential distribution of a mean is
/// from one of another rate.
///
/// Any P on the positive numbers is as far from an exponential Q as this and its
/// distance from the exponential distribution of its own mean together.
pub(crate) fn mean_term(rate: f64, mean: f64) -> f64 {
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
