//! Hurdle Poisson distributions.

use crate::distribution::{HurdlePoisson, ZeroInflatedPoisson};
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::extra_zeros::{self, Counts};
use crate::pairs::parameters::of_q;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Poisson;

/// D(P‖Q) = z ln(z/w) + (1−z) ln((1−z)/(1−w)) + (1−z)[m ln(λp/λq) − ln((e^λp − 1)/(e^λq − 1))],
/// where z and w are the probabilities of 0 under P and Q, λ is the rate, and
/// m = λp/(1 − e^(−λp)) the mean of P's positive counts.
///
/// With z = w = 0 both are zero-truncated Poisson distributions.
#[doc = pair!(HurdlePoisson, HurdlePoisson)]
#[doc = errors!()]
#[doc = example!(HurdlePoisson: (0.5, 2.0), (0.25, 1.0), "0.2888 nats", "assert!(p.kl(&HurdlePoisson::new(0.0, 2.0)?)?.is_infinite());")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule; the
/// distribution: Mullahy, Journal of Econometrics 33 (1986) 341–365.
impl KlDivergence for HurdlePoisson {
    fn kl(&self, q: &HurdlePoisson) -> Result<Information, Error> {
        Ok(Information::from_nats(extra_zeros::divergence(self, q)))
    }
}

/// D(P‖Q) as of two hurdle Poisson distributions, with w = π + (1−π)e^(−λq), where π is Q's zero
/// inflation.
#[doc = pair!(HurdlePoisson, ZeroInflatedPoisson)]
/// The condition number is 1 + 10⁻¹⁵·min(z, 1−z)/|z−w|·B/D, where B is the divergence of the zeros
/// alone. Probabilities below 10⁻²⁹⁰ may lose digits.
#[doc = errors!()]
#[doc = example!(HurdlePoisson(0.25, 4.0), ZeroInflatedPoisson(0.3, 5.0), "0.0842 nats")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule.
impl KlDivergence<ZeroInflatedPoisson> for HurdlePoisson {
    fn kl(&self, q: &ZeroInflatedPoisson) -> Result<Information, Error> {
        Ok(Information::from_nats(extra_zeros::divergence(self, q)))
    }
}

/// D(P‖Q) as of two hurdle Poisson distributions, with w = e^(−λq).
#[doc = pair!(HurdlePoisson, Poisson)]
/// The condition number is 1 + 10⁻¹⁵·min(z, 1−z)/|z−w|·B/D, where B is the divergence of the zeros
/// alone. Probabilities below 10⁻²⁹⁰ may lose digits.
#[doc = errors!()]
#[doc = example!(HurdlePoisson(0.5, 2.0), Poisson(1.0), "0.1812 nats")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule.
impl KlDivergence<Poisson> for HurdlePoisson {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let q = Counts::inflated(0.0, of_q(q)?);
        Ok(Information::from_nats(extra_zeros::divergence(self, q)))
    }
}
