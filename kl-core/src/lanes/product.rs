//! A product of matrices: the sums of products of eight rows with a few columns.
//!
//! Added one after the other, n products of like size would be rounded n times where all of
//! them are in the sum. Here they are added by fours, sixteens and sixty-fours, and from there
//! on with what rounding loses: so a product is rounded eight times at most, and the last ones
//! less often, however long the sum. It takes hardly more time, as processors multiply and add
//! in different places.

use crate::lanes::sum::LaneSum;
use crate::lanes::{EIGHT, Lanes};
use fearless_simd::Simd;
use fearless_simd::prelude::*;

/// The factors of a sum are so many, made up with zeros, or several times that.
pub(crate) const SIXTEEN: usize = 16;

/// The sums of the products of eight rows, in lanes, and C columns.
#[inline(always)]
pub(crate) fn products<S: Simd, const C: usize>(
    simd: S,
    rows: &[[f64; EIGHT]],
    columns: &[[f64; C]],
) -> [Lanes<S>; C] {
    let (rows, _) = rows.as_chunks::<SIXTEEN>();
    let (columns, _) = columns.as_chunks::<SIXTEEN>();
    let mut rest = rows.chunks(4).zip(columns.chunks(4));
    let Some((row, column)) = rest.next() else {
        return [Lanes::splat(simd, 0.0); C];
    };
    let mut totals = sixty_four(simd, row, column);
    if rest.len() > 0 {
        let mut sums = [LaneSum::new(simd); C];
        for (sum, first) in sums.iter_mut().zip(totals) {
            sum.add(first);
        }
        for (row, column) in rest {
            for (sum, next) in sums.iter_mut().zip(sixty_four(simd, row, column)) {
                sum.add(next);
            }
        }
        for (total, sum) in totals.iter_mut().zip(sums) {
            *total = sum.of_each_lane();
        }
    }
    totals
}

/// Of one to four times sixteen.
#[inline(always)]
fn sixty_four<S: Simd, const C: usize>(
    simd: S,
    rows: &[[[f64; EIGHT]; SIXTEEN]],
    columns: &[[[f64; C]; SIXTEEN]],
) -> [Lanes<S>; C] {
    let mut sums = [Lanes::splat(simd, 0.0); C];
    for (i, (row, column)) in rows.iter().zip(columns).enumerate() {
        let next = sixteen(simd, row, column);
        if i == 0 {
            sums = next;
        } else {
            add(&mut sums, next);
        }
    }
    sums
}

#[inline(always)]
fn sixteen<S: Simd, const C: usize>(
    simd: S,
    rows: &[[f64; EIGHT]; SIXTEEN],
    columns: &[[f64; C]; SIXTEEN],
) -> [Lanes<S>; C] {
    let mut first = four(simd, &rows[..4], &columns[..4]);
    add(&mut first, four(simd, &rows[4..8], &columns[4..8]));
    let mut second = four(simd, &rows[8..12], &columns[8..12]);
    add(&mut second, four(simd, &rows[12..], &columns[12..]));
    add(&mut first, second);
    first
}

#[inline(always)]
fn four<S: Simd, const C: usize>(
    simd: S,
    rows: &[[f64; EIGHT]],
    columns: &[[f64; C]],
) -> [Lanes<S>; C] {
    let mut sums = [Lanes::splat(simd, 0.0); C];
    for (k, (row, column)) in rows.iter().zip(columns).enumerate() {
        let row = Lanes::load_array_ref(simd, row);
        for (sum, &factor) in sums.iter_mut().zip(column) {
            let factor = Lanes::splat(simd, factor);
            *sum = if k == 0 {
                row * factor
            } else {
                row.mul_add(factor, *sum)
            };
        }
    }
    sums
}

#[inline(always)]
fn add<S: Simd, const C: usize>(to: &mut [Lanes<S>; C], what: [Lanes<S>; C]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += what;
    }
}
