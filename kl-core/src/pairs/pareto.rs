//! Pareto distributions.

use crate::float::double::{Double, two_sum};
use crate::float::scale::{DOWN, power_of_two};
use crate::normal::univariate::scaled_difference;
use crate::pairs::against_laplace::scale_term;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::{mean_term, moments_term};
use crate::pairs::parameters::{of_p, of_q};
use crate::special::binet::binet;
use crate::special::expm1mx::expm1mx;
use crate::special::log1pmx::log1pmx;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::ratio::{ln_ratio, ratio_term};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Laplace, Normal, Pareto};
use std::f64::consts::LN_2;

/// D(P‖Q) = ln 2b − 1 − 1/α − ln(s/α) + E|x − m|/b with E|x − m| = sα/(α − 1) − m if m ≤ s and
/// m − sα/(α − 1) + 2m (s/m)^α/(α − 1) otherwise, if α > 1, where s and α are the scale and the
/// shape of P, and m and b are the location and the scale of Q.
///
/// For α ≤ 1 the mean of P is infinite, and so is D.
#[doc = pair!(Pareto, Laplace)]
#[doc = errors!()]
#[doc = example!(Pareto(1.0, 2.0), Laplace(2.0, 1.0), "0.8863 nats", "assert!(Pareto::new(1.0, 1.0)?.kl(&q)?.is_infinite());")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Laplace> for Pareto {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (s, alpha) = of_p(self)?;
        let (m, b) = of_q(q)?;
        if alpha <= 1.0 {
            return Ok(Information::INFINITY);
        }
        // e is α·E/s.
        let x = scaled_difference(m, s, s);
        let above = alpha / (alpha - 1.0);
        let e = if x <= 0.0 {
            above - x * alpha
        } else {
            let j = (alpha - 1.0) * ln_ratio(m, s);
            -log1pmx(x) * alpha + above * (expm1mx(-j) + (-j).exp())
        };
        let (ln_e, u) = if e < f64::INFINITY && alpha < 1e300 {
            (e.ln(), (e / alpha) * (s / b))
        } else if x.is_finite() && x != 0.0 {
            (alpha.ln() + x.abs().ln(), x.abs() * (s / b))
        } else if x == 0.0 {
            (above.ln(), (s / b) * (above / alpha))
        } else {
            (alpha.ln() + m.abs().ln() - s.ln(), m.abs() / b)
        };
        let scale = scale_term(u, || ln_e - alpha.ln() + s.ln() - b.ln());
        let own = LN_2 + ln_e - 1.0 / alpha;
        if own + scale < 1.0 && x > 0.0 {
            return Ok(Information::from_nats(
                own_of_near_laplace(s, alpha, m) + scale,
            ));
        }
        Ok(Information::from_nats(own + scale))
    }
}

/// D(P‖Q) = ln(αp/αq) + αq/αp − 1 + αq ln(mp/mq) if mp ≥ mq, where m is the scale, at which the
/// distribution begins, and α the shape.
#[doc = pair!(Pareto, Pareto)]
#[doc = errors!()]
#[doc = example!(Pareto: (2.0, 1.0), (1.0, 2.0), "1.6931 nats", "assert!(q.kl(&p)?.is_infinite());")]
#[doc = reference!(GIL)]
impl KlDivergence for Pareto {
    fn kl(&self, q: &Pareto) -> Result<Information, Error> {
        let (m_p, alpha_p) = of_p(self)?;
        let (m_q, alpha_q) = of_q(q)?;
        if m_p < m_q {
            return Ok(Information::INFINITY);
        }
        let terms = ratio_term(alpha_q, alpha_p) + alpha_q * ln_ratio(m_p, m_q);
        Ok(Information::from_nats(terms))
    }
}

/// D(P‖Q) = ln α − 1/α − 1 − ln(λm) + λE x with E x = αm/(α − 1) if α > 1, where m and α are
/// the scale and the shape of P, and λ is the rate of Q.
///
/// For α ≤ 1 the mean of P is infinite, and so is D.
#[doc = pair!(Pareto, Exp)]
#[doc = errors!()]
#[doc = example!(Pareto(1.0, 2.0), Exp(1.0), "1.1931 nats", "assert!(Pareto::new(1.0, 1.0)?.kl(&q)?.is_infinite());")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Exp> for Pareto {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let (m, alpha) = of_p(self)?;
        let rate = of_q(q)?;
        if alpha <= 1.0 {
            return Ok(Information::INFINITY);
        }
        // The divergence of P from the exponential distribution of its mean.
        let own = alpha.ln() + excess(alpha);
        // λm·α/(α − 1), by powers of two away from overflow and underflow.
        let (large, small) = (rate.max(m), rate.min(m));
        let (large, small) = if large > 1e200 {
            (large * DOWN, small / DOWN)
        } else {
            (large, small)
        };
        let mean = mean_term(large * (alpha / (alpha - 1.0)), small);
        Ok(Information::from_nats(own + mean))
    }
}

/// D(P‖Q) = ln α − 1/α − 1 − ln m + ln Γ(a) − a ln b − (a − 1)(ln m + 1/α) + bE x with E x =
/// αm/(α − 1) if α > 1, where m and α are the scale and the shape of P, and a and b are the
/// shape and the rate of Q.
///
/// For α ≤ 1 the mean of P is infinite, and so is D.
#[doc = pair!(Pareto, Gamma)]
#[doc = errors!()]
#[doc = example!(Pareto(1.0, 2.0), Gamma(2.0, 1.0), "0.6931 nats", "assert!(Pareto::new(1.0, 1.0)?.kl(&q)?.is_infinite());")]
///
/// # Reference
///
/// It follows from the definition with E ln x = ln m + 1/α.
impl KlDivergence<Gamma> for Pareto {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let (m, alpha) = of_p(self)?;
        let (a, b) = of_q(q)?;
        if alpha <= 1.0 {
            return Ok(Information::INFINITY);
        }
        // With κ = ln E x − E ln x and Binet's μ(a), D is the sum of kl_term(a, bE x),
        // ½(2κa − 1 − ln 2κa), μ(a) and ½ ln(4πκα²) − ½; the last is at least ½ ln 2π − ½,
        // as 2κα² is at least 1.
        const NORMAL: f64 = 0.418_938_533_204_672_7; // ½ ln 2π − ½, where 2κα² is 1
        // 2κ, or from there on 2κα².
        let (twice, ln_twice) = if alpha < SERIES_FROM {
            let twice = 2.0 * excess(alpha);
            (twice, (twice * alpha * alpha).ln())
        } else {
            let more = beyond_one(alpha);
            (1.0 + more, more.ln_1p())
        };
        let own = NORMAL + 0.5 * ln_twice;
        let shape = if a / alpha < 1e-200 {
            // 2κa is negligible and may underflow, but its logarithm is not.
            alpha.ln() - 0.5 * (1.0 + ln_twice + a.ln())
        } else if alpha < SERIES_FROM {
            0.5 * mean_term(twice, a)
        } else {
            0.5 * mean_term(twice * (a / alpha), 1.0 / alpha)
        };
        if m < 1e-290 && b.ln() + m.ln() < -700.0 {
            // bE x is negligible, but its logarithm is not; and E x may be subnormal.
            let ln_mean = m.ln() + b.ln() - (-1.0 / alpha).ln_1p();
            let mean = a * (a.ln() - 1.0 - ln_mean);
            return Ok(Information::from_nats(own + shape + binet(a) + mean));
        }
        let (b, m) = apart_from_the_ends(b, m);
        // From 10⁴⁰ on α/(α − 1) is 1 to twice the digits.
        let (alpha, below) = if alpha < 1e40 {
            (alpha, two_sum(alpha, -1.0))
        } else {
            (1.0, (1.0, 0.0))
        };
        let top = m * alpha;
        if b == f64::INFINITY || top == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        let mean = kl_term_of_quotient(a, b, (top, m.mul_add(alpha, -top)), below);
        Ok(Information::from_nats(own + shape + binet(a) + mean))
    }
}

/// D(P‖Q) = ½ ln(2πev) − H + ½(ρ² − 1) − ln ρ + ½z² with v = αm²/(α − 1)²(α − 2), H = ln m − ln
/// α + 1/α + 1, ρ = √v/σ and z = (αm/(α − 1) − μ)/σ if α > 2, where m and α are the scale and
/// the shape of P, and μ and σ are the mean and the standard deviation of Q.
///
/// For α ≤ 2 the variance of P is infinite, and so is D.
#[doc = pair!(Pareto, Normal)]
#[doc = errors!()]
#[doc = example!(Pareto(1.0, 3.0), Normal(1.0, 1.0), "1.1842 nats", "assert!(Pareto::new(1.0, 2.0)?.kl(&q)?.is_infinite());")]
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for Pareto {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (m, alpha) = of_p(self)?;
        let (mu, sigma) = of_q(q)?;
        if alpha <= 2.0 {
            return Ok(Information::INFINITY);
        }
        // ½ ln 2π − ½, the constant for α = ∞.
        const CONSTANT: f64 = 0.418_938_533_204_672_7;
        let own = excess(alpha) + 0.5 * ln_ratio(alpha, alpha - 2.0);
        // The difference of m and μ first, which is exact where it matters.
        let z = scaled_difference(m, mu, sigma) + m / (alpha - 1.0) / sigma;
        let wider = (alpha / (alpha - 2.0)).sqrt();
        let spread = moments_term(m, (alpha - 1.0) / wider, sigma, z);
        Ok(Information::from_nats(CONSTANT + own + spread))
    }
}

/// ln 2e − 1/α for a location m above P's scale s, where terms of about 1 cancel and e, the mean
/// distance from m times α/s, has twice the digits.
fn own_of_near_laplace(s: f64, alpha: f64, m: f64) -> f64 {
    let x = Double::exact_sum(m, -s) / Double::from(s);
    let (alpha, less) = (Double::from(alpha), Double::exact_sum(alpha, -1.0));
    let ln = x.ln_1p();
    let j = less * ln;
    let above = (-j).exp().scaled(2.0) - Double::ONE + j;
    let e = alpha * (x - ln) + alpha / less * above;
    (e.scaled(2.0).ln() - Double::ONE / alpha).value
}

/// 1/ab, also where the product over- or underflows and its reciprocal does not.
pub(crate) fn reciprocal_of_product(a: f64, b: f64) -> f64 {
    let (large, small) = (a.max(b), a.min(b));
    if large > 1e200 {
        1.0 / (large * DOWN) / (small / DOWN)
    } else {
        1.0 / large / small
    }
}

/// ln(α/(α − 1)) − 1/α for α > 1, which is ln E x − E ln x.
fn excess(alpha: f64) -> f64 {
    if alpha < 2.0 {
        (alpha / (alpha - 1.0)).ln() - 1.0 / alpha
    } else {
        -log1pmx(-1.0 / alpha)
    }
}

/// 2κα² − 1 with κ as in [`excess`], for α from [`SERIES_FROM`] on: Σ 2xᵏ/(k + 2) with x = 1/α, of
/// which the first term left out is below 2⁻⁵⁴ of 1.
fn beyond_one(alpha: f64) -> f64 {
    let x = 1.0 / alpha;
    let terms = (1..15).rev().map(|k| 2.0 / f64::from(k + 2));
    terms.fold(0.0, |sum, term| (sum + term) * x)
}

const SERIES_FROM: f64 = 16.0;

/// The factors of a product, scaled by opposite powers of two so that further factors of the
/// second do not over- or underflow.
///
/// If the first factor then over- or underflows, the product is so extreme that it is as good
/// as infinite, or its last digits do not matter.
fn apart_from_the_ends(a: f64, b: f64) -> (f64, f64) {
    const UP: f64 = power_of_two(300);
    if b > 1e200 {
        (a * UP, b / UP)
    } else if b < 1e-200 && a > 1e-200 {
        (a / UP, b * UP)
    } else {
        (a, b)
    }
}
