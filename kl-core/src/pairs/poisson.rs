//! Poisson distributions.

use super::finite;
use crate::terms::kl::kl_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Poisson;

/// D(P‖Q) = λp ln(λp/λq) − λp + λq, where λ is the rate.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`]. statrs rejects a rate of 0, so the certain count of 0
/// is not there.
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Poisson;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Poisson::new(4.0)?;
/// let q = Poisson::new(2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.7726 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Banerjee, Merugu, Dhillon and Ghosh, "Clustering with Bregman Divergences",
/// JMLR 6 (2005) 1705–1749.
impl KlDivergence for Poisson {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let p = finite("rate of P", self.lambda())?;
        let q = finite("rate of Q", q.lambda())?;
        Ok(Information::from_nats(kl_term(p, q)))
    }
}
