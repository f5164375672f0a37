//! Wishart distributions, and those of the inverse.

use crate::error::parameter;
use crate::float::double::Double;
use crate::float::not_negative::not_negative;
use crate::float::sum::CompensatedSum;
use crate::normal::matrix_name::SCALE;
use crate::normal::multivariate::same_dimension;
use crate::normal::positive_definite::PositiveDefinite;
use crate::special::lgamma::stirling_remainder;
use crate::terms::kl::{kl_term, kl_term_apart};
use crate::terms::normal_scale::{normal_scale_term, scale_excess_term};
use crate::{Error, Information, KlDivergence};
use nalgebra::{DMatrix, DVector};

/// A Wishart distribution: that of Σ xxᵀ over ν independent normal vectors x of mean
/// zero and covariance V, generalised to real ν.
///
/// # Example
///
/// ```
/// use kl_core::distribution::Wishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let p = Wishart::new(5.0, DMatrix::identity(2, 2))?;
/// assert_eq!(p.dimension(), 2);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Wishart {
    freedom: f64,
    scale: PositiveDefinite,
}

/// An inverse Wishart distribution: that of X⁻¹ for X of a [`Wishart`] distribution
/// with the scale matrix Ψ⁻¹.
///
/// # Example
///
/// ```
/// use kl_core::distribution::InverseWishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let p = InverseWishart::new(5.0, DMatrix::identity(2, 2))?;
/// assert_eq!(p.dimension(), 2);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct InverseWishart {
    freedom: f64,
    scale: PositiveDefinite,
}

impl Wishart {
    /// The Wishart distribution with ν degrees of freedom and the scale matrix V
    /// (d by d).
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] unless ν is finite and above d − 1, and a
    ///   normal number.
    /// - For the matrix, as [`MultivariateNormal::new`](crate::MultivariateNormal::new)
    ///   for a covariance.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::Wishart;
    /// use kl_core::{Error, nalgebra::DMatrix};
    ///
    /// let few = Wishart::new(1.0, DMatrix::identity(2, 2));
    /// let name = "degrees of freedom";
    /// assert!(matches!(few, Err(Error::Parameter { name: n, value: 1.0, .. }) if n == name));
    /// ```
    pub fn new(freedom: f64, scale: impl Into<DMatrix<f64>>) -> Result<Self, Error> {
        let scale = PositiveDefinite::new(&SCALE, scale.into())?;
        check_freedom(freedom, scale.dimension())?;
        Ok(Wishart { freedom, scale })
    }

    /// The degrees of freedom ν.
    ///
    /// ```
    /// # use kl_core::{distribution::Wishart, nalgebra::DMatrix};
    /// assert_eq!(Wishart::new(5.0, DMatrix::identity(2, 2))?.freedom(), 5.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn freedom(&self) -> f64 {
        self.freedom
    }

    /// The scale matrix V, as given; the mean is νV.
    ///
    /// ```
    /// # use kl_core::{distribution::Wishart, nalgebra::DMatrix};
    /// let p = Wishart::new(5.0, DMatrix::identity(2, 2))?;
    /// assert_eq!(p.scale(), &DMatrix::identity(2, 2));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> &DMatrix<f64> {
        self.scale.matrix()
    }

    /// The number of rows d.
    ///
    /// ```
    /// # use kl_core::{distribution::Wishart, nalgebra::DMatrix};
    /// assert_eq!(Wishart::new(5.0, DMatrix::identity(2, 2))?.dimension(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.scale.dimension()
    }
}

impl InverseWishart {
    /// The inverse Wishart distribution with ν degrees of freedom and the scale
    /// matrix Ψ (d by d).
    ///
    /// # Errors
    ///
    /// As [`Wishart::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::InverseWishart;
    /// use kl_core::{Error, nalgebra::DMatrix};
    ///
    /// let oblong = InverseWishart::new(5.0, DMatrix::zeros(2, 3));
    /// assert!(matches!(oblong, Err(Error::Size { found: 3, expected: 2, .. })));
    /// ```
    pub fn new(freedom: f64, scale: impl Into<DMatrix<f64>>) -> Result<Self, Error> {
        let scale = PositiveDefinite::new(&SCALE, scale.into())?;
        check_freedom(freedom, scale.dimension())?;
        Ok(InverseWishart { freedom, scale })
    }

    /// The degrees of freedom ν.
    ///
    /// ```
    /// # use kl_core::{distribution::InverseWishart, nalgebra::DMatrix};
    /// assert_eq!(InverseWishart::new(5.0, DMatrix::identity(2, 2))?.freedom(), 5.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn freedom(&self) -> f64 {
        self.freedom
    }

    /// The scale matrix Ψ, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::InverseWishart, nalgebra::DMatrix};
    /// let p = InverseWishart::new(5.0, DMatrix::identity(2, 2))?;
    /// assert_eq!(p.scale(), &DMatrix::identity(2, 2));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> &DMatrix<f64> {
        self.scale.matrix()
    }

    /// The number of rows d.
    ///
    /// ```
    /// # use kl_core::{distribution::InverseWishart, nalgebra::DMatrix};
    /// assert_eq!(InverseWishart::new(5.0, DMatrix::identity(2, 2))?.dimension(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.scale.dimension()
    }
}

impl Wishart {
    /// Lᵀ(a − b) for V = LLᵀ.
    pub(super) fn scores(&self, [a, b]: [&DVector<f64>; 2]) -> Vec<Double> {
        self.scale.transposed_scores([a.as_slice(), b.as_slice()])
    }
}

impl InverseWishart {
    /// L⁻¹(a − b) for Ψ = LLᵀ.
    pub(super) fn scores(&self, [a, b]: [&DVector<f64>; 2]) -> Vec<Double> {
        self.scale.scores([a.as_slice(), b.as_slice()])
    }
}

fn check_freedom(freedom: f64, dimension: usize) -> Result<(), Error> {
    let valid = freedom.is_normal() && freedom > dimension as f64 - 1.0;
    let must_be = "above the number of rows less one, finite, and not subnormal";
    parameter("degrees of freedom", freedom, valid, must_be)?;
    Ok(())
}

/// D(P‖Q) = ½νp[tr(Vq⁻¹Vp) − d] − ½νq ln(det Vp/det Vq) + ln Γ_d(½νq) − ln Γ_d(½νp) +
/// ½(νp − νq) ψ_d(½νp), with the multivariate Γ function and the derivative ψ_d of
/// its logarithm.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # How
///
/// With L = Lq⁻¹Lp, w = lᵢᵢ², a = ½(νp − i) and b = ½(νq − i), i from 0, D is the sum over i of
/// three terms: b ln(b/aw) − b + aw, ½i(w − 1 − ln w), and the remainder of ln Γ(x) − x
/// ln x + x from a to b; plus ½νp times the squares of the lᵢⱼ below the diagonal. No term is
/// negative.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Up to dimension 20, within 4 ulp times a condition number, also for parameters that differ
/// in the last digits only. The condition number is 1 + R/D with
/// R = Σ (|b − a| + a|w − 1|)·|b − aw|/(aw); it is large only where there are many degrees of
/// freedom, and a change of them nearly makes up for one of the scale. Beyond, it is multiplied
/// by the larger condition number of the scale matrices brought to a diagonal of ones.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::Wishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let p = Wishart::new(5.0, DMatrix::identity(2, 2))?;
/// let q = Wishart::new(5.0, DMatrix::identity(2, 2) * 4.0)?;
/// // Five times the divergence of normal vectors.
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "3.1815 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Penny, "Kullback-Liebler Divergences of Normal, Gamma, Dirichlet and Wishart
/// Densities", Wellcome Department of Cognitive Neurology (2001).
impl KlDivergence for Wishart {
    fn kl(&self, q: &Wishart) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        let nats = divergence(self.freedom, q.freedom, &self.scale, &q.scale);
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) of the [`Wishart`] distributions of the inverses, with the scale matrices
/// Ψp⁻¹ and Ψq⁻¹, which are not computed: tr(Vq⁻¹Vp) is tr(Ψp⁻¹Ψq).
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// As for [`Wishart`].
///
/// # Accuracy
///
/// As for [`Wishart`].
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::InverseWishart;
/// use kl_core::nalgebra::DMatrix;
///
/// let p = InverseWishart::new(5.0, DMatrix::identity(2, 2) * 4.0)?;
/// let q = InverseWishart::new(5.0, DMatrix::identity(2, 2))?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "3.1815 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition: a divergence does not change when both
/// variables are inverted.
impl KlDivergence for InverseWishart {
    fn kl(&self, q: &InverseWishart) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        let nats = divergence(self.freedom, q.freedom, &q.scale, &self.scale);
        Ok(Information::from_nats(nats))
    }
}

/// The divergence of Wishart distributions whose tr(Vq⁻¹Vp) is that of B⁻¹A.
fn divergence(nu_p: f64, nu_q: f64, a: &PositiveDefinite, b: &PositiveDefinite) -> f64 {
    let excess = b.excess_of(a);
    // Exact where it is small.
    let change = 0.5 * nu_q - 0.5 * nu_p;
    let mut total = CompensatedSum::default();
    for i in 0..a.dimension() {
        let less = i as f64;
        let (shape_p, shape_q) = (0.5 * (nu_p - less), 0.5 * (nu_q - less));
        let e = excess[(i, i)];
        // The interval of log1pmx. Outside, 1 + e may over- or underflow.
        if (-0.6..=1.5).contains(&e) {
            let more = e * (2.0 + e);
            let mean = shape_p + shape_p * more;
            total.add(kl_term_apart(shape_q, mean, shape_p * more - change));
            total.add(less * scale_excess_term(e));
        } else {
            let (la, lb) = (a.factor()[(i, i)], b.factor()[(i, i)]);
            total.add(far_mean_term(shape_q, shape_p, la, lb));
            if i > 0 {
                total.add(less * normal_scale_term(la, lb));
            }
        }
        total.add(stirling_remainder(shape_p, shape_q, change));
        for j in 0..i {
            total.add((0.5 * nu_p * excess[(i, j)]) * excess[(i, j)]);
        }
    }
    let total = total.total();
    // As for the multivariate normal: NaN is ∞ − ∞ after the square of an entry overflowed.
    if total.is_nan() { f64::INFINITY } else { total }
}

/// kl_term(p, q·w) with w = (a/b)², also where w over- or underflows.
fn far_mean_term(p: f64, q: f64, a: f64, b: f64) -> f64 {
    let root = a / b;
    let mean = (q * root) * root;
    if mean == f64::INFINITY {
        mean
    } else if root >= f64::MIN_POSITIVE && mean >= 1e-300 {
        kl_term(p, mean)
    } else {
        // The ratio has lost its digits by underflow; the difference of logarithms has not.
        let logarithm = (p.ln() - q.ln()) - 2.0 * (a.ln() - b.ln());
        not_negative(p * (logarithm - 1.0) + mean)
    }
}
