//! The factors of a table, packed as the product takes them.

use crate::float::double::Double;
use crate::lanes::{EIGHT, Lanes};
use crate::vectors::pairwise::centred::{Centre, Centred, LEAST, fill};
use crate::vectors::walk::SMALL;
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// Numbers in two parts, the second of which has what the first loses.
pub(crate) type InTwo<const W: usize> = [[f64; W]; 2];

/// The factors of all vectors of a list, rows or columns, those of W vectors side by side, and
/// the sums of each with the centre: NaN where the product does not serve. Nothing if there is
/// no memory.
pub(crate) fn factors<D: Centred<N>, const N: usize, const W: usize, const ROWS: bool>(
    level: Level,
    vectors: &[&[f64]],
    centre: &Centre,
) -> Option<(Vec<[f64; W]>, Vec<InTwo<W>>)> {
    let eights = centre.eights.len();
    let (groups, depth) = (vectors.len().div_ceil(W), centre.depth() * N);
    let mut all = Vec::new();
    all.try_reserve_exact(groups.checked_mul(depth)?).ok()?;
    let mut apart = Vec::with_capacity(groups);
    let mut vector = vec![[1.0; EIGHT]; eights];
    let mut of_each = vec![[0.0; EIGHT]; eights * N * W];
    for vectors in vectors.chunks(W) {
        let mut sums = [[f64::NAN; W]; 2];
        let each = vectors.iter().zip(of_each.chunks_exact_mut(eights * N));
        for (place, (v, to)) in each.enumerate() {
            fill(&mut vector, v, &centre.order);
            let serves = dispatch!(level, simd =>
                in_lanes::<_, D, N, ROWS>(simd, &vector, &centre.eights, to));
            if serves {
                let Double { value, lost } = if ROWS {
                    D::of_p(v, &centre.mean)
                } else {
                    D::of_q(&centre.mean, v)
                };
                (sums[0][place], sums[1][place]) = (value, lost);
            }
        }
        apart.push(sums);
        let of_each = of_each.as_flattened();
        for k in 0..depth {
            let mut factors = [0.0; W];
            for (place, factor) in factors.iter_mut().enumerate() {
                *factor = of_each[place * depth + k];
            }
            all.push(factors);
        }
    }
    Some((all, apart))
}

/// Writes the factors of a vector, and says whether they serve: not if a probability is too
/// small.
#[inline(always)]
fn in_lanes<S: Simd, D: Centred<N>, const N: usize, const ROWS: bool>(
    simd: S,
    vector: &[[f64; EIGHT]],
    centre: &[[f64; EIGHT]],
    to: &mut [[f64; EIGHT]],
) -> bool {
    let any = if ROWS { D::ANY_P } else { D::ANY_Q };
    let least = if any { 0.0 } else { SMALL };
    let one = Lanes::splat(simd, 1.0);
    let mut serves = true;
    for (i, (x, m)) in vector.iter().zip(centre).enumerate() {
        let x = Lanes::load_array_ref(simd, x);
        let m = Lanes::load_array_ref(simd, m);
        // What no distribution of the table has adds nothing: factors of 1 and 1 are zero.
        let never = m.simd_eq(0.0);
        let (x, m) = (never.select(one, x), never.select(one, m));
        let usual = x.simd_ge(least);
        serves &= usual.all_true();
        let x = usual.select(x, one);
        let factors = if ROWS {
            D::left(simd, x, m)
        } else {
            D::right(simd, m, x)
        };
        for (part, factor) in factors.into_iter().enumerate() {
            to[part * centre.len() + i] = factor.to_array();
        }
    }
    serves
}

/// Moves the last digits of numbers in two parts from the first to the second, so that two
/// first parts have an exact sum; makes NaN of what is infinite.
pub(crate) fn part<const W: usize, const V: usize>(a: &mut [InTwo<W>], b: &mut [InTwo<V>]) {
    let largest = largest(a).max(largest(b));
    part_at(a, largest);
    part_at(b, largest);
}

/// The largest of the first parts that are finite.
fn largest<const W: usize>(numbers: &[InTwo<W>]) -> f64 {
    let values = numbers.iter().flat_map(|[values, _]| values);
    let finite = values.copied().filter(|x| x.is_finite());
    finite.fold(LEAST, f64::max)
}

fn part_at<const W: usize>(numbers: &mut [InTwo<W>], largest: f64) {
    // What is added to this keeps no bit below 2⁻⁵⁰ of the largest.
    let coarse = largest * 4.0;
    for [values, lost] in numbers {
        for (value, lost) in values.iter_mut().zip(lost) {
            let first = (*value + coarse) - coarse;
            *lost += *value - first;
            *value = if first.is_finite() { first } else { f64::NAN };
        }
    }
}
