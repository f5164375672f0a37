//! The logarithm of a ratio, in lanes: one division and one polynomial.
//!
//! ln(q/p) = k ln 2 + 2 artanh s,  s = (q′ − p)/(q′ + p),  q′ = q·2⁻ᵏ
//!
//! k is the difference of the binary logarithms, rounded towards zero: so q′ lies within a
//! factor of two of p, q′ − p is exact, and k ln 2 and artanh s have the same sign, so that
//! nothing cancels between them.

use crate::lanes::{Lanes, is_fused};
use fearless_simd::prelude::*;
use fearless_simd::{Simd, i64x8, u64x8};

/// ln 2 in two parts. The first has so few digits that its product with any exponent is exact.
pub(crate) const LN_2_HIGH: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
pub(crate) const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// k and q′, for positive p and q that are not subnormal.
///
/// As the bits of a double grow like its binary logarithm, the difference of the bits of q
/// and p is nearly 2⁵² log₂(q/p); below 2⁵² in size exactly where q < 2p and p < 2q.
#[inline(always)]
pub(crate) fn power_apart<S: Simd>(p: Lanes<S>, q: Lanes<S>) -> (Lanes<S>, Lanes<S>) {
    const ONE: u64 = 1 << 52;
    /// 2⁵², whose bits are those of an integer below 2⁵² after an "or" with it.
    const INTEGER: f64 = (1_u64 << 52) as f64;
    /// Keeps k positive.
    const BIAS: u64 = 1024;
    let (p, q): (u64x8<S>, u64x8<S>) = (p.to_bits(), q.to_bits());
    let apart = q - p;
    // All ones where q is the smaller, else 0: what rounds towards zero, and not down.
    let below: u64x8<S> = (apart.bitcast::<i64x8<S>>() >> 63).bitcast();
    let k = (apart + (below & (ONE - 1)) + BIAS * ONE) >> 52;
    let reduced = q + BIAS * ONE - (k << 52);
    let k = Lanes::from_bits(k | INTEGER.to_bits()) - (INTEGER + BIAS as f64);
    (k, Lanes::from_bits(reduced))
}

/// A quotient, and what is left of the dividend beside it; 0 where that cannot be had at
/// once.
pub(crate) struct Quotient<S: Simd> {
    pub(crate) s: Lanes<S>,
    pub(crate) lost: Lanes<S>,
}

impl<S: Simd> Quotient<S> {
    #[inline(always)]
    pub(crate) fn new(simd: S, dividend: Lanes<S>, divisor: Lanes<S>) -> Self {
        let s = dividend / divisor;
        let lost = if is_fused(simd) {
            (-s).mul_add(divisor, dividend)
        } else {
            Lanes::splat(simd, 0.0)
        };
        Quotient { s, lost }
    }
}

/// R(y) in artanh s = s + s y R(y), y = s², for |s| ≤ ⅓.
#[inline(always)]
pub(crate) fn artanh_tail<S: Simd>(simd: S, y: Lanes<S>) -> Lanes<S> {
    /// The polynomial of degree 9 that is the function at Chebyshev's points.
    const COEFFICIENTS: [f64; 10] = [
        0.080_820_228_059_717_66,
        0.044_003_692_430_723_37,
        0.060_005_364_047_953_56,
        0.066_570_721_048_274_68,
        0.076_927_850_324_793_12,
        0.090_908_947_180_664_29,
        0.111_111_113_587_139_32,
        0.142_857_142_835_543_8,
        0.200_000_000_000_072_92,
        0.333_333_333_333_333_3,
    ];
    polynomial(simd, &COEFFICIENTS, y)
}

/// ln x in two parts, the first of which has most of it, for positive x that are not
/// subnormal.
///
/// k ln 2 + 2 artanh s, s = (x′ − 1)/(x′ + 1), with x′ = x·2⁻ᵏ between √½ and √2: k is 0 next to
/// 1, where the two would cancel, and what is lost of their sum elsewhere is kept.
#[inline(always)]
pub(crate) fn ln<S: Simd>(simd: S, x: Lanes<S>) -> (Lanes<S>, Lanes<S>) {
    /// What is added to k keeps it positive.
    const BIAS: u64 = 1022;
    /// The bits of √½, less the addition.
    const LEAST: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits() - (BIAS << 52);
    const INTEGER: f64 = (1_u64 << 52) as f64;
    let bits: u64x8<S> = x.to_bits();
    let k = (bits - LEAST) >> 52;
    let x = Lanes::from_bits(bits + (BIAS << 52) - (k << 52));
    let k = Lanes::from_bits(k | INTEGER.to_bits()) - (INTEGER + BIAS as f64);
    let d = x - 1.0;
    let s = d / (x + 1.0);
    let y = s * s;
    // 2s = d − s d, of which the first is exact.
    let tail = s * (y + y) * artanh_tail_near(simd, y);
    let whole = k * LN_2_HIGH;
    let high = whole + d;
    let lost = d - (high - whole);
    (high, lost + k.mul_add(LN_2_LOW, tail - s * d))
}

/// R(y) in artanh s = s + s y R(y), y = s², for |s| ≤ (√2 − 1)/(√2 + 1).
#[inline(always)]
fn artanh_tail_near<S: Simd>(simd: S, y: Lanes<S>) -> Lanes<S> {
    /// The polynomial of degree 6 that is the function at Chebyshev's points.
    const COEFFICIENTS: [f64; 7] = [
        0.073_082_248_425_217_03,
        0.076_658_608_002_780_21,
        0.090_914_445_626_308_61,
        0.111_111_055_673_975_4,
        0.142_857_143_129_877_43,
        0.199_999_999_999_497_52,
        0.333_333_333_333_333_5,
    ];
    polynomial(simd, &COEFFICIENTS, y)
}

/// ln(a/b), for positive a and b that are not subnormal.
#[inline(always)]
pub(crate) fn ln_ratio<S: Simd>(simd: S, a: Lanes<S>, b: Lanes<S>) -> Lanes<S> {
    let (k, near) = power_apart(b, a);
    let (d, sum) = (near - b, near + b);
    let Quotient { s, lost } = Quotient::new(simd, d, sum);
    // The sum is 2b + d, where d is exact.
    let lost = (-s).mul_add(d - (sum - (b + b)), lost);
    let y = s * s;
    let rest = lost / sum + s * (y * artanh_tail(simd, y));
    let (whole, twice) = (k * LN_2_HIGH, s + s);
    let high = whole + twice;
    let low = k.mul_add(LN_2_LOW, rest + rest);
    high + (low + (twice - (high - whole)))
}

/// A polynomial by Horner's rule, the highest coefficient first.
#[inline(always)]
pub(crate) fn polynomial<S: Simd, const N: usize>(
    simd: S,
    coefficients: &[f64; N],
    x: Lanes<S>,
) -> Lanes<S> {
    let mut value = Lanes::splat(simd, coefficients[0]);
    for c in &coefficients[1..] {
        value = value.mul_add(x, *c);
    }
    value
}
