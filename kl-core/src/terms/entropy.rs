//! The terms of one outcome in the entropy and in the cross-entropy.

use crate::lanes::Lanes;
use crate::lanes::logarithm::ln;
use fearless_simd::Simd;
use fearless_simd::prelude::*;
/// −p ln p, the term of one outcome in the entropy.
///
/// # Domain and special cases
///
/// p ≥ 0; NaN for negative p and NaN. 0 at p = 0 (the limit) and at p = 1;
/// negative above 1; −∞ at ∞.
///
/// # Accuracy
///
/// Within 2 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::entropy_term;
///
/// assert_eq!(entropy_term(0.0), 0.0);
/// assert_eq!(entropy_term(0.5), 0.5 * std::f64::consts::LN_2);
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.1.
#[must_use]
pub fn entropy_term(p: f64) -> f64 {
    cross_entropy_term(p, p)
}

/// −p ln q, the term of one outcome in the cross-entropy of P and Q.
///
/// # Domain and special cases
///
/// p ≥ 0 and q ≥ 0; NaN otherwise.
///
/// | p | q | result |
/// |---|---|---|
/// | 0 | any | 0 |
/// | p > 0 | 0 | ∞ |
/// | p > 0 | 1 | 0 |
///
/// # Accuracy
///
/// Within 2 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::cross_entropy_term;
///
/// assert_eq!(cross_entropy_term(0.0, 0.0), 0.0);
/// assert_eq!(cross_entropy_term(0.5, 0.0), f64::INFINITY);
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 5.4.3,
/// where it is the length of a code made for Q when P is true.
#[must_use]
pub fn cross_entropy_term(p: f64, q: f64) -> f64 {
    if !(p >= 0.0 && q >= 0.0) {
        f64::NAN
    } else if p == 0.0 || q == 1.0 {
        // 0·ln 0 is 0, not NaN; and −p·0 would be a negative zero.
        0.0
    } else {
        -p * q.ln()
    }
}

/// The terms of eight outcomes in the cross-entropy; p and q must be far from subnormal.
#[inline(always)]
pub(crate) fn cross_entropy_terms<S: Simd>(simd: S, p: Lanes<S>, q: Lanes<S>) -> Lanes<S> {
    let (high, low) = ln(simd, q);
    (-p).mul_add(high, -(p * low))
}
