//! Zero-inflated Poisson distributions.

use crate::distribution::{HurdlePoisson, ZeroInflatedPoisson};
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::extra_zeros::{self, Counts};
use crate::pairs::parameters::of_q;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Poisson;

/// D(P‖Q) = z ln(z/w) + (1−z) ln((1−z)/(1−w)) + (1−z)[m ln(λp/λq) − ln((e^λp − 1)/(e^λq − 1))],
/// where z = πp + (1−πp)e^(−λp) and w are the probabilities of 0, π is the zero inflation, λ the
/// rate, and m = λp/(1 − e^(−λp)) the mean of P's positive counts.
#[doc = pair!(ZeroInflatedPoisson, ZeroInflatedPoisson)]
/// The condition number is 1 + (|a| + |b|)/|a + b|·B/D, where B is the divergence of the zeros
/// alone, the first two terms, and a = (1−πq)(e^(−λp) − e^(−λq)) and b = (πp−πq)(1 − e^(−λp)) add
/// up to z − w: it is below 2 unless rate and inflation make up for each other.
/// Probabilities below 10⁻²⁹⁰ may lose digits.
#[doc = errors!()]
#[doc = example!(ZeroInflatedPoisson: (0.3, 4.0), (0.1, 5.0), "0.2280 nats", "assert!(p.kl(&ZeroInflatedPoisson::new(1.0, 4.0)?)?.is_infinite());")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule; the
/// distribution: Lambert, Technometrics 34 (1992) 1–14.
impl KlDivergence for ZeroInflatedPoisson {
    fn kl(&self, q: &ZeroInflatedPoisson) -> Result<Information, Error> {
        Ok(Information::from_nats(extra_zeros::divergence(self, q)))
    }
}

/// D(P‖Q) as of two zero-inflated Poisson distributions, with w the probability of 0 under Q.
#[doc = pair!(ZeroInflatedPoisson, HurdlePoisson)]
/// The condition number is 1 + 10⁻¹⁵·min(z, 1−z)/|z−w|·B/D, where B is the divergence of the zeros
/// alone. Probabilities below 10⁻²⁹⁰ may lose digits.
#[doc = errors!()]
#[doc = example!(ZeroInflatedPoisson(0.3, 4.0), HurdlePoisson(0.25, 5.0), "0.0804 nats")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule.
impl KlDivergence<HurdlePoisson> for ZeroInflatedPoisson {
    fn kl(&self, q: &HurdlePoisson) -> Result<Information, Error> {
        Ok(Information::from_nats(extra_zeros::divergence(self, q)))
    }
}

/// D(P‖Q) as of two zero-inflated Poisson distributions, where Q's zero inflation is 0.
#[doc = pair!(ZeroInflatedPoisson, Poisson)]
/// The condition number is that of two zero-inflated Poisson distributions. Probabilities below
/// 10⁻²⁹⁰ may lose digits.
#[doc = errors!()]
#[doc = example!(ZeroInflatedPoisson(0.3, 4.0), Poisson(2.8), "0.4413 nats")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3, the chain rule.
impl KlDivergence<Poisson> for ZeroInflatedPoisson {
    fn kl(&self, q: &Poisson) -> Result<Information, Error> {
        let q = Counts::inflated(0.0, of_q(q)?);
        Ok(Information::from_nats(extra_zeros::divergence(self, q)))
    }
}
