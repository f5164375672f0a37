//! Erlang distributions against gamma ones.

use super::finite;
use super::gamma::{gamma_divergence, parameters};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Erlang, Gamma};

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq −
/// bp)/bp, where a is the shape and b the rate.
///
/// P is `self`, the truth; Q is the argument, the model. P is the gamma
/// distribution of the same parameters.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp, also for parameters that differ in the last digit only. A
/// shape beyond 2⁵³ is rounded to a double.
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Erlang, Gamma};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Erlang::new(2, 1.0)?;
/// let q = Gamma::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.4228 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence<Gamma> for Erlang {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let p = (self.shape() as f64, finite("rate of P", self.rate())?);
        let q = parameters(q, ["shape of Q", "rate of Q"])?;
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq −
/// bp)/bp, where a is the shape and b the rate.
///
/// P is `self`, the truth; Q is the argument, the model. Q is the gamma
/// distribution of the same parameters.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp, also for parameters that differ in the last digit only. A
/// shape beyond 2⁵³ is rounded to a double.
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Erlang, Gamma};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gamma::new(2.0, 1.0)?;
/// let q = Erlang::new(1, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.4228 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence<Erlang> for Gamma {
    fn kl(&self, q: &Erlang) -> Result<Information, Error> {
        let p = parameters(self, ["shape of P", "rate of P"])?;
        let q = (q.shape() as f64, finite("rate of Q", q.rate())?);
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}
