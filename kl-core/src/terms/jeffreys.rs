//! The term of one outcome in the Jeffreys divergence.

use crate::special::log1pmx::artanh_tail;
use crate::terms::ratio::ln_ratio;

/// (q − p) ln(q/p), where d = q − p is known better than p and q are. ∞ if one of them is zero.
pub(crate) fn jeffreys_term_apart(p: f64, q: f64, d: f64) -> f64 {
    if p == 0.0 || q == 0.0 {
        return if p == q { 0.0 } else { f64::INFINITY };
    }
    if p <= 2.0 * q && q <= 2.0 * p {
        // ln(q/p) = 2 artanh(r).
        let r = d / (p + q);
        let y = r * r;
        return 2.0 * d * (r + r * (y * artanh_tail(y)));
    }
    d * ln_ratio(q, p)
}
