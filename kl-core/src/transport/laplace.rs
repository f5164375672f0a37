//! Between Laplace distributions.

use super::Wasserstein;
use crate::Error;
use crate::error::finite;
use statrs::distribution::Laplace;
use std::f64::consts::SQRT_2;

/// W₁ = |δ| + β e^(−|δ|/β) and W₂ = √(δ² + 2β²) with δ = μp − μq and β = |bp − bq|,
/// where μ is the location and b the scale.
///
/// # Accuracy
///
/// Within 2 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite parameter: statrs lets it through.
///
/// # Reference
///
/// It follows from the definition: the difference of the quantile functions is δ + βℓ,
/// where ℓ is the quantile function of the standard Laplace distribution.
impl Wasserstein for Laplace {
    fn wasserstein_1(&self, q: &Laplace) -> Result<f64, Error> {
        let (delta, beta) = differences(self, q)?;
        if beta == 0.0 {
            return Ok(delta);
        }
        Ok(delta + beta * (-delta / beta).exp())
    }

    fn wasserstein_2(&self, q: &Laplace) -> Result<f64, Error> {
        let (delta, beta) = differences(self, q)?;
        Ok(delta.hypot(SQRT_2 * beta))
    }
}

/// |μp − μq| and |bp − bq|.
fn differences(p: &Laplace, q: &Laplace) -> Result<(f64, f64), Error> {
    let (mu_p, b_p) = (
        finite("location of P", p.location())?,
        finite("scale of P", p.scale())?,
    );
    let (mu_q, b_q) = (
        finite("location of Q", q.location())?,
        finite("scale of Q", q.scale())?,
    );
    Ok(((mu_p - mu_q).abs(), (b_p - b_q).abs()))
}
