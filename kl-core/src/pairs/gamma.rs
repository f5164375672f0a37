//! Gamma distributions and their kin: gamma, Erlang, χ² and inverse gamma, and against exponential and normal.

use super::{finite, moments_term, normal_parameters, variance_term};
use crate::float::double::Double;
use crate::normal::univariate::scaled_difference;
use crate::special::lgamma::{gamma_negentropy, lgamma_remainder_apart, stirling_remainder};
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::ratio::{quotient_minus, ratio_term};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{ChiSquared, Erlang, Exp, Gamma, InverseGamma, Normal};

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq −
/// bp)/bp, where a is the shape and b the rate.
///
/// P is `self`, the truth; Q is the argument, the model. The rate is one over
/// the scale.
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
/// use kl_core::statrs::distribution::Gamma;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gamma::new(2.0, 1.0)?;
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
impl KlDivergence for Gamma {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let p = parameters(self, ["shape of P", "rate of P"])?;
        let q = parameters(q, ["shape of Q", "rate of Q"])?;
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (a − 1) ψ(a) − ln Γ(a) − ln(c/b) + a (c − b)/b, where a and b are
/// the shape and the rate of P, and c is the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model. Q is the gamma
/// distribution of shape 1.
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
/// let p = Gamma::new(2.0, 1.0)?;
/// let q = Exp::new(1.0)?;
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
impl KlDivergence<Exp> for Gamma {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let p = parameters(self, ["shape of P", "rate of P"])?;
        let rate = finite("rate of Q", q.rate())?;
        Ok(Information::from_nats(gamma_divergence(p, (1.0, rate))))
    }
}

/// D(P‖Q) = ½ ln(2πe·a) − H(a) + ½(ρ² − 1) − ln ρ + ½z² with ρ = √a/bσ and z =
/// (a/b − μ)/σ, where a and b are the shape and the rate of P, H(a) = a + ln
/// Γ(a) + (1 − a) ψ(a) is the entropy for rate 1, and μ and σ are the mean and
/// the standard deviation of Q.
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
/// Within 6 ulp, also for large shapes, where P nears a normal distribution.
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
/// use kl_core::statrs::distribution::{Gamma, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gamma::new(4.0, 2.0)?;
/// let q = Normal::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0887 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5:
/// the first two terms are how far P is from the normal distribution of its
/// mean and variance.
impl KlDivergence<Normal> for Gamma {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let p = parameters(self, ["shape of P", "rate of P"])?;
        let nats = gamma_normal_divergence(p, normal_parameters(q)?);
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq −
/// bp)/bp, where a is the shape and b the rate.
///
/// P is `self`, the truth; Q is the argument, the model. It is the divergence
/// of the gamma distributions of the same shape and rate.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`]. A shape beyond 2⁵³ is rounded to a double, as statrs
/// does.
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
/// use kl_core::statrs::distribution::Erlang;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Erlang::new(2, 1.0)?;
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
impl KlDivergence for Erlang {
    fn kl(&self, q: &Erlang) -> Result<Information, Error> {
        let p = (self.shape() as f64, finite("rate of P", self.rate())?);
        let q = (q.shape() as f64, finite("rate of Q", q.rate())?);
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (kp − kq)/2·ψ(kp/2) − ln Γ(kp/2) + ln Γ(kq/2), where k is the
/// number of degrees of freedom.
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
/// [`Error::InvalidParameter`] names an infinite number: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::ChiSquared;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = ChiSquared::new(4.0)?;
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
impl KlDivergence for ChiSquared {
    fn kl(&self, q: &ChiSquared) -> Result<Information, Error> {
        let p = finite("degrees of freedom of P", self.freedom())?;
        let q = finite("degrees of freedom of Q", q.freedom())?;
        // Γ(x) is next to 1/x for the smallest x, and these cannot all be halved.
        Ok(Information::from_nats(if p < 1e-100 {
            ratio_term(q, p)
        } else if q < 1e-300 {
            let above = 1e-300;
            lgamma_remainder_apart(0.5 * p, 0.5 * above, 0.5 * (above - p)) + (above.ln() - q.ln())
        } else {
            lgamma_remainder_apart(0.5 * p, 0.5 * q, 0.5 * (q - p))
        }))
    }
}

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq −
/// bp)/bp, where a is the shape and b the rate.
///
/// P is `self`, the truth; Q is the argument, the model. statrs calls rate what
/// multiplies 1/x in the density, also called scale. It is the divergence of
/// the gamma distributions of 1/x.
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
/// None: statrs has rejected what is not usable.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::InverseGamma;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = InverseGamma::new(2.0, 1.0)?;
/// let q = InverseGamma::new(1.0, 1.0)?;
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
impl KlDivergence for InverseGamma {
    fn kl(&self, q: &InverseGamma) -> Result<Information, Error> {
        let nats = gamma_divergence((self.shape(), self.rate()), (q.shape(), q.rate()));
        Ok(Information::from_nats(nats))
    }
}

/// The divergence of two gamma distributions, given as shape and rate.
///
/// kl_term(aq, ap·bq/bp) and the remainder of ln Γ(x) − x ln x + x from ap to aq:
/// the one is about the means, the other about what is left when they agree, and
/// neither is negative.
pub(super) fn gamma_divergence((ap, bp): (f64, f64), (aq, bq): (f64, f64)) -> f64 {
    kl_term_of_quotient(aq, ap, (bq, 0.0), (bp, 0.0)) + stirling_remainder(ap, aq, aq - ap)
}

/// The divergence of a gamma distribution, given as shape and rate, from a normal
/// one, given as mean and standard deviation.
pub(super) fn gamma_normal_divergence((a, b): (f64, f64), (mu, sigma): (f64, f64)) -> f64 {
    // The mean of the smallest rates overflows; then any unit that is larger will do.
    const UNIT: f64 = f64::from_bits((1023 - 600) << 52); // 2⁻⁶⁰⁰
    if a / b > 1e300 {
        let larger = (mu * UNIT, (sigma * UNIT).max(f64::MIN_POSITIVE));
        return gamma_normal_divergence((a, b / UNIT), larger);
    }
    // The difference of the means is small beside them when a is large.
    let z =
        quotient_minus(a, b, mu).map_or_else(|| scaled_difference(a / b, mu, sigma), |d| d / sigma);
    let product = b * sigma;
    let spread = if (1e-100..=1e100).contains(&product) && a > 1e-200 {
        // σ² may be next to the variance: their difference needs twice the digits.
        let root = Double {
            value: product,
            lost: b.mul_add(sigma, -product),
        };
        variance_term(Double::from(a), root * root) + (0.5 * z) * z
    } else {
        moments_term(a.sqrt(), b, sigma, z)
    };
    gamma_negentropy(a) + spread
}

/// The shape and the rate, both finite.
pub(super) fn parameters(d: &Gamma, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((finite(names[0], d.shape())?, finite(names[1], d.rate())?))
}
