//! The terms that ln Γ adds to a divergence, without computing ln Γ itself.
//!
//! The divergences of the gamma family are Bregman remainders of ln Γ, and
//! differences of ln Γ and ψ cancel. Here ln Γ is taken apart into functions that
//! are all convex, so that their remainders are ≥ 0 and add without cancelling:
//!
//! ln Γ(x) = x ln x − x − ½ ln x + ½ ln 2π + μ(x)
//!
//! with Binet's function μ. The remainder of x ln x − x from a to x is `kl_term(x, a)`, that of
//! −½ ln x is ½ `ratio_term(x, a)`. The remainder of μ comes from Stirling's series for large
//! arguments, where the remainder of each power is a polynomial. Small arguments are moved up
//! by μ(y) = φ(y) + μ(y + 1), where φ(y) = (y + ½) ln(1 + 1/y) − 1 = Σ w²ᵏ/(2k+1),
//! w = 1/(2y+1), is a series of powers too.
//!
//! Whittaker and Watson, *A Course of Modern Analysis*, 4th ed., sections 12.31
//! and 12.33, for Binet's function and its series.

use crate::float::not_negative::not_negative;
use crate::special::log1pmx::artanh_tail;
use crate::terms::kl::kl_term_apart;
use crate::terms::ratio::ratio_term_apart;

/// ln Γ(x) − ln Γ(a) − (x − a) ψ(a): the Bregman remainder of ln Γ.
///
/// It is the divergence of a gamma distribution of shape a from one of shape x
/// and the same rate.
///
/// # Domain and special cases
///
/// a and x positive and finite; NaN otherwise. 0 if they are equal. ∞ where the
/// true value exceeds [`f64::MAX`]. Never negative.
///
/// # Accuracy
///
/// Within 6 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::lgamma_remainder;
///
/// // Γ(1) = Γ(2) = 1, and ψ(1) is −γ.
/// let gamma = 0.577_215_664_901_532_9;
/// assert!((lgamma_remainder(1.0, 2.0) - gamma).abs() < 1e-15);
/// assert_eq!(lgamma_remainder(0.75, 0.75), 0.0);
/// ```
///
/// # Reference
///
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equations 6.1.40
/// (Stirling's series) and 6.1.15 (the recurrence).
#[must_use]
pub fn lgamma_remainder(a: f64, x: f64) -> f64 {
    let positive = |x: f64| x > 0.0 && x < f64::INFINITY;
    if !(positive(a) && positive(x)) {
        return f64::NAN;
    }
    lgamma_remainder_apart(a, x, x - a)
}

/// [`lgamma_remainder`] where d = x − a is known better than a and x are.
pub(crate) fn lgamma_remainder_apart(a: f64, x: f64, d: f64) -> f64 {
    kl_term_apart(x, a, -d) + stirling_remainder(a, x, d)
}

/// The remainder of ln Γ(x) − x ln x + x, with d = x − a.
pub(crate) fn stirling_remainder(a: f64, x: f64, d: f64) -> f64 {
    if d == 0.0 {
        return 0.0;
    }
    0.5 * ratio_term_apart(x, a, d) + binet_remainder(a, x, d)
}

/// The remainder of Binet's function μ.
pub(crate) fn binet_remainder(a: f64, x: f64, d: f64) -> f64 {
    let (mut a, mut x, mut total) = (a, x, 0.0);
    if a.min(x) < 0.5 {
        total += first_step_remainder(a, x, d);
        (a, x) = (a + 1.0, x + 1.0);
    }
    while a.min(x) < STIRLING_FROM {
        total += step_remainder(a, x, d);
        (a, x) = (a + 1.0, x + 1.0);
    }
    // x^−m has the remainder (d/a)(d/x) Σⱼ j x^−(m−j) a^−j, with 1 ≤ j ≤ m.
    let (p, s) = (1.0 / x, 1.0 / a);
    let (mut poly, mut power, mut tail) = (1.0, 1.0, 0.0);
    for m in 1..2 * STIRLING.len() {
        if m % 2 == 1 {
            tail += STIRLING[m / 2] * poly;
        }
        power *= s;
        poly = p * poly + (m + 1) as f64 * power;
    }
    total + (d / a) * (d / x) * (s * tail)
}

/// The remainder of φ where a and x are at least ½, so that w is at most ½.
fn step_remainder(a: f64, x: f64, d: f64) -> f64 {
    // As in `binet_remainder`, for powers of 2y + 1.
    let (a, x) = (a + 0.5, x + 0.5);
    let (p, s) = (0.5 / x, 0.5 / a);
    let (mut poly, mut power, mut total) = (1.0, 1.0, 0.0);
    for m in 1..120 {
        if m % 2 == 0 {
            let term = poly / (m + 1) as f64;
            total += term;
            if term < 1e-18 * total {
                break;
            }
        }
        power *= s;
        poly = p * poly + f64::from(m + 1) * power;
    }
    (d / a) * (d / x) * (s * total)
}

/// The remainder of φ where a or x is below ½.
fn first_step_remainder(a: f64, x: f64, d: f64) -> f64 {
    let remainder = if a.max(x) <= 2.0 {
        // Term by term: they cancel by less than half of the ratio term that stirling_remainder
        // adds.
        let (a1, x1) = (a + 1.0, x + 1.0);
        0.5 * (ratio_term_apart(x, a, d) + ratio_term_apart(x1, a1, d))
            - (kl_term_apart(x, a, -d) - kl_term_apart(x1, a1, -d))
    } else {
        (step(x) - step(a)) - d * step_slope(a)
    };
    not_negative(remainder)
}

/// φ(y) = (y + ½) ln(1 + 1/y) − 1, the step of Binet's function: μ(y) − μ(y + 1).
pub(crate) fn step(y: f64) -> f64 {
    if y < 1.0 {
        (y + 0.5) * (y.ln_1p() - y.ln()) - 1.0
    } else {
        let w = 0.5 / (y + 0.5);
        let w2 = w * w;
        w2 * artanh_tail(w2)
    }
}

/// φ′(y), which is negative.
pub(crate) fn step_slope(y: f64) -> f64 {
    if y < 0.5 {
        (y.ln_1p() - y.ln()) - (y + 0.5) / y / (y + 1.0)
    } else {
        // −4 Σ k/(2k+1)·w²ᵏ⁺¹, with w at most ½.
        let w = 0.5 / (y + 0.5);
        let w2 = w * w;
        let sum = (1..34)
            .rev()
            .fold(0.0, |s, k| s * w2 + f64::from(k) / f64::from(2 * k + 1));
        -4.0 * w * w2 * sum
    }
}

/// ½ ln(2πe·a) − H, where H is the entropy of the gamma distribution of shape a and rate 1: its
/// divergence from the normal distribution of its mean and variance.
///
/// It is 1/2a − μ(a) + (a − 1) μ′(a), and near 1/3a for large a.
pub(crate) fn gamma_negentropy(a: f64) -> f64 {
    if a < 1e-290 {
        // The limit for small a; in the sum below, half of it would overflow.
        return 1.0 / a;
    }
    let (mut y, mut mu, mut slope) = (a, 0.0, 0.0);
    while y < STIRLING_FROM {
        mu += step(y);
        slope += step_slope(y);
        y += 1.0;
    }
    let (s, s2) = (1.0 / y, 1.0 / y / y);
    let (mut power, mut m) = (s, 1.0);
    for c in STIRLING {
        mu += c * power;
        slope -= m * c * power * s;
        power *= s2;
        m += 2.0;
    }
    (0.5 / a - slope) - (mu - a * slope)
}

/// Binet's function μ(x) = ln Γ(x) − x ln x + x + ½ ln x − ½ ln 2π, positive.
pub(crate) fn binet(x: f64) -> f64 {
    let (mut y, mut mu) = (x, 0.0);
    while y < STIRLING_FROM {
        mu += step(y);
        y += 1.0;
    }
    let s = 1.0 / y;
    let series = STIRLING.iter().rev().fold(0.0, |sum, c| sum * s * s + c);
    mu + s * series
}

/// The threshold from which on Stirling's series is used. With fewer coefficients than below,
/// or from 8 on, the truncation error shows in the last digit.
pub(crate) const STIRLING_FROM: f64 = 10.0;

/// B₂ₖ/(2k(2k−1)), the coefficients of x^−(2k−1) in Stirling's series for μ.
pub(crate) const STIRLING: [f64; 11] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3617.0 / 122_400.0,
    43_867.0 / 244_188.0,
    -174_611.0 / 125_400.0,
    77_683.0 / 5796.0,
];
