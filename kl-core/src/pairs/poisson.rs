//! Poisson distributions.

use crate::distribution::{HurdlePoisson, ZeroInflatedPoisson};
use crate::pairs::counts::Counts;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::extra_zeros;
use crate::pairs::negative_binomial::is_zero;
use crate::pairs::parameters::{of_p, of_q};
use crate::terms::kl::kl_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{NegativeBinomial, Poisson};

/// D(P‖Q) = Σ P(k) ln(P(k)/Q(k)), where Q counts the failures before the r-th success.
///
/// There is no closed form. The sum is exact, over the counts that matter, many of them in
/// panels, as for two negative binomial distributions. Probabilities below 10⁻³⁰⁷ count as 0.
///
/// With r = 0 or p = 1 the count is certain to be 0 under Q. The result is
/// [`Information::INFINITY`] then, and where the true value is beyond [`f64::MAX`].
#[doc = pair!(Poisson, NegativeBinomial)]
/// Subnormal parameters may lose digits.
#[doc = errors!()]
/// [`Error::Parameter`] names an infinite r or rate, and a probability of success of 0:
/// then there is no distribution. [`Error::TooManyTerms`] if more than 4 194 304 counts matter
/// and a parameter is below 10⁻⁶⁰ or above 10²⁸, or the counts that matter are beyond 2⁵³ and few
/// of them.
#[doc = example!(Poisson(2.0), NegativeBinomial(2.0, 0.5), "0.0897 nats")]
///
/// # Reference
///
/// It follows from the definition. The ratio of successive probabilities: Johnson, Kemp and
/// Kotz, *Univariate Discrete Distributions*, 3rd ed., chapter 5.
impl KlDivergence<NegativeBinomial> for Poisson {
    fn kl(&self, other: &NegativeBinomial) -> Result<Information, Error> {
        let rate = of_p(self)?;
        let (r, q) = of_q(other)?;
        Ok(Information::from_nats(if is_zero(r, q) {
            f64::INFINITY
        } else {
            Counts::poisson(rate).divergence(&Counts::negative_binomial(r, q))?
        }))
    }
}

/// D(P‖Q) = λp ln(λp/λq) − λp + λq, where λ is the rate.
///
/// statrs rejects a rate of 0, so no P is certain to count 0.
#[doc = pair!(Poisson, Poisson)]
#[doc = errors!()]
#[doc = example!(Poisson: (4.0), (2.0), "0.7726 nats")]
///
/// # Reference
///
/// Banerjee, Merugu, Dhillon and Ghosh, "Clustering with Bregman Divergences", JMLR 6 (2005)
/// 1705–1749.
impl KlDivergence for Poisson {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let p = of_p(self)?;
        let q = of_q(q)?;
        Ok(Information::from_nats(kl_term(p, q)))
    }
}

/// D(P‖Q) as of two zero-inflated Poisson distributions, where P's zero inflation is 0.
#[doc = pair!(Poisson, ZeroInflatedPoisson)]
/// The condition number is that of two zero-inflated Poisson distributions. Probabilities below
/// 10⁻²⁹⁰ may lose digits.
#[doc = errors!()]
#[doc = example!(Poisson(4.0), ZeroInflatedPoisson(0.25, 5.0), "0.3233 nats")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule.
impl KlDivergence<ZeroInflatedPoisson> for Poisson {
    fn kl(&self, q: &ZeroInflatedPoisson) -> Result<Information, Error> {
        let p = extra_zeros::Counts::inflated(0.0, of_p(self)?);
        Ok(Information::from_nats(extra_zeros::divergence(p, q)))
    }
}

/// D(P‖Q) as of two hurdle Poisson distributions, with z = e^(−λp).
#[doc = pair!(Poisson, HurdlePoisson)]
/// The condition number is 1 + 10⁻¹⁵·min(z, 1−z)/|z−w|·B/D, where w is the probability of 0 under Q and
/// B the divergence of the zeros alone. Probabilities below 10⁻²⁹⁰ may lose digits.
#[doc = errors!()]
#[doc = example!(Poisson(1.0), HurdlePoisson(0.5, 2.0), "0.1723 nats")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule.
impl KlDivergence<HurdlePoisson> for Poisson {
    fn kl(&self, q: &HurdlePoisson) -> Result<Information, Error> {
        let p = extra_zeros::Counts::inflated(0.0, of_p(self)?);
        Ok(Information::from_nats(extra_zeros::divergence(p, q)))
    }
}
