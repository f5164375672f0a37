//! Normal distributions in several dimensions.

use crate::error::{entries, same_size};
use crate::normal::matrix_name::{COVARIANCE, MatrixName};
use crate::normal::positive_definite::{Difference, PositiveDefinite};
use crate::{Error, Information, KlDivergence};
use nalgebra::{DMatrix, DVector, Dyn};

/// A multivariate normal distribution, given by its mean and covariance.
///
/// The lower Cholesky factor L of the covariance, Σ = LLᵀ, is computed once, at
/// construction.
///
/// # Example
///
/// ```
/// use kl_core::nalgebra::DMatrix;
/// use kl_core::{KlDivergence, MultivariateNormal};
///
/// let covariance = DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 2.0]);
/// let p = MultivariateNormal::new(vec![0.0, 0.0], covariance.clone())?;
/// let q = MultivariateNormal::new(vec![2.0, 2.0], covariance)?;
/// assert_eq!(p.kl(&q)?.nats(), 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MultivariateNormal {
    mean: DVector<f64>,
    covariance: PositiveDefinite,
}

impl MultivariateNormal {
    /// A multivariate normal distribution with the given mean (length d) and
    /// covariance (d by d).
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] for dimension zero.
    /// - [`Error::Size`] unless the covariance is square and the mean as long.
    /// - [`Error::Entry`], [`Error::MatrixEntry`] for NaN and ±∞.
    /// - [`Error::NotSymmetric`] unless the matrix equals its transpose exactly:
    ///   which of two entries is right is for the caller to say.
    /// - [`Error::NotPositiveDefinite`] names the first pivot of the Cholesky
    ///   factorisation that is not positive, and its value. A singular matrix may
    ///   pass if rounding leaves its pivot above zero.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{Error, MultivariateNormal};
    ///
    /// let singular = DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 1.0, 1.0]);
    /// let line = MultivariateNormal::new(vec![0.0, 0.0], singular);
    /// assert!(matches!(line, Err(Error::NotPositiveDefinite { pivot: 1, value: 0.0, .. })));
    /// ```
    pub fn new(
        mean: impl Into<DVector<f64>>,
        covariance: impl Into<DMatrix<f64>>,
    ) -> Result<Self, Error> {
        let mean = mean.into();
        let covariance = covariance.into();
        let (rows, columns) = covariance.shape();
        same_size(COVARIANCE.columns, columns, COVARIANCE.rows, rows)?;
        same_size("entries of the mean", mean.len(), COVARIANCE.rows, rows)?;
        entries("mean", mean.as_slice(), "finite", f64::is_finite)?;
        Self::named(&COVARIANCE, mean, covariance)
    }

    /// As [`new`](Self::new), for a finite mean of the right length; errors call the matrix `name`.
    pub(crate) fn named(
        name: &MatrixName,
        mean: DVector<f64>,
        covariance: DMatrix<f64>,
    ) -> Result<Self, Error> {
        let covariance = PositiveDefinite::new(name, covariance)?;
        Ok(MultivariateNormal { mean, covariance })
    }

    /// The mean.
    ///
    /// ```
    /// # use kl_core::{MultivariateNormal, nalgebra::DMatrix};
    /// let p = MultivariateNormal::new(vec![1.0, 2.0], DMatrix::identity(2, 2))?;
    /// assert_eq!(p.mean().as_slice(), [1.0, 2.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> &DVector<f64> {
        &self.mean
    }

    /// The covariance Σ, as given.
    ///
    /// ```
    /// # use kl_core::{MultivariateNormal, nalgebra::DMatrix};
    /// let p = MultivariateNormal::new(vec![1.0, 2.0], DMatrix::identity(2, 2))?;
    /// assert_eq!(p.covariance(), &DMatrix::identity(2, 2));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn covariance(&self) -> &DMatrix<f64> {
        self.covariance.matrix()
    }

    /// The lower triangular L with a positive diagonal and Σ = LLᵀ.
    ///
    /// ```
    /// # use kl_core::{MultivariateNormal, nalgebra::DMatrix};
    /// let covariance = DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 2.0]);
    /// let p = MultivariateNormal::new(vec![0.0, 0.0], covariance)?;
    /// let l = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 1.0, 1.0]);
    /// assert_eq!(p.cholesky_factor(), &l);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn cholesky_factor(&self) -> &DMatrix<f64> {
        self.covariance.factor()
    }

    /// The number of dimensions, which is never zero.
    ///
    /// ```
    /// # use kl_core::{MultivariateNormal, nalgebra::DMatrix};
    /// let p = MultivariateNormal::new(vec![1.0, 2.0], DMatrix::identity(2, 2))?;
    /// assert_eq!(p.dimension(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.mean.len()
    }

    pub(crate) fn positive_definite(&self) -> &PositiveDefinite {
        &self.covariance
    }

    /// z = L⁻¹(x − μ).
    pub(crate) fn whitened(&self, x: &DVector<f64>) -> DVector<f64> {
        self.covariance.whitened_difference(x, &self.mean)
    }
}

/// D(P‖Q) = ½[tr(Σq⁻¹Σp) − d − ln(det Σp / det Σq) + ‖z‖²] with z = Lq⁻¹(μp − μq).
///
/// P is `self`, the truth; Q is the argument, the model. Neither a determinant
/// nor an inverse is computed.
///
/// # How
///
/// Covariances far apart: with the triangular L = Lq⁻¹Lp, the first three terms
/// are Σᵢ (½(lᵢᵢ² − 1) − ln lᵢᵢ) + ½Σ lᵢⱼ² over i > j.
///
/// Covariances near each other: L is nearly the identity, and the rounding errors of Lp and Lq
/// would be all that is left of the difference. So the difference is taken first:
/// M = Lq⁻¹(Σp − Σq)Lq⁻ᵀ, and I + M = (I + E)(I + E)ᵀ is solved for the lower triangular E
/// itself. Then the terms are Σᵢ (½eᵢᵢ² − log1pmx(eᵢᵢ)) + ½Σ eᵢⱼ².
///
/// In both forms every term is ≥ 0.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Up to dimension 20: within 4 ulp, for P near Q as much as for P far from Q and
/// for condition numbers up to 1e13, because the factorisations and solves carry
/// twice the digits.
///
/// Beyond: within 1 ulp times κ, where κ is the larger condition number (in the
/// Frobenius norm, so at least d) of the two correlation matrices.
///
/// Multiplying a variable by a constant does not make the result any worse.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::nalgebra::DMatrix;
/// use kl_core::{KlDivergence, MultivariateNormal};
///
/// let p = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
/// let q = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2) * 4.0)?;
/// // Twice ln 2 − 3/8, what one dimension gives.
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.6363 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kullback, *Information Theory and Statistics* (1959), chapter 9, section 1.
impl KlDivergence for MultivariateNormal {
    fn kl(&self, q: &MultivariateNormal) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        let (sp, sq) = (&self.covariance, &q.covariance);
        let difference = |i, j| sq.difference_to(sp, i, j);
        Ok(kl_between((&self.mean, sp), (&q.mean, sq), &difference))
    }
}

/// D(P‖Q) from the means and covariances, all of the same dimension; `difference(i, j)` is
/// (Σp − Σq)ᵢⱼ in the units of Σq.
pub(crate) fn kl_between(
    (mean_p, covariance_p): (&DVector<f64>, &PositiveDefinite),
    (mean_q, covariance_q): (&DVector<f64>, &PositiveDefinite),
    difference: &Difference<'_>,
) -> Information {
    let means = [mean_p, mean_q];
    Information::from_nats(covariance_q.divergence(covariance_p, means, difference))
}

/// Takes the mean and covariance of statrs' own multivariate normal, checked and factored
/// again.
///
/// ```
/// use kl_core::MultivariateNormal;
/// use kl_core::statrs::distribution::MultivariateNormal as Statrs;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let theirs = Statrs::new(vec![0.0, 1.0], vec![2.0, 1.0, 1.0, 2.0])?;
/// let ours = MultivariateNormal::try_from(&theirs)?;
/// assert_eq!(ours.mean().as_slice(), [0.0, 1.0]);
/// # Ok(())
/// # }
/// ```
impl TryFrom<&statrs::distribution::MultivariateNormal<Dyn>> for MultivariateNormal {
    type Error = Error;

    fn try_from(n: &statrs::distribution::MultivariateNormal<Dyn>) -> Result<Self, Error> {
        MultivariateNormal::new(n.mu().clone(), n.cov().clone())
    }
}

/// The dimension of both, or an error if they differ.
pub(crate) fn same_dimension(p: usize, q: usize) -> Result<usize, Error> {
    same_size("dimensions of Q", q, "dimensions of P", p)?;
    Ok(p)
}
