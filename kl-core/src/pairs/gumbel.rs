//! Gumbel distributions, against normal, and exponential, gamma, normal and uniform against them.

use super::{finite, moments_term, normal_parameters};
use crate::normal::univariate;
use crate::normal::univariate::scaled_difference;
use crate::special::expm1mx::expm1mx;
use crate::special::lgamma::{gamma_negentropy, lgamma_remainder_apart};
use crate::special::log_sinhc::{log_sinhc, log_sinhc_remainder};
use crate::special::log1pmx::log1pmx;
use crate::terms::normal_scale::normal_scale_term;
use crate::terms::ratio::{ln_ratio, ratio_term, ratio_term_apart};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Gumbel, Normal, Uniform};

/// D(P‖Q) = ln(βq/βp) + γ(ρ − 1) + z + e^(−z) Γ(1 + ρ) − 1 with ρ = βp/βq and z
/// = (μp − μq)/βq, where μ is the location, β the scale and γ is Euler's
/// constant.
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
/// Within 6 ulp times 1 + |z| + |ln Γ(1 + ρ)|, also for parameters that differ
/// in the last digit only: the relative error of an exponential is the absolute
/// one of its argument.
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
/// use kl_core::statrs::distribution::Gumbel;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gumbel::new(0.0, 1.0)?;
/// let q = Gumbel::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.7183 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition from the mean μ + γβ and the moment
/// generating function: Johnson, Kotz and Balakrishnan, *Continuous Univariate
/// Distributions*, volume 2, 2nd ed., chapter 22.
impl KlDivergence for Gumbel {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (mu_p, beta_p) = parameters(self, ["location of P", "scale of P"])?;
        let (mu_q, beta_q) = parameters(q, ["location of Q", "scale of Q"])?;
        let z = scaled_difference(mu_p, mu_q, beta_q);
        Ok(Information::from_nats(gumbel_divergence(beta_p, beta_q, z)))
    }
}

/// D(P‖Q) = ½ ln(2πev) − 1 − γ − ln β + ½(ρ² − 1) − ln ρ + ½z² with v = π²β²/6, ρ =
/// √v/σ and z = (m + γβ − μ)/σ, where m and β are the location and the scale of P, γ is
/// Euler's constant, and μ and σ are the mean and the standard deviation of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Within 5 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Gumbel, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gumbel::new(0.0, 1.0)?;
/// let q = Normal::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3308 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5: the
/// first terms, which are a number, are how far P is from the normal distribution of
/// its mean and variance.
impl KlDivergence<Normal> for Gumbel {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (m, beta) = parameters(self, ["location of P", "scale of P"])?;
        let (mu, sigma) = normal_parameters(q)?;
        // ½ ln(π³e/3) − 1 − γ
        const CONSTANT: f64 = 0.090_573_019_538_512_56;
        // √6/π
        const NARROWER: f64 = 0.779_696_801_233_676_1;
        // The difference of the locations first, which is exact where it matters.
        let z = scaled_difference(m, mu, sigma) + EULER * (beta / sigma);
        let spread = moments_term(beta, NARROWER, sigma, z);
        Ok(Information::from_nats(CONSTANT + spread))
    }
}

/// D(P‖Q) = ln β − ½ ln(2πeσ²) + w + e^(ρ²/2 − w) with ρ = σ/β and w = (m − μ)/β, where
/// m and σ are the mean and the standard deviation of P, and μ and β are the location
/// and the scale of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp times 1 + |w| + ½ρ²: the relative error of an exponential is the
/// absolute one of its argument.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Gumbel, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Normal::new(0.0, 1.0)?;
/// let q = Gumbel::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.2298 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with the moment generating function of a normal
/// distribution.
impl KlDivergence<Gumbel> for Normal {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (m, sigma) = univariate::parameters(self, univariate::OF_P)?;
        let (mu, beta) = parameters(q, ["location of Q", "scale of Q"])?;
        // 1 − ½ ln 2π
        const CONSTANT: f64 = 0.081_061_466_795_327_26;
        let scale = normal_scale_term(sigma, beta);
        if scale == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        let rho = sigma / beta;
        let v = (0.5 * rho) * rho - scaled_difference(m, mu, beta);
        Ok(Information::from_nats(CONSTANT + scale + expm1mx(v)))
    }
}

/// D(P‖Q) = r − 1 − ln r + w + e^(−w)/(1 + r) with r = 1/λβ and w = −μ/β, where λ is
/// the rate of P, and μ and β are the location and the scale of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp times 1 + |w| + ln(1 + r): the relative error of an exponential is the
/// absolute one of its argument.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Exp, Gumbel};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Exp::new(1.0)?;
/// let q = Gumbel::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.5000 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with the moment generating function of P.
impl KlDivergence<Gumbel> for Exp {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let rate = finite("rate of P", self.rate())?;
        let q = parameters(q, ["location of Q", "scale of Q"])?;
        Ok(Information::from_nats(from_gamma((1.0, rate), q)))
    }
}

/// D(P‖Q) = ar − H(a) − ln r + w + e^(−w) (1 + r)^(−a) with r = 1/bβ and w = −μ/β,
/// where a and b are the shape and the rate of P, H(a) = a + ln Γ(a) + (1 − a) ψ(a) is
/// the entropy for rate 1, and μ and β are the location and the scale of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp times 1 + |w| + a ln(1 + r): the relative error of an exponential is
/// the absolute one of its argument.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Gamma, Gumbel};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gamma::new(2.0, 1.0)?;
/// let q = Gumbel::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1024 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with the moment generating function of P.
impl KlDivergence<Gumbel> for Gamma {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let shape = finite("shape of P", self.shape())?;
        let rate = finite("rate of P", self.rate())?;
        let q = parameters(q, ["location of Q", "scale of Q"])?;
        Ok(Information::from_nats(from_gamma((shape, rate), q)))
    }
}

/// D(P‖Q) = w − ln 2h + e^(−w) sinh(h)/h with h = (b − a)/2β and w = ((a + b)/2 − μ)/β,
/// where a and b are the ends of P's interval, and μ and β are the location and the
/// scale of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp times 1 + |w| + ln(sinh(h)/h): the relative error of an exponential is
/// the absolute one of its argument.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Gumbel, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(0.0, 1.0)?;
/// let q = Gumbel::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.1321 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with the moment generating function of P.
impl KlDivergence<Gumbel> for Uniform {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let (mu, beta) = parameters(q, ["location of Q", "scale of Q"])?;
        // 1 + ln(sinh(h)/h) − ln 2h is least where h coth h = 2, and what is above it
        // is the remainders of the two logarithms.
        const NEAREST: f64 = 1.915_008_048_154_537_5;
        const CONSTANT: f64 = 0.207_321_657_115_753_6;
        let h = 0.5 * scaled_difference(b, a, beta);
        if h == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        let d = h - NEAREST;
        let scale = if h < 1e-290 {
            // h adds nothing, but its logarithm does.
            NEAREST.ln() - 1.0 - ((b - a).ln() - beta.ln() - std::f64::consts::LN_2)
        } else {
            ratio_term_apart(h, NEAREST, d)
        };
        let shape = log_sinhc_remainder(NEAREST, h, d);
        let w = 0.5 * (scaled_difference(a, mu, beta) + scaled_difference(b, mu, beta));
        let location = expm1mx(log_sinhc(h) - w);
        Ok(Information::from_nats(CONSTANT + scale + shape + location))
    }
}

/// The divergence of a gamma distribution, given as shape and rate, from a Gumbel one,
/// given as location and scale.
fn from_gamma((a, b): (f64, f64), (mu, beta): (f64, f64)) -> f64 {
    // With r = 1/bβ and v = μ/β − a ln(1 + r) it is eᵛ − 1 − v and ar − a ln(1 + r) −
    // ln r + 1 − H. That is least where ar² = 1 + r, and what is above its least value
    // is the remainders of the two logarithms.
    let r = 1.0 / b / beta;
    let negentropy = gamma_negentropy(a);
    if r.max(negentropy) == f64::INFINITY {
        return f64::INFINITY;
    }
    let root = (0.5 / a.sqrt()).hypot(1.0);
    let nearest = (0.5 / a.sqrt() + root) / a.sqrt();
    // ½ − ½ ln 2π
    const CONSTANT: f64 = -0.418_938_533_204_672_7;
    let least = CONSTANT - a * log1pmx(nearest) - (0.5 / a.sqrt()).asinh() + negentropy;
    let scale = if r < 1e-290 {
        -1.0 + nearest.ln() + b.ln() + beta.ln()
    } else {
        ratio_term(r, nearest)
    };
    let shape = a * ratio_term_apart(1.0 + r, 1.0 + nearest, r - nearest);
    let own = least + scale + shape;
    if own == f64::INFINITY {
        return own; // and v, perhaps ∞ − ∞, is nothing beside it
    }
    own + expm1mx(mu / beta - a * r.ln_1p())
}

/// The divergence of two Gumbel distributions, with z = (μp − μq)/βq.
pub(super) fn gumbel_divergence(beta_p: f64, beta_q: f64, z: f64) -> f64 {
    // Two parts, both ≥ 0: the remainder of ln Γ from 1 to ρ, which is
    // ln Γ(ρ) + γ(ρ − 1), and eʷ − 1 − w with w = ln Γ(1 + ρ) − z.
    let ln_rho = ln_ratio(beta_p, beta_q);
    let rho = beta_p / beta_q;
    if rho < 1e-300 {
        // ρ adds nothing to any sum, but its logarithm does.
        return (-ln_rho - EULER) + expm1mx(-z);
    }
    if rho == f64::INFINITY {
        return rho;
    }
    let h = scaled_difference(beta_p, beta_q, beta_q);
    let shape = lgamma_remainder_apart(1.0, rho, h);
    if shape == f64::INFINITY {
        return shape;
    }
    // What cancels here cancels to no less than the remainder allows.
    let w = (shape + (ln_rho - EULER * h)) - z;
    shape + expm1mx(w)
}

/// Euler's constant γ.
pub(crate) const EULER: f64 = 0.577_215_664_901_532_9;

/// The location and the scale, both finite.
pub(super) fn parameters(d: &Gumbel, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((
        finite(names[0], d.location())?,
        finite(names[1], d.scale())?,
    ))
}
