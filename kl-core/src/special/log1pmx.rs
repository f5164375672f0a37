//! ln(1 + x) − x, and the part of artanh that it is made of.

use crate::special::polynomial::polynomial;

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

/// S(y) = 1/3 + y/5 + y²/7 + …, so that artanh r = r + r·y·S(y) with y = r², for y up to (3/7)².
#[inline(always)]
pub(crate) fn artanh_tail(y: f64) -> f64 {
    polynomial(&ARTANH, y)
}

/// The polynomial that equals S(y) at the zeros of Chebyshev's polynomial for y from 0 to (3/7)²;
/// its error is below 2⁻⁵⁸ of the sum. The first coefficient is nearly 1/3.
const ARTANH: [f64; 13] = [
    0.333_333_333_333_333_3,
    0.199_999_999_999_998_3,
    0.142_857_142_857_659_7,
    0.111_111_111_049_496_24,
    0.090_909_094_715_215_47,
    0.076_922_937_445_492_78,
    0.066_669_934_205_655_59,
    0.058_772_512_930_636_574,
    0.053_172_584_293_423_454,
    0.043_726_370_745_201_804,
    0.062_016_358_448_734_384,
    -0.014_776_190_698_274_102,
    0.122_303_720_428_189_6,
];
