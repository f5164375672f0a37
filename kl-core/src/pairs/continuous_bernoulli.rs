//! Continuous Bernoulli distributions, and against exponential, normal and uniform, and
//! uniform against them.
//!
//! In what follows h = |η|, and y is the distance from the end where the density, then
//! h e^(−hy)/(1 − e^(−h)), is largest; t is η/2 with η = ln(λ/(1 − λ)).

use super::{finite, mean_term, moments_term, normal_parameters, unit_interval_within};
use crate::distribution::ContinuousBernoulli;
use crate::normal::univariate::scaled_difference;
use crate::special::log_sinhc::{curvature, log_sinhc, log_sinhc_remainder};
use crate::terms::ratio::ratio_term_apart;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Normal, Uniform};

/// D(P‖Q) = ln(C(λp)/C(λq)) + m ln(λp/λq) + (1 − m) ln((1 − λp)/(1 − λq)), where m is
/// the mean of P and C(λ) = ln(λ/(1 − λ))/(2λ − 1).
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative, and never infinite.
///
/// # Accuracy
///
/// Within 8 ulp, also next to λ = ½, where C is 0/0, next to 0 and 1, and for
/// parameters that differ in the last digit only.
///
/// # Errors
///
/// None: [`ContinuousBernoulli::new`] has rejected what is not usable.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ContinuousBernoulli;
///
/// let p = ContinuousBernoulli::new(0.25)?;
/// let q = ContinuousBernoulli::new(0.75)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1972 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Loaiza-Ganem and Cunningham, "The continuous Bernoulli: fixing a pervasive error in
/// variational autoencoders", NeurIPS 2019, arXiv 1907.06845, for C and m. As a Bregman
/// divergence: Banerjee, Merugu, Dhillon and Ghosh, "Clustering with Bregman
/// Divergences", JMLR 6 (2005) 1705–1749.
impl KlDivergence for ContinuousBernoulli {
    fn kl(&self, q: &ContinuousBernoulli) -> Result<Information, Error> {
        // The remainder of g(t) = ln(sinh(t)/t).
        let (a, b) = (0.5 * self.logit(), 0.5 * q.logit());
        let nats = log_sinhc_remainder(a, b, 0.5 * logit_difference(self, q));
        Ok(Information::from_nats(nats))
    }
}

/// ηq − ηp, with all its digits.
fn logit_difference(p: &ContinuousBernoulli, q: &ContinuousBernoulli) -> f64 {
    let (l, k) = (p.lambda(), q.lambda());
    if k < l {
        return -logit_difference(q, p);
    }
    // λq(1 − λp)/λp(1 − λq) − 1, whose numerator is λq − λp.
    let x = (k - l) / l / (1.0 - k);
    if x < f64::INFINITY {
        x.ln_1p()
    } else {
        q.logit() - p.logit()
    }
}

/// D(P‖Q) = ln C(λ) + m ln λ + (1 − m) ln(1 − λ) − ln r + rm, where λ is the parameter
/// of P, m its mean, C(λ) = ln(λ/(1 − λ))/(2λ − 1), and r the rate of Q.
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
/// Within 8 ulp times 1 + |rm − 1|/D(P‖Q). The second is small unless λ is next to 0
/// and P is an exponential distribution but for e⁻ʳ.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ContinuousBernoulli;
/// use kl_core::statrs::distribution::Exp;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = ContinuousBernoulli::new(0.5)?;
/// let q = Exp::new(2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3069 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Exp> for ContinuousBernoulli {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let rate = finite("rate of Q", q.rate())?;
        let (eta, mean) = (self.logit(), self.mean());
        let own = if eta < -1.0 {
            // P is the exponential distribution of rate h, cut off at 1: from that one
            // it is −ln(1 − e^(−h)) away, and the one of its mean is nearer.
            let h = -eta;
            // e^(−h) is as right as h is, the odds to the last digit.
            let odds = if h < 3.0 {
                (-h).exp()
            } else {
                self.lambda() / (1.0 - self.lambda())
            };
            let x = h * (odds / (1.0 - odds));
            -(-odds).ln_1p() - ratio_term_apart(1.0 - x, 1.0, -x)
        } else {
            from_uniform(eta) + (1.0 + mean.ln())
        };
        Ok(Information::from_nats(own + mean_term(rate, mean)))
    }
}

/// The divergence from the uniform distribution on [0, 1]: minus the entropy.
pub(super) fn from_uniform(eta: f64) -> f64 {
    log_sinhc_remainder(0.5 * eta, 0.0, -0.5 * eta)
}

/// D(P‖Q) = ½ ln(2πev) − H + ½(ρ² − 1) − ln ρ + ½z² with ρ = √v/σ and z = (m − μ)/σ,
/// where m, v and H are the mean, the variance and the entropy of P, and μ and σ are
/// the mean and the standard deviation of Q.
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
/// use kl_core::distribution::ContinuousBernoulli;
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = ContinuousBernoulli::new(0.5)?;
/// let q = Normal::new(0.5, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.9606 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5:
/// the first two terms are how far P is from the normal distribution of its
/// mean and variance.
impl KlDivergence<Normal> for ContinuousBernoulli {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (mu, sigma) = normal_parameters(q)?;
        let eta = self.logit();
        // From the end where the density is largest: a mean next to 1 has lost digits.
        let end = if eta > 0.0 { 1.0 - mu } else { mu };
        let z = scaled_difference(self.gap(), end, sigma);
        let half = 0.5 * curvature(0.5 * eta).sqrt();
        let spread = moments_term(half, 1.0, sigma, z);
        Ok(Information::from_nats(negentropy(eta) + spread))
    }
}

/// ½ ln(2πev) − H.
fn negentropy(eta: f64) -> f64 {
    let h = eta.abs();
    if h <= 4.0 {
        // Near a uniform distribution: ½ ln(πe/6), and what the variance lacks.
        const UNIFORM: f64 = 0.176_485_208_310_672_58;
        // With sinh(h/2)/(h/2) = 1 + u and u = ¼h²(1 + w)/6, the variance is (1 + w)(1 +
        // ½u)/12(1 + u)².
        let y = 0.25 * h * h;
        let (mut term, mut k, mut w) = (y / 20.0, 3.0, y / 20.0);
        while term > 1e-18 * w {
            term *= y / (2.0 * k * (2.0 * k + 1.0));
            k += 1.0;
            w += term;
        }
        let u = y * (1.0 + w) / 6.0;
        let ln_width = 0.5 * (w.ln_1p() + (0.5 * u).ln_1p()) - u.ln_1p();
        UNIFORM + (ln_width + from_uniform(eta))
    } else {
        // Near an exponential one: ½ ln 2π − ½, and what being cut off adds.
        const EXPONENTIAL: f64 = 0.418_938_533_204_672_7;
        let t = 0.5 * h;
        let s = t / t.sinh();
        EXPONENTIAL + 0.5 * (-s * s).ln_1p() + h / h.exp_m1() - (-(-h).exp()).ln_1p()
    }
}

/// D(P‖Q) = ln(b − a) − H if a ≤ 0 and 1 ≤ b, where H is the entropy of P, and a and b
/// are the ends of Q's interval.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a part of [0, 1] is outside Q's
/// interval.
///
/// # Accuracy
///
/// Within 8 ulp, next to λ = ½ too.
///
/// # Errors
///
/// None: the constructors have rejected what is not usable.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ContinuousBernoulli;
/// use kl_core::statrs::distribution::Uniform;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = ContinuousBernoulli::new(0.25)?;
/// assert_eq!(format!("{:.4}", p.kl(&Uniform::new(0.0, 1.0)?)?), "0.0488 nats");
/// assert!(p.kl(&Uniform::new(0.0, 0.5)?)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 8.5.
impl KlDivergence<Uniform> for ContinuousBernoulli {
    fn kl(&self, q: &Uniform) -> Result<Information, Error> {
        let Some(width) = unit_interval_within(q) else {
            return Ok(Information::INFINITY);
        };
        Ok(Information::from_nats(from_uniform(self.logit()) + width))
    }
}

/// D(P‖Q) = −ln(b − a) − ln C(λ) − m ln λ − (1 − m) ln(1 − λ) if 0 ≤ a and b ≤ 1, where
/// a and b are the ends of P's interval, m = (a + b)/2, λ is the parameter of Q and C(λ)
/// = ln(λ/(1 − λ))/(2λ − 1).
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a part of P's interval is outside
/// [0, 1].
///
/// # Accuracy
///
/// Within 8 ulp, next to λ = ½ too.
///
/// # Errors
///
/// None: the constructors have rejected what is not usable.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ContinuousBernoulli;
/// use kl_core::statrs::distribution::Uniform;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let q = ContinuousBernoulli::new(0.25)?;
/// assert_eq!(format!("{:.4}", Uniform::new(0.0, 1.0)?.kl(&q)?), "0.0498 nats");
/// assert!(Uniform::new(0.0, 2.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition. The computation follows Cover and Thomas, *Elements
/// of Information Theory*, 2nd ed., theorem 2.5.3: the divergence is that of knowing
/// whether the outcome is between a and b, and that between there.
impl KlDivergence<ContinuousBernoulli> for Uniform {
    fn kl(&self, q: &ContinuousBernoulli) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        if a < 0.0 || b > 1.0 {
            return Ok(Information::INFINITY);
        }
        let (width, eta) = (b - a, q.logit());
        let h = eta.abs();
        // Minus the logarithm of Q's mass between a and b.
        let (left, right) = (a, 1.0 - b);
        let near = if eta > 0.0 { right } else { left };
        let outside = left + right;
        let kept = (h * width).exp_m1();
        let ratio = if h == 0.0 {
            outside / width
        } else {
            -(-h * outside).exp_m1() / kept
        };
        let mass = if kept > 1e-290 || h == 0.0 && ratio < f64::INFINITY {
            ratio.ln_1p()
        } else if h == 0.0 {
            -width.ln()
        } else {
            (-(-h * outside).exp_m1()).ln() - h.ln() - width.ln()
        };
        let between = log_sinhc(0.5 * h * width);
        Ok(Information::from_nats(between + h * near + mass))
    }
}
