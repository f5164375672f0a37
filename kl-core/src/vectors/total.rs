//! One vector: whether its entries are in range, their sum, and their quotients by it.

use crate::lanes::element::Element;
use crate::lanes::sum::LaneSum;
use crate::lanes::{EIGHT, Lanes};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// The sum of numbers between 0 and `most`, both included; nothing if one is not.
pub(crate) fn total_within<E: Element>(numbers: &[E], most: f64) -> Option<f64> {
    dispatch!(Level::new(), simd => total_in_lanes(simd, numbers, most))
}

#[inline(always)]
fn total_in_lanes<S: Simd, E: Element>(simd: S, numbers: &[E], most: f64) -> Option<f64> {
    let zero = Lanes::splat(simd, 0.0);
    let mut right = zero.simd_eq(zero);
    let mut sum = LaneSum::new(simd);
    let (eights, rest) = numbers.as_chunks::<EIGHT>();
    let (fours, eights) = eights.as_chunks::<4>();
    for four in fours {
        let mut part = zero;
        for eight in four {
            let x = E::load(simd, eight);
            right &= x.simd_ge(0.0) & x.simd_le(most);
            part += x;
        }
        sum.add(part);
    }
    let mut last = [E::from_f64(0.0); EIGHT];
    last[..rest.len()].copy_from_slice(rest);
    for eight in eights.iter().chain([&last]) {
        let x = E::load(simd, eight);
        right &= x.simd_ge(0.0) & x.simd_le(most);
        sum.add(x);
    }
    right.all_true().then_some(sum.total(simd))
}

/// Whether all are below `most` in size, and none is NaN.
pub(crate) fn all_below<E: Element>(numbers: &[E], most: f64) -> bool {
    dispatch!(Level::new(), simd => all_below_in_lanes(simd, numbers, most))
}

#[inline(always)]
fn all_below_in_lanes<S: Simd, E: Element>(simd: S, numbers: &[E], most: f64) -> bool {
    let zero = Lanes::splat(simd, 0.0);
    let mut right = zero.simd_eq(zero);
    let (eights, rest) = numbers.as_chunks::<EIGHT>();
    for eight in eights {
        right &= E::load(simd, eight).abs().simd_lt(most);
    }
    let mut last = [E::ONE; EIGHT];
    last[..rest.len()].copy_from_slice(rest);
    right &= E::load(simd, &last).abs().simd_lt(most);
    right.all_true()
}

/// Divides each by a positive number.
pub(crate) fn divide(numbers: &mut [f64], by: f64) {
    dispatch!(Level::new(), simd => divide_in_lanes(simd, numbers, by));
}

#[inline(always)]
fn divide_in_lanes<S: Simd>(simd: S, numbers: &mut [f64], by: f64) {
    let (eights, rest) = numbers.as_chunks_mut::<EIGHT>();
    for eight in eights {
        *eight = (Lanes::load_array_ref(simd, eight) / by).to_array();
    }
    for x in rest {
        *x /= by;
    }
}
