//! Cauchy distributions.

use crate::normal::univariate::scaled_difference;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Cauchy;

/// D(P‖Q) = ln([(γp + γq)² + δ²]/4γpγq) with δ = μp − μq, where μ is the location and γ the
/// scale.
///
/// Here the divergence is symmetric.
#[doc = pair!(Cauchy, Cauchy)]
#[doc = errors!()]
#[doc = example!(Cauchy: (0.0, 1.0), (2.0, 1.0), "0.6931 nats")]
///
/// # Reference
///
/// Chyzak and Nielsen, "A closed-form formula for the Kullback–Leibler divergence between
/// Cauchy distributions", arXiv 1905.10965 (2019).
impl KlDivergence for Cauchy {
    fn kl(&self, q: &Cauchy) -> Result<Information, Error> {
        let (mu_p, gamma_p) = of_p(self)?;
        let (mu_q, gamma_q) = of_q(q)?;
        // The fraction less 1, which is [(γp − γq)² + δ²]/4γpγq.
        let half = |a: f64, b: f64, s: f64| 0.5 * scaled_difference(a, b, s);
        let scale = half(gamma_p, gamma_q, gamma_p) * half(gamma_p, gamma_q, gamma_q);
        let location = half(mu_p, mu_q, gamma_p) * half(mu_p, mu_q, gamma_q);
        let x = scale + location;
        Ok(Information::from_nats(if x < f64::MAX {
            x.ln_1p()
        } else {
            // x overflows, or is ∞·0. Everything is halved, so that nothing overflows.
            let width = 0.5 * gamma_p + 0.5 * gamma_q;
            let distance = 0.25 * mu_p - 0.25 * mu_q;
            let ln_hypot = (0.5 * width).hypot(distance).ln();
            // ln((2h)²/γpγq), where h, the hypotenuse, is a quarter of √((γp + γq)² + δ²).
            (ln_hypot - gamma_p.ln()) + (ln_hypot - gamma_q.ln()) + 4f64.ln()
        }))
    }
}
