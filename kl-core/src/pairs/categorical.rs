//! Categorical distributions.

use crate::float::sum::CompensatedSum;
use crate::pairs::documentation::{errors, example, pair};
use crate::terms::kl::kl_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Categorical, Discrete};
use statrs::statistics::Max;

/// D(P‖Q) = Σ (p ln(p/q) − p + q)
///
/// It is the divergence of the vectors of probabilities; [`Pmf::kl`](crate::Pmf::kl) explains
/// the terms −p + q.
///
/// 0·ln 0 = 0. Outcomes beyond the last one of a distribution have probability 0 under it, so
/// the lengths may differ. [`Information::INFINITY`] if P puts mass where Q has none. The
/// probabilities are the doubles that statrs holds: weights divided by their total, both
/// rounded.
#[doc = pair!(Categorical, Categorical)]
#[doc = errors!()]
/// [`Error::Entry`] names the first entry that is NaN: statrs lets infinite
/// weights and totals through. [`Error::ZeroTotal`] if a total overflowed and all probabilities
/// are 0.
#[doc = example!(Categorical: (&[1.0, 1.0]), (&[1.0, 3.0]), "0.1438 nats", "assert!(q.kl(&Categorical::new(&[1.0])?)?.is_infinite());")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26.
impl KlDivergence for Categorical {
    fn kl(&self, q: &Categorical) -> Result<Information, Error> {
        let (mut total, mut mass_p, mut mass_q) = (CompensatedSum::default(), 0.0, 0.0);
        for outcome in 0..=self.max().max(q.max()) {
            let (x, y) = (
                probability("probability of P", self, outcome)?,
                probability("probability of Q", q, outcome)?,
            );
            total.add(kl_term(x, y));
            mass_p += x;
            mass_q += y;
        }
        for (of, mass) in [
            ("probabilities of P", mass_p),
            ("probabilities of Q", mass_q),
        ] {
            if mass == 0.0 {
                return Err(Error::ZeroTotal { of });
            }
        }
        Ok(Information::from_nats(total.total()))
    }
}

/// The probability of the outcome, 0 beyond the last one.
///
/// statrs divides by the total of the weights, which may have overflowed: then all
/// are 0, or NaN.
fn probability(of: &'static str, d: &Categorical, outcome: u64) -> Result<f64, Error> {
    let value = d.pmf(outcome);
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    let index = usize::try_from(outcome).unwrap_or(usize::MAX);
    Err(Error::Entry {
        of,
        index,
        value,
        must_be: "from 0 to 1: statrs' weights must be finite",
    })
}
