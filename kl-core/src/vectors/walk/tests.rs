//! The terms of eight outcomes against those of one, on all instructions that there are.

use super::{CHUNK, Terms, eight, sums_at};
use crate::divergences::{
    ChiSquared, CrossEntropy, Hellinger, Jeffreys, JensenShannon, TotalVariation,
    TriangularDiscrimination,
};
use crate::float::sum::sum;
use crate::lanes::{EIGHT, Lanes, is_fused};
use crate::testing::{Random, levels, ulp};
use crate::vectors::divergences::bhattacharyya::OverlapAndRest;
use crate::vectors::divergences::kullback_leibler::OfVectors;
use crate::vectors::divergences::power::{AboveOne, BelowOne};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

impl Random {
    /// A pair of probabilities of one of many kinds.
    fn pair(&mut self) -> (f64, f64) {
        let p = match self.bits() % 16 {
            0 => f64::from_bits(self.bits() % 0x3FF0_0000_0000_0001),
            1 => 0.0,
            _ => self.unit(),
        };
        let q = match self.bits() % 16 {
            0 => f64::from_bits(self.bits() % 0x3FF0_0000_0000_0001),
            1 => 0.0,
            2 => p,
            3 => f64::from_bits(p.to_bits() + self.bits() % 4),
            4 => 2.0 * p,
            5 => f64::from_bits((2.0 * p).to_bits().saturating_sub(self.bits() % 4)),
            6 => 0.5 * p,
            7 => p * (1.0 + 1e-9 * (self.unit() - 0.5)),
            8 => p * (1.0 + 1e-3 * (self.unit() - 0.5)),
            9 => p * (0.25 + 4.0 * self.unit()),
            10 => p * (600.0 * (self.unit() - 0.5)).exp(),
            11 => p * (20.0 * (self.unit() - 0.5)).exp(),
            _ => self.unit(),
        };
        (p, q.min(1.0))
    }
}

/// Lanes are slow without optimisation.
const PAIRS: usize = if cfg!(debug_assertions) {
    10_000
} else {
    1_000_000
};

fn is_needed<const N: usize, T: Terms<N>>(_: &T) -> bool {
    T::NEEDS_FUSED
}

fn in_arrays<S: Simd, const N: usize>(_: S, lanes: [Lanes<S>; N]) -> [[f64; EIGHT]; N] {
    lanes.map(SimdBase::to_array)
}

/// Compares the terms of single outcomes, and sums of every length up to 100 and around the
/// size of a piece; `far` is the number of units that a term may be apart, for machines
/// with and without a fused multiply-add. In a sum, where the four additions of a group and
/// the last one are rounded too, it is one more.
fn agree<const N: usize>(name: &str, terms: &impl Terms<N>, far: [f64; 2]) {
    agree_per(|_, _| 1.0, name, terms, far);
}

/// The same with so many times the units as a condition says, for terms of one outcome.
fn agree_per<const N: usize>(
    condition: impl Fn(f64, f64) -> f64,
    name: &str,
    terms: &impl Terms<N>,
    [fused, plain]: [f64; 2],
) {
    let mut random = Random(0x1397_B75D_21F7_3C84);
    for level in levels() {
        let is_fused = dispatch!(level, simd => is_fused(simd));
        if is_needed(terms) && !is_fused {
            continue;
        }
        let far = if is_fused { fused } else { plain };
        let mut worst = 0.0_f64;
        for _ in 0..PAIRS / EIGHT {
            let pairs = [(); EIGHT].map(|()| random.pair());
            let (p, q) = (pairs.map(|(p, _)| p), pairs.map(|(_, q)| q));
            let found = dispatch!(level, simd => in_arrays(simd, eight(simd, terms, &p, &q)));
            for (lane, (p, q)) in pairs.into_iter().enumerate() {
                for (found, expected) in found.iter().zip(terms.one(p, q)) {
                    let found = found[lane];
                    assert!(found >= 0.0, "{name} of {p:e}, {q:e}: {found:e}");
                    let apart = ulp(found, expected) / condition(p, q);
                    worst = worst.max(apart);
                    assert!(
                        apart <= far,
                        "{name} of {p:e}, {q:e}: {found:e}, not {expected:e}: {apart} ulp, {level:?}"
                    );
                }
            }
        }
        let tight = cfg!(debug_assertions) || worst >= far - 3.0;
        assert!(tight, "{name}, {level:?}: {worst} ulp at most");
        let lengths = (0..=100).chain([CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5]);
        for n in lengths {
            let (p, q): (Vec<f64>, Vec<f64>) = (0..n).map(|_| random.pair()).unzip();
            let conditions = p.iter().zip(&q).map(|(&p, &q)| condition(p, q));
            let most = conditions.fold(1.0, f64::max);
            let found = sums_at(level, terms, &p, &q);
            if n <= 100 {
                short_numbers_are_as_doubles(level, name, terms, &p, &q);
            }
            for (i, found) in found.into_iter().enumerate() {
                let expected = sum(p.iter().zip(&q).map(|(&p, &q)| terms.one(p, q)[i]));
                let apart = ulp(found, expected);
                assert!(
                    apart <= far * most + 1.0,
                    "{name}, {n} outcomes: {found:e}, not {expected:e}: {apart} ulp, {level:?}"
                );
            }
        }
    }
}

/// Numbers of 32 bits, on either side, give the digits of the same numbers in 64.
fn short_numbers_are_as_doubles<const N: usize>(
    level: Level,
    name: &str,
    terms: &impl Terms<N>,
    p: &[f64],
    q: &[f64],
) {
    let short = |x: &[f64]| -> Vec<f32> { x.iter().map(|&x| x as f32).collect() };
    let wide = |x: &[f32]| -> Vec<f64> { x.iter().map(|&x| x.into()).collect() };
    let (p, q) = (short(p), short(q));
    let (wide_p, wide_q) = (wide(&p), wide(&q));
    let expected = sums_at(level, terms, &wide_p, &wide_q);
    for found in [
        sums_at(level, terms, &p, &q),
        sums_at(level, terms, &p, &wide_q),
        sums_at(level, terms, &wide_p, &q),
    ] {
        let n = p.len();
        assert_eq!(
            found.map(f64::to_bits),
            expected.map(f64::to_bits),
            "{name}, {n} outcomes: {found:?}, not {expected:?}, {level:?}"
        );
    }
}

/// The rounding of an exponent shows in the power.
fn exponent(order: f64) -> impl Fn(f64, f64) -> f64 {
    move |p, q| {
        let u = if p > 0.0 && q > 0.0 {
            (p.ln() - q.ln()).abs()
        } else {
            0.0
        };
        1.0 + order * u
    }
}

#[test]
fn eight_outcomes_agree_with_one() {
    agree("KL", &OfVectors, [4.0, 5.0]);
    agree("Jensen–Shannon", &JensenShannon, [5.0, 5.0]);
    agree("Jeffreys", &Jeffreys, [5.0, 5.0]);
    agree("cross-entropy", &CrossEntropy, [2.0, 2.0]);
    agree("Hellinger", &Hellinger, [5.0, 5.0]);
    agree("Bhattacharyya", &OverlapAndRest, [5.0, 5.0]);
    agree("χ²", &ChiSquared, [0.0, 0.0]);
    agree("total variation", &TotalVariation, [0.0, 0.0]);
    let name = "triangular discrimination";
    agree(name, &TriangularDiscrimination, [0.0, 0.0]);
    for alpha in [1e-12, 0.01, 0.3, 0.7, 0.999_999] {
        agree(
            &format!("order {alpha}"),
            &BelowOne::new(alpha),
            [11.0, 11.0],
        );
    }
    for (alpha, far) in [
        (1.0 + 1e-12, 5.0),
        (1.01, 5.0),
        (1.5, 5.0),
        (3.0, 6.0),
        (40.0, 9.0),
    ] {
        let more = alpha - 1.0;
        agree_per(
            exponent(more),
            &format!("order {alpha}"),
            &AboveOne { alpha, more },
            [far, far],
        );
    }
}
