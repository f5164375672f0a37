//! Inverse gamma distributions.

use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::gamma::gamma_divergence;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::InverseGamma;

/// D(P‖Q) = (ap − aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap (bq − bp)/bp, where a is
/// the shape and b the rate.
///
/// The rate, as statrs calls it, is the factor of 1/x in the exponent of the density, also
/// called scale. D is the divergence of the gamma distributions of 1/x.
#[doc = pair!(InverseGamma, InverseGamma)]
#[doc = errors!()]
#[doc = example!(InverseGamma: (2.0, 1.0), (1.0, 1.0), "0.4228 nats")]
#[doc = reference!(GIL)]
impl KlDivergence for InverseGamma {
    fn kl(&self, q: &InverseGamma) -> Result<Information, Error> {
        let nats = gamma_divergence((self.shape(), self.rate()), (q.shape(), q.rate()));
        Ok(Information::from_nats(nats))
    }
}
