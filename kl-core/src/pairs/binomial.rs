//! Binomial distributions.

use crate::float::scale::power_of_two;
use crate::pairs::counts::Counts;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::parameters::of_q;
use crate::terms::kl::failure_term;
use crate::terms::kl::kl_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Binomial, Poisson};

/// D(P‖Q) = n [p ln(p/q) + (1−p) ln((1−p)/(1−q))], where n is the number of trials of both, and
/// p and q are their probabilities of success.
///
/// The result depends on the numbers of trials, and on whether P is certain to count 0 (p = 0
/// or no trials):
///
/// | trials | result |
/// |---|---|
/// | equal | as above |
/// | any, P certain to count 0 | −m ln(1−q), where m is the number of trials of Q |
/// | P has more | ∞ |
/// | P has fewer, q is 0 or 1 | ∞ |
/// | P has fewer, otherwise | Σ P(k) ln(P(k)/Q(k)) over the counts k |
///
/// The sum has no closed form. It is exact, over the counts that matter; where there are more
/// than a few thousand, it is Gauss's sum over panels of them, which is as right and takes less
/// than a millisecond.
#[doc = pair!(Binomial, Binomial)]
/// A number of trials beyond 2⁵³ is rounded to a double.
#[doc = errors!()]
/// [`Error::TooManyTerms`] if P has fewer trials, more than 4 194 304 counts matter and p or q
/// is below 10⁻⁶⁰, or the counts that matter are beyond 2⁵³ and few of them; never for equal
/// numbers of trials.
#[doc = example!(Binomial: (0.5, 10), (0.25, 10), "1.4384 nats", "assert!(p.kl(&Binomial::new(0.5, 9)?)?.is_infinite());", "assert_eq!(format!(\"{:.4}\", p.kl(&Binomial::new(0.5, 11)?)?), \"0.0479 nats\");")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule,
/// for n independent trials of which the count is sufficient.
impl KlDivergence for Binomial {
    fn kl(&self, other: &Binomial) -> Result<Information, Error> {
        binomial_divergence((self.n(), self.p()), (other.n(), other.p()))
    }
}

/// D(P‖Q) = Σ P(k) ln(P(k)/Q(k)), where P counts the successes in n trials.
///
/// There is no closed form. The sum is exact, over the counts that matter, many of them in
/// panels, as for two binomial distributions. Probabilities below 10⁻³⁰⁷ count as 0.
#[doc = pair!(Binomial, Poisson)]
/// A number of trials beyond 2⁵³ is rounded to a double.
#[doc = errors!()]
/// [`Error::TooManyTerms`] if more than 4 194 304 counts matter and a parameter is below 10⁻⁶⁰ or
/// above 10²⁸, or the counts that matter are beyond 2⁵³ and few of them.
#[doc = example!(Binomial(0.25, 8), Poisson(2.0), "0.0198 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Poisson> for Binomial {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let (n, p) = (self.n() as f64, self.p());
        let rate = of_q(q)?;
        Ok(Information::from_nats(if p == 0.0 || n == 0.0 {
            rate
        } else {
            Counts::binomial(n, p).divergence(&Counts::poisson(rate))?
        }))
    }
}

/// The divergence of two binomial distributions, given as the number of trials and
/// the probability of success.
pub(crate) fn binomial_divergence(
    (n, p): (u64, f64),
    (m, q): (u64, f64),
) -> Result<Information, Error> {
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
    // One trial may give a subnormal number where many do not. Powers of two change no digit.
    const UP: f64 = power_of_two(64);
    let one_trial = kl_term(p * UP, q * UP) + failure_term(p, q) * UP;
    Ok(Information::from_nats(trials as f64 / UP * one_trial))
}
