//! Terms of a ratio of two numbers, which may be next to 1 or over- or underflow.

use crate::float::scale::{DOWN, HUGE, power_of_two};
use crate::special::log1pmx::artanh_tail;

/// a/b − 1 − ln(a/b): the divergence of an exponential distribution of rate b
/// from one of rate a.
///
/// # Domain and special cases
///
/// a and b positive and finite; NaN otherwise. 0 if they are equal. ∞ where a/b
/// exceeds [`f64::MAX`]. Never negative.
///
/// # Accuracy
///
/// Within 6 ulp, also where a/b underflows.
///
/// # Example
///
/// ```
/// use kl_core::kernels::ratio_term;
///
/// assert_eq!(ratio_term(0.75, 0.75), 0.0);
/// assert_eq!(ratio_term(4.0, 1.0), 3.0 - 2.0 * std::f64::consts::LN_2);
/// // One ulp apart: half the square of the relative difference.
/// assert_eq!(ratio_term(1.0 + f64::EPSILON, 1.0), 2f64.powi(-105));
/// ```
///
/// # Reference
///
/// It is the Itakura–Saito distance: Banerjee, Merugu, Dhillon and Ghosh,
/// "Clustering with Bregman Divergences", JMLR 6 (2005) 1705–1749.
#[must_use]
pub fn ratio_term(a: f64, b: f64) -> f64 {
    let positive = |x: f64| x > 0.0 && x < f64::INFINITY;
    if !(positive(a) && positive(b)) {
        return f64::NAN;
    }
    ratio_term_apart(a, b, a - b)
}

/// [`ratio_term`] where d = a − b is known better than a and b are: they may be
/// rounded, and then their own difference would be noise.
#[inline(always)]
pub(crate) fn ratio_term_apart(a: f64, b: f64, d: f64) -> f64 {
    // The interval of log1pmx, and its formula with x = d/b.
    if 0.4 * b <= a && a <= 2.5 * b && a.max(b) <= HUGE {
        let r = d / (a + b);
        let y = r * r;
        return r * (d / b - 2.0 * (y * artanh_tail(y)));
    }
    ratio_term_far_apart(a, b, d)
}

/// [`ratio_term_apart`] elsewhere.
fn ratio_term_far_apart(a: f64, b: f64, d: f64) -> f64 {
    if 0.4 * b <= a && a <= 2.5 * b {
        return ratio_term_apart(a * DOWN, b * DOWN, d * DOWN);
    }
    let t = a / b;
    if t < f64::MIN_POSITIVE {
        // The ratio has lost its digits by underflow; the difference of logarithms has not.
        (b.ln() - a.ln()) - 1.0
    } else if t == f64::INFINITY {
        t
    } else if (0.1..=10.0).contains(&t) {
        // What the quotient has lost, times the slope.
        let lost = (-t).mul_add(b, a) / b;
        ((t - 1.0) - t.ln()) + (lost - lost / t)
    } else {
        (t - 1.0) - t.ln()
    }
}

/// ln(a/b) for positive a and b, accurate for a near b too.
pub(crate) fn ln_ratio(a: f64, b: f64) -> f64 {
    if a <= 2.0 * b && b <= 2.0 * a {
        return ((a - b) / b).ln_1p();
    }
    let t = a / b;
    if (f64::MIN_POSITIVE..=f64::MAX).contains(&t) {
        t.ln()
    } else {
        a.ln() - b.ln()
    }
}

/// (a − b·c)/b for positive a and b and any c, with one rounding before the division.
///
/// `None` where b·c overflows or underflows.
pub(crate) fn quotient_minus(a: f64, b: f64, c: f64) -> Option<f64> {
    let product = b * c;
    let normal = (f64::MIN_POSITIVE * power_of_two(60)..=f64::MAX).contains(&product.abs());
    normal.then(|| (-b).mul_add(c, a) / b)
}
