//! Large matrices: plain doubles, and nearly all the work in products of blocks.

use super::{Difference, NEAR, Pivot, PositiveDefinite, bad_pivot};
use crate::float::sum::sum;
use crate::normal::univariate::scaled_difference;
use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut, DVector};

/// The size up to which plain loops are as fast as products of halves.
const BLOCK: usize = 24;

/// The lower Cholesky factor in the units of the scale.
///
/// Our own, because nalgebra's does not say which pivot failed.
pub(super) fn cholesky(a: &DMatrix<f64>, scale: &[f64]) -> Result<DMatrix<f64>, Pivot> {
    let d = scale.len();
    let mut l = DMatrix::from_fn(d, d, |i, j| a[(i, j)] / scale[i] / scale[j]);
    factor(&mut l.as_view_mut(), 0, Part::Whole).map_err(|(i, s)| bad_pivot(i, s, scale[i]))?;
    Ok(l)
}

/// See [`PositiveDefinite::excess_of`].
pub(super) fn excess(
    p: &PositiveDefinite,
    q: &PositiveDefinite,
    difference: &Difference<'_>,
) -> DMatrix<f64> {
    let lq = factor_in_units(q, q);
    let near = if q.may_be_near(p) {
        near_excess(q, &lq, difference)
    } else {
        None
    };
    near.unwrap_or_else(|| {
        let mut e = factor_in_units(p, q);
        solve_triangle(&lq.as_view(), &mut e.as_view_mut());
        for i in 0..e.nrows() {
            e[(i, i)] -= 1.0;
        }
        e
    })
}

/// E if M is small, `None` if its norm is above [`NEAR`].
fn near_excess(
    q: &PositiveDefinite,
    lq: &DMatrix<f64>,
    difference: &Difference<'_>,
) -> Option<DMatrix<f64>> {
    let d = q.dimension();
    let mut m = DMatrix::from_fn(d, d, |i, j| difference(i, j).value);
    solve_lower(&lq.as_view(), &mut m.as_view_mut());
    m.transpose_mut();
    solve_lower(&lq.as_view(), &mut m.as_view_mut());
    let norm = sum(m.iter().map(|x| x * x)).sqrt();
    if norm.is_nan() || norm > NEAR {
        return None;
    }
    // The pivots of I + M are at least ½, so this does not fail.
    factor(&mut m.as_view_mut(), 0, Part::Excess).ok()?;
    Some(m)
}

/// See [`PositiveDefinite::whitened_difference`].
pub(super) fn whitened_difference(
    q: &PositiveDefinite,
    a: &DVector<f64>,
    b: &DVector<f64>,
) -> DVector<f64> {
    let d = q.dimension();
    let mut z = DMatrix::from_fn(d, 1, |i, _| scaled_difference(a[i], b[i], q.scale[i]));
    solve_lower(&factor_in_units(q, q).as_view(), &mut z.as_view_mut());
    z.column(0).into_owned()
}

/// See [`PositiveDefinite::solve_transposed`].
pub(super) fn solve_transposed(q: &PositiveDefinite, b: &DMatrix<f64>) -> DMatrix<f64> {
    // Lᵀ with its rows and columns in reverse order is lower triangular.
    let d = q.dimension();
    let l = factor_in_units(q, q);
    let turned = DMatrix::from_fn(d, d, |i, j| l[(d - 1 - j, d - 1 - i)]);
    let mut x = DMatrix::from_fn(d, b.ncols(), |i, j| b[(d - 1 - i, j)]);
    solve_lower(&turned.as_view(), &mut x.as_view_mut());
    DMatrix::from_fn(d, b.ncols(), |i, j| x[(d - 1 - i, j)] / q.scale[i])
}

/// Lp in the units of Q.
fn factor_in_units(p: &PositiveDefinite, q: &PositiveDefinite) -> DMatrix<f64> {
    let l = &p.factor;
    DMatrix::from_fn(l.nrows(), l.ncols(), |i, j| l[(i, j)] / q.scale[i])
}

/// The form of the matrix that a factorisation takes, and of the factor that it gives.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// A = LLᵀ, and L.
    Whole,
    /// A − I, and L − I.
    Excess,
}

/// The Cholesky factorisation in place, or the number of the pivot that is not positive
/// and its value.
pub(super) fn factor_whole(a: &mut DMatrix<f64>) -> Result<(), (usize, f64)> {
    factor(&mut a.as_view_mut(), 0, Part::Whole)
}

/// The Cholesky factorisation in place; the upper triangle becomes zero.
///
/// An error is the number of the pivot, counted from `first` in the first row, and its value.
fn factor(a: &mut DMatrixViewMut<'_, f64>, first: usize, part: Part) -> Result<(), (usize, f64)> {
    let n = a.nrows();
    if n <= BLOCK {
        return factor_block(a, first, part);
    }
    let half = n / 2;
    let rest = n - half;
    factor(&mut a.view_mut((0, 0), (half, half)), first, part)?;
    let mut above = a.view((0, 0), (half, half)).into_owned();
    if part == Part::Excess {
        for i in 0..half {
            above[(i, i)] += 1.0;
        }
    }
    let mut across = a.view((half, 0), (rest, half)).transpose();
    solve_lower(&above.as_view(), &mut across.as_view_mut());
    let below = across.transpose();
    a.view_mut((half, 0), (rest, half)).copy_from(&below);
    a.view_mut((0, half), (half, rest)).fill(0.0);
    let mut corner = a.view_mut((half, half), (rest, rest));
    corner.gemm(-1.0, &below, &across, 1.0);
    factor(&mut corner, first + half, part)
}

fn factor_block(
    a: &mut DMatrixViewMut<'_, f64>,
    first: usize,
    part: Part,
) -> Result<(), (usize, f64)> {
    let n = a.nrows();
    for j in 0..n {
        for k in 0..j {
            let factor = a[(j, k)];
            let (known, mut rest) = a.columns_range_pair_mut(k, j);
            rest.rows_mut(j, n - j)
                .axpy(-factor, &known.rows(j, n - j), 1.0);
        }
        let s = a[(j, j)];
        let pivot = match part {
            Part::Whole if s > 0.0 => {
                a[(j, j)] = s.sqrt();
                a[(j, j)]
            }
            Part::Excess if s > -1.0 => {
                // 2e + e² = s, so e = √(1+s) − 1, written without the subtraction.
                let root = (1.0 + s).sqrt();
                a[(j, j)] = s / (1.0 + root);
                root
            }
            _ => return Err((first + j, s)),
        };
        for i in j + 1..n {
            a[(i, j)] /= pivot;
        }
        for i in 0..j {
            a[(i, j)] = 0.0;
        }
    }
    Ok(())
}

/// Replaces B by L⁻¹B, for lower triangular L with a positive diagonal.
fn solve_lower(l: &DMatrixView<'_, f64>, b: &mut DMatrixViewMut<'_, f64>) {
    let n = l.nrows();
    if n <= BLOCK {
        // The diagonal is positive, so this cannot fail.
        l.solve_lower_triangular_mut(b);
        return;
    }
    let half = n / 2;
    let rest = n - half;
    let (mut top, mut bottom) = b.rows_range_pair_mut(..half, half..);
    solve_lower(&l.view((0, 0), (half, half)), &mut top);
    bottom.gemm(-1.0, &l.view((half, 0), (rest, half)), &top, 1.0);
    solve_lower(&l.view((half, half), (rest, rest)), &mut bottom);
}

/// Replaces a lower triangular B by L⁻¹B.
fn solve_triangle(l: &DMatrixView<'_, f64>, b: &mut DMatrixViewMut<'_, f64>) {
    let n = l.nrows();
    if n <= BLOCK {
        return solve_lower(l, b);
    }
    let half = n / 2;
    let rest = n - half;
    solve_triangle(
        &l.view((0, 0), (half, half)),
        &mut b.view_mut((0, 0), (half, half)),
    );
    let top = b.view((0, 0), (half, half)).into_owned();
    let corner = l.view((half, half), (rest, rest));
    let mut bottom = b.view_mut((half, 0), (rest, half));
    bottom.gemm(-1.0, &l.view((half, 0), (rest, half)), &top, 1.0);
    solve_lower(&corner, &mut bottom);
    solve_triangle(&corner, &mut b.view_mut((half, half), (rest, rest)));
}
