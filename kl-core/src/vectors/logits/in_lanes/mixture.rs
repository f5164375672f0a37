//! The generalised Jensen–Shannon divergence in lanes, with its gradient in the logits of Q.
//!
//! With e = q/p, t = m/p = βp/p + (1 − β)e and the terms D(a, b) = a ln(a/b) − a + b ≥ 0 of
//! numbers near one another, an outcome adds p (D(1, t)/(1 − β) + D(e, t)/β). Its derivative is
//! q (mean − v)/β with v = ln(m/q) less that at a reference x′ of x = ln(q/p). With r, the share
//! of βp of m there, v is ln(1 + r (e^(x′ − x) − 1)), not a difference of logarithms.

use super::{Eight, Found, Keep, Rows, compare, cooled};
use crate::lanes::element::Element;
use crate::lanes::exponential::{Exponential, HIGHEST, LOWEST};
use crate::lanes::logarithm::{LN_2_HIGH, LN_2_LOW, artanh_tail, power_apart};
use crate::lanes::sum::{LaneSums, difference};
use crate::lanes::{EIGHT, Lanes, SIXTEEN};
use crate::terms::kl::{near_kl_terms, rest_of_kl_terms};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// Memory for one row, to be used again for the next.
#[derive(Default)]
pub(crate) struct Mixed {
    pub(super) eights: Vec<Stored>,
}

/// Eight outcomes: the weights of P and Q; x = ln(q/p) and what it loses by rounding; eˣ − 1 and
/// eˣ. Afterwards the logarithms are in the place of x.
type Stored = [[f64; EIGHT]; 6];

impl Keep for Mixed {
    const IS_KEPT: bool = true;

    #[inline(always)]
    fn eight<S: Simd>(&mut self, simd: S, place: usize, eight: &Eight<'_, S>) {
        let Some(kept) = self.eights.get_mut(place) else {
            return;
        };
        let zero = Lanes::splat(simd, 0.0);
        let (x, lost) = (eight.power.x(), eight.lost);
        let value = eight.power.value();
        // Where a power counts as the lowest, it is smaller.
        let value = x.simd_ge(LOWEST).select(value.mul_add(lost, value), zero);
        // By one exponential, and not as the product of two.
        let [gap, lost_gap] = eight.gap;
        let (sum, lost_sum) = difference(gap, -x);
        let q = Exponential::of(simd, sum.max(LOWEST).min(HIGHEST));
        let q = q.mul_add(lost_sum + (lost_gap + lost), q);
        let is_zero = eight.weight.simd_eq(0.0) | sum.simd_lt(LOWEST);
        let q = is_zero.select(zero, q);
        *kept = [
            eight.weight.to_array(),
            q.to_array(),
            x.to_array(),
            lost.to_array(),
            eight.exp_m1.to_array(),
            value.to_array(),
        ];
    }
}

/// The divergence over β(1 − β), and β times its derivatives times a factor, written to `output`.
/// Nothing where this way would lose digits; the derivatives have them beside the largest.
pub(crate) fn mixture<E: Element, O: Element>(
    [p, q]: [&[E]; 2],
    temperature: f64,
    beta: f64,
    factor: f64,
    mixed: &mut Mixed,
    output: &mut [O],
) -> Option<f64> {
    mixture_at(
        Level::new(),
        [p, q],
        temperature,
        beta,
        factor,
        mixed,
        output,
    )
}

pub(super) fn mixture_at<E: Element, O: Element>(
    level: Level,
    [p, q]: [&[E]; 2],
    temperature: f64,
    beta: f64,
    factor: f64,
    mixed: &mut Mixed,
    output: &mut [O],
) -> Option<f64> {
    /// Nothing of what is made of smaller β is subnormal.
    const LEAST: f64 = 1e-30;
    /// The same for the sum, and for the sizes of the derivatives.
    const LEAST_VALUE: f64 = 1e-200;
    /// How much larger than the derivatives the logarithms may be that they are differences of.
    const MOST: f64 = 1.25;
    if !(LEAST..1.0).contains(&beta) {
        return None;
    }
    let rows = Rows::new(p, q);
    let lengths = 2 * p.len().div_ceil(SIXTEEN);
    mixed.eights.resize(lengths, [[0.0; EIGHT]; 6]);
    let found = compare(level, &rows, cooled(level, temperature)?, mixed)?;
    if !found.is_sure {
        return None;
    }
    let sums = dispatch!(level, simd => mixed.sums(simd, &found, beta));
    let factor = factor / sums.total;
    // What is far beyond the range of eˣ becomes infinite or NaN.
    let is_number = sums.value < f64::INFINITY && sums.mean.abs() < f64::INFINITY;
    if !(is_number && sums.value > LEAST_VALUE && factor.is_normal()) {
        return None;
    }
    let size = dispatch!(level, simd => mixed.write(simd, sums.mean, factor, output));
    (size > LEAST_VALUE * sums.total && MOST * size >= sums.size).then_some(sums.value)
}

/// What is found of one row.
struct MixedSums {
    /// The divergence.
    value: f64,
    /// The mean of the logarithms under Q.
    mean: f64,
    /// Σ of the weights of Q.
    total: f64,
    /// Σ of the weights of Q times the sizes of the logarithms.
    size: f64,
}

/// Where the logarithms are 0: x there, what it loses, and the parts of βP and of (1 − β)Q of m.
struct Reference {
    x: f64,
    lost: f64,
    of_p: f64,
    of_q: f64,
}

impl Mixed {
    /// Leaves the logarithms.
    #[inline(always)]
    fn sums<S: Simd>(&mut self, simd: S, found: &Found, beta: f64) -> MixedSums {
        /// Smaller quotients count as this: nothing is left of their terms but m.
        const LEAST: f64 = 1e-260;
        let alpha = 1.0 - beta;
        let (over_alpha, over_beta) = (1.0 / alpha, 1.0 / beta);
        let inverse = 1.0 / (1.0 + found.s);
        let one = Lanes::splat(simd, 1.0);
        let from = self.reference(simd, found.s, beta);
        let mut size = Lanes::splat(simd, 0.0);
        let mut sums = LaneSums::<S, 3>::new(simd);
        for (place, eight) in self.eights.iter_mut().enumerate() {
            let [weight, q, x, lost, exp_m1, power] = &*eight;
            // Three at a time, because `map` of six is a call.
            let [weight, q, x] = [weight, q, x].map(|x| Lanes::load_array_ref(simd, x));
            let [lost, exp_m1, power] =
                [lost, exp_m1, power].map(|x| Lanes::load_array_ref(simd, x));
            let apart = (exp_m1 - found.s) * inverse;
            let power = (power * inverse).max(LEAST);
            let mixture = power.mul_add(alpha, beta);
            let of_p = terms(simd, one, mixture, apart * alpha);
            let of_q = terms(simd, power, mixture, apart * -beta);
            // How much larger than at the reference p/q is, less 1.
            let (above, more) = difference(Lanes::splat(simd, from.x), x);
            let more = more + (from.lost - lost);
            let power_above = Exponential::new(simd, above);
            let (above, whole) = (power_above.minus_1(), power_above.value());
            let above = above + more.mul_add(above, more);
            let whole = whole.mul_add(more, whole).mul_add(from.of_p, from.of_q);
            let logarithm = ln_1p(simd, above * from.of_p, whole);
            size = q.mul_add(logarithm.abs(), size);
            let few = &mut sums.few;
            few[0] = weight.mul_add(of_q.mul_add(over_beta, of_p * over_alpha), few[0]);
            few[1] = q.mul_add(logarithm, few[1]);
            few[2] += q;
            eight[2] = logarithm.to_array();
            if place % 4 == 3 {
                sums.look_after_the_lost(simd);
            }
        }
        let [value, mean, total] = sums.sums(simd).map(|sum| sum.total(simd));
        MixedSums {
            value: value / found.total,
            mean: mean / total,
            total,
            size: size.reduce_sum(),
        }
    }

    /// The likeliest outcome under Q; or none, where none is likelier than all others and P and Q
    /// are near one another in most: then the mean of ln(m/q) is 0 but for its variance.
    #[inline(always)]
    fn reference<S: Simd>(&self, simd: S, s: f64, beta: f64) -> Reference {
        let zero = Lanes::splat(simd, 0.0);
        let centre = s.ln_1p();
        let (mut total, mut largest, mut of_largest) = (zero, zero, [zero; 2]);
        // Of x where that is small, and ±1 elsewhere.
        let mut slope = zero;
        for [_, q, x, lost, ..] in &self.eights {
            let [q, x, lost] = [q, x, lost].map(|x| Lanes::load_array_ref(simd, x));
            total += q;
            slope = q.mul_add((x - centre).max(-1.0).min(1.0), slope);
            let more = q.simd_gt(largest);
            largest = more.select(q, largest);
            let [x_there, lost_there] = of_largest;
            of_largest = [more.select(x, x_there), more.select(lost, lost_there)];
        }
        let [x, lost] = of_largest;
        let (all_x, all_lost) = (x.to_array(), lost.to_array());
        let (mut most, mut x, mut lost) = (0.0, 0.0, 0.0);
        for (lane, q) in largest.to_array().into_iter().enumerate() {
            if q > most {
                (most, x, lost) = (q, all_x[lane], all_lost[lane]);
            }
        }
        let total = total.reduce_sum();
        if most < 0.5 * total && slope.reduce_sum().abs() < 0.7 * total {
            return Reference {
                x: centre,
                lost: 0.0,
                of_p: beta,
                of_q: 1.0 - beta,
            };
        }
        let (p, q) = (beta * (1.0 + s) * (-x).exp() * (1.0 - lost), 1.0 - beta);
        Reference {
            x,
            lost,
            of_p: p / (p + q),
            of_q: q / (p + q),
        }
    }

    /// q (mean − logarithm) and a factor; gives the sum of the sizes without it.
    #[inline(always)]
    fn write<S: Simd, O: Element>(&self, simd: S, mean: f64, factor: f64, output: &mut [O]) -> f64 {
        let (eights, rest) = output.as_chunks_mut::<EIGHT>();
        let mut last = [O::ONE; EIGHT];
        let mean = Lanes::splat(simd, mean);
        let mut size = Lanes::splat(simd, 0.0);
        for (output, [_, q, logarithm, ..]) in
            eights.iter_mut().chain([&mut last]).zip(&self.eights)
        {
            let [q, logarithm] = [q, logarithm].map(|x| Lanes::load_array_ref(simd, x));
            let derivative = q * (mean - logarithm);
            size += derivative.abs();
            *output = O::store(simd, derivative * factor);
        }
        rest.copy_from_slice(&last[..rest.len()]);
        size.reduce_sum()
    }
}

/// a ln(a/b) − a + b from d = b − a too, which counts where the two are near.
#[inline(always)]
fn terms<S: Simd>(simd: S, a: Lanes<S>, b: Lanes<S>, d: Lanes<S>) -> Lanes<S> {
    let (k, near) = power_apart(a, b);
    let d = k.simd_eq(0.0).select(d, near - a);
    near_kl_terms(simd, a, near, d) + rest_of_kl_terms(a, b, k, near)
}

/// ln(1 + y) from 1 + y too, which counts where that is far from 1.
#[inline(always)]
fn ln_1p<S: Simd>(simd: S, y: Lanes<S>, whole: Lanes<S>) -> Lanes<S> {
    let (k, near) = power_apart(Lanes::splat(simd, 1.0), whole);
    let d = k.simd_eq(0.0).select(y, near - 1.0);
    let s = d / (near + 1.0);
    let y = s * s;
    let twice = s + s;
    let near = (twice * y).mul_add(artanh_tail(simd, y), twice);
    k.mul_add(LN_2_HIGH, k.mul_add(LN_2_LOW, near))
}
