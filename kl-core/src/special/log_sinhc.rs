//! g(t) = ln(sinh(t)/t), which is convex and even, its slope, and its Bregman remainder.
//!
//! The density of a continuous Bernoulli distribution is proportional to e^(2tx) on [0, 1],
//! with 2t = ln(λ/(1 − λ)), and t + g(t) is the logarithm of the integral of that.

use crate::float::gauss::quadrature;
use crate::special::expm1mx::expm1mx;
use crate::special::log1pmx::log1pmx;
use crate::special::polynomial::polynomial;
use crate::terms::ratio::ratio_term_apart;

/// g(t), never negative.
pub(crate) fn log_sinhc(t: f64) -> f64 {
    let t = t.abs();
    if t <= SERIES_TO {
        let y = t * t;
        (y * sinhc_tail(y)).ln_1p()
    } else {
        t - (2.0 * t).ln() + (-(-2.0 * t).exp()).ln_1p()
    }
}

/// g′(t) = coth t − 1/t, Langevin's function.
///
/// It is the continued fraction t/(3 + t²/(5 + t²/(7 + …))), whose terms are all positive:
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equation 4.5.70, for tanh.
pub(crate) fn slope(t: f64) -> f64 {
    if t.abs() <= SERIES_TO {
        // For |t| ≤ 4 the truncation error of sixteen levels is below 2⁻⁶⁰.
        let y = t * t;
        let below = (1..17)
            .rev()
            .fold(35.0, |below, k| f64::from(2 * k + 1) + y / below);
        t / below
    } else {
        1.0 / t.tanh() - 1.0 / t
    }
}

/// g″(t) = 1/t² − 1/sinh² t, positive.
pub(crate) fn curvature(t: f64) -> f64 {
    let t = t.abs();
    if t <= SMALL {
        polynomial(&CURVATURE, t * t)
    } else if t <= SERIES_TO {
        // With sinh t = t(1 + u) it is ((1 + u)² − 1)/t²(1 + u)².
        let y = t * t;
        let s = sinhc_tail(y);
        let u = y * s;
        s * (2.0 + u) / ((1.0 + u) * (1.0 + u))
    } else {
        let (inverse, other) = (1.0 / t, 1.0 / t.min(700.0).sinh());
        (inverse - other) * (inverse + other)
    }
}

/// a g′(a) − g(a), the remainder from a to 0.
pub(crate) fn log_sinhc_remainder_to_0(a: f64) -> f64 {
    if a.abs() <= SMALL {
        let y = a * a;
        y * polynomial(&REMAINDER, y)
    } else {
        log_sinhc_remainder(a, 0.0, -a)
    }
}

/// g(b) − g(a) − (b − a) g′(a), where d = b − a is known better than a and b are.
///
/// Never negative.
pub(crate) fn log_sinhc_remainder(a: f64, b: f64, d: f64) -> f64 {
    if a < 0.0 {
        return log_sinhc_remainder(-a, -b, -d);
    }
    if a >= FAR && b >= FAR {
        // g(t) = t − ln 2t + ln(1 − e^(−2t)): the remainder of −ln t, plus that of the last
        // logarithm, which is negative and from FAR on at most half as large.
        let c = 1.0 / (2.0 * a).exp_m1();
        let rest = if d >= -1.0 {
            log1pmx(-c * (-2.0 * d).exp_m1()) - c * expm1mx(-2.0 * d)
        } else {
            // The exponential of −2d may overflow.
            let [at_a, at_b] = [a, b].map(|t| (-2.0 * t).exp());
            (-(at_b - at_a) / (1.0 - at_a)).ln_1p() - 2.0 * c * d
        };
        return ratio_term_apart(b, a, d) + rest;
    }
    if d.abs() <= PANEL * f64::from(MOST_PANELS) {
        return quadrature(a, b, d, PANEL, curvature);
    }
    // Here a ≥ 0, and b is far from it: little cancels.
    if a <= FAR {
        log_sinhc(b) - log_sinhc(a) - d * slope(a)
    } else {
        // g(b) − b + b/a + ln 2a − 1, plus terms that are small for large a.
        let c = 1.0 / (2.0 * a).exp_m1();
        let small = -2.0 * c * d - (-(-2.0 * a).exp()).ln_1p();
        let rise = if b > 0.0 {
            log_sinhc(b) - b
        } else {
            log_sinhc(b) + b.abs()
        };
        rise + b / a + ((2.0 * a).ln() - 1.0) + small
    }
}

/// sinh(t)/t − 1 over y = t²: 1/3! + y/5! + y²/7! + …
///
/// For |t| ≤ 4, the first term left out is below 2⁻⁵⁴ of the sum.
pub(crate) fn sinhc_tail(y: f64) -> f64 {
    const TERMS: usize = 17;
    const COEFFICIENT: [f64; TERMS] = {
        let mut c = [1.0 / 6.0; TERMS];
        let mut i = 1;
        while i < TERMS {
            c[i] = c[i - 1] / ((2 * i + 2) * (2 * i + 3)) as f64;
            i += 1;
        }
        c
    };
    polynomial(&COEFFICIENT, y)
}

/// The threshold up to which the two series below are used, which have fewer roundings; the first
/// term left out is below 2⁻⁵⁶ of the sum.
const SMALL: f64 = 0.5;

/// The coefficients of the powers of t² in g″(t): 4ᵏ (2k − 1) B₂ₖ/(2k)!.
const CURVATURE: [f64; 13] = [
    0.3333333333333333,
    -0.06666666666666667,
    0.010582010582010581,
    -0.0014814814814814814,
    0.0001924001924001924,
    -2.380844708887037e-05,
    2.8503732207435913e-06,
    -3.332191318496952e-07,
    3.8263339078575285e-08,
    -4.332978728872515e-09,
    4.852350845790551e-10,
    -5.3846925685597234e-11,
    5.930254350058414e-12,
];

/// The coefficients of the powers of t² in (t g′(t) − g(t))/t²: those over 2k.
const REMAINDER: [f64; 13] = [
    0.16666666666666666,
    -0.016666666666666666,
    0.001763668430335097,
    -0.00018518518518518518,
    1.924001924001924e-05,
    -1.9840372574058642e-06,
    2.035980871959708e-07,
    -2.082619574060595e-08,
    2.1257410599208495e-09,
    -2.1664893644362573e-10,
    2.205614020813887e-11,
    -2.2436219035665515e-12,
    2.2808670577147744e-13,
];

/// The threshold up to which the series of sinh is used.
const SERIES_TO: f64 = 4.0;

/// The threshold of the asymptotic form. There t²/sinh² t, the fraction subtracted, is 0.3.
const FAR: f64 = 2.0;

/// The greatest width of a panel of the quadrature, and the greatest number of panels.
///
/// g″ has its poles at ±πi. On a panel no wider than 2, the relative error of the rule of 12
/// points is below 6.4⁻²⁴ ≈ 4e-20, where 6.4 is the sum of the half axes of the largest ellipse
/// about the panel that holds no pole. Trefethen, *Approximation Theory and Approximation
/// Practice* (2013), theorem 19.3.
const PANEL: f64 = 2.0;
const MOST_PANELS: u32 = 4;
