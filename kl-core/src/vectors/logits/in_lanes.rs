//! The divergence between two vectors of logits, eight outcomes at a time: three passes over
//! both, and nothing stored.
//!
//! With d = ln of the weight of Q less that of P, m the mean of d under P and x = d − m,
//! D = ln(1 + Σ p (eˣ − 1 − x)), whose terms are never negative. An error of m counts only
//! squared.

use crate::float::double::two_sum;
use crate::lanes::element::Element;
use crate::lanes::exponential::Exponential;
use crate::lanes::sum::{LaneSum, difference};
use crate::lanes::{EIGHT, Lanes};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// The divergence in nats, or nothing where an outcome is possible under one of P and Q
/// alone, or where this way would lose digits: beside a weight below e⁻⁶⁰⁰, where x is
/// beyond 50, or where the logits of P and Q are far apart.
pub(super) fn kl<E: Element>(p: &[E], q: &[E]) -> Option<f64> {
    dispatch!(Level::new(), simd => kl_in_lanes(simd, &Rows::new(p, q)))
}

const LOWEST: f64 = -600.0;
const FURTHEST: f64 = 50.0;

/// The largest shift between the two vectors: what the differences lose by rounding is still
/// so small that its square does not count.
const LARGEST: f64 = 1e6;

#[inline(always)]
fn kl_in_lanes<S: Simd, E: Element>(simd: S, rows: &Rows<'_, E>) -> Option<f64> {
    let largest = rows.largest(simd);
    // The difference of the likeliest outcome, which may be nearly all of the mean.
    let (shift, lost_shift) = rows.difference_where(largest)?;
    if shift.abs() > LARGEST {
        return None;
    }
    let (mut total, mut mean) = (LaneSum::new(simd), LaneSum::new(simd));
    for eight in rows.eights() {
        let (weight, d, lost) = outcomes(simd, eight, largest)?;
        total.add(weight);
        mean.add(weight * ((d - shift) + (lost - lost_shift)));
    }
    let total = total.total(simd);
    let mean = mean.total(simd) / total;
    let mut excess = LaneSum::new(simd);
    for eight in rows.eights() {
        let (weight, d, lost) = outcomes(simd, eight, largest)?;
        let (x, first) = difference(d, Lanes::splat(simd, shift));
        let (x, second) = difference(x, Lanes::splat(simd, mean));
        let more = (first + second) + (lost - lost_shift);
        if x.abs().simd_gt(FURTHEST).any_true() {
            return None;
        }
        let power = Exponential::new(simd, x);
        // What x loses is small beside 1, but perhaps not beside x.
        let slope = more.mul_add(0.5, power.minus_1());
        excess.add(weight * more.mul_add(slope, power.minus_1_and_x()));
    }
    Some((excess.total(simd) / total).ln_1p())
}

/// The weights of eight outcomes under P, the differences of their logits, and what these
/// lose by rounding; weight and difference 0 where both are impossible.
#[inline(always)]
fn outcomes<S: Simd, E: Element>(
    simd: S,
    (p, q): (&[E; EIGHT], &[E; EIGHT]),
    largest: f64,
) -> Option<(Lanes<S>, Lanes<S>, Lanes<S>)> {
    let (p, q) = (E::load(simd, p), E::load(simd, q));
    let (no_p, no_q) = (p.simd_eq(f64::NEG_INFINITY), q.simd_eq(f64::NEG_INFINITY));
    let neither = no_p & no_q;
    let zero = Lanes::splat(simd, 0.0);
    let top = Lanes::splat(simd, largest);
    let p = neither.select(top, p);
    let q = neither.select(top, q);
    let (gap, lost_gap) = difference(p, top);
    if ((no_p ^ no_q) | gap.simd_lt(LOWEST)).any_true() {
        return None;
    }
    let power = Exponential::new(simd, gap).value();
    let weight = power.mul_add(lost_gap, power);
    let (d, lost) = difference(q, p);
    Some((neither.select(zero, weight), d, lost))
}

/// The logits of P and Q, cut into eights, the last of which is filled up with impossible
/// outcomes.
struct Rows<'a, E> {
    p: &'a [[E; EIGHT]],
    q: &'a [[E; EIGHT]],
    last: Option<[[E; EIGHT]; 2]>,
}

impl<'a, E: Element> Rows<'a, E> {
    fn new(p: &'a [E], q: &'a [E]) -> Self {
        let ((p, p_rest), (q, q_rest)) = (p.as_chunks(), q.as_chunks());
        let filled_up = |rest: &[E]| {
            let mut eight = [E::NEG_INFINITY; EIGHT];
            eight[..rest.len()].copy_from_slice(rest);
            eight
        };
        let last = [filled_up(p_rest), filled_up(q_rest)];
        Rows {
            p,
            q,
            last: (!p_rest.is_empty()).then_some(last),
        }
    }

    #[inline(always)]
    fn eights(&self) -> impl Iterator<Item = (&[E; EIGHT], &[E; EIGHT])> {
        let last = self.last.iter().map(|[p, q]| (p, q));
        self.p.iter().zip(self.q).chain(last)
    }

    /// The largest logit of P.
    #[inline(always)]
    fn largest<S: Simd>(&self, simd: S) -> f64 {
        let mut largest = Lanes::splat(simd, f64::NEG_INFINITY);
        for (p, _) in self.eights() {
            largest = largest.max(E::load(simd, p));
        }
        largest.reduce_max()
    }

    /// The difference of the logits of an outcome with this logit of P, and what it loses.
    fn difference_where(&self, logit: f64) -> Option<(f64, f64)> {
        let mut all = (self.eights()).flat_map(|(p, q)| p.iter().zip(q));
        let (&p, &q) = all.find(|&(&p, _)| p.into() == logit)?;
        let (p, q): (f64, f64) = (p.into(), q.into());
        Some(two_sum(q, -p))
    }
}
