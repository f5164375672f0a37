//! The one place that walks over two vectors and adds up.
//!
//! Every divergence whose terms are made of p and q of one outcome comes through here. Its
//! term is written twice: for eight outcomes at once, as a few lines without branches, and
//! for one outcome with whatever it takes. The first is taken where it is as good as the
//! second, which is nearly everywhere; the second serves numbers so small that the first
//! would lose digits, and is what tests compare the first with.
//!
//! Logits, tables, and sums over one vector have loops of their own.

use crate::float::scale::power_of_two;
use crate::float::sum::{CompensatedSum, sum};
use crate::lanes::element::Element;
use crate::lanes::sum::LaneSums;
use crate::lanes::{EIGHT, Lanes, is_fused, places};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, mask64x8};
#[cfg(feature = "rayon")]
use rayon::prelude::*;

/// N sums over all outcomes, each of a term of p and q.
pub(crate) trait Terms<const N: usize = 1> {
    /// Whether the terms of eight outcomes have all digits only where `mul_add` rounds once.
    const NEEDS_FUSED: bool = false;

    /// The terms of eight outcomes, for p and q that are zero nowhere and [`SMALL`] nowhere.
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; N];

    /// The terms of one outcome, whatever p and q.
    fn one(&self, p: f64, q: f64) -> [f64; N];

    /// What the terms are in units of q where p is zero, and in units of p where q is; if
    /// there is nothing to say, these outcomes are left to `one`.
    fn at_zero(&self) -> Option<[(f64, f64); N]>;

    /// Where p and q are such that `eight` is right.
    #[inline(always)]
    fn are_usual<S: Simd>(p: Lanes<S>, q: Lanes<S>) -> mask64x8<S> {
        p.min(q).simd_ge(SMALL)
    }
}

/// What is smaller may lose digits where terms are multiplied or divided in lanes.
pub(crate) const SMALL: f64 = power_of_two(-960);

/// The sums of the terms. The slices have the same length.
pub(crate) fn sums<P: Element, Q: Element, T: Terms<N>, const N: usize>(
    terms: &T,
    p: &[P],
    q: &[Q],
) -> [f64; N] {
    sums_at(Level::new(), terms, p, q)
}

/// The sums, with the instructions of a level.
fn sums_at<P: Element, Q: Element, T: Terms<N>, const N: usize>(
    level: Level,
    terms: &T,
    p: &[P],
    q: &[Q],
) -> [f64; N] {
    if p.len() <= CHUNK {
        return if p.len() < FEW || T::NEEDS_FUSED && !dispatch!(level, simd => is_fused(simd)) {
            one_by_one(terms, p, q)
        } else {
            piece(level, terms, p, q)
        };
    }
    let mut totals = [(); N].map(|()| CompensatedSum::default());
    for (p, q) in p.chunks(CHUNK).zip(q.chunks(CHUNK)) {
        for (total, part) in totals.iter_mut().zip(sums_at(level, terms, p, q)) {
            total.add(part);
        }
    }
    totals.map(|total| total.total())
}

/// Fewer outcomes than this are summed one by one, which takes no longer.
const FEW: usize = 4;

fn one_by_one<P: Element, Q: Element, T: Terms<N>, const N: usize>(
    terms: &T,
    p: &[P],
    q: &[Q],
) -> [f64; N] {
    let mut totals = [(); N].map(|()| CompensatedSum::default());
    for (&p, &q) in p.iter().zip(q) {
        for (total, term) in totals.iter_mut().zip(terms.one(p.into(), q.into())) {
            total.add(term);
        }
    }
    totals.map(|total| total.total())
}

/// The sum of one term.
pub(crate) fn sum_of<P: Element, Q: Element>(terms: &impl Terms, p: &[P], q: &[Q]) -> f64 {
    let [sum] = sums(terms, p, q);
    sum
}

/// The sum of a term that exists for one outcome only.
pub(crate) fn sum_of_terms<P: Element, Q: Element>(
    p: &[P],
    q: &[Q],
    term: impl Fn(f64, f64) -> f64,
) -> f64 {
    sum_of_pieces(p, q, |p, q| {
        sum(p.iter().zip(q).map(|(&p, &q)| term(p.into(), q.into())))
    })
}

/// A sum from those of pieces.
pub(crate) fn sum_of_pieces<P, Q>(p: &[P], q: &[Q], piece: impl Fn(&[P], &[Q]) -> f64) -> f64 {
    let chunks = p.chunks(CHUNK).zip(q.chunks(CHUNK));
    sum(chunks.map(|(p, q)| piece(p, q)))
}

/// The same on several threads, with the same digits.
#[cfg(feature = "rayon")]
pub(crate) fn sum_in_parallel<P: Sync, Q: Sync>(
    p: &[P],
    q: &[Q],
    piece: impl Fn(&[P], &[Q]) -> f64 + Sync,
) -> f64 {
    let chunks = p.par_chunks(CHUNK).zip(q.par_chunks(CHUNK));
    let parts: Vec<f64> = chunks.map(|(p, q)| piece(p, q)).collect();
    sum(parts)
}

/// The number of outcomes in one piece: enough for a thread to be worth it, and constant, so
/// that the sum does not depend on the number of threads.
const CHUNK: usize = 1 << 14;

/// The sums over a piece.
#[inline(never)]
fn piece<P: Element, Q: Element, T: Terms<N>, const N: usize>(
    level: Level,
    terms: &T,
    p: &[P],
    q: &[Q],
) -> [f64; N] {
    dispatch!(level, simd => in_lanes(simd, terms, p, q))
}

#[inline(always)]
fn in_lanes<S: Simd, P: Element, Q: Element, T: Terms<N>, const N: usize>(
    simd: S,
    terms: &T,
    p: &[P],
    q: &[Q],
) -> [f64; N] {
    let (p_eights, rest) = p.as_chunks::<EIGHT>();
    let (q_eights, _) = q.as_chunks::<EIGHT>();
    // The last eight, of which those before `first` have been summed already.
    let first = EIGHT - rest.len();
    let (short_p, short_q);
    let (p_last, q_last) = if let (Some(p), Some(q)) = (p.last_chunk(), q.last_chunk()) {
        (p, q)
    } else {
        (short_p, short_q) = (moved_to_the_end(p), moved_to_the_end(q));
        (&short_p, &short_q)
    };
    let count = p_eights.len().min(q_eights.len());
    let mut sums = LaneSums::<S, N>::new(simd);
    for i in 0..=count {
        let (p, q) = if i < count {
            (&p_eights[i], &q_eights[i])
        } else if rest.is_empty() {
            break;
        } else {
            (p_last, q_last)
        };
        let mut values = eight(simd, terms, p, q);
        if i == count {
            let counts = places(simd).simd_ge(first as f64);
            for value in &mut values {
                *value = counts.select(*value, Lanes::splat(simd, 0.0));
            }
        }
        for (few, value) in sums.few.iter_mut().zip(values) {
            *few += value;
        }
        if i % 4 == 3 {
            sums.look_after_the_lost(simd);
        }
    }
    let mut totals = [0.0; N];
    for (total, sum) in totals.iter_mut().zip(sums.sums(simd)) {
        *total = sum.total(simd);
    }
    totals
}

/// Fewer than eight numbers, with ones before them.
#[inline(always)]
fn moved_to_the_end<E: Element>(few: &[E]) -> [E; EIGHT] {
    let mut eight = [E::ONE; EIGHT];
    for (to, from) in eight.iter_mut().rev().zip(few.iter().rev()) {
        *to = *from;
    }
    eight
}

/// The terms of eight outcomes, whatever p and q.
#[inline(always)]
fn eight<S: Simd, P: Element, Q: Element, T: Terms<N>, const N: usize>(
    simd: S,
    terms: &T,
    p: &[P; EIGHT],
    q: &[Q; EIGHT],
) -> [Lanes<S>; N] {
    let (p, q) = (P::load(simd, p), Q::load(simd, q));
    let usual = T::are_usual(p, q);
    let all = usual.all_true();
    let one = Lanes::splat(simd, 1.0);
    let (safe_p, safe_q) = if all {
        (p, q)
    } else {
        (usual.select(p, one), usual.select(q, one))
    };
    let values = terms.eight(simd, safe_p, safe_q);
    if all {
        values
    } else {
        mended(simd, terms, [p, q], usual, values)
    }
}

/// The terms where p or q is zero or small, put in the place of those of `eight`.
#[inline(always)]
fn mended<S: Simd, T: Terms<N>, const N: usize>(
    simd: S,
    terms: &T,
    [p, q]: [Lanes<S>; 2],
    usual: mask64x8<S>,
    mut values: [Lanes<S>; N],
) -> [Lanes<S>; N] {
    let zero = Lanes::splat(simd, 0.0);
    let mut left = !usual;
    if let Some(at_zero) = terms.at_zero() {
        let (p_is_zero, q_is_zero) = (p.simd_eq(zero), q.simd_eq(zero));
        let (both, either) = (p_is_zero & q_is_zero, p_is_zero | q_is_zero);
        for (value, (at_p_zero, at_q_zero)) in values.iter_mut().zip(at_zero) {
            let (at_p_zero, at_q_zero) =
                (Lanes::splat(simd, at_p_zero), Lanes::splat(simd, at_q_zero));
            let slope = p_is_zero.select(at_p_zero, at_q_zero);
            *value = both.select(zero, either.select(slope * (p + q), *value));
        }
        left &= !either;
    }
    let mut left = left.to_bitmask();
    while left != 0 {
        let lane = left.trailing_zeros() as usize;
        left &= left - 1;
        let term = terms.one(p[lane], q[lane]);
        for (value, term) in values.iter_mut().zip(term) {
            value[lane] = term;
        }
    }
    values
}

#[cfg(test)]
mod tests;
