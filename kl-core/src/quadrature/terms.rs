//! The integrands, as functions of ln p and ln q, and how much they change with either.

use crate::special::expm1mx::expm1mx;
use crate::terms::jensen_shannon::{jensen_shannon_term, mixing_series};
use std::f64::consts::LN_2;

/// The value of an integrand, and the sizes of its derivatives by ln p and by ln q.
#[derive(Clone, Copy)]
pub(super) struct Term {
    pub(super) value: f64,
    pub(super) by_p: f64,
    pub(super) by_q: f64,
}

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

/// The same with the sizes of its derivatives, which are p |ln(p/q)| and |q − p|.
pub(crate) fn kl_and_slopes(ln_p: f64, ln_q: f64) -> (f64, [f64; 2]) {
    let value = kl(ln_p, ln_q);
    if ln_p == f64::NEG_INFINITY {
        return (value, [0.0, value]);
    }
    let (p, l) = (ln_p.exp(), ln_q - ln_p);
    let by_p = if p > 0.0 { p * l.abs() } else { 0.0 };
    let by_q = if l <= 0.0 {
        -p * l.exp_m1()
    } else {
        -ln_q.exp() * (-l).exp_m1()
    };
    (value, [by_p, by_q])
}

/// As [`kl`].
pub(super) fn divergence(ln_p: f64, ln_q: f64) -> Term {
    let (value, [by_p, by_q]) = kl_and_slopes(ln_p, ln_q);
    Term { value, by_p, by_q }
}

/// ½[p ln(p/m) + q ln(q/m)] with m = (p + q)/2.
pub(super) fn jensen_shannon(ln_p: f64, ln_q: f64) -> Term {
    let (p, q) = (ln_p.exp(), ln_q.exp());
    // (p − q)/(p + q); NaN where both are zero.
    let d = (0.5 * (ln_p - ln_q)).tanh();
    let value = if d.abs() <= 1.0 / 3.0 {
        0.5 * (p + q) * (d * d * mixing_series(d * d))
    } else {
        jensen_shannon_term(p, q)
    };
    // ln(p/m) = ln(1 + d) = ln 2 − ln(1 + q/p), and p times it is 0 where p is.
    let slope = |p: f64, d: f64, l: f64| {
        let ln = if d.abs() <= 0.5 {
            d.ln_1p()
        } else {
            LN_2 - l.max(0.0) - (-l.abs()).exp().ln_1p()
        };
        if p > 0.0 { 0.5 * p * ln.abs() } else { 0.0 }
    };
    let l = ln_q - ln_p;
    let (by_p, by_q) = (slope(p, d, l), slope(q, -d, -l));
    Term { value, by_p, by_q }
}

/// ½(√p − √q)².
pub(super) fn hellinger(ln_p: f64, ln_q: f64) -> Term {
    let (larger, smaller) = (ln_p.max(ln_q), ln_p.min(ln_q));
    if larger == f64::NEG_INFINITY {
        return Term::NOTHING;
    }
    let root = -(0.5 * (smaller - larger)).exp_m1();
    let value = 0.5 * larger.exp() * (root * root);
    // ½ √p |√p − √q| for either.
    let of_larger = 0.5 * larger.exp() * root;
    let of_smaller = 0.5 * (0.5 * (larger + smaller)).exp() * root;
    let (by_p, by_q) = if ln_p >= ln_q {
        (of_larger, of_smaller)
    } else {
        (of_smaller, of_larger)
    };
    Term { value, by_p, by_q }
}

/// ½|p − q|.
pub(super) fn total_variation(ln_p: f64, ln_q: f64) -> Term {
    let (larger, smaller) = (ln_p.max(ln_q), ln_p.min(ln_q));
    if larger == f64::NEG_INFINITY {
        return Term::NOTHING;
    }
    Term {
        value: -0.5 * larger.exp() * (smaller - larger).exp_m1(),
        by_p: 0.5 * ln_p.exp(),
        by_q: 0.5 * ln_q.exp(),
    }
}

impl Term {
    pub(super) const NOTHING: Term = Term {
        value: 0.0,
        by_p: 0.0,
        by_q: 0.0,
    };
}

/// A function of ln p and ln q.
#[derive(Clone, Copy)]
pub(super) enum Integrand {
    /// Infinite where p is positive and q is not.
    Divergence(fn(f64, f64) -> Term),
    /// At most as large as the densities.
    Bounded(fn(f64, f64) -> Term),
}

impl Integrand {
    pub(super) fn term(self, ln_p: f64, ln_q: f64) -> Term {
        let (Integrand::Divergence(term) | Integrand::Bounded(term)) = self;
        term(ln_p, ln_q)
    }

    pub(super) fn may_be_infinite(self) -> bool {
        matches!(self, Integrand::Divergence(_))
    }
}
