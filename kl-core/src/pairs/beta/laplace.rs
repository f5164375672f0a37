//! Beta distributions against Laplace distributions.
//!
//! D is split as in the module `against_laplace`, with the mean distance E = E|x − m| from Q's
//! location: 1 + ln 2E − h is the divergence of P from the nearest Laplace distribution at m,
//! and u − 1 − ln u that of this nearest one from Q, where u is the quotient of E and Q's
//! scale.
//!
//! Inside [0, 1], E is μ − m + 2∫ P(x ≤ y) dy up to m, and also m − μ + 2∫ P(x > y) dy from m
//! on, where μ is P's mean. The form without a negative term is used, unless the series of the
//! other is much shorter; then the difference is at least half of its first term.

use crate::float::double::Double;
use crate::float::gauss::quadrature;
use crate::float::not_negative::not_negative;
use crate::float::scale::{scaled, split};
use crate::float::sum::CompensatedSum;
use crate::pairs::against_laplace::{TWO_OVER_PI, above_half, scale_term};
use crate::pairs::beta::precise_entropy;
use crate::pairs::dirichlet::precise_sum;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::of_q;
use crate::special::binet::binet;
use crate::special::log1pmx::log1pmx;
use crate::special::negentropy::beta_negentropy;
use crate::terms::kl::kl_term_apart;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Beta, Laplace};
use std::f64::consts::{FRAC_2_PI, TAU};

/// D(P‖Q) = ln 2σ − h + E|x − m|/σ with E|x − m| = μ − m + 2[mI(a, b) − μI(a + 1, b)] if m is
/// in [0, 1] and |μ − m| if not, where a and b are the shapes, μ = a/(a + b) is the mean and h
/// the entropy of P, I is the probability of x ≤ m for these shapes, and m and σ are the
/// location and the scale of Q.
#[doc = pair!(Beta, Laplace)]
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
#[doc = example!(Beta(1.0, 1.0), Laplace(0.5, 0.25), "0.3069 nats")]
///
/// # Reference
///
/// It follows from the definition. Abramowitz and Stegun, *Handbook of Mathematical Functions*,
/// equations 6.6.2 and 26.5.4, for the incomplete beta function.
impl KlDivergence<Laplace> for Beta {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (a, b) = (self.shape_a(), self.shape_b());
        let (s, lost) = precise_sum(&[a, b], "sum of the shapes of P")?;
        let (m, scale) = of_q(q)?;
        let from_normal = beta_negentropy(a, b);
        let own = from_normal;
        if own == f64::INFINITY {
            // The logarithm of E is finite and cannot make up for that.
            return Ok(Information::INFINITY);
        }
        // E times `unit`, this unit, and 1 + ln 2E − h.
        let inside = 0.0 < m && m < 1.0;
        let mut near = None;
        let (e, unit, own) = if (0.0..=1.0).contains(&m) || s * (1.0 + m.abs()) < 1e300 {
            // a − sm, with one rounding.
            let centre = (-s).mul_add(m, a) - lost * m;
            match next_to_mean(a, b, (s, lost), -centre) {
                Some((e, above)) => {
                    near = Some(e);
                    (e.value, s, own + above)
                }
                None => {
                    let e = if inside {
                        spread(a, b, s, m, centre)
                    } else {
                        centre.abs()
                    };
                    (e, s, own + far(a, b, s, (e, s)))
                }
            }
        } else {
            let e = if m > 0.5 {
                (m - 1.0) + b / s
            } else {
                a / s - m
            };
            (e, 1.0, own + far(a, b, s, (e, 1.0)))
        };
        let ((me, ee), (mu, eu), (mb, eb)) = (split(e), split(unit), split(scale));
        let u = match near {
            // Most of D may be this alone.
            Some(e) if s < 1e100 && (1e-100..1e100).contains(&scale) => {
                (e / (Double { value: s, lost } * Double::from(scale))).value
            }
            _ => scaled(me / (mu * mb), ee - eu - eb),
        };
        let nats = own + scale_term(u, || e.ln() - unit.ln() - scale.ln());
        let moderate = [a, b, scale].iter().all(|x| (1e-6..1e6).contains(x));
        if moderate && near.is_none() && nats > 0.5 && nats < from_normal {
            // The rounding of P's entropy would show.
            let level = Double::from(2.0 * scale).ln() - precise_entropy([a, b]);
            return Ok(Information::from_nats(not_negative(level.value + u)));
        }
        Ok(Information::from_nats(nats))
    }
}

/// ½ + ln 2 − ln π: the divergence of a normal distribution from the nearest Laplace one.
const NORMAL: f64 = 0.048_417_294_710_545_136;

/// 1 + ln 2E less the entropy of the normal distribution with P's standard deviation σ, which
/// is [`NORMAL`] + ln(E/σ√(2/π)).
fn far(a: f64, b: f64, s: f64, (e, unit): (f64, f64)) -> f64 {
    let root = (a.sqrt() / s.sqrt()) * (b.sqrt() / s.sqrt()) / (s + 1.0).sqrt();
    let quotient = e / (unit * root);
    let ln_quotient = if (1e-290..1e290).contains(&(unit * root)) && quotient < f64::INFINITY {
        (quotient / FRAC_2_PI.sqrt()).ln()
    } else {
        let ln_root = 0.5 * ((a.ln() - s.ln()) + (b.ln() - s.ln()) - (s + 1.0).ln());
        e.ln() - unit.ln() - ln_root - 0.5 * FRAC_2_PI.ln()
    };
    NORMAL + ln_quotient
}

/// s·E|x − m| and the value of [`far`], for a location next to the mean: d = sm − a. There
/// `far` itself would be a small difference.
///
/// As a function of m, E has the slope 2P(x ≤ m) − 1, which is integrated from the mean to m in
/// units of v = (sy − a)/√(ab/s). At the mean sE is 2√(ab/2πs) e^(−σ) with
/// σ = μ(a) + μ(b) − μ(s) and Binet's function μ.
fn next_to_mean(a: f64, b: f64, (s, lost): (f64, f64), d: f64) -> Option<(Double, f64)> {
    let (low, high) = (a.min(b), a.max(b));
    // If a > b, P is the mirror image of the distribution of shapes low and high.
    let d = if a <= b { d } else { -d };
    let root = (low / s * high).sqrt();
    let z = d / root;
    if low < 0.25 || d.abs() > 0.5 * low || z.abs() > 2.0 {
        return None;
    }
    let smooth = binet(low) + (binet(high) - binet(s));
    let (w1, w2) = ((high / s / low).sqrt(), (low / s / high).sqrt());
    let density = |v: f64| {
        let (x1, x2) = (v * w1, -v * w2);
        if x1 <= -1.0 || x2 <= -1.0 {
            return 0.0;
        }
        let bend = (low - 1.0) * log1pmx(x1) + (high - 1.0) * log1pmx(x2);
        (bend - (x1 + x2)).exp()
    };
    // √(2π) (P(x ≤ mean) − ½) e^σ
    let excess = if low < 10.0 {
        let (sum, of_low) = (Double::exact_sum(low, high), Double::from(low));
        let ratio = |k: f64| {
            let growth = (sum + Double::from(k - 1.0)) / sum;
            growth * (of_low / Double::exact_sum(low, k))
        };
        above_half((Double::from(high) / sum / of_low).sqrt(), ratio, smooth)
    } else {
        // Half of the excess of the mass below the mean over that above, up to where the lower
        // side ends, and beyond.
        const END: f64 = 15.0;
        let cut = END.min(1.0 / w1);
        let both = |v: f64| 0.5 * (density(-v) - density(v)) / (cut - v);
        let upper = |v: f64| -0.5 * density(v) / (END - v);
        let beyond = if cut < END {
            quadrature(cut, END, END - cut, 0.75, upper)
        } else {
            0.0
        };
        quadrature(0.0, cut, cut, 0.75, both) + beyond
    };
    let above = z * excess + quadrature(0.0, z, z, 0.75, density);
    let at_mean = if s < 1e100 {
        let (of_low, of_high) = (Double::from(low), Double::from(high));
        (of_low * of_high / Double { value: s, lost } * TWO_OVER_PI).sqrt()
    } else {
        Double::from(2.0 * root / TAU.sqrt())
    };
    let less = (-smooth).exp_m1();
    let e = at_mean * Double::exact_sum(1.0, less + above + less * above);
    let rest = (0.5 * (1.0 / s).ln_1p() - smooth) + above.ln_1p();
    Some((e, NORMAL + rest))
}

/// s·E|x − m| for m inside (0, 1), with `centre` = a − sm.
fn spread(a: f64, b: f64, s: f64, m: f64, centre: f64) -> f64 {
    let rest = 1.0 - m;
    let far = centre.abs();
    let lower = Tail {
        a,
        b,
        s,
        m,
        rest,
        centre,
    };
    let upper = Tail {
        a: b,
        b: a,
        s,
        m: rest,
        rest: m,
        centre: -centre,
    };
    let (here, there) = if centre >= 0.0 {
        (lower, upper)
    } else {
        (upper, lower)
    };
    if let Some(tail) = here.series() {
        return far + 2.0 * tail;
    }
    // The distance that is subtracted is at most half of twice the tail.
    match there.series() {
        Some(tail) if far <= 0.5 * tail || here.a < 4.0 || here.rest < 1e-300 => 2.0 * tail - far,
        _ => far + 2.0 * here.integral(),
    }
}

/// The integral ∫ P(x ≤ y) dy up to m, or that of 1 − x.
struct Tail {
    a: f64,
    b: f64,
    s: f64,
    m: f64,
    rest: f64,
    centre: f64,
}

impl Tail {
    /// s times the integral, s·m^(a+1) (1 − m)^(b+1)/(a(a+1) B(a, b))·Σ (k + 1)
    /// (s+1)…(s+k)/((a+2)…(a+k+1))·mᵏ, whose terms are positive; `None` if it needs too many.
    fn series(&self) -> Option<f64> {
        const MOST_TERMS: f64 = 400.0;
        let &Tail {
            a,
            b,
            s,
            m,
            rest,
            centre,
        } = self;
        let (mut product, mut k, mut sum) = (1.0, 0.0, 1.0);
        loop {
            let ratio = m * ((s + 1.0 + k) / (a + 2.0 + k));
            product *= ratio;
            k += 1.0;
            let term = (k + 1.0) * product;
            sum += term;
            if ratio < 0.95 && term < 1e-18 * sum {
                break;
            }
            if k > MOST_TERMS || sum > 1e200 {
                return None;
            }
        }
        let d = -centre;
        let front = match (a < 1.0, b < 1.0) {
            (false, false) => s * m / (a + 1.0) * (rest * (density(a, b, s, (m, rest), d) / a)),
            (true, false) => rest * density(a + 1.0, b, s + 1.0, (m, rest), d - rest) / (a + 1.0),
            (false, true) => m * b * density(a, b + 1.0, s + 1.0, (m, rest), d + m) / (a + 1.0) / a,
            (true, true) => {
                let both = density(a + 1.0, b + 1.0, s + 2.0, (m, rest), d + m - rest);
                b / (s + 1.0) * both / (a + 1.0)
            }
        };
        Some(front * sum)
    }

    /// s times the integral, s·m^(a+1) (1 − m)^(b−1)/B(a, b)·∫ r (1 − r)^(a−1) (1 + ρr)^(b−1)
    /// dr over [0, 1] with ρ = m/(1 − m).
    ///
    /// It is computed by the trapezoidal rule in ln(1/r − 1): the module `kumaraswamy` says
    /// more. Where the integrand is close to a normal density, its exponential is bounded up to
    /// π/4 away from the real line.
    fn integral(&self) -> f64 {
        // The multiples of this step are exact.
        const STEP: f64 = 0.117_187_5;
        let &Tail {
            a,
            b,
            s,
            m,
            rest,
            centre,
        } = self;
        let d = -centre;
        let density = if b < 1.0 {
            b / s / rest * density(a, b + 1.0, s + 1.0, (m, rest), d + m)
        } else {
            density(a, b, s, (m, rest), d)
        };
        if density == 0.0 {
            return 0.0;
        }
        let rho = m / rest;
        let slope = ((centre + m) / rest).min(f64::MAX);
        let narrow = if b < 1.0 {
            1.0 + a
        } else {
            (1.0 + slope.max(0.0) + a.sqrt() + (b - 1.0).sqrt() * rho).min(f64::MAX)
        };
        let first = (narrow.ln() - 10.0).max(-42.0);
        // For b < 1, (1 + ρr)^(b−1) may be next to 1/r, and the integrand falls half as fast.
        let last = narrow.ln() + if b < 1.0 { 45.0 } else { 25.0 };
        let mut i = (first / STEP).floor();
        let mut sum = CompensatedSum::default();
        while STEP * i < last {
            let r = 1.0 / (1.0 + (STEP * i).exp());
            if r == 0.0 {
                break;
            }
            let exponent = if b <= 1.0 {
                a * (-r).ln_1p() + (b - 1.0) * (rho * r).ln_1p()
            } else {
                // The logarithms may be large and of different signs; their linear parts are in
                // `slope`.
                a * log1pmx(-r) + (b - 1.0) * log1pmx(rho * r) - slope * r
            };
            sum.add(r * r * exponent.exp());
            i += 1.0;
        }
        s * m * (STEP * sum.total()) * density / rest
    }
}

/// m^a (1 − m)^b/B(a, b) for shapes of 1 or more, with d = sm − a.
fn density(a: f64, b: f64, s: f64, (m, rest): (f64, f64), d: f64) -> f64 {
    let apart = kl_term_apart(a, s * m, d) + kl_term_apart(b, s * rest, -d);
    let smooth = binet(a) + (binet(b) - binet(s));
    (-apart - smooth).exp() * (a / s * b / TAU).sqrt()
}
