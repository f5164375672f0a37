//! The common parts of the divergences from a Laplace distribution.
//!
//! Let E = E|x − m| be the mean distance from Q's location m under P, and H the entropy of P. D
//! is the sum of two divergences: 1 + ln 2E − H, that of P from the nearest Laplace
//! distribution at m, and u − 1 − ln u with u = E/b, that of this nearest one from Q. In units
//! of P's own scale E and H have no large parts that cancel.

use crate::float::double::Double;
use crate::terms::ratio::ratio_term;

/// 2/π, with twice the digits.
#[expect(
    clippy::approx_constant,
    reason = "both parts are written out, as the script gives them"
)]
pub(crate) const TWO_OVER_PI: Double = Double {
    value: 0.636_619_772_367_581_4,
    lost: -3.935_735_335_036_497e-17,
};

/// √(2π) e^μ (P(x ≤ mean) − ½) for P(x ≤ mean) = e^(−μ)/√(2π)·root·Σ, where the series Σ starts
/// with 1, and term k is the one before times `ratio(k)`.
///
/// The series has twice the digits, because most of it, ½√(2π), is subtracted again; μ ≈ 0.
pub(crate) fn above_half(root: Double, ratio: impl Fn(f64) -> Double, mu: f64) -> f64 {
    // ½√(2π)
    const HALF: Double = Double {
        value: 1.253_314_137_315_500_3,
        lost: -9.164_289_990_229_583e-17,
    };
    let (mut term, mut k, mut sum) = (Double::ONE, 1.0, Double::ONE);
    while term.value > 1e-20 {
        term = term * ratio(k);
        sum = sum + term;
        k += 1.0;
    }
    (root * sum - HALF).value - HALF.value * mu.exp_m1()
}

/// u − 1 − ln u, from `ln_u` where u underflows.
pub(crate) fn scale_term(u: f64, ln_u: impl Fn() -> f64) -> f64 {
    if u < 1e-290 {
        -1.0 - ln_u()
    } else if u == f64::INFINITY {
        u
    } else {
        ratio_term(u, 1.0)
    }
}
