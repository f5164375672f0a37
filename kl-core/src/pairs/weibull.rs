//! Weibull distributions.

use super::finite;
use super::gumbel::gumbel_divergence;
use crate::ratio::ln_ratio;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Weibull;

/// D(P‖Q) = ln(kp/λp^kp) − ln(kq/λq^kq) + (kp − kq)(ln λp − γ/kp) + (λp/λq)^kq
/// Γ(kq/kp + 1) − 1, where k is the shape, λ the scale and γ is Euler's
/// constant.
///
/// P is `self`, the truth; Q is the argument, the model. It is the divergence
/// of the Gumbel distributions of −ln x.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp times 1 + |kq ln(λp/λq)| + |ln Γ(1 + kq/kp)|, also for
/// parameters that differ in the last digit only: the relative error of a power
/// is the absolute one of its logarithm.
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
/// use kl_core::statrs::distribution::Weibull;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Weibull::new(1.0, 1.0)?;
/// let q = Weibull::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.8841 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Bauckhage, "Computing the Kullback–Leibler Divergence between two Weibull
/// Distributions", arXiv 1310.3713 (2013).
impl KlDivergence for Weibull {
    fn kl(&self, q: &Weibull) -> Result<Information, Error> {
        let (k_p, lambda_p) = parameters(self, ["shape of P", "scale of P"])?;
        let (k_q, lambda_q) = parameters(q, ["shape of Q", "scale of Q"])?;
        // μ = −ln λ and β = 1/k.
        let z = k_q * ln_ratio(lambda_q, lambda_p);
        Ok(Information::from_nats(gumbel_divergence(k_q, k_p, z)))
    }
}

/// The shape and the scale, both finite.
fn parameters(d: &Weibull, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((finite(names[0], d.shape())?, finite(names[1], d.scale())?))
}
