//! The integrands, as functions of ln p and ln q.

use crate::special::expm1mx::expm1mx;
use crate::terms::jensen_shannon::{jensen_shannon_term, mixing_series};

/// p ln(p/q) − p + q.
pub(crate) fn kl(ln_p: f64, ln_q: f64) -> f64 {
    if ln_p == f64::NEG_INFINITY {
        return ln_q.exp();
    }
    let l = ln_q - ln_p;
    if l <= 1.0 {
        ln_p.exp() * expm1mx(l)
    } else {
        // Factored by the larger density, because e^l may overflow where q does not.
        ln_q.exp() * (1.0 - (1.0 + l) * (-l).exp())
    }
}

/// ½[p ln(p/m) + q ln(q/m)] with m = (p + q)/2.
pub(super) fn jensen_shannon(ln_p: f64, ln_q: f64) -> f64 {
    let (p, q) = (ln_p.exp(), ln_q.exp());
    // (p − q)/(p + q); NaN where both are zero.
    let d = (0.5 * (ln_p - ln_q)).tanh();
    if d.abs() <= 1.0 / 3.0 {
        0.5 * (p + q) * (d * d * mixing_series(d * d))
    } else {
        jensen_shannon_term(p, q)
    }
}

/// ½(√p − √q)².
pub(super) fn hellinger(ln_p: f64, ln_q: f64) -> f64 {
    let (larger, smaller) = (ln_p.max(ln_q), ln_p.min(ln_q));
    if larger == f64::NEG_INFINITY {
        return 0.0;
    }
    let root = (0.5 * (smaller - larger)).exp_m1();
    0.5 * larger.exp() * (root * root)
}

/// ½|p − q|.
pub(super) fn total_variation(ln_p: f64, ln_q: f64) -> f64 {
    let (larger, smaller) = (ln_p.max(ln_q), ln_p.min(ln_q));
    if larger == f64::NEG_INFINITY {
        return 0.0;
    }
    -0.5 * larger.exp() * (smaller - larger).exp_m1()
}
