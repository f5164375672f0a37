//! ln Γ and ψ with twice the digits of a double.
//!
//! Each is wrong by a few 2⁻⁹⁵ beside 1, or beside the result if that is larger.

use crate::float::double::Double;
use crate::lanes::fused;

impl Double {
    /// Binet's function μ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π for x > 0, which is next to
    /// 1/12x for large x.
    pub(crate) fn binet(self) -> Self {
        let [value, _] = fused(
            #[inline(always)]
            || self.binet_inline(),
        );
        value
    }

    /// μ(x), and μ′(x), which is negative.
    pub(crate) fn binet_and_slope(self) -> [Self; 2] {
        fused(
            #[inline(always)]
            || self.binet_inline(),
        )
    }

    #[inline(always)]
    fn binet_inline(self) -> [Self; 2] {
        if self.value >= SERIES_FROM {
            let at = Series::at(self);
            return [at.binet, at.slope];
        }
        // The same ln Γ and ψ, from above by the recurrence.
        let Raised {
            up,
            at,
            product,
            change,
        } = self.raised();
        let inverse = Double::ONE / self;
        let ln_rise = (up * inverse).ln();
        // (x + 16)⁻¹⁶
        let mut power = at.inverse;
        for _ in 0..4 {
            power = power * power;
        }
        let steps = (product * power).ln().plus(Double::from(STEPS));
        let value = (self - Double::from(0.5)) * ln_rise - steps;
        let halves = (inverse * at.inverse).scaled(0.5 * STEPS);
        let slope = (ln_rise - change).plus(halves);
        [at.binet.plus(value), at.slope.plus(slope)]
    }

    /// ln Γ(x) for x > 0.
    pub(crate) fn ln_gamma(self) -> Self {
        fused(
            #[inline(always)]
            || {
                if self.value >= SERIES_FROM {
                    return stirling(self, Series::at(self).binet);
                }
                let raised = self.raised();
                stirling(raised.up, raised.at.binet) - raised.product.ln()
            },
        )
    }

    /// ln B(x, y) for x, y > 0, wrong by a few 2⁻⁹⁵ beside the smaller of x and y times its
    /// logarithm.
    pub(crate) fn ln_beta(self, other: Self) -> Self {
        let (x, y) = if self.value <= other.value {
            (self, other)
        } else {
            (other, self)
        };
        let sum = x + y;
        let powers = x - x * y.ln() - (sum - Double::from(0.5)) * (x / y).ln_1p();
        x.ln_gamma() + powers + (y.binet() - sum.binet())
    }

    /// ψ(x), the derivative of ln Γ, for x > 0.
    pub(crate) fn digamma(self) -> Self {
        fused(
            #[inline(always)]
            || {
                if self.value >= SERIES_FROM {
                    return Series::at(self).digamma(self);
                }
                let raised = self.raised();
                raised.at.digamma(raised.up) - raised.change
            },
        )
    }

    #[inline(always)]
    fn raised(self) -> Raised {
        // The factors x + i and x + 15 − i have the product y + i(15 − i) with y = x(x + 15).
        let twice = self.plus(self).plus(Double::from(STEPS - 1.0));
        let y = self * self.plus(Double::from(STEPS - 1.0));
        let ((low, of_low), (high, of_high)) = (four_of_product(y, 0), four_of_product(y, 4));
        let product = low * high;
        let slope = (low * of_high).plus(of_low * high);
        let up = self + Double::from(STEPS);
        Raised {
            up,
            at: Series::at(up),
            product,
            change: (slope * twice) / product,
        }
    }
}

/// The product of y + i(15 − i) for four i, and its derivative.
#[inline(always)]
fn four_of_product(y: Double, first: u32) -> (Double, Double) {
    let (mut product, mut slope) = (Double::ONE, Double::ZERO);
    for i in first..first + 4 {
        let factor = y.plus(Double::from(f64::from(i * (15 - i))));
        slope = (slope * factor).plus(product);
        product = product * factor;
    }
    (product, slope)
}

/// ln Γ(x) by Stirling's series, of which μ(x) is given.
#[inline(always)]
fn stirling(x: Double, binet: Double) -> Double {
    let large = (x - Double::from(0.5)) * x.ln() - x;
    large + HALF_LN_TAU.plus(binet)
}

/// x + 16, Stirling's series there, x(x + 1)…(x + 15), and the derivative of its logarithm, which
/// is 1/x + 1/(x + 1) + …
struct Raised {
    up: Double,
    at: Series,
    product: Double,
    change: Double,
}

/// 1/x, and Stirling's series of μ(x) and μ′(x).
struct Series {
    inverse: Double,
    binet: Double,
    slope: Double,
}

impl Series {
    /// ψ(x).
    #[inline(always)]
    fn digamma(&self, x: Double) -> Double {
        (x.ln() - self.inverse.scaled(0.5)) + self.slope
    }

    /// The series from [`SERIES_FROM`] on.
    #[inline(always)]
    fn at(x: Double) -> Self {
        /// So many terms need twice the digits.
        const PRECISE: usize = 8;
        let inverse = Double::ONE / x;
        let u = inverse * inverse;
        // μ(x) is P(u)/x, and −μ′(x) is (P + 2uP′)/x².
        let (mut value, mut change) = (0.0, 0.0);
        for c in SERIES[PRECISE..].iter().rev() {
            change = u.value * change + value;
            value = u.value * value + c[0];
        }
        let (mut value, mut change) = (Double::from(value), Double::from(change));
        for &[c, lost] in SERIES[..PRECISE].iter().rev() {
            change = change.times_plus(u, value);
            value = value.times_plus(u, Double { value: c, lost });
        }
        let (value, change) = (value.normalised(), change.normalised());
        Series {
            inverse,
            binet: inverse * value,
            slope: -u * value.plus((u * change).scaled(2.0)),
        }
    }
}

/// From here on Stirling's series has the digits; to here the recurrence leads from below.
const SERIES_FROM: f64 = STEPS;
const STEPS: f64 = 16.0;

/// ½ ln 2π, with twice the digits.
pub(crate) const HALF_LN_TAU: Double = Double {
    value: 0.918_938_533_204_672_8,
    lost: -3.878_294_158_067_241_4e-17,
};

/// The coefficients cₖ = B₂ₖ/(2k(2k − 1)) of Stirling's series, with twice the digits. From 16
/// on, the first term left out is below 2⁻¹⁰⁵ of the sum.
const SERIES: [[f64; 2]; 22] = [
    [0.083_333_333_333_333_33, 4.625_929_269_271_485e-18],
    [-0.002_777_777_777_777_778, 1.060_108_790_874_715_4e-19],
    [0.000_793_650_793_650_793_7, 6.883_823_317_368_282e-22],
    [-0.000_595_238_095_238_095_3, 5.369_382_187_547_26e-20],
    [0.000_841_750_841_750_841_7, 3.687_017_488_923_769_4e-20],
    [-0.001_917_526_917_526_917_6, 1.067_570_277_687_247_5e-19],
    [0.006_410_256_410_256_41, 2.224_004_456_380_521_7e-19],
    [-0.029_550_653_594_771_242, 4.861_760_957_508_855e-19],
    [0.179_644_372_368_830_57, -6.401_600_482_710_946e-19],
    [-1.392_432_216_905_901_1, 1.583_705_698_923_030_3e-17],
    [13.402_864_044_168_393, -6.154_114_101_993_966e-16],
    [-156.848_284_626_002_03, 9.391_823_141_715_389e-15],
    [2_193.103_333_333_333_5, -1.333_925_562_600_294_8e-13],
    [-36_108.771_253_724_99, 5.897_583_353_514_365e-13],
    [691_472.268_851_313, 2.558_529_630_515_8e-11],
    [-15_238_221.539_407_415, -8.767_745_224_906_25e-10],
    [382_900_751.391_414_17, -2.408_268_475_773_358_5e-8],
    [-10_882_266_035.784_391, 3.141_830_930_219_749e-7],
    [347_320_283_765.002_26, -6.048_528_997_747_748e-6],
    [-12_369_602_142_269.275, 0.000_936_373_289_650_728_6],
    [488_788_064_793_079.3, 0.022_575_815_162_518_022],
    [-21_320_333_960_919_372.0, -1.896_975_058_982_136_8],
];

#[cfg(test)]
mod tests {
    use super::{Double, SERIES_FROM};
    use crate::float::scale::power_of_two;

    /// x, and μ(x), μ′(x), ln Γ(x) and ψ(x) with twice the digits, computed by mpmath.
    const CASES: [[f64; 9]; 9] = [
        [
            0.001,
            2.542_270_467_967_094_7,
            -1.188_859_001_691_300_2e-16,
            -493.667_816_652_828_15,
            -2.195_575_070_170_438_7e-15,
            6.907_178_885_383_853,
            2.777_556_825_107_376e-16,
            -1_000.575_571_931_810_3,
            -2.042_507_851_568_733_3e-14,
        ],
        [
            0.3,
            0.236_064_900_748_215_6,
            -6.384_742_054_968_306e-18,
            -0.631_884_751_207_530_4,
            3.709_853_476_724_407_6e-17,
            1.095_797_994_818_075_6,
            -4.412_082_839_547_077e-17,
            -3.502_524_222_200_133,
            2.776_725_952_349_014e-17,
        ],
        [
            1.5,
            0.054_814_121_051_917_65,
            2.789_905_337_804_290_4e-18,
            -0.035_641_800_796_254_53,
            7.635_156_902_749_228e-19,
            -0.120_782_237_635_245_22,
            -4.179_704_749_294_626_4e-18,
            0.036_489_973_978_576_52,
            1.953_422_989_480_230_5e-19,
        ],
        [
            7.25,
            0.011_487_002_684_428_697,
            -5.834_299_947_034_62e-19,
            -0.001_582_424_741_468_069_7,
            7.364_992_560_400_477e-20,
            7.052_185_450_738_539_5,
            -8.449_924_820_091_046e-17,
            1.910_453_526_883_736,
            9.762_994_425_850_85e-17,
        ],
        [
            31.5,
            0.002_645_413_798_892_788_4,
            1.563_110_654_670_249e-19,
            -8.397_575_100_878_169e-5,
            4.256_529_226_509_428e-21,
            76.371_197_867_782_77,
            5.509_786_374_578_380_5e-15,
            3.434_030_554_207_563,
            -1.448_612_738_699_851_5e-16,
        ],
        [
            32.0,
            0.002_604_081_919_251_656_4,
            1.299_389_310_873_786_3e-20,
            -8.137_226_473_930_493e-5,
            9.840_140_093_436_085e-22,
            78.092_223_553_315_3,
            3.559_518_675_496_083e-15,
            3.450_029_530_534_987_3,
            -4.548_437_877_676_728_5e-17,
        ],
        [
            33.3,
            0.002_502_427_296_421_092,
            -1.308_033_371_291_163_4e-19,
            -7.514_345_114_026_42e-5,
            -6.649_183_305_175_256e-21,
            82.603_723_581_654_95,
            -3.875_827_136_104_293_5e-15,
            3.490_467_238_520_243,
            -9.909_576_904_591_694e-17,
        ],
        [
            1_000.0,
            8.333_333_055_555_635e-5,
            -3.724_715_985_280_774e-21,
            -8.333_332_500_000_397e-8,
            -9.015_568_656_969_45e-25,
            5_905.220_423_209_181,
            4.037_820_381_993_830_6e-13,
            6.907_255_195_648_812,
            8.916_703_251_127_857e-17,
        ],
        [
            10_000_000_000.0,
            8.333_333_333_333_334e-12,
            -3.036_044_220_735_923e-28,
            -8.333_333_333_333_333e-22,
            -1.435_825_776_623_102_2e-38,
            220_258_509_288.810_58,
            4.077_463_798_123_46e-6,
            23.025_850_929_890_456,
            4.979_152_209_347_474e-16,
        ],
    ];

    #[test]
    fn the_beta_function_is_that_of_gamma_functions() {
        let near = |x: f64, y: f64, expected: Double| {
            let (x, y) = (Double::from(x), Double::from(y));
            for found in [x.ln_beta(y), y.ln_beta(x)] {
                let off = (found - expected).value;
                assert!(off.abs() <= power_of_two(-92), "{x:?} {y:?} {off}");
            }
        };
        near(2.0, 3.0, -Double::from(12.0).ln());
        near(1.0, 1e12, -Double::from(1e12).ln());
        near(
            0.5,
            0.5,
            Double::from(0.5).ln_gamma() + Double::from(0.5).ln_gamma(),
        );
    }

    #[test]
    fn values_have_nearly_thirty_digits() {
        for [x, numbers @ ..] in CASES {
            let x = Double::from(x);
            let [value, slope] = x.binet_and_slope();
            assert_eq!(x.binet(), value);
            let found = [value, slope, x.ln_gamma(), x.digamma()];
            for (found, expected) in found.iter().zip(numbers.chunks_exact(2)) {
                let (value, lost) = (expected[0], expected[1]);
                let off = (*found - Double { value, lost }).value;
                // From 16 on nothing cancels in Binet's function.
                let least = if x.value < SERIES_FROM { 1.0 } else { 0.0 };
                let size = value.abs().max(least);
                assert!(
                    off.abs() <= power_of_two(-94) * size,
                    "{x:?} {found:?} {off}"
                );
            }
        }
    }
}
