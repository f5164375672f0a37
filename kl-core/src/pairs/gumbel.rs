//! Gumbel distributions.

use super::finite;
use crate::kernels::expm1mx;
use crate::lgamma::lgamma_remainder_apart;
use crate::normal::scaled_difference;
use crate::ratio::ln_ratio;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Gumbel;

/// D(P‖Q) = ln(βq/βp) + γ(ρ − 1) + z + e^(−z) Γ(1 + ρ) − 1 with ρ = βp/βq and z
/// = (μp − μq)/βq, where μ is the location, β the scale and γ is Euler's
/// constant.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp times 1 + |z| + |ln Γ(1 + ρ)|, also for parameters that differ
/// in the last digit only: the relative error of an exponential is the absolute
/// one of its argument.
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
/// use kl_core::statrs::distribution::Gumbel;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gumbel::new(0.0, 1.0)?;
/// let q = Gumbel::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.7183 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition from the mean μ + γβ and the moment
/// generating function: Johnson, Kotz and Balakrishnan, *Continuous Univariate
/// Distributions*, volume 2, 2nd ed., chapter 22.
impl KlDivergence for Gumbel {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (mu_p, beta_p) = parameters(self, ["location of P", "scale of P"])?;
        let (mu_q, beta_q) = parameters(q, ["location of Q", "scale of Q"])?;
        let z = scaled_difference(mu_p, mu_q, beta_q);
        Ok(Information::from_nats(gumbel_divergence(beta_p, beta_q, z)))
    }
}

/// The divergence of two Gumbel distributions, with z = (μp − μq)/βq.
pub(super) fn gumbel_divergence(beta_p: f64, beta_q: f64, z: f64) -> f64 {
    // Two parts, both ≥ 0: the remainder of ln Γ from 1 to ρ, which is
    // ln Γ(ρ) + γ(ρ − 1), and eʷ − 1 − w with w = ln Γ(1 + ρ) − z.
    const EULER: f64 = 0.577_215_664_901_532_9;
    let ln_rho = ln_ratio(beta_p, beta_q);
    let rho = beta_p / beta_q;
    if rho < 1e-300 {
        // ρ adds nothing to any sum, but its logarithm does.
        return (-ln_rho - EULER) + expm1mx(-z);
    }
    if rho == f64::INFINITY {
        return rho;
    }
    let h = scaled_difference(beta_p, beta_q, beta_q);
    let shape = lgamma_remainder_apart(1.0, rho, h);
    if shape == f64::INFINITY {
        return shape;
    }
    // What cancels here cancels to no less than the remainder allows.
    let w = (shape + (ln_rho - EULER * h)) - z;
    shape + expm1mx(w)
}

/// The location and the scale, both finite.
fn parameters(d: &Gumbel, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((
        finite(names[0], d.location())?,
        finite(names[1], d.scale())?,
    ))
}
