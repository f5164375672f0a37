//! Chi distributions.

use crate::special::lgamma::lgamma_remainder_apart;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Chi;

/// D(P‖Q) = (kp − kq)/2·ψ(kp/2) − ln Γ(kp/2) + ln Γ(kq/2), where k is the
/// number of degrees of freedom.
///
/// P is `self`, the truth; Q is the argument, the model. It is the divergence
/// of the χ² distributions of the squares.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp, also for numbers beyond 2⁵³ that differ by one.
///
/// # Errors
///
/// None: statrs has rejected what is not usable.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Chi;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Chi::new(4)?;
/// let q = Chi::new(2)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.4228 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from that of gamma distributions, as squaring changes no
/// divergence: Gil, Alajaji and Linder, "Rényi divergence measures for commonly
/// used univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence for Chi {
    fn kl(&self, q: &Chi) -> Result<Information, Error> {
        let (p, q) = (self.freedom(), q.freedom());
        let difference = (i128::from(q) - i128::from(p)) as f64;
        let nats = lgamma_remainder_apart(0.5 * p as f64, 0.5 * q as f64, 0.5 * difference);
        Ok(Information::from_nats(nats))
    }
}
