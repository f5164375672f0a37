//! Some rows of a matrix with few columns.

use crate::normal::positive_definite::tile::{SIDE, add_products, level};
use fearless_simd::{Simd, dispatch};
use nalgebra::DMatrix;
use std::ops::Range;

/// So many rows are dealt with at once: few enough to stay in the nearest cache, and that the
/// rounding of a sum over all rows is that of a short one.
const ROWS: usize = 64;

/// All rows, so many at once.
pub(super) fn ranges(d: usize) -> impl Iterator<Item = Range<usize>> {
    (0..d)
        .step_by(ROWS)
        .map(move |first| first..d.min(first + ROWS))
}

/// Some rows of a matrix, each filled up with zeros to whole tiles.
#[derive(Clone)]
pub(super) struct Rows {
    width: usize,
    numbers: Vec<f64>,
}

impl Rows {
    /// The rows of `w` in the range, each multiplied by its unit, with zeros up to `columns`.
    pub(super) fn scaled(
        w: &DMatrix<f64>,
        range: Range<usize>,
        units: &[f64],
        columns: usize,
    ) -> Self {
        let width = columns.next_multiple_of(SIDE);
        let mut numbers = vec![0.0; width * range.len()];
        // Some rows at a time, because one of the two matrices is passed over against its order.
        const TOGETHER: usize = 8;
        for (rows, first) in numbers
            .chunks_mut(TOGETHER * width)
            .zip(range.clone().step_by(TOGETHER))
        {
            for (j, column) in w.column_iter().enumerate() {
                let column = column.as_slice()[first..].iter().zip(&units[first..]);
                for (row, (x, unit)) in rows.chunks_exact_mut(width).zip(column) {
                    row[j] = x * unit;
                }
            }
        }
        Rows { width, numbers }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[f64]> {
        self.numbers.chunks_exact(self.width)
    }

    /// Replaces the numbers of a column.
    pub(super) fn set_column(&mut self, j: usize, numbers: impl Iterator<Item = f64>) {
        for (row, x) in self.numbers.chunks_exact_mut(self.width).zip(numbers) {
            row[j] = x;
        }
    }

    /// Multiplies each row by its own factor.
    pub(super) fn weighted(&self, factors: impl Iterator<Item = f64>) -> Self {
        let mut rows = self.clone();
        for (row, factor) in rows.numbers.chunks_exact_mut(self.width).zip(factors) {
            for x in row {
                *x *= factor;
            }
        }
        rows
    }

    /// Adds AᵀB to a matrix, where A is this.
    pub(super) fn add_product(&self, b: &Rows, sum: &mut DMatrix<f64>) {
        if sum.is_empty() {
            *sum = DMatrix::zeros(self.width, b.width);
        }
        dispatch!(level(), simd => add_product(simd, self, b, sum));
    }

    /// A − BM, where A is this. M is given transposed.
    pub(super) fn minus(&self, b: &Rows, m: &DMatrix<f64>) -> Rows {
        let mut rows = self.clone();
        dispatch!(level(), simd => subtract(simd, &mut rows, b, m.as_slice()));
        rows
    }

    /// −BM, where B is this. M is given transposed.
    pub(super) fn minus_times(&self, m: &DMatrix<f64>) -> Rows {
        let zeros = Rows {
            width: m.nrows(),
            numbers: vec![0.0; self.numbers.len() / self.width * m.nrows()],
        };
        zeros.minus(self, m)
    }
}

#[inline(always)]
fn add_product<S: Simd>(_: S, a: &Rows, b: &Rows, sum: &mut DMatrix<f64>) {
    for j in (0..b.width).step_by(SIDE) {
        for i in (0..a.width).step_by(SIDE) {
            let mut tile = [[0.0; SIDE]; SIDE];
            let (a, b) = ((&a.numbers[i..], a.width), (&b.numbers[j..], b.width));
            // By columns.
            add_products(&mut tile, b, a, ROWS);
            for (column, numbers) in tile.iter().enumerate() {
                let rows = sum.nrows();
                let column = &mut sum.as_mut_slice()[(j + column) * rows + i..];
                for (sum, x) in column.iter_mut().zip(numbers) {
                    *sum += x;
                }
            }
        }
    }
}

#[inline(always)]
fn subtract<S: Simd>(_: S, a: &mut Rows, b: &Rows, m: &[f64]) {
    let width = a.width;
    for (a, b) in a
        .numbers
        .chunks_exact_mut(width)
        .zip(b.numbers.chunks_exact(b.width))
    {
        for (factor, m) in b.iter().zip(m.chunks_exact(width)) {
            for (a, m) in a.iter_mut().zip(m) {
                *a -= factor * m;
            }
        }
    }
}
