//! Cauchy distributions.

use super::finite;
use crate::normal::univariate::scaled_difference;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Cauchy;

/// D(P‖Q) = ln([(γp + γq)² + δ²]/4γpγq) with δ = μp − μq, where μ is the
/// location and γ the scale.
///
/// P is `self`, the truth; Q is the argument, the model. Here the divergence is
/// symmetric.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
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
/// use kl_core::statrs::distribution::Cauchy;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Cauchy::new(0.0, 1.0)?;
/// let q = Cauchy::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.6931 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Chyzak and Nielsen, "A closed-form formula for the Kullback–Leibler
/// divergence between Cauchy distributions", arXiv 1905.10965 (2019).
impl KlDivergence for Cauchy {
    fn kl(&self, q: &Cauchy) -> Result<Information, Error> {
        let (mu_p, gamma_p) = parameters(self, ["location of P", "scale of P"])?;
        let (mu_q, gamma_q) = parameters(q, ["location of Q", "scale of Q"])?;
        // The fraction less 1, which is [(γp − γq)² + δ²]/4γpγq.
        let half = |a: f64, b: f64, s: f64| 0.5 * scaled_difference(a, b, s);
        let scale = half(gamma_p, gamma_q, gamma_p) * half(gamma_p, gamma_q, gamma_q);
        let location = half(mu_p, mu_q, gamma_p) * half(mu_p, mu_q, gamma_q);
        let x = scale + location;
        Ok(Information::from_nats(if x < f64::MAX {
            x.ln_1p()
        } else {
            // Beyond any double, or ∞·0. Halves, so that nothing overflows.
            let width = 0.5 * gamma_p + 0.5 * gamma_q;
            let distance = 0.25 * mu_p - 0.25 * mu_q;
            let ln_hypot = (0.5 * width).hypot(distance).ln();
            // ln of (2·hypot)²/γpγq, the hypotenuse being a quarter of the whole.
            (ln_hypot - gamma_p.ln()) + (ln_hypot - gamma_q.ln()) + 4f64.ln()
        }))
    }
}

/// The location and the scale, both finite.
fn parameters(d: &Cauchy, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((
        finite(names[0], d.location())?,
        finite(names[1], d.scale())?,
    ))
}
