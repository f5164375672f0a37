//! The exponential in lanes against that of the standard library, on all instructions that
//! there are.

use super::Exponential;
use crate::lanes::{EIGHT, Lanes};
use crate::special::expm1mx::expm1mx;
use crate::testing::{levels, ulp};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, dispatch};

#[inline(always)]
fn all<S: Simd>(simd: S, x: &[f64; EIGHT]) -> [[f64; EIGHT]; 4] {
    let power = Exponential::new(simd, Lanes::load_array_ref(simd, x));
    let one = Lanes::splat(simd, 1.0);
    let all = [
        power.value(),
        power.minus_1(),
        power.minus_1_and_x(),
        power.minus_1_and_x_and(one),
    ];
    let mut arrays = [[0.0; EIGHT]; 4];
    for (array, lanes) in arrays.iter_mut().zip(all) {
        *array = lanes.to_array();
    }
    arrays
}

/// Everywhere, close to 0, around the half where n begins, and next to the multiples of ln 2,
/// where z is small.
fn numbers() -> Vec<f64> {
    let count = if cfg!(debug_assertions) {
        2_000
    } else {
        200_000
    };
    let mut all = Vec::new();
    for i in 0..count {
        let t = f64::from(i) / f64::from(count);
        all.extend([1300.0 * t - 600.0, 4.0 * t - 2.0, (t - 0.5) * 1e-5]);
        all.extend([(-700.0 * t).exp(), 0.5 + t * 1e-3, -0.5 - t * 1e-3]);
    }
    for n in -865..=1009 {
        let x = f64::from(n) * std::f64::consts::LN_2;
        for step in -2..=2 {
            all.push(f64::from_bits(x.to_bits().saturating_add_signed(step)));
        }
    }
    all.retain(|x| (-600.0..=700.0).contains(x));
    all
}

#[test]
fn parts_of_the_exponential() {
    let numbers = numbers();
    for level in levels() {
        let mut worst = [0.0_f64; 4];
        for x in numbers.as_chunks().0 {
            let found = dispatch!(level, simd => all(simd, x));
            for (lane, &x) in x.iter().enumerate() {
                let expected = [x.exp(), x.exp_m1(), expm1mx(x), 1.0 + expm1mx(x)];
                for ((worst, found), expected) in worst.iter_mut().zip(found).zip(expected) {
                    *worst = worst.max(ulp(found[lane], expected));
                }
            }
        }
        // The reference itself is wrong by up to one, or three.
        for (worst, most) in worst.into_iter().zip([2.0, 3.0, 4.0, 3.0]) {
            assert!(worst <= most, "{worst} ulp, {level:?}");
        }
    }
}

#[test]
fn far_below_it_counts_as_at_the_lowest() {
    for level in levels() {
        let x = [-600.0, -601.0, -1e9, -1e300, 0.0, -0.0, 5e-324, -5e-324];
        let [value, minus_1, rest, _] = dispatch!(level, simd => all(simd, &x));
        assert_eq!(value[..4], [value[0]; 4]);
        assert_eq!(value[4..], [1.0; 4]);
        assert_eq!(minus_1, [-1.0, -1.0, -1.0, -1.0, 0.0, 0.0, 5e-324, -5e-324]);
        assert_eq!(rest, [599.0, 600.0, 1e9 - 1.0, 1e300, 0.0, 0.0, 0.0, 0.0]);
    }
}
