//! The term of one outcome in the Jensen–Shannon divergence.

use crate::lanes::Lanes;
use crate::lanes::logarithm::power_apart;
use crate::terms::kl::kl_term;
use crate::terms::kl::{near_kl_terms, rest_of_kl_terms};
use fearless_simd::Simd;
use fearless_simd::prelude::*;

/// ½[p ln(p/m) + q ln(q/m)] with m = (p+q)/2, the term of one outcome in the Jensen–Shannon
/// divergence. Never negative; ½ p ln 2 if q is zero.
pub(crate) fn jensen_shannon_term(p: f64, q: f64) -> f64 {
    // As in kl_term: within a factor of two the difference is exact.
    jensen_shannon_term_apart(p, q, p - q)
}

/// [`jensen_shannon_term`] where p − q is known better than p and q are.
pub(crate) fn jensen_shannon_term_apart(p: f64, q: f64, apart: f64) -> f64 {
    let s = p + q;
    if s == 0.0 {
        return 0.0;
    }
    if p <= 2.0 * q && q <= 2.0 * p {
        // m·h(d) with d = (p−q)/s, as ½ (p−q) · d · (h(d)/d²).
        let d = apart / s;
        return 0.5 * apart * (d * mixing_series(d * d));
    }
    // With s = 2m no subnormal number is halved and rounded. The rounding of s does no harm:
    // the sum has its minimum at m, so an error of m counts only squared.
    0.25 * (kl_term(2.0 * p, s) + kl_term(2.0 * q, s))
}

/// h(d)/d² = 1/(1·2) + y/(3·4) + y²/(5·6) + … with y = d², and
/// h(d) = ½[(1+d) ln(1+d) + (1−d) ln(1−d)].
///
/// For y ≤ 1/9, that is p and q within a factor of two, the first term left out is below 2⁻⁵⁶
/// of the sum.
pub(crate) fn mixing_series(y: f64) -> f64 {
    const TERMS: usize = 15;
    const COEFFICIENT: [f64; TERMS] = {
        let mut c = [0.0; TERMS];
        let mut i = 0;
        while i < TERMS {
            c[i] = 1.0 / ((2 * i + 1) * (2 * i + 2)) as f64;
            i += 1;
        }
        c
    };
    COEFFICIENT.iter().rev().fold(0.0, |s, c| s * y + c)
}

/// The terms of eight outcomes; p and q must be far from subnormal.
#[inline(always)]
pub(crate) fn jensen_shannon_terms<S: Simd>(simd: S, p: Lanes<S>, q: Lanes<S>) -> Lanes<S> {
    // As above, ¼ of the terms of 2p and 2q from s. The larger of them is always within a
    // factor of two of s.
    let s = p + q;
    let (a, b) = (p.max(q), p.min(q));
    let (a2, b2) = (a + a, b + b);
    let (k, near) = power_apart(b2, s);
    // Where p is next to q, the rounding of s would show in s − 2p; p − q is exact there.
    let close = k.simd_eq(0.0);
    let d = a - b;
    let up = close.select(d, near - b2);
    let down = close.select(-d, s - a2);
    let terms = near_kl_terms(simd, a2, s, down) + near_kl_terms(simd, b2, near, up);
    (terms + rest_of_kl_terms(b2, s, k, near)) * 0.25
}
