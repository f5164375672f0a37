//! Binet's function μ(x) = ln Γ(x) − x ln x + x + ½ ln x − ½ ln 2π: its slope, and its
//! differences, which keep their digits for arguments next to each other.
//!
//! As in the module `lgamma`, Stirling's series is used from 10 on, and smaller arguments are
//! moved up by steps φ(y) = μ(y) − μ(y + 1). Both are series of powers, and a difference of
//! powers is a polynomial whose terms are all positive.

use crate::float::double::Double;
use crate::special::lgamma::{STIRLING, STIRLING_FROM, step_slope};
use crate::special::log1pmx::log1pmx;

/// μ(x) − μ(a) and μ′(x) − μ′(a), where d = x − a ≥ 0 is known better than a and x are.
pub(crate) fn differences(a: f64, x: f64, d: f64) -> (f64, f64) {
    let (mut a, mut x, mut value, mut slope) = (a, x, 0.0, 0.0);
    if a < 0.2 {
        // (1 + 1/a)/(1 + 1/x) is 1 + d/a(x + 1).
        let beyond = d / (x + 1.0) / a;
        let l = if beyond < f64::INFINITY {
            beyond.ln_1p()
        } else {
            (d / (x + 1.0)).ln() - a.ln()
        };
        let at_x = if x < 1.0 {
            x.ln_1p() - x.ln()
        } else {
            (1.0 / x).ln_1p()
        };
        value += d * at_x - (a + 0.5) * l;
        slope += 0.5 * (d / x / a + d / (a + 1.0) / (x + 1.0)) - l;
        (a, x) = (a + 1.0, x + 1.0);
    }
    while a < STIRLING_FROM {
        let (v, s) = step_differences(a, x, d);
        value += v;
        slope += s;
        (a, x) = (a + 1.0, x + 1.0);
    }
    // x^−m − a^−m is −d/ax·Σ x^−j a^−(m−1−j), with 0 ≤ j < m.
    let (p, s) = (1.0 / x, 1.0 / a);
    let (mut poly, mut power, mut odd, mut even) = (1.0, s, 0.0, 0.0);
    for m in 1..2 * STIRLING.len() {
        let next = p * poly + power;
        if m % 2 == 1 {
            odd += STIRLING[m / 2] * poly;
            even += STIRLING[m / 2] * m as f64 * next;
        }
        poly = next;
        power *= s;
    }
    let factor = (d / x) / a;
    (value - factor * odd, slope + factor * even)
}

/// ψ(1 + x) − ψ(1) for x ≥ 0: the harmonic number of x.
pub(crate) fn harmonic(x: f64) -> f64 {
    // The difference of ln y − 1/2y from y = 1 to y = 1 + x, plus that of the slopes of μ.
    x.ln_1p() + (0.5 * (x / (1.0 + x)) + differences(1.0, 1.0 + x, x).1)
}

/// φ(x) − φ(a) and φ′(x) − φ′(a) for φ = Σ w²ᵏ/(2k+1), w = 1/(2y+1), from 0.2 on.
fn step_differences(a: f64, x: f64, d: f64) -> (f64, f64) {
    let (p, s) = (0.5 / (x + 0.5), 0.5 / (a + 0.5));
    let (mut poly, mut power, mut even, mut odd) = (p + s, s * s, 0.0, 0.0);
    for k in 1..60 {
        // `poly`, of degree 2k − 1, belongs to the power w²ᵏ.
        let k = f64::from(k);
        let next = p * poly + power;
        let share = 1.0 / (2.0 * k + 1.0);
        even += share * poly;
        odd += 4.0 * k * share * next;
        if share * poly < 1e-18 * even && 4.0 * k * share * next < 1e-18 * odd {
            break;
        }
        power *= s;
        poly = p * next + power;
        power *= s;
    }
    let factor = 2.0 * (d * p * s);
    (-factor * even, factor * odd)
}

/// μ′(x), which is negative: ψ(x) − ln x + 1/2x.
pub(crate) fn slope(x: f64) -> f64 {
    let (mut y, mut slope) = (x, 0.0);
    while y < STIRLING_FROM {
        slope += step_slope(y);
        y += 1.0;
    }
    let (s, s2) = (1.0 / y, 1.0 / y / y);
    let series = STIRLING.iter().enumerate().rev();
    let series = series.fold(0.0, |sum, (k, c)| sum * s2 + (2 * k + 1) as f64 * c);
    slope - series * s * s
}

/// xμ′(x) − μ(x) + 1/6x, positive. For large x it is 1/90x³, much less than each term.
fn third_order(x: f64) -> f64 {
    let mut y = x;
    if x < 0.5 {
        let mut sum = 1.0 / 6.0 / x;
        while y < STIRLING_FROM {
            sum += x * step_slope(y) - crate::special::lgamma::step(y);
            y += 1.0;
        }
        return sum + tail(x, y) - (x / y + 1.0) / y / 12.0;
    }
    if x >= STIRLING_FROM {
        return tail(x, x);
    }
    // The leading terms cancel, so they carry twice the digits.
    let factor = Double::from(x);
    let mut sum = Double::ONE / Double::from(6.0 * x);
    // The rounding error of 6x.
    let lost = 6.0f64.mul_add(x, -(6.0 * x));
    sum = sum - Double::from(lost / (36.0 * x * x));
    while y < STIRLING_FROM {
        // y is rounded, so 2y + 1 is made from x and the number of steps, without rounding.
        let steps = Double::exact_sum(2.0 * x, 2.0 * (y - x).round() + 1.0);
        let w = Double::ONE / steps;
        let w2 = w * w;
        let (mut power, mut k) = (w2, 1.0);
        while power.value > 1e-24 {
            let inner = Double::ONE + Double::from(4.0 * k) * factor * w;
            sum = sum - power * inner / Double::from(2.0 * k + 1.0);
            power = power * w2;
            k += 1.0;
        }
        y += 1.0;
    }
    let end = Double::exact_sum(x, (y - x).round());
    let leading = (factor / end + Double::ONE) / end / Double::from(12.0);
    (sum - leading).value + tail(x, y)
}

/// The terms of xμ′(y) − μ(y) from y⁻³ on, for y of 10 or more.
fn tail(x: f64, y: f64) -> f64 {
    let s2 = 1.0 / y / y;
    let series = STIRLING.iter().enumerate().skip(1).rev();
    let series = series.fold(0.0, |sum, (k, c)| {
        sum * s2 - c * ((2 * k + 1) as f64 * (x / y) + 1.0)
    });
    series * s2 / y
}

/// ½ ln(2πe·v) − H, where H is the entropy of the beta distribution of shapes a and b and v its
/// variance: its divergence from the normal distribution of its mean and variance.
///
/// With U(x) = xμ′(x) − μ(x) + 1/6x and s = a + b it is
/// (a − b)²/3abs + U(a) + U(b) − U(s) − μ′(a) − μ′(b) + 2μ′(s) − ½[ln(1 + 1/s) − 1/s], where
/// terms of order 1/a no longer cancel.
pub(crate) fn beta_negentropy(a: f64, b: f64) -> f64 {
    let (low, high, s) = (a.min(b), a.max(b), a + b);
    if low < 1e-290 {
        // The limit 1/low + 1/high − 2/s; the last two terms count only if high is as small.
        let limit = 1.0 / low;
        return if limit == f64::INFINITY {
            limit
        } else {
            limit + (1.0 / high - 2.0 / s)
        };
    }
    let apart = (high - low) / s * ((high - low) / high) / low / 3.0;
    let third = (third_order(a) + third_order(b)) - third_order(s);
    let second = -(slope(a) + slope(b)) + (2.0 * slope(s) - 0.5 * log1pmx(1.0 / s));
    apart + (second + third)
}
