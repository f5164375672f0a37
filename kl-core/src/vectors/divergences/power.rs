//! The sum behind the α, Tsallis and Rényi divergences.
//!
//! Σ (pᵅ q¹⁻ᵅ − αp − (1−α)q) / (α(α−1))

use crate::divergences::ChiSquared;
use crate::float::scale::power_of_two;
use crate::lanes::Lanes;
use crate::lanes::element::Element;
use crate::lanes::exponential::Exponential;
use crate::lanes::logarithm::ln_ratio;
use crate::terms::hellinger::UP;
use crate::terms::kl::kl_terms;
use crate::terms::power::{SMALL_ORDER, power_term};
use crate::vectors::divergences::hellinger::Hellinger;
use crate::vectors::divergences::kullback_leibler::OfVectors;
use crate::vectors::walk::{Terms, sum_of, sum_of_pieces, sum_of_terms};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, mask64x8};

/// The sum for any finite order α: some orders are other divergences.
pub(crate) fn sum_of_power_terms<P: Element, Q: Element>(alpha: f64, p: &[P], q: &[Q]) -> f64 {
    if alpha == 1.0 {
        sum_of(&OfVectors, p, q)
    } else if alpha == 0.5 {
        2.0 * sum_of(&Hellinger, p, q) / UP
    } else if alpha == 2.0 {
        0.5 * sum_of(&ChiSquared, p, q)
    } else if alpha != 0.0 && alpha.abs() < SMALL_ORDER || alpha.abs() > LARGE_ORDER {
        sum_of_terms(p, q, |p, q| power_term(alpha, p, q))
    } else if alpha > 1.0 {
        let more = alpha - 1.0;
        sum_of(&AboveOne { alpha, more }, p, q)
    } else if alpha > 0.0 {
        sum_of(&BelowOne::new(alpha), p, q)
    } else if alpha == 0.0 || alpha == -1.0 {
        sum_of_power_terms(1.0 - alpha, q, p)
    } else {
        // Exchanging p and q exchanges α and 1 − α.
        let (alpha, more) = (1.0 - alpha, -alpha);
        sum_of(&AboveOne { alpha, more }, q, p)
    }
}

/// The sum for a Tsallis divergence, which is α times the other but for order 0, where what
/// P cannot have counts as q.
pub(crate) fn sum_of_tsallis_terms<P: Element, Q: Element>(order: f64, p: &[P], q: &[Q]) -> f64 {
    if order < SMALL_ORDER {
        // The other terms apart: each times the order may be below the smallest double.
        let outside = sum_of_terms(p, q, |p, q| if p == 0.0 { q } else { 0.0 });
        let inside = |p, q| {
            if p == 0.0 {
                0.0
            } else {
                power_term(order, p, q)
            }
        };
        outside + order * sum_of_terms(p, q, inside)
    } else {
        sum_of_pieces(p, q, |p, q| order * sum_of_power_terms(order, p, q))
    }
}

/// Above this, α times a logarithm may overflow.
const LARGE_ORDER: f64 = power_of_two(960);

/// Terms of an order above 1, in u = ln(p/q): with b = α − 1,
/// (p u − p + q + p (eᵇᵘ − 1 − bu)/b) / α, of which neither part is negative.
pub(crate) struct AboveOne {
    pub(crate) alpha: f64,
    /// α − 1, which may have more digits than α.
    pub(crate) more: f64,
}

impl Terms for AboveOne {
    const NEEDS_FUSED: bool = true;

    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        let b = self.more;
        let x = ln_ratio(simd, p, q) * b;
        let power = Exponential::new(simd, x).minus_1_and_x() / b;
        let mut terms = (kl_terms(simd, p, q) + p * power) / self.alpha;
        // There the power overflows, and perhaps not the term.
        let mut large = x.simd_gt(700.0).to_bitmask();
        while large != 0 {
            let lane = large.trailing_zeros() as usize;
            large &= large - 1;
            [terms[lane]] = self.one(p[lane], q[lane]);
        }
        [terms]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        // The term of an order below 0 is written with its own order.
        [if self.alpha - 1.0 == self.more {
            power_term(self.alpha, p, q)
        } else {
            power_term(-self.more, q, p)
        }]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(1.0 / self.alpha, f64::INFINITY)])
    }
}

/// Terms of an order between 0 and 1: as in [`power_term`], of the smaller of p and q and of
/// u = |ln(p/q)|, with a = α where p is the larger and 1 − α where q is.
pub(crate) struct BelowOne {
    alpha: f64,
    /// Of u⁰, u¹, … in the term divided by u² and the smaller of p and q.
    series: [[f64; 2]; DEGREE + 1],
}

/// Up to here by the series, whose first term left out is then below 2⁻⁵⁵ of the sum.
const NEAR: f64 = 3.0;
const TERMS: usize = 28;

/// The degree of the polynomial that takes the place of the series.
const DEGREE: usize = 17;

/// What the coefficient of uᵏ, k above [`DEGREE`], adds to those of lower powers: so that uᵏ is
/// replaced by what differs from it by a multiple of Chebyshev's polynomial on 0 ≤ u ≤ [`NEAR`],
/// the least possible. These differences add up to less than 2⁻⁶⁰ of the sum. Lanczos, *Applied
/// Analysis* (1956), chapter VII.
const fn economy() -> [[f64; TERMS - 1]; TERMS - DEGREE - 1] {
    let mut rows = [[0.0; TERMS - 1]; TERMS - DEGREE - 1];
    // Chebyshev's polynomials of 2u/NEAR − 1, from the recurrence.
    let (mut before, mut now) = ([0.0; TERMS], [0.0; TERMS]);
    before[0] = 1.0;
    (now[0], now[1]) = (-1.0, 2.0 / NEAR);
    let mut k = 1;
    while k < TERMS {
        if k > DEGREE {
            let mut j = 0;
            while j < k {
                rows[k - DEGREE - 1][j] = -now[j] / now[k];
                j += 1;
            }
        }
        let mut next = [0.0; TERMS];
        let mut j = 0;
        while j < TERMS {
            let shifted = if j > 0 { now[j - 1] } else { 0.0 };
            next[j] = 4.0 / NEAR * shifted - 2.0 * now[j] - before[j];
            j += 1;
        }
        (before, now) = (now, next);
        k += 1;
    }
    rows
}

impl BelowOne {
    pub(crate) fn new(alpha: f64) -> Self {
        let mut all = [[0.5; 2]; TERMS];
        let (mut powers, mut inverse) = ([1.0, 1.0], 0.5);
        for (k, at_k) in all.iter_mut().enumerate().skip(1) {
            // 1 + a + … + aᵏ, over (k + 2)!
            powers = [1.0 + alpha * powers[0], 1.0 + (1.0 - alpha) * powers[1]];
            inverse /= (k + 2) as f64;
            *at_k = [powers[0] * inverse, powers[1] * inverse];
        }
        // Computed when this is compiled.
        let economy = const { &economy() };
        for (k, parts) in economy.iter().enumerate().rev() {
            let (lower, upper) = all.split_at_mut(k + DEGREE + 1);
            let [above, below] = upper[0];
            for (at_k, part) in lower.iter_mut().zip(parts) {
                at_k[0] += above * part;
                at_k[1] += below * part;
            }
        }
        let mut series = [[0.0; 2]; DEGREE + 1];
        series.copy_from_slice(&all[..=DEGREE]);
        BelowOne { alpha, series }
    }

    /// The polynomial, with the coefficients for p above q or those for p below q: even and odd
    /// powers apart, so that one need not wait for the other.
    #[inline(always)]
    fn near<S: Simd>(&self, simd: S, p_is_larger: mask64x8<S>, u: Lanes<S>) -> Lanes<S> {
        let square = u * u;
        let mut parts = [Lanes::splat(simd, 0.0); 2];
        for (k, [above, below]) in self.series.iter().enumerate().rev() {
            let c = p_is_larger.select(Lanes::splat(simd, *above), Lanes::splat(simd, *below));
            parts[k % 2] = parts[k % 2].mul_add(square, c);
        }
        parts[1].mul_add(u, parts[0])
    }
}

impl Terms for BelowOne {
    const NEEDS_FUSED: bool = true;

    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        let p_is_larger = p.simd_gt(q);
        let (larger, smaller) = (p.max(q), p.min(q));
        let u = ln_ratio(simd, larger, smaller);
        let near = (smaller * u) * (u * self.near(simd, p_is_larger, u));
        let is_near = u.simd_le(NEAR);
        if is_near.all_true() {
            return [near];
        }
        // Here larger/smaller > 20, so little cancels. The smaller of a and 1 − a is divided
        // by after a subtraction that keeps its digits.
        let a = p_is_larger.select(
            Lanes::splat(simd, self.alpha),
            Lanes::splat(simd, 1.0 - self.alpha),
        );
        let b = p_is_larger.select(
            Lanes::splat(simd, 1.0 - self.alpha),
            Lanes::splat(simd, self.alpha),
        );
        let by_larger = a.simd_ge(0.5);
        let exponent = by_larger.select(-b, a);
        let power = Exponential::new(simd, exponent * u).minus_1() / exponent;
        let from = by_larger.select(larger, smaller);
        let d = larger - smaller;
        let apart = by_larger.select((from * power - d) / a, (d - from * power) / b);
        [is_near.select(near, apart)]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [power_term(self.alpha, p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(1.0 / self.alpha, 1.0 / (1.0 - self.alpha))])
    }
}
