//! Laplace distributions.

use crate::normal::univariate::scaled_difference;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::moments_term_of_root_two;
use crate::pairs::parameters::{of_p, of_q};
use crate::special::expm1mx::expm1mx;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Laplace, Normal};

/// D(P‖Q) = ln(bq/bp) + |δ|/bq + (bp/bq) e^(−|δ|/bp) − 1 with δ = μp − μq, where μ is the
/// location and b the scale.
#[doc = pair!(Laplace, Laplace)]
#[doc = errors!()]
#[doc = example!(Laplace: (0.0, 1.0), (1.0, 2.0), "0.3771 nats")]
#[doc = reference!(GIL)]
impl KlDivergence for Laplace {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (mu_p, b_p) = of_p(self)?;
        let (mu_q, b_q) = of_q(q)?;
        let scale = ratio_term(b_p, b_q);
        if scale == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        // (bp/bq)(u + e⁻ᵘ − 1) with u = |δ|/bp.
        let rho = b_p / b_q;
        let u = scaled_difference(mu_p, mu_q, b_p).abs();
        let location = if u <= 3.0 {
            rho * expm1mx(-u)
        } else {
            // u may overflow where ρu does not.
            scaled_difference(mu_p, mu_q, b_q).abs() + rho * (-u).exp_m1()
        };
        Ok(Information::from_nats(scale + location))
    }
}

/// D(P‖Q) = ½(ln π − 1) + ½(ρ² − 1) − ln ρ + ½z² with ρ = √2·b/σ and z = (m − μ)/σ, where m and
/// b are the location and the scale of P, and μ and σ are the mean and the standard deviation
/// of Q.
#[doc = pair!(Laplace, Normal)]
#[doc = errors!()]
#[doc = example!(Laplace(0.0, 1.0), Normal(0.0, 2f64.sqrt()), "0.0724 nats")]
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for Laplace {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (m, b) = of_p(self)?;
        let (mu, sigma) = of_q(q)?;
        // ½(ln π − 1)
        const CONSTANT: f64 = 0.072_364_942_924_700_08;
        let z = scaled_difference(m, mu, sigma);
        let spread = moments_term_of_root_two(b, sigma, z);
        Ok(Information::from_nats(CONSTANT + spread))
    }
}
