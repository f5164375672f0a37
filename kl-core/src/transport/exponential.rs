//! Between exponential distributions.

use super::Wasserstein;
use crate::Error;
use crate::error::finite;
use statrs::distribution::Exp;
use std::f64::consts::SQRT_2;

/// W₁ = |1/λp − 1/λq| and W₂ = √2 |1/λp − 1/λq|, where λ is the rate.
///
/// # Accuracy
///
/// Within 2 ulp, also for rates that differ in the last digit only.
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite rate: statrs lets it through.
///
/// # Reference
///
/// It follows from the definition: the quantile function is −ln(1 − u)/λ.
impl Wasserstein for Exp {
    fn wasserstein_1(&self, q: &Exp) -> Result<f64, Error> {
        difference_of_means(self, q)
    }

    fn wasserstein_2(&self, q: &Exp) -> Result<f64, Error> {
        Ok(SQRT_2 * difference_of_means(self, q)?)
    }
}

/// |1/λp − 1/λq| = |λp − λq|/λpλq, divided first by the larger, so that nothing
/// overflows on the way and a small difference of the rates is exact.
fn difference_of_means(p: &Exp, q: &Exp) -> Result<f64, Error> {
    let (p, q) = (
        finite("rate of P", p.rate())?,
        finite("rate of Q", q.rate())?,
    );
    Ok(((p - q).abs() / p.max(q)) / p.min(q))
}
