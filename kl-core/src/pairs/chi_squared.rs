//! Chi-squared distributions, which are gamma distributions.

use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::gamma;
use crate::pairs::gamma::{as_gamma, gamma_divergence};
use crate::pairs::parameters::{of_p, of_q};
use crate::special::lgamma::lgamma_remainder_apart;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{ChiSquared, Exp, Gamma, Laplace};

/// D(P‖Q) = (k/2 − a) ψ(k/2) − ln Γ(k/2) + ln Γ(a) − a ln(2b) + k (b − ½), where k is the
/// number of degrees of freedom of P, and a and b are the shape and the rate of Q.
///
/// χ² with k degrees of freedom is the gamma distribution of shape k/2 and rate ½. (Below
/// 10⁻³⁰⁷ statrs rounds k/2, and its rounded shape counts.)
#[doc = pair!(ChiSquared, Gamma)]
#[doc = errors!()]
#[doc = example!(ChiSquared(4.0), Gamma(1.0, 0.5), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<Gamma> for ChiSquared {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let p = as_gamma(of_p(self)?);
        let q = of_q(q)?;
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (k/2 − 1) ψ(k/2) − ln Γ(k/2) − ln(2b) + k (b − ½), where k is the number of degrees
/// of freedom of P, and b is the rate of Q.
///
/// χ² with k degrees of freedom is the gamma distribution of shape k/2 and rate ½. (Below
/// 10⁻³⁰⁷ statrs rounds k/2, and its rounded shape counts.)
#[doc = pair!(ChiSquared, Exp)]
#[doc = errors!()]
#[doc = example!(ChiSquared(4.0), Exp(0.5), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<Exp> for ChiSquared {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let p = as_gamma(of_p(self)?);
        let rate = of_q(q)?;
        Ok(Information::from_nats(gamma_divergence(p, (1.0, rate))))
    }
}

/// D(P‖Q) = (kp − kq)/2·ψ(kp/2) − ln Γ(kp/2) + ln Γ(kq/2), where k is the number of degrees of
/// freedom.
#[doc = pair!(ChiSquared, ChiSquared)]
#[doc = errors!()]
#[doc = example!(ChiSquared: (4.0), (2.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence for ChiSquared {
    fn kl(&self, q: &ChiSquared) -> Result<Information, Error> {
        let p = of_p(self)?;
        let q = of_q(q)?;
        // The smallest x cannot all be halved exactly; for them Γ(x) is next to 1/x.
        Ok(Information::from_nats(if p < 1e-100 {
            ratio_term(q, p)
        } else if q < 1e-300 {
            let above = 1e-300;
            lgamma_remainder_apart(0.5 * p, 0.5 * above, 0.5 * (above - p)) + (above.ln() - q.ln())
        } else {
            lgamma_remainder_apart(0.5 * p, 0.5 * q, 0.5 * (q - p))
        }))
    }
}

/// The divergence of a gamma distribution of half the degrees of freedom and rate ½ from a
/// Laplace distribution.
#[doc = pair!(ChiSquared, Laplace)]
#[doc = errors!()]
#[doc = example!(ChiSquared(4.0), Laplace(4.0, 2.0), "0.1986 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Laplace> for ChiSquared {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let p = as_gamma(of_p(self)?);
        Ok(gamma::laplace::divergence(p, of_q(q)?))
    }
}
