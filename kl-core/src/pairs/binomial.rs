//! Binomial distributions, and against Bernoulli and Poisson.

use super::bernoulli::failure_term;
use super::counts::Counts;
use super::finite;
use crate::terms::kl::kl_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Bernoulli, Binomial, Poisson};

/// D(P‖Q) = n [p ln(p/q) + (1−p) ln((1−p)/(1−q))], where n is the number of
/// trials of both, and p and q are their probabilities of success.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where P allows a count that Q
/// excludes, and where the true value is beyond [`f64::MAX`]. Whether P is
/// certain to count 0 (p = 0 or no trials) decides what other numbers of trials
/// mean:
///
/// | trials | result |
/// |---|---|
/// | equal | as above |
/// | any, P certain to count 0 | −m ln(1−q), where m is the number of trials of
/// Q |
/// | P has more | ∞ |
/// | P has fewer, q is 0 or 1 | ∞ |
/// | P has fewer, otherwise | Σ P(k) ln(P(k)/Q(k)) over the counts k |
///
/// That sum has no closed form. It is exact, and extends over the counts that
/// matter: about twenty standard deviations of each distribution and what lies
/// between them. They are 4 194 304 at most.
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only. A
/// number of trials beyond 2⁵³ is rounded to a double.
///
/// # Errors
///
/// [`Error::TooManyTerms`] if P has fewer trials and more than 4 194 304 counts
/// matter; never for equal numbers of trials.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Binomial;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Binomial::new(0.5, 10)?;
/// let q = Binomial::new(0.25, 10)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.4384 nats");
/// assert!(p.kl(&Binomial::new(0.5, 9)?)?.is_infinite());
/// assert_eq!(format!("{:.4}", p.kl(&Binomial::new(0.5, 11)?)?), "0.0479 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3,
/// the chain rule, for n independent trials of which the count is sufficient.
impl KlDivergence for Binomial {
    fn kl(&self, other: &Binomial) -> Result<Information, Error> {
        binomial_divergence((self.n(), self.p()), (other.n(), other.p()))
    }
}

/// D(P‖Q) = (1−p) ln((1−p)/(1−q)ᵐ) + p ln(p/(m q (1−q)^(m−1))), where p and q
/// are the probabilities of success, and m is the number of trials of Q.
///
/// P is `self`, the truth; Q is the argument, the model. P is the binomial
/// distribution of one trial.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where P allows a count that Q
/// excludes, and where the true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only. A
/// number of trials beyond 2⁵³ is rounded to a double.
///
/// # Errors
///
/// [`Error::TooManyTerms`] if more than 4 194 304 counts matter: the mean of Q
/// is in the millions, and neither probability is so far from the other that
/// the divergence is plain.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Bernoulli, Binomial};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Bernoulli::new(0.5)?;
/// let q = Binomial::new(0.25, 2)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0849 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Binomial> for Bernoulli {
    fn kl(&self, q: &Binomial) -> Result<Information, Error> {
        binomial_divergence((1, self.p()), (q.n(), q.p()))
    }
}

/// D(P‖Q) = Σ P(k) ln(P(k)/Q(k)), where P counts the successes in n trials.
///
/// P is `self`, the truth; Q is the argument, the model. There is no closed
/// form: it is an exact sum over the counts that matter, about twenty standard
/// deviations of each distribution and what lies between them. They
/// are 4 194 304 at most. Probabilities below 10⁻³⁰⁷ count as
/// 0.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only. A
/// number of trials beyond 2⁵³ is rounded to a double.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite rate. [`Error::TooManyTerms`]
/// if more than 4 194 304 counts matter.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Binomial, Poisson};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Binomial::new(0.25, 8)?;
/// let q = Poisson::new(2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0198 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Poisson> for Binomial {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let (n, p) = (self.n() as f64, self.p());
        let rate = finite("rate of Q", q.lambda())?;
        Ok(Information::from_nats(if p == 0.0 || n == 0.0 {
            rate
        } else {
            Counts::binomial(n, p).divergence(&Counts::poisson(rate))?
        }))
    }
}

/// The divergence of two binomial distributions, given as the number of trials and
/// the probability of success.
fn binomial_divergence((n, p): (u64, f64), (m, q): (u64, f64)) -> Result<Information, Error> {
    let trials = if p == 0.0 || n == 0 { m } else { n };
    if trials == 0 {
        return Ok(Information::ZERO);
    }
    let p = if n == 0 { 0.0 } else { p };
    if p > 0.0 && n != m {
        if n > m || q == 0.0 || q == 1.0 {
            return Ok(Information::INFINITY);
        }
        let (p, q) = (Counts::binomial(n as f64, p), Counts::binomial(m as f64, q));
        return Ok(Information::from_nats(p.divergence(&q)?));
    }
    // One trial may be subnormal where many are not. Powers of two change no digit.
    const UP: f64 = f64::from_bits((1023 + 64) << 52); // 2⁶⁴
    let one_trial = kl_term(p * UP, q * UP) + failure_term(p, q) * UP;
    Ok(Information::from_nats(trials as f64 / UP * one_trial))
}
