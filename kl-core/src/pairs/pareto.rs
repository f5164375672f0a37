//! Pareto distributions, and against exponential, gamma and normal.

use super::{finite, mean_term, moments_term, normal_parameters};
use crate::float::double::two_sum;
use crate::float::scale::DOWN;
use crate::normal::univariate::scaled_difference;
use crate::special::lgamma::binet;
use crate::special::log1pmx::log1pmx;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::ratio::{ln_ratio, ratio_term};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Normal, Pareto};

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

/// D(P‖Q) = ln α − 1/α − 1 − ln(λm) + λE x with E x = αm/(α − 1) if α > 1, where m and
/// α are the scale and the shape of P, and λ is the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where α ≤ 1, because P then has no finite
/// mean, and where the true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Exp, Pareto};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pareto::new(1.0, 2.0)?;
/// let q = Exp::new(1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.1931 nats");
/// assert!(Pareto::new(1.0, 1.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Exp> for Pareto {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let (m, alpha) = parameters(self, ["scale of P", "shape of P"])?;
        let rate = finite("rate of Q", q.rate())?;
        if alpha <= 1.0 {
            return Ok(Information::INFINITY);
        }
        // How far P is from the exponential distribution of its mean.
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

/// D(P‖Q) = ln α − 1/α − 1 − ln m + ln Γ(a) − a ln b − (a − 1)(ln m + 1/α) + bE x with
/// E x = αm/(α − 1) if α > 1, where m and α are the scale and the shape of P, and a and
/// b are the shape and the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where α ≤ 1, because P then has no finite
/// mean, and where the true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 10 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Gamma, Pareto};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pareto::new(1.0, 2.0)?;
/// let q = Gamma::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.6931 nats");
/// assert!(Pareto::new(1.0, 1.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E ln x = ln m + 1/α.
impl KlDivergence<Gamma> for Pareto {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let (m, alpha) = parameters(self, ["scale of P", "shape of P"])?;
        let a = finite("shape of Q", q.shape())?;
        let b = finite("rate of Q", q.rate())?;
        if alpha <= 1.0 {
            return Ok(Information::INFINITY);
        }
        // With κ = ln E x − E ln x and Binet's μ(a), D is the sum of kl_term(a, bE x),
        // ½(2κa − 1 − ln 2κa), μ(a) and ½ ln(4πκα²) − ½, which is at least ½ ln 2π − ½.
        let scaled = if alpha < 1e8 {
            excess(alpha) * alpha * alpha
        } else {
            0.5 + 1.0 / (3.0 * alpha)
        };
        let own = 0.5 * (4.0 * std::f64::consts::PI * scaled).ln() - 0.5;
        let shape = if a / alpha < 1e-200 {
            // 2κa adds nothing and may underflow, but its logarithm does add.
            alpha.ln() - 0.5 * (1.0 + (2.0 * scaled).ln() + a.ln())
        } else {
            0.5 * mean_term(2.0 * scaled * (a / alpha), 1.0 / alpha)
        };
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

/// D(P‖Q) = ½ ln(2πev) − H + ½(ρ² − 1) − ln ρ + ½z² with v = αm²/(α − 1)²(α − 2), H =
/// ln m − ln α + 1/α + 1, ρ = √v/σ and z = (αm/(α − 1) − μ)/σ if α > 2, where m and α
/// are the scale and the shape of P, and μ and σ are the mean and the standard
/// deviation of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where α ≤ 2, because P then has no finite
/// variance, and where the true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Normal, Pareto};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pareto::new(1.0, 3.0)?;
/// let q = Normal::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.1842 nats");
/// assert!(Pareto::new(1.0, 2.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5: the
/// first two terms are how far P is from the normal distribution of its mean and
/// variance.
impl KlDivergence<Normal> for Pareto {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (m, alpha) = parameters(self, ["scale of P", "shape of P"])?;
        let (mu, sigma) = normal_parameters(q)?;
        if alpha <= 2.0 {
            return Ok(Information::INFINITY);
        }
        // ½ ln 2π − ½, for α = ∞.
        const CONSTANT: f64 = 0.418_938_533_204_672_7;
        let own = excess(alpha) + 0.5 * ln_ratio(alpha, alpha - 2.0);
        // The difference of m and μ first, which is exact where it matters.
        let z = scaled_difference(m, mu, sigma) + m / (alpha - 1.0) / sigma;
        let wider = (alpha / (alpha - 2.0)).sqrt();
        let spread = moments_term(m, (alpha - 1.0) / wider, sigma, z);
        Ok(Information::from_nats(CONSTANT + own + spread))
    }
}

/// ln(α/(α − 1)) − 1/α for α > 1: by how much ln E x exceeds E ln x.
fn excess(alpha: f64) -> f64 {
    if alpha < 2.0 {
        (alpha / (alpha - 1.0)).ln() - 1.0 / alpha
    } else {
        -log1pmx(-1.0 / alpha)
    }
}

/// Two factors of a product, the second of a size that further factors may change.
///
/// Powers of two only; where the first leaves the doubles, the product is so far away
/// that it is as good as infinite, or its last digits do not matter.
fn apart_from_the_ends(a: f64, b: f64) -> (f64, f64) {
    const UP: f64 = f64::from_bits((1023 + 300) << 52); // 2³⁰⁰
    if b > 1e200 {
        (a * UP, b / UP)
    } else if b < 1e-200 && a > 1e-200 {
        (a / UP, b * UP)
    } else {
        (a, b)
    }
}

/// The scale and the shape, both finite.
pub(super) fn parameters(d: &Pareto, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((finite(names[0], d.scale())?, finite(names[1], d.shape())?))
}
