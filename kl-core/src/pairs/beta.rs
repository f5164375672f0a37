//! Beta distributions against continuous Bernoulli, exponential, gamma and normal, and
//! uniform against beta.

use super::dirichlet::{dirichlet_divergence, precise_sum};
use super::gamma;
use super::uniform::Logarithms;
use super::{finite, mean_term, moments_term, normal_parameters, variance_term};
use crate::distribution::ContinuousBernoulli;
use crate::float::double::Double;
use crate::float::not_negative::not_negative;
use crate::float::scale::{power_of_two, split};
use crate::normal::univariate::scaled_difference;
use crate::special::binet::{beta_negentropy, differences, slope};
use crate::special::lgamma::{binet, binet_remainder, stirling_remainder};
use crate::special::log_sinhc::log_sinhc;
use crate::terms::kl::{kl_term_apart, kl_term_of_quotient};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Beta, Exp, Gamma, Normal, Uniform};
use std::f64::consts::{LN_2, PI};

/// D(P‖Q) = −h − ln λ + λa/(a + b), where h = ln B(a, b) − (a − 1) ψ(a) − (b − 1) ψ(b) +
/// (a + b − 2) ψ(a + b) is the entropy of P, a and b are its shapes, B is the beta
/// function, and λ is the rate of Q.
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
/// Within 8 ulp, also for a = 1 and large b, where P nears an exponential distribution.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names a sum of shapes beyond [`f64::MAX`] and an infinite
/// rate.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Beta, Exp};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Beta::new(1.0, 1.0)?;
/// let q = Exp::new(1.0)?;
/// assert_eq!(p.kl(&q)?.nats(), 0.5);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E x = a/(a + b).
impl KlDivergence<Exp> for Beta {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let rate = finite("rate of Q", q.rate())?;
        let nats = beta_gamma_divergence([self.shape_a(), self.shape_b()], (1.0, rate))?;
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = −h + ln Γ(k) − k ln r − (k − 1)(ψ(a) − ψ(a + b)) + ra/(a + b), where h = ln
/// B(a, b) − (a − 1) ψ(a) − (b − 1) ψ(b) + (a + b − 2) ψ(a + b) is the entropy of P, a
/// and b are its shapes, B is the beta function, and k and r are the shape and the rate
/// of Q.
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
/// Within 8 ulp, also for large b, where P nears a gamma distribution of shape a.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names a sum of shapes beyond [`f64::MAX`] and an infinite
/// parameter of Q: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Beta, Gamma};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Beta::new(2.0, 3.0)?;
/// let q = Gamma::new(2.0, 5.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0994 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E x = a/(a + b) and E ln x = ψ(a) − ψ(a + b).
impl KlDivergence<Gamma> for Beta {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let q = gamma::parameters(q, ["shape of Q", "rate of Q"])?;
        let nats = beta_gamma_divergence([self.shape_a(), self.shape_b()], q)?;
        Ok(Information::from_nats(nats))
    }
}

/// The divergence of a beta distribution from a gamma one, given as shape and rate.
///
/// With s = a + b, D is the sum of kl_term(k, ra/s), about the means; of the remainder of
/// ln Γ(x) − x ln x + x from any g to k; of the divergence from the gamma distribution of
/// shape g and P's mean; and of (k − g)[μ′(g) + μ′(s) − μ′(a) + ½(1/a − 1/s − 1/g)]. At g
/// = as/b what is in brackets loses its last three terms and is next to nothing, that
/// distribution being next to the nearest one.
fn beta_gamma_divergence([a, b]: [f64; 2], (k, rate): (f64, f64)) -> Result<f64, Error> {
    let sum = precise_sum(&[a, b], "sum of the shapes of P")?;
    let s = sum.0;
    if s < 1e-290 {
        // Here Γ(x) is 1/x and ψ(x) −1/x; logarithms are nothing beside the rest.
        return Ok((a / b) / s + k * (b / a) / s + rate * (a / s));
    }
    let mean = kl_term_of_quotient(k, rate, (a, 0.0), sum);
    // How far the distribution of shape g is. In units of a/bs it is near ⅓ for large
    // shapes.
    let (value, change) = differences(b, s, a);
    let rise = a * (a / b);
    let own = 0.5 * (a / s) / b + value - (b - 1.0) * change;
    let g = Double::from(a)
        * (Double {
            value: sum.0,
            lost: sum.1,
        } / Double::from(b));
    let rest = if g.value < 1e290 {
        let own = own + binet_remainder(a, g.value, rise) + rise * slope(s);
        let tilt = if a < b {
            differences(a, g.value, rise).1 + slope(s)
        } else {
            differences(a, s, b).1 + slope(g.value)
        };
        let to_k = (Double::from(k) - g).value;
        let remainder = stirling_remainder(g.value, k, to_k);
        if remainder == f64::INFINITY {
            // What is subtracted from it may be too, and is less.
            return Ok(f64::INFINITY);
        }
        own + (remainder + to_k * tilt)
    } else {
        // k/g and μ(g) are nothing.
        let ln_ratio = (k.ln() - a.ln()) - (s.ln() - b.ln());
        own + binet(k) - 0.5 * (1.0 + ln_ratio)
    };
    if mean.max(rest) == f64::INFINITY || own == f64::INFINITY {
        return Ok(f64::INFINITY);
    }
    Ok(not_negative(mean + rest))
}

/// D(P‖Q) = ½ ln(2πev) − h + ½(ρ² − 1) − ln ρ + ½z² with ρ = √v/σ and z = (a/(a + b) −
/// μ)/σ, where v = ab/((a + b)² (a + b + 1)) is the variance and h = ln B(a, b) − (a − 1)
/// ψ(a) − (b − 1) ψ(b) + (a + b − 2) ψ(a + b) the entropy of P, a and b are its shapes, B
/// is the beta function, and μ and σ are the mean and the standard deviation of Q.
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
/// Within 8 ulp, also for large shapes, where P nears a normal distribution.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names a sum of shapes beyond [`f64::MAX`] and an infinite
/// parameter of Q: statrs lets it through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Beta, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Beta::new(2.0, 2.0)?;
/// let q = Normal::new(0.5, 0.25)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0577 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5: the first
/// two terms are how far P is from the normal distribution of its mean and variance.
impl KlDivergence<Normal> for Beta {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (a, b) = (self.shape_a(), self.shape_b());
        let sum = precise_sum(&[a, b], "sum of the shapes of P")?;
        let (mu, sigma) = normal_parameters(q)?;
        let own = beta_negentropy(a, b);
        let s = sum.0;
        let whole = Double {
            value: sum.0,
            lost: sum.1,
        };
        // a − sμ, with one rounding, or with twice the digits where no part of it underflows.
        let centre = if a > 1e-240 && s * mu.abs() < 1e290 {
            (Double::from(a) - whole * Double::from(mu)).value
        } else {
            (-s).mul_add(mu, a) - sum.1 * mu
        };
        let z = if centre.is_finite() && (a > 1e-290 || mu.abs() > 1e-290) {
            centre / s / sigma
        } else {
            scaled_difference(a / s, mu, sigma)
        };
        // σ² may be next to the variance: their difference needs twice the digits, and
        // each factor a unit of its own.
        let in_units = |x: Double| {
            let (_, e) = split(x.value);
            let half = e / 2;
            let unit = [power_of_two(half), power_of_two(e - half)];
            (x.unscaled(unit[0]).unscaled(unit[1]), e)
        };
        let (above, e_above) = in_units(Double::from(a));
        let (other, e_other) = in_units(Double::from(b));
        let (deviation, e_deviation) = in_units(Double::from(sigma));
        let (more, e_more) = in_units(whole + Double::ONE);
        let (whole, e_whole) = in_units(whole);
        let e = e_above + e_other - e_more - 2 * (e_deviation + e_whole);
        let spread = if e.abs() < 900 {
            let above = (above * other).scaled(power_of_two(e));
            let root = whole * deviation;
            variance_term(above, root * root * more) + (0.5 * z) * z
        } else {
            let root = s.sqrt();
            moments_term(
                (a.sqrt() / root) * (b.sqrt() / root),
                (s + 1.0).sqrt(),
                sigma,
                z,
            )
        };
        Ok(Information::from_nats(own + spread))
    }
}

/// D(P‖Q) = −h − ln C − m ln λ − (1 − m) ln(1 − λ), where h = ln B(a, b) − (a − 1) ψ(a) −
/// (b − 1) ψ(b) + (a + b − 2) ψ(a + b) is the entropy of P, a and b are its shapes, B is
/// the beta function, m = a/(a + b), λ is the parameter of Q and C = ln(λ/(1 − λ))/(2λ −
/// 1).
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
/// Within 12 ulp times a condition number, the smaller of (D₁ + |η(m − ½)| + c₁)/D and (D₂ +
/// c₂)/D with η = ln(λ/(1 − λ)), where D is the result, D₁ the divergence of P from the
/// uniform distribution on [0, 1], D₂ that of P, or of 1 − x for positive η, from the
/// exponential distribution of rate |η|, c₁ = ln(2 sinh(η/2)/η) and c₂ = −ln(1 − e^(−|η|)).
///
/// # Errors
///
/// [`Error::InvalidParameter`] names a sum of shapes beyond [`f64::MAX`].
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ContinuousBernoulli;
/// use kl_core::statrs::distribution::Beta;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Beta::new(2.0, 1.0)?;
/// let q = ContinuousBernoulli::new(0.75)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0598 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E x = a/(a + b).
impl KlDivergence<ContinuousBernoulli> for Beta {
    fn kl(&self, q: &ContinuousBernoulli) -> Result<Information, Error> {
        let (a, b) = (self.shape_a(), self.shape_b());
        let eta = q.logit();
        let h = eta.abs();
        let from_uniform = dirichlet_divergence(&[a, b], &[1.0, 1.0])?;
        let s = a + b;
        // Towards the end where Q's density is largest.
        let lean = 0.5 * eta * ((a - b) / s);
        let level = log_sinhc(0.5 * h);
        let mut best = (
            from_uniform + level + lean.abs(),
            from_uniform + level - lean,
        );
        if h > 0.0 {
            let shapes = if eta > 0.0 { [b, a] } else { [a, b] };
            let from_exponential = beta_gamma_divergence(shapes, (1.0, h))?;
            let cut_off = -(-(-h).exp()).ln_1p();
            if from_exponential + cut_off < best.0 {
                best = (from_exponential + cut_off, from_exponential - cut_off);
            }
        }
        Ok(Information::from_nats(not_negative(best.1)))
    }
}

/// D(P‖Q) = ln B(α, β) − ln(b − a) − (α − 1) E ln x − (β − 1) E ln(1 − x) if 0 ≤ a and b
/// ≤ 1, with E ln x = (b ln b − a ln a)/(b − a) − 1 and E ln(1 − x) likewise from 1 − b to
/// 1 − a, where a and b are the ends of P's interval, α and β are the shapes of Q, and B
/// is the beta function.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a < 0 or b > 1, and where the true
/// value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 24 ulp: near its least values D is a small difference.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names a sum of shapes beyond [`f64::MAX`].
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Beta, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Uniform::new(0.0, 1.0)?;
/// let q = Beta::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3069 nats");
/// assert!(Uniform::new(0.5, 1.5)?.kl(&q)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
impl KlDivergence<Beta> for Uniform {
    fn kl(&self, q: &Beta) -> Result<Information, Error> {
        let (low, high) = (self.min(), self.max());
        let (a, b) = (q.shape_a(), q.shape_b());
        let sum = precise_sum(&[a, b], "sum of the shapes of Q")?;
        if low < 0.0 || high > 1.0 {
            return Ok(Information::INFINITY);
        }
        // From the uniform distribution on [0, 1], and what is outside.
        let outside = low + (1.0 - high);
        let width = high - low;
        let narrow = if outside < 0.5 {
            -(-outside).ln_1p()
        } else {
            -width.ln()
        };
        let (from_zero, to_one) = (1.0 - low, 1.0 - high);
        let above = ln_above(low, from_zero, to_one, width);
        let above_rest = ln_above(to_one, high, low, width);
        if a.min(b) < 1e-17 {
            let (mean_ln, mean_ln_rest) = (above - 1.0, above_rest - 1.0);
            let (tiny, other, at_tiny, at_other, starts) = if a <= b {
                let at_other = mean_ln_near_one(low, high, mean_ln_rest);
                (a, b, mean_ln, at_other, [low, to_one])
            } else {
                let at_other = mean_ln_near_one(to_one, from_zero, mean_ln);
                (b, a, mean_ln_rest, at_other, [to_one, low])
            };
            // The beta function is 1/a + 1/b.
            let ln_beta = (tiny / other).ln_1p() - tiny.ln();
            // The logarithm of the width with the mean logarithm that it may cancel with.
            let [tiny_in_widths, other_in_widths] = starts.map(|x| mean_ln_in_widths(x, width));
            let nats = if other < 1.0 && at_other < at_tiny {
                let beyond = other_in_widths.unwrap_or(narrow + at_other);
                (ln_beta + at_tiny) + beyond - other * at_other
            } else {
                let beyond = tiny_in_widths.unwrap_or(narrow + at_tiny);
                (ln_beta + beyond) - (other - 1.0) * at_other
            };
            return Ok(Information::from_nats(not_negative(nats)));
        }
        let from_unit = dirichlet_divergence(&[1.0, 1.0], &[a, b])? + narrow;
        let cross = (a - 1.0) * above + (b - 1.0) * above_rest;
        if cross.abs() <= 0.5 * from_unit {
            return Ok(Information::from_nats(from_unit - cross));
        }
        Ok(Information::from_nats(not_negative(uniform_beta(
            [low, high],
            [a, b],
            sum,
        ))))
    }
}

/// E ln x + 1 for an x that is uniform between `low` and 1 − `missing`, `rest` being 1 −
/// `low` and `width` its difference to `missing`.
fn ln_above(low: f64, rest: f64, missing: f64, width: f64) -> f64 {
    if width > 0.5 {
        // (h ln h − l ln l)/w, small if both ends are those of [0, 1].
        let at_low = if low > 0.0 { low * low.ln() } else { 0.0 };
        return ((1.0 - missing) * (-missing).ln_1p() - at_low) / width;
    }
    // The logarithm of the mean, and what the mean of the logarithms is below it.
    let twice_mean = 2.0 * low + width;
    let delta = (width / twice_mean).min(1.0);
    let below = Logarithms::new(delta, low / (low + width)).kappa;
    let ln_mean = if twice_mean < 1.0 {
        twice_mean.ln() - LN_2
    } else {
        (-(rest - 0.5 * width)).ln_1p()
    };
    (1.0 - below) + ln_mean
}

/// E ln(x/w) for an x that is uniform from `low` on over the width w, up to a width and a mean
/// of ½: without their logarithms, which may be large.
fn mean_ln_in_widths(low: f64, width: f64) -> Option<f64> {
    let twice_mean = 2.0 * low + width;
    if width > 0.5 || twice_mean > 1.0 {
        return None;
    }
    let logarithms = Logarithms::new((width / twice_mean).min(1.0), low / (low + width));
    Some((0.5 * (twice_mean / width)).ln() - logarithms.kappa)
}

/// E ln(1 − x) for an x that is uniform between two ends, which may be next to 0. The last
/// argument is the answer for ends next to 1.
fn mean_ln_near_one(low: f64, high: f64, for_ends_near_one: f64) -> f64 {
    let width = high - low;
    if low > 0.5 {
        for_ends_near_one
    } else if width > 0.5 {
        // The slope of (1 − x) ln(1 − x) + x is −ln(1 − x).
        let at = |x: f64| kl_term_apart(1.0 - x, 1.0, x);
        (at(low) - at(high)) / width
    } else {
        let mean = low + 0.5 * width;
        let delta = 0.5 * width / (1.0 - mean);
        (-mean).ln_1p() - Logarithms::new(delta, (1.0 - high) / (1.0 - low)).kappa
    }
}

/// The divergence of a uniform distribution on a part of [0, 1] from a beta one.
///
/// With s = a + b, p = a/s, m = E x, κ = ln m − E ln x, κ′ the same of 1 − x, Binet's μ
/// and T = 2(aκ + bκ′), D is the sum of kl_term(a, sm), kl_term(b, s(1 − m)), ½(T − 1 −
/// ln T), μ(a) + μ(b) − μ(s), and ½ ln(½[2πe(c(1−m)²/(1−p) + c′m²/p)]) − κ − κ′, c being
/// κ/δ² where δ is half the width over m.
fn uniform_beta([low, high]: [f64; 2], [a, b]: [f64; 2], sum: (f64, f64)) -> f64 {
    let s = Double {
        value: sum.0,
        lost: sum.1,
    };
    // Twice the mean and twice what is left of 1.
    let twice = Double::exact_sum(low, high);
    let rest = Double::exact_sum(1.0, -low) + Double::exact_sum(1.0, -high);
    let width = high - low;
    let sides = [(twice, rest, low, a, b), (rest, twice, 1.0 - high, b, a)];
    const UP: f64 = f64::from_bits((1023 + 600) << 52); // 2⁶⁰⁰
    let mut total = binet(a) - binet(s.value) + binet(b);
    let (mut spread, mut shape, mut shape_over_sum, mut own) = (0.0, 0.0, 0.0, 0.0);
    for (twice_mean, twice_rest, end, shape_here, shape_there) in sides {
        let delta = (width / twice_mean.value).min(1.0);
        let Logarithms { share, kappa, .. } = Logarithms::new(delta, end / (end + width));
        // In units in which next to nothing is no subnormal number.
        let unit = if twice_mean.value < 1e-200 { UP } else { 1.0 };
        let product = s.scaled(0.5) * twice_mean.scaled(unit);
        total += kl_term_of_quotient(shape_here, 1.0, (product.value, product.lost), (unit, 0.0));
        spread += shape_here * kappa;
        let other = 0.5 * twice_rest.value;
        shape += share * (other * s.value) * (other / shape_there);
        shape_over_sum += share * other * (other / shape_there);
        own -= kappa;
    }
    let ln_shape = if PI * shape < f64::INFINITY {
        (PI * shape).ln()
    } else {
        (PI * shape_over_sum).ln() + s.value.ln()
    };
    own += 0.5 + 0.5 * ln_shape;
    total + own + 0.5 * mean_term(2.0, spread)
}
