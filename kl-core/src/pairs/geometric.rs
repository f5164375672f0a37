//! Geometric distributions.

use super::bernoulli::failure_term;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Geometric;

/// D(P‖Q) = ln(p/q) + (1/p − 1) ln((1−p)/(1−q)), where p and q are the
/// probabilities of success.
///
/// P is `self`, the truth; Q is the argument, the model. Whether trials or
/// failures are counted makes no difference; statrs counts trials.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where q = 1 and p < 1, and where
/// the true value is beyond [`f64::MAX`].
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
/// use kl_core::statrs::distribution::Geometric;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Geometric::new(0.5)?;
/// let q = Geometric::new(0.25)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.2877 nats");
/// assert!(p.kl(&Geometric::new(1.0)?)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3,
/// the chain rule, for 1/p trials on average; the formula follows from the
/// definition with the mean 1/p.
impl KlDivergence for Geometric {
    fn kl(&self, q: &Geometric) -> Result<Information, Error> {
        let (p, q) = (self.p(), q.p());
        // The divergence of one trial, divided by p term by term: the first one
        // could underflow otherwise.
        let terms = ratio_term(q, p) + failure_term(p, q) / p;
        Ok(Information::from_nats(terms))
    }
}
