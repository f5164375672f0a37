//! Half-normal distributions.

use crate::distribution::HalfNormal;
use crate::float::scale::power_of_two;
use crate::normal::univariate::{ROOT_2_OVER_PI, scaled_difference};
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::moments_term;
use crate::pairs::parameters::of_q;
use crate::special::lgamma::stirling_remainder;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::normal_scale::normal_scale_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Normal};

/// D(P‖Q) = ½(ρ² − 1) − ln ρ with ρ = σp/σq, where σ is the scale.
///
/// It is the divergence of the normal distributions of mean 0.
#[doc = pair!(HalfNormal, HalfNormal)]
#[doc = errors!()]
#[doc = example!(HalfNormal: (1.0), (2.0), "0.3181 nats")]
///
/// # Reference
///
/// Kullback, *Information Theory and Statistics* (1959), chapter 9, section 1, for the normal
/// distributions.
impl KlDivergence for HalfNormal {
    fn kl(&self, q: &HalfNormal) -> Result<Information, Error> {
        let nats = normal_scale_term(self.scale(), q.scale());
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = ½ ln(2/π) − ½ − ln(λσ) + λσ√(2/π), where σ is the scale of P and λ the rate of Q.
#[doc = pair!(HalfNormal, Exp)]
#[doc = errors!()]
#[doc = example!(HalfNormal(1.0), Exp(1.0), "0.0721 nats")]
///
/// # Reference
///
/// It follows from the definition with E x = σ√(2/π).
impl KlDivergence<Exp> for HalfNormal {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let rate = of_q(q)?;
        // ½ + ln(2/π): the divergence of P from the exponential distribution of its mean.
        const CONSTANT: f64 = 0.048_417_294_710_545_136;
        let sigma = self.scale();
        // kl_term(1, λσ√(2/π)).
        let mean = kl_term_of_quotient(1.0, rate, (sigma, 0.0), ROOT_PI_OVER_2);
        Ok(Information::from_nats(CONSTANT + mean))
    }
}

/// D(P‖Q) = ln Γ(a) − a ln(bσ√2) + (1 − a)/2·ψ(½) + bσ√(2/π) + ½ ln(4/π) − ½, where σ is the
/// scale of P, and a and b are the shape and the rate of Q.
#[doc = pair!(HalfNormal, Gamma)]
#[doc = errors!()]
#[doc = example!(HalfNormal(1.0), Gamma(1.0, 1.0), "0.0721 nats")]
///
/// # Reference
///
/// It follows from the definition with E x = σ√(2/π) and E ln x = ln(σ√2) + ½ψ(½).
impl KlDivergence<Gamma> for HalfNormal {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let (a, b) = of_q(q)?;
        // The shape of the gamma distribution nearest to P, which has P's mean and
        // ln a − ψ(a) = ln E x − E ln x; and the divergence of P from it.
        const SHAPE: f64 = 1.363_952_374_040_109;
        const CONSTANT: f64 = 0.021_289_454_645_535_874;
        // kl_term(a, bσ√(2/π)).
        let mean = kl_term_of_quotient(a, b, (self.scale(), 0.0), ROOT_PI_OVER_2);
        let shape = stirling_remainder(SHAPE, a, a - SHAPE);
        Ok(Information::from_nats(CONSTANT + mean + shape))
    }
}

/// D(P‖Q) = ½ ln(4 − 8/π) + ½(ρ² − 1) − ln ρ + ½z² with ρ = s√(1 − 2/π)/σ and z = (s√(2/π) −
/// μ)/σ, where s is the scale of P, and μ and σ are the mean and the standard deviation of Q.
#[doc = pair!(HalfNormal, Normal)]
#[doc = errors!()]
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
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for HalfNormal {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (mu, sigma) = of_q(q)?;
        let s = self.scale();
        // ½ ln(4 − 8/π)
        const CONSTANT: f64 = 0.186_994_413_621_318_4;
        // 1/√(1 − 2/π)
        const NARROWER: f64 = 1.658_896_739_970_305_8;
        // A larger unit, where the mean would be subnormal and still counts.
        let unit = if s.max(sigma).max(mu.abs()) < 1e-200 {
            power_of_two(200)
        } else {
            1.0
        };
        let mean = ROOT_2_OVER_PI * (unit * s);
        let z = scaled_difference(mean, unit * mu, unit * sigma);
        let spread = moments_term(s, NARROWER, sigma, z);
        Ok(Information::from_nats(CONSTANT + spread))
    }
}

/// √(π/2) as a high and a low part.
const ROOT_PI_OVER_2: (f64, f64) = (1.253_314_137_315_500_3, -9.164289990229583e-17);
