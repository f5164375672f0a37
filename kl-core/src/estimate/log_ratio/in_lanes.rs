//! The mean of a function of each log-ratio, and its standard error, eight at a time.
//!
//! Both passes compute the terms anew: that takes less time than to fetch them from memory, and
//! needs none.

use super::{K1, K2, K3};
use crate::estimate::Estimate;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;
use crate::lanes::exponential::Exponential;
use crate::lanes::sum::{LaneSum, difference};
use crate::lanes::{EIGHT, Lanes, places};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// The terms of eight log-ratios that are between [`LOWEST`] and [`HIGHEST`]; 0 of 0.
pub(super) trait Eight {
    fn eight<S: Simd>(simd: S, log_ratios: Lanes<S>) -> Lanes<S>;
}

impl Eight for K1 {
    #[inline(always)]
    fn eight<S: Simd>(_: S, log_ratios: Lanes<S>) -> Lanes<S> {
        -log_ratios
    }
}

impl Eight for K2 {
    #[inline(always)]
    fn eight<S: Simd>(_: S, log_ratios: Lanes<S>) -> Lanes<S> {
        (log_ratios * 0.5) * log_ratios
    }
}

impl Eight for K3 {
    #[inline(always)]
    fn eight<S: Simd>(simd: S, log_ratios: Lanes<S>) -> Lanes<S> {
        Exponential::new(simd, log_ratios).minus_1_and_x()
    }
}

/// Between these the squares of the terms cannot overflow, nor can their sum.
const LOWEST: f64 = -power_of_two(200);
const HIGHEST: f64 = 300.0;
/// If no log-ratio is larger in size than this, squares may underflow.
const SMALL: f64 = power_of_two(-120);

/// So many log-ratios have one sum of their own.
const PIECE: usize = 1 << 14;

/// The estimate; nothing if a log-ratio is out of range, or all are small.
pub(super) fn mean<T: Eight>(log_ratios: &[f64]) -> Option<Estimate<f64>> {
    mean_at::<T>(Level::new(), log_ratios)
}

fn mean_at<T: Eight>(level: Level, log_ratios: &[f64]) -> Option<Estimate<f64>> {
    let (mut total, mut largest) = (Double::ZERO, 0.0_f64);
    for piece in log_ratios.chunks(PIECE) {
        let (sum, of_piece) = dispatch!(level, simd => sum_in_lanes::<_, T>(simd, piece))?;
        total = total + sum;
        largest = largest.max(of_piece);
    }
    if largest < SMALL {
        return None;
    }
    let n = log_ratios.len() as f64;
    let mean = total / Double::from(n);
    let mut squares = CompensatedSum::default();
    for piece in log_ratios.chunks(PIECE) {
        squares.add(dispatch!(level, simd => squares_in_lanes::<_, T>(simd, piece, mean)));
    }
    let standard_error = (squares.total() / n / (n - 1.0)).sqrt();
    Some(Estimate::new(mean.value, standard_error, log_ratios.len()))
}

/// The sum of the terms, and the size of the largest log-ratio; nothing if one is out of range.
#[inline(always)]
fn sum_in_lanes<S: Simd, T: Eight>(simd: S, piece: &[f64]) -> Option<(Double, f64)> {
    let zero = Lanes::splat(simd, 0.0);
    let (mut right, mut largest) = (zero.simd_eq(zero), zero);
    let mut sum = LaneSum::new(simd);
    let (eights, rest) = piece.as_chunks::<EIGHT>();
    // Zeros add nothing.
    let mut last = [0.0; EIGHT];
    last[..rest.len()].copy_from_slice(rest);
    for eight in eights.iter().chain([&last]) {
        let x = Lanes::load_array_ref(simd, eight);
        right &= x.simd_ge(LOWEST) & x.simd_le(HIGHEST);
        largest = largest.max(x.abs());
        sum.add(T::eight(simd, x));
    }
    if !right.all_true() {
        return None;
    }
    let largest = largest.to_array().into_iter().fold(0.0, f64::max);
    Some((sum.total_and_lost(simd), largest))
}

/// The squares of the deviations of the terms from their mean.
#[inline(always)]
fn squares_in_lanes<S: Simd, T: Eight>(simd: S, piece: &[f64], mean: Double) -> f64 {
    let zero = Lanes::splat(simd, 0.0);
    let (of_mean, lost_of_mean) = (
        Lanes::splat(simd, mean.value),
        Lanes::splat(simd, mean.lost),
    );
    let mut sum = LaneSum::new(simd);
    let (eights, rest) = piece.as_chunks::<EIGHT>();
    let mut last = [0.0; EIGHT];
    last[..rest.len()].copy_from_slice(rest);
    for (i, eight) in eights.iter().chain([&last]).enumerate() {
        let term = T::eight(simd, Lanes::load_array_ref(simd, eight));
        // In two parts, because terms that are nearly equal have most of their digits in common.
        let (apart, lost) = difference(term, of_mean);
        let deviation = apart + (lost - lost_of_mean);
        let square = deviation * deviation;
        sum.add(if i < eights.len() {
            square
        } else {
            places(simd).simd_lt(rest.len() as f64).select(square, zero)
        });
    }
    sum.total(simd)
}

#[cfg(test)]
mod tests {
    use super::{K1, K2, K3, PIECE, mean_at};
    use crate::estimate::log_ratio::{Term, one_by_one};
    use crate::testing::{Random, levels, ulp};

    /// Lanes against single log-ratios, on all instructions that there are and at all lengths
    /// around those that matter.
    fn agree<T: Term>(random: &mut Random, size: f64) {
        let lengths = (2..20).chain([PIECE + 9]);
        for n in lengths {
            let x: Vec<f64> = (0..n).map(|_| size * (random.unit() - 0.6)).collect();
            let expected = one_by_one::<T>(&x);
            for level in levels() {
                let found = mean_at::<T>(level, &x).expect("in range");
                let sizes: f64 = x.iter().map(|&x| T::one(x).abs()).sum();
                let value = found.value() - expected.value();
                assert!(
                    value.abs() <= 2.0 * f64::EPSILON * sizes / n as f64,
                    "{n} {size} {found:?} {expected:?}"
                );
                let off = ulp(found.standard_error(), expected.standard_error());
                assert!(off <= 16.0, "{n} {size} {found:?} {expected:?}");
            }
        }
    }

    #[test]
    fn lanes_agree_with_single_log_ratios() {
        let mut random = Random(11);
        for size in [1e-30, 1e-9, 0.1, 1.0, 20.0, 500.0] {
            agree::<K1>(&mut random, size);
            agree::<K2>(&mut random, size);
            agree::<K3>(&mut random, size);
        }
    }

    #[test]
    fn lanes_leave_alone_what_is_out_of_range() {
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 301.0, -1e100] {
            for place in [0, 7, 8, 12] {
                let mut x = [0.5; 13];
                x[place] = wrong;
                for level in levels() {
                    assert_eq!(mean_at::<K3>(level, &x), None, "{wrong} at {place}");
                }
            }
        }
        assert_eq!(super::mean::<K2>(&[1e-40; 9]), None);
        assert_eq!(super::mean::<K2>(&[0.0; 9]), None);
    }
}
