//! Exponential distributions.

use crate::float::double::{Double, near_one};
use crate::pairs::against_laplace::scale_term;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::gamma::gumbel::from_gamma;
use crate::pairs::gamma::{as_gamma, gamma_divergence, gamma_normal_divergence};
use crate::pairs::gumbel::{
    EULER, gumbel_divergence, gumbel_normal_by_means, gumbel_normal_divergence,
};
use crate::pairs::parameters::{of_p, of_q};
use crate::pairs::pareto::reciprocal_of_product;
use crate::pairs::weibull::ln_product;
use crate::special::expm1mx::expm1mx;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{ChiSquared, Exp, Gamma, Gumbel, Laplace, LogNormal, Normal, Weibull};
use std::f64::consts::LN_2;

/// D(P‖Q) = ln 2b − 1 + ln λ + E|x − m|/b with λE|x − m| = λm − 1 + 2e^(−λm) if m ≥ 0 and 1 −
/// λm otherwise, where λ is the rate of P, and m and b are the location and the scale of Q.
#[doc = pair!(Exp, Laplace)]
#[doc = errors!()]
#[doc = example!(Exp(1.0), Laplace(0.0, 1.0), "0.6931 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Laplace> for Exp {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let rate = of_p(self)?;
        let (m, b) = of_q(q)?;
        let k = rate * m;
        let (ln_e, u) = if k.is_finite() {
            let e = if k > 0.0 {
                expm1mx(-k) + (-k).exp()
            } else {
                1.0 - k
            };
            (e.ln(), e * reciprocal_of_product(rate, b))
        } else {
            (rate.ln() + m.abs().ln(), m.abs() / b)
        };
        let scale = scale_term(u, || ln_e - rate.ln() - b.ln());
        Ok(Information::from_nats(LN_2 + ln_e + scale))
    }
}

/// D(P‖Q) = −(1 − k/2) γ + ln Γ(k/2) + k/2·ln(2b) + (½ − b)/b, where b is the rate of P, k is
/// the number of degrees of freedom of Q, and γ is Euler's constant.
///
/// χ² with k degrees of freedom is the gamma distribution of shape k/2 and rate ½. (Below
/// 10⁻³⁰⁷ statrs rounds k/2, and its rounded shape counts.)
#[doc = pair!(Exp, ChiSquared)]
#[doc = errors!()]
#[doc = example!(Exp(0.5), ChiSquared(4.0), "0.5772 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<ChiSquared> for Exp {
    fn kl(&self, q: &ChiSquared) -> Result<Information, Error> {
        let rate = of_p(self)?;
        let q = as_gamma(of_q(q)?);
        Ok(Information::from_nats(gamma_divergence((1.0, rate), q)))
    }
}

/// D(P‖Q) = λq/λp − 1 − ln(λq/λp), where λ is the rate.
#[doc = pair!(Exp, Exp)]
#[doc = errors!()]
#[doc = example!(Exp: (1.0), (2.0), "0.3069 nats")]
#[doc = reference!(GIL)]
impl KlDivergence for Exp {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let p = of_p(self)?;
        let q = of_q(q)?;
        Ok(Information::from_nats(ratio_term(q, p)))
    }
}

/// D(P‖Q) is the divergence of two gamma distributions, where P has shape 1.
#[doc = pair!(Exp, Gamma)]
#[doc = errors!()]
#[doc = example!(Exp(1.0), Gamma(2.0, 2.0), "0.1909 nats")]
#[doc = reference!(GIL)]
impl KlDivergence<Gamma> for Exp {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let p = of_p(self)?;
        let (shape, rate) = of_q(q)?;
        let nats = gamma_divergence((1.0, p), (shape, rate));
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = ½ ln(2π) − ½ + ½(ρ² − 1) − ln ρ + ½z² with ρ = 1/λσ and z = (1/λ − μ)/σ, where λ is
/// the rate of P, and μ and σ are the mean and the standard deviation of Q.
#[doc = pair!(Exp, Normal)]
#[doc = errors!()]
#[doc = example!(Exp(1.0), Normal(1.0, 1.0), "0.4189 nats")]
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for Exp {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let p = of_p(self)?;
        let nats = gamma_normal_divergence((1.0, p), of_q(q)?);
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = r − 1 − ln r + w + e^(−w)/(1 + r) with r = 1/λβ and w = −μ/β, where λ is the rate
/// of P, and μ and β are the location and the scale of Q.
#[doc = pair!(Exp, Gumbel)]
/// An exponential's relative error is its argument's absolute error, hence the factor.
#[doc = errors!()]
#[doc = example!(Exp(1.0), Gumbel(0.0, 1.0), "0.5000 nats")]
///
/// # Reference
///
/// It follows from the definition with the moment generating function of P.
impl KlDivergence<Gumbel> for Exp {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let rate = of_p(self)?;
        let q = of_q(q)?;
        Ok(Information::from_nats(from_gamma((1.0, rate), q)))
    }
}

/// D(P‖Q) = k ln(rλ) − ln k − (1 − k) γ + Γ(k + 1)/(rλ)ᵏ − 1, where r is the rate of P, k the
/// shape and λ the scale of Q, and γ is Euler's constant.
///
/// P is the Weibull distribution of shape 1 and scale 1/r.
#[doc = pair!(Exp, Weibull)]
#[doc = errors!()]
#[doc = example!(Exp(1.0), Weibull(2.0, 1.0), "0.8841 nats")]
///
/// # Reference
///
/// It follows from the definition with E ln x = −γ − ln r and E xᵏ = Γ(k + 1)/rᵏ.
impl KlDivergence<Weibull> for Exp {
    fn kl(&self, q: &Weibull) -> Result<Information, Error> {
        let rate = of_p(self)?;
        let (k, lambda) = of_q(q)?;
        // The scale of P is 1/rate.
        let z = k * ln_product(lambda, rate);
        Ok(Information::from_nats(gumbel_divergence(k, 1.0, z)))
    }
}

/// D(P‖Q) = ½ ln(2πv) − γ − 1 + ½(ρ² − 1) − ln ρ + ½z² + ½ with v = π²/6, ρ = √v/σ and
/// z = (ln λ + γ + μ)/σ, where λ is the rate of P, μ and σ are the location and the scale of Q,
/// and γ is Euler's constant.
///
/// −ln x has a Gumbel distribution of location ln λ and scale 1 under P, and a normal one of
/// mean −μ under Q, and the divergence is that of these.
#[doc = pair!(Exp, LogNormal)]
/// The condition number shows the rounding of ln λ: it is large where ln λ is and nearly makes
/// up for μ.
#[doc = errors!()]
#[doc = example!(Exp(1.0), LogNormal(0.0, 1.0), "0.3308 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<LogNormal> for Exp {
    fn kl(&self, q: &LogNormal) -> Result<Information, Error> {
        let rate = of_p(self)?;
        let (mu, sigma) = of_q(q)?;
        let location = rate.ln();
        let mean = location + EULER;
        let nats = if (mean + mu).abs() < 0.5 * mean.abs() {
            // The rounding of ln λ would show.
            let off = Double::from(rate).ln() + near_one::EULER + Double::from(mu);
            gumbel_normal_by_means(1.0, sigma, off.value / sigma)
        } else {
            gumbel_normal_divergence((location, 1.0), (-mu, sigma))
        };
        Ok(Information::from_nats(nats))
    }
}
