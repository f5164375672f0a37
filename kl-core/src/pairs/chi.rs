//! Chi distributions.

use crate::pairs::documentation::{errors, example, pair};
use crate::special::lgamma::lgamma_remainder_apart;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Chi;

/// D(P‖Q) = (kp − kq)/2·ψ(kp/2) − ln Γ(kp/2) + ln Γ(kq/2), where k is the number of degrees of
/// freedom.
///
/// It is the divergence of the χ² distributions of the squares.
#[doc = pair!(Chi, Chi)]
/// That holds for numbers beyond 2⁵³ that differ by one too.
#[doc = errors!()]
#[doc = example!(Chi: (4), (2), "0.4228 nats")]
///
/// # Reference
///
/// It follows from the divergence of gamma distributions, as squaring changes no divergence:
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used univariate continuous
/// distributions", Information Sciences 249 (2013) 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence for Chi {
    fn kl(&self, q: &Chi) -> Result<Information, Error> {
        let (p, q) = (self.freedom(), q.freedom());
        let difference = (i128::from(q) - i128::from(p)) as f64;
        let nats = lgamma_remainder_apart(0.5 * p as f64, 0.5 * q as f64, 0.5 * difference);
        Ok(Information::from_nats(nats))
    }
}
