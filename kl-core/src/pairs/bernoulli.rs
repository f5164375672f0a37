//! Bernoulli distributions, and against Poisson.

use super::finite;
use crate::terms::kl::{kl_term, kl_term_apart};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Bernoulli, Poisson};

/// D(P‖Q) = p ln(p/q) + (1−p) ln((1−p)/(1−q)), where p is the probability of 1
/// under P and q under Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where P allows an outcome that Q
/// excludes: q = 0 and p > 0, or q = 1 and p < 1. 1 − p is the exact one, also
/// where no double can hold it.
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// None: statrs has rejected what is not usable.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Bernoulli;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Bernoulli::new(0.5)?;
/// let q = Bernoulli::new(0.25)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1438 nats");
/// assert!(p.kl(&Bernoulli::new(0.0)?)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., example 2.3.1.
impl KlDivergence for Bernoulli {
    fn kl(&self, q: &Bernoulli) -> Result<Information, Error> {
        let (p, q) = (self.p(), q.p());
        Ok(Information::from_nats(kl_term(p, q) + failure_term(p, q)))
    }
}

/// D(P‖Q) = p ln(p/λ) + (1−p) ln(1−p) + λ, where p is the probability of 1
/// under P and λ the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`]: a Poisson variable can be 0 and 1.
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Bernoulli, Poisson};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Bernoulli::new(0.5)?;
/// let q = Poisson::new(0.5)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1534 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Barbour, Holst and Janson, *Poisson Approximation* (1992), treat how close
/// the two are; the formula is the definition, with 0! = 1! = 1.
impl KlDivergence<Poisson> for Bernoulli {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let p = self.p();
        let lambda = finite("rate of Q", q.lambda())?;
        // The second is p + (1−p) ln(1−p), which is ≥ 0 as well.
        let terms = kl_term(p, lambda) + kl_term_apart(1.0 - p, 1.0, p);
        Ok(Information::from_nats(terms))
    }
}

/// kl_term(1 − p, 1 − q) for exact 1 − p and 1 − q.
pub(crate) fn failure_term(p: f64, q: f64) -> f64 {
    // 1 − p is rounded, but the difference is p − q. Where the two are not within
    // a factor of two, 1 − q or 1 − p is below ½ and exact; what the other one
    // lost is put back by the slope of the term.
    let (fp, fq) = (1.0 - p, 1.0 - q);
    let term = kl_term_apart(fp, fq, p - q);
    if fp > 2.0 * fq && fq > 0.0 {
        let lost = (1.0 - fp) - p;
        term + lost * (fp / fq).ln()
    } else {
        term
    }
}
