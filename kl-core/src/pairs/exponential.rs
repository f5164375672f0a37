//! Exponential distributions, and against gamma and normal.

use super::gamma::{gamma_divergence, gamma_normal_divergence};
use super::{finite, normal_parameters};
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Normal};

/// D(P‖Q) = λq/λp − 1 − ln(λq/λp), where λ is the rate.
///
/// P is `self`, the truth; Q is the argument, the model.
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
/// [`Error::InvalidParameter`] names an infinite rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Exp;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Exp::new(1.0)?;
/// let q = Exp::new(2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3069 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence for Exp {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let p = finite("rate of P", self.rate())?;
        let q = finite("rate of Q", q.rate())?;
        Ok(Information::from_nats(ratio_term(q, p)))
    }
}

/// D(P‖Q) is that of two gamma distributions, of which P has shape 1.
///
/// P is `self`, the truth; Q is the argument, the model.
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
/// use kl_core::statrs::distribution::{Exp, Gamma};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Exp::new(1.0)?;
/// let q = Gamma::new(2.0, 2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1909 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence<Gamma> for Exp {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let p = finite("rate of P", self.rate())?;
        let shape = finite("shape of Q", q.shape())?;
        let rate = finite("rate of Q", q.rate())?;
        let nats = gamma_divergence((1.0, p), (shape, rate));
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = ½ ln(2π) − ½ + ½(ρ² − 1) − ln ρ + ½z² with ρ = 1/λσ and z = (1/λ −
/// μ)/σ, where λ is the rate of P, and μ and σ are the mean and the standard
/// deviation of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp.
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
/// use kl_core::statrs::distribution::{Exp, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Exp::new(1.0)?;
/// let q = Normal::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.4189 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5:
/// the constant is how far P is from the normal distribution of its mean and
/// variance.
impl KlDivergence<Normal> for Exp {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let p = finite("rate of P", self.rate())?;
        let nats = gamma_normal_divergence((1.0, p), normal_parameters(q)?);
        Ok(Information::from_nats(nats))
    }
}
