//! Exponentials and logarithms with twice the digits of a double.
//!
//! Each is wrong by a few 2⁻¹⁰⁰ of its result: for the few places where the terms of a result
//! cancel. A power of 2^(1/16) is taken out, so that a short series is left, of which only the
//! first terms need twice the digits.

use crate::float::double::Double;
use crate::float::scale::{power_of_two, split};
use crate::lanes::fused;
use std::f64::consts::{LN_2, LOG2_E, SQRT_2};

impl Double {
    /// eˣ; 0 or ∞ where it is outside the doubles. Below e⁻⁶⁰⁰ there are fewer digits.
    pub(crate) fn exp(self) -> Self {
        fused(
            #[inline(always)]
            || self.exp_inline(),
        )
    }

    #[inline(always)]
    fn exp_inline(self) -> Self {
        const FURTHEST: f64 = 800.0;
        if self.value.abs() > FURTHEST {
            return Double::from(self.value.exp());
        }
        let (k, r) = self.less_powers();
        let sixteenths = k as i32;
        let k = (sixteenths + 8) >> 4;
        let power = power_of_sixteenths(sixteenths - 16 * k);
        let e = power.plus(power * r.exp_m1_near_0());
        let half = k / 2;
        e.scaled(power_of_two(half)).scaled(power_of_two(k - half))
    }

    /// eˣ − 1.
    pub(crate) fn exp_m1(self) -> Self {
        fused(
            #[inline(always)]
            || self.exp_m1_inline(),
        )
    }

    #[inline(always)]
    fn exp_m1_inline(self) -> Self {
        // Eight sixteenths of ln 2.
        if self.value.abs() > 0.34 {
            return self.exp_inline() - Double::ONE;
        }
        if self.value.abs() <= NEAR {
            return self.exp_m1_near_0();
        }
        let (k, r) = self.less_powers();
        let power = power_of_sixteenths(k as i32);
        let beyond_one = Double::exact_sum(power.value - 1.0, power.lost);
        beyond_one + power * r.exp_m1_near_0()
    }

    /// x as k/16·ln 2 + r: k, and r, which is at most ln 2/32 in size.
    #[inline(always)]
    fn less_powers(self) -> (f64, Double) {
        // To the next whole number: `round` is a call on old machines.
        const SHIFT: f64 = 1.5 * power_of_two(52);
        let k = (self.value * (16.0 / LN_2) + SHIFT) - SHIFT;
        let by_k = |part: f64| Double::exact_product(part, k / 16.0);
        let r = (self - by_k(LN_2_IN_PARTS[0])) - by_k(LN_2_IN_PARTS[1]);
        (k, r.plus(by_k(-LN_2_IN_PARTS[2])))
    }

    /// eˣ − 1 for |x| up to [`NEAR`].
    #[inline(always)]
    fn exp_m1_near_0(self) -> Self {
        self.plus((self * self) * self.exponential_tail::<6, 14>())
    }

    /// 1/2! + x/3! + x²/4! + … up to the term of 1/LAST!, of which the first have twice the
    /// digits.
    #[inline(always)]
    pub(super) fn exponential_tail<const PRECISE: usize, const LAST: usize>(self) -> Self {
        let mut rest = 0.0;
        for c in FACTORIALS[PRECISE..LAST - 1].iter().rev() {
            rest = self.value * rest + c[0];
        }
        let mut sum = Double::from(rest);
        for &[value, lost] in FACTORIALS[..PRECISE].iter().rev() {
            sum = sum.times_plus(self, Double { value, lost });
        }
        sum.normalised()
    }

    /// ln x for a positive and finite x.
    pub(crate) fn ln(self) -> Self {
        fused(
            #[inline(always)]
            || self.ln_inline(),
        )
    }

    #[inline(always)]
    fn ln_inline(self) -> Self {
        let (k, near) = self.taken_apart();
        let by_k = |part: f64| Double::exact_product(part, k / 16.0);
        let small = by_k(LN_2_IN_PARTS[1]).plus(by_k(LN_2_IN_PARTS[2]).plus(near));
        by_k(LN_2_IN_PARTS[0]) + small
    }

    /// ln x − y, with an error below 2⁻¹⁰⁰ even where the difference is far smaller than ln x.
    pub(crate) fn ln_less(self, y: Double) -> Self {
        let (k, near) = self.taken_apart();
        let by_k = |part: f64| Double::exact_product(part, k / 16.0);
        let small = by_k(LN_2_IN_PARTS[1]) + (by_k(LN_2_IN_PARTS[2]) + near);
        (by_k(LN_2_IN_PARTS[0]) - y) + small
    }

    /// ln x as k/16·ln 2 + r: k and r, which is at most 0.025 in size.
    #[inline(always)]
    fn taken_apart(self) -> (f64, Double) {
        let (mut m, mut e) = split(self.value);
        if m > SQRT_2 {
            (m, e) = (0.5 * m, e + 1);
        }
        // x = 2ᵉ(m + rest)
        let half = e / 2;
        let rest = self.lost * power_of_two(-half) * power_of_two(half - e);
        // 16 log₂ m, roughly.
        let x = m - 1.0;
        let rough = 16.0 * LOG2_E * x * (1.0 + x * (x * (1.0 / 3.0 - 0.25 * x) - 0.5));
        let j = (rough + 16.5) as i32 - 16;
        let power = power_of_sixteenths(-j);
        let product = Double::exact_product(m, power.value);
        let small = product.lost + (m * power.lost + rest * power.value);
        let near = Double::exact_sum(product.value - 1.0, small).ln_1p_near_0();
        (f64::from(16 * e + j), near)
    }

    /// ln(1 + x) for x > −1.
    pub(crate) fn ln_1p(self) -> Self {
        fused(
            #[inline(always)]
            || {
                if self.value.abs() <= NEAR {
                    self.ln_1p_near_0()
                } else {
                    (Double::ONE + self).ln_inline()
                }
            },
        )
    }

    /// ln(1 + x) for |x| up to [`NEAR`]: 2 artanh s with s = x/(2 + x).
    #[inline(always)]
    fn ln_1p_near_0(self) -> Self {
        const PRECISE: usize = 3;
        let s = self / Double::small_sum(2.0, self.value).plus(Double::from(self.lost));
        let y = s * s;
        let mut rest = 0.0;
        for c in ODD[PRECISE..].iter().rev() {
            rest = y.value * rest + c[0];
        }
        let mut sum = Double::from(rest);
        for &[value, lost] in ODD[..PRECISE].iter().rev() {
            sum = sum.times_plus(y, Double { value, lost });
        }
        let twice = s.scaled(2.0);
        twice.plus((twice * y) * sum.normalised())
    }
}

/// 2^(j/16) for j from −8 to 8.
#[inline(always)]
fn power_of_sixteenths(j: i32) -> Double {
    let [value, lost] = POWERS[(j + 8).clamp(0, 16) as usize];
    Double { value, lost }
}

/// Up to here the series next to 0 are used: a little more than ln 2/32.
const NEAR: f64 = 0.026;

/// ln 2: its first 40 bits, and what is left in two doubles.
const LN_2_IN_PARTS: [f64; 3] = [
    0.693_147_180_559_208_2,
    7.371_002_565_167_799e-13,
    1.947_045_092_380_75e-31,
];

/// 2^(j/16) for j from −8 to 8, with twice the digits.
#[expect(clippy::approx_constant, reason = "√½ and √2 stand in a table")]
const POWERS: [[f64; 2]; 17] = [
    [0.707_106_781_186_547_6, -4.833_646_656_726_457e-17],
    [0.738_413_072_969_749_7, -1.741_997_278_446_398e-17],
    [0.771_105_412_703_970_4, 3.974_917_404_848_810_4e-17],
    [0.805_245_165_974_627_1, 1.235_359_628_489_894_4e-17],
    [0.840_896_415_253_714_5, 4.099_505_010_290_748e-17],
    [0.878_126_080_186_649_7, 1.480_070_347_724_436_7e-17],
    [0.917_004_043_204_671_2, 1.641_553_612_122_813_6e-17],
    [0.957_603_280_698_573_7, -5.309_973_028_097_981_3e-17],
    [1.0, 0.0],
    [1.044_273_782_427_413_8, 8.551_889_705_537_965e-17],
    [1.090_507_732_665_257_7, -3.046_782_079_812_471e-17],
    [1.138_788_634_756_691_6, 8.912_812_676_025_408e-17],
    [1.189_207_115_002_721, 3.982_015_231_465_646e-17],
    [1.241_857_812_073_484, 4.658_027_591_836_937e-17],
    [1.296_839_554_651_009_6, 2.538_250_279_488_831_5e-17],
    [1.354_255_546_936_892_7, 7.700_948_379_802_99e-17],
    [1.414_213_562_373_095_1, -9.667_293_313_452_913e-17],
];

/// 1/3, 1/5, …, with twice the digits: the coefficients of artanh. For |x| up to [`NEAR`], the
/// first term left out is below 2⁻¹¹⁰ of the sum.
const ODD: [[f64; 2]; 8] = [
    [0.333_333_333_333_333_3, 1.850_371_707_708_594e-17],
    [0.2, -1.110_223_024_625_156_6e-17],
    [0.142_857_142_857_142_85, 7.930_164_461_608_26e-18],
    [0.111_111_111_111_111_1, 6.167_905_692_361_980_4e-18],
    [0.090_909_090_909_090_91, -2.523_234_146_875_356e-18],
    [0.076_923_076_923_076_93, -4.270_088_556_250_602e-18],
    [0.066_666_666_666_666_67, 9.251_858_538_542_971e-19],
    [0.058_823_529_411_764_705, 8.163_404_592_832_033e-19],
];

/// 1/n! for n from 2 on, with twice the digits.
const FACTORIALS: [[f64; 2]; 18] = [
    [0.5, 0.0],
    [0.166_666_666_666_666_66, 9.251_858_538_542_97e-18],
    [0.041_666_666_666_666_664, 2.312_964_634_635_742_7e-18],
    [0.008_333_333_333_333_333, 1.156_482_317_317_871_4e-19],
    [0.001_388_888_888_888_889, -5.300_543_954_373_577e-20],
    [0.000_198_412_698_412_698_4, 1.720_955_829_342_070_5e-22],
    [2.480_158_730_158_73e-5, 2.151_194_786_677_588_2e-23],
    [2.755_731_922_398_589_3e-6, -1.858_393_274_046_472e-22],
    [2.755_731_922_398_589e-7, 2.376_771_462_225_029_7e-23],
    [2.505_210_838_544_172e-8, -1.448_814_070_935_912e-24],
    [2.087_675_698_786_81e-9, -1.207_345_059_113_26e-25],
    [1.605_904_383_682_161_3e-10, 1.258_529_458_875_209_8e-26],
    [1.147_074_559_772_972_5e-11, 2.065_551_275_283_074_5e-28],
    [7.647_163_731_819_816e-13, 7.038_728_777_334_53e-30],
    [4.779_477_332_387_385e-14, 4.399_205_485_834_081e-31],
    [2.811_457_254_345_520_6e-15, 1.650_884_273_086_143_3e-31],
    [1.561_920_696_858_622_5e-16, 1.191_067_966_027_375_4e-32],
    [8.220_635_246_624_33e-18, 2.214_189_411_960_426_5e-34],
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
