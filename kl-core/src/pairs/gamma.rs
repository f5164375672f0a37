//! Gamma distributions.

pub(crate) mod gumbel;
pub(crate) mod laplace;
pub(crate) mod weibull;

use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::lanes::fused;
use crate::normal::univariate::scaled_difference;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::{moments_term, variance_term};
use crate::pairs::parameters::{of_p, of_q};
use crate::special::lgamma::stirling_remainder_inline;
use crate::special::negentropy::gamma_negentropy;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::ratio::quotient_minus;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{ChiSquared, Erlang, Exp, Gamma, Normal};

/// D(P‖Q) = (a − k/2) ψ(a) − ln Γ(a) + ln Γ(k/2) + k/2·ln(2b) + a (½ − b)/b, where a and b are
/// the shape and the rate of P, and k is the number of degrees of freedom of Q.
///
/// χ² with k degrees of freedom is the gamma distribution of shape k/2 and rate ½. (Below
/// 10⁻³⁰⁷ statrs rounds k/2, and its rounded shape counts.)
#[doc = pair!(Gamma, ChiSquared)]
#[doc = errors!()]
#[doc = example!(Gamma(2.0, 0.5), ChiSquared(2.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<ChiSquared> for Gamma {
    fn kl(&self, q: &ChiSquared) -> Result<Information, Error> {
        let p = of_p(self)?;
        let q = as_gamma(of_q(q)?);
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq − bp)/bp, where a is
/// the shape and b the rate.
///
/// Q is the gamma distribution of the same parameters.
#[doc = pair!(Gamma, Erlang)]
/// A shape beyond 2⁵³ is rounded to a double.
#[doc = errors!()]
#[doc = example!(Gamma(2.0, 1.0), Erlang(1, 1.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<Erlang> for Gamma {
    fn kl(&self, q: &Erlang) -> Result<Information, Error> {
        let p = of_p(self)?;
        let (shape, rate) = of_q(q)?;
        let q = (shape as f64, rate);
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq − bp)/bp, where a is
/// the shape and b the rate.
///
/// The rate is one over the scale.
#[doc = pair!(Gamma, Gamma)]
#[doc = errors!()]
#[doc = example!(Gamma: (2.0, 1.0), (1.0, 1.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence for Gamma {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let p = of_p(self)?;
        let q = of_q(q)?;
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (a − 1) ψ(a) − ln Γ(a) − ln(c/b) + a (c − b)/b, where a and b are the shape and the
/// rate of P, and c is the rate of Q.
///
/// Q is the gamma distribution of shape 1.
#[doc = pair!(Gamma, Exp)]
#[doc = errors!()]
#[doc = example!(Gamma(2.0, 1.0), Exp(1.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<Exp> for Gamma {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let p = of_p(self)?;
        let rate = of_q(q)?;
        Ok(Information::from_nats(gamma_divergence(p, (1.0, rate))))
    }
}

/// D(P‖Q) = ½ ln(2πe·a) − H(a) + ½(ρ² − 1) − ln ρ + ½z² with ρ = √a/bσ and z = (a/b − μ)/σ,
/// where a and b are the shape and the rate of P, H(a) = a + ln Γ(a) + (1 − a) ψ(a) is the
/// entropy for rate 1, and μ and σ are the mean and the standard deviation of Q.
#[doc = pair!(Gamma, Normal)]
/// That holds for large shapes too, where P nears a normal distribution.
#[doc = errors!()]
#[doc = example!(Gamma(4.0, 2.0), Normal(2.0, 1.0), "0.0887 nats")]
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for Gamma {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let p = of_p(self)?;
        let nats = gamma_normal_divergence(p, of_q(q)?);
        Ok(Information::from_nats(nats))
    }
}

/// The divergence of two gamma distributions, given as shape and rate.
///
/// It is kl_term(aq, ap·bq/bp), about the means, plus the remainder of ln Γ(x) − x ln x + x
/// from ap to aq, the divergence for equal means. Neither is negative.
pub(crate) fn gamma_divergence((ap, bp): (f64, f64), (aq, bq): (f64, f64)) -> f64 {
    fused(
        #[inline(always)]
        || {
            let mean = kl_term_of_quotient(aq, ap, (bq, 0.0), (bp, 0.0));
            mean + stirling_remainder_inline(ap, aq, aq - ap)
        },
    )
}

/// The divergence of a gamma distribution, given as shape and rate, from a normal
/// one, given as mean and standard deviation.
pub(crate) fn gamma_normal_divergence((a, b): (f64, f64), (mu, sigma): (f64, f64)) -> f64 {
    // For the smallest rates the mean overflows; any larger unit prevents that.
    const UNIT: f64 = power_of_two(-600);
    if a / b > 1e300 {
        let larger = (mu * UNIT, (sigma * UNIT).max(f64::MIN_POSITIVE));
        return gamma_normal_divergence((a, b / UNIT), larger);
    }
    // For large a the difference of the means is small beside them, so it is rounded once.
    let z =
        quotient_minus(a, b, mu).map_or_else(|| scaled_difference(a / b, mu, sigma), |d| d / sigma);
    let product = b * sigma;
    let spread = if (1e-100..=1e100).contains(&product) && a > 1e-200 {
        // σ² may be next to the variance, so their difference needs twice the digits.
        let root = Double::exact_product(b, sigma);
        variance_term(Double::from(a), root * root) + (0.5 * z) * z
    } else {
        moments_term(a.sqrt(), b, sigma, z)
    };
    gamma_negentropy(a) + spread
}

/// The shape and the rate of the gamma distribution that a chi-squared one is: half the degrees
/// of freedom, and one half.
pub(crate) fn as_gamma(freedom: f64) -> (f64, f64) {
    (0.5 * freedom, 0.5)
}
