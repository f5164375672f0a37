//! Geometric distributions.

use crate::pairs::documentation::{errors, example, pair};
use crate::terms::kl::failure_term;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Geometric;

/// D(P‖Q) = ln(p/q) + (1/p − 1) ln((1−p)/(1−q)), where p and q are the probabilities of
/// success.
///
/// It makes no difference whether trials or failures are counted; statrs counts trials.
#[doc = pair!(Geometric, Geometric)]
#[doc = errors!()]
#[doc = example!(Geometric: (0.5), (0.25), "0.2877 nats", "assert!(p.kl(&Geometric::new(1.0)?)?.is_infinite());")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule,
/// for 1/p trials on average; the formula follows from the definition with the mean 1/p.
impl KlDivergence for Geometric {
    fn kl(&self, q: &Geometric) -> Result<Information, Error> {
        let (p, q) = (self.p(), q.p());
        // The divergence of one trial, divided by p term by term: its first term could
        // underflow before the division.
        let terms = ratio_term(q, p) + failure_term(p, q) / p;
        Ok(Information::from_nats(terms))
    }
}
