//! The term of one outcome in the Kullback–Leibler divergence.

use crate::float::double::{two_product, two_sum};
use crate::float::scale::{DOWN, HUGE, power_of_two, scaled, split};
use crate::lanes::Lanes;
use crate::lanes::logarithm::{self, LN_2_HIGH, LN_2_LOW, Quotient, power_apart};
#[cfg(feature = "statrs")]
use crate::lanes::sum::difference;
use crate::special::log1pmx::artanh_tail;
use fearless_simd::Simd;
use fearless_simd::prelude::*;
use std::f64::consts::LN_2;

/// p ln(p/q) − p + q, the term of one outcome in the divergence of P from Q.
///
/// Every term is ≥ 0, so a sum of them cannot cancel. For probability vectors
/// the −p + q sum to zero, up to the rounding of the vectors.
///
/// # Domain and special cases
///
/// p and q finite and ≥ 0; NaN otherwise.
///
/// | p | q | result |
/// |---|---|---|
/// | 0 | q | q |
/// | p > 0 | 0 | ∞ |
/// | p | p | 0 |
///
/// # Accuracy
///
/// Within 4 ulp, also where p/q over- or underflows.
///
/// # Example
///
/// ```
/// use kl_core::kernels::kl_term;
///
/// assert_eq!(kl_term(0.0, 0.25), 0.25);
/// assert_eq!(kl_term(0.25, 0.0), f64::INFINITY);
/// // One ulp apart: (p − q)²/2p, where the plain expression gives 0.
/// assert_eq!(kl_term(1.0, 1.0 + f64::EPSILON), 2f64.powi(-105));
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26
/// (the p ln(p/q) part). As a Bregman divergence: Banerjee, Merugu, Dhillon and
/// Ghosh, "Clustering with Bregman Divergences", JMLR 6 (2005) 1705–1749.
#[must_use]
pub fn kl_term(p: f64, q: f64) -> f64 {
    if !(p >= 0.0 && q >= 0.0 && p < f64::INFINITY && q < f64::INFINITY) {
        return f64::NAN;
    }
    if p == q {
        return 0.0;
    }
    if p == 0.0 {
        return q;
    }
    if q == 0.0 {
        return f64::INFINITY;
    }
    // Far above any probability, p + q and p ln p may overflow. Powers of two change no digit,
    // except of the other number where it is too small to matter.
    if p.max(q) > HUGE {
        return kl_term(p * DOWN, q * DOWN) / DOWN;
    }
    // Within a factor of two the difference d is exact (Sterbenz), so the term is computed from
    // it. Outside, the terms no longer cancel much.
    if p <= 2.0 * q && q <= 2.0 * p {
        return near_kl_term(p, q, q - p);
    }
    let t = p / q;
    if !(f64::MIN_POSITIVE..=f64::MAX).contains(&t) {
        // The ratio over- or underflows, but not its logarithm. That is above 708 in size, so
        // the rounding error of the difference is small beside the result.
        return p * (p.ln() - q.ln()) - p + q;
    }
    // For p near 2q, p ln(p/q) − p + q is under a third of its first term, so the rounding
    // errors of t, of the product and of the sums show: they are carried along.
    let l = t.ln();
    let a = p * l;
    let lost_ratio = (-t).mul_add(q, p); // p − t·q; ln(p/q) = ln t + this/p
    let lost_product = p.mul_add(l, -a);
    let (b, lost_b) = two_sum(a, -p);
    let (c, lost_c) = two_sum(b, q);
    c + (lost_b + lost_c + lost_product + lost_ratio)
}

/// [`kl_term`] within a factor of two, from the difference d = q − p too, which
/// may be known better than p and q are.
pub(crate) fn near_kl_term(p: f64, q: f64, d: f64) -> f64 {
    // −p·log1pmx(x) with x = d/p, and r = x/(2+x) = d/(p+q): this way the
    // only roundings that count are those of p + q, r and the product.
    let r = d / (p + q);
    let y = r * r;
    r * (d - 2.0 * p * (y * artanh_tail(y)))
}

/// [`kl_term`] where d = q − p is known better than p and q are.
pub(crate) fn kl_term_apart(p: f64, q: f64, d: f64) -> f64 {
    if p > 0.0 && p <= 2.0 * q && q <= 2.0 * p {
        if p.max(q) > HUGE {
            return kl_term_apart(p * DOWN, q * DOWN, d * DOWN) / DOWN;
        }
        near_kl_term(p, q, d)
    } else {
        kl_term(p, q)
    }
}

/// kl_term(p, a·b/c) for positive numbers, where b and c are given as high and low parts: a
/// double and its rounding error.
///
/// No product or quotient over- or underflows on the way, and where a·b/c is
/// next to p their difference has all its digits.
#[inline(always)]
pub(crate) fn kl_term_of_quotient(p: f64, a: f64, b: (f64, f64), c: (f64, f64)) -> f64 {
    if [p, a, b.0, c.0].iter().all(|x| ORDINARY.contains(x)) {
        return ordinary_term_of_quotient(p, a, b, c);
    }
    scaled_term_of_quotient(p, a, b, c)
}

/// [`kl_term_of_quotient`] where something may over- or underflow.
fn scaled_term_of_quotient(p: f64, a: f64, b: (f64, f64), c: (f64, f64)) -> f64 {
    let ((mp, ep), (ma, ea)) = (split(p), split(a));
    let ((mb, eb), (mc, ec)) = (split(b.0), split(c.0));
    // q/p = 2ᵉ·ma·mb/(mp·mc), the fraction between ¼ and 4.
    let e = ea + eb - ep - ec;
    let whole = mp * mc;
    if e.abs() <= 3 {
        let ma = ma * power_of_two(e);
        let product = ma * mb;
        // The rounding errors of the two products, plus the low parts of b and c, scaled in
        // steps, because 2⁻ᵉ may overflow.
        let lost = ma.mul_add(mb, -product) + ma * scaled(b.1, -eb);
        let lost_whole = mp.mul_add(mc, -whole) + mp * scaled(c.1, -ec);
        let d = (product - whole) + (lost - lost_whole);
        if let Some(term) = near_one(whole, product, d) {
            return p * term;
        }
    }
    let fraction = ma * mb / whole;
    if e > 900 {
        // 1 + ln(q/p) is negligible beside q/p.
        scaled(mp * fraction, ep + e)
    } else if e < -900 {
        p * (-1.0 - (fraction.ln() + f64::from(e) * LN_2))
    } else {
        let t = fraction * power_of_two(e);
        p * ((t - 1.0) - t.ln())
    }
}

/// The range in which no product of four numbers over- or underflows, nor does its rounding error.
const ORDINARY: std::ops::RangeInclusive<f64> = power_of_two(-200)..=power_of_two(200);

/// [`kl_term_of_quotient`] where nothing over- or underflows.
#[inline(always)]
fn ordinary_term_of_quotient(p: f64, a: f64, b: (f64, f64), c: (f64, f64)) -> f64 {
    let ((product, lost), (whole, lost_whole)) = (two_product(a, b.0), two_product(p, c.0));
    let lost = (lost + a * b.1) - (lost_whole + p * c.1);
    if let Some(term) = near_one(whole, product, (product - whole) + lost) {
        return p * term;
    }
    let t = product / whole;
    p * ((t - 1.0) - t.ln())
}

/// kl_term(1, b/a) in the interval of [`log1pmx`](crate::special::log1pmx::log1pmx), where
/// d = b − a is known better than a and b are.
#[inline(always)]
fn near_one(a: f64, b: f64, d: f64) -> Option<f64> {
    let x = d / a;
    (-0.6..=1.5).contains(&x).then(|| {
        // Its formula, but for r, which has one rounding less.
        let r = d / (a + b);
        let y = r * r;
        r * (x - 2.0 * (y * artanh_tail(y)))
    })
}

/// kl_term(1 − p, 1 − q) for the unrounded 1 − p and 1 − q.
pub(crate) fn failure_term(p: f64, q: f64) -> f64 {
    // 1 − p is rounded, but the difference is p − q. Where the two are not within a factor of
    // two, the smaller is below ½ and exact; the rounding error of a larger 1 − p is corrected
    // by the slope of the term.
    let (fp, fq) = (1.0 - p, 1.0 - q);
    let term = kl_term_apart(fp, fq, p - q);
    if fp > 2.0 * fq && fq > 0.0 {
        let lost = (1.0 - fp) - p;
        term + lost * (fp / fq).ln()
    } else {
        term
    }
}

/// The terms of eight outcomes; p and q must be far from subnormal.
#[inline(always)]
pub(crate) fn kl_terms<S: Simd>(simd: S, p: Lanes<S>, q: Lanes<S>) -> Lanes<S> {
    let (k, near) = power_apart(p, q);
    near_kl_terms(simd, p, near, near - p) + rest_of_kl_terms(p, q, k, near)
}

/// The terms for q that are within a factor of two of p, with d = q − p: as [`near_kl_term`].
#[inline(always)]
pub(crate) fn near_kl_terms<S: Simd>(simd: S, p: Lanes<S>, q: Lanes<S>, d: Lanes<S>) -> Lanes<S> {
    let Quotient { s, lost } = Quotient::new(simd, d, q + p);
    let y = s * s;
    let tail = (p + p) * y * logarithm::artanh_tail(simd, y);
    s.mul_add(d, s * (lost - tail))
}

/// The terms in two parts, of which the second has most of what the first loses; p and q must
/// be far from subnormal.
#[cfg(feature = "statrs")]
#[inline(always)]
pub(crate) fn kl_terms_in_two<S: Simd>(simd: S, p: Lanes<S>, q: Lanes<S>) -> (Lanes<S>, Lanes<S>) {
    let (k, near) = power_apart(p, q);
    let (d, sum) = (near - p, near + p);
    let Quotient { s, lost } = Quotient::new(simd, d, sum);
    let lost = (-s).mul_add(d - (sum - (p + p)), lost);
    let y = s * s;
    let tail = (p + p) * y * logarithm::artanh_tail(simd, y);
    let square = s * d;
    let square_lost = s.mul_add(d, -square) + s * (lost - tail);
    // As in `rest_of_kl_terms`.
    let power = k * LN_2_HIGH;
    let product = p * power;
    let product_lost = p.mul_add(power, -product);
    let (apart, apart_lost) = difference(q, near);
    let (rest, rest_lost) = difference(apart, product);
    let (term, term_lost) = difference(rest, -square);
    let low = (-(p * k)).mul_add(LN_2_LOW, apart_lost + rest_lost - product_lost);
    (term, term_lost + (square_lost + low))
}

/// What the terms have beside those of p and q′ = q·2⁻ᵏ: as
/// p ln(p/q) − p + q = (p ln(p/q′) − p + q′) + (q − q′ − p k ln 2), of which neither is
/// negative, there is nothing to cancel.
#[inline(always)]
pub(crate) fn rest_of_kl_terms<S: Simd>(
    p: Lanes<S>,
    q: Lanes<S>,
    k: Lanes<S>,
    near: Lanes<S>,
) -> Lanes<S> {
    let rest = (-p).mul_add(k * LN_2_HIGH, q - near);
    (-(p * k)).mul_add(LN_2_LOW, rest)
}
