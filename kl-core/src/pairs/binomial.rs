//! Binomial distributions.

use super::bernoulli::failure_term;
use crate::kernels::kl_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Binomial;

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
/// | P has fewer, otherwise | no closed form: an error |
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only. A
/// number of trials beyond 2⁵³ is rounded to a double.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names the number of trials of Q where it is
/// larger than that of P and there is no closed form.
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
/// assert!(p.kl(&Binomial::new(0.5, 11)?).is_err());
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
        let (p, q) = (self.p(), other.p());
        let (n, m) = (self.n(), other.n());
        let trials = if p == 0.0 || n == 0 { m } else { n };
        if trials == 0 {
            return Ok(Information::ZERO);
        }
        let p = if n == 0 { 0.0 } else { p };
        if p > 0.0 && n != m {
            if n > m || q == 0.0 || q == 1.0 {
                return Ok(Information::INFINITY);
            }
            return Err(Error::InvalidParameter {
                name: "number of trials of Q",
                value: m as f64,
            });
        }
        // One trial may be subnormal where many are not. Powers of two change no digit.
        const UP: f64 = f64::from_bits((1023 + 64) << 52); // 2⁶⁴
        let one_trial = kl_term(p * UP, q * UP) + failure_term(p, q) * UP;
        Ok(Information::from_nats(trials as f64 / UP * one_trial))
    }
}
