//! The numbers that vectors hold: f64, and f32 made wider.

use crate::lanes::{EIGHT, Lanes};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, f32x8};

/// A number of a vector. All arithmetic is on doubles: an `f32` is one exactly.
pub(crate) trait Element: Copy + Into<f64> {
    /// 1, which fills up the last eight.
    const ONE: Self;

    /// Eight of them.
    fn load<S: Simd>(simd: S, from: &[Self; EIGHT]) -> Lanes<S>;
}

impl Element for f64 {
    const ONE: Self = 1.0;

    #[inline(always)]
    fn load<S: Simd>(simd: S, from: &[f64; EIGHT]) -> Lanes<S> {
        Lanes::load_array_ref(simd, from)
    }
}

impl Element for f32 {
    const ONE: Self = 1.0;

    #[inline(always)]
    fn load<S: Simd>(simd: S, from: &[f32; EIGHT]) -> Lanes<S> {
        let (low, high) = simd.widen_f32x8(f32x8::load_array_ref(simd, from));
        simd.combine_f64x4(low, high)
    }
}
