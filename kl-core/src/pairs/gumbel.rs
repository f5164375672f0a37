//! Gumbel distributions.

use crate::float::gauss::quadrature;
use crate::normal::univariate::scaled_difference;
use crate::pairs::against_laplace::scale_term;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::moments::moments_term;
use crate::pairs::parameters::{of_p, of_q};
use crate::special::expm1mx::expm1mx;
use crate::special::lgamma::lgamma_remainder_apart;
use crate::terms::ratio::ln_ratio;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Gumbel, Laplace, Normal};
use std::f64::consts::LN_2;

/// D(P‖Q) = ln(2b/β) − γ − 1 + E|x − m|/b with E|x − m| = β[γ − c + 2E₁(e^(−c))] and c = (m −
/// μ)/β, where μ and β are the location and the scale of P, γ is Euler's constant, E₁ the
/// exponential integral, and m and b are the location and the scale of Q.
#[doc = pair!(Gumbel, Laplace)]
#[doc = errors!()]
#[doc = example!(Gumbel(0.0, 1.0), Laplace(0.0, 1.0), "0.1319 nats")]
///
/// # Reference
///
/// It follows from the definition. Abramowitz and Stegun, *Handbook of Mathematical Functions*,
/// equations 5.1.11 and 5.1.22, for E₁.
impl KlDivergence<Laplace> for Gumbel {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (mu, beta) = of_p(self)?;
        let (m, b) = of_q(q)?;
        let c = scaled_difference(m, mu, beta);
        // The median −ln ln 2, at which E|x − m| for scale 1 is least; this least value; and
        // the logarithm of twice it, less γ.
        const MEDIAN: f64 = 0.366_512_920_581_664_35;
        const LEAST: f64 = 0.968_044_830_442_044_5;
        const CONSTANT: f64 = 0.083_454_635_320_593_07;
        let d = c - MEDIAN;
        let (ln_e, own, u) = if d.abs() <= 2.0 {
            // The excess of E over its least value is twice the remainder of ∫ P(x ≤ y) dy.
            let density = |x: f64| (-x - (-x).exp()).exp();
            let above = 2.0 / LEAST * quadrature(MEDIAN, c, d, 1.0, density);
            let e = LEAST * (1.0 + above);
            (e.ln(), CONSTANT + above.ln_1p(), e * (beta / b))
        } else if c.is_finite() {
            let e = mean_distance(c);
            (e.ln(), e.ln() + (LN_2 - EULER), e * (beta / b))
        } else {
            let ln_e = (0.5 * m - 0.5 * mu).abs().ln() + LN_2 - beta.ln();
            let u = scaled_difference(m, mu, b).abs();
            (ln_e, ln_e + (LN_2 - EULER), u)
        };
        let scale = scale_term(u, || ln_e + beta.ln() - b.ln());
        Ok(Information::from_nats(own + scale))
    }
}

/// D(P‖Q) = ln(βq/βp) + γ(ρ − 1) + z + e^(−z) Γ(1 + ρ) − 1 with ρ = βp/βq and z = (μp − μq)/βq,
/// where μ is the location, β the scale and γ is Euler's constant.
#[doc = pair!(Gumbel, Gumbel)]
/// An exponential's relative error is its argument's absolute error, hence the factor.
#[doc = errors!()]
#[doc = example!(Gumbel: (0.0, 1.0), (1.0, 1.0), "0.7183 nats")]
///
/// # Reference
///
/// It follows from the definition from the mean μ + γβ and the moment generating function:
/// Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, volume 2, 2nd ed.,
/// chapter 22.
impl KlDivergence for Gumbel {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (mu_p, beta_p) = of_p(self)?;
        let (mu_q, beta_q) = of_q(q)?;
        let z = scaled_difference(mu_p, mu_q, beta_q);
        Ok(Information::from_nats(gumbel_divergence(beta_p, beta_q, z)))
    }
}

/// D(P‖Q) = ½ ln(2πev) − 1 − γ − ln β + ½(ρ² − 1) − ln ρ + ½z² with v = π²β²/6, ρ = √v/σ and z
/// = (m + γβ − μ)/σ, where m and β are the location and the scale of P, γ is Euler's constant,
/// and μ and σ are the mean and the standard deviation of Q.
#[doc = pair!(Gumbel, Normal)]
#[doc = errors!()]
#[doc = example!(Gumbel(0.0, 1.0), Normal(0.0, 1.0), "0.3308 nats")]
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5: the first terms,
/// which are a number, are the divergence of P from the normal distribution of its mean and
/// variance.
impl KlDivergence<Normal> for Gumbel {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let nats = gumbel_normal_divergence(of_p(self)?, of_q(q)?);
        Ok(Information::from_nats(nats))
    }
}

/// The divergence of a Gumbel distribution, given as location and scale, from a normal one,
/// given as mean and standard deviation.
pub(crate) fn gumbel_normal_divergence((m, beta): (f64, f64), (mu, sigma): (f64, f64)) -> f64 {
    // The difference of the locations first, which is exact where it matters.
    let z = scaled_difference(m, mu, sigma) + EULER * (beta / sigma);
    gumbel_normal_by_means(beta, sigma, z)
}

/// The divergence of a Gumbel distribution of scale β from a normal one of standard deviation σ,
/// where z is the difference of their means over σ.
pub(crate) fn gumbel_normal_by_means(beta: f64, sigma: f64, z: f64) -> f64 {
    // ½ ln(π³e/3) − 1 − γ
    const CONSTANT: f64 = 0.090_573_019_538_512_56;
    // √6/π
    const NARROWER: f64 = 0.779_696_801_233_676_1;
    let spread = moments_term(beta, NARROWER, sigma, z);
    CONSTANT + spread
}

/// E|x − c| for a Gumbel x of location 0 and scale 1.
fn mean_distance(c: f64) -> f64 {
    // E₁(u) = −γ − ln u + Σ (−1)ᵏ⁺¹uᵏ/(k·k!) with u = e^(−c).
    let u = (-c).exp();
    if u <= 1.5 {
        let (mut power, mut sum) = (1.0, 0.0);
        for k in 1..30 {
            power *= -u / f64::from(k);
            sum -= power / f64::from(k);
        }
        (c - EULER) + 2.0 * sum
    } else {
        // E₁(u) = e^(−u)/(u + 1 − 1/(u + 3 − 4/(u + 5 − 9/…))), to 2⁻⁵³ from 1.5 on.
        let below = (1..60).rev().fold(u + 121.0, |below, k| {
            let k = f64::from(k);
            u + 2.0 * k - 1.0 - k * k / below
        });
        (EULER - c) + 2.0 * ((-u).exp() / below)
    }
}

/// The divergence of two Gumbel distributions, with z = (μp − μq)/βq.
pub(crate) fn gumbel_divergence(beta_p: f64, beta_q: f64, z: f64) -> f64 {
    // Two parts, both ≥ 0: the remainder of ln Γ from 1 to ρ, which is
    // ln Γ(ρ) + γ(ρ − 1), and eʷ − 1 − w with w = ln Γ(1 + ρ) − z.
    let ln_rho = ln_ratio(beta_p, beta_q);
    let rho = beta_p / beta_q;
    if rho < 1e-300 {
        // ρ is negligible in every sum, but its logarithm is not.
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
    // Cancellation in w does no harm: its rounding error is small beside the remainder. But for
    // small ρ the remainder is large and ln Γ(1 + ρ) is not.
    let ln_gamma = if rho < 0.5 {
        lgamma_remainder_apart(1.0, 1.0 + rho, rho) - EULER * rho
    } else {
        shape + (ln_rho - EULER * h)
    };
    shape + expm1mx(ln_gamma - z)
}

/// Euler's constant γ.
pub(crate) const EULER: f64 = 0.577_215_664_901_532_9;
