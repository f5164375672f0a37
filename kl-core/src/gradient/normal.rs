//! Gradients of the divergence of normal distributions.

use crate::error::parameter;
use crate::normal::multivariate::same_dimension;
use crate::normal::univariate::{OF_P, OF_Q, parameters, scaled_difference};
use crate::{Error, MultivariateNormal};
use nalgebra::{DMatrix, DVector};
use statrs::distribution::Normal;

/// The derivatives of D(P‖Q) of two normal distributions, from [`normal_kl`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct NormalGradient {
    /// With respect to the mean of P: z/σq.
    pub mean_p: f64,
    /// With respect to the standard deviation of P: (ρ² − 1)/σp.
    pub std_dev_p: f64,
    /// With respect to ln σp², the logarithm of the variance of P: ½(ρ² − 1).
    pub log_variance_p: f64,
    /// With respect to the mean of Q: −z/σq.
    pub mean_q: f64,
    /// With respect to the standard deviation of Q: −(ρ² − 1 + z²)/σq.
    pub std_dev_q: f64,
    /// With respect to ln σq², the logarithm of the variance of Q: −½(ρ² − 1 + z²).
    pub log_variance_q: f64,
}

/// The gradient of D(P‖Q) = ½(ρ² − 1) − ln ρ + ½z² with ρ = σp/σq and
/// z = (μp − μq)/σq.
///
/// P is the first argument, the truth; Q is the second, the model. The formulas
/// stand with the fields of [`NormalGradient`].
///
/// # Conventions
///
/// In nats per unit of the parameter. Zero where P and Q are equal. ±∞ where a
/// derivative is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only; for
/// those with respect to the scale of Q that is multiplied by
/// (|ρ² − 1| + z²)/|ρ² − 1 + z²|, which is above one only where σp < σq.
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::gradient;
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Normal::new(1.0, 2.0)?;
/// let q = Normal::new(0.0, 1.0)?;
/// let g = gradient::normal_kl(&p, &q)?;
/// assert_eq!(g.mean_p, 1.0);
/// assert_eq!(g.std_dev_p, 1.5);
/// assert_eq!(g.std_dev_q, -4.0);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the closed form by differentiation.
pub fn normal_kl(p: &Normal, q: &Normal) -> Result<NormalGradient, Error> {
    let (mu_p, sigma_p) = parameters(p, OF_P)?;
    let (mu_q, sigma_q) = parameters(q, OF_Q)?;
    let z = scaled_difference(mu_p, mu_q, sigma_q);
    // ρ² − 1 = e·(e + 2), where e = ρ − 1 keeps its digits for ρ near 1.
    let e = (sigma_p - sigma_q) / sigma_q;
    let variance_excess = e * (e + 2.0);
    let mean = z / sigma_q;
    // Multiplied in steps, because the squares may overflow where the quotients do not.
    let steps = (e / sigma_q) * (e + 2.0) + (z / sigma_q) * z;
    let pull = if steps.is_finite() {
        steps
    } else {
        // For the smallest σq both quotients may overflow, to different sides.
        (variance_excess + z * z) / sigma_q
    };
    Ok(NormalGradient {
        mean_p: mean,
        std_dev_p: (e / sigma_p) * (e + 2.0),
        log_variance_p: 0.5 * variance_excess,
        mean_q: 0.0 - mean,
        std_dev_q: 0.0 - pull,
        log_variance_q: 0.0 - ((0.5 * e) * (e + 2.0) + (0.5 * z) * z),
    })
}

/// The derivatives of D(P‖Q) of two multivariate normal distributions, from
/// [`multivariate_normal_kl`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MultivariateNormalGradient {
    /// With respect to the mean of P: Σq⁻¹(μp − μq).
    pub mean_p: DVector<f64>,
    /// With respect to the lower Cholesky factor of P: the lower triangle of
    /// Σq⁻¹Lp − Lp⁻ᵀ; zero above the diagonal.
    pub cholesky_p: DMatrix<f64>,
    /// With respect to the mean of Q: −Σq⁻¹(μp − μq).
    pub mean_q: DVector<f64>,
    /// With respect to the lower Cholesky factor of Q: the lower triangle of
    /// Lq⁻ᵀ − Σq⁻¹(Σp + δδᵀ)Lq⁻ᵀ with δ = μp − μq; zero above the diagonal.
    pub cholesky_q: DMatrix<f64>,
}

/// The gradient of D(P‖Q) with respect to the means and the lower Cholesky
/// factors of both.
///
/// P is the first argument, the truth; Q is the second, the model. The formulas stand
/// with the fields of [`MultivariateNormalGradient`].
///
/// # How
///
/// With I + E = Lq⁻¹Lp, where E is solved for itself if it is small (see
/// [`kl`](crate::KlDivergence::kl)), z = Lq⁻¹(μp − μq), and M = E + Eᵀ + EEᵀ, the
/// gradients are the lower triangles of Lq⁻ᵀE + diag(eᵢᵢ/lpᵢᵢ) for P and of
/// −Lq⁻ᵀ(M + zzᵀ) for Q. The identity is never subtracted from a matrix near it.
///
/// # Conventions
///
/// In nats per unit of the parameter. Zero where P and Q are equal.
///
/// # Accuracy
///
/// Up to dimension 20, within 3 ulp times a condition number for each entry:
/// Lq⁻ᵀz, Lq⁻ᵀE and Lq⁻ᵀ(M + zzᵀ) with every number in them taken positive,
/// over the size of the entry. Beyond, that is multiplied by the larger
/// condition number of the two correlation matrices.
///
/// # Errors
///
/// - [`Error::Size`] if P and Q have different dimensions.
/// - [`Error::Parameter`] with the name `gradient` if an entry, or a
///   number on the way to it, is beyond [`f64::MAX`].
///
/// # Example
///
/// ```
/// use kl_core::nalgebra::DMatrix;
/// use kl_core::{MultivariateNormal, gradient};
///
/// let p = MultivariateNormal::new(vec![1.0, 0.0], DMatrix::identity(2, 2) * 4.0)?;
/// let q = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
/// let g = gradient::multivariate_normal_kl(&p, &q)?;
/// assert_eq!(g.mean_p.as_slice(), [1.0, 0.0]);
/// assert_eq!(g.cholesky_p.as_slice(), [1.5, 0.0, 0.0, 1.5]);
/// assert_eq!(g.cholesky_q.as_slice(), [-4.0, 0.0, 0.0, -3.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the closed form by differentiation.
pub fn multivariate_normal_kl(
    p: &MultivariateNormal,
    q: &MultivariateNormal,
) -> Result<MultivariateNormalGradient, Error> {
    let d = same_dimension(p.dimension(), q.dimension())?;
    let (sp, sq) = (p.positive_definite(), q.positive_definite());
    let e = sq.excess_of(sp);
    let z = DMatrix::from_column_slice(d, 1, q.whitened(p.mean()).as_slice());
    let mean_p = sq.solve_transposed(&z).column(0).into_owned();

    let mut cholesky_p = sq.solve_transposed(&e).lower_triangle();
    for i in 0..d {
        cholesky_p[(i, i)] += e[(i, i)] / sp.factor()[(i, i)];
    }
    let change = &e + e.transpose() + &e * e.transpose() + &z * z.transpose();
    let cholesky_q = (-sq.solve_transposed(&change)).lower_triangle();

    let entries = mean_p.iter().chain(&cholesky_p).chain(&cholesky_q);
    if let Some(&value) = entries.into_iter().find(|x| !x.is_finite()) {
        let must_be = "finite: a derivative is beyond the range of doubles";
        parameter("gradient", value, false, must_be)?;
    }
    Ok(MultivariateNormalGradient {
        mean_q: -&mean_p,
        mean_p,
        cholesky_p,
        cholesky_q,
    })
}
