//! The term of one outcome in the squared Hellinger distance.

use crate::float::scale::power_of_two;
use crate::lanes::Lanes;
use fearless_simd::Simd;
use fearless_simd::prelude::*;

/// (√p − √q)², the term of one outcome in twice the squared distance.
pub(crate) fn hellinger_term(p: f64, q: f64) -> f64 {
    if p == q {
        return 0.0;
    }
    // √p − √q = (p − q)/(√p + √q): the numerator is exact where it is small, and the square of
    // the denominator has fewer roundings when expanded.
    let d = p - q;
    d * (d / (p + q + 2.0 * (p.sqrt() * q.sqrt())))
}

/// The factor that brings the smallest difference of two probabilities well above the subnormal
/// numbers.
pub(crate) const UP: f64 = power_of_two(500); // an even power

/// The terms of eight outcomes, and √(pq).
#[inline(always)]
pub(crate) fn hellinger_terms<S: Simd>(p: Lanes<S>, q: Lanes<S>) -> (Lanes<S>, Lanes<S>) {
    let d = p - q;
    let overlap = (p * q).sqrt();
    (d * (d / (p + q + (overlap + overlap))), overlap)
}
