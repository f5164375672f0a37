//! Uniform distributions on an interval, and against exponential, gamma, normal and Pareto.

use super::{finite, mean_term, moments_term, normal_parameters};
use crate::float::double::two_sum;
use crate::special::lgamma::binet;
use crate::special::log1pmx::artanh_tail;
use crate::terms::kl::kl_term_of_quotient;
use crate::terms::ratio::{ln_ratio, ratio_term};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Gamma, Normal, Pareto, Uniform};

/// D(P‖Q) = ln(wq/wp), where w is the width of the interval, if P's lies inside
/// Q's.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a part of P's interval is
/// outside Q's. Whether the ends belong to the interval makes no difference.
///
/// # Accuracy
///
/// Within 4 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// None: statrs has rejected what is not usable.
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
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
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
            // Ends that vanish in larger units are nothing beside the widths.
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

/// D(P‖Q) = λ(a + b)/2 − ln(λ(b − a)) if a ≥ 0, where a and b are the ends of
/// P's interval and λ is the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a < 0, and where the true
/// value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite rate: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Exp, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(0.0, 2.0)?;
/// let q = Exp::new(1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3069 nats");
/// assert!(Uniform::new(-1.0, 1.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E x = (a + b)/2.
impl KlDivergence<Exp> for Uniform {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let lambda = finite("rate of Q", q.rate())?;
        if a < 0.0 {
            return Ok(Information::INFINITY);
        }
        // u/2 − ln u with u = λ(b−a) is least at 2: 1 − ln 2, and ratio_term above it.
        const CONSTANT: f64 = 0.306_852_819_440_054_7;
        let u = lambda * (b - a);
        let spread = if u < f64::MIN_POSITIVE {
            -1.0 + (2f64.ln() - lambda.ln() - (b - a).ln())
        } else if u == f64::INFINITY {
            return Ok(Information::INFINITY);
        } else {
            ratio_term(u, 2.0)
        };
        Ok(Information::from_nats(CONSTANT + spread + lambda * a))
    }
}

/// D(P‖Q) = ½ ln(πe/6) + ½(ρ² − 1) − ln ρ + ½z² with ρ = (b − a)/√12 σ and z =
/// ((a + b)/2 − μ)/σ, where a and b are the ends of P's interval, and μ and σ
/// are the mean and the standard deviation of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp.
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
/// use kl_core::statrs::distribution::{Normal, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(0.0, 1.0)?;
/// let q = Normal::new(0.5, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.9606 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5:
/// the constant is how far P is from the normal distribution of its mean and
/// variance.
impl KlDivergence<Normal> for Uniform {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let (mu, sigma) = normal_parameters(q)?;
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

/// D(P‖Q) = −ln(b − a) − ln α − α ln m + (α + 1) [(b ln b − a ln a)/(b − a) −
/// 1] if a ≥ m, where a and b are the ends of P's interval, and m and α are the
/// scale and the shape of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a < m, and where the true
/// value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 8 ulp.
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
/// use kl_core::statrs::distribution::{Pareto, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(1.0, 2.0)?;
/// let q = Pareto::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.7726 nats");
/// assert!(p.kl(&Pareto::new(1.5, 1.0)?)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E ln x = (b ln b − a ln a)/(b − a) − 1.
impl KlDivergence<Pareto> for Uniform {
    fn kl(&self, q: &Pareto) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let m = finite("scale of Q", q.scale())?;
        let alpha = finite("shape of Q", q.shape())?;
        if a < m {
            return Ok(Information::INFINITY);
        }
        // With s = (b−a)/a and l = E ln(x/a), D is the sum of three that are ≥ 0:
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
            let l = s.ln_1p() * (1.0 + 1.0 / s) - 1.0;
            (l, l.ln() + (1.0 / s).ln_1p() + s.ln_1p() / s)
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
        Ok(Information::from_nats(rate_term + shape + start))
    }
}

/// D(P‖Q) = ln Γ(s) − s ln r − ln(b − a) − (s − 1) [(b ln b − a ln a)/(b − a) − 1] +
/// r(a + b)/2 if a ≥ 0, where a and b are the ends of P's interval, and s and r are the
/// shape and the rate of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a < 0, and where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 8 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Gamma, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(0.0, 1.0)?;
/// let q = Gamma::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.5000 nats");
/// assert!(Uniform::new(-1.0, 1.0)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E ln x = (b ln b − a ln a)/(b − a) − 1.
impl KlDivergence<Gamma> for Uniform {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let (a, b) = (self.min(), self.max());
        let shape = finite("shape of Q", q.shape())?;
        let rate = finite("rate of Q", q.rate())?;
        if a < 0.0 {
            return Ok(Information::INFINITY);
        }
        // With κ = ln E x − E ln x, δ = (b − a)/(b + a) and Binet's μ(s), D is the sum of
        // kl_term(s, rE x), ½(2κs − 1 − ln 2κs), μ(s) and ½ ln(πeκ/δ²) − κ, which is
        // between 0.174 and 0.177.
        // In units in which neither the sum overflows nor a half vanishes.
        let unit = if b < 1e-200 {
            f64::from_bits((1023 + 200) << 52) // 2²⁰⁰
        } else {
            0.5
        };
        let (low, high) = (unit * a, unit * b);
        let delta = (high - low) / (high + low);
        let Logarithms { kappa, own, .. } = Logarithms::new(delta, low / high);
        let spread = 0.5 * mean_term(2.0 * kappa, shape);
        let mean = kl_term_of_quotient(shape, rate, two_sum(low, high), (2.0 * unit, 0.0));
        Ok(Information::from_nats(own + spread + binet(shape) + mean))
    }
}

/// What it takes to know E ln x for an x that is uniform between two ends, the lower of
/// which may be 0.
pub(super) struct Logarithms {
    /// κ/δ² with κ = ln E x − E ln x, δ being half of what lies between the ends over their
    /// mean.
    pub(super) share: f64,
    pub(super) kappa: f64,
    /// ½ ln(πeκ/δ²) − κ
    own: f64,
}

impl Logarithms {
    /// `delta` is δ, and `quotient` that of the lower end and the higher.
    pub(super) fn new(delta: f64, quotient: f64) -> Self {
        let y = delta * delta;
        if delta <= 0.8 {
            const AT_ZERO: f64 = 0.176_485_208_310_672_6; // ½ ln(πe/6)
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
