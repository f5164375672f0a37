//! Kumaraswamy distributions, and against beta.
//!
//! With P's shapes a and b, U = xᵃ has the density b(1 − u)ᵇ⁻¹ and W = −ln(1 − U) is
//! exponential of rate b. In terms of u, both kinds of Q have the density
//! β e^(−ℓ) c u^(κ−1) (1 − uᶜ)^(β−1): with c = κ = α/a and ℓ = 0 for a Kumaraswamy
//! distribution of shapes α and β, and with c = 1/a, κ = α/a and ℓ = ln βB(α, β) for a beta
//! distribution.
//!
//! The mean under P of a function of U has no closed form. It is computed by the trapezoidal
//! rule in s, with logit u = s + e^(s−Y). The second term is small up to where 1 − uᶜ is about
//! c(1 − u); from there on it lets the exponential distribution end soon. All singularities of
//! the integrands, at 1 + e^(−y) = 0 and e^(2πik/c), are at least π/2 away from the real line,
//! so that the relative error of the rule is e^(−π²/h) for the step h. Trefethen and Weideman,
//! "The Exponentially Convergent Trapezoidal Rule", SIAM Review 56 (2014) 385–458.

use crate::distribution::{Kumaraswamy, ln_one_minus_exp};
use crate::float::double::near_one::EULER;
use crate::float::double::{Double, two_sum};
use crate::float::not_negative::not_negative;
use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;
use crate::pairs::dirichlet::precise_sum;
use crate::pairs::documentation::{errors, example, pair};
use crate::special::binet::{binet, differences, harmonic};
use crate::special::expm1mx::expm1mx;
use crate::special::lgamma::lgamma_remainder_apart;
use crate::special::log_sinhc::log_sinhc;
use crate::terms::ratio::{ln_ratio, ratio_term};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::Beta;
use std::f64::consts::{PI, TAU};

/// D(P‖Q) = ln(ab/αβ) − 1 + 1/b + (c − 1)H + (β − 1)J with c = α/a, H = ψ(b + 1) + γ and J = −E
/// ln(1 − x^α) = Σ bB(1 + mc, b)/m over m ≥ 1, where a and b are the shapes of P, α and β those
/// of Q, B is the beta function and γ Euler's constant. For α = a, J is 1/b and D is β/b − 1 −
/// ln(β/b).
#[doc = pair!(Kumaraswamy, Kumaraswamy)]
/// Here r is the larger of D and √D: for large b everything depends on a power of b.
#[doc = errors!()]
#[doc = example!(Kumaraswamy: (2.0, 3.0), (1.0, 1.0), "0.2084 nats")]
///
/// # Reference
///
/// It follows from the definition with E ln x = −H/a. The series of J converges slowly for
/// small b and is not used: J is computed as an integral. Trefethen and Weideman, "The
/// Exponentially Convergent Trapezoidal Rule", SIAM Review 56 (2014) 385–458.
impl KlDivergence for Kumaraswamy {
    fn kl(&self, q: &Kumaraswamy) -> Result<Information, Error> {
        if q.a() == self.a() {
            return Ok(Information::from_nats(ratio_term(q.b(), self.b())));
        }
        let q = Model {
            change: (q.a() - self.a()) / self.a(),
            c: q.a() / self.a(),
            ln_c: ln_ratio(q.a(), self.a()),
            power: (q.a() - self.a()) / self.a(),
            beyond: 0.0,
            shapes: (q.a(), self.a()),
            beta: q.b(),
            of_beta: false,
            levels: vec![(0.0, 0.0)],
            tops: vec![],
        };
        Ok(Information::from_nats(q.divergence(self.b())))
    }
}

/// D(P‖Q) = ln ab + ln B(α, β) − (b − 1)/b − (a − α)H/a + (β − 1)J with H = ψ(b + 1) + γ and J
/// = −E ln(1 − x) = Σ bB(1 + m/a, b)/m over m ≥ 1, where a and b are the shapes of P, α and β
/// those of Q, B is the beta function and γ Euler's constant.
#[doc = pair!(Kumaraswamy, Beta)]
/// Here r is the larger of D and √D: for large b everything depends on a power of b.
#[doc = errors!()]
/// It names a sum of shapes of Q beyond [`f64::MAX`] too.
#[doc = example!(Kumaraswamy(2.0, 3.0), Beta(2.0, 4.0), "0.2294 nats")]
///
/// # Reference
///
/// Nalisnick and Smyth, "Stick-Breaking Variational Autoencoders", ICLR 2017, arXiv 1605.06197,
/// appendix. Their series for J converges slowly for small b and is not used: J is computed as
/// an integral. Trefethen and Weideman, "The Exponentially Convergent Trapezoidal Rule", SIAM
/// Review 56 (2014) 385–458.
impl KlDivergence<Beta> for Kumaraswamy {
    fn kl(&self, q: &Beta) -> Result<Information, Error> {
        let (a, alpha, beta) = (self.a(), q.shape_a(), q.shape_b());
        precise_sum(&[alpha, beta], "sum of the shapes of Q")?;
        let (da, db) = (alpha - 1.0, beta - 1.0);
        // ln βB(α, β) and ln αB(α, β), each with the size of its terms, by formulas for α near
        // 1, β near 1, β near 0, and any shapes.
        let near_one = |x: f64, d: f64, other: f64| {
            let here = lgamma_remainder_apart(1.0, x, d);
            let there = lgamma_remainder_apart(other + 1.0, other + x, d);
            let tilt = d * harmonic(other);
            (here - there - tilt, here + there + tilt.abs())
        };
        let near_zero = {
            let here = lgamma_remainder_apart(1.0, 1.0 + beta, beta);
            let there = lgamma_remainder_apart(alpha, alpha + beta, beta);
            let tilt = beta * digamma_from_one(alpha, da);
            (here - there - tilt, here + there + tilt.abs())
        };
        let anywhere = ln_beta(alpha, beta);
        let anywhere = (anywhere.0 + beta.ln(), anywhere.1 + beta.ln().abs());
        let level = near_one(alpha, da, beta);
        let other = near_one(beta, db, alpha);
        let top = ln_ratio(alpha, a);
        let model = Model {
            change: (1.0 - a) / a,
            c: 1.0 / a,
            ln_c: -a.ln(),
            power: (alpha - a) / a,
            beyond: da / a,
            shapes: (alpha, a),
            beta,
            of_beta: true,
            levels: vec![level, near_zero, anywhere],
            tops: vec![(
                top - other.0 - beta.ln(),
                top.abs() + other.1 + beta.ln().abs(),
            )],
        };
        Ok(Information::from_nats(model.divergence(self.b())))
    }
}

/// The density of Q in terms of u.
struct Model {
    /// c − 1
    change: f64,
    c: f64,
    ln_c: f64,
    /// κ − 1
    power: f64,
    /// κ − c
    beyond: f64,
    /// α and a
    shapes: (f64, f64),
    beta: f64,
    /// Whether Q is a beta distribution.
    of_beta: bool,
    /// ℓ by several formulas, each with the size of its terms.
    levels: Vec<(f64, f64)>,
    /// ln c − ℓ by several formulas, likewise.
    tops: Vec<(f64, f64)>,
}

/// The same with twice the digits.
struct Precisely {
    c: Double,
    /// κ − 1
    power: Double,
    /// ℓ
    level: Double,
    beta: Double,
}

impl Precisely {
    /// D as its formula stands, from estimates of E v and of 1/b − E v, which is the mean of
    /// ln((1 − uᶜ)/(1 − u)): for a small b that is far less than 1/b.
    fn divergence(&self, b: f64, estimates: [f64; 2]) -> f64 {
        let (one, b) = (Double::ONE, Double::from(b));
        let ratio = precise_mean(self.c, b, estimates);
        let h_b = (one + b).digamma() + EULER;
        let own = (b / self.beta).ln() - one + self.beta / b;
        let shape = self.power * h_b + (one - self.beta) * ratio;
        not_negative(((own + (self.level - self.c.ln())) + shape).value)
    }

    /// ln(q/p) at logit u = y.
    fn ln_ratio_at(&self, y: f64, b: f64) -> f64 {
        let b = Double::from(b);
        let w = Double::from(-y.abs()).exp().ln_1p();
        let (ln_u, w) = if y < 0.0 {
            (Double::from(y) - w, w)
        } else {
            (-w, Double::from(y) + w)
        };
        let ratio = if y > ALL {
            self.c.ln()
        } else {
            ln_of_rest(-self.c * ln_u) + w
        };
        let level = (self.beta / b).ln() + (self.c.ln() - self.level);
        let tilt = self.power * ln_u + (b - self.beta) * w;
        (level + (tilt + (self.beta - Double::ONE) * ratio)).value
    }
}

/// The integrands at one node.
struct At {
    /// logit u
    y: f64,
    /// The weight of the node: the step times P's density times the slope of u.
    weight: f64,
    w: f64,
    ln_u: f64,
    /// −ln(1 − uᶜ)
    v: f64,
    /// ln((1 − uᶜ)/(1 − u))
    ratio: f64,
    /// `ratio` less its limit ln c for u → 1.
    below: f64,
    /// `below` − (c − 1) ln u
    tilted: f64,
}

const STEP: f64 = 0.2;

impl Model {
    fn divergence(&self, b: f64) -> f64 {
        let (beta, h_b) = (self.beta, harmonic(b));
        let least = |list: &[(f64, f64)]| {
            let first = (f64::NAN, f64::INFINITY);
            list.iter()
                .copied()
                .fold(first, |x, y| if y.1 < x.1 { y } else { x })
        };
        let level = least(&self.levels);
        // The means of the four integrands. D is `level` plus a form of `scale` and one of
        // `power`, which are made of these.
        let mut sums: [CompensatedSum; 4] = Default::default();
        if self.change != 0.0 {
            // For large c and b, uᶜ(1 − u)ᵇ is close to a normal density near its maximum, and
            // the step is less than a sixth of its standard deviation. For c or b above a
            // thousand, E v is negligible.
            let powers = 1.0 + 1.0 / (1.0 / self.c.min(1e3) + 1.0 / b.min(1e3));
            let step = 1.0 / (1.0 / (STEP * STEP) + 2.0 * powers).sqrt();
            self.each(b, step, 0.0, |x| {
                for (sum, value) in sums.iter_mut().zip([x.v, x.ratio, x.below, x.tilted]) {
                    sum.add(x.weight * value);
                }
            });
        } else {
            sums[0].add(1.0 / b);
        }
        let [v, ratio, below, tilted] = sums.map(|sum| sum.total());
        let ln_quotient = ln_ratio(beta, b);
        let scale = least(&[
            sum([ratio_term(beta, b), -(beta * ratio)]),
            sum([beta * v, -1.0 - ln_quotient]),
        ]);
        let power = least(&[
            sum([tilted, self.beyond * h_b]),
            sum([below, self.power_times(h_b)]),
        ]);
        if scale.1.max(power.1) == f64::INFINITY {
            return f64::INFINITY;
        }
        let direct = scale.0 + power.0 + level.0;
        let size = scale.1 + power.1 + level.1;
        // Small differences of large terms have twice the digits. Where even these are too few, Q
        // is next to P.
        const NEXT: f64 = power_of_two(-37);
        let plain = 1.0 + ln_quotient.abs() + beta * v + (self.power * h_b).abs() + level.0.abs();
        let next = direct.abs() <= NEXT * plain;
        if direct > 0.25 * size {
            return direct;
        }
        let (alpha, a) = self.shapes;
        let ordinary = [a, alpha, b, beta]
            .iter()
            .all(|x| (1e-6..=1e12).contains(x));
        let ordinary = ordinary && self.c <= 1e4;
        if !next && ordinary {
            return self.precisely().divergence(b, [v, ratio]);
        }
        let wide = (-0.5..=4.0).contains(&self.power);
        if direct > 1.0 || !wide {
            return not_negative(direct);
        }
        // A sum of positive terms only: P's mean of eˡ − 1 − l with l = ln(q/p). The nodes reach
        // Q's mass, as it is where P's is.
        let mut tops = self.tops.clone();
        tops.push((self.ln_c - level.0, self.ln_c.abs() + level.1));
        let top = least(&tops).0;
        let e = (beta - b) / b;
        let close = e.abs() <= 0.5;
        let further = 48.0 + 2.0 * (beta.max(1.0) / b.max(1.0)).ln().max(0.0);
        // For large β, (1 − uᶜ)^β is bounded only up to π/2c away from the real line.
        let step = if beta > 3.0 {
            STEP / self.c.clamp(1.0, 64.0)
        } else {
            STEP
        };
        let (mut total, mut mass) = (CompensatedSum::default(), CompensatedSum::default());
        let mut rounding = 0.0;
        let l_at = |x: &At| {
            let power = self.power * x.ln_u;
            if close && beta < 0.5 {
                (e.ln_1p() - e * (b * x.w)) + (power - x.below + beta * x.ratio) - level.0
            } else if close {
                (e.ln_1p() - e * (b * x.w)) + (power + (beta - 1.0) * x.ratio) + top
            } else {
                (ln_quotient + top) + power + ((b - 1.0) * x.w - (beta - 1.0) * x.v)
            }
        };
        self.each(b, step, further, |x| {
            let l = l_at(&x);
            total.add(x.weight * expm1mx(l));
            mass.add(x.weight * l.exp_m1());
            let parts = (e * (b * x.w)).abs()
                + (self.power * x.ln_u).abs()
                + ((beta - 1.0) * x.ratio).abs();
            rounding += x.weight * l.abs() * parts;
        });
        // Q's mass less P's is 0: what it is here is the rounding of the constant in l.
        let (total, off) = (total.total(), mass.total());
        // The parts of l may cancel too, which shows in the large terms.
        const LARGE: f64 = 1e-3;
        if !(next && ordinary && rounding > 4.0 * total) {
            return total;
        }
        let model = self.precisely();
        let mut again = CompensatedSum::default();
        self.each(b, step, further, |x| {
            let term = x.weight * expm1mx(l_at(&x) - off);
            again.add(if term > LARGE * total {
                x.weight * expm1mx(model.ln_ratio_at(x.y, b))
            } else {
                term
            });
        });
        again.total()
    }

    fn precisely(&self) -> Precisely {
        let beta = Double::from(self.beta);
        let (alpha, a) = (Double::from(self.shapes.0), Double::from(self.shapes.1));
        let power = Double::exact_sum(self.shapes.0, -self.shapes.1) / a;
        let (c, level) = if self.of_beta {
            (Double::ONE / a, beta.ln() + alpha.ln_beta(beta))
        } else {
            (alpha / a, Double::ZERO)
        };
        Precisely {
            c,
            power,
            level,
            beta,
        }
    }

    /// (κ − 1)·h, where κ may overflow.
    fn power_times(&self, h: f64) -> f64 {
        if self.power < f64::INFINITY {
            return self.power * h;
        }
        let (alpha, a) = self.shapes;
        h.min(1.0) * alpha / a * h.max(1.0)
    }

    /// Calls `f` for every node of the rule.
    fn each(&self, b: f64, step: f64, further: f64, mut f: impl FnMut(At)) {
        let end = self.ln_c.max(0.0) + 3.0;
        let low = -b.max(1.0).ln() - 42.0 - further;
        // The step has so few digits that its multiples are exact: the nodes of the rule must
        // be equally spaced.
        let step = f64::from_bits(step.to_bits() >> 40 << 40);
        let mut i = (low / step).floor();
        loop {
            let s = step * i;
            i += 1.0;
            let bend = (s - end).exp();
            let y = s + bend;
            let x = self.at(y, b, step * (1.0 + bend));
            if b * x.w > 700.0 {
                break;
            }
            // If the weight is 0, the integrands may be infinite.
            if x.weight > 0.0 {
                f(x);
            }
        }
    }

    fn at(&self, y: f64, b: f64, step: f64) -> At {
        // u, −ln u and its rounding error, and W.
        let (u, x1, lost, w) = if y < 0.0 {
            let e = y.exp();
            let w = e.ln_1p();
            let (x1, lost) = two_sum(-y, w);
            (e / (1.0 + e), x1, lost, w)
        } else {
            let e = (-y).exp();
            let x1 = e.ln_1p();
            (1.0 / (1.0 + e), x1, 0.0, y + x1)
        };
        let weight = step * b * u * (-b * w).exp();
        let tilt = self.change * x1;
        let (v, ratio, below);
        if y > 700.0 {
            // 1 − uᶜ is 1 − exp(−e^(ln c − y)).
            let ln_x = self.ln_c - y;
            v = if ln_x < -40.0 {
                -ln_x
            } else {
                -ln_one_minus_exp(-ln_x.exp())
            };
            ratio = if ln_x < -40.0 { self.ln_c } else { w - v };
            below = if ln_x < -40.0 { 0.0 } else { ratio - self.ln_c };
        } else {
            // −ln uᶜ and its rounding error; c − 1 has more digits than c, if it is small.
            let (x, lost_x) = if self.change > -0.5 {
                two_sum(x1, tilt)
            } else {
                (self.c * x1, self.c.mul_add(x1, -self.c * x1))
            };
            v = if x < 1e-290 {
                -(self.ln_c + x1.ln())
            } else if x < f64::INFINITY {
                let lost = lost_x + self.c * lost;
                -ln_one_minus_exp(-x) - lost / x.exp_m1()
            } else {
                0.0
            };
            let inverse = 1.0 + y.exp();
            let quotient = -(-x).exp_m1() * inverse;
            ratio = if (0.5..=2.0).contains(&quotient) {
                (-y.exp() * (-tilt).exp_m1()).ln_1p()
            } else if x < 1e-290 {
                self.ln_c + x1.ln() + w
            } else {
                quotient.ln()
            };
            below = if self.change.abs() > 0.25 {
                ln_mean_exp(x, || self.ln_c + x1.ln()) - ln_mean_exp(x1, || x1.ln())
            } else if y < 18.0 {
                ratio - self.ln_c
            } else {
                tilt * ((x + x1) / 24.0 - 0.5)
            };
        }
        let x = self.c * x1;
        let tilted = if self.change.abs() > 0.25 && y <= 700.0 && x <= FAR {
            (log_sinhc(0.5 * x) - log_sinhc(0.5 * x1)) + 0.5 * tilt
        } else {
            below + tilt
        };
        At {
            y,
            weight,
            w,
            ln_u: -x1,
            v,
            ratio,
            below,
            tilted,
        }
    }
}

/// 1/b − E v for an exponential W of rate b, by the trapezoidal rule in ln W, which has 28
/// digits: for b above 1 those of E v, otherwise those of the mean of W − v. The estimates are of
/// both.
///
/// The singularities of the integrand are π/2 away from the real line for c up to 1, and
/// beyond next to π/2 ln c.
fn precise_mean(c: Double, b: Double, [of_v, of_ratio]: [f64; 2]) -> Double {
    // e⁻⁷² is below 10⁻³¹, and the integrand near its singularities may be some thousands.
    const NATS: f64 = 72.0;
    if c == Double::ONE {
        return Double::ZERO;
    }
    let by_ratio = b.value < 1.0;
    let estimate = if by_ratio { of_ratio.abs() } else { of_v };
    let ln_c = c.ln();
    let step = PI * PI / NATS / (1.0 + ln_c.value.max(0.0));
    let step = f64::from_bits(step.to_bits() >> 40 << 40);
    let low = -NATS / (1.0 + c.value).min(2.0) - 10.0 - b.value.ln().max(0.0);
    let high = (NATS + 40.0 + c.value).ln() - b.value.ln();
    let mut i = (low / step).floor();
    let mut total = Double::ZERO;
    while step * i < high {
        let z = step * i;
        i += 1.0;
        let w = z.exp();
        let value = match (w > ALL, by_ratio) {
            (true, true) => ln_c.value,
            (true, false) => w - ln_c.value,
            (false, _) => {
                let v = -ln_one_minus_exp(c.value * ln_one_minus_exp(-w));
                if by_ratio { w - v } else { v }
            }
        };
        let weight = w * (-b.value * w).exp();
        // W − v lies between 0 and ln c; as a difference of doubles it may be anything.
        let at_most = if by_ratio { ln_c.value.abs() } else { value };
        // Small terms need no more digits.
        const SMALL: f64 = 1e-14;
        total = total
            + if b.value * step * (at_most * weight) < SMALL * estimate {
                Double::from(value * weight)
            } else {
                let w = Double::from(z).exp();
                let value = match (w.value > ALL, by_ratio) {
                    (true, true) => ln_c,
                    (true, false) => w - ln_c,
                    (false, _) => {
                        let v = -ln_of_rest(-c * ln_of_rest(w));
                        if by_ratio { w - v } else { v }
                    }
                };
                value * (w * (-b * w).exp())
            };
    }
    let mean = b * Double::from(step) * total;
    if by_ratio {
        mean
    } else {
        Double::ONE / b - mean
    }
}

/// ln(1 − e⁻ˣ) for a positive x.
fn ln_of_rest(x: Double) -> Double {
    if x.value > 0.7 {
        (-(-x).exp()).ln_1p()
    } else {
        (-(-x).exp_m1()).ln()
    }
}

/// ln((1 − e⁻ˣ)/x), from ln x where x may overflow.
fn ln_mean_exp(x: f64, ln_x: impl Fn() -> f64) -> f64 {
    if x > FAR {
        -ln_x()
    } else {
        log_sinhc(0.5 * x) - 0.5 * x
    }
}

/// The threshold from which on e⁻ˣ is negligible with twice the digits too, and 1 − uᶜ next to
/// c(1 − u).
const ALL: f64 = 100.0;

/// The threshold from which on e⁻ˣ is negligible beside 1.
const FAR: f64 = 50.0;

/// The sum of two terms, and the sum of their sizes.
fn sum(terms: [f64; 2]) -> (f64, f64) {
    (terms[0] + terms[1], terms[0].abs() + terms[1].abs())
}

/// ψ(x) − ψ(1), with d = x − 1.
fn digamma_from_one(x: f64, d: f64) -> f64 {
    if d >= 0.0 {
        return harmonic(d);
    }
    (d.ln_1p() + 0.5 * (d / x)) - differences(x, 1.0, -d).1
}

/// ln B(a, b), and the size of its terms.
fn ln_beta(a: f64, b: f64) -> (f64, f64) {
    let (low, high) = (a.min(b), a.max(b));
    let ln_quotient = if high / low < f64::INFINITY {
        (high / low).ln_1p()
    } else {
        high.ln() - low.ln()
    };
    let powers = low * ln_quotient + high * (low / high).ln_1p();
    let root = 0.5 * (TAU.ln() - low.ln() + (low / high).ln_1p());
    let rest = binet(low) + (binet(high) - binet(low + high));
    (root + rest - powers, root.abs() + rest.abs() + powers)
}
