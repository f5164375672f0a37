//! eˣ − 1 − x.

#[cfg(feature = "statrs")]
use crate::float::double::Double;
use crate::special::polynomial::polynomial;

/// eˣ − 1 − x, accurate near 0, where the plain expression loses every digit.
///
/// # Domain and special cases
///
/// Any x. ∞ at ±∞, and where eˣ exceeds [`f64::MAX`]; NaN at NaN. Never negative.
///
/// # Accuracy
///
/// Within 4 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::expm1mx;
///
/// assert_eq!(expm1mx(0.0), 0.0);
/// // x²/2 + x³/6 + …, of which a double sees only the first term.
/// assert_eq!(expm1mx(2f64.powi(-60)), 2f64.powi(-121));
/// ```
///
/// # Reference
///
/// The exponential series: Abramowitz and Stegun, *Handbook of Mathematical
/// Functions*, equation 4.2.1.
#[must_use]
pub fn expm1mx(x: f64) -> f64 {
    if x == f64::INFINITY {
        x
    } else if x.abs() <= 1.0 {
        x * (x * exponential_tail(x))
    } else {
        // The difference is a third or more of the larger, so little cancels.
        x.exp_m1() - x
    }
}

/// The same for |x| ≤ 1, with some more digits than a double has.
#[cfg(feature = "statrs")]
pub(crate) fn more_of_expm1mx(x: f64) -> Double {
    const TERMS: usize = 17;
    /// 1/3!, 1/4!, …
    const COEFFICIENT: [f64; TERMS] = {
        let mut c = [1.0 / 6.0; TERMS];
        let mut i = 1;
        while i < TERMS {
            c[i] = c[i - 1] / (i + 3) as f64;
            i += 1;
        }
        c
    };
    let rest = x * polynomial(&COEFFICIENT, x);
    Double::exact_product(x, x) * Double::exact_sum(0.5, rest)
}

/// 1/2! + x/3! + x²/4! + …
///
/// For |x| ≤ 1, the first term left out is below 2⁻⁵⁴ of the sum.
fn exponential_tail(x: f64) -> f64 {
    const TERMS: usize = 17;
    const COEFFICIENT: [f64; TERMS] = {
        let mut c = [0.5; TERMS];
        let mut i = 1;
        while i < TERMS {
            c[i] = c[i - 1] / (i + 2) as f64;
            i += 1;
        }
        c
    };
    polynomial(&COEFFICIENT, x)
}
