//! Normal distributions in several dimensions.

mod constructors;
mod density;
mod images;
mod parts;
mod shape;

use crate::error::{entries, same_size};
use crate::normal::matrix_name::{COVARIANCE, MatrixName};
use crate::normal::positive_definite::{Difference, PositiveDefinite};
use crate::{Error, Information, KlDivergence};
use nalgebra::{DMatrix, DVector, Dyn};
use shape::Shape;

/// A multivariate normal distribution, given by its mean and whatever you have of its covariance.
///
/// | you have | the constructor |
/// |---|---|
/// | a covariance matrix Σ | [`new`](Self::new) |
/// | one that is symmetric but for rounding | [`from_nearly_symmetric`](Self::from_nearly_symmetric) |
/// | a Cholesky factor L, Σ = LLᵀ (PyTorch's `scale_tril`) | [`from_cholesky_factor`](Self::from_cholesky_factor) |
/// | a precision matrix Λ = Σ⁻¹ (PyTorch's `precision_matrix`) | [`from_precision`](Self::from_precision) |
/// | a variance for each variable | [`from_variances`](Self::from_variances) |
/// | one variance for all | [`isotropic`](Self::isotropic) |
/// | low rank plus a diagonal, WWᵀ + diag(δ) | [`from_low_rank`](Self::from_low_rank); where d is large, [`LowRankNormal`](crate::distribution::LowRankNormal) |
/// | a singular covariance | [`SingularNormal`](crate::distribution::SingularNormal) |
/// | means and log-variances of a network, many at once | [`objective::normal_kl`](crate::objective::normal_kl) |
///
/// None of these forms another where that costs digits: variances are never factored, a Cholesky
/// factor is never multiplied out to be factored again, and of two precision matrices the
/// divergence is computed from their own factors.
///
/// | you want | the method |
/// |---|---|
/// | a divergence or a distance | [`kl`](KlDivergence::kl), [`jeffreys`](Self::jeffreys), [`renyi`](Self::renyi), [`bhattacharyya`](Self::bhattacharyya), [`hellinger`](Self::hellinger), [`wasserstein_2`](Self::wasserstein_2), [`jensen_shannon_bounds`](Self::jensen_shannon_bounds) |
/// | the density | [`ln_pdf`](Self::ln_pdf), [`pdf`](Self::pdf) |
/// | some of the variables | [`marginal`](Self::marginal), [`conditional`](Self::conditional) |
/// | Ax + b | [`affine`](Self::affine) |
/// | two densities multiplied, such as a prior and a likelihood | [`product`](Self::product) |
/// | a sample | [`sample`](Self::sample) |
///
/// Two are equal if they were made of the same numbers in the same way.
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
    shape: Shape,
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
        Ok(Self::of(mean, Shape::Dense(covariance)))
    }

    /// With a finite mean of the right length.
    pub(crate) fn of_covariance(mean: DVector<f64>, covariance: PositiveDefinite) -> Self {
        Self::of(mean, Shape::Dense(covariance))
    }

    fn of(mean: DVector<f64>, shape: Shape) -> Self {
        MultivariateNormal { mean, shape }
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

    /// The covariance Σ, as given; or, of a distribution that was made of something else, computed
    /// when first asked for: up to dimension 20 from twice the digits. It takes memory for d²
    /// numbers, of variances alone too.
    ///
    /// ```
    /// # use kl_core::{MultivariateNormal, nalgebra::DMatrix};
    /// let p = MultivariateNormal::new(vec![1.0, 2.0], DMatrix::identity(2, 2))?;
    /// assert_eq!(p.covariance(), &DMatrix::identity(2, 2));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn covariance(&self) -> &DMatrix<f64> {
        self.positive_definite().matrix()
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
        self.positive_definite().factor()
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

    /// The variances, if that is what it was made of.
    pub(crate) fn variances(&self) -> Option<&DVector<f64>> {
        match &self.shape {
            Shape::Diagonal(variances, _) => Some(variances),
            _ => None,
        }
    }

    /// One variable of independent ones.
    pub(crate) fn variable(&self, i: usize, variance: f64) -> Self {
        let [mean, variance] = [self.mean[i], variance].map(|x| DVector::from_element(1, x));
        Self::of(mean, Shape::diagonal(variance))
    }

    pub(crate) fn positive_definite(&self) -> &PositiveDefinite {
        self.shape.covariance()
    }

    /// z = L⁻¹(x − μ).
    pub(crate) fn whitened(&self, x: &DVector<f64>) -> DVector<f64> {
        self.positive_definite().whitened_difference(x, &self.mean)
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
/// Of two distributions given by Cholesky factors, E is Lq⁻¹(Lp − Lq). Of two given by precision
/// matrices, the first three terms are those of Λq and Λp in the places of Σp and Σq. Of two given
/// by variances, the divergence is the sum of those of the variables.
///
/// In all forms every term is ≥ 0.
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
/// Frobenius norm, so at least d) of the two correlation matrices, if both are far from
/// singular. If one of them is not, and some variable is explained by those before it but for
/// 1/256 of its variance, twice the digits are carried there too: within 1 ulp for condition
/// numbers up to 1e13 in up to 32 dimensions. That takes 3 times as long in 21 dimensions, 10
/// times in 100 and 20 times in 400.
///
/// Multiplying a variable by a constant does not make the result any worse.
///
/// All that holds for two distributions that are given in the same way. Of two that are not,
/// and are as near as the rounding of what they are made of, up to dimension 20 the ulp are times
/// max(1, 2⁻⁵⁰ κ/√D), and of two that are equal it may be 10⁻⁶⁰ instead of 0; beyond, where one is given by a
/// precision matrix, P must not be near Q. By variances alone it is within 4 ulp in any dimension.
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
        if let Some(divergence) = self.shape.kl(&self.mean, (&q.shape, &q.mean)) {
            return Ok(divergence);
        }
        let (sp, sq) = (self.positive_definite(), q.positive_definite());
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
