//! Numbers of 16 bits: each is a number of 32 bits exactly.

use super::{Element, Float};
use crate::lanes::{EIGHT, Lanes, SIXTEEN};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, f32x16};
use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

/// A probability is wrong by up to a part in 2¹¹ when it is rounded, and so are an exponential and
/// the total before if these have 16 bits too.
const TOLERANCE_OF_F16: f64 = 2e-3;

/// Here a part in 2⁸; the same as for many numbers of any kind.
const TOLERANCE_OF_BF16: f64 = 1e-2;

macro_rules! element {
    ($half:ident, $tolerance:expr) => {
        impl Float for $half {}

        impl Element for $half {
            const ONE: Self = $half::ONE;
            const NEG_INFINITY: Self = $half::NEG_INFINITY;
            const IS_SHORT: bool = true;
            const SUM_TOLERANCE: f64 = $tolerance;

            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                $half::from_f32(to_odd(x))
            }

            #[inline(always)]
            fn load<S: Simd>(simd: S, from: &[Self; EIGHT]) -> Lanes<S> {
                let mut wide = [0.0; EIGHT];
                from.convert_to_f32_slice(&mut wide);
                f32::load(simd, &wide)
            }

            #[inline(always)]
            fn store<S: Simd>(_: S, lanes: Lanes<S>) -> [Self; EIGHT] {
                let mut eight = [Self::ONE; EIGHT];
                for (to, from) in eight.iter_mut().zip(lanes.to_array()) {
                    *to = Self::from_f64(from);
                }
                eight
            }

            #[inline(always)]
            fn load_sixteen<S: Simd>(simd: S, from: &[Self; SIXTEEN]) -> [Lanes<S>; 2] {
                f32::load_sixteen(simd, &wide(from))
            }

            #[inline(always)]
            fn store_sixteen<S: Simd>(_: S, lanes: [Lanes<S>; 2]) -> [Self; SIXTEEN] {
                let mut sixteen = [Self::ONE; SIXTEEN];
                for (to, from) in sixteen.chunks_mut(EIGHT).zip(lanes) {
                    for (to, from) in to.iter_mut().zip(from.to_array()) {
                        *to = Self::from_f64(from);
                    }
                }
                sixteen
            }

            #[inline(always)]
            fn are_within<S: Simd>(simd: S, [a, b]: [&[Self; SIXTEEN]; 2], most: f32) -> bool {
                f32::are_within(simd, [&wide(a), &wide(b)], most)
            }

            #[inline(always)]
            fn rough_sizes<S: Simd>(simd: S, from: &[Self; SIXTEEN]) -> f32x16<S> {
                f32::rough_sizes(simd, &wide(from))
            }

            #[inline(always)]
            fn roughly_apart<S: Simd>(
                simd: S,
                [a, b]: [&[Self; SIXTEEN]; 2],
                less: f64,
            ) -> f32x16<S> {
                f32::roughly_apart(simd, [&wide(a), &wide(b)], less)
            }
        }
    };
}

element!(f16, TOLERANCE_OF_F16);
element!(bf16, TOLERANCE_OF_BF16);

#[inline(always)]
fn wide<H>(from: &[H; SIXTEEN]) -> [f32; SIXTEEN]
where
    [H]: HalfFloatSliceExt,
{
    let mut wide = [0.0; SIXTEEN];
    from.convert_to_f32_slice(&mut wide);
    wide
}

/// A number of 32 bits that is rounded to 16 bits as the double is: itself, or that of its two
/// neighbours whose last bit is 1. To the nearest, a double next to halfway between two numbers
/// of 16 bits might become halfway.
#[inline(always)]
fn to_odd(x: f64) -> f32 {
    let near = x as f32;
    let back = f64::from(near);
    if back == x || x.is_nan() || near.to_bits() % 2 == 1 {
        near
    } else if back < x {
        near.next_up()
    } else {
        near.next_down()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every number of 16 bits survives, and halfway between two goes to the even one, next to
    /// halfway to the nearer.
    #[test]
    fn doubles_are_rounded_once() {
        macro_rules! rounded {
            ($half:ident) => {
                for bits in 0..u16::MAX {
                    let (x, next) = ($half::from_bits(bits), $half::from_bits(bits + 1));
                    let (wide, wide_next) = (f64::from(x), f64::from(next));
                    let same = <$half as Element>::from_f64(wide).to_bits();
                    assert!(same == bits || wide.is_nan(), "{x:?}");
                    if !wide.is_finite() || !wide_next.is_finite() || bits == 0x7fff {
                        continue;
                    }
                    let middle = 0.5 * (wide + wide_next);
                    let even = bits + bits % 2;
                    let [to_x, to_next] = if wide < wide_next {
                        [middle.next_down(), middle.next_up()]
                    } else {
                        [middle.next_up(), middle.next_down()]
                    };
                    assert_eq!(
                        <$half as Element>::from_f64(middle).to_bits(),
                        even,
                        "{x:?}"
                    );
                    assert_eq!(<$half as Element>::from_f64(to_x).to_bits(), bits, "{x:?}");
                    assert_eq!(
                        <$half as Element>::from_f64(to_next).to_bits(),
                        bits + 1,
                        "{x:?}"
                    );
                }
            };
        }
        rounded!(f16);
        rounded!(bf16);
        for x in [1e300, f64::INFINITY] {
            assert_eq!(<f16 as Element>::from_f64(x), f16::INFINITY);
            assert_eq!(<bf16 as Element>::from_f64(-x), bf16::NEG_INFINITY);
        }
    }
}
