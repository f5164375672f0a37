//! How far gamma and beta distributions are from normal ones.

use crate::special::binet::{binet, slope, third_order};
use crate::special::log1pmx::log1pmx;

/// ½ ln(2πe·a) − H, where H is the entropy of the gamma distribution of shape a and rate 1: its
/// divergence from the normal distribution of its mean and variance.
///
/// It is 1/2a − μ(a) + (a − 1) μ′(a) with Binet's function μ, and near 1/3a for large a.
pub(crate) fn gamma_negentropy(a: f64) -> f64 {
    if a < 1e-290 {
        // The limit for small a; in the sum below, half of it would overflow.
        return 1.0 / a;
    }
    let slope = slope(a);
    (0.5 / a - slope) - (binet(a) - a * slope)
}

/// ½ ln(2πe·v) − H, where H is the entropy of the beta distribution of shapes a and b and v its
/// variance: its divergence from the normal distribution of its mean and variance.
///
/// With U(x) = xμ′(x) − μ(x) + 1/6x and s = a + b it is
/// (a − b)²/3abs + U(a) + U(b) − U(s) − μ′(a) − μ′(b) + 2μ′(s) − ½[ln(1 + 1/s) − 1/s], where
/// terms of order 1/a no longer cancel.
pub(crate) fn beta_negentropy(a: f64, b: f64) -> f64 {
    let (low, high, s) = (a.min(b), a.max(b), a + b);
    if low < 1e-290 {
        // The limit 1/low + 1/high − 2/s; the last two terms count only if high is as small.
        let limit = 1.0 / low;
        return if limit == f64::INFINITY {
            limit
        } else {
            limit + (1.0 / high - 2.0 / s)
        };
    }
    let apart = (high - low) / s * ((high - low) / high) / low / 3.0;
    let third = (third_order(a) + third_order(b)) - third_order(s);
    let second = -(slope(a) + slope(b)) + (2.0 * slope(s) - 0.5 * log1pmx(1.0 / s));
    apart + (second + third)
}
