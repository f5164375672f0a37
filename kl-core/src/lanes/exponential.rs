//! The exponential function in lanes.
//!
//! eˣ = 2ⁿ (1 + z + z² T(z)),  z = x − n ln 2
//!
//! n is 0 where |x| ≤ ½, so that eˣ − 1 and eˣ − 1 − x keep their digits near 0. Beyond, z
//! has lost half a unit in its last place, which eˣ − 1 − x ≥ 0.1 hardly sees.

use crate::lanes::Lanes;
use crate::lanes::logarithm::{LN_2_HIGH, LN_2_LOW, polynomial};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, u64x8};
use std::f64::consts::LOG2_E;

/// The parts of eˣ, from which it is put together so that nothing cancels.
pub(crate) struct Exponential<S: Simd> {
    x: Lanes<S>,
    /// 2ⁿ, 2ⁿ z and 2ⁿ z².
    powers: [Lanes<S>; 3],
    tail: Lanes<S>,
}

impl<S: Simd> Exponential<S> {
    /// Of x up to 700. Below −600, eˣ counts as e⁻⁶⁰⁰.
    #[inline(always)]
    pub(crate) fn new(simd: S, x: Lanes<S>) -> Self {
        let bounded = x.max(LOWEST).min(HIGHEST);
        Exponential {
            x,
            ..Self::within(simd, bounded)
        }
    }

    /// Of x from −600 to 700.
    #[inline(always)]
    pub(crate) fn within(simd: S, x: Lanes<S>) -> Self {
        let integer = Lanes::splat(simd, INTEGER);
        let shifted = x.mul_add(LOG2_E, integer);
        let shifted = x.abs().simd_le(0.5).select(integer, shifted);
        Self::reduced(simd, x, shifted)
    }

    /// The parts of eˣ, where n is in the last bits of `shifted`.
    #[inline(always)]
    fn reduced(simd: S, x: Lanes<S>, shifted: Lanes<S>) -> Self {
        /// The bits of 1.
        const ONE: u64 = 1023 << 52;
        let n = shifted - INTEGER;
        let z = (-n).mul_add(LN_2_LOW, (-n).mul_add(LN_2_HIGH, x));
        let bits: u64x8<S> = (shifted.to_bits() << 52) + ONE;
        let power = Lanes::from_bits(bits);
        let first = power * z;
        Exponential {
            x,
            powers: [power, first, first * z],
            tail: tail(simd, z),
        }
    }

    /// eˣ for x from −600 to 700, where that is all that is asked for.
    #[inline(always)]
    pub(crate) fn of(simd: S, x: Lanes<S>) -> Lanes<S> {
        let shifted = x.mul_add(LOG2_E, Lanes::splat(simd, INTEGER));
        Self::reduced(simd, x, shifted).value()
    }

    /// eˣ.
    #[inline(always)]
    pub(crate) fn value(&self) -> Lanes<S> {
        let [power, first, second] = self.powers;
        power + second.mul_add(self.tail, first)
    }

    /// x, as it was given.
    #[inline(always)]
    pub(crate) fn x(&self) -> Lanes<S> {
        self.x
    }

    /// eˣ − 1.
    #[inline(always)]
    pub(crate) fn minus_1(&self) -> Lanes<S> {
        let [power, first, second] = self.powers;
        (power - 1.0) + second.mul_add(self.tail, first)
    }

    /// eˣ − 1 − x.
    #[inline(always)]
    pub(crate) fn minus_1_and_x(&self) -> Lanes<S> {
        let [_, _, second] = self.powers;
        second.mul_add(self.tail, self.line())
    }

    /// a + eˣ − 1 − x, for a that is not negative.
    #[inline(always)]
    pub(crate) fn minus_1_and_x_and(&self, a: Lanes<S>) -> Lanes<S> {
        let [_, _, second] = self.powers;
        second.mul_add(self.tail, a + self.line())
    }

    /// 2ⁿ (1 + z) − 1 − x: the difference of the first two is exact where it is small, and 0
    /// with n.
    #[inline(always)]
    fn line(&self) -> Lanes<S> {
        let [power, first, _] = self.powers;
        ((power - 1.0) - self.x) + first
    }
}

/// What is added to it is rounded to an integer, which is in its last bits.
const INTEGER: f64 = ((1_u64 << 52) + (1 << 51)) as f64;

pub(crate) const LOWEST: f64 = -600.0;
pub(crate) const HIGHEST: f64 = 700.0;

/// T(z) = (e^z − 1 − z)/z² for |z| ≤ ½.
#[inline(always)]
fn tail<S: Simd>(simd: S, z: Lanes<S>) -> Lanes<S> {
    /// The polynomial of degree 11 that is the function at Chebyshev's points.
    const COEFFICIENTS: [f64; 12] = [
        1.611_649_651_437_154_8e-10,
        2.096_295_581_597_607_6e-9,
        2.505_194_670_972_162e-8,
        2.755_707_663_664_272_5e-7,
        2.755_731_943_362_024e-6,
        2.480_158_761_614_541_4e-5,
        0.000_198_412_698_411_469_93,
        0.001_388_888_888_870_455,
        0.008_333_333_333_333_36,
        0.041_666_666_666_667_06,
        0.166_666_666_666_666_66,
        0.5,
    ];
    polynomial(simd, &COEFFICIENTS, z)
}

#[cfg(test)]
mod tests;
