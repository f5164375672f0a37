//! Exponentials and logarithms with twice the digits of a double.
//!
//! Each is wrong by a few 2⁻¹⁰⁰ of its result: for the few places where the terms of a result
//! cancel, and where a microsecond does not matter.

use crate::float::double::Double;
use crate::float::scale::{power_of_two, split};
use std::f64::consts::{LN_2, SQRT_2};

impl Double {
    /// eˣ; 0 or ∞ where it is outside the doubles. Below e⁻⁶⁰⁰ there are fewer digits.
    pub(crate) fn exp(self) -> Self {
        const FURTHEST: f64 = 800.0;
        if self.value.abs() > FURTHEST {
            return Double::from(self.value.exp());
        }
        // x = k ln 2 + r, where the product with the first part of ln 2 is exact.
        let k = (self.value / LN_2).round();
        let by_k = |part: f64| Double::from(part) * Double::from(k);
        let r = (self - by_k(LN_2_IN_PARTS[0])) - (by_k(LN_2_IN_PARTS[1]) + by_k(LN_2_IN_PARTS[2]));
        let half = (0.5 * k).round();
        let e = Double::ONE + r.exp_m1_near_0();
        e.scaled(power_of_two(half as i32))
            .scaled(power_of_two((k - half) as i32))
    }

    /// eˣ − 1.
    pub(crate) fn exp_m1(self) -> Self {
        if self.value.abs() <= NEAR {
            self.exp_m1_near_0()
        } else {
            self.exp() - Double::ONE
        }
    }

    /// eˣ − 1 for |x| up to [`NEAR`], by the series for x/32, from which (1 + y)² − 1 = y(2 + y)
    /// leads back.
    fn exp_m1_near_0(self) -> Self {
        const DOUBLINGS: i32 = 5;
        const TERMS: i32 = 14;
        let x = self.unscaled(power_of_two(DOUBLINGS));
        let sum = (2..TERMS).rev().fold(Double::ONE, |sum, n| {
            let n = f64::from(n);
            Double::ONE + (x * sum).over(n, 1.0 / n)
        });
        (0..DOUBLINGS).fold(x * sum, |y, _| y * (Double::from(2.0) + y))
    }

    /// ln x for a positive and finite x.
    pub(crate) fn ln(self) -> Self {
        self.ln_less(Double::ZERO)
    }

    /// ln x − y, with an error below 2⁻¹⁰⁰ even where the difference is far smaller than ln x.
    pub(crate) fn ln_less(self, y: Double) -> Self {
        let (mut m, mut e) = split(self.value);
        if m > SQRT_2 {
            (m, e) = (0.5 * m, e + 1);
        }
        // x = 2ᵉ(m + rest)
        let half = e / 2;
        let rest = self.lost * power_of_two(-half) * power_of_two(half - e);
        let near = (Double::exact_sum(m - 1.0, rest)).ln_1p_near_0();
        let by_e = |part: f64| Double::from(part) * Double::from(f64::from(e));
        let small = by_e(LN_2_IN_PARTS[1]) + (by_e(LN_2_IN_PARTS[2]) + near);
        (by_e(LN_2_IN_PARTS[0]) - y) + small
    }

    /// ln(1 + x) for x > −1.
    pub(crate) fn ln_1p(self) -> Self {
        if self.value.abs() <= NEAR {
            self.ln_1p_near_0()
        } else {
            (Double::ONE + self).ln()
        }
    }

    /// ln(1 + x), by one step of Newton's method from its value as a double.
    fn ln_1p_near_0(self) -> Self {
        let first = Double::from(self.value.ln_1p());
        let power = first.exp_m1_near_0();
        let off = (self - power) / (Double::ONE + power);
        first + (off - Double::from(0.5 * off.value * off.value))
    }
}

/// Up to here the functions next to 0 are used: ½ ln 2 and more, and so the fractions that
/// [`Double::ln`] has.
const NEAR: f64 = 0.5;

/// ln 2: its first 40 bits, and what is left in two doubles.
const LN_2_IN_PARTS: [f64; 3] = [
    0.693_147_180_559_208_2,
    7.371_002_565_167_799e-13,
    1.947_045_092_380_75e-31,
];

#[cfg(test)]
mod tests {
    use super::Double;
    use crate::float::scale::power_of_two;

    /// x, and eˣ − 1 and ln x with twice the digits, computed by mpmath.
    const CASES: [[f64; 5]; 8] = [
        [
            0.007_812_5,
            0.007_843_097_206_447_977,
            6.611_915_286_438_626e-19,
            -4.852_030_263_919_617,
            -2.733_555_794_317_566_4e-16,
        ],
        [
            0.3,
            0.349_858_807_576_003_1,
            1.654_915_572_819_177_6e-17,
            -1.203_972_804_325_936_1,
            8.935_521_583_403_776e-17,
        ],
        [
            0.75,
            1.117_000_016_612_674_6,
            1.063_345_424_306_289_7e-16,
            -0.287_682_072_451_780_9,
            -2.607_160_616_442_564e-17,
        ],
        [
            1.000_976_562_5,
            1.720_937_697_156_967_9,
            8.064_907_341_867_011e-17,
            0.000_976_085_973_055_458_9,
            -2.879_115_653_409_671_4e-20,
        ],
        [
            1.4,
            3.055_199_966_844_674,
            1.294_064_796_661_847_7e-16,
            0.336_472_236_621_212_9,
            -2.749_511_929_341_821_2e-17,
        ],
        [
            2.7,
            13.879_731_724_872_837,
            -1.515_299_133_546_038e-16,
            0.993_251_773_010_283_4,
            1.072_769_934_004_017e-17,
        ],
        [
            19.5,
            294_267_565.041_508_8,
            1.273_580_921_842_209_4e-8,
            2.970_414_465_569_701,
            2.166_053_693_893_477_8e-16,
        ],
        [
            650.0,
            1.956_199_921_370_272e282,
            -3.231_454_913_676_498e265,
            6.476_972_362_889_683,
            9.521_170_198_794_45e-17,
        ],
    ];

    #[test]
    fn values_have_thirty_digits() {
        let near = |found: Double, expected: [f64; 2]| {
            let [value, lost] = expected;
            let off = (found - Double { value, lost }).value;
            assert!(
                off.abs() <= power_of_two(-99) * value.abs(),
                "{found:?} {expected:?}"
            );
        };
        for [x, power, power_lost, ln, ln_lost] in CASES {
            let x = Double::from(x);
            near(x.exp_m1(), [power, power_lost]);
            near(x.exp(), {
                let e = Double {
                    value: power,
                    lost: power_lost,
                } + Double::ONE;
                [e.value, e.lost]
            });
            near(x.ln(), [ln, ln_lost]);
            near((x - Double::ONE).ln_1p(), [ln, ln_lost]);
        }
    }

    #[test]
    fn each_undoes_the_other() {
        for x in [
            -600.0, -3.0, -0.4, -1e-20, 1e-30, 1e-9, 0.3, 0.6, 1.0, 2.5, 37.0, 700.0,
        ] {
            let x = Double::from(x) + Double::from(x * power_of_two(-60));
            let off = (x.exp().ln() - x).value;
            assert!(
                off.abs() <= power_of_two(-98) * x.value.abs().max(1.0),
                "{x:?} {off}"
            );
            if x.value.abs() < 30.0 {
                let off = (x.exp_m1().ln_1p() - x).value;
                assert!(
                    off.abs() <= power_of_two(-98) * x.value.abs(),
                    "{x:?} {off}"
                );
            }
        }
    }

    #[test]
    fn the_ends_are_those_of_doubles() {
        assert_eq!(Double::from(1000.0).exp().value, f64::INFINITY);
        assert_eq!(Double::from(-1000.0).exp().value, 0.0);
        // Written out: the standard library promises no last digit, and Miri changes it on purpose.
        for (x, ln) in [
            (f64::from_bits(1), -744.440_071_921_381_2),
            (f64::MIN_POSITIVE, -708.396_418_532_264_1),
            (f64::MAX, 709.782_712_893_384),
        ] {
            assert_eq!(Double::from(x).ln().value, ln);
        }
    }
}
