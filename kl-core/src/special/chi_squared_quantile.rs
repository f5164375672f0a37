//! Quantiles of the χ² distribution, from its upper end: statrs counts from the lower end, where a
//! probability of 10⁻²⁰ at the upper one is lost, and multiplies large powers with small ones.

use crate::special::binet::binet;
use crate::special::log1pmx::log1pmx;
use statrs::function::erf::erfc_inv;
use std::f64::consts::PI;

/// The number that a χ² variable with so many degrees of freedom exceeds with a probability
/// between 0 and 1. 0 for no degrees.
pub(crate) fn upper_quantile(freedom: f64, probability: f64) -> f64 {
    if freedom <= 0.0 {
        return 0.0;
    }
    if freedom == 1.0 {
        // The square of a normal variable.
        let root = erfc_inv(probability);
        return 2.0 * root * root;
    }
    if freedom == 2.0 {
        return -2.0 * probability.ln();
    }
    // Half of it has a gamma distribution of this shape.
    let a = 0.5 * freedom;
    let half = if probability <= 0.5 {
        upper(a, probability)
    } else {
        lower(a, 1.0 - probability)
    };
    2.0 * half
}

/// Newton's method for ln Q(a, x) = ln α. From a on, the logarithm is nearly straight.
fn upper(a: f64, alpha: f64) -> f64 {
    let mut x = a;
    for _ in 0..STEPS {
        let power = Power::new(a, x);
        // Q and what it is over x times the density.
        let (ln_q, ratio) = if x < a {
            let q = 1.0 - power.exp() * series(a, x);
            (q.ln(), q / power.exp())
        } else {
            let fraction = fraction(a, x);
            (power.ln() + fraction.ln(), fraction)
        };
        let step = (ln_q - alpha.ln()) * ratio;
        x *= (1.0 + step).max(0.25);
        if step.abs() < ENOUGH {
            break;
        }
    }
    x
}

/// Newton's method for ln P(a, x) = ln β, in ln x.
fn lower(a: f64, beta: f64) -> f64 {
    let mut x = a;
    for _ in 0..STEPS {
        let ratio = series(a, x);
        let ln = if a < FEW && x < 0.5 * a {
            (beta / (power_of_few(a, x) * ratio)).ln()
        } else {
            beta.ln() - Power::new(a, x).ln() - ratio.ln()
        };
        let step = ln * ratio;
        x *= step.exp();
        if step.abs() < ENOUGH {
            break;
        }
    }
    x
}

/// After a step of this size, relative to x, the next would be beyond the last digit: Newton's
/// steps are squares of those before them.
const ENOUGH: f64 = 1e-9;
/// Far more than are needed.
const STEPS: usize = 200;

/// Below this shape a power of x/a does not underflow on the way to a probability of 10⁻¹⁶.
const FEW: f64 = 50.0;

/// As [`Power::exp`] for shapes below [`FEW`] and small x, of which a logarithm would lose digits.
fn power_of_few(a: f64, x: f64) -> f64 {
    (a / (2.0 * PI)).sqrt() * (x / a).powf(a) * (a - x - binet(a)).exp()
}

/// xᵃ e⁻ˣ/Γ(a), which is x times the density: √(a/2π) e to the power of `exponent`.
struct Power {
    root: f64,
    exponent: f64,
}

impl Power {
    fn new(a: f64, x: f64) -> Self {
        let d = (x - a) / a;
        let apart = if d < -0.5 {
            // ln x, which 1 + d would round.
            (x / a).ln() - d
        } else {
            log1pmx(d)
        };
        Power {
            root: (a / (2.0 * PI)).sqrt(),
            exponent: a * apart - binet(a),
        }
    }

    fn ln(&self) -> f64 {
        self.exponent + self.root.ln()
    }

    fn exp(&self) -> f64 {
        self.root * self.exponent.exp()
    }
}

/// P(a, x) over [`Power`]: Σ xⁿ/(a (a + 1) … (a + n)), whose terms are positive. For x up to a.
///
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equation 6.5.29.
fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    while term > f64::EPSILON / 4.0 * sum {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum / a
}

/// Q(a, x) over [`Power`], as a continued fraction by the method of Lentz. For x from a on.
///
/// The same, equation 6.5.31 in its even form.
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut value = d;
    let mut n = 0.0;
    loop {
        n += 1.0;
        let numerator = n * (a - n);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let factor = c * d;
        value *= factor;
        // Beyond so many it is as right as it gets.
        if (factor - 1.0).abs() <= f64::EPSILON || n > 1e7 {
            return value;
        }
    }
}
