//! Discrete uniform distributions.

use crate::pairs::documentation::{errors, example, pair};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::DiscreteUniform;

/// D(P‖Q) = ln(nq/np), where n is the number of outcomes.
#[doc = pair!(DiscreteUniform, DiscreteUniform)]
/// That holds for numbers beyond 2⁵³ that differ by one too.
#[doc = errors!()]
#[doc = example!(DiscreteUniform: (1, 3), (1, 6), "0.6931 nats", "assert!(q.kl(&p)?.is_infinite());")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26.
impl KlDivergence for DiscreteUniform {
    fn kl(&self, q: &DiscreteUniform) -> Result<Information, Error> {
        if self.min() < q.min() || self.max() > q.max() {
            return Ok(Information::INFINITY);
        }
        // At most 2⁶⁴, and their difference is exact.
        let size = |d: &DiscreteUniform| i128::from(d.max()) - i128::from(d.min()) + 1;
        let (n, m) = (size(self), size(q));
        let excess = (m - n) as f64 / n as f64;
        Ok(Information::from_nats(if excess <= 1.0 {
            excess.ln_1p()
        } else {
            (m as f64 / n as f64).ln()
        }))
    }
}
