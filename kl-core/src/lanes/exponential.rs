//! The exponential function in lanes.
//!
//! eˣ = 2ⁿ (1 + z + z² T(z)),  z = x − n ln 2

use crate::lanes::Lanes;
use crate::lanes::logarithm::{LN_2_HIGH, LN_2_LOW, polynomial};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, u64x8};
use std::f64::consts::LOG2_E;

/// The parts of eˣ, from which it is put together so that nothing cancels: n = 0 where
/// |x| ≤ 1.
pub(crate) struct Exponential<S: Simd> {
    x: Lanes<S>,
    power: Lanes<S>,
    z: Lanes<S>,
    tail: Lanes<S>,
}

impl<S: Simd> Exponential<S> {
    /// Of x up to 700. Below −700, eˣ counts as e⁻⁷⁰⁰.
    #[inline(always)]
    pub(crate) fn new(simd: S, x: Lanes<S>) -> Self {
        /// 2⁵² + 1023, whose last bits are those of an exponent.
        const EXPONENT: f64 = ((1_u64 << 52) + 1023) as f64;
        let bounded = x.max(-700.0).min(700.0);
        let n = (bounded * LOG2_E).round_ties_even();
        let n = bounded
            .abs()
            .simd_le(1.0)
            .select(Lanes::splat(simd, 0.0), n);
        let bits: u64x8<S> = (n + EXPONENT).to_bits() << 52;
        let z = (-n).mul_add(LN_2_LOW, (-n).mul_add(LN_2_HIGH, bounded));
        Exponential {
            x,
            power: Lanes::from_bits(bits),
            z,
            tail: tail(simd, z),
        }
    }

    /// eˣ.
    #[inline(always)]
    pub(crate) fn value(&self) -> Lanes<S> {
        let more = self.z.mul_add(self.z * self.tail, self.z);
        self.power.mul_add(more, self.power)
    }

    /// eˣ − 1.
    #[inline(always)]
    pub(crate) fn minus_1(&self) -> Lanes<S> {
        let more = self.z.mul_add(self.z * self.tail, self.z);
        self.power.mul_add(more, self.power - 1.0)
    }

    /// eˣ − 1 − x.
    #[inline(always)]
    pub(crate) fn minus_1_and_x(&self) -> Lanes<S> {
        let near = self.x * (self.x * self.tail);
        let apart = self.minus_1() - self.x;
        self.x.abs().simd_le(1.0).select(near, apart)
    }
}

/// T(x) = (eˣ − 1 − x)/x² for |x| ≤ 1.
#[inline(always)]
fn tail<S: Simd>(simd: S, x: Lanes<S>) -> Lanes<S> {
    /// The polynomial of degree 13 that is the function at Chebyshev's points.
    const COEFFICIENTS: [f64; 14] = [
        7.746_178_593_018_827e-13,
        1.163_919_412_415_052_2e-11,
        1.605_767_962_380_163_8e-10,
        2.087_443_557_586_427_3e-9,
        2.505_211_769_590_782_3e-8,
        2.755_733_506_893_373e-7,
        2.755_731_919_138_181_6e-6,
        2.480_158_724_609_681_8e-5,
        0.000_198_412_698_413_241_98,
        0.001_388_888_888_898_140_4,
        0.008_333_333_333_333_299,
        0.041_666_666_666_666_09,
        0.166_666_666_666_666_66,
        0.5,
    ];
    polynomial(simd, &COEFFICIENTS, x)
}
