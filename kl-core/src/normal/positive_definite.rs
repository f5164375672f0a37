//! Symmetric positive definite matrices, and the comparison of one with another.

mod large;
mod mixture;
mod small;

use crate::Error;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;
use crate::normal::matrix_name::MatrixName;
use crate::terms::normal_scale::{normal_scale_term, scale_excess_term};
use nalgebra::{DMatrix, DVector};

/// A symmetric positive definite matrix Σ with its lower Cholesky factor L.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PositiveDefinite {
    matrix: DMatrix<f64>,
    factor: DMatrix<f64>,
    /// A power of two near the root of each diagonal entry. In these units the diagonal entries
    /// are between 1 and 4, and nothing over- or underflows unless the answer does.
    scale: Vec<f64>,
    /// L in these units, with twice the digits, row by row. Only up to the
    /// dimension [`PRECISE_UP_TO`]; empty above.
    precise: Vec<Double>,
}

/// An entry of the difference of two matrices, in units of the second.
pub(crate) type Difference<'a> = dyn Fn(usize, usize) -> Double + 'a;

/// The largest dimension in which the factorisation and the triangular solves carry twice the
/// digits, so that the condition number of Σ does not show in a result. That makes dimension 20
/// three to four times as slow; beyond, the time would grow to ten times that of blocked
/// products.
pub(crate) const PRECISE_UP_TO: usize = 20;

/// The largest Frobenius norm of M for which the difference is taken first.
///
/// Below ½ the eigenvalues of I + M are between ½ and 3/2, so its factorisation
/// cannot fail and loses nothing. Above, D is at least 0.04, and the rounding of
/// L is small beside it.
const NEAR: f64 = 0.5;

impl PositiveDefinite {
    pub(crate) fn new(name: &MatrixName, matrix: DMatrix<f64>) -> Result<Self, Error> {
        name.check(&matrix)?;
        let d = matrix.nrows();
        let mut scale = Vec::with_capacity(d);
        for i in 0..d {
            let value = matrix[(i, i)];
            if value <= 0.0 {
                // Only the diagonal has been looked at, but a positive definite
                // matrix has no such entry, whatever the rest.
                return Err(name.indefinite((i, value)));
            }
            scale.push(power_of_two_near_root(value));
        }
        let entry = |i, j| Double::from(matrix[(i, j)] / scale[i] / scale[j]);
        let parts = factored(&matrix, &scale, entry);
        let (factor, precise) = parts.map_err(|pivot| name.indefinite(pivot))?;
        Ok(PositiveDefinite {
            matrix,
            factor,
            scale,
            precise,
        })
    }

    /// The matrix with the entries `entry(i, j)`·sᵢsⱼ for i ≥ j, given with twice the digits.
    /// The units s are powers of two that bring its diagonal near 1.
    ///
    /// Up to the dimension [`PRECISE_UP_TO`] the factor is computed from all these digits.
    pub(crate) fn of_precise(
        name: &MatrixName,
        scale: Vec<f64>,
        entry: impl Fn(usize, usize) -> Double,
    ) -> Result<Self, Error> {
        let d = scale.len();
        let mut matrix = DMatrix::zeros(d, d);
        for i in 0..d {
            for j in 0..=i {
                let value = entry(i, j).value * scale[i] * scale[j];
                matrix[(i, j)] = value;
                matrix[(j, i)] = value;
            }
        }
        name.check(&matrix)?;
        let parts = factored(&matrix, &scale, entry);
        let (factor, precise) = parts.map_err(|pivot| name.indefinite(pivot))?;
        Ok(PositiveDefinite {
            matrix,
            factor,
            scale,
            precise,
        })
    }

    pub(crate) fn dimension(&self) -> usize {
        self.scale.len()
    }

    pub(crate) fn matrix(&self) -> &DMatrix<f64> {
        &self.matrix
    }

    pub(crate) fn factor(&self) -> &DMatrix<f64> {
        &self.factor
    }

    /// The lower triangular E with I + E = Lq⁻¹Lp, as accurate for P near Q as for
    /// P far from Q, where Q is `self`.
    ///
    /// Far: it is computed in this way. Near: I + E is nearly the identity, and the rounding
    /// errors of Lp and Lq would be all that is left of the difference. So the difference is
    /// taken first: M = Lq⁻¹(Σp − Σq)Lq⁻ᵀ, and I + M = (I + E)(I + E)ᵀ is solved for E itself.
    ///
    /// Entries may be infinite, or NaN (∞ − ∞ in a triangular solve), where their
    /// squares are beyond any double.
    pub(crate) fn excess_of(&self, p: &PositiveDefinite) -> DMatrix<f64> {
        self.excess_by(p, &|i, j| self.difference_to(p, i, j))
    }

    /// [`excess_of`](Self::excess_of) for a difference known better than from the entries:
    /// `difference(i, j)` is (Σp − Σq)ᵢⱼ in the units of Q.
    fn excess_by(&self, p: &PositiveDefinite, difference: &Difference<'_>) -> DMatrix<f64> {
        if self.precise.is_empty() {
            large::excess(p, self, difference)
        } else {
            small::rounded(&small::excess(p, self, difference), self.dimension())
        }
    }

    /// (Σp − Σq)ᵢⱼ in the units of Q, which is `self`, from the entries.
    pub(crate) fn difference_to(&self, p: &PositiveDefinite, i: usize, j: usize) -> Double {
        Double::exact_sum(
            self.in_units(p.matrix[(i, j)], i, j),
            -self.in_units(self.matrix[(i, j)], i, j),
        )
    }

    /// ½[tr(Σq⁻¹Σp) − d − ln(det Σp/det Σq)], where Q is `self`: with E from
    /// [`excess_of`](Self::excess_of) it is Σᵢ (½(eᵢᵢ + 1)² − ½ − ln(1 + eᵢᵢ)) + ½Σ eᵢⱼ²
    /// over i > j, and every term is ≥ 0.
    ///
    /// `difference` as in [`excess_by`](Self::excess_by).
    pub(crate) fn shape_term(&self, p: &PositiveDefinite, difference: &Difference<'_>) -> f64 {
        let excess = self.excess_by(p, difference);
        let mut total = CompensatedSum::default();
        for j in 0..self.dimension() {
            let e = excess[(j, j)];
            // The interval of log1pmx. Outside, 1 + e may over- or underflow.
            total.add(if (-0.6..=1.5).contains(&e) {
                scale_excess_term(e)
            } else {
                normal_scale_term(p.factor[(j, j)], self.factor[(j, j)])
            });
            for i in j + 1..self.dimension() {
                total.add((0.5 * excess[(i, j)]) * excess[(i, j)]);
            }
        }
        let total = total.total();
        // A NaN can only be ∞ − ∞ in a triangular solve, after the square of some entry
        // overflowed. That square is part of the result.
        if total.is_nan() { f64::INFINITY } else { total }
    }

    /// L⁻¹(a − b): in units of standard deviations, and uncorrelated.
    pub(crate) fn whitened_difference(&self, a: &DVector<f64>, b: &DVector<f64>) -> DVector<f64> {
        if self.precise.is_empty() {
            large::whitened_difference(self, a, b)
        } else {
            let z = small::whitened_difference(self, a, b);
            DVector::from_iterator(z.len(), z.iter().map(|x| x.value))
        }
    }

    /// L⁻ᵀB.
    pub(crate) fn solve_transposed(&self, b: &DMatrix<f64>) -> DMatrix<f64> {
        if self.precise.is_empty() {
            large::solve_transposed(self, b)
        } else {
            small::solve_transposed(self, b)
        }
    }

    /// a/(sᵢsⱼ), by two divisions, because the product may be subnormal.
    pub(crate) fn in_units(&self, a: f64, i: usize, j: usize) -> f64 {
        a / self.scale[i] / self.scale[j]
    }

    /// The unit of variable i, sᵢ.
    pub(crate) fn unit(&self, i: usize) -> f64 {
        self.scale[i]
    }

    /// Whether the diagonals of the factors allow ‖M‖ to be below [`NEAR`]: the
    /// squares of their quotients lie between the eigenvalues of I + M.
    fn may_be_near(&self, p: &PositiveDefinite) -> bool {
        (0..self.dimension()).all(|i| {
            let (lp, lq) = (p.factor[(i, i)], self.factor[(i, i)]);
            lp >= 0.7 * lq && lp <= 1.23 * lq
        })
    }
}

/// The factor and, where the dimension is small, the factor in the units of the scale with
/// twice the digits. `entry` gives the lower triangle of the matrix in these units.
fn factored(
    matrix: &DMatrix<f64>,
    scale: &[f64],
    entry: impl Fn(usize, usize) -> Double,
) -> Result<(DMatrix<f64>, Vec<Double>), Pivot> {
    let d = scale.len();
    let (mut factor, precise) = if d <= PRECISE_UP_TO {
        let precise = small::cholesky(entry, scale)?;
        (small::rounded(&precise, d), precise)
    } else {
        (large::cholesky(matrix, scale)?, Vec::new())
    };
    for j in 0..d {
        for i in j..d {
            factor[(i, j)] *= scale[i];
        }
    }
    Ok((factor, precise))
}

/// The number of a pivot that is not positive, and its value.
type Pivot = (usize, f64);

/// A pivot that is not positive, from its `value` in the units of the scale.
fn bad_pivot(pivot: usize, value: f64, scale: f64) -> Pivot {
    // NaN is ∞ − ∞ or 0·∞: some entry off the diagonal is so large beside its
    // variances that the pivot is below any double.
    let value = if value.is_nan() {
        f64::NEG_INFINITY
    } else {
        value * scale * scale
    };
    (pivot, value)
}

/// The largest power of two that is at most √v, but at most 2⁵¹¹, for v > 0.
pub(crate) fn power_of_two_near_root(v: f64) -> f64 {
    const UP: i32 = 54;
    let exponent = |x: f64| (x.to_bits() >> 52) as i32 - 1023;
    let e = if v < f64::MIN_POSITIVE {
        exponent(v * power_of_two(UP)) - UP
    } else {
        exponent(v)
    };
    power_of_two(e.div_euclid(2))
}
