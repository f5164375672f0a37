//! Beta distributions.

pub(crate) mod laplace;

use crate::distribution::ContinuousBernoulli;
use crate::float::double::Double;
use crate::float::double::gamma::HALF_LN_TAU;
use crate::float::double::near_one::{self, beyond_linear};
use crate::float::not_negative::not_negative;
use crate::float::scale::{power_of_two, split};
use crate::lanes::fused;
use crate::normal::univariate::scaled_difference;
use crate::pairs::dirichlet::{dirichlet_divergence, precise_sum};
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::{moments_term, variance_term};
use crate::pairs::parameters::of_q;
use crate::pairs::uniform::unit_interval_within;
use crate::special::binet::{binet, binet_remainder, differences, slope};
use crate::special::lgamma::stirling_remainder;
use crate::special::log_sinhc::log_sinhc;
use crate::special::log1pmx::log1pmx;
use crate::special::negentropy::beta_negentropy;
use crate::terms::kl::kl_term_of_quotient;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Beta, Exp, Gamma, Normal, Uniform};

/// D(P‖Q) = −h − ln λ + λa/(a + b), where h = ln B(a, b) − (a − 1) ψ(a) − (b − 1) ψ(b) + (a + b
/// − 2) ψ(a + b) is the entropy of P, a and b are its shapes, B is the beta function, and λ is
/// the rate of Q.
#[doc = pair!(Beta, Exp)]
/// That holds for a = 1 and large b too, where P nears an exponential distribution.
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
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
        let rate = of_q(q)?;
        let nats = beta_gamma_divergence([self.shape_a(), self.shape_b()], (1.0, rate))?;
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = −h + ln Γ(k) − k ln r − (k − 1)(ψ(a) − ψ(a + b)) + ra/(a + b), where h = ln B(a, b)
/// − (a − 1) ψ(a) − (b − 1) ψ(b) + (a + b − 2) ψ(a + b) is the entropy of P, a and b are its
/// shapes, B is the beta function, and k and r are the shape and the rate of Q.
#[doc = pair!(Beta, Gamma)]
/// That holds for large b too, where P nears a gamma distribution of shape a.
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
#[doc = example!(Beta(2.0, 3.0), Gamma(2.0, 5.0), "0.0994 nats")]
///
/// # Reference
///
/// It follows from the definition with E x = a/(a + b) and E ln x = ψ(a) − ψ(a + b).
impl KlDivergence<Gamma> for Beta {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let q = of_q(q)?;
        let nats = beta_gamma_divergence([self.shape_a(), self.shape_b()], q)?;
        Ok(Information::from_nats(nats))
    }
}

/// D(P‖Q) = ½ ln(2πev) − h + ½(ρ² − 1) − ln ρ + ½z² with ρ = √v/σ and z = (a/(a + b) − μ)/σ,
/// where v = ab/((a + b)² (a + b + 1)) is the variance and h = ln B(a, b) − (a − 1)
/// ψ(a) − (b − 1) ψ(b) + (a + b − 2) ψ(a + b) the entropy of P, a and b are its shapes, B is
/// the beta function, and μ and σ are the mean and the standard deviation of Q.
#[doc = pair!(Beta, Normal)]
/// That holds for large shapes too, where P nears a normal distribution.
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
#[doc = example!(Beta(2.0, 2.0), Normal(0.5, 0.25), "0.0577 nats")]
#[doc = reference!(MOMENTS)]
impl KlDivergence<Normal> for Beta {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (a, b) = (self.shape_a(), self.shape_b());
        let sum = precise_sum(&[a, b], "sum of the shapes of P")?;
        let (mu, sigma) = of_q(q)?;
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
        // σ² may be next to the variance, so their difference needs twice the digits. Each
        // factor is scaled by a power of two of its own, against over- and underflow.
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

/// D(P‖Q) = −h − ln C − m ln λ − (1 − m) ln(1 − λ), where h = ln B(a, b) − (a − 1)
/// ψ(a) − (b − 1) ψ(b) + (a + b − 2) ψ(a + b) is the entropy of P, a and b are its shapes, B is
/// the beta function, m = a/(a + b), λ is the parameter of Q and C = ln(λ/(1 − λ))/(2λ − 1).
#[doc = pair!(Beta, ContinuousBernoulli)]
/// The condition number is the smaller of (D₁ + |η(m − ½)| + c₁)/D and (D₂ + c₂)/D with
/// η = ln(λ/(1 − λ)), where D is the result, D₁ the divergence of P from the uniform
/// distribution on [0, 1], D₂ that of P, or of 1 − x for positive η, from the exponential
/// distribution of rate |η|, c₁ = ln(2 sinh(η/2)/η) and c₂ = −ln(1 − e^(−|η|)).
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
#[doc = example!(Beta(2.0, 1.0), ContinuousBernoulli(0.75), "0.0598 nats")]
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
        // η(m − ½), positive if P leans towards the end where Q's density is largest.
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
        let far = (a - 1.0).abs().max((b - 1.0).abs());
        let moderate = (1e-6..1e6).contains(&a) && (1e-6..1e6).contains(&b) && 0.0 < h && h < 600.0;
        let nats = if moderate && best.1 < 0.7 * best.0 && far.max(h) < near_one::NEAR {
            next_to_uniform([a, b], q.exact_logit())
        } else if moderate && best.1 < 0.7 * best.0 && best.1 > 1e-12 {
            from_continuous_bernoulli([a, b], q.exact_logit())
        } else {
            not_negative(best.1)
        };
        Ok(Information::from_nats(nats))
    }
}

/// D = −h + ln((1 − e^(−|η|))/|η|) + |η|m with the mean distance m from the end where Q's
/// density is largest, with twice the digits.
fn from_continuous_bernoulli([a, b]: [f64; 2], eta: Double) -> f64 {
    fused(
        #[inline(always)]
        || {
            let entropy = precise_entropy([a, b]);
            let (side, h) = if eta.value > 0.0 { (b, eta) } else { (a, -eta) };
            let level = (-(-h).exp_m1() / h).ln();
            ((level + h * Double::from(side) / Double::exact_sum(a, b)) - entropy).value
        },
    )
}

/// The entropy of a beta distribution, with twice the digits for moderate shapes.
///
/// With Binet's function μ, U(x) = μ(x) − 1/2x − (x − 1) μ′(x) and s = a + b it is
/// ½ ln(2πe·ab/s³) + U(a) + U(b) − U(s) + ½/s − μ′(s), where large shapes do not cancel.
pub(crate) fn precise_entropy([a, b]: [f64; 2]) -> Double {
    let (one, half) = (Double::ONE, Double::from(0.5));
    let s = Double::exact_sum(a, b);
    let [a, b] = [a, b].map(Double::from);
    let own = |x: Double| {
        let [value, slope] = x.binet_and_slope();
        (value - half / x - (x - one) * slope, slope)
    };
    let over_s = one / s;
    let level = half * ((a * over_s) * (b * over_s) * over_s).ln() + (HALF_LN_TAU + half);
    let ((of_a, _), (of_b, _), (of_s, slope)) = (own(a), own(b), own(s));
    level + (of_a + of_b) - (of_s - half * over_s + slope)
}

/// D where both are next to the uniform distribution, by the series of ln Γ at 1 and 2, so that
/// it is right beside the squares of a − 1, b − 1 and η.
fn next_to_uniform([a, b]: [f64; 2], eta: Double) -> f64 {
    fused(
        #[inline(always)]
        || {
            let (one, da, db) = (Double::ONE, Double::from(a - 1.0), Double::from(b - 1.0));
            let (sum, twice) = (da + db, Double::exact_sum(a, b).scaled(2.0));
            let share = |n: f64| one - Double::one_over(n);
            let from_one = |x: Double| x * x * beyond_linear(x, |n, c| (one + c) * share(n));
            let from_two = sum * sum * beyond_linear(sum, |n, c| c * share(n));
            let from_uniform = from_one(da) + from_one(db) - from_two;
            // ln(sinh(η/2)/(η/2))
            let square = (eta * eta).scaled(0.25);
            let level = [467_775.0, -37_800.0, 2_835.0, -180.0, 6.0]
                .into_iter()
                .fold(Double::ZERO, |sum, c| sum * square + one / Double::from(c));
            (from_uniform + (square * level - eta * (da - db) / twice)).value
        },
    )
}

/// D(P‖Q) = ln B(aq, bq) − ln B(ap, bp) + (ap − aq) ψ(ap) + (bp − bq) ψ(bp) + (aq − ap + bq −
/// bp) ψ(ap + bp), where a and b are the two shapes and B is the beta function.
#[doc = pair!(Beta, Beta)]
/// The condition number is 1 + R/D(P‖Q), where R is the remainder of ln Γ(x) − x ln x + x from
/// ap + bp to aq + bq. It is below 3 unless the smaller shape is below 1 and hardly changes.
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
#[doc = example!(Beta: (2.0, 1.0), (1.0, 1.0), "0.1931 nats")]
#[doc = reference!(GIL)]
impl KlDivergence for Beta {
    fn kl(&self, q: &Beta) -> Result<Information, Error> {
        let p = [self.shape_a(), self.shape_b()];
        let q = [q.shape_a(), q.shape_b()];
        dirichlet_divergence(&p, &q).map(Information::from_nats)
    }
}

/// D(P‖Q) = ln(d − c) − ln B(a, b) + (a − 1) ψ(a) + (b − 1) ψ(b) − (a + b − 2) ψ(a + b) if c ≤
/// 0 and 1 ≤ d, where a and b are the shapes of P, B is the beta function, and c and d are the
/// ends of Q's interval.
#[doc = pair!(Beta, Uniform)]
/// Q counts as the beta distribution of shapes 1 and 1.
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
#[doc = example!(Beta(2.0, 1.0), Uniform(0.0, 2.0), "0.8863 nats", "assert!(p.kl(&Uniform::new(0.5, 1.0)?)?.is_infinite());")]
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used univariate continuous
/// distributions", Information Sciences 249 (2013) 124–131, DOI 10.1016/j.ins.2013.06.018, the
/// uniform distribution on [0, 1] being a beta distribution.
impl KlDivergence<Uniform> for Beta {
    fn kl(&self, q: &Uniform) -> Result<Information, Error> {
        let own = dirichlet_divergence(&[self.shape_a(), self.shape_b()], &[1.0, 1.0])?;
        let Some(width) = unit_interval_within(q) else {
            return Ok(Information::INFINITY);
        };
        Ok(Information::from_nats(own + width))
    }
}

/// kl_term(k, ra/s) with s = a + b, where a is far below b: ra/ks − 1 is ra/kb − 1 less a/s, as
/// good as exactly.
fn mean_term_apart([a, b]: [f64; 2], (k, rate): (f64, f64), sum: (f64, f64)) -> f64 {
    let ((ma, ea), (mb, eb)) = (split(a), split(b));
    let ((mk, ek), (mr, er)) = (split(k), split(rate));
    let e = er + ea - ek - eb;
    if e.abs() <= 3 {
        let whole = Double::from(mk) * Double::from(mb);
        let difference = (Double::from(mr) * Double::from(ma)).scaled(power_of_two(e)) - whole;
        let x = difference.value / whole.value - a / sum.0;
        if x.abs() <= 0.5 {
            return k * -log1pmx(x);
        }
    }
    kl_term_of_quotient(k, rate, (a, 0.0), sum)
}

/// The divergence of a beta distribution from a gamma one, given as shape and rate.
///
/// With s = a + b and any g, D is the sum of four terms: kl_term(k, ra/s), about the means; the
/// remainder of ln Γ(x) − x ln x + x from g to k; the divergence of P from the gamma
/// distribution of shape g and P's mean; and (k − g)[μ′(g) + μ′(s) − μ′(a) + ½(1/a − 1/s −
/// 1/g)]. At g = as/b the last three terms in brackets cancel and the others are next to 0,
/// because that gamma distribution is next to the nearest one.
fn beta_gamma_divergence([a, b]: [f64; 2], (k, rate): (f64, f64)) -> Result<f64, Error> {
    let sum = precise_sum(&[a, b], "sum of the shapes of P")?;
    let s = sum.0;
    if s < 1e-290 {
        // Here Γ(x) is 1/x and ψ(x) −1/x; logarithms are negligible beside the rest.
        return Ok((a / b) / s + k * (b / a) / s + rate * (a / s));
    }
    // For a far below b, where a/b would be lost beside 1, it is a term of its own.
    let apart = a < b * power_of_two(-50);
    let mean = if apart {
        mean_term_apart([a, b], (k, rate), sum)
    } else {
        kl_term_of_quotient(k, rate, (a, 0.0), sum)
    };
    // The divergence of P from the gamma distribution of shape g. In units of a/bs it is near ⅓
    // for large shapes.
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
        let to_k = if apart {
            (k - a) - rise
        } else {
            (Double::from(k) - g).value
        };
        let remainder = stirling_remainder(g.value, k, to_k);
        if remainder == f64::INFINITY {
            // The term subtracted from it may be infinite too, and is smaller.
            return Ok(f64::INFINITY);
        }
        own + (remainder + to_k * tilt)
    } else {
        // k/g and μ(g) are negligible.
        let ln_ratio = (k.ln() - a.ln()) - (s.ln() - b.ln());
        own + binet(k) - 0.5 * (1.0 + ln_ratio)
    };
    if mean.max(rest) == f64::INFINITY || own == f64::INFINITY {
        return Ok(f64::INFINITY);
    }
    Ok(not_negative(mean + rest))
}
