//! The sum of the terms and their derivatives, in one pass over means and log-variances.

use super::term;
use crate::Float;
use crate::float::sum::CompensatedSum;
use crate::lanes::exponential::{Exponential, HIGHEST};
use crate::lanes::sum::LaneSums;
use crate::lanes::{Lanes, SIXTEEN};
use crate::objective::input::LARGEST;
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// The sum of the terms; nothing if an entry is not finite or too large.
pub(super) fn value<F: Float>(input: [&[F]; 2]) -> Option<f64> {
    value_at(Level::new(), input)
}

/// The sum of the terms, and their derivatives times a weight.
pub(super) fn value_and_gradient<F: Float>(
    input: [&[F]; 2],
    weight: f64,
    output: [&mut [F]; 2],
) -> Option<f64> {
    value_and_gradient_at(Level::new(), input, weight, output)
}

/// Fewer entries than this are looked at one by one, which takes no longer.
const FEW: usize = 4;

fn value_at<F: Float>(level: Level, input: [&[F]; 2]) -> Option<f64> {
    if input[0].len() < FEW {
        return value_one_by_one(input);
    }
    dispatch!(level, simd => value_in_lanes(simd, input))
}

fn value_and_gradient_at<F: Float>(
    level: Level,
    input: [&[F]; 2],
    weight: f64,
    [by_mean, by_log_variance]: [&mut [F]; 2],
) -> Option<f64> {
    let output = [by_mean, &mut *by_log_variance];
    let value = dispatch!(level, simd => value_and_gradient_in_lanes(simd, input, weight, output));
    if weight == 0.0 {
        // Also where the exponential overflows; and no zero is negative.
        by_log_variance.fill(F::from_f64(0.0));
    }
    if input[0].len() < FEW {
        value_one_by_one(input)
    } else {
        value
    }
}

/// The sum of the terms, whatever they are; nothing if an entry is not finite or too large.
#[inline(never)]
fn value_one_by_one<F: Float>([mean, log_variance]: [&[F]; 2]) -> Option<f64> {
    let mut total = CompensatedSum::default();
    for (&mean, &log_variance) in mean.iter().zip(log_variance) {
        let (mean, log_variance): (f64, f64) = (mean.into(), log_variance.into());
        if !(mean.abs() < LARGEST && log_variance.abs() < LARGEST) {
            return None;
        }
        total.add(term(mean, log_variance));
    }
    Some(total.total())
}

#[inline(always)]
fn value_in_lanes<S: Simd, F: Float>(simd: S, [mean, log_variance]: [&[F]; 2]) -> Option<f64> {
    let (mut means, mean_rest) = mean.as_chunks();
    let (mut log_variances, rest) = log_variance.as_chunks();
    let last = [filled_up(mean_rest), filled_up(rest)];
    let mut total = Total::new(simd);
    let mut unusual = CompensatedSum::default();
    // Nothing is called while numbers are usual: what the registers hold would be lost.
    loop {
        let mut count = 0;
        for (mean, log_variance) in means.iter().zip(log_variances) {
            if !are_usual(simd, [mean, log_variance]) {
                break;
            }
            total.add(simd, [mean, log_variance]);
            count += 1;
        }
        (means, log_variances) = (&means[count..], &log_variances[count..]);
        let (Some((mean, after)), Some((log_variance, after_it))) =
            (means.split_first(), log_variances.split_first())
        else {
            break;
        };
        unusual.add(value_one_by_one([mean, log_variance])?);
        (means, log_variances) = (after, after_it);
    }
    let last = last.each_ref();
    if are_usual(simd, last) {
        total.add(simd, last);
    } else {
        unusual.add(value_one_by_one(last.map(<[F; SIXTEEN]>::as_slice))?);
    }
    Some(total.total(simd) + unusual.total())
}

#[inline(always)]
fn value_and_gradient_in_lanes<S: Simd, F: Float>(
    simd: S,
    [mean, log_variance]: [&[F]; 2],
    weight: f64,
    [by_mean, by_log_variance]: [&mut [F]; 2],
) -> Option<f64> {
    let (mut means, mean_rest) = mean.as_chunks();
    let (mut log_variances, rest) = log_variance.as_chunks();
    let (mut by_means, by_mean_rest) = by_mean.as_chunks_mut();
    let (mut by_log_variances, by_rest) = by_log_variance.as_chunks_mut();
    let last = [filled_up(mean_rest), filled_up(rest)];
    let mut total = Total::new(simd);
    let mut unusual = CompensatedSum::default();
    // As above.
    loop {
        let mut count = 0;
        let input = means.iter().zip(log_variances);
        let output = by_means.iter_mut().zip(by_log_variances.iter_mut());
        for ((mean, log_variance), (by_mean, by_log_variance)) in input.zip(output) {
            if !are_usual(simd, [mean, log_variance]) {
                break;
            }
            let parts = total.add(simd, [mean, log_variance]);
            [*by_mean, *by_log_variance] = derivatives(simd, parts, weight);
            count += 1;
        }
        (means, log_variances) = (&means[count..], &log_variances[count..]);
        (by_means, by_log_variances) = (&mut by_means[count..], &mut by_log_variances[count..]);
        let (Some((mean, after)), Some((log_variance, after_it))) =
            (means.split_first(), log_variances.split_first())
        else {
            break;
        };
        let (Some((by_mean, by_after)), Some((by_log_variance, by_after_it))) = (
            by_means.split_first_mut(),
            by_log_variances.split_first_mut(),
        ) else {
            break;
        };
        unusual.add(value_one_by_one([mean, log_variance])?);
        [*by_mean, *by_log_variance] = unusual_derivatives(simd, [mean, log_variance], weight);
        (means, log_variances) = (after, after_it);
        (by_means, by_log_variances) = (by_after, by_after_it);
    }
    let last = last.each_ref();
    let by_last = if are_usual(simd, last) {
        let parts = total.add(simd, last);
        derivatives(simd, parts, weight)
    } else {
        unusual.add(value_one_by_one(last.map(<[F; SIXTEEN]>::as_slice))?);
        unusual_derivatives(simd, last, weight)
    };
    by_mean_rest.copy_from_slice(&by_last[0][..rest.len()]);
    by_rest.copy_from_slice(&by_last[1][..rest.len()]);
    Some(total.total(simd) + unusual.total())
}

/// Fewer than sixteen numbers, and zeros, whose term is zero.
#[inline(always)]
fn filled_up<F: Float>(few: &[F]) -> [F; SIXTEEN] {
    let mut sixteen = [F::from_f64(0.0); SIXTEEN];
    sixteen[..few.len()].copy_from_slice(few);
    sixteen
}

/// Whether neither the squares of the means nor the exponentials overflow.
#[inline(always)]
fn are_usual<S: Simd, F: Float>(simd: S, [mean, log_variance]: [&[F; SIXTEEN]; 2]) -> bool {
    const MOST: f32 = 600.0;
    F::are_within(simd, [mean, log_variance], MOST)
}

/// The running sum of twice the terms.
struct Total<S: Simd> {
    sums: LaneSums<S, 2>,
    count: usize,
}

/// The means and exponentials of sixteen entries.
type Parts<S> = ([Lanes<S>; 2], [Exponential<S>; 2]);

impl<S: Simd> Total<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        Total {
            sums: LaneSums::new(simd),
            count: 0,
        }
    }

    #[inline(always)]
    fn add<F: Float>(&mut self, simd: S, [mean, log_variance]: [&[F; SIXTEEN]; 2]) -> Parts<S> {
        let mean = F::load_sixteen(simd, mean);
        let [low, high] = F::load_sixteen(simd, log_variance);
        let powers = [
            Exponential::within(simd, low),
            Exponential::within(simd, high),
        ];
        for ((few, mean), power) in self.sums.few.iter_mut().zip(mean).zip(&powers) {
            *few = power.minus_1_and_x_and(mean.mul_add(mean, *few));
        }
        self.count += 1;
        if self.count.is_multiple_of(4) {
            self.sums.look_after_the_lost(simd);
        }
        (mean, powers)
    }

    /// The sum of the terms.
    #[inline(always)]
    fn total(self, simd: S) -> f64 {
        let [low, high] = self.sums.sums(simd);
        0.5 * low.and(high).total(simd)
    }
}

/// The derivatives times a weight.
#[inline(always)]
fn derivatives<S: Simd, F: Float>(
    simd: S,
    ([low, high], [of_low, of_high]): Parts<S>,
    weight: f64,
) -> [[F; SIXTEEN]; 2] {
    let half = 0.5 * weight;
    [
        F::store_sixteen(simd, [low * weight, high * weight]),
        F::store_sixteen(simd, [of_low.minus_1() * half, of_high.minus_1() * half]),
    ]
}

/// The same of any entries.
#[inline(always)]
fn unusual_derivatives<S: Simd, F: Float>(
    simd: S,
    [mean, log_variance]: [&[F; SIXTEEN]; 2],
    weight: f64,
) -> [[F; SIXTEEN]; 2] {
    let [low, high] = F::load_sixteen(simd, log_variance);
    let powers = [Exponential::new(simd, low), Exponential::new(simd, high)];
    let mean = F::load_sixteen(simd, mean);
    let [by_mean, mut by_log_variance] = derivatives(simd, (mean, powers), weight);
    for (by_l, &l) in by_log_variance.iter_mut().zip(log_variance) {
        let l: f64 = l.into();
        if l > HIGHEST {
            *by_l = F::from_f64(l.exp_m1() * (0.5 * weight));
        }
    }
    [by_mean, by_log_variance]
}

#[cfg(test)]
mod tests;
