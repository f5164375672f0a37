//! The numbers that vectors hold: f64, and shorter ones made wider.

#[cfg(feature = "half")]
mod half;

use crate::Pmf;
use crate::lanes::{EIGHT, Lanes, SIXTEEN};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, f32x8, f32x16};
use std::borrow::Cow;
use std::fmt::Debug;

/// A number that is given: `f64`, `f32`, or with the feature `half` its `f16` and `bf16`. Nothing
/// else can implement it.
///
/// All arithmetic is on doubles, and a shorter number is one exactly; so a result from `f32` is as
/// right as one from the same numbers as `f64`, in half the memory. What is given back as
/// `f32` is rounded once more.
pub trait Float: Element {}

impl Float for f64 {}

impl Float for f32 {}

/// Keeps the trait above to the types of this file.
pub trait Element: Copy + Into<f64> + PartialEq + Debug + Send + Sync + 'static {
    /// 1, which fills up the last eight.
    const ONE: Self;

    /// −∞, which is the logit of what is impossible.
    const NEG_INFINITY: Self;

    /// Whether it has so few digits that a double holds the difference of most pairs exactly.
    const IS_SHORT: bool;

    /// How far from one the sum of a few probabilities may be: see
    /// [`Pmf::borrowed`](crate::Pmf::borrowed).
    const SUM_TOLERANCE: f64;

    /// The nearest to a double.
    fn from_f64(x: f64) -> Self;

    /// The same numbers as doubles, which are not copied if they are doubles.
    fn wide(numbers: Cow<'_, [Self]>) -> Cow<'_, [f64]> {
        numbers.iter().map(|&x| x.into()).collect()
    }

    /// Eight of them, made wider.
    fn load<S: Simd>(simd: S, from: &[Self; EIGHT]) -> Lanes<S>;

    /// The nearest to eight doubles.
    fn store<S: Simd>(simd: S, lanes: Lanes<S>) -> [Self; EIGHT];

    /// Sixteen of them, made wider.
    fn load_sixteen<S: Simd>(simd: S, from: &[Self; SIXTEEN]) -> [Lanes<S>; 2];

    /// The nearest to sixteen doubles.
    fn store_sixteen<S: Simd>(simd: S, lanes: [Lanes<S>; 2]) -> [Self; SIXTEEN];

    /// Whether twice sixteen are at most so large in size, and none is NaN.
    fn are_within<S: Simd>(simd: S, numbers: [&[Self; SIXTEEN]; 2], most: f32) -> bool;

    /// The sizes of sixteen, roughly.
    fn rough_sizes<S: Simd>(simd: S, from: &[Self; SIXTEEN]) -> f32x16<S>;

    /// Sixteen less others less a number, roughly.
    fn roughly_apart<S: Simd>(simd: S, from: [&[Self; SIXTEEN]; 2], less: f64) -> f32x16<S>;
}

impl Element for f64 {
    const ONE: Self = 1.0;
    const NEG_INFINITY: Self = f64::NEG_INFINITY;
    const IS_SHORT: bool = false;
    const SUM_TOLERANCE: f64 = Pmf::SUM_TOLERANCE;

    #[inline(always)]
    fn from_f64(x: f64) -> Self {
        x
    }

    fn wide(numbers: Cow<'_, [f64]>) -> Cow<'_, [f64]> {
        numbers
    }

    #[inline(always)]
    fn load<S: Simd>(simd: S, from: &[f64; EIGHT]) -> Lanes<S> {
        Lanes::load_array_ref(simd, from)
    }

    #[inline(always)]
    fn store<S: Simd>(_: S, lanes: Lanes<S>) -> [f64; EIGHT] {
        lanes.to_array()
    }

    #[inline(always)]
    fn load_sixteen<S: Simd>(simd: S, from: &[f64; SIXTEEN]) -> [Lanes<S>; 2] {
        let (eights, _) = from.as_chunks::<EIGHT>();
        [
            Lanes::load_array_ref(simd, &eights[0]),
            Lanes::load_array_ref(simd, &eights[1]),
        ]
    }

    #[inline(always)]
    fn store_sixteen<S: Simd>(_: S, [low, high]: [Lanes<S>; 2]) -> [f64; SIXTEEN] {
        let mut sixteen = [0.0; SIXTEEN];
        sixteen[..EIGHT].copy_from_slice(&low.to_array());
        sixteen[EIGHT..].copy_from_slice(&high.to_array());
        sixteen
    }

    #[inline(always)]
    fn are_within<S: Simd>(simd: S, [a, b]: [&[f64; SIXTEEN]; 2], most: f32) -> bool {
        let most = f64::from(most);
        let ([a, c], [b, d]) = (Self::load_sixteen(simd, a), Self::load_sixteen(simd, b));
        let first = a.abs().simd_le(most) & b.abs().simd_le(most);
        (first & c.abs().simd_le(most) & d.abs().simd_le(most)).all_true()
    }

    #[inline(always)]
    fn rough_sizes<S: Simd>(simd: S, from: &[f64; SIXTEEN]) -> f32x16<S> {
        let [low, high] = Self::load_sixteen(simd, from);
        simd.narrow_f64x8(low.abs(), high.abs())
    }

    #[inline(always)]
    fn roughly_apart<S: Simd>(simd: S, [a, b]: [&[f64; SIXTEEN]; 2], less: f64) -> f32x16<S> {
        let ([a, c], [b, d]) = (Self::load_sixteen(simd, a), Self::load_sixteen(simd, b));
        simd.narrow_f64x8((a - b) - less, (c - d) - less)
    }
}

impl Element for f32 {
    const ONE: Self = 1.0;
    const NEG_INFINITY: Self = f32::NEG_INFINITY;
    const IS_SHORT: bool = true;
    const SUM_TOLERANCE: f64 = 1e-5;

    #[inline(always)]
    fn from_f64(x: f64) -> Self {
        x as f32
    }

    #[inline(always)]
    fn load<S: Simd>(simd: S, from: &[f32; EIGHT]) -> Lanes<S> {
        let (low, high) = simd.widen_f32x8(f32x8::load_array_ref(simd, from));
        simd.combine_f64x4(low, high)
    }

    #[inline(always)]
    fn store<S: Simd>(simd: S, lanes: Lanes<S>) -> [f32; EIGHT] {
        let (low, high) = simd.split_f64x8(lanes);
        simd.narrow_f64x4(low, high).to_array()
    }

    #[inline(always)]
    fn load_sixteen<S: Simd>(simd: S, from: &[f32; SIXTEEN]) -> [Lanes<S>; 2] {
        let (low, high) = simd.widen_f32x16(f32x16::load_array_ref(simd, from));
        [low, high]
    }

    #[inline(always)]
    fn store_sixteen<S: Simd>(simd: S, [low, high]: [Lanes<S>; 2]) -> [f32; SIXTEEN] {
        simd.narrow_f64x8(low, high).to_array()
    }

    #[inline(always)]
    fn are_within<S: Simd>(simd: S, [a, b]: [&[f32; SIXTEEN]; 2], most: f32) -> bool {
        let a = f32x16::load_array_ref(simd, a);
        let b = f32x16::load_array_ref(simd, b);
        (a.abs().simd_le(most) & b.abs().simd_le(most)).all_true()
    }

    #[inline(always)]
    fn rough_sizes<S: Simd>(simd: S, from: &[f32; SIXTEEN]) -> f32x16<S> {
        f32x16::load_array_ref(simd, from).abs()
    }

    #[inline(always)]
    fn roughly_apart<S: Simd>(simd: S, [a, b]: [&[f32; SIXTEEN]; 2], less: f64) -> f32x16<S> {
        let (a, b) = (
            f32x16::load_array_ref(simd, a),
            f32x16::load_array_ref(simd, b),
        );
        (a - b) - less as f32
    }
}
