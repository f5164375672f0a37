//! Small matrices: plain loops with twice the digits.
//!
//! Matrices of [`Double`] are stored row by row, d numbers to a row. The loops are compiled for
//! each set of instructions, because without a fused multiply-add each product of two doubled
//! doubles is a call into software. Fused or not, the results are the same.

use super::tile::level;
use super::{Difference, NEAR, Pivot, PositiveDefinite, bad_pivot};
use crate::float::double::Double;
use crate::normal::univariate::scaled_difference;
use fearless_simd::{Simd, dispatch};
use nalgebra::{DMatrix, DVector};

/// The lower Cholesky factor in the units of the scale.
pub(super) fn cholesky(
    entry: impl Fn(usize, usize) -> Double,
    scale: &[f64],
) -> Result<Vec<Double>, Pivot> {
    let d = scale.len();
    let mut l = vec![Double::ZERO; d * d];
    for i in 0..d {
        for j in 0..=i {
            l[i * d + j] = entry(i, j);
        }
    }
    factor(&mut l, d).map_err(|(i, s)| bad_pivot(i, s, scale[i]))?;
    Ok(l)
}

/// The Cholesky factorisation in place, of the lower triangle. An error is the number of
/// the pivot and its value.
pub(super) fn factor(a: &mut [Double], d: usize) -> Result<(), (usize, f64)> {
    dispatch!(level(), simd => factor_in_place(simd, a, d))
}

#[inline(always)]
fn factor_in_place<S: Simd>(_: S, a: &mut [Double], d: usize) -> Result<(), (usize, f64)> {
    for i in 0..d {
        for j in 0..=i {
            let mut s = a[i * d + j];
            for k in 0..j {
                s = s.minus_product(a[i * d + k], a[j * d + k]);
            }
            let s = s.settled();
            a[i * d + j] = if i > j {
                s / a[j * d + j]
            } else if s.value > 0.0 {
                s.sqrt()
            } else {
                return Err((i, s.value));
            };
        }
    }
    Ok(())
}

/// See [`PositiveDefinite::excess_of`].
pub(super) fn excess(
    p: &PositiveDefinite,
    q: &PositiveDefinite,
    difference: &Difference<'_>,
) -> Vec<Double> {
    let near = if q.may_be_near(p) {
        near_excess(q, difference)
    } else {
        None
    };
    near.unwrap_or_else(|| far_excess(p, q))
}

/// E if M is small, `None` if its norm is above [`NEAR`].
fn near_excess(q: &PositiveDefinite, difference: &Difference<'_>) -> Option<Vec<Double>> {
    let (d, l) = (q.dimension(), q.doubles());
    let mut e = vec![Double::ZERO; d * d];
    for i in 0..d {
        for j in 0..d {
            e[i * d + j] = difference(i, j);
        }
    }
    solve_lower(l, &mut e, d);
    dispatch!(level(), simd => excess_of_half(simd, l, &mut e, d)).then_some(e)
}

/// Replaces L⁻¹(Σp − Σq) by E. False if the norm of M is above [`NEAR`].
#[inline(always)]
fn excess_of_half<S: Simd>(_: S, l: &[Double], e: &mut [Double], d: usize) -> bool {
    // The lower triangle of M = L⁻¹(Σp − Σq)L⁻ᵀ, row by row from the left.
    let mut squares = 0.0;
    for i in 0..d {
        for j in 0..=i {
            let mut s = e[i * d + j];
            for k in 0..j {
                s = s.minus_product(e[i * d + k], l[j * d + k]);
            }
            s = s.settled() / l[j * d + j];
            squares += if i == j { 1.0 } else { 2.0 } * s.value * s.value;
            e[i * d + j] = s;
        }
        e[i * d + i + 1..(i + 1) * d].fill(Double::ZERO);
    }
    if squares.is_nan() || squares > NEAR * NEAR {
        return false;
    }
    // Cholesky factorisation of I + M, row by row, for E = factor − I. On the diagonal
    // 2e + e² = s, so e = √(1+s) − 1, written without the subtraction.
    for i in 0..d {
        for j in 0..=i {
            let mut s = e[i * d + j];
            for k in 0..j {
                s = s.minus_product(e[i * d + k], e[j * d + k]);
            }
            let s = s.settled();
            e[i * d + j] = if i == j {
                s / (Double::ONE + (Double::ONE + s).sqrt())
            } else {
                s / (Double::ONE + e[j * d + j])
            };
        }
    }
    true
}

/// Lq⁻¹Lp − I.
fn far_excess(p: &PositiveDefinite, q: &PositiveDefinite) -> Vec<Double> {
    let d = q.dimension();
    let mut e = p.doubles().to_vec();
    for i in 0..d {
        for x in &mut e[i * d..=i * d + i] {
            *x = x.scaled(p.scale[i]).unscaled(q.scale[i]);
        }
    }
    solve_lower(q.doubles(), &mut e, d);
    for i in 0..d {
        e[i * d + i] = e[i * d + i] - Double::ONE;
    }
    e
}

/// See [`PositiveDefinite::whitened_difference`].
pub(super) fn whitened_difference(
    q: &PositiveDefinite,
    a: &DVector<f64>,
    b: &DVector<f64>,
) -> Vec<Double> {
    let mut z: Vec<Double> = (0..q.dimension())
        .map(|i| {
            let difference = Double::exact_sum(a[i], -b[i]);
            if difference.value.is_finite() {
                difference.unscaled(q.scale[i])
            } else {
                scaled_difference(a[i], b[i], q.scale[i]).into()
            }
        })
        .collect();
    solve_lower(q.doubles(), &mut z, 1);
    z
}

/// See [`PositiveDefinite::solve_transposed`].
pub(super) fn solve_transposed(q: &PositiveDefinite, b: &DMatrix<f64>) -> DMatrix<f64> {
    dispatch!(level(), simd => solve_from_below(simd, q, b))
}

#[inline(always)]
fn solve_from_below<S: Simd>(_: S, q: &PositiveDefinite, b: &DMatrix<f64>) -> DMatrix<f64> {
    let (d, l) = (q.dimension(), q.doubles());
    let mut solution = DMatrix::zeros(d, b.ncols());
    let mut x = vec![Double::ZERO; d];
    for column in 0..b.ncols() {
        for i in (0..d).rev() {
            let mut s = Double::from(b[(i, column)]);
            for k in i + 1..d {
                s = s.minus_product(l[k * d + i], x[k]);
            }
            x[i] = s.settled() / l[i * d + i];
            solution[(i, column)] = x[i].value / q.scale[i];
        }
    }
    solution
}

/// Replaces B, with `columns` numbers to a row, by L⁻¹B.
pub(super) fn solve_lower(l: &[Double], b: &mut [Double], columns: usize) {
    dispatch!(level(), simd => solve_in_place(simd, l, b, columns));
}

#[inline(always)]
fn solve_in_place<S: Simd>(_: S, l: &[Double], b: &mut [Double], columns: usize) {
    let d = b.len() / columns;
    for i in 0..d {
        let (above, row) = b.split_at_mut(i * columns);
        let row = &mut row[..columns];
        for (k, known) in above.chunks_exact(columns).enumerate() {
            let factor = l[i * d + k];
            for (x, &y) in row.iter_mut().zip(known) {
                *x = x.minus_product(factor, y);
            }
        }
        for x in row {
            *x = x.settled() / l[i * d + i];
        }
    }
}
