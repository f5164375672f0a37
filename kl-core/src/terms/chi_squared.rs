//! The term of one outcome in the χ² divergence.

use crate::float::scale::power_of_two;

/// (p − q)²/q, the term of one outcome.
pub(crate) fn chi_squared_term(p: f64, q: f64) -> f64 {
    if p == q {
        return 0.0;
    }
    let d = p - q;
    let ratio = d / q;
    if ratio.is_finite() || q == 0.0 {
        d * ratio
    } else {
        // d/q overflows where d²/q may not. Here d is far above 2⁻⁶⁴.
        ((d * power_of_two(-64)) / q * d) * power_of_two(64)
    }
}
