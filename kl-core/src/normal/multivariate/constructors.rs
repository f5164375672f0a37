//! A normal distribution from whatever there is of its covariance.

use super::MultivariateNormal;
use super::shape::Shape;
use crate::Error;
use crate::error::{entries, filled, parameter, same_size};
use crate::float::scale::{power_of_two, split};
use crate::normal::matrix_name::{
    CHOLESKY_FACTOR, COVARIANCE, MatrixName, PRECISION, finite_matrix,
};
use crate::normal::positive_definite::PositiveDefinite;
use nalgebra::{DMatrix, DVector};

impl MultivariateNormal {
    /// From a covariance that is symmetric but for rounding, as products of matrices, other
    /// programs and numbers of 32 bits give it.
    ///
    /// Where Σᵢⱼ and Σⱼᵢ differ by no more than `tolerance`·√(ΣᵢᵢΣⱼⱼ), their mean takes the place
    /// of both: with 1e-12 what doubles round, with 1e-5 what numbers of 32 bits do.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); [`Error::NotSymmetric`] names the first two entries, row by row,
    /// that differ by more; and [`Error::Parameter`] unless the tolerance is between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let rounded = DMatrix::from_row_slice(2, 2, &[1.0, 0.1 + 0.2, 0.3, 1.0]);
    /// assert!(MultivariateNormal::new(vec![0.0, 0.0], rounded.clone()).is_err());
    /// let p = MultivariateNormal::from_nearly_symmetric(vec![0.0, 0.0], rounded, 1e-12)?;
    /// assert_eq!(p.covariance()[(0, 1)], p.covariance()[(1, 0)]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn from_nearly_symmetric(
        mean: impl Into<DVector<f64>>,
        covariance: impl Into<DMatrix<f64>>,
        tolerance: f64,
    ) -> Result<Self, Error> {
        let (mean, mut covariance) = (mean.into(), covariance.into());
        let valid = (0.0..=1.0).contains(&tolerance);
        parameter("tolerance", tolerance, valid, "from 0 to 1")?;
        let (rows, columns) = covariance.shape();
        same_size(COVARIANCE.columns, columns, COVARIANCE.rows, rows)?;
        finite_matrix(COVARIANCE.itself, &covariance)?;
        for row in 0..rows {
            for column in 0..row {
                let (lower, upper) = (covariance[(row, column)], covariance[(column, row)]);
                let roots = [row, column].map(|i| covariance[(i, i)].abs().sqrt());
                if (lower - upper).abs() > tolerance * roots[0] * roots[1] {
                    return Err(Error::NotSymmetric {
                        of: COVARIANCE.itself,
                        row,
                        column,
                        lower,
                        upper,
                    });
                }
                let both = if lower == upper {
                    lower
                } else {
                    0.5 * lower + 0.5 * upper
                };
                covariance[(row, column)] = both;
                covariance[(column, row)] = both;
            }
        }
        Self::new(mean, covariance)
    }

    /// From PyTorch's `scale_tril`: a lower triangular L with a positive diagonal, where the
    /// covariance is LLᵀ.
    ///
    /// The factor is kept. LLᵀ is never factored, so that no digit of L is lost whatever its
    /// condition.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] for dimension zero.
    /// - [`Error::Size`] unless the factor is square and the mean as long.
    /// - [`Error::Entry`], [`Error::MatrixEntry`] for NaN and ±∞, for an entry of the diagonal
    ///   that is not positive, for one above it that is not zero, and if a variance is 0 or ∞ as
    ///   a double.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{KlDivergence, MultivariateNormal};
    ///
    /// let scale_tril = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 1.0, 1.0]);
    /// let p = MultivariateNormal::from_cholesky_factor(vec![0.0, 0.0], scale_tril.clone())?;
    /// let q = MultivariateNormal::from_cholesky_factor(vec![2.0, 2.0], scale_tril)?;
    /// assert_eq!(p.kl(&q)?.nats(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[doc(alias = "scale_tril")]
    pub fn from_cholesky_factor(
        mean: impl Into<DVector<f64>>,
        factor: impl Into<DMatrix<f64>>,
    ) -> Result<Self, Error> {
        let (mean, factor) = (mean.into(), factor.into());
        square(&CHOLESKY_FACTOR, &mean, &factor)?;
        let d = factor.nrows();
        for row in 0..d {
            for column in row..d {
                let value = factor[(row, column)];
                let must_be = if row == column { "positive" } else { "zero" };
                let valid = if row == column {
                    value > 0.0
                } else {
                    value == 0.0
                };
                if !valid {
                    return Err(Error::MatrixEntry {
                        of: CHOLESKY_FACTOR.itself,
                        row,
                        column,
                        value,
                        must_be,
                    });
                }
            }
        }
        let unit = |i: usize| {
            let largest = factor.row(i).amax();
            power_of_two(split(largest).1.clamp(-1000, 1000))
        };
        let units: Vec<f64> = (0..d).map(unit).collect();
        let name = MatrixName::computed("covariance of the Cholesky factor");
        let entry = |i, j| (factor[(i, j)] / units[i]).into();
        let covariance = PositiveDefinite::of_factor(&name, &units, entry)?;
        Ok(Self::of(mean, Shape::Dense(covariance)))
    }

    /// From a precision matrix Λ, the inverse of the covariance.
    ///
    /// Λ is factored, and nothing is inverted but this triangular factor.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`Error::MatrixEntry`] if a variance is 0 or ∞ as a double.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{KlDivergence, MultivariateNormal};
    ///
    /// let precision = DMatrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 2.0]);
    /// let p = MultivariateNormal::from_precision(vec![0.0, 0.0], precision.clone())?;
    /// let q = MultivariateNormal::from_precision(vec![1.0, 0.0], precision)?;
    /// assert_eq!(p.kl(&q)?.nats(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[doc(alias = "precision_matrix")]
    pub fn from_precision(
        mean: impl Into<DVector<f64>>,
        precision: impl Into<DMatrix<f64>>,
    ) -> Result<Self, Error> {
        let (mean, mut precision) = (mean.into(), precision.into());
        square(&PRECISION, &mean, &precision)?;
        PRECISION.check(&precision)?;
        // All rows and all columns in reverse.
        precision.as_mut_slice().reverse();
        let reversed = match PositiveDefinite::new(&PRECISION, precision) {
            // The pivot is counted from the last variable.
            Err(Error::NotPositiveDefinite { of, pivot, value }) => {
                let pivot = mean.len() - 1 - pivot;
                return Err(Error::NotPositiveDefinite { of, pivot, value });
            }
            other => other?,
        };
        Self::of_reversed_precision(mean, reversed)
    }

    pub(super) fn of_reversed_precision(
        mean: DVector<f64>,
        reversed: PositiveDefinite,
    ) -> Result<Self, Error> {
        let name = MatrixName::computed("covariance of the precision matrix");
        let covariance = reversed.inverse_in_reverse(&name)?;
        let both = Box::new([reversed, covariance]);
        Ok(Self::of(mean, Shape::Precision(both)))
    }

    /// From the variances of independent variables: a diagonal covariance.
    ///
    /// Nothing is factored, and compared with each other two of these take time and memory for d
    /// numbers. Variances, not standard deviations. For log-variances in bulk, see
    /// [`objective::normal_kl`](crate::objective::normal_kl).
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] for dimension zero.
    /// - [`Error::Size`] unless there are as many variances as entries of the mean.
    /// - [`Error::Entry`] for NaN and ±∞, and for a variance that is not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{KlDivergence, MultivariateNormal};
    ///
    /// let p = MultivariateNormal::from_variances(vec![0.0, 1.0], vec![1.0, 4.0])?;
    /// let q = MultivariateNormal::from_variances(vec![2.0, 1.0], vec![1.0, 4.0])?;
    /// assert_eq!(p.kl(&q)?.nats(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[doc(alias = "diagonal")]
    pub fn from_variances(
        mean: impl Into<DVector<f64>>,
        variances: impl Into<DVector<f64>>,
    ) -> Result<Self, Error> {
        let (mean, variances) = (mean.into(), variances.into());
        let (d, like) = (mean.len(), "entries of the mean");
        same_size("variances", variances.len(), like, d)?;
        filled(like, d)?;
        entries("mean", mean.as_slice(), "finite", f64::is_finite)?;
        let positive = |v: f64| v > 0.0 && v.is_finite();
        let must_be = "positive and finite";
        entries("variance", variances.as_slice(), must_be, positive)?;
        Ok(Self::of(mean, Shape::diagonal(variances)))
    }

    /// With one variance for all variables, which are independent.
    ///
    /// # Errors
    ///
    /// As [`from_variances`](Self::from_variances), but [`Error::Parameter`] for the variance.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{KlDivergence, MultivariateNormal};
    ///
    /// let p = MultivariateNormal::isotropic(vec![0.0, 0.0, 0.0], 4.0)?;
    /// let standard = MultivariateNormal::isotropic(vec![0.0, 0.0, 0.0], 1.0)?;
    /// // Three times 3/2 − ln 2.
    /// assert_eq!(format!("{:.4}", p.kl(&standard)?), "2.4206 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[doc(alias = "spherical")]
    pub fn isotropic(mean: impl Into<DVector<f64>>, variance: f64) -> Result<Self, Error> {
        let mean = mean.into();
        let valid = variance > 0.0 && variance.is_finite();
        parameter("variance", variance, valid, "positive and finite")?;
        let variances = DVector::from_element(mean.len(), variance);
        Self::from_variances(mean, variances)
    }
}

/// An error unless the matrix is square and finite, not empty, and the mean is as long and finite.
fn square(name: &MatrixName, mean: &DVector<f64>, matrix: &DMatrix<f64>) -> Result<(), Error> {
    let (rows, columns) = matrix.shape();
    same_size(name.columns, columns, name.rows, rows)?;
    same_size("entries of the mean", mean.len(), name.rows, rows)?;
    filled(name.rows, rows)?;
    entries("mean", mean.as_slice(), "finite", f64::is_finite)?;
    finite_matrix(name.itself, matrix)
}
