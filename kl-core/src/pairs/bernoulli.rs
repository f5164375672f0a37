//! Bernoulli distributions.

use crate::pairs::binomial::binomial_divergence;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::parameters::of_q;
use crate::terms::kl::{failure_term, kl_term, kl_term_apart};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Bernoulli, Binomial, Poisson};

/// D(P‖Q) = p ln(p/q) + (1−p) ln((1−p)/(1−q)), where p is the probability of 1 under P and q
/// under Q.
///
/// 1 − p is meant without rounding, even where no double can hold it.
#[doc = pair!(Bernoulli, Bernoulli)]
#[doc = errors!()]
#[doc = example!(Bernoulli: (0.5), (0.25), "0.1438 nats", "assert!(p.kl(&Bernoulli::new(0.0)?)?.is_infinite());")]
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

/// D(P‖Q) = p ln(p/λ) + (1−p) ln(1−p) + λ, where p is the probability of 1 under P and λ the
/// rate of Q.
///
/// [`Information::INFINITY`] only where the true value is beyond [`f64::MAX`]: a Poisson
/// variable can be 0 and 1.
#[doc = pair!(Bernoulli, Poisson)]
#[doc = errors!()]
#[doc = example!(Bernoulli(0.5), Poisson(0.5), "0.1534 nats")]
///
/// # Reference
///
/// Barbour, Holst and Janson, *Poisson Approximation* (1992), treat how close the two are; the
/// formula is the definition, with 0! = 1! = 1.
impl KlDivergence<Poisson> for Bernoulli {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let p = self.p();
        let lambda = of_q(q)?;
        // The second term is p + (1−p) ln(1−p), which is ≥ 0 as well.
        let terms = kl_term(p, lambda) + kl_term_apart(1.0 - p, 1.0, p);
        Ok(Information::from_nats(terms))
    }
}

/// D(P‖Q) = (1−p) ln((1−p)/(1−q)ᵐ) + p ln(p/(m q (1−q)^(m−1))), where p and q are the
/// probabilities of success, and m is the number of trials of Q.
///
/// P is the binomial distribution of one trial.
#[doc = pair!(Bernoulli, Binomial)]
/// A number of trials beyond 2⁵³ is rounded to a double.
#[doc = errors!()]
/// [`Error::TooManyTerms`] if more than 4 194 304 counts matter and p or q is below 10⁻⁶⁰: the
/// mean of Q is then in the millions, and P and Q are not so far apart that a simple formula
/// holds.
#[doc = example!(Bernoulli(0.5), Binomial(0.25, 2), "0.0849 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Binomial> for Bernoulli {
    fn kl(&self, q: &Binomial) -> Result<Information, Error> {
        binomial_divergence((1, self.p()), (q.n(), q.p()))
    }
}
