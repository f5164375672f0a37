//! Two vectors of logits in lanes, with nothing stored but what is asked for.
//!
//! With d = ln of the weight of Q less that of P, any number c, x = d − c, and the sums
//! s = Σ p (eˣ − 1) and r = Σ p (eˣ − 1 − x) ≥ 0,
//!
//! D = r − (s − ln(1 + s)),  q − p = p (eˣ − 1 − s)/(1 + s),
//!
//! because Q's probabilities sum to one: ln(p/q) = ln(1 + s) − x. Where c is ln Σ p e^d, the
//! logarithm of the quotient of the normalisers, s is 0 and r is D. A guess of c is made from
//! numbers of 32 bits; an error of it counts only squared. Unlike the mean of d, this c does
//! not care how small the weight of an outcome is that is all but impossible under Q.

mod bucket;
mod mixture;
mod surplus;

pub(crate) use bucket::Parts;
pub(crate) use mixture::{Mixed, mixture};
pub(crate) use surplus::{Surplus, kl_and_surplus};

use crate::float::double::{Double, two_sum};
use crate::float::scale::{power_of_two, split};
use crate::lanes::element::Element;
use crate::lanes::exponential::{Exponential, LOWEST};
use crate::lanes::rough::{Rough, exp_and_exp_m1};
use crate::lanes::sum::{LaneSums, difference};
use crate::lanes::{EIGHT, Lanes, SIXTEEN, is_fused};
use crate::special::log1pmx::log1pmx;
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, mask64x8};

/// The divergence in nats, or nothing where this way would lose digits: where an outcome is
/// possible under one of P and Q alone, or next to impossible under one, or where the logits
/// of P and Q are very far apart.
pub(super) fn kl<E: Element>(p: &[E], q: &[E]) -> Option<f64> {
    kl_at(Level::new(), p, q)
}

fn kl_at<E: Element>(level: Level, p: &[E], q: &[E]) -> Option<f64> {
    let rows = Rows::new(p, q);
    let found = compare(level, &rows, None, &mut Nothing)?;
    found.is_sure.then_some(found.kl)
}

/// The same at a temperature.
pub(crate) fn kl_at_temperature<E: Element>(p: &[E], q: &[E], temperature: f64) -> Option<f64> {
    let level = Level::new();
    let cooling = cooled(level, temperature)?;
    let found = compare(level, &Rows::new(p, q), cooling, &mut Nothing)?;
    found.is_sure.then_some(found.kl)
}

/// The place of the first of the largest; 0 of none.
pub(crate) fn first_largest<E: Element>(logits: &[E]) -> usize {
    dispatch!(Level::new(), simd => first_largest_in_lanes(simd, logits))
}

#[inline(always)]
fn first_largest_in_lanes<S: Simd, E: Element>(simd: S, logits: &[E]) -> usize {
    let (sixteens, rest) = logits.as_chunks();
    let mut last = [E::NEG_INFINITY; SIXTEEN];
    last[..rest.len()].copy_from_slice(rest);
    let most = largest(simd, sixteens.iter().chain([&last]));
    for (place, sixteen) in sixteens.iter().chain([&last]).enumerate() {
        if has(simd, sixteen, most) {
            let lane = sixteen.iter().position(|&z| z.into() == most);
            return SIXTEEN * place + lane.unwrap_or(0);
        }
    }
    0
}

#[inline(always)]
fn largest<'a, S: Simd, E: Element>(
    simd: S,
    sixteens: impl Iterator<Item = &'a [E; SIXTEEN]>,
) -> f64 {
    if E::IS_SHORT {
        let zeros = [E::from_f64(0.0); SIXTEEN];
        let mut most = Rough::splat(simd, f32::NEG_INFINITY);
        for sixteen in sixteens {
            most = most.max(short(simd, sixteen, &zeros));
        }
        return most.reduce_max().into();
    }
    let mut most = [Lanes::splat(simd, f64::NEG_INFINITY); 2];
    for sixteen in sixteens {
        let [low, high] = E::load_sixteen(simd, sixteen);
        most = [most[0].max(low), most[1].max(high)];
    }
    most[0].max(most[1]).reduce_max()
}

/// Whether one of sixteen is this number, which is one of their kind.
#[inline(always)]
fn has<S: Simd, E: Element>(simd: S, sixteen: &[E; SIXTEEN], number: f64) -> bool {
    if E::IS_SHORT {
        let zeros = [E::from_f64(0.0); SIXTEEN];
        return short(simd, sixteen, &zeros)
            .simd_eq(number as f32)
            .any_true();
    }
    let [low, high] = E::load_sixteen(simd, sixteen);
    (low.simd_eq(number) | high.simd_eq(number)).any_true()
}

/// Sixteen short numbers, exactly.
#[inline(always)]
fn short<S: Simd, E: Element>(simd: S, sixteen: &[E; SIXTEEN], zeros: &[E; SIXTEEN]) -> Rough<S> {
    E::roughly_apart(simd, [sixteen, zeros], 0.0)
}

/// Whether they are of 32 bits or less, and finite.
pub(crate) fn are_short_and_finite<E: Element>(numbers: &[E]) -> bool {
    E::IS_SHORT && dispatch!(Level::new(), simd => are_finite_in_lanes(simd, numbers))
}

#[inline(always)]
fn are_finite_in_lanes<S: Simd, E: Element>(simd: S, numbers: &[E]) -> bool {
    let (sixteens, rest) = numbers.as_chunks();
    let mut last = [E::ONE; SIXTEEN];
    last[..rest.len()].copy_from_slice(rest);
    let zero = Rough::splat(simd, 0.0);
    let mut right = zero.simd_eq(zero);
    for sixteen in sixteens.iter().chain([&last]) {
        right &= E::rough_sizes(simd, sixteen).simd_le(f32::MAX);
    }
    right.all_true()
}

/// Whether none is NaN or +∞, and not all are −∞.
pub(super) fn are_logits<E: Element>(logits: &[E]) -> bool {
    are_logits_below(logits, f64::INFINITY)
}

/// Whether each is −∞ or below `most` in size, and not all are −∞.
pub(crate) fn are_logits_below<E: Element>(logits: &[E], most: f64) -> bool {
    dispatch!(Level::new(), simd => are_logits_in_lanes(simd, logits, most))
}

#[inline(always)]
fn are_logits_in_lanes<S: Simd, E: Element>(simd: S, logits: &[E], most: f64) -> bool {
    let none = f64::NEG_INFINITY;
    let (sixteens, rest) = logits.as_chunks();
    let mut last = [E::NEG_INFINITY; SIXTEEN];
    last[..rest.len()].copy_from_slice(rest);
    let sixteens = sixteens.iter().chain([&last]);
    if E::IS_SHORT && most > f64::from(f32::MAX) {
        let zero = Rough::splat(simd, 0.0);
        let mut right = zero.simd_eq(zero);
        let zeros = [E::from_f64(0.0); SIXTEEN];
        let mut largest = Rough::splat(simd, f32::NEG_INFINITY);
        for sixteen in sixteens {
            let z = short(simd, sixteen, &zeros);
            right &= z.simd_lt(f32::INFINITY);
            largest = largest.max(z);
        }
        return right.all_true() && largest.reduce_max() > f32::NEG_INFINITY;
    }
    let zero = Lanes::splat(simd, 0.0);
    let mut right = zero.simd_eq(zero);
    let mut some = !right;
    for sixteen in sixteens {
        for eight in E::load_sixteen(simd, sixteen) {
            right &= eight.abs().simd_lt(most) | eight.simd_eq(none);
            some |= eight.simd_gt(none);
        }
    }
    right.all_true() && some.any_true()
}

/// The temperature by which logits are divided, as a factor.
#[derive(Clone, Copy)]
struct Cooling {
    temperature: f64,
    inverse: f64,
    /// What the inverse loses by rounding.
    lost: f64,
}

impl Cooling {
    /// Nothing for a temperature of one.
    fn of(temperature: f64) -> Option<Self> {
        let inverse = 1.0 / temperature;
        (temperature != 1.0).then(|| Cooling {
            temperature,
            inverse,
            lost: (-inverse).mul_add(temperature, 1.0) * inverse,
        })
    }

    /// A number and what it has lost, over the temperature.
    #[inline(always)]
    fn quotient<S: Simd>(self, (x, lost): (Lanes<S>, Lanes<S>)) -> (Lanes<S>, Lanes<S>) {
        let quotient = x * self.inverse;
        let rest = x.mul_add(self.inverse, -quotient);
        (
            quotient,
            lost.mul_add(self.inverse, x.mul_add(self.lost, rest)),
        )
    }
}

/// The temperature as a factor, if this way can take it.
#[expect(
    clippy::option_option,
    reason = "no factor is needed at a temperature of one"
)]
fn cooled(level: Level, temperature: f64) -> Option<Option<Cooling>> {
    let cooling = Cooling::of(temperature);
    let can = cooling.is_none() || dispatch!(level, simd => is_fused(simd));
    (can && (1e-3..=1e6).contains(&temperature)).then_some(cooling)
}

/// q − p times a factor, written to `output`, and the divergence. Nothing as in [`kl`]; so
/// also if `is_each_sure` and there are entries next to zero, which otherwise have digits only
/// beside the largest.
pub(crate) fn kl_and_difference<E: Element, O: Element>(
    [p, q]: [&[E]; 2],
    temperature: f64,
    factor: f64,
    is_each_sure: bool,
    kept: &mut Kept,
    output: &mut [O],
) -> Option<f64> {
    kl_and_difference_at(
        Level::new(),
        [p, q],
        temperature,
        factor,
        is_each_sure,
        kept,
        output,
    )
}

fn kl_and_difference_at<E: Element, O: Element>(
    level: Level,
    [p, q]: [&[E]; 2],
    temperature: f64,
    factor: f64,
    is_each_sure: bool,
    kept: &mut Kept,
    output: &mut [O],
) -> Option<f64> {
    let cooling = cooled(level, temperature)?;
    let rows = Rows::new(p, q);
    let lengths = 2 * p.len().div_ceil(SIXTEEN);
    kept.eights.resize(lengths, [[0.0; EIGHT]; 2]);
    let found = compare(level, &rows, cooling, kept)?;
    if !(found.is_sure && (found.is_each_sure || !is_each_sure)) {
        return None;
    }
    let factor = factor / (found.total * (1.0 + found.s));
    if !factor.is_normal() {
        return None;
    }
    dispatch!(level, simd => kept.write(simd, found.s, factor, output));
    Some(found.kl)
}

/// Eight outcomes: the weights of P with their logarithms, and x with its power.
struct Eight<'a, S: Simd> {
    weight: Lanes<S>,
    /// The logarithms of the weights, and what they lose by rounding.
    gap: [Lanes<S>; 2],
    exp_m1: Lanes<S>,
    power: &'a Exponential<S>,
    /// What x loses by rounding, which is not in the power.
    lost: Lanes<S>,
}

/// What is done with the outcomes, eight at a time.
trait Keep {
    /// Whether eˣ − 1 must have all its digits.
    const IS_KEPT: bool;

    fn eight<S: Simd>(&mut self, simd: S, place: usize, eight: &Eight<'_, S>);
}

struct Nothing;

impl Keep for Nothing {
    const IS_KEPT: bool = false;

    #[inline(always)]
    fn eight<S: Simd>(&mut self, _: S, _: usize, _: &Eight<'_, S>) {}
}

/// Memory for one row, to be used again for the next.
#[derive(Default)]
pub(crate) struct Kept {
    eights: Vec<[[f64; EIGHT]; 2]>,
}

impl Keep for Kept {
    const IS_KEPT: bool = true;

    #[inline(always)]
    fn eight<S: Simd>(&mut self, _: S, place: usize, eight: &Eight<'_, S>) {
        if let Some(kept) = self.eights.get_mut(place) {
            *kept = [eight.weight.to_array(), eight.exp_m1.to_array()];
        }
    }
}

impl Kept {
    /// The weights times eˣ − 1 − s, and a factor.
    #[inline(always)]
    fn write<S: Simd, O: Element>(&self, simd: S, s: f64, factor: f64, output: &mut [O]) {
        let (eights, rest) = output.as_chunks_mut::<EIGHT>();
        let mut last = [O::ONE; EIGHT];
        for (output, [weight, exp_m1]) in eights.iter_mut().chain([&mut last]).zip(&self.eights) {
            let weight = Lanes::load_array_ref(simd, weight);
            let exp_m1 = Lanes::load_array_ref(simd, exp_m1);
            // In this order, as what is subnormal must not be multiplied.
            *output = O::store(simd, (weight * factor) * (exp_m1 - s));
        }
        rest.copy_from_slice(&last[..rest.len()]);
    }
}

/// The largest logit of P, and the difference to that of Q.
#[derive(Clone, Copy)]
struct Top {
    logit: f64,
    difference: f64,
}

struct Guess {
    /// Roughly ln Σ p e^d, for d less that of the top, over the temperature.
    centre: f64,
    /// Whether in all full sixteens no outcome is next to impossible.
    are_usual: bool,
    /// A power of two of which all logits in full sixteens are whole multiples, and so few that
    /// doubles hold their differences exactly.
    grid: Option<f64>,
}

impl Guess {
    /// A centre that does not take differences off the grid, where they lie on one.
    fn on_grid(&self, (centre, lost): (f64, f64)) -> (f64, f64) {
        match self.grid {
            Some(grid) => {
                let coarse = grid * (1.5 * power_of_two(52));
                ((centre + coarse) - coarse, 0.0)
            }
            None => (centre, lost),
        }
    }
}

/// The sums over one row.
struct Found {
    /// Σ of the weights of P.
    total: f64,
    s: f64,
    r: Double,
    /// How large s may be.
    most_s: f64,
    kl: f64,
    /// Whether outcomes next to impossible under P have been rightly left out.
    is_sure: bool,
    /// Whether none has been left out.
    is_each_sure: bool,
}

fn compare<E: Element, K: Keep>(
    level: Level,
    rows: &Rows<'_, E>,
    cooling: Option<Cooling>,
    keep: &mut K,
) -> Option<Found> {
    /// Of c in size: what the differences lose by rounding is still so small that its square
    /// does not count.
    const LARGEST: f64 = 1e6;
    let (temperature, inverse) = cooling.map_or((1.0, 1.0), |c| (c.temperature, c.inverse));
    let top = dispatch!(level, simd => rows.top(simd));
    let mut guess = dispatch!(level, simd => rows.guess(simd, top, inverse as f32));
    if cooling.is_some() || !guess.are_usual {
        guess.grid = None;
    }
    let mut centre = guess.on_grid(two_sum(top.difference, temperature * guess.centre));
    for _ in 0..4 {
        if centre.0.is_nan() || centre.0.abs() * inverse > LARGEST {
            return None;
        }
        let found = dispatch!(level, simd => {
            let mut sums = Sums::new(simd, top.logit, centre);
            sums.add_all(rows, &guess, cooling, keep);
            sums.found(K::IS_KEPT)
        })?;
        let (s, r) = (found.s, found.r.value);
        let beyond = -log1pmx(s);
        // Little cancels, neither here nor between eˣ − 1 and s.
        if beyond <= r / 64.0 && s.abs() <= found.most_s {
            let kl = (found.r - Double::from(beyond)).value;
            return Some(Found { kl, ..found });
        }
        centre = two_sum(centre.0, centre.1 + temperature * s.ln_1p());
        // Where P and Q are very near each other, no centre on the grid is near enough.
        guess.grid = None;
    }
    None
}

/// The logits of P and Q, cut into sixteens, the last of which is filled up with impossible
/// outcomes.
struct Rows<'a, E> {
    p: &'a [[E; SIXTEEN]],
    q: &'a [[E; SIXTEEN]],
    last: Option<[[E; SIXTEEN]; 2]>,
}

impl<'a, E: Element> Rows<'a, E> {
    fn new(p: &'a [E], q: &'a [E]) -> Self {
        let ((p, p_rest), (q, q_rest)) = (p.as_chunks(), q.as_chunks());
        let filled_up = |rest: &[E]| {
            let mut sixteen = [E::NEG_INFINITY; SIXTEEN];
            sixteen[..rest.len()].copy_from_slice(rest);
            sixteen
        };
        let last = [filled_up(p_rest), filled_up(q_rest)];
        Rows {
            p,
            q,
            last: (!p_rest.is_empty()).then_some(last),
        }
    }

    #[inline(always)]
    fn sixteens(&self) -> impl Iterator<Item = (&[E; SIXTEEN], &[E; SIXTEEN])> {
        let last = self.last.iter().map(|[p, q]| (p, q));
        self.p.iter().zip(self.q).chain(last)
    }

    /// The likeliest outcome under P.
    #[inline(always)]
    fn top<S: Simd>(&self, simd: S) -> Top {
        let last = self.last.iter().map(|[p, _]| p);
        let logit = largest(simd, self.p.iter().chain(last));
        let mut difference = f64::NAN;
        for (p, q) in self.sixteens() {
            if has(simd, p, logit) {
                for (&p, &q) in p.iter().zip(q) {
                    let (p, q): (f64, f64) = (p.into(), q.into());
                    if p == logit {
                        difference = q - p;
                    }
                }
                break;
            }
        }
        Top { logit, difference }
    }

    #[inline(always)]
    fn guess<S: Simd>(&self, simd: S, top: Top, inverse: f32) -> Guess {
        const MOST: f32 = 80.0;
        let zero = Rough::splat(simd, 0.0);
        let zeros = [E::from_f64(0.0); SIXTEEN];
        let (mut total, mut more) = (zero, zero);
        let mut usual = zero.simd_eq(zero);
        let (mut most, mut least) = (zero, Rough::splat(simd, f32::MAX));
        for (place, (p, q)) in self.sixteens().enumerate() {
            let gap = E::roughly_apart(simd, [p, &zeros], top.logit) * inverse;
            let x = E::roughly_apart(simd, [q, p], top.difference) * inverse;
            // Not where both are −∞.
            let x = x.simd_eq(x).select(x, zero);
            if place < self.p.len() {
                // No better c is further away than the furthest x: so twice as much is not
                // beyond what an exponential takes.
                usual &= gap.simd_ge(-590.0) & x.abs().simd_le(250.0);
                if E::IS_SHORT {
                    for sizes in [E::rough_sizes(simd, p), E::rough_sizes(simd, q)] {
                        most = most.max(sizes);
                        let there = sizes.simd_gt(0.0);
                        least = there.select(least.min(sizes), least);
                    }
                }
            }
            let (weight, _) = exp_and_exp_m1(simd, gap.max(-MOST));
            let weight = gap.simd_ge(-MOST).select(weight, zero);
            let (_, exp_m1) = exp_and_exp_m1(simd, x.max(-MOST).min(MOST));
            total += weight;
            more = weight.mul_add(exp_m1, more);
        }
        let centre = f64::from(more.reduce_sum() / total.reduce_sum()).ln_1p();
        Guess {
            centre: if centre.is_finite() { centre } else { 0.0 },
            are_usual: usual.all_true(),
            grid: if E::IS_SHORT {
                grid(most.reduce_max(), least.reduce_min())
            } else {
                None
            },
        }
    }
}

/// Half of the last bit of the least of numbers of 32 bits, if the largest is so small that four
/// times it is less than 2⁵² of that.
fn grid(most: f32, least: f32) -> Option<f64> {
    const APART: f32 = (1 << 24) as f32;
    // A normal number, which has 24 bits, and far from overflow.
    let exact = least >= 1e-30 && most <= 1e30 && least <= most && most <= APART * least;
    exact.then(|| power_of_two(split(f64::from(least)).1 - 24))
}

/// The sums over one row.
struct Sums<S: Simd> {
    simd: S,
    top: Lanes<S>,
    centre: [Lanes<S>; 2],
    /// Of the weights, and of the weights times eˣ − 1 and times eˣ − 1 − x.
    sums: LaneSums<S, 3>,
    /// Of the weights times |eˣ − 1|.
    size: Lanes<S>,
    right: mask64x8<S>,
    left_out: mask64x8<S>,
    has_other: mask64x8<S>,
}

impl<S: Simd> Sums<S> {
    #[inline(always)]
    fn new(simd: S, largest: f64, (centre, lost): (f64, f64)) -> Self {
        let zero = Lanes::splat(simd, 0.0);
        let right = zero.simd_eq(zero);
        Sums {
            simd,
            top: Lanes::splat(simd, largest),
            centre: [Lanes::splat(simd, centre), Lanes::splat(simd, lost)],
            sums: LaneSums::new(simd),
            size: zero,
            right,
            left_out: !right,
            has_other: !right,
        }
    }

    #[inline(always)]
    fn add_all<E: Element, K: Keep>(
        &mut self,
        rows: &Rows<'_, E>,
        guess: &Guess,
        cooling: Option<Cooling>,
        keep: &mut K,
    ) {
        let mut place = 0;
        let mut others = (rows.p, rows.q);
        if E::IS_SHORT && guess.grid.is_some() {
            for (p, q) in rows.p.iter().zip(rows.q) {
                self.add::<E, K, true, true>(place, [p, q], None, keep);
                place += 1;
            }
            others = (&[], &[]);
        } else if guess.are_usual {
            for (p, q) in rows.p.iter().zip(rows.q) {
                self.add::<E, K, true, false>(place, [p, q], cooling, keep);
                place += 1;
            }
            others = (&[], &[]);
        }
        let last = rows.last.iter().map(|[p, q]| (p, q));
        for (p, q) in others.0.iter().zip(others.1).chain(last) {
            self.add::<E, K, false, false>(place, [p, q], cooling, keep);
            place += 1;
        }
    }

    #[inline(always)]
    fn add<E: Element, K: Keep, const USUAL: bool, const EXACT: bool>(
        &mut self,
        place: usize,
        [p, q]: [&[E; SIXTEEN]; 2],
        cooling: Option<Cooling>,
        keep: &mut K,
    ) {
        let (p, q) = (E::load_sixteen(self.simd, p), E::load_sixteen(self.simd, q));
        for half in 0..2 {
            let eight = [p[half], q[half]];
            if EXACT {
                self.add_exact(2 * place + half, eight, keep);
            } else {
                self.add_eight::<K, USUAL>(2 * place + half, eight, cooling, keep);
            }
        }
        if place % 2 == 1 {
            self.sums.look_after_the_lost(self.simd);
        }
    }

    /// Eight outcomes, none of them next to impossible, whose differences are exact.
    #[inline(always)]
    fn add_exact<K: Keep>(&mut self, place: usize, [p, q]: [Lanes<S>; 2], keep: &mut K) {
        let simd = self.simd;
        let x = (q - p) - self.centre[0];
        let gap = p - self.top;
        let weight = Exponential::of(simd, gap);
        let power = Exponential::within(simd, x);
        let rest = power.minus_1_and_x();
        let exp_m1 = if K::IS_KEPT {
            power.minus_1()
        } else {
            rest + x
        };
        let zero = Lanes::splat(simd, 0.0);
        let eight = Eight {
            weight,
            gap: [gap, zero],
            exp_m1,
            power: &power,
            lost: zero,
        };
        self.add_terms(place, &eight, rest, keep);
    }

    #[inline(always)]
    fn add_terms<K: Keep>(
        &mut self,
        place: usize,
        eight: &Eight<'_, S>,
        rest: Lanes<S>,
        keep: &mut K,
    ) {
        let Eight { weight, exp_m1, .. } = *eight;
        let few = &mut self.sums.few;
        few[0] += weight;
        few[1] = weight.mul_add(exp_m1, few[1]);
        few[2] = weight.mul_add(rest, few[2]);
        if K::IS_KEPT {
            self.size = weight.mul_add(exp_m1.abs(), self.size);
            keep.eight(self.simd, place, eight);
        }
    }

    #[inline(always)]
    fn add_eight<K: Keep, const USUAL: bool>(
        &mut self,
        place: usize,
        [p, q]: [Lanes<S>; 2],
        cooling: Option<Cooling>,
        keep: &mut K,
    ) {
        /// Beyond, an exponential may overflow.
        const FURTHEST: f64 = 600.0;
        /// In size: no difference of such numbers overflows.
        const LARGEST: f64 = 1e300;
        /// Outcomes next to impossible are left out where |x| is so small.
        const NEAR: f64 = 50.0;
        let simd = self.simd;
        let none = f64::NEG_INFINITY;
        let neither = p.simd_eq(none) & q.simd_eq(none);
        let (p, q) = if USUAL {
            (p, q)
        } else {
            (neither.select(self.top, p), neither.select(self.top, q))
        };
        let (gap, lost_gap) = difference(p, self.top);
        let (d, lost_d) = difference(q, p);
        let [centre, lost_centre] = self.centre;
        let (x, lost_x) = difference(d, centre);
        let (mut gap, mut x) = ((gap, lost_gap), (x, (lost_d - lost_centre) + lost_x));
        if let Some(cooling) = cooling {
            (gap, x) = (cooling.quotient(gap), cooling.quotient(x));
        }
        let (gap, lost_gap) = gap;
        // Added, because where x is next to 0 it may have lost as much as it is.
        let (rounded, lost) = x;
        let x = rounded + lost;
        let lost = (rounded - x) + lost;
        let (weight, power);
        if USUAL {
            let exp = Exponential::of(simd, gap);
            weight = exp.mul_add(lost_gap, exp);
            power = Exponential::within(simd, x);
        } else {
            let is_small = gap.simd_lt(LOWEST);
            self.right &= x.simd_le(FURTHEST) & x.simd_ge(-LARGEST);
            self.right &= !is_small | x.abs().simd_le(NEAR);
            self.left_out |= is_small;
            self.has_other |= is_small & !x.simd_eq(0.0);
            let exp = Exponential::of(simd, gap.max(LOWEST));
            let zero = Lanes::splat(simd, 0.0);
            weight = (neither | is_small).select(zero, exp.mul_add(lost_gap, exp));
            power = Exponential::new(simd, x);
        }
        let rest = power.minus_1_and_x();
        // What x loses is small beside 1, but perhaps not beside x.
        let exp_m1 = if K::IS_KEPT || !USUAL {
            power.minus_1()
        } else {
            // Far below 0 it has few digits, but then they do not count.
            rest + x
        };
        let rest = lost.mul_add(exp_m1, rest);
        let exp_m1 = exp_m1 + lost.mul_add(exp_m1, lost);
        let eight = Eight {
            weight,
            gap: [gap, lost_gap],
            exp_m1,
            power: &power,
            lost,
        };
        self.add_terms(place, &eight, rest, keep);
    }

    #[inline(always)]
    fn found(self, is_kept: bool) -> Option<Found> {
        if !self.right.all_true() {
            return None;
        }
        let [total, s, r] = self.sums.sums(self.simd);
        let total = total.total_and_lost(self.simd);
        let r = r.total_and_lost(self.simd) / total;
        let total = total.value;
        let s = s.total(self.simd) / total;
        Some(Found {
            total,
            s,
            most_s: if is_kept {
                (1e-3 * self.size.reduce_sum() / total).min(0.125)
            } else {
                0.125
            },
            r,
            kl: r.value,
            // What is left out is below e⁻⁶⁰⁰·50 for each; and products of small numbers may be
            // subnormal.
            is_sure: r.value > 1e-200 || s == 0.0 && r.value == 0.0 && !self.has_other.any_true(),
            is_each_sure: !self.left_out.any_true(),
        })
    }
}

#[cfg(test)]
mod tests;
