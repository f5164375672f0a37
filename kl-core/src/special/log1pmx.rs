//! ln(1 + x) − x, and the series of artanh that it is made of.

/// ln(1 + x) − x, accurate near 0, where the plain expression loses every digit.
///
/// # Domain and special cases
///
/// | x | result |
/// |---|---|
/// | 0 | 0 |
/// | −1 | −∞ |
/// | ∞ | −∞ |
/// | below −1, NaN | NaN |
///
/// Never positive.
///
/// # Accuracy
///
/// Within 4 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::log1pmx;
///
/// assert_eq!(log1pmx(0.0), 0.0);
/// // −x²/2 + x³/3 − …, of which a double sees only the first term.
/// assert_eq!(log1pmx(2f64.powi(-60)), -(2f64.powi(-121)));
/// ```
///
/// # Reference
///
/// ln(1+x) = 2 artanh(x/(2+x)): Abramowitz and Stegun, *Handbook of
/// Mathematical Functions*, equations 4.1.27 and 4.6.22.
#[must_use]
pub fn log1pmx(x: f64) -> f64 {
    // Here |r| ≤ 3/7, and the series needs few terms. Outside, ln_1p(x) and x differ by a third
    // or more of the larger, so that the subtraction at most triples a rounding error.
    if (-0.6..=1.5).contains(&x) {
        // 2 artanh r = 2r + 2r·y·S(y), and 2r − x = −x·r exactly.
        let r = x / (2.0 + x);
        let y = r * r;
        r * (2.0 * y * artanh_tail(y) - x)
    } else if x == f64::INFINITY {
        f64::NEG_INFINITY
    } else {
        x.ln_1p() - x
    }
}

/// S(y) = 1/3 + y/5 + y²/7 + …, so that artanh r = r + r·y·S(y) with y = r².
///
/// For y ≤ (3/7)², the first term left out is below 2⁻⁵⁴ of the sum.
pub(crate) fn artanh_tail(y: f64) -> f64 {
    const TERMS: usize = 22;
    const COEFFICIENT: [f64; TERMS] = {
        let mut c = [0.0; TERMS];
        let mut i = 0;
        while i < TERMS {
            c[i] = 1.0 / (2 * i + 3) as f64;
            i += 1;
        }
        c
    };
    COEFFICIENT.iter().rev().fold(0.0, |s, c| s * y + c)
}
