//! Scaling by powers of two, away from overflow and subnormal numbers.

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

/// 2ᵉ exactly; 0 and ∞ outside the range of doubles.
///
/// It is made from its bits, as constants need: `powi` may be off by an ulp, and gives 0 from
/// 2⁻¹⁰²⁴ on.
pub(crate) const fn power_of_two(e: i32) -> f64 {
    match e {
        ..-1074 => 0.0,
        -1074..-1022 => f64::from_bits(1 << (e + 1074)),
        -1022..1024 => f64::from_bits(((e + 1023) as u64) << 52),
        _ => f64::INFINITY,
    }
}

/// The threshold above which a product with a logarithm, or a sum of two, may overflow.
pub(crate) const HUGE: f64 = power_of_two(1000);

/// The factor that brings any double below [`HUGE`], with room to spare.
pub(crate) const DOWN: f64 = power_of_two(-64);

#[cfg(test)]
mod tests {
    use super::power_of_two;

    #[test]
    fn each_power_is_twice_the_one_before() {
        assert_eq!(power_of_two(0), 1.0);
        for e in -1074..1024 {
            let (power, before) = (power_of_two(e), power_of_two(e - 1));
            assert!(
                power > before && (e == -1074 || power == 2.0 * before),
                "{e}"
            );
        }
    }

    #[test]
    fn outside_the_doubles_it_is_0_and_infinite() {
        for e in [i32::MIN, -1075] {
            assert_eq!(power_of_two(e), 0.0);
        }
        for e in [1024, i32::MAX] {
            assert_eq!(power_of_two(e), f64::INFINITY);
        }
    }
}
