//! Negative binomial distributions.

use crate::float::scale::power_of_two;
use crate::pairs::counts::Counts;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::terms::kl::failure_term;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{NegativeBinomial, Poisson};

/// D(P‖Q) = r [ln(p/q) + (1−p)/p ln((1−p)/(1−q))] for the same r of both, and otherwise the sum
/// Σ P(k) ln(P(k)/Q(k)), where r is the number of successes to wait for, p and q are the
/// probabilities of success, and k counts the failures.
///
/// r need not be whole.
///
/// For different r there is no closed form. The sum is exact, over the counts that matter; where
/// there are more than a few thousand, it is Gauss's sum over panels of them, which is as right
/// and takes less than a millisecond. Probabilities below 10⁻³⁰⁷ count as 0.
///
/// With r = 0 or p = 1 the count is certain to be 0.
#[doc = pair!(NegativeBinomial, NegativeBinomial)]
/// Subnormal parameters may lose digits.
#[doc = errors!()]
/// [`Error::Parameter`] names an infinite r, and a probability of success of 0: then the
/// count is infinite, and there is no distribution. [`Error::TooManyTerms`] if more than
/// 4 194 304 counts matter and a parameter is below 10⁻⁶⁰ or above 10²⁸, or the counts that
/// matter are beyond 2⁵³ and few of them; never for the same r.
#[doc = example!(NegativeBinomial: (2.0, 0.5), (3.0, 0.5), "0.1078 nats")]
///
/// # Reference
///
/// It follows from the definition. The ratio of successive probabilities: Johnson, Kemp and
/// Kotz, *Univariate Discrete Distributions*, 3rd ed., chapter 5.
impl KlDivergence for NegativeBinomial {
    fn kl(&self, other: &NegativeBinomial) -> Result<Information, Error> {
        let (r_p, p) = of_p(self)?;
        let (r_q, q) = of_q(other)?;
        Ok(Information::from_nats(if is_zero(r_p, p) {
            // Minus the logarithm of Q's probability of 0.
            r_q * ratio_of_certain(q)
        } else if is_zero(r_q, q) {
            f64::INFINITY
        } else if r_p == r_q {
            same_r(r_p, p, q)
        } else {
            // For the smallest r the divergence is proportional to both r, and all
            // probabilities but that of 0 would be subnormal.
            const UP: f64 = power_of_two(400);
            let unit = if r_p.max(r_q) < 1e-140 { UP } else { 1.0 };
            let p = Counts::negative_binomial(r_p * unit, p);
            p.divergence(&Counts::negative_binomial(r_q * unit, q))? / unit
        }))
    }
}

/// D(P‖Q) = Σ P(k) ln(P(k)/Q(k)), where P counts the failures before the r-th success.
///
/// There is no closed form. The sum is exact, over the counts that matter, many of them in
/// panels, as for two negative binomial distributions. Probabilities below 10⁻³⁰⁷ count as 0.
///
/// With r = 0 or p = 1 the count is certain to be 0.
#[doc = pair!(NegativeBinomial, Poisson)]
/// Subnormal parameters may lose digits.
#[doc = errors!()]
/// [`Error::Parameter`] names an infinite r or rate, and a probability of success of 0:
/// then there is no distribution. [`Error::TooManyTerms`] if more than 4 194 304 counts matter
/// and a parameter is below 10⁻⁶⁰ or above 10²⁸, or the counts that matter are beyond 2⁵³ and few
/// of them.
#[doc = example!(NegativeBinomial(2.0, 0.5), Poisson(2.0), "0.1352 nats")]
///
/// # Reference
///
/// It follows from the definition. The ratio of successive probabilities: Johnson, Kemp and
/// Kotz, *Univariate Discrete Distributions*, 3rd ed., chapter 5.
impl KlDivergence<Poisson> for NegativeBinomial {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let (r, p) = of_p(self)?;
        let rate = of_q(q)?;
        Ok(Information::from_nats(if is_zero(r, p) {
            rate
        } else {
            Counts::negative_binomial(r, p).divergence(&Counts::poisson(rate))?
        }))
    }
}

/// The divergence for the same r.
fn same_r(r: f64, p: f64, q: f64) -> f64 {
    let nats = r * (ratio_term(q, p) + failure_term(p, q) / p);
    if nats < f64::INFINITY {
        return nats;
    }
    // For the smallest p a quotient may overflow where r times it does not. Beside it the rest
    // is negligible.
    (r * (q + failure_term(p, q))) / p
}

/// Whether the count is certain to be 0.
pub(crate) fn is_zero(r: f64, p: f64) -> bool {
    r == 0.0 || p == 1.0
}

/// −ln q, accurate near 1 too and without a negative zero.
fn ratio_of_certain(q: f64) -> f64 {
    crate::terms::ratio::ln_ratio(1.0, q)
}
