//! Erlang distributions, which are gamma distributions.

use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::gamma;
use crate::pairs::gamma::gamma_divergence;
use crate::pairs::parameters::{of_p, of_q};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Erlang, Gamma, Laplace};

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq − bp)/bp, where a is
/// the shape and b the rate.
///
/// P is the gamma distribution of the same parameters.
#[doc = pair!(Erlang, Gamma)]
/// A shape beyond 2⁵³ is rounded to a double.
#[doc = errors!()]
#[doc = example!(Erlang(2, 1.0), Gamma(1.0, 1.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<Gamma> for Erlang {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let (shape, rate) = of_p(self)?;
        let p = (shape as f64, rate);
        let q = of_q(q)?;
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq − bp)/bp, where a is
/// the shape and b the rate.
///
/// It is the divergence of the gamma distributions of the same shape and rate.
///
/// A shape beyond 2⁵³ is rounded to a double, as statrs does.
#[doc = pair!(Erlang, Erlang)]
#[doc = errors!()]
#[doc = example!(Erlang: (2, 1.0), (1, 1.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence for Erlang {
    fn kl(&self, q: &Erlang) -> Result<Information, Error> {
        let (shape, rate) = of_p(self)?;
        let p = (shape as f64, rate);
        let (shape, rate) = of_q(q)?;
        let q = (shape as f64, rate);
        Ok(Information::from_nats(gamma_divergence(p, q)))
    }
}

/// The divergence of a gamma distribution of a whole shape from a Laplace distribution.
#[doc = pair!(Erlang, Laplace)]
#[doc = errors!()]
#[doc = example!(Erlang(2, 1.0), Laplace(2.0, 1.0), "0.1986 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Laplace> for Erlang {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (shape, rate) = of_p(self)?;
        let p = (shape as f64, rate);
        Ok(gamma::laplace::divergence(p, of_q(q)?))
    }
}
