//! The part of a divergence from a normal or an exponential distribution that P's mean and
//! variance determine. The rest is the divergence of P from the one that shares them.

use crate::float::double::{Double, two_product};
use crate::float::scale::{power_of_two, scaled, split};
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::normal_scale::{normal_scale_term, scale_excess_term};
use crate::terms::ratio::ratio_term;
use std::f64::consts::FRAC_1_SQRT_2;

/// The divergence of the normal distribution with P's mean and variance from that with Q's,
/// where σp is a/b and z is the difference of the means over σq.
///
/// For any P, the divergence from a normal Q is this plus P's own negentropy.
pub(crate) fn moments_term(a: f64, b: f64, sigma_q: f64, z: f64) -> f64 {
    const UP: f64 = power_of_two(200);
    let sigma_p = a / b;
    let (whole, lost) = two_product(b, sigma_q);
    // ρ − 1, where neither a quotient nor a product has been rounded.
    let e = ((a - whole) - lost) / whole;
    let scale = if (-0.6..=1.5).contains(&e) && (1e-200..=1e200).contains(&whole) {
        scale_excess_term(e)
    } else if (1e-290..=1e300).contains(&sigma_p) {
        normal_scale_term(sigma_p, sigma_q)
    } else if sigma_p > 1e300 {
        // σp may overflow, so both are scaled down. Where σq vanishes, the ratio is far beyond
        // any double.
        normal_scale_term((a / UP) / b, (sigma_q / UP).max(f64::MIN_POSITIVE))
    } else if sigma_q < 1e-100 && (a * UP) / b >= 1e-290 {
        normal_scale_term((a * UP) / b, sigma_q * UP)
    } else {
        // The square of the ratio is negligible beside its logarithm.
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

/// u − 1 − ln u with u = rate·mean: the divergence of the exponential distribution of a mean
/// from the one of a rate.
///
/// For any P on the positive numbers, the divergence from an exponential Q is this plus that
/// from the exponential distribution of P's own mean.
pub(crate) fn mean_term(rate: f64, mean: f64) -> f64 {
    let u = rate * mean;
    if u < 1e-290 {
        // u is negligible, but its logarithm is not.
        -1.0 - (rate.ln() + mean.ln())
    } else if u == f64::INFINITY {
        u
    } else {
        ratio_term(u, 1.0)
    }
}
