//! Against Laplace distributions: continuous Bernoulli, exponential, Gumbel, Pareto and
//! uniform.
//!
//! With the mean distance E = E|x − m| from Q's location and the entropy H of P, D is the
//! sum of 1 + ln 2E − H, which is how far P is from the nearest Laplace distribution at
//! m, and u − 1 − ln u with u = E/b, which is how far that is from Q. In units of P's own
//! scale E and H have no large parts that cancel.

use super::continuous_bernoulli::from_uniform;
use super::gumbel::{self, EULER};
use super::laplace::parameters;
use super::{finite, pareto};
use crate::distribution::ContinuousBernoulli;
use crate::float::double::Double;
use crate::float::scale::DOWN;
use crate::normal::univariate::scaled_difference;
use crate::special::expm1mx::expm1mx;
use crate::special::log_sinhc::quadrature;
use crate::special::log1pmx::log1pmx;
use crate::terms::ratio::{ln_ratio, ratio_term};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gumbel, Laplace, Pareto, Uniform};
use std::f64::consts::LN_2;

const OF_Q: [&str; 2] = ["location of Q", "scale of Q"];

/// D(P‖Q) = ln 2b − 1 + ln λ + E|x − m|/b with λE|x − m| = λm − 1 + 2e^(−λm) if m ≥ 0
/// and 1 − λm otherwise, where λ is the rate of P, and m and b are the location and the
/// scale of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
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
/// use kl_core::statrs::distribution::{Exp, Laplace};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Exp::new(1.0)?;
/// let q = Laplace::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.6931 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Laplace> for Exp {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let rate = finite("rate of P", self.rate())?;
        let (m, b) = parameters(q, OF_Q)?;
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

/// D(P‖Q) = ln(2b/w) + E|x − m|/b with E|x − m| = w(1 + c²)/4 if |c| ≤ 1 and w|c|/2
/// otherwise, and c = (lower + upper − 2m)/w, where w is the width of P's interval,
/// from lower to upper, and m and b are the location and the scale of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
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
/// use kl_core::statrs::distribution::{Laplace, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(0.0, 1.0)?;
/// let q = Laplace::new(0.5, 0.25)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3069 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Laplace> for Uniform {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (low, high) = (self.min(), self.max());
        let (m, b) = parameters(q, OF_Q)?;
        let (width, twice) = (high - low, (low - m) + (high - m));
        if width.is_finite() && twice.is_finite() {
            return Ok(Information::from_nats(uniform_laplace(width, twice, b)));
        }
        // Quarters of numbers this large are exact, and what vanishes does not count.
        let [low, high, m] = [low, high, m].map(|x| 0.25 * x);
        let twice = (low - m) + (high - m);
        Ok(Information::from_nats(if width < 1e-200 {
            let ln_e = twice.abs().ln() + 2.0 * LN_2 - width.ln();
            let u = 2.0 * (twice.abs() / b);
            1.0 + ln_e + scale_term(u, || ln_e + width.ln() - LN_2 - b.ln())
        } else {
            let b = (0.25 * b).max(f64::MIN_POSITIVE);
            uniform_laplace(high - low, twice, b)
        }))
    }
}

/// The divergence from the width of P's interval, the sum of the distances of its ends
/// from the location of Q, and the scale of Q.
fn uniform_laplace(width: f64, twice: f64, b: f64) -> f64 {
    let c = (twice / width).abs();
    let (ln_e, u) = if c <= 1.0 {
        let e = 0.5 + 0.5 * c * c;
        (e.ln(), 0.5 * (e * (width / b)))
    } else if c < f64::INFINITY {
        (c.ln(), 0.5 * (twice.abs() / b))
    } else {
        (twice.abs().ln() - width.ln(), 0.5 * (twice.abs() / b))
    };
    1.0 + ln_e + scale_term(u, || ln_e + width.ln() - LN_2 - b.ln())
}

/// D(P‖Q) = ln 2b − 1 − 1/α − ln(s/α) + E|x − m|/b with E|x − m| = sα/(α − 1) − m if m
/// ≤ s and m − sα/(α − 1) + 2m (s/m)^α/(α − 1) otherwise, if α > 1, where s and α are
/// the scale and the shape of P, and m and b are the location and the scale of Q.
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
/// use kl_core::statrs::distribution::{Laplace, Pareto};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pareto::new(1.0, 2.0)?;
/// let q = Laplace::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.8863 nats");
/// assert!(Pareto::new(1.0, 1.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Laplace> for Pareto {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (s, alpha) = pareto::parameters(self, ["scale of P", "shape of P"])?;
        let (m, b) = parameters(q, OF_Q)?;
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
        Ok(Information::from_nats((LN_2 + ln_e - 1.0 / alpha) + scale))
    }
}

/// D(P‖Q) = ln(2b/β) − γ − 1 + E|x − m|/b with E|x − m| = β[γ − c + 2E₁(e^(−c))] and c
/// = (m − μ)/β, where μ and β are the location and the scale of P, γ is Euler's
/// constant, E₁ the exponential integral, and m and b are the location and the scale of
/// Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Within 7 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Gumbel, Laplace};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Gumbel::new(0.0, 1.0)?;
/// let q = Laplace::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1319 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition. Abramowitz and Stegun, *Handbook of Mathematical
/// Functions*, equations 5.1.11 and 5.1.22, for E₁.
impl KlDivergence<Laplace> for Gumbel {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (mu, beta) = gumbel::parameters(self, ["location of P", "scale of P"])?;
        let (m, b) = parameters(q, OF_Q)?;
        let c = scaled_difference(m, mu, beta);
        // E|x − m| for scale 1 is least at the median, −ln ln 2; and the logarithm of
        // twice that, less γ.
        const MEDIAN: f64 = 0.366_512_920_581_664_35;
        const LEAST: f64 = 0.968_044_830_442_044_5;
        const CONSTANT: f64 = 0.083_454_635_320_593_07;
        let d = c - MEDIAN;
        let (ln_e, own, u) = if d.abs() <= 2.0 {
            // What is above is twice the remainder of ∫ P(x ≤ y) dy.
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
        // e^(−u)/(u + 1 − 1/(u + 3 − 4/(u + 5 − 9/…))), to 2⁻⁵³ from 1.5 on.
        let below = (1..60).rev().fold(u + 121.0, |below, k| {
            let k = f64::from(k);
            u + 2.0 * k - 1.0 - k * k / below
        });
        (EULER - c) + 2.0 * ((-u).exp() / below)
    }
}

/// D(P‖Q) = ln 2b − H + E|x − m|/b, where H is the entropy of P, and m and b are the
/// location and the scale of Q. With h = |ln(λ/(1 − λ))| and the distance c of m from
/// the end where P's density is largest, E|x − m| = [e^(−hc) − 1 + hc + e^(−hc) −
/// e^(−h)(1 + h(1 − c))]/h(1 − e^(−h)) if m is in [0, 1], and |E x − m| if not.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is beyond
/// [`f64::MAX`].
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
/// use kl_core::distribution::ContinuousBernoulli;
/// use kl_core::statrs::distribution::Laplace;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = ContinuousBernoulli::new(0.25)?;
/// let q = Laplace::new(0.5, 0.25)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3801 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Laplace> for ContinuousBernoulli {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (m, b) = parameters(q, OF_Q)?;
        let eta = self.logit();
        let h = eta.abs();
        // From the end where the density is largest.
        let (c, rest) = if eta > 0.0 {
            (1.0 - m, m)
        } else {
            (m, 1.0 - m)
        };
        let distance = if c < 0.0 {
            self.gap() - c
        } else if rest < 0.0 {
            c - self.gap()
        } else if h == 0.0 {
            0.5 * (c * c + rest * rest)
        } else {
            // ∫ P(x ≤ y) dy up to c and ∫ P(x > y) dy from there.
            let w = h * rest;
            let above = if w <= 1.0 {
                (-h).exp() * expm1mx(w)
            } else {
                (-h * c).exp() - (-h).exp() * (1.0 + w)
            };
            (expm1mx(-h * c) + above) / h / -(-h).exp_m1()
        };
        let ln_twice = if distance < 0.5 * f64::MAX {
            (2.0 * distance).ln()
        } else {
            distance.ln() + LN_2
        };
        let own = if h <= 2.0 {
            ln_twice + 1.0 + from_uniform(eta)
        } else {
            // In units of the exponential distribution that is cut off.
            let in_units = 2.0 * (distance * h);
            let ln = if in_units < f64::INFINITY {
                in_units.ln()
            } else {
                ln_twice + h.ln()
            };
            ln + h / h.exp_m1() - (-(-h).exp()).ln_1p()
        };
        let scale = scale_term(distance / b, || distance.ln() - b.ln());
        Ok(Information::from_nats(own + scale))
    }
}

/// √(2π) e^μ (P(x ≤ mean) − ½) for P = e^(−μ)/√(2π)·root·Σ, where Σ starts with 1 and term k
/// is that before times `ratio(k)`.
///
/// With twice the digits, as half of what is added up is subtracted again; μ is next to 0.
pub(super) fn above_half(root: Double, ratio: impl Fn(f64) -> Double, mu: f64) -> f64 {
    // ½√(2π)
    const HALF: Double = Double {
        value: 1.253_314_137_315_500_3,
        lost: -9.164_289_990_229_583e-17,
    };
    let (mut term, mut k, mut sum) = (Double::ONE, 1.0, Double::ONE);
    while term.value > 1e-20 {
        term = term * ratio(k);
        sum = sum + term;
        k += 1.0;
    }
    (root * sum - HALF).value - HALF.value * mu.exp_m1()
}

/// u − 1 − ln u, with ln u where u leaves the doubles.
pub(super) fn scale_term(u: f64, ln_u: impl Fn() -> f64) -> f64 {
    if u < 1e-290 {
        -1.0 - ln_u()
    } else if u == f64::INFINITY {
        u
    } else {
        ratio_term(u, 1.0)
    }
}

/// 1/ab, also where the product leaves the doubles and its reciprocal does not.
fn reciprocal_of_product(a: f64, b: f64) -> f64 {
    let (large, small) = (a.max(b), a.min(b));
    if large > 1e200 {
        1.0 / (large * DOWN) / (small / DOWN)
    } else {
        1.0 / large / small
    }
}
