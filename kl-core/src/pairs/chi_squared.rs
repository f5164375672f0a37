//! χ² distributions against gamma and exponential ones.

use super::finite;
use super::gamma::{gamma_divergence, parameters};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{ChiSquared, Exp, Gamma};

/// D(P‖Q) = (k/2 − a) ψ(k/2) − ln Γ(k/2) + ln Γ(a) − a ln(2b) + k (b − ½),
/// where k is the number of degrees of freedom of P, and a and b are the shape
/// and the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model. χ² with k degrees of
/// freedom is the gamma distribution of shape k/2 and rate ½. (Below 10⁻³⁰⁷
/// statrs rounds k/2, and its rounded shape counts.)
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
/// [`Error::Parameter`] names an infinite number of degrees of freedom,
/// shape or rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{ChiSquared, Gamma};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = ChiSquared::new(4.0)?;
/// let q = Gamma::new(1.0, 0.5)?;
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
impl KlDivergence<Gamma> for ChiSquared {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let p = as_gamma(self, "degrees of freedom of P")?;
        let q = parameters(q, ["shape of Q", "rate of Q"])?;
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (a − k/2) ψ(a) − ln Γ(a) + ln Γ(k/2) + k/2·ln(2b) + a (½ − b)/b,
/// where a and b are the shape and the rate of P, and k is the number of
/// degrees of freedom of Q.
///
/// P is `self`, the truth; Q is the argument, the model. χ² with k degrees of
/// freedom is the gamma distribution of shape k/2 and rate ½. (Below 10⁻³⁰⁷
/// statrs rounds k/2, and its rounded shape counts.)
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
/// [`Error::Parameter`] names an infinite number of degrees of freedom,
/// shape or rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{ChiSquared, Gamma};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gamma::new(2.0, 0.5)?;
/// let q = ChiSquared::new(2.0)?;
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
impl KlDivergence<ChiSquared> for Gamma {
    fn kl(&self, q: &ChiSquared) -> Result<Information, Error> {
        let p = parameters(self, ["shape of P", "rate of P"])?;
        let q = as_gamma(q, "degrees of freedom of Q")?;
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (k/2 − 1) ψ(k/2) − ln Γ(k/2) − ln(2b) + k (b − ½), where k is the
/// number of degrees of freedom of P, and b is the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model. χ² with k degrees of
/// freedom is the gamma distribution of shape k/2 and rate ½. (Below 10⁻³⁰⁷
/// statrs rounds k/2, and its rounded shape counts.)
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
/// [`Error::Parameter`] names an infinite number of degrees of freedom,
/// shape or rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{ChiSquared, Exp};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = ChiSquared::new(4.0)?;
/// let q = Exp::new(0.5)?;
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
impl KlDivergence<Exp> for ChiSquared {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let p = as_gamma(self, "degrees of freedom of P")?;
        let rate = finite("rate of Q", q.rate())?;
        Ok(Information::from_nats(gamma_divergence(p, (1.0, rate))))
    }
}

/// D(P‖Q) = −(1 − k/2) γ + ln Γ(k/2) + k/2·ln(2b) + (½ − b)/b, where b is the
/// rate of P, k is the number of degrees of freedom of Q, and γ is Euler's
/// constant.
///
/// P is `self`, the truth; Q is the argument, the model. χ² with k degrees of
/// freedom is the gamma distribution of shape k/2 and rate ½. (Below 10⁻³⁰⁷
/// statrs rounds k/2, and its rounded shape counts.)
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
/// [`Error::Parameter`] names an infinite number of degrees of freedom,
/// shape or rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{ChiSquared, Exp};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Exp::new(0.5)?;
/// let q = ChiSquared::new(4.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.5772 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence<ChiSquared> for Exp {
    fn kl(&self, q: &ChiSquared) -> Result<Information, Error> {
        let rate = finite("rate of P", self.rate())?;
        let q = as_gamma(q, "degrees of freedom of Q")?;
        Ok(Information::from_nats(gamma_divergence((1.0, rate), q)))
    }
}

/// The shape and the rate: half the degrees of freedom, and one half.
pub(super) fn as_gamma(d: &ChiSquared, name: &'static str) -> Result<(f64, f64), Error> {
    finite(name, d.freedom())?;
    Ok((d.shape(), d.rate()))
}
