//! Kernels of two numbers whose ratio may be next to 1 or beyond any double.

use crate::kernels::{DOWN, HUGE, artanh_tail, kl_term, log1pmx, near_kl_term};
use std::f64::consts::LN_2;

/// a/b − 1 − ln(a/b): the divergence of an exponential distribution of rate b
/// from one of rate a.
///
/// # Domain and special cases
///
/// a and b positive and finite; NaN otherwise. 0 if they are equal. ∞ where a/b
/// exceeds [`f64::MAX`]. Never negative.
///
/// # Accuracy
///
/// Within 6 ulp, also where a/b underflows.
///
/// # Example
///
/// ```
/// use kl_core::kernels::ratio_term;
///
/// assert_eq!(ratio_term(0.75, 0.75), 0.0);
/// assert_eq!(ratio_term(4.0, 1.0), 3.0 - 2.0 * std::f64::consts::LN_2);
/// // One ulp apart: half the square of the relative difference.
/// assert_eq!(ratio_term(1.0 + f64::EPSILON, 1.0), 2f64.powi(-105));
/// ```
///
/// # Reference
///
/// It is the Itakura–Saito distance: Banerjee, Merugu, Dhillon and Ghosh,
/// "Clustering with Bregman Divergences", JMLR 6 (2005) 1705–1749.
pub fn ratio_term(a: f64, b: f64) -> f64 {
    let positive = |x: f64| x > 0.0 && x < f64::INFINITY;
    if !(positive(a) && positive(b)) {
        return f64::NAN;
    }
    ratio_term_apart(a, b, a - b)
}

/// [`ratio_term`] where d = a − b is known better than a and b are: they may be
/// rounded, and then their own difference would be noise.
pub(crate) fn ratio_term_apart(a: f64, b: f64, d: f64) -> f64 {
    // The same interval as in log1pmx, and the same formula with x = d/b.
    if 0.4 * b <= a && a <= 2.5 * b {
        if a.max(b) > HUGE {
            return ratio_term_apart(a * DOWN, b * DOWN, d * DOWN);
        }
        let r = d / (a + b);
        let y = r * r;
        return r * (d / b - 2.0 * (y * artanh_tail(y)));
    }
    let t = a / b;
    if t < f64::MIN_POSITIVE {
        // The ratio has lost its digits; its logarithm need not.
        (b.ln() - a.ln()) - 1.0
    } else if t == f64::INFINITY {
        t
    } else {
        (t - 1.0) - t.ln()
    }
}

/// [`kl_term`] where d = q − p is known better than p and q are.
pub(crate) fn kl_term_apart(p: f64, q: f64, d: f64) -> f64 {
    if p > 0.0 && p <= 2.0 * q && q <= 2.0 * p {
        if p.max(q) > HUGE {
            return kl_term_apart(p * DOWN, q * DOWN, d * DOWN) / DOWN;
        }
        near_kl_term(p, q, d)
    } else {
        kl_term(p, q)
    }
}

/// ln(a/b) for positive a and b, accurate for a near b too.
pub(crate) fn ln_ratio(a: f64, b: f64) -> f64 {
    if a <= 2.0 * b && b <= 2.0 * a {
        return ((a - b) / b).ln_1p();
    }
    let t = a / b;
    if (f64::MIN_POSITIVE..=f64::MAX).contains(&t) {
        t.ln()
    } else {
        a.ln() - b.ln()
    }
}

/// kl_term(p, a·b/c) for positive numbers, b and c being sums of two doubles of
/// which the second is what the rounding of the first lost.
///
/// No product or quotient over- or underflows on the way, and where a·b/c is
/// next to p their difference has all its digits.
pub(crate) fn kl_term_of_quotient(p: f64, a: f64, b: (f64, f64), c: (f64, f64)) -> f64 {
    let ((mp, ep), (ma, ea)) = (split(p), split(a));
    let ((mb, eb), (mc, ec)) = (split(b.0), split(c.0));
    // q/p = 2ᵉ·ma·mb/(mp·mc), the fraction between ¼ and 4.
    let e = ea + eb - ep - ec;
    let whole = mp * mc;
    if e.abs() <= 3 {
        let ma = ma * power_of_two(e);
        let product = ma * mb;
        // What the two products lost, with the second parts of b and c; 2⁻ᵉ may be ∞.
        let lost = ma.mul_add(mb, -product) + ma * scaled(b.1, -eb);
        let lost_whole = mp.mul_add(mc, -whole) + mp * scaled(c.1, -ec);
        let x = ((product - whole) + (lost - lost_whole)) / whole;
        if (-0.6..=1.5).contains(&x) {
            return p * -log1pmx(x);
        }
    }
    let fraction = ma * mb / whole;
    if e > 900 {
        // 1 + ln(q/p) is nothing beside q/p.
        scaled(mp * fraction, ep + e)
    } else if e < -900 {
        p * (-1.0 - (fraction.ln() + f64::from(e) * LN_2))
    } else {
        let t = fraction * power_of_two(e);
        p * ((t - 1.0) - t.ln())
    }
}

/// (a − b·c)/b for positive a and b and any c, with one rounding before the division.
///
/// `None` where b·c overflows or underflows.
pub(crate) fn quotient_minus(a: f64, b: f64, c: f64) -> Option<f64> {
    let product = b * c;
    let normal = (f64::MIN_POSITIVE * 2f64.powi(60)..=f64::MAX).contains(&product.abs());
    normal.then(|| (-b).mul_add(c, a) / b)
}

/// x > 0 as m·2ᵉ with 1 ≤ m < 2.
pub(crate) fn split(x: f64) -> (f64, i32) {
    const UP: i32 = 54;
    let (y, less) = if x < f64::MIN_POSITIVE {
        (x * power_of_two(UP), UP)
    } else {
        (x, 0)
    };
    let e = (y.to_bits() >> 52) as i32 - 1023;
    // In two steps: 2⁻ᵉ itself may be subnormal.
    let half = e / 2;
    let m = y * power_of_two(-half) * power_of_two(half - e);
    (m, e - less)
}

/// m·2ᵉ, rounded once, for any e.
pub(crate) fn scaled(m: f64, e: i32) -> f64 {
    let e = e.clamp(-2200, 2200);
    if e > 1000 {
        scaled(m * power_of_two(1000), e - 1000)
    } else if e < -1000 {
        scaled(m * power_of_two(-1000), e + 1000)
    } else {
        m * power_of_two(e)
    }
}

/// 2ᵉ; 0 and ∞ outside the range of doubles.
pub(crate) fn power_of_two(e: i32) -> f64 {
    2f64.powi(e)
}

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
pub fn expm1mx(x: f64) -> f64 {
    if x == f64::INFINITY {
        x
    } else if x.abs() <= 1.0 {
        x * (x * exponential_tail(x))
    } else {
        // They differ by a third or more of the larger.
        x.exp_m1() - x
    }
}

/// 1/2! + x/3! + x²/4! + …
///
/// For |x| ≤ 1, the first term left out is below 2⁻⁵⁴ of what is kept.
fn exponential_tail(x: f64) -> f64 {
    const TERMS: usize = 18;
    const COEFFICIENT: [f64; TERMS] = {
        let mut c = [0.5; TERMS];
        let mut i = 1;
        while i < TERMS {
            c[i] = c[i - 1] / (i + 2) as f64;
            i += 1;
        }
        c
    };
    COEFFICIENT.iter().rev().fold(0.0, |s, c| s * x + c)
}
