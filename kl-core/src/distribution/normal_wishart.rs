//! Normal-Wishart distributions, and those of the inverse: conjugate priors of a normal
//! distribution in several dimensions.

use super::normal_gamma::{difference, half_product};
use super::wishart::{InverseWishart, Wishart};
use crate::error::{entries, parameter, same_size};
use crate::float::double::Double;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use nalgebra::{DMatrix, DVector};

/// A normal-Wishart distribution, of a vector x and a precision matrix Λ: Λ is of the [`Wishart`]
/// distribution with ν degrees of freedom and the scale matrix V, and x, given Λ, normal with the
/// mean μ and the precision matrix λΛ.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::NormalWishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let prior = NormalWishart::new(vec![0.0, 0.0], 1.0, 4.0, DMatrix::identity(2, 2))?;
/// let posterior = NormalWishart::new(vec![0.5, 0.0], 3.0, 6.0, DMatrix::identity(2, 2))?;
/// assert_eq!(format!("{:.4}", posterior.kl(&prior)?), "1.7093 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Murphy, "Conjugate Bayesian analysis of the Gaussian distribution" (2007), section 8.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalWishart {
    mean: DVector<f64>,
    lambda: f64,
    matrix: Wishart,
}

impl NormalWishart {
    /// The distribution with the mean μ (length d), the weight λ of that mean, as a number of
    /// observations, and the degrees of freedom ν and the scale matrix V (d by d) of
    /// the precision matrix.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] unless the mean has as many entries as the scale matrix has rows.
    /// - [`Error::Entry`] for NaN and ±∞ in the mean.
    /// - [`Error::Parameter`] unless λ is positive and finite.
    /// - For ν and the matrix, as [`Wishart::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::NormalWishart;
    /// use kl_core::{Error, nalgebra::DMatrix};
    ///
    /// let few = NormalWishart::new(vec![0.0; 2], 1.0, 1.0, DMatrix::identity(2, 2));
    /// let name = "degrees of freedom";
    /// assert!(matches!(few, Err(Error::Parameter { name: n, value: 1.0, .. }) if n == name));
    /// ```
    pub fn new(
        mean: impl Into<DVector<f64>>,
        lambda: f64,
        freedom: f64,
        scale: impl Into<DMatrix<f64>>,
    ) -> Result<Self, Error> {
        let mean = mean.into();
        let matrix = Wishart::new(freedom, scale)?;
        check(&mean, lambda, matrix.dimension())?;
        Ok(NormalWishart {
            mean,
            lambda,
            matrix,
        })
    }

    /// The mean μ.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalWishart, nalgebra::DMatrix};
    /// let p = NormalWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.mean().as_slice(), [0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> &DVector<f64> {
        &self.mean
    }

    /// The weight λ of the mean.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalWishart, nalgebra::DMatrix};
    /// let p = NormalWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.lambda(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    /// The degrees of freedom ν.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalWishart, nalgebra::DMatrix};
    /// let p = NormalWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.freedom(), 4.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn freedom(&self) -> f64 {
        self.matrix.freedom()
    }

    /// The scale matrix V, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalWishart, nalgebra::DMatrix};
    /// let p = NormalWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.scale(), &DMatrix::identity(1, 1));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> &DMatrix<f64> {
        self.matrix.scale()
    }

    /// The number of entries of the mean.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalWishart, nalgebra::DMatrix};
    /// let p = NormalWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.dimension(), 1);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.mean.len()
    }
}

/// A normal-inverse-Wishart distribution, of a vector x and a covariance Σ: Σ is of the
/// [`InverseWishart`] distribution with ν degrees of freedom and the scale matrix Ψ, and x, given
/// Σ, normal with the mean μ and the covariance Σ/λ.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::NormalInverseWishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let prior = NormalInverseWishart::new(vec![0.0, 0.0], 1.0, 4.0, DMatrix::identity(2, 2))?;
/// let posterior = NormalInverseWishart::new(vec![0.5, 0.0], 3.0, 6.0, DMatrix::identity(2, 2))?;
/// assert_eq!(format!("{:.4}", posterior.kl(&prior)?), "1.7093 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Murphy, "Conjugate Bayesian analysis of the Gaussian distribution" (2007), section 9.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalInverseWishart {
    mean: DVector<f64>,
    lambda: f64,
    matrix: InverseWishart,
}

impl NormalInverseWishart {
    /// The distribution with the mean μ (length d), the weight λ of that mean, as a number of
    /// observations, and the degrees of freedom ν and the scale matrix Ψ (d by d) of
    /// the covariance.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] unless the mean has as many entries as the scale matrix has rows.
    /// - [`Error::Entry`] for NaN and ±∞ in the mean.
    /// - [`Error::Parameter`] unless λ is positive and finite.
    /// - For ν and the matrix, as [`InverseWishart::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::NormalInverseWishart;
    /// use kl_core::{Error, nalgebra::DMatrix};
    ///
    /// let few = NormalInverseWishart::new(vec![0.0; 2], 1.0, 1.0, DMatrix::identity(2, 2));
    /// let name = "degrees of freedom";
    /// assert!(matches!(few, Err(Error::Parameter { name: n, value: 1.0, .. }) if n == name));
    /// ```
    pub fn new(
        mean: impl Into<DVector<f64>>,
        lambda: f64,
        freedom: f64,
        scale: impl Into<DMatrix<f64>>,
    ) -> Result<Self, Error> {
        let mean = mean.into();
        let matrix = InverseWishart::new(freedom, scale)?;
        check(&mean, lambda, matrix.dimension())?;
        Ok(NormalInverseWishart {
            mean,
            lambda,
            matrix,
        })
    }

    /// The mean μ.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalInverseWishart, nalgebra::DMatrix};
    /// let p = NormalInverseWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.mean().as_slice(), [0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> &DVector<f64> {
        &self.mean
    }

    /// The weight λ of the mean.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalInverseWishart, nalgebra::DMatrix};
    /// let p = NormalInverseWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.lambda(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    /// The degrees of freedom ν.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalInverseWishart, nalgebra::DMatrix};
    /// let p = NormalInverseWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.freedom(), 4.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn freedom(&self) -> f64 {
        self.matrix.freedom()
    }

    /// The scale matrix Ψ, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalInverseWishart, nalgebra::DMatrix};
    /// let p = NormalInverseWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.scale(), &DMatrix::identity(1, 1));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> &DMatrix<f64> {
        self.matrix.scale()
    }

    /// The number of entries of the mean.
    ///
    /// ```
    /// # use kl_core::{distribution::NormalInverseWishart, nalgebra::DMatrix};
    /// let p = NormalInverseWishart::new(vec![0.5], 2.0, 4.0, DMatrix::identity(1, 1))?;
    /// assert_eq!(p.dimension(), 1);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.mean.len()
    }
}

/// D(P‖Q) = D(W(νp, Vp)‖W(νq, Vq)) + ½d[λq/λp − 1 − ln(λq/λp)] + ½λq νp (μp − μq)ᵀVp(μp − μq),
/// where W is the Wishart distribution.
///
/// By the chain rule: the mean precision matrix of P is νpVp. No term is negative.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Up to dimension 20 within 4 ulp times a condition number, which is that of [`Wishart`], with
/// the D of this divergence. Beyond, it is multiplied by the larger condition number of the scale
/// matrices brought to a diagonal of ones.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::NormalWishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let p = NormalWishart::new(vec![1.0], 2.0, 3.0, DMatrix::identity(1, 1))?;
/// let q = NormalWishart::new(vec![0.0], 2.0, 3.0, DMatrix::identity(1, 1))?;
/// // Only the means differ: half of two times three.
/// assert_eq!(p.kl(&q)?.nats(), 3.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from that of [`Wishart`] by the chain rule: Cover and Thomas, *Elements of
/// Information Theory*, 2nd ed., theorem 2.5.3.
impl KlDivergence for NormalWishart {
    fn kl(&self, q: &NormalWishart) -> Result<Information, Error> {
        let matrices = self.matrix.kl(&q.matrix)?;
        let z = self.matrix.scores([&self.mean, &q.mean]);
        let rest = rest([self.lambda, q.lambda], self.freedom(), &z);
        Ok(matrices + Information::from_nats(rest))
    }
}

/// D(P‖Q) = D(W(νp, Ψp)‖W(νq, Ψq)) + ½d[λq/λp − 1 − ln(λq/λp)] + ½λq νp (μp − μq)ᵀΨp⁻¹(μp − μq),
/// where W is the inverse Wishart distribution.
///
/// By the chain rule: the mean of Σ⁻¹ is νpΨp⁻¹. No term is negative.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Up to dimension 20 within 4 ulp times a condition number, which is that of [`Wishart`], with
/// the D of this divergence. Beyond, it is multiplied by the larger condition number of the scale
/// matrices brought to a diagonal of ones.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::NormalInverseWishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let p = NormalInverseWishart::new(vec![1.0], 2.0, 3.0, DMatrix::identity(1, 1))?;
/// let q = NormalInverseWishart::new(vec![0.0], 2.0, 3.0, DMatrix::identity(1, 1))?;
/// // Only the means differ: half of two times three.
/// assert_eq!(p.kl(&q)?.nats(), 3.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from that of [`InverseWishart`] by the chain rule: Cover and Thomas, *Elements of
/// Information Theory*, 2nd ed., theorem 2.5.3.
impl KlDivergence for NormalInverseWishart {
    fn kl(&self, q: &NormalInverseWishart) -> Result<Information, Error> {
        let matrices = self.matrix.kl(&q.matrix)?;
        let z = self.matrix.scores([&self.mean, &q.mean]);
        let rest = rest([self.lambda, q.lambda], self.freedom(), &z);
        Ok(matrices + Information::from_nats(rest))
    }
}

fn check(mean: &DVector<f64>, lambda: f64, dimension: usize) -> Result<(), Error> {
    let like = "rows of the scale matrix";
    same_size("entries of the mean", mean.len(), like, dimension)?;
    entries("mean", mean.as_slice(), "finite", f64::is_finite)?;
    let valid = lambda > 0.0 && lambda < f64::INFINITY;
    parameter("lambda", lambda, valid, "positive and finite")?;
    Ok(())
}

/// What x adds to the divergence of the matrices, where νp‖z‖² is the mean square of the
/// difference of the means, in units of the standard deviations.
fn rest([lambda_p, lambda_q]: [f64; 2], freedom: f64, z: &[Double]) -> f64 {
    let scores: Vec<(f64, i32)> = z.iter().map(|z| difference(z.value, 0.0)).collect();
    let d = z.len() as f64;
    if scores.iter().any(|z| !z.0.is_finite()) {
        return f64::INFINITY;
    }
    0.5 * d * ratio_term(lambda_q, lambda_p) + half_product([lambda_q, freedom], [], &scores)
}
