//! Pareto distributions.

use super::finite;
use crate::kernels::ratio_term;
use crate::ratio::ln_ratio;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Pareto;

/// D(P‖Q) = ln(αp/αq) + αq/αp − 1 + αq ln(mp/mq) if mp ≥ mq, where m is the
/// scale, at which the distribution begins, and α the shape.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where mp < mq, and where the true
/// value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Pareto;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pareto::new(2.0, 1.0)?;
/// let q = Pareto::new(1.0, 2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.6931 nats");
/// assert!(q.kl(&p)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence for Pareto {
    fn kl(&self, q: &Pareto) -> Result<Information, Error> {
        let (m_p, alpha_p) = parameters(self, ["scale of P", "shape of P"])?;
        let (m_q, alpha_q) = parameters(q, ["scale of Q", "shape of Q"])?;
        if m_p < m_q {
            return Ok(Information::INFINITY);
        }
        let terms = ratio_term(alpha_q, alpha_p) + alpha_q * ln_ratio(m_p, m_q);
        Ok(Information::from_nats(terms))
    }
}

/// The scale and the shape, both finite.
fn parameters(d: &Pareto, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((finite(names[0], d.scale())?, finite(names[1], d.shape())?))
}
