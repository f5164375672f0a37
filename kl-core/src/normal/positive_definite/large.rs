//! Large matrices: plain doubles, and nearly all the work in products of blocks.
//!
//! Whatever is solved for stands on the left of a factor, X ← XL⁻ᵀ. So the columns of X follow
//! from those before them, as those of a Cholesky factor do, and each lies in one piece.

use super::tile::{SIDE, add_products, level};
use super::{Difference, NEAR, Pivot, PositiveDefinite, Shift};
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::normal::univariate::scaled_difference;
use crate::terms::normal_scale::scale_excess_term;
use fearless_simd::{Simd, dispatch};
use nalgebra::{DMatrix, DVector, Dyn, MatrixView, MatrixViewMut};
use std::ops::Range;

/// The number of columns up to which tiles are as fast as products of blocks.
const PANEL: usize = 64;

/// The number of rows that are solved for at once, so that few of the products are with the
/// zeros of a triangular matrix.
const ROWS: usize = 128;

/// A matrix, column by column.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    rows: usize,
    /// From column to column: whole tiles, and no power of two, because then the entries of a
    /// row would compete for the same lines of the cache.
    stride: usize,
    numbers: Vec<f64>,
}

/// The form of the matrix that a factorisation takes, and of the factor that it gives.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// A = LLᵀ, and L.
    Whole,
    /// A − I, and L − I.
    Excess,
}

/// Which entries of a matrix are known to be zero.
#[derive(Clone, Copy)]
enum Zeros {
    None,
    /// Those below the diagonal.
    Below,
}

impl Columns {
    /// Zeros.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        let stride = rows.next_multiple_of(2 * SIDE) + SIDE;
        Columns {
            rows,
            stride,
            numbers: vec![0.0; stride * columns],
        }
    }

    pub(super) fn get(&self, i: usize, j: usize) -> f64 {
        self.numbers[j * self.stride + i]
    }

    pub(super) fn column(&self, j: usize) -> &[f64] {
        &self.numbers[j * self.stride..][..self.rows]
    }

    pub(super) fn column_mut(&mut self, j: usize) -> &mut [f64] {
        &mut self.numbers[j * self.stride..][..self.rows]
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The transpose of the first rows, written into the first rows of another. With `lower`,
    /// only the lower triangle.
    pub(super) fn transpose_into(&self, other: &mut Self, rows: usize, lower: bool) {
        // Block by block, because one of the two is passed over against its columns.
        const BLOCK: usize = 4 * SIDE;
        let columns = self.numbers.len() / self.stride;
        for first in (0..columns).step_by(BLOCK) {
            for top in (if lower { first } else { 0 }..rows).step_by(BLOCK) {
                for i in top..rows.min(top + BLOCK) {
                    for j in first..columns.min(first + BLOCK) {
                        if !lower || j <= i {
                            other.numbers[i * other.stride + j] = self.numbers[j * self.stride + i];
                        }
                    }
                }
            }
        }
    }

    /// Whether no pivot of this factor is small beside its variance, which is 1 or more.
    pub(super) fn keeps_digits(&self) -> bool {
        (0..self.rows).all(|i| self.get(i, i) * self.get(i, i) >= UNEXPLAINED)
    }

    /// The factor of this A, if that keeps its digits; its diagonal is 1 to 4.
    pub(super) fn factored(mut self) -> Option<Self> {
        self.factor().ok()?;
        Some(self).filter(Self::keeps_digits)
    }

    /// Replaces A, of which the lower triangle is read, by its Cholesky factor.
    ///
    /// Our own, because nalgebra's does not say which pivot failed.
    pub(super) fn factor(&mut self) -> Result<(), Pivot> {
        self.factor_part(Part::Whole)
    }

    /// The same for A − I, which becomes L − I.
    pub(super) fn factor_excess(&mut self) -> Result<(), Pivot> {
        self.factor_part(Part::Excess)
    }

    fn factor_part(&mut self, part: Part) -> Result<(), Pivot> {
        let (d, stride) = (self.rows, self.stride);
        for first in (0..d).step_by(PANEL) {
            let width = PANEL.min(d - first);
            let (known, panel) = self.numbers.split_at_mut(first * stride);
            let panel = &mut panel[..width * stride];
            if first > 0 {
                let known = &known[first..];
                subtract_product(
                    (&mut panel[first..], stride),
                    (known, stride),
                    (known, stride),
                    [d - first, first, width],
                );
            }
            let rows = first..d.next_multiple_of(SIDE);
            dispatch!(level(), simd => factor_panel(simd, (panel, stride), rows, part))?;
        }
        Ok(())
    }

    /// XL⁻ᵀ for a lower triangular L and an X whose first rows are upper triangular, where a row
    /// of its own may follow them on a multiple of the side of a tile.
    pub(super) fn divide_triangle(&mut self, l: &Columns) {
        let d = l.rows;
        for top in (0..d).step_by(ROWS) {
            self.divide_rows(l, top..d.min(top + ROWS), (top, d), Zeros::Below);
        }
        if self.rows > d {
            self.divide_rows(l, self.rows - 1..self.rows, (0, d), Zeros::None);
        }
    }

    /// XL⁻ᵀ for any X.
    pub(super) fn divide(&mut self, l: &Columns) {
        for top in (0..self.rows).step_by(ROWS) {
            let rows = top..self.rows.min(top + ROWS);
            self.divide_rows(l, rows, (0, l.rows), Zeros::None);
        }
    }

    /// The lower triangle of XL⁻ᵀ.
    pub(super) fn divide_to_triangle(&mut self, l: &Columns) {
        for top in (0..self.rows).step_by(ROWS) {
            let end = self.rows.min(top + ROWS);
            self.divide_rows(l, top..end, (0, end), Zeros::None);
        }
    }

    /// Some rows of XL⁻ᵀ, from the column `first`, before which they are zero, to `end`.
    fn divide_rows(
        &mut self,
        l: &Columns,
        rows: Range<usize>,
        (first, end): (usize, usize),
        zeros: Zeros,
    ) {
        let stride = self.stride;
        // For a vector the products of blocks do not pay.
        let panel = if rows.len() > SIDE { PANEL } else { end };
        for start in (first..end).step_by(panel.max(1)) {
            let width = panel.min(end - start);
            let (known, now) = self.numbers.split_at_mut(start * stride);
            let now = &mut now[..width * stride];
            if start > first {
                subtract_product(
                    (&mut now[rows.start..], stride),
                    (&known[first * stride + rows.start..], stride),
                    (&l.numbers[first * l.stride + start..], l.stride),
                    [rows.len(), start - first, width],
                );
            }
            let l = (&l.numbers[start * l.stride + start..], l.stride);
            let rows = rows.clone();
            let skipped = match zeros {
                Zeros::Below => Some(start),
                Zeros::None => None,
            };
            dispatch!(level(), simd => divide_panel(simd, (now, stride), l, rows, skipped));
        }
    }
}

/// E = L − I for the Cholesky factor L of I + M.
pub(crate) struct ExcessFactor(Columns);

impl ExcessFactor {
    /// `None` unless I + M is positive definite.
    pub(crate) fn of(m: &DMatrix<f64>) -> Option<Self> {
        let d = m.nrows();
        let mut e = Columns::new(d, d);
        for j in 0..d {
            e.column_mut(j).copy_from_slice(m.column(j).as_slice());
        }
        e.factor_excess().ok()?;
        Some(ExcessFactor(e))
    }

    fn diagonal(&self) -> impl Iterator<Item = f64> {
        (0..self.0.rows).map(|i| self.0.get(i, i))
    }

    pub(crate) fn ln_determinant(&self) -> f64 {
        2.0 * sum(self.diagonal().map(f64::ln_1p))
    }

    /// tr M − ln det(I + M), of which no term is negative.
    pub(crate) fn change(&self) -> f64 {
        let d = self.0.rows;
        let diagonal = sum(self.diagonal().map(scale_excess_term));
        let below = (0..d).flat_map(|j| &self.0.column(j)[j + 1..]);
        2.0 * diagonal + sum(below.map(|e| e * e))
    }

    /// L⁻¹.
    pub(crate) fn inverse(&self) -> Option<DMatrix<f64>> {
        let d = self.0.rows;
        let l = DMatrix::from_fn(d, d, |i, j| self.0.get(i, j) + f64::from(u8::from(i == j)));
        l.solve_lower_triangular(&DMatrix::identity(d, d))
    }
}

/// The part of a variance that the variables before it leave unexplained, below which doubles
/// lose more than two digits to the condition of the matrix.
pub(super) const UNEXPLAINED: f64 = power_of_two(-8);

/// The lower Cholesky factor in the units of the scale. `None` if the matrix is indefinite, or so
/// nearly singular that digits would be lost.
pub(super) fn factor(a: &DMatrix<f64>, scale: &[f64]) -> Option<Columns> {
    let d = scale.len();
    let mut l = Columns::new(d, d);
    let units: Vec<f64> = scale.iter().map(|s| 1.0 / s).collect();
    for j in 0..d {
        let entries = a.column(j);
        let column = l.column_mut(j)[j..].iter_mut();
        for ((x, a), unit) in column.zip(&entries.as_slice()[j..]).zip(&units[j..]) {
            *x = a * unit * units[j];
        }
    }
    l.factored()
}

/// (Lq⁻¹Lp)ᵀ, and z = Lq⁻¹(a − b) for the means a and b in a last row.
///
/// Each factor has its units.
pub(super) fn quotient(
    (units_p, lp): (&[f64], &Columns),
    (units_q, lq): (&[f64], &Columns),
    shift: Shift<'_>,
) -> Columns {
    let d = lq.rows;
    let rows = if shift.is_some() {
        d.next_multiple_of(SIDE) + 1
    } else {
        d
    };
    let mut t = Columns::new(rows, d);
    lp.transpose_into(&mut t, d, true);
    for (i, (&p, &q)) in units_p.iter().zip(units_q).enumerate() {
        if p != q {
            // Not by their quotient, which may over- or underflow.
            for x in &mut t.column_mut(i)[..=i] {
                *x = *x * p / q;
            }
        }
    }
    if let Some([a, b]) = shift {
        put_shift(&mut t, rows - 1, units_q, [a.as_slice(), b.as_slice()]);
    }
    t.divide_triangle(lq);
    t
}

/// E = Lq⁻¹(Lp − Lq), where each factor has its units.
pub(super) fn excess_of_factors(
    (units_p, lp): (&[f64], &Columns),
    (units_q, lq): (&[f64], &Columns),
) -> Columns {
    let d = lq.rows;
    let mut t = Columns::new(d, d);
    lp.transpose_into(&mut t, d, true);
    for (i, (&p, &q)) in units_p.iter().zip(units_q).enumerate() {
        for (j, x) in t.column_mut(i)[..=i].iter_mut().enumerate() {
            *x = *x * p / q - lq.get(i, j);
        }
    }
    t.divide_triangle(lq);
    let mut e = Columns::new(d, d);
    t.transpose_into(&mut e, d, false);
    e
}

/// Puts the difference of the means into a row.
fn put_shift(t: &mut Columns, row: usize, units: &[f64], [a, b]: [&[f64]; 2]) {
    for (i, &unit) in units.iter().enumerate() {
        t.column_mut(i)[row] = scaled_difference(a[i], b[i], unit);
    }
}

/// E if M is small, `None` if its norm is above [`NEAR`].
pub(super) fn near_excess(l: &Columns, difference: &Difference<'_>) -> Option<Columns> {
    let d = l.rows;
    let mut half = Columns::new(d, d);
    for j in 0..d {
        for (i, x) in half.column_mut(j).iter_mut().enumerate() {
            *x = difference(i, j).value;
        }
    }
    half.divide(l);
    let mut m = Columns::new(d, d);
    half.transpose_into(&mut m, d, false);
    m.divide_to_triangle(l);
    let twice = |j: usize| 2.0 * sum(m.column(j)[j + 1..].iter().map(|x| x * x));
    let squares = sum((0..d).map(|j| twice(j) + m.get(j, j) * m.get(j, j)));
    if squares.is_nan() || squares > NEAR * NEAR {
        return None;
    }
    // The pivots of I + M are at least ½, so this does not fail.
    m.factor_excess().ok()?;
    Some(m)
}

/// See [`PositiveDefinite::scores`].
pub(super) fn whitened((units, l): (&[f64], &Columns), means: [&[f64]; 2]) -> DVector<f64> {
    let d = l.rows;
    let mut z = Columns::new(1, d);
    put_shift(&mut z, 0, units, means);
    z.divide(l);
    DVector::from_fn(d, |i, _| z.get(0, i))
}

/// See [`PositiveDefinite::solve_transposed`].
pub(super) fn solve_transposed(
    (q, l): (&PositiveDefinite, &Columns),
    b: &DMatrix<f64>,
) -> DMatrix<f64> {
    // Lᵀ with its rows and columns in reverse order is lower triangular.
    let d = q.dimension();
    let mut turned = Columns::new(d, d);
    let mut x = Columns::new(b.ncols(), d);
    for j in 0..d {
        let from = d - 1 - j;
        for (i, y) in turned.column_mut(j).iter_mut().enumerate().skip(j) {
            *y = l.get(from, d - 1 - i);
        }
        for (i, y) in x.column_mut(j).iter_mut().enumerate() {
            *y = b[(from, i)];
        }
    }
    x.divide(&turned);
    DMatrix::from_fn(d, b.ncols(), |i, j| x.get(j, d - 1 - i) / q.scale[i])
}

/// C ← C − ABᵀ, for the numbers of rows of A, of columns of A and of rows of B. Each is
/// given with its stride.
fn subtract_product(
    (c, stride_c): (&mut [f64], usize),
    (a, stride_a): (&[f64], usize),
    (b, stride_b): (&[f64], usize),
    [rows, middle, columns]: [usize; 3],
) {
    let a = MatrixView::<f64, Dyn, Dyn, Dyn, Dyn>::from_slice_with_strides(
        a, rows, middle, 1, stride_a,
    );
    let b = MatrixView::<f64, Dyn, Dyn, Dyn, Dyn>::from_slice_with_strides(
        b, middle, columns, stride_b, 1,
    );
    MatrixViewMut::<f64, Dyn, Dyn, Dyn, Dyn>::from_slice_with_strides_mut(
        c, rows, columns, 1, stride_c,
    )
    .gemm(-1.0, &a, &b, 1.0);
}

/// Some columns of a matrix, those before them, and the distance from column to column.
struct Group<'a> {
    before: &'a [f64],
    now: &'a mut [f64],
    stride: usize,
}

impl<'a> Group<'a> {
    /// The columns from `first` on, at most a tile, of those that `panel` has.
    #[inline(always)]
    fn split(panel: &'a mut [f64], stride: usize, first: usize) -> Self {
        let (before, now) = panel.split_at_mut(first * stride);
        let numbers = now.len().min(SIDE * stride);
        Group {
            before,
            now: &mut now[..numbers],
            stride,
        }
    }

    /// Subtracts BLᵀ, for the columns B before these and for L, of which `l` has the rows
    /// that belong to these columns. If B is upper triangular, and begins with the column
    /// `triangle`, the products with zeros are left out.
    #[inline(always)]
    fn subtract(
        &mut self,
        (l, stride_l): (&[f64], usize),
        rows: Range<usize>,
        triangle: Option<usize>,
    ) {
        let count = self.before.len() / self.stride;
        for top in rows.step_by(SIDE) {
            let zeros = match triangle {
                Some(first) => top.saturating_sub(first),
                None => 0,
            };
            if zeros >= count {
                continue;
            }
            let mut tile = [[0.0; SIDE]; SIDE];
            let left = (&l[zeros * stride_l..], stride_l);
            let right = (&self.before[zeros * self.stride + top..], self.stride);
            add_products(&mut tile, left, right, count - zeros);
            for (column, sums) in self.now.chunks_mut(self.stride).zip(&tile) {
                for (x, sum) in column[top..top + SIDE].iter_mut().zip(sums) {
                    *x -= sum;
                }
            }
        }
    }
}

/// The factorisation of some columns, whose diagonal begins with the first of the rows, and from
/// which all products with the columns before them have been subtracted.
#[inline(always)]
fn factor_panel<S: Simd>(
    _: S,
    (panel, stride): (&mut [f64], usize),
    rows: Range<usize>,
    part: Part,
) -> Result<(), Pivot> {
    for start in (0..panel.len() / stride).step_by(SIDE) {
        let top = rows.start + start;
        let mut group = Group::split(panel, stride, start);
        let before = group.before;
        let l = (before.get(top..).unwrap_or(&[]), stride);
        group.subtract(l, top..rows.end, None);
        for j in 0..group.now.len() / stride {
            let (known, rest) = group.now.split_at_mut(j * stride);
            let column = &mut rest[top..rows.end];
            for known in known.chunks(stride) {
                let known = &known[top..];
                let factor = known[j];
                for (x, y) in column.iter_mut().zip(known) {
                    *x -= factor * y;
                }
            }
            let s = column[j];
            let pivot = match part {
                Part::Whole if s > 0.0 => {
                    column[j] = s.sqrt();
                    column[j]
                }
                Part::Excess if s > -1.0 => {
                    // 2e + e² = s, so e = √(1+s) − 1, written without the subtraction.
                    let root = (1.0 + s).sqrt();
                    column[j] = s / (1.0 + root);
                    root
                }
                _ => return Err((top + j, s)),
            };
            column[..j].fill(0.0);
            for x in &mut column[j + 1..] {
                *x /= pivot;
            }
        }
    }
    Ok(())
}

/// Columns of XL⁻ᵀ from those before them, for some rows of X. `l` begins with the number on the
/// diagonal of L that belongs to the first of them, which is `triangle` if X is upper triangular.
#[inline(always)]
fn divide_panel<S: Simd>(
    _: S,
    (panel, stride): (&mut [f64], usize),
    (l, stride_l): (&[f64], usize),
    rows: Range<usize>,
    triangle: Option<usize>,
) {
    for start in (0..panel.len() / stride).step_by(SIDE) {
        let end = match triangle {
            Some(first) => rows.end.min(first + start + SIDE),
            None => rows.end,
        };
        let rows = rows.start..end.max(rows.start);
        let l = &l[start..];
        let mut group = Group::split(panel, stride, start);
        group.subtract((l, stride_l), rows.clone(), triangle);
        for j in 0..group.now.len() / stride {
            let (known, rest) = group.now.split_at_mut(j * stride);
            let column = &mut rest[rows.clone()];
            for (k, known) in known.chunks(stride).enumerate() {
                let factor = l[(start + k) * stride_l + j];
                for (x, y) in column.iter_mut().zip(&known[rows.clone()]) {
                    *x -= factor * y;
                }
            }
            let pivot = l[(start + j) * stride_l + j];
            for x in column {
                *x /= pivot;
            }
        }
    }
}
