//! Log-normal distributions.

use crate::normal::univariate;
use crate::pairs::documentation::{errors, pair, reference};
use crate::pairs::parameters::{of_p, of_q};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::LogNormal;

/// D(P‖Q) = ½(ρ² − 1) − ln ρ + ½z² with ρ = σp/σq and z = (μp − μq)/σq, where μ is the location
/// and σ the scale: mean and standard deviation of ln x.
///
/// It is the divergence of the normal distributions of ln x.
#[doc = pair!(LogNormal, LogNormal)]
#[doc = errors!()]
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::LogNormal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = LogNormal::new(0.0, 1.0)?;
/// let q = LogNormal::new(1.0, 1.0)?;
/// assert_eq!(p.kl(&q)?.nats(), 0.5);
/// # Ok(())
/// # }
/// ```
#[doc = reference!(GIL)]
impl KlDivergence for LogNormal {
    fn kl(&self, q: &LogNormal) -> Result<Information, Error> {
        let p = of_p(self)?;
        let q = of_q(q)?;
        Ok(univariate::divergence(p, q))
    }
}
