//! Tables of divergences as matrix products.

use crate::lanes::product::products;
use crate::lanes::{EIGHT, Lanes};
use crate::vectors::pairwise::centred::{Centre, Centred, LEAST};
use crate::vectors::pairwise::factors::{InTwo, factors, part};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};
use std::ops::Range;

/// A table of divergences as a matrix product, which [`pairwise`](crate::pairwise) asks a
/// divergence for: see [`Divergence::product_form`](crate::Divergence::product_form).
///
/// It has the factors of the product, as many numbers as both lists have, and no entry.
#[derive(Clone, Debug)]
pub struct ProductForm<O> {
    level: Level,
    rows: usize,
    /// The products of an entry, with those that are made up with zeros.
    depth: usize,
    /// The factors of the rows: for eight after eight, those of each product.
    left: Vec<[f64; EIGHT]>,
    /// The factors of the columns: for [`WIDTH`] after [`WIDTH`], those of each product.
    right: Vec<[f64; WIDTH]>,
    /// The divergences of each P from the centre, and of the centre from each Q; NaN where
    /// the product does not serve.
    of_p: Vec<InTwo<EIGHT>>,
    of_q: Vec<InTwo<WIDTH>>,
    /// How many times the divergence these two may be.
    far: f64,
    append: fn(&[f64], &mut Vec<O>),
}

/// The columns that are multiplied with eight rows at once: as many as registers are for.
const WIDTH: usize = 6;

/// The columns that a thread takes at once.
#[cfg(feature = "rayon")]
pub(crate) const PIECE: usize = 8 * WIDTH;

impl<O> ProductForm<O> {
    /// The table of a divergence, if all vectors have the same length, the product pays, and
    /// there is memory for it.
    pub(crate) fn new<D: Centred<N, Output = O>, const N: usize>(
        _: &D,
        ps: &[&[f64]],
        qs: &[&[f64]],
    ) -> Option<Self> {
        Self::at::<D, N>(Level::new(), ps, qs)
    }

    /// The same, with the instructions of a level.
    fn at<D: Centred<N, Output = O>, const N: usize>(
        level: Level,
        ps: &[&[f64]],
        qs: &[&[f64]],
    ) -> Option<Self> {
        let n = ps.first()?.len();
        if !pays(ps.len(), qs.len(), n) || ps.iter().chain(qs).any(|v| v.len() != n) {
            return None;
        }
        let centre = Centre::new(ps, qs);
        let (left, mut of_p) = factors::<D, N, EIGHT, true>(level, ps, &centre)?;
        let (right, mut of_q) = factors::<D, N, WIDTH, false>(level, qs, &centre)?;
        part(&mut of_p, &mut of_q);
        Some(ProductForm {
            level,
            rows: ps.len(),
            depth: centre.depth() * N,
            left,
            right,
            of_p,
            of_q,
            far: centre.far(),
            append: |sums, to| to.extend(sums.iter().map(|&sum| D::of_sum(sum))),
        })
    }

    /// Appends columns of the table, each from its first row to its last, and says which of
    /// the entries are left to the divergence: their places among those that are new. Until
    /// then they are anything, NaN included.
    ///
    /// The first column is a multiple of [`WIDTH`].
    pub(crate) fn append(&self, columns: Range<usize>, to: &mut Vec<O>) -> Vec<usize> {
        let mut group = Group {
            sums: vec![[0.0; EIGHT]; WIDTH * self.of_p.len()],
            doubtful: Vec::new(),
        };
        let mut left_over = Vec::new();
        for first in columns.clone().step_by(WIDTH) {
            self.compute(first / WIDTH, &mut group);
            let count = WIDTH.min(columns.end - first);
            for column in group.sums.chunks(self.of_p.len()).take(count) {
                (self.append)(&column.as_flattened()[..self.rows], to);
            }
            // Without those that fill up.
            let doubtful = group.doubtful.drain(..);
            let doubtful = doubtful.filter(|&(column, row)| column < count && row < self.rows);
            let before = first - columns.start;
            left_over.extend(doubtful.map(|(column, row)| (before + column) * self.rows + row));
        }
        left_over
    }

    fn compute(&self, group: usize, to: &mut Group) {
        let of_q = &self.of_q[group];
        if of_q[0].iter().all(|x| x.is_nan()) {
            let rows = 0..self.rows;
            let all = rows.flat_map(|row| (0..WIDTH).map(move |column| (column, row)));
            to.doubtful.extend(all);
            return;
        }
        let right = &self.right[group * self.depth..][..self.depth];
        dispatch!(self.level, simd => self.in_lanes(simd, right, of_q, to));
    }

    #[inline(always)]
    fn in_lanes<S: Simd>(
        &self,
        simd: S,
        right: &[[f64; WIDTH]],
        of_q: &InTwo<WIDTH>,
        to: &mut Group,
    ) {
        let (panels, far) = (self.of_p.len(), self.far);
        let Group { sums, doubtful } = to;
        let rows = self.left.chunks_exact(self.depth).zip(&self.of_p);
        for (panel, (left, of_p)) in rows.enumerate() {
            let of_p_lost = Lanes::load_array_ref(simd, &of_p[1]);
            let of_p = Lanes::load_array_ref(simd, &of_p[0]);
            let products = products(simd, left, right);
            for (column, product) in products.into_iter().enumerate() {
                let apart = of_p + of_q[0][column];
                let sum = apart + (product + (of_p_lost + of_q[1][column]));
                sums[column * panels + panel] = sum.to_array();
                // False for NaN.
                let serves = apart.max(LEAST).simd_le(sum * far);
                let mut left = (!serves).to_bitmask();
                while left != 0 {
                    let lane = left.trailing_zeros() as usize;
                    left &= left - 1;
                    doubtful.push((column, panel * EIGHT + lane));
                }
            }
        }
    }
}

/// What comes out for [`WIDTH`] columns.
struct Group {
    /// Column after column.
    sums: Vec<[f64; EIGHT]>,
    /// The column and the row of those that do not serve.
    doubtful: Vec<(usize, usize)>,
}

/// Whether a product takes less time than pair after pair. What is done once for each row and
/// each column takes the time of two or three pairs.
fn pays(rows: usize, columns: usize, n: usize) -> bool {
    n > 3 && rows.saturating_mul(columns) >= rows.saturating_add(columns).saturating_mul(6)
}

#[cfg(test)]
mod tests {
    use super::ProductForm;
    use crate::divergences::{Hellinger, Jeffreys};
    use crate::lanes::is_fused;
    use crate::testing::{Random, levels, ulp};
    use crate::vectors::divergences::kullback_leibler::OfVectors;
    use crate::vectors::pairwise::centred::Centred;
    use fearless_simd::dispatch;

    /// Vectors of so many outcomes, of which nobody has the third.
    fn list(random: &mut Random, count: usize, n: usize) -> Vec<Vec<f64>> {
        let mut vector = || -> Vec<f64> {
            let mut v: Vec<f64> = (0..n).map(|_| -random.unit().ln()).collect();
            v[2] = 0.0;
            let total: f64 = v.iter().sum();
            v.iter().map(|x| x / total).collect()
        };
        (0..count).map(|_| vector()).collect()
    }

    fn slices(list: &[Vec<f64>]) -> Vec<&[f64]> {
        list.iter().map(Vec::as_slice).collect()
    }

    fn holds<D: Centred<N>, const N: usize>(divergence: &D, number: impl Fn(&D::Output) -> f64) {
        let mut random = Random(0x51F1_5EED);
        let (ps, qs) = (list(&mut random, 21, 70), list(&mut random, 33, 70));
        for level in levels() {
            let form = ProductForm::at::<D, N>(level, &slices(&ps), &slices(&qs));
            let form = form.expect("the table is large");
            let mut entries = Vec::new();
            let left_over = form.append(0..qs.len(), &mut entries);
            assert_eq!(entries.len(), ps.len() * qs.len());
            assert!(left_over.len() < 10, "{left_over:?}");
            let within = if dispatch!(level, simd => is_fused(simd)) {
                4.0
            } else {
                6.0
            };
            for (place, entry) in entries.iter().enumerate() {
                let (p, q) = (&ps[place % ps.len()], &qs[place / ps.len()]);
                let expected = number(&D::of_sum(divergence.sum(p, q)));
                let apart = ulp(number(entry), expected);
                assert!(
                    apart <= within || left_over.contains(&place),
                    "{place}: {apart} units at {level:?}"
                );
            }
        }
    }

    #[test]
    fn nearly_all_entries_come_from_the_product_at_any_level() {
        holds(&OfVectors, |x| x.nats());
        holds(&Jeffreys, |x| x.nats());
        holds(&Hellinger, |&x| x);
    }
}
