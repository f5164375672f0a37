//! The generalised Jensen–Shannon divergence in lanes, with its gradient in the logits of Q.
//!
//! With e = q/p, t = m/p = βp/p + (1 − β)e and the terms D(a, b) = a ln(a/b) − a + b ≥ 0 of
//! numbers near one another, an outcome adds p (D(1, t)/(1 − β) + D(e, t)/β). Its derivative is
//! q (mean − v)/β with v = ln(m/q) less that of the likeliest outcome under Q: the logarithm of
//! a quotient, of which what it has beyond 1 is known, and not a difference of logarithms.

use super::{Cooling, Found, Keep, Rows, compare};
use crate::lanes::element::Element;
use crate::lanes::exponential::{Exponential, LOWEST};
use crate::lanes::logarithm::{LN_2_HIGH, LN_2_LOW, artanh_tail, power_apart};
use crate::lanes::sum::LaneSums;
use crate::lanes::{EIGHT, Lanes, SIXTEEN};
use crate::terms::kl::{near_kl_terms, rest_of_kl_terms};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// Memory for one row, to be used again for the next: the weights of P, then of Q; q/p − 1, then
/// the logarithms; and q/p.
#[derive(Default)]
pub(crate) struct Mixed {
    eights: Vec<[[f64; EIGHT]; 3]>,
}

impl Keep for Mixed {
    const IS_KEPT: bool = true;

    #[inline(always)]
    fn eight<S: Simd>(
        &mut self,
        simd: S,
        place: usize,
        weight: Lanes<S>,
        exp_m1: Lanes<S>,
        power: &Exponential<S>,
        lost: Lanes<S>,
    ) {
        if let Some(eight) = self.eights.get_mut(place) {
            let value = power.value();
            let value = value.mul_add(lost, value);
            // Where the power counts as the lowest, it is smaller.
            let value = power
                .x()
                .simd_ge(LOWEST)
                .select(value, Lanes::splat(simd, 0.0));
            *eight = [weight.to_array(), exp_m1.to_array(), value.to_array()];
        }
    }
}

/// The divergence over β(1 − β), and its derivatives times a factor, written to `output`.
/// Nothing where this way would lose digits; the derivatives have them beside the largest.
pub(crate) fn mixture<E: Element, O: Element>(
    [p, q]: [&[E]; 2],
    beta: f64,
    factor: f64,
    mixed: &mut Mixed,
    output: &mut [O],
) -> Option<f64> {
    mixture_at(Level::new(), [p, q], beta, factor, mixed, output)
}

pub(super) fn mixture_at<E: Element, O: Element>(
    level: Level,
    [p, q]: [&[E]; 2],
    beta: f64,
    factor: f64,
    mixed: &mut Mixed,
    output: &mut [O],
) -> Option<f64> {
    /// Nothing of what is made of smaller β is subnormal.
    const LEAST: f64 = 1e-30;
    /// The same for the sum, and for the largest derivative.
    const LEAST_VALUE: f64 = 1e-200;
    /// How much larger than the largest derivative what it is the difference of may be.
    const MOST: f64 = 2.0;
    if !(LEAST..1.0).contains(&beta) {
        return None;
    }
    let rows = Rows::new(p, q);
    let lengths = 2 * p.len().div_ceil(SIXTEEN);
    mixed.eights.resize(lengths, [[0.0; EIGHT]; 3]);
    let no_cooling: Option<Cooling> = None;
    let found = compare(level, &rows, no_cooling, mixed)?;
    if !found.is_sure {
        return None;
    }
    let sums = dispatch!(level, simd => mixed.sums(simd, &found, beta));
    let factor = factor / (beta * sums.total);
    if !(sums.value > LEAST_VALUE && factor.is_normal()) {
        return None;
    }
    let largest = dispatch!(level, simd => mixed.write(simd, sums.mean, factor, output));
    let is_sure = largest > LEAST_VALUE * sums.total && MOST * largest >= sums.size;
    is_sure.then_some(sums.value)
}

/// What is found of one row.
struct MixedSums {
    /// The divergence.
    value: f64,
    /// The mean of the logarithms under Q.
    mean: f64,
    /// Σ of the weights of Q.
    total: f64,
    /// The largest weight of Q times the numbers of which a logarithm has the difference.
    size: f64,
}

impl Mixed {
    /// Leaves the weights of Q and the logarithms.
    #[inline(always)]
    fn sums<S: Simd>(&mut self, simd: S, found: &Found, beta: f64) -> MixedSums {
        /// Smaller quotients count as this: nothing is left of their terms but m.
        const LEAST: f64 = 1e-260;
        let alpha = 1.0 - beta;
        let (over_alpha, over_beta) = (1.0 / alpha, 1.0 / beta);
        let inverse = 1.0 / (1.0 + found.s);
        let splat = |x: f64| Lanes::splat(simd, x);
        let (zero, one) = (splat(0.0), splat(1.0));
        // The likeliest outcome under Q.
        let (mut largest, mut of_largest) = (zero, [zero; 2]);
        for [weight, exp_m1, power] in &self.eights {
            let [weight, exp_m1, power] =
                [weight, exp_m1, power].map(|x| Lanes::load_array_ref(simd, x));
            let q = weight * power;
            let more = q.simd_gt(largest);
            largest = more.select(q, largest);
            of_largest = [
                more.select(exp_m1, of_largest[0]),
                more.select(power, of_largest[1]),
            ];
        }
        let quotients = one / (of_largest[1] * inverse).max(LEAST);
        let (apart, quotients) = (of_largest[0].to_array(), quotients.to_array());
        let (mut most, mut apart_at_top, mut quotient_at_top) = (0.0, 0.0, 1.0);
        for (lane, q) in largest.to_array().into_iter().enumerate() {
            if q > most {
                (most, apart_at_top, quotient_at_top) = (q, apart[lane], quotients[lane]);
            }
        }
        let top = splat(alpha + beta * quotient_at_top);
        let factor_at_top = beta * quotient_at_top * inverse;
        let mut size = zero;
        let mut sums = LaneSums::<S, 3>::new(simd);
        for (place, eight) in self.eights.iter_mut().enumerate() {
            let [weight, exp_m1, power] = eight.each_ref().map(|x| Lanes::load_array_ref(simd, x));
            let apart = (exp_m1 - found.s) * inverse;
            let power = power * inverse;
            let q = weight * power;
            let power = power.max(LEAST);
            let mixture = power.mul_add(alpha, beta);
            let of_p = terms(simd, one, mixture, apart * alpha);
            let of_q = terms(simd, power, mixture, apart * -beta);
            // p/q, times β also less that of the top: from the differences of q/p − 1.
            let quotient = one / power;
            let here = quotient.mul_add(beta, alpha);
            let factor = quotient * factor_at_top;
            let above = apart_at_top - exp_m1;
            let logarithm = ln_quotient(simd, here, top, above * factor);
            let parts = (exp_m1.abs() + apart_at_top.abs()) * factor;
            let parts = above.simd_eq(0.0).select(zero, parts);
            size = size.max(q * parts);
            let few = &mut sums.few;
            few[0] = weight.mul_add(of_q.mul_add(over_beta, of_p * over_alpha), few[0]);
            few[1] = q.mul_add(logarithm, few[1]);
            few[2] += q;
            *eight = [q.to_array(), logarithm.to_array(), [0.0; EIGHT]];
            if place % 4 == 3 {
                sums.look_after_the_lost(simd);
            }
        }
        let [value, mean, total] = sums.sums(simd).map(|sum| sum.total(simd));
        MixedSums {
            value: value / found.total,
            mean: mean / total,
            total,
            size: size.reduce_max() / top.to_array()[0],
        }
    }

    /// q (mean − logarithm) and a factor; gives the largest without it.
    #[inline(always)]
    fn write<S: Simd, O: Element>(&self, simd: S, mean: f64, factor: f64, output: &mut [O]) -> f64 {
        let (eights, rest) = output.as_chunks_mut::<EIGHT>();
        let mut last = [O::ONE; EIGHT];
        let mean = Lanes::splat(simd, mean);
        let mut largest = Lanes::splat(simd, 0.0);
        for (output, [q, logarithm, _]) in eights.iter_mut().chain([&mut last]).zip(&self.eights) {
            let [q, logarithm] = [q, logarithm].map(|x| Lanes::load_array_ref(simd, x));
            let derivative = q * (mean - logarithm);
            largest = largest.max(derivative.abs());
            *output = O::store(simd, derivative * factor);
        }
        rest.copy_from_slice(&last[..rest.len()]);
        largest.reduce_max()
    }
}

/// a ln(a/b) − a + b from d = b − a too, which counts where the two are near.
#[inline(always)]
fn terms<S: Simd>(simd: S, a: Lanes<S>, b: Lanes<S>, d: Lanes<S>) -> Lanes<S> {
    let (k, near) = power_apart(a, b);
    let d = k.simd_eq(0.0).select(d, near - a);
    near_kl_terms(simd, a, near, d) + rest_of_kl_terms(a, b, k, near)
}

/// ln(a/b), from a − b too, which counts where the two are near.
#[inline(always)]
fn ln_quotient<S: Simd>(simd: S, a: Lanes<S>, b: Lanes<S>, d: Lanes<S>) -> Lanes<S> {
    let (k, near) = power_apart(b, a);
    let d = k.simd_eq(0.0).select(d, near - b);
    let s = d / (near + b);
    let y = s * s;
    let twice = s + s;
    let near = (twice * y).mul_add(artanh_tail(simd, y), twice);
    k.mul_add(LN_2_HIGH, k.mul_add(LN_2_LOW, near))
}
