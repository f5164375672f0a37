//! Powers of two: other units, in which nothing overflows or is subnormal.

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

/// Beyond this a product with a logarithm, or a sum of two, may overflow.
pub(crate) const HUGE: f64 = f64::from_bits((1023 + 1000) << 52); // 2¹⁰⁰⁰

/// Brings any double below [`HUGE`] with room to spare.
pub(crate) const DOWN: f64 = f64::from_bits((1023 - 64) << 52); // 2⁻⁶⁴
