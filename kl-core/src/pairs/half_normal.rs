//! Half-normal distributions, and against exponential, gamma and normal.

use super::{finite, mean_term, moments_term, normal_parameters};
use crate::distribution::HalfNormal;
use crate::normal::univariate::scaled_difference;
use crate::special::lgamma::stirling_remainder;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::normal_scale::normal_scale_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Normal};

/// √(2/π)
const ROOT_2_OVER_PI: f64 = 0.797_884_560_802_865_4;

/// D(P‖Q) = ½(ρ² − 1) − ln ρ with ρ = σp/σq, where σ is the scale.
///
/// P is `self`, the truth; Q is the argument, the model. It is the divergence of the
/// normal distributions of mean 0.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp, also for scales that differ in the last digit only.
///
/// # Errors
///
/// None: [`HalfNormal::new`] has rejected what is not usable.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::HalfNormal;
///
/// let p = HalfNormal::new(1.0)?;
/// let q = HalfNormal::new(2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3181 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kullback, *Information Theory and Statistics* (1959), chapter 9, section 1, for the
/// normal distributions.
impl KlDivergence for HalfNormal {
    fn kl(&self, q: &HalfNormal) -> Result<Information, Error> {
        let nats = normal_scale_term(self.scale(), q.scale());
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = ½ ln(2/π) − ½ − ln(λσ) + λσ√(2/π), where σ is the scale of P and λ the
/// rate of Q.
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
/// [`Error::InvalidParameter`] names an infinite rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::HalfNormal;
/// use kl_core::statrs::distribution::Exp;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = HalfNormal::new(1.0)?;
/// let q = Exp::new(1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0721 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E x = σ√(2/π).
impl KlDivergence<Exp> for HalfNormal {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let rate = finite("rate of Q", q.rate())?;
        // ½ + ln(2/π), how far P is from the exponential distribution of its mean.
        const CONSTANT: f64 = 0.048_417_294_710_545_136;
        let sigma = self.scale();
        let (large, small) = (rate.max(sigma), rate.min(sigma));
        let mean = if large < 1e-200 {
            // The mean would lose digits, and λ times it is nothing.
            -1.0 - (ROOT_2_OVER_PI.ln() + large.ln() + small.ln())
        } else {
            mean_term(ROOT_2_OVER_PI * large, small)
        };
        Ok(Information::from_nats(CONSTANT + mean))
    }
}

/// D(P‖Q) = ln Γ(a) − a ln(bσ√2) + (1 − a)/2·ψ(½) + bσ√(2/π) + ½ ln(4/π) − ½, where
/// σ is the scale of P, and a and b are the shape and the rate of Q.
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
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::HalfNormal;
/// use kl_core::statrs::distribution::Gamma;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = HalfNormal::new(1.0)?;
/// let q = Gamma::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0721 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E x = σ√(2/π) and E ln x = ln(σ√2) + ½ψ(½).
impl KlDivergence<Gamma> for HalfNormal {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let a = finite("shape of Q", q.shape())?;
        let b = finite("rate of Q", q.rate())?;
        // The gamma distribution nearest to P has P's mean and this shape, at which
        // ln a − ψ(a) = ln E x − E ln x; and this is how far P is from it.
        const SHAPE: f64 = 1.363_952_374_040_109;
        const CONSTANT: f64 = 0.021_289_454_645_535_874;
        // kl_term(a, bσ√(2/π)).
        let mean = kl_term_of_quotient(a, b, (self.scale(), 0.0), ROOT_PI_OVER_2);
        let shape = stirling_remainder(SHAPE, a, a - SHAPE);
        Ok(Information::from_nats(CONSTANT + mean + shape))
    }
}

/// √(π/2), and what its rounding lost.
const ROOT_PI_OVER_2: (f64, f64) = (1.253_314_137_315_500_3, -9.164289990229583e-17);

/// D(P‖Q) = ½ ln(4 − 8/π) + ½(ρ² − 1) − ln ρ + ½z² with ρ = s√(1 − 2/π)/σ and z =
/// (s√(2/π) − μ)/σ, where s is the scale of P, and μ and σ are the mean and the
/// standard deviation of Q.
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
/// Within 8 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::HalfNormal;
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = HalfNormal::new(1.0)?;
/// let q = Normal::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?.bits()), "1.0000");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5:
/// the constant is how far P is from the normal distribution of its mean and
/// variance.
impl KlDivergence<Normal> for HalfNormal {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (mu, sigma) = normal_parameters(q)?;
        let s = self.scale();
        // ½ ln(4 − 8/π)
        const CONSTANT: f64 = 0.186_994_413_621_318_4;
        // 1/√(1 − 2/π)
        const NARROWER: f64 = 1.658_896_739_970_305_8;
        // In larger units where the mean would be subnormal and still counts.
        let unit = if s.max(sigma).max(mu.abs()) < 1e-200 {
            f64::from_bits((1023 + 200) << 52) // 2²⁰⁰
        } else {
            1.0
        };
        let mean = ROOT_2_OVER_PI * (unit * s);
        let z = scaled_difference(mean, unit * mu, unit * sigma);
        let spread = moments_term(s, NARROWER, sigma, z);
        Ok(Information::from_nats(CONSTANT + spread))
    }
}
