//! Log-normal distributions.

use super::finite;
use crate::normal::univariate;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::LogNormal;

/// D(P‖Q) = ½(ρ² − 1) − ln ρ + ½z² with ρ = σp/σq and z = (μp − μq)/σq, where μ
/// is the location and σ the scale: mean and standard deviation of ln x.
///
/// P is `self`, the truth; Q is the argument, the model. It is the divergence
/// of the normal distributions of ln x.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
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
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence for LogNormal {
    fn kl(&self, q: &LogNormal) -> Result<Information, Error> {
        let p = parameters(self, ["location of P", "scale of P"])?;
        let q = parameters(q, ["location of Q", "scale of Q"])?;
        Ok(univariate::divergence(p, q))
    }
}

/// The location and the scale, both finite.
fn parameters(d: &LogNormal, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((
        finite(names[0], d.location())?,
        finite(names[1], d.scale())?,
    ))
}
