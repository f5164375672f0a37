//! Negative binomial distributions, and against Poisson.

use super::bernoulli::failure_term;
use super::counts::Counts;
use super::finite;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{NegativeBinomial, Poisson};

/// D(P‖Q) = r [ln(p/q) + (1−p)/p ln((1−p)/(1−q))] for the same r of both, and
/// otherwise the sum Σ P(k) ln(P(k)/Q(k)), where r is the number of successes
/// to wait for, p and q are the probabilities of success, and k counts the
/// failures.
///
/// P is `self`, the truth; Q is the argument, the model. r need not be whole.
///
/// For different r there is no closed form: it is an exact sum over the counts
/// that matter, about twenty standard deviations of each distribution and what
/// lies between them. They are 4 194 304 at most.
/// Probabilities below 10⁻³⁰⁷ count as 0.
///
/// # Conventions
///
/// Never negative. With r = 0 or p = 1 the count is certain to be 0.
/// [`Information::INFINITY`] where only Q is certain to be 0, and where the
/// true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 5 ulp, also for parameters that differ in the last digit only;
/// subnormal parameters may lose digits.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite r, and a probability of
/// success of 0: then the count is infinite, and there is no distribution.
/// [`Error::TooManyTerms`] if more than 4 194 304 counts matter, which are
/// those with a standard deviation above 10⁵ or so; never for the same r.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::NegativeBinomial;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = NegativeBinomial::new(2.0, 0.5)?;
/// let q = NegativeBinomial::new(3.0, 0.5)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1078 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition. The ratio of successive probabilities:
/// Johnson, Kemp and Kotz, *Univariate Discrete Distributions*, 3rd ed.,
/// chapter 5.
impl KlDivergence for NegativeBinomial {
    fn kl(&self, other: &NegativeBinomial) -> Result<Information, Error> {
        let (r_p, p) = parameters(self, ["r of P", "probability of success of P"])?;
        let (r_q, q) = parameters(other, ["r of Q", "probability of success of Q"])?;
        Ok(Information::from_nats(if is_zero(r_p, p) {
            // −ln of what Q gives to 0.
            r_q * ratio_of_certain(q)
        } else if is_zero(r_q, q) {
            f64::INFINITY
        } else if r_p == r_q {
            r_p * (ratio_term(q, p) + failure_term(p, q) / p)
        } else {
            // For the smallest r the divergence is proportional to both, and the
            // probabilities beside that of 0 would be subnormal.
            const UP: f64 = f64::from_bits((1023 + 400) << 52); // 2⁴⁰⁰
            let unit = if r_p.max(r_q) < 1e-140 { UP } else { 1.0 };
            let p = Counts::negative_binomial(r_p * unit, p);
            p.divergence(&Counts::negative_binomial(r_q * unit, q))? / unit
        }))
    }
}

/// D(P‖Q) = Σ P(k) ln(P(k)/Q(k)), where P counts the failures before the r-th
/// success.
///
/// P is `self`, the truth; Q is the argument, the model. There is no closed
/// form: it is an exact sum over the counts that matter, about twenty standard
/// deviations of each distribution and what lies between them. They
/// are 4 194 304 at most. Probabilities below 10⁻³⁰⁷ count as
/// 0.
///
/// # Conventions
///
/// Never negative. With r = 0 or p = 1 the count is certain to be 0.
/// [`Information::INFINITY`] only where the true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 5 ulp, also for parameters that differ in the last digit only;
/// subnormal parameters may lose digits.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite r or rate, and a probability
/// of success of 0: then there is no distribution. [`Error::TooManyTerms`] if
/// more than 4 194 304 counts matter.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{NegativeBinomial, Poisson};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = NegativeBinomial::new(2.0, 0.5)?;
/// let q = Poisson::new(2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1352 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition. The ratio of successive probabilities:
/// Johnson, Kemp and Kotz, *Univariate Discrete Distributions*, 3rd ed.,
/// chapter 5.
impl KlDivergence<Poisson> for NegativeBinomial {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let (r, p) = parameters(self, ["r of P", "probability of success of P"])?;
        let rate = finite("rate of Q", q.lambda())?;
        Ok(Information::from_nats(if is_zero(r, p) {
            rate
        } else {
            Counts::negative_binomial(r, p).divergence(&Counts::poisson(rate))?
        }))
    }
}

/// D(P‖Q) = Σ P(k) ln(P(k)/Q(k)), where Q counts the failures before the r-th
/// success.
///
/// P is `self`, the truth; Q is the argument, the model. There is no closed
/// form: it is an exact sum over the counts that matter, about twenty standard
/// deviations of each distribution and what lies between them. They
/// are 4 194 304 at most. Probabilities below 10⁻³⁰⁷ count as
/// 0.
///
/// # Conventions
///
/// Never negative. With r = 0 or p = 1 the count is certain to be 0 under Q:
/// then [`Information::INFINITY`], and where the true value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Within 5 ulp, also for parameters that differ in the last digit only;
/// subnormal parameters may lose digits.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite r or rate, and a probability
/// of success of 0: then there is no distribution. [`Error::TooManyTerms`] if
/// more than 4 194 304 counts matter.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{NegativeBinomial, Poisson};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Poisson::new(2.0)?;
/// let q = NegativeBinomial::new(2.0, 0.5)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0897 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition. The ratio of successive probabilities:
/// Johnson, Kemp and Kotz, *Univariate Discrete Distributions*, 3rd ed.,
/// chapter 5.
impl KlDivergence<NegativeBinomial> for Poisson {
    fn kl(&self, other: &NegativeBinomial) -> Result<Information, Error> {
        let rate = finite("rate of P", self.lambda())?;
        let (r, q) = parameters(other, ["r of Q", "probability of success of Q"])?;
        Ok(Information::from_nats(if is_zero(r, q) {
            f64::INFINITY
        } else {
            Counts::poisson(rate).divergence(&Counts::negative_binomial(r, q))?
        }))
    }
}

/// Whether the count is certain to be 0.
fn is_zero(r: f64, p: f64) -> bool {
    r == 0.0 || p == 1.0
}

/// r and p. With p = 0 no count is possible, and there is no distribution.
fn parameters(d: &NegativeBinomial, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    let (r, p) = (finite(names[0], d.r())?, d.p());
    if p == 0.0 {
        return Err(Error::InvalidParameter {
            name: names[1],
            value: p,
        });
    }
    Ok((r, p))
}

/// −ln q, accurate near 1 too and without a negative zero.
fn ratio_of_certain(q: f64) -> f64 {
    crate::terms::ratio::ln_ratio(1.0, q)
}
