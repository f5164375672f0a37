//! Weibull distributions, the logarithms of which are Gumbel.

pub(crate) mod gamma;

use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::gumbel::gumbel_divergence;
use crate::pairs::parameters::{of_p, of_q};
use crate::terms::ratio::ln_ratio;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Weibull};

/// D(P‖Q) = ln(kp/λp^kp) − ln(kq/λq^kq) + (kp − kq)(ln λp − γ/kp) + (λp/λq)^kq Γ(kq/kp + 1) −
/// 1, where k is the shape, λ the scale and γ is Euler's constant.
///
/// It is the divergence of the Gumbel distributions of −ln x.
#[doc = pair!(Weibull, Weibull)]
/// A power's relative error is its logarithm's absolute error, hence the factor.
#[doc = errors!()]
#[doc = example!(Weibull: (1.0, 1.0), (2.0, 1.0), "0.8841 nats")]
///
/// # Reference
///
/// Bauckhage, "Computing the Kullback–Leibler Divergence between two Weibull Distributions",
/// arXiv 1310.3713 (2013).
impl KlDivergence for Weibull {
    fn kl(&self, q: &Weibull) -> Result<Information, Error> {
        let (k_p, lambda_p) = of_p(self)?;
        let (k_q, lambda_q) = of_q(q)?;
        // μ = −ln λ and β = 1/k.
        let z = k_q * ln_ratio(lambda_q, lambda_p);
        Ok(Information::from_nats(gumbel_divergence(k_q, k_p, z)))
    }
}

/// D(P‖Q) = ln k − ln(rλ) − (1 − 1/k) γ + rλ Γ(1 + 1/k) − 1, where k is the shape and λ the
/// scale of P, r the rate of Q, and γ is Euler's constant.
///
/// Q is the Weibull distribution of shape 1 and scale 1/r.
#[doc = pair!(Weibull, Exp)]
#[doc = errors!()]
#[doc = example!(Weibull(2.0, 1.0), Exp(1.0), "0.2908 nats")]
///
/// # Reference
///
/// It follows from the definition with E ln x = ln λ − γ/k and E x = λ Γ(1 + 1/k).
impl KlDivergence<Exp> for Weibull {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let (k, lambda) = of_p(self)?;
        let rate = of_q(q)?;
        let z = -ln_product(lambda, rate);
        Ok(Information::from_nats(gumbel_divergence(1.0, k, z)))
    }
}

/// ln(ab) for positive a and b, accurate for ab near 1 too.
pub(crate) fn ln_product(a: f64, b: f64) -> f64 {
    let product = a * b;
    if (0.5..=2.0).contains(&product) {
        // ab − 1 with one rounding.
        a.mul_add(b, -1.0).ln_1p()
    } else if (f64::MIN_POSITIVE..=f64::MAX).contains(&product) {
        product.ln()
    } else {
        a.ln() + b.ln()
    }
}
