//! Continuous Bernoulli distributions.

use crate::distribution::ContinuousBernoulli;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::normal::univariate::scaled_difference;
use crate::pairs::against_laplace::scale_term;
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::{mean_term, moments_term};
use crate::pairs::parameters::of_q;
use crate::pairs::uniform::unit_interval_within;
use crate::special::expm1mx::expm1mx;
use crate::special::log_sinhc::{curvature, log_sinhc_remainder, log_sinhc_remainder_to_0, slope};
use crate::special::log1pmx::artanh_tail;
use crate::terms::ratio::ratio_term_apart;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Laplace, Normal, Uniform};
use std::f64::consts::LN_2;

/// D(P‖Q) = ln 2b − H + E|x − m|/b, where H is the entropy of P, and m and b are the location
/// and the scale of Q. With h = |ln(λ/(1 − λ))| and the distance c of m from the end where P's
/// density is largest, E|x − m| = [e^(−hc) − 1 + hc + e^(−hc) − e^(−h)(1 + h(1 − c))]/h(1 −
/// e^(−h)) if m is in [0, 1], and |E x − m| if not.
#[doc = pair!(ContinuousBernoulli, Laplace)]
#[doc = errors!()]
#[doc = example!(ContinuousBernoulli(0.25), Laplace(0.5, 0.25), "0.3801 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Laplace> for ContinuousBernoulli {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (m, b) = of_q(q)?;
        let eta = self.logit();
        let h = eta.abs();
        // The distances of m from the end where P's density is largest, and from the other.
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
            // ∫ P(x ≤ y) dy up to c and ∫ P(x > y) dy from c on.
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
            // Twice E in units of 1/h, where P is exponential of rate h, but cut off.
            let in_units = 2.0 * (distance * h);
            let ln = if in_units < f64::INFINITY {
                in_units.ln()
            } else {
                ln_twice + h.ln()
            };
            ln + h / h.exp_m1() - (-(-h).exp()).ln_1p()
        };
        let scale = scale_term(distance / b, || distance.ln() - b.ln());
        if own + scale < 1.0 && c > 0.0 && rest > 0.0 && h > 1e-20 {
            return Ok(Information::from_nats(near_laplace(self, m, b)));
        }
        Ok(Information::from_nats(own + scale))
    }
}

/// D(P‖Q) = ln(C(λp)/C(λq)) + m ln(λp/λq) + (1 − m) ln((1 − λp)/(1 − λq)), where m is the mean
/// of P and C(λ) = ln(λ/(1 − λ))/(2λ − 1).
#[doc = pair!(ContinuousBernoulli, ContinuousBernoulli)]
/// That holds next to λ = ½ too, where C is 0/0, and next to 0 and 1.
#[doc = errors!()]
#[doc = example!(ContinuousBernoulli: (0.25), (0.75), "0.1972 nats")]
///
/// # Reference
///
/// Loaiza-Ganem and Cunningham, "The continuous Bernoulli: fixing a pervasive error in
/// variational autoencoders", NeurIPS 2019, arXiv 1907.06845, for C and m. As a Bregman
/// divergence: Banerjee, Merugu, Dhillon and Ghosh, "Clustering with Bregman Divergences", JMLR
/// 6 (2005) 1705–1749.
impl KlDivergence for ContinuousBernoulli {
    fn kl(&self, q: &ContinuousBernoulli) -> Result<Information, Error> {
        // The remainder of g(t) = ln(sinh(t)/t).
        let (a, b) = (0.5 * self.logit(), 0.5 * q.logit());
        let nats = log_sinhc_remainder(a, b, 0.5 * logit_difference(self, q));
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = ln C(λ) + m ln λ + (1 − m) ln(1 − λ) − ln r + rm, where λ is the parameter of P, m
/// its mean, C(λ) = ln(λ/(1 − λ))/(2λ − 1), and r the rate of Q.
#[doc = pair!(ContinuousBernoulli, Exp)]
#[doc = errors!()]
#[doc = example!(ContinuousBernoulli(0.5), Exp(2.0), "0.3069 nats")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Exp> for ContinuousBernoulli {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let rate = of_q(q)?;
        let (eta, mean) = (self.logit(), self.mean());
        let own = if eta < -1.0 {
            // P is the exponential distribution of rate h, cut off at 1. Its divergence from
            // that one is −ln(1 − e^(−h)); that from the one of its own mean is smaller.
            let h = -eta;
            // The odds λ/(1 − λ) = e^(−h); an exponential magnifies the rounding error of h.
            let odds = if h < 3.0 {
                (-h).exp()
            } else {
                self.lambda() / (1.0 - self.lambda())
            };
            let x = h * (odds / (1.0 - odds));
            if (0.5..=2.0).contains(&(rate * mean)) {
                let nats = near_exponential(self, rate, x);
                return Ok(Information::from_nats(nats));
            }
            -(-odds).ln_1p() - ratio_term_apart(1.0 - x, 1.0, -x)
        } else if eta < 1.0 {
            // Terms of the mean ½, which is exact, and what the mean is beside that.
            const AT_HALF: f64 = 0.306_852_819_440_054_7; // 1 − ln 2
            let more = rate * (0.5 * slope(0.5 * eta));
            let nats = from_uniform(eta) + (AT_HALF + mean_term(rate, 0.5)) + more;
            return Ok(Information::from_nats(nats));
        } else {
            from_uniform(eta) + (1.0 + mean.ln())
        };
        Ok(Information::from_nats(own + mean_term(rate, mean)))
    }
}

/// D(P‖Q) = ½ ln(2πev) − H + ½(ρ² − 1) − ln ρ + ½z² with ρ = √v/σ and z = (m − μ)/σ, where m, v
/// and H are the mean, the variance and the entropy of P, and μ and σ are the mean and the
/// standard deviation of Q.
#[doc = pair!(ContinuousBernoulli, Normal)]
#[doc = errors!()]
#[doc = example!(ContinuousBernoulli(0.5), Normal(0.5, 1.0), "0.9606 nats")]
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for ContinuousBernoulli {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (mu, sigma) = of_q(q)?;
        let eta = self.logit();
        // Measured from the end where the density is largest: a mean next to 1 has lost digits.
        let end = if eta > 0.0 { 1.0 - mu } else { mu };
        let z = scaled_difference(self.gap(), end, sigma);
        let half = 0.5 * curvature(0.5 * eta).sqrt();
        let spread = moments_term(half, 1.0, sigma, z);
        Ok(Information::from_nats(negentropy(eta) + spread))
    }
}

/// D(P‖Q) = ln(b − a) − H if a ≤ 0 and 1 ≤ b, where H is the entropy of P, and a and b are the
/// ends of Q's interval.
#[doc = pair!(ContinuousBernoulli, Uniform)]
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
/// let p = ContinuousBernoulli::new(0.25)?;
/// assert_eq!(format!("{:.4}", p.kl(&Uniform::new(0.0, 1.0)?)?), "0.0488 nats");
/// assert!(p.kl(&Uniform::new(0.0, 0.5)?)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 8.5.
impl KlDivergence<Uniform> for ContinuousBernoulli {
    fn kl(&self, q: &Uniform) -> Result<Information, Error> {
        let Some(width) = unit_interval_within(q) else {
            return Ok(Information::INFINITY);
        };
        Ok(Information::from_nats(from_uniform(self.logit()) + width))
    }
}

/// The divergence from an exponential distribution of a rate r near the nearest, where P's mean m
/// is (1 − x)/h: −ln(1 − z) + x + ln(1 − x), where z is e^(−h), and v − ln(1 + v) with
/// v = rm − 1.
fn near_exponential(p: &ContinuousBernoulli, rate: f64, x: f64) -> f64 {
    let rest = Double::exact_sum(1.0, -p.lambda());
    let odds = p.exact_odds();
    // −h is the logarithm of the odds. If λ is next to 0, r may be so near to h that their
    // difference is below what a logarithm has by itself.
    let h = -odds.ln();
    let e = (odds.ln_less(Double::from(-rate)) / h).value;
    let v = (e - x) - e * x;
    let own = if odds.value < NEGLIGIBLE {
        -(-odds.value).ln_1p() - ratio_term_apart(1.0 - x, 1.0, -x)
    } else {
        // 1 − z is (1 − 2λ)/(1 − λ).
        let kept = (rest - Double::from(p.lambda())) / rest;
        let x = h * odds / kept;
        ((x + (-x).ln_1p()) - kept.ln()).value
    };
    own + ratio_term_apart(1.0 + v, 1.0, v)
}

/// Odds e^(−h) from which on h² e^(−h) counts.
const NEGLIGIBLE: f64 = power_of_two(-30);

/// The divergence from a Laplace distribution that is near the nearest, for m between 0 and 1:
/// there terms of about 1 cancel, so they have twice the digits.
fn near_laplace(p: &ContinuousBernoulli, m: f64, b: f64) -> f64 {
    let (eta, h) = (p.logit(), p.exact_logit());
    let (near_0, near_1) = (Double::from(m), Double::exact_sum(1.0, -m));
    // As distances, and from the end where the density is largest.
    let (h, c, rest) = if eta > 0.0 {
        (h, near_1, near_0)
    } else {
        (-h, near_0, near_1)
    };
    let whole = (-h).exp_m1();
    let w = h * rest;
    let above = if w.value <= 1.0 {
        (-h).exp() * w.expm1mx()
    } else {
        (-(h * c)).exp() - (-h).exp() * (Double::ONE + w)
    };
    let in_units = ((-(h * c)).expm1mx() + above) / -whole;
    let distance = in_units / h;
    // ln 2E + 1 in units of 1 or 1/h, and the rest of −H.
    let own = if h.value <= 2.0 {
        (distance.scaled(2.0).ln() + Double::ONE).value + from_uniform(eta)
    } else {
        let h = h.value;
        in_units.scaled(2.0).ln().value + (h / h.exp_m1() - (-(-h).exp()).ln_1p())
    };
    let b = Double::from(b);
    own + ratio_term_apart(distance.value, b.value, (distance - b).value)
}

/// ηq − ηp, with all its digits.
fn logit_difference(p: &ContinuousBernoulli, q: &ContinuousBernoulli) -> f64 {
    let (l, k) = (p.lambda(), q.lambda());
    if k < l {
        return -logit_difference(q, p);
    }
    let x = if l > 1e-100 {
        let (p, q) = (Double::from(l), Double::from(k));
        let (not_p, not_q) = (Double::exact_sum(1.0, -l), Double::exact_sum(1.0, -k));
        let (above, below) = (Double::exact_sum(k, -l), p * not_q);
        // Twice the inverse tangent of (λq − λp)/(λq(1 − λp) + λp(1 − λq)), with one rounding, as
        // the difference will be squared.
        let w = (above / (q * not_p + below)).value;
        if w <= 0.4 {
            let y = w * w;
            return 2.0 * (w + w * (y * artanh_tail(y)));
        }
        (above / below).value
    } else {
        (k - l) / l / (1.0 - k)
    };
    // The logarithm of λq(1 − λp)/λp(1 − λq), which is 1 + x.
    if x < f64::INFINITY {
        x.ln_1p()
    } else {
        q.logit() - p.logit()
    }
}

/// The divergence from the uniform distribution on [0, 1]: minus the entropy.
pub(crate) fn from_uniform(eta: f64) -> f64 {
    log_sinhc_remainder_to_0(0.5 * eta)
}

/// ½ ln(2πev) − H.
fn negentropy(eta: f64) -> f64 {
    let h = eta.abs();
    if h <= 4.0 {
        // ½ ln(πe/6) of a uniform distribution, corrected by P's variance and entropy.
        const UNIFORM: f64 = 0.176_485_208_310_672_58;
        // With sinh(h/2)/(h/2) = 1 + u and u = ¼h²(1 + w)/6, the variance is (1 + w)(1 +
        // ½u)/12(1 + u)².
        let y = 0.25 * h * h;
        let (mut term, mut k, mut w) = (y / 20.0, 3.0, y / 20.0);
        while term > 1e-18 * w {
            term *= y / (2.0 * k * (2.0 * k + 1.0));
            k += 1.0;
            w += term;
        }
        let u = y * (1.0 + w) / 6.0;
        let ln_width = 0.5 * (w.ln_1p() + (0.5 * u).ln_1p()) - u.ln_1p();
        UNIFORM + (ln_width + from_uniform(eta))
    } else {
        // ½ ln 2π − ½ of an exponential distribution, corrected for the cut-off.
        const EXPONENTIAL: f64 = 0.418_938_533_204_672_7;
        let t = 0.5 * h;
        let s = t / t.sinh();
        EXPONENTIAL + 0.5 * (-s * s).ln_1p() + h / h.exp_m1() - (-(-h).exp()).ln_1p()
    }
}
