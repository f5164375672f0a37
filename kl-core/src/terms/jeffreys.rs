//! What one outcome adds to the Jeffreys divergence.

use crate::terms::ratio::ln_ratio;

/// (p − q) ln(p/q): what one outcome adds. Never negative.
pub(crate) fn jeffreys_term(p: f64, q: f64) -> f64 {
    if p == q {
        0.0
    } else if p == 0.0 || q == 0.0 {
        f64::INFINITY
    } else {
        (p - q) * ln_ratio(p, q)
    }
}
