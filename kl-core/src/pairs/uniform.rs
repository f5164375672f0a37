//! Uniform distributions.

pub(crate) mod beta;

use crate::distribution::ContinuousBernoulli;
use crate::float::double::gamma::HALF_LN_TAU;
use crate::float::double::{Double, two_sum};
use crate::float::scale::power_of_two;
use crate::normal::univariate::scaled_difference;
use crate::pairs::against_laplace::scale_term;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::{mean_term, moments_term};
use crate::pairs::parameters::of_q;
use crate::special::binet::binet;
use crate::special::expm1mx::expm1mx;
use crate::special::log_sinhc::{log_sinhc, log_sinhc_remainder};
use crate::special::log1pmx::artanh_tail;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::ratio::{ln_ratio, ratio_term, ratio_term_apart};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Gumbel, Laplace, Normal, Pareto, Uniform};
use std::f64::consts::LN_2;

/// D(P‖Q) = ln(2b/w) + E|x − m|/b with E|x − m| = w(1 + c²)/4 if |c| ≤ 1 and w|c|/2 otherwise,
/// and c = (lower + upper − 2m)/w, where w is the width of P's interval, from lower to upper,
/// and m and b are the location and the scale of Q.
#[doc = pair!(Uniform, Laplace)]
#[doc = errors!()]
#[doc = example!(Uniform(0.0, 1.0), Laplace(0.5, 0.25), "0.3069 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Laplace> for Uniform {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (low, high) = (self.min(), self.max());
        let (m, b) = of_q(q)?;
        let (width, twice) = (high - low, (low - m) + (high - m));
        if width.is_finite() && twice.is_finite() {
            return Ok(Information::from_nats(uniform_laplace(width, twice, b)));
        }
        // Quarters of numbers this large are exact, and numbers that vanish do not count.
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

/// D(P‖Q) = −ln(b − a) − ln C(λ) − m ln λ − (1 − m) ln(1 − λ) if 0 ≤ a and b ≤ 1, where a and b
/// are the ends of P's interval, m = (a + b)/2, λ is the parameter of Q and C(λ) = ln(λ/(1 −
/// λ))/(2λ − 1).
#[doc = pair!(Uniform, ContinuousBernoulli)]
/// That holds next to λ = ½ too.
#[doc = errors!()]
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ContinuousBernoulli;
/// use kl_core::statrs::distribution::Uniform;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let q = ContinuousBernoulli::new(0.25)?;
/// assert_eq!(format!("{:.4}", Uniform::new(0.0, 1.0)?.kl(&q)?), "0.0498 nats");
/// assert!(Uniform::new(0.0, 2.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition. The computation follows Cover and Thomas, *Elements of
/// Information Theory*, 2nd ed., theorem 2.5.3: D is the divergence of the indicator of the
/// interval from a to b, plus the divergence within it.
impl KlDivergence<ContinuousBernoulli> for Uniform {
    fn kl(&self, q: &ContinuousBernoulli) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        if a < 0.0 || b > 1.0 {
            return Ok(Information::INFINITY);
        }
        let (width, eta) = (b - a, q.logit());
        let h = eta.abs();
        // Minus the logarithm of Q's mass between a and b.
        let (left, right) = (a, 1.0 - b);
        let near = if eta > 0.0 { right } else { left };
        let outside = left + right;
        let kept = (h * width).exp_m1();
        let ratio = if h == 0.0 {
            outside / width
        } else {
            -(-h * outside).exp_m1() / kept
        };
        let mass = if kept > 1e-290 || h == 0.0 && ratio < f64::INFINITY {
            ratio.ln_1p()
        } else if h == 0.0 {
            -width.ln()
        } else {
            (-(-h * outside).exp_m1()).ln() - h.ln() - width.ln()
        };
        let between = log_sinhc(0.5 * h * width);
        Ok(Information::from_nats(between + h * near + mass))
    }
}

/// D(P‖Q) = w − ln 2h + e^(−w) sinh(h)/h with h = (b − a)/2β and w = ((a + b)/2 − μ)/β, where a
/// and b are the ends of P's interval, and μ and β are the location and the scale of Q.
#[doc = pair!(Uniform, Gumbel)]
/// An exponential's relative error is its argument's absolute error, hence the factor.
#[doc = errors!()]
#[doc = example!(Uniform(0.0, 1.0), Gumbel(0.0, 1.0), "1.1321 nats")]
///
/// # Reference
///
/// It follows from the definition with the moment generating function of P.
impl KlDivergence<Gumbel> for Uniform {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let (mu, beta) = of_q(q)?;
        // 1 + ln(sinh(h)/h) − ln 2h has its minimum where h coth h = 2. Above its minimum it is
        // the sum of the remainders of the two logarithms.
        const NEAREST: f64 = 1.915_008_048_154_537_5;
        const CONSTANT: f64 = 0.207_321_657_115_753_6;
        let h = 0.5 * scaled_difference(b, a, beta);
        if h == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        let d = h - NEAREST;
        let scale = if h < 1e-290 {
            // h is negligible, but its logarithm is not.
            NEAREST.ln() - 1.0 - ((b - a).ln() - beta.ln() - std::f64::consts::LN_2)
        } else {
            ratio_term_apart(h, NEAREST, d)
        };
        let shape = log_sinhc_remainder(NEAREST, h, d);
        let w = 0.5 * (scaled_difference(a, mu, beta) + scaled_difference(b, mu, beta));
        let v = log_sinhc(h) - w;
        let moderate = h > 1e-290 && (b - a).max((mu - a).abs()) < f64::INFINITY;
        let location = if (FAR..1e4).contains(&v) && moderate {
            ln_mean_exponential([a, b], [mu, beta]).exp().value
        } else {
            expm1mx(v)
        };
        Ok(Information::from_nats(CONSTANT + scale + shape + location))
    }
}

/// D(P‖Q) = ln(wq/wp), where w is the width of the interval, if P's lies inside Q's.
///
/// It makes no difference whether the ends belong to the interval.
#[doc = pair!(Uniform, Uniform)]
#[doc = errors!()]
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Uniform;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(0.0, 1.0)?;
/// let q = Uniform::new(0.0, 4.0)?;
/// assert_eq!(p.kl(&q)?.bits(), 2.0);
/// assert!(q.kl(&p)?.is_infinite());
/// # Ok(())
/// # }
/// ```
#[doc = reference!(GIL)]
impl KlDivergence for Uniform {
    fn kl(&self, q: &Uniform) -> Result<Information, Error> {
        if self.min() < q.min() || self.max() > q.max() {
            return Ok(Information::INFINITY);
        }
        let (mut a, mut b, mut c, mut d) = (self.min(), self.max(), q.min(), q.max());
        if d - c == f64::INFINITY {
            if b - a < 1e300 {
                let quarter = 0.25 * d - 0.25 * c;
                return Ok(Information::from_nats(
                    quarter.ln() - (b - a).ln() + 4f64.ln(),
                ));
            }
            // Quartered against overflow; ends that vanish are negligible beside the widths.
            [a, b, c, d] = [a, b, c, d].map(|x| 0.25 * x);
        }
        let (width, outside) = (b - a, (a - c) + (d - b));
        let x = outside / width;
        Ok(Information::from_nats(if x <= 1.0 {
            x.ln_1p()
        } else {
            ln_ratio(d - c, width)
        }))
    }
}

/// D(P‖Q) = λ(a + b)/2 − ln(λ(b − a)) if a ≥ 0, where a and b are the ends of P's interval and
/// λ is the rate of Q.
#[doc = pair!(Uniform, Exp)]
#[doc = errors!()]
#[doc = example!(Uniform(0.0, 2.0), Exp(1.0), "0.3069 nats", "assert!(Uniform::new(-1.0, 1.0)?.kl(&q)?.is_infinite());")]
///
/// # Reference
///
/// It follows from the definition with E x = (a + b)/2.
impl KlDivergence<Exp> for Uniform {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let lambda = of_q(q)?;
        if a < 0.0 {
            return Ok(Information::INFINITY);
        }
        // u/2 − ln u with u = λ(b−a) has its minimum 1 − ln 2 at 2; ratio_term is the rest.
        const CONSTANT: f64 = 0.306_852_819_440_054_7;
        let u = lambda * (b - a);
        let spread = if u < f64::MIN_POSITIVE {
            -1.0 + (2f64.ln() - lambda.ln() - (b - a).ln())
        } else if u == f64::INFINITY {
            // The mean may be finite, and the logarithm is nothing beside it.
            lambda * (0.5 * (b - a))
        } else {
            ratio_term(u, 2.0)
        };
        Ok(Information::from_nats(CONSTANT + spread + lambda * a))
    }
}

/// D(P‖Q) = ½ ln(πe/6) + ½(ρ² − 1) − ln ρ + ½z² with ρ = (b − a)/√12 σ and z = ((a + b)/2 −
/// μ)/σ, where a and b are the ends of P's interval, and μ and σ are the mean and the standard
/// deviation of Q.
#[doc = pair!(Uniform, Normal)]
#[doc = errors!()]
#[doc = example!(Uniform(0.0, 1.0), Normal(0.5, 1.0), "0.9606 nats")]
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for Uniform {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let (mu, sigma) = of_q(q)?;
        // ½ ln(πe/6)
        const CONSTANT: f64 = 0.176_485_208_310_672_58;
        const ROOT_12: f64 = 3.464_101_615_137_754_6;
        let z = centre_less(a, b, mu, sigma);
        let width = b - a;
        let spread = if width.is_finite() {
            moments_term(width, ROOT_12, sigma, z)
        } else {
            moments_term(0.5 * b - 0.5 * a, 0.5 * ROOT_12, sigma, z)
        };
        Ok(Information::from_nats(CONSTANT + spread))
    }
}

/// D(P‖Q) = −ln(b − a) − ln α − α ln m + (α + 1) [(b ln b − a ln a)/(b − a) − 1] if a ≥ m,
/// where a and b are the ends of P's interval, and m and α are the scale and the shape of Q.
#[doc = pair!(Uniform, Pareto)]
#[doc = errors!()]
#[doc = example!(Uniform(1.0, 2.0), Pareto(1.0, 1.0), "0.7726 nats", "assert!(p.kl(&Pareto::new(1.5, 1.0)?)?.is_infinite());")]
///
/// # Reference
///
/// It follows from the definition with E ln x = (b ln b − a ln a)/(b − a) − 1.
impl KlDivergence<Pareto> for Uniform {
    fn kl(&self, q: &Pareto) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let (m, alpha) = of_q(q)?;
        if a < m {
            return Ok(Information::INFINITY);
        }
        // With s = (b−a)/a and l = E ln(x/a), D is the sum of three terms that are ≥ 0:
        // αl − 1 − ln(αl), then 1 + ln(l/s) + l, and α ln(a/m).
        let s = (b - a) / a;
        let (l, shape) = if s <= 1.5 {
            // With x = s/(2 + s), l is ½s(1 − w) with w = x(1 − (1 − x²)(artanh(x) − x)/x³).
            const LEAST: f64 = 0.306_852_819_440_054_7; // 1 − ln 2
            let x = s / (2.0 + s);
            let w = x * (1.0 - (1.0 - x * x) * artanh_tail(x * x));
            let l = 0.5 * s * (1.0 - w);
            (l, LEAST + ((-w).ln_1p() + l))
        } else if s < f64::INFINITY {
            // l − ln s + 1 written without the large logarithms.
            let ln = s.ln_1p();
            let l = (ln - 1.0) + ln / s;
            (l, l.ln() + (1.0 / s).ln_1p() + ln / s)
        } else {
            let l = b.ln() - a.ln() - 1.0;
            (l, l.ln())
        };
        let rate = alpha * l;
        let rate_term = if rate < f64::MIN_POSITIVE {
            -1.0 - (alpha.ln() + l.ln())
        } else if rate == f64::INFINITY {
            rate
        } else {
            ratio_term(rate, 1.0)
        };
        let start = alpha * ln_ratio(a, m);
        let nats = rate_term + shape + start;
        if nats < 1.5 && s > 1.5 {
            return Ok(Information::from_nats(near_pareto((a, b), alpha) + start));
        }
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = ln Γ(s) − s ln r − ln(b − a) − (s − 1) [(b ln b − a ln a)/(b − a) − 1] + r(a + b)/2
/// if a ≥ 0, where a and b are the ends of P's interval, and s and r are the shape and the rate
/// of Q.
#[doc = pair!(Uniform, Gamma)]
#[doc = errors!()]
#[doc = example!(Uniform(0.0, 1.0), Gamma(2.0, 1.0), "1.5000 nats", "assert!(Uniform::new(-1.0, 1.0)?.kl(&q)?.is_infinite());")]
///
/// # Reference
///
/// It follows from the definition with E ln x = (b ln b − a ln a)/(b − a) − 1.
impl KlDivergence<Gamma> for Uniform {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let (shape, rate) = of_q(q)?;
        if a < 0.0 {
            return Ok(Information::INFINITY);
        }
        // With κ = ln E x − E ln x, δ = (b − a)/(b + a) and Binet's μ(s), D is the sum of
        // kl_term(s, rE x), ½(2κs − 1 − ln 2κs), μ(s) and ½ ln(πeκ/δ²) − κ; the last is between
        // 0.174 and 0.177.
        // Scaled so that neither the sum overflows nor a half vanishes.
        let unit = if b < 1e-200 { power_of_two(200) } else { 0.5 };
        let (low, high) = (unit * a, unit * b);
        let delta = (high - low) / (high + low);
        let Logarithms { kappa, own, .. } = Logarithms::new(delta, low / high);
        let spread = 0.5 * mean_term(2.0 * kappa, shape);
        let mean = kl_term_of_quotient(shape, rate, two_sum(low, high), (2.0 * unit, 0.0));
        let rest = spread + binet(shape) + mean;
        // Where the interval begins next to 0, terms cancel in what does not depend on Q.
        let own = if rest < 0.5 && delta > Logarithms::NARROW && low > 0.0 {
            precise_own(low, high)
        } else {
            own
        };
        Ok(Information::from_nats(own + rest))
    }
}

/// From here on an exponential makes up the divergence, and magnifies the rounding of the exponent.
pub(crate) const FAR: f64 = 40.0;

/// ln E e^((μ − x)/β) for an x that is uniform between two ends, with twice the digits.
fn ln_mean_exponential([a, b]: [f64; 2], [mu, beta]: [f64; 2]) -> Double {
    let beta = Double::from(beta);
    let twice = Double::exact_sum(b, -a) / beta;
    Double::exact_sum(mu, -a) / beta + (-(-twice).exp_m1() / twice).ln()
}

/// ½ ln(πeκ/δ²) − κ, as [`Logarithms`] has it, with twice the digits.
fn precise_own(low: f64, high: f64) -> f64 {
    let (one, half) = (Double::ONE, Double::from(0.5));
    let r = Double::from(low) / Double::from(high);
    let (ln_2, ln_sum, ln_difference) = (Double::from(2.0).ln(), r.ln_1p(), (-r).ln_1p());
    let kappa = one - ln_2 + ln_sum + r * r.ln() / (one - r);
    let half_ln_pi = HALF_LN_TAU - half * ln_2;
    (half_ln_pi + half + half * kappa.ln() + (ln_sum - ln_difference) - kappa).value
}

/// The divergence from a Pareto distribution that begins with the interval and is near the
/// nearest. There terms of about 1 cancel, so they have twice the digits.
fn near_pareto((a, b): (f64, f64), alpha: f64) -> f64 {
    let s = Double::exact_sum(b, -a) / Double::from(a);
    let ln = s.ln_1p();
    let l = (ln - Double::ONE) + ln / s;
    let shape = (l / s).ln() + l + Double::ONE;
    let rate = Double::from(alpha) * l;
    shape.value + ratio_term_apart(rate.value, 1.0, (rate - Double::ONE).value)
}

/// The divergence, given the width of P's interval, the sum of the distances of its ends from
/// the location of Q, and the scale of Q.
fn uniform_laplace(width: f64, twice: f64, b: f64) -> f64 {
    // 1 − ln 2, where Q's location is in the middle.
    const LEAST: f64 = 0.306_852_819_440_054_7;
    let c = (twice / width).abs();
    if c <= 1.0 {
        let e = 0.5 + 0.5 * c * c;
        let scale = scale_term(0.5 * (e * (width / b)), || {
            e.ln() + width.ln() - LN_2 - b.ln()
        });
        return (LEAST + (c * c).ln_1p()) + scale;
    }
    let ln_e = if c < f64::INFINITY {
        c.ln()
    } else {
        twice.abs().ln() - width.ln()
    };
    let quotient = twice.abs() / b;
    let u = if quotient < f64::INFINITY {
        0.5 * quotient
    } else {
        0.5 * twice.abs() / b
    };
    1.0 + ln_e + scale_term(u, || ln_e + width.ln() - LN_2 - b.ln())
}

/// The quantities that give E ln x for an x that is uniform between two ends, the lower of
/// which may be 0.
pub(crate) struct Logarithms {
    /// κ/δ² with κ = ln E x − E ln x, where δ is half the distance between the ends over their
    /// mean.
    pub(crate) share: f64,
    pub(crate) kappa: f64,
    /// ½ ln(πeκ/δ²) − κ
    own: f64,
}

impl Logarithms {
    /// Up to this δ there is a series.
    const NARROW: f64 = 0.8;

    /// `delta` is δ, and `quotient` is the lower end over the higher.
    pub(crate) fn new(delta: f64, quotient: f64) -> Self {
        let y = delta * delta;
        if delta <= Self::NARROW {
            const AT_ZERO: f64 = 0.176_485_208_310_672_58; // ½ ln(πe/6)
            // 6κ/δ² is 1 + Σ 6δ²ᵏ/((2k + 2)(2k + 3)).
            let term = |k: u32| 6.0 / (f64::from(2 * k + 2) * f64::from(2 * k + 3));
            let more = (1..80).rev().fold(0.0, |s, k| (s + term(k)) * y);
            let share = (1.0 + more) / 6.0;
            let kappa = share * y;
            let own = AT_ZERO + (0.5 * more.ln_1p() - kappa);
            Logarithms { share, kappa, own }
        } else {
            const KAPPA: f64 = 0.306_852_819_440_054_7; // 1 − ln 2, where the lower end is 0
            const AT_ONE: f64 = 0.174_818_592_556_643_63; // ½ ln(πκ) + ½ − κ there
            let r = quotient;
            let of_end = if r > 0.0 { r * r.ln() / (1.0 - r) } else { 0.0 };
            let more = r.ln_1p() + of_end;
            let ln_delta = (-r).ln_1p() - r.ln_1p();
            let kappa = KAPPA + more;
            let own = AT_ONE + (0.5 * (more / KAPPA).ln_1p() - ln_delta - more);
            let share = kappa / y;
            Logarithms { share, kappa, own }
        }
    }
}

/// ((a + b)/2 − μ)/σ: the differences first, which are exact where it matters.
fn centre_less(a: f64, b: f64, mu: f64, sigma: f64) -> f64 {
    let d = (a - mu) + (b - mu);
    if d.is_finite() {
        0.5 * (d / sigma)
    } else {
        // Numbers this large can be quartered exactly.
        let quarter = (0.25 * a - 0.25 * mu) + (0.25 * b - 0.25 * mu);
        2.0 * (quarter / sigma)
    }
}

/// The logarithm of the width of Q's interval, if [0, 1] lies inside it: the divergence of the
/// uniform distribution on [0, 1] from Q.
pub(crate) fn unit_interval_within(q: &Uniform) -> Option<f64> {
    let (a, b) = (q.min(), q.max());
    let outside = (b - 1.0) - a;
    if a > 0.0 || b < 1.0 {
        None
    } else if outside < f64::INFINITY {
        Some(outside.ln_1p())
    } else {
        Some((0.5 * b - 0.5 * a).ln() + std::f64::consts::LN_2)
    }
}
