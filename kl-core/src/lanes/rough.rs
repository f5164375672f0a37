//! Sixteen numbers of 32 bits at a time, for guesses that are put right later.

use fearless_simd::prelude::*;
use fearless_simd::{Simd, f32x16};
use std::f32::consts::{LN_2, LOG2_E};

/// Sixteen numbers of 32 bits.
pub(crate) type Rough<S> = f32x16<S>;

/// eˣ and eˣ − 1 for |x| ≤ 80, both to a few in 10⁵.
#[inline(always)]
pub(crate) fn exp_and_exp_m1<S: Simd>(simd: S, x: Rough<S>) -> (Rough<S>, Rough<S>) {
    /// What is added to it is rounded to an integer, which is in its last bits.
    const INTEGER: f32 = ((1_u32 << 23) + (1 << 22) + 127) as f32;
    let shifted = x.mul_add(LOG2_E, Rough::splat(simd, INTEGER));
    let n = shifted - INTEGER;
    let z = (-n).mul_add(LN_2, x);
    let power = Rough::from_bits(shifted.to_bits() << 23);
    // The first terms of the series.
    let tail = Rough::splat(simd, 1.0 / 120.0);
    let tail = tail
        .mul_add(z, 1.0 / 24.0)
        .mul_add(z, 1.0 / 6.0)
        .mul_add(z, 0.5);
    let first = power * z;
    let more = (first * z).mul_add(tail, first);
    (power + more, (power - 1.0) + more)
}
