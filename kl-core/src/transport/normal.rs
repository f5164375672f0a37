//! Between normal distributions.

use super::Wasserstein;
use crate::Error;
use crate::normal::univariate::{OF_P, OF_Q, parameters};
use crate::pairs::normal::laplace::folded_normal_mean;
use statrs::distribution::Normal;

/// W₁ = τ √(2/π) e^(−z²/2) + |δ| erf(z/√2) and W₂ = √(δ² + τ²) with δ = μp − μq,
/// τ = |σp − σq| and z = |δ|/τ.
///
/// # Accuracy
///
/// W₁ within 6 ulp, W₂ within 2 ulp, also for parameters that differ in the last
/// digit only.
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite parameter: statrs lets it through.
///
/// # Reference
///
/// Dowson and Landau, "The Fréchet distance between multivariate normal
/// distributions", Journal of Multivariate Analysis 12 (1982) 450–455,
/// DOI 10.1016/0047-259X(82)90077-X, for W₂. W₁ is the mean of a folded normal
/// distribution: Leone, Nelson and Nottingham, "The Folded Normal Distribution",
/// Technometrics 3 (1961) 543–550.
impl Wasserstein for Normal {
    fn wasserstein_1(&self, q: &Normal) -> Result<f64, Error> {
        let (delta, tau) = differences(self, q)?;
        Ok(folded_normal_mean(delta, tau.abs()))
    }

    fn wasserstein_2(&self, q: &Normal) -> Result<f64, Error> {
        let (delta, tau) = differences(self, q)?;
        Ok(delta.hypot(tau))
    }
}

fn differences(p: &Normal, q: &Normal) -> Result<(f64, f64), Error> {
    let ((mu_p, sigma_p), (mu_q, sigma_q)) = (parameters(p, OF_P)?, parameters(q, OF_Q)?);
    Ok((mu_p - mu_q, sigma_p - sigma_q))
}
