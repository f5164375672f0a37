//! ln Γ and ψ with twice the digits of a double.
//!
//! Each is wrong by a few 2⁻⁹⁵ beside 1, or beside the result if that is larger.

use crate::float::double::Double;

impl Double {
    /// Binet's function μ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π for x > 0, which is next to
    /// 1/12x for large x.
    pub(crate) fn binet(self) -> Self {
        let Some((up, steps)) = self.moved_up() else {
            return self.series(|c, _| c);
        };
        // The same ln Γ, from above by the recurrence.
        let half = Double::from(0.5);
        let (product, _) = self.products(steps);
        let large = (up - half) * up.ln() - (self - half) * self.ln();
        up.binet() + ((large - product.ln()) - Double::from(f64::from(steps)))
    }

    /// μ′(x), which is negative.
    pub(crate) fn binet_slope(self) -> Self {
        let Some((up, steps)) = self.moved_up() else {
            return self.series(|c, power| c * Double::from(power)) / -self;
        };
        let half = Double::from(0.5);
        let (product, sum) = self.products(steps);
        let change = (up / self).ln() + half / self - half / up;
        up.binet_slope() + (change - sum / product)
    }

    /// ln Γ(x) for x > 0.
    pub(crate) fn ln_gamma(self) -> Self {
        if let Some((up, steps)) = self.moved_up() {
            let (product, _) = self.products(steps);
            return up.ln_gamma() - product.ln();
        }
        let large = (self - Double::from(0.5)) * self.ln() - self;
        large + (HALF_LN_TAU + self.binet())
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
        if let Some((up, steps)) = self.moved_up() {
            let (product, sum) = self.products(steps);
            return up.digamma() - sum / product;
        }
        self.ln() - Double::from(0.5) / self + self.binet_slope()
    }

    /// From where on the series has the digits: x + n and n, if x is below.
    fn moved_up(self) -> Option<(Double, u32)> {
        const SERIES_FROM: f64 = 32.0;
        let missing = (SERIES_FROM - self.value).ceil();
        (missing > 0.0).then(|| (self + Double::from(missing), missing as u32))
    }

    /// x(x + 1)…(x + n − 1) and its derivative.
    fn products(self, n: u32) -> (Double, Double) {
        let start = (Double::ONE, Double::ZERO);
        (0..n).fold(start, |(product, slope), i| {
            let factor = self + Double::from(f64::from(i));
            (product * factor, slope * factor + product)
        })
    }

    /// Σ f(cₖ, 2k − 1) x^(1 − 2k), Stirling's series where f is cₖ.
    fn series(self, f: impl Fn(Double, f64) -> Double) -> Double {
        let inverse = Double::ONE / self;
        let square = inverse * inverse;
        let mut power = 2.0 * SERIES.len() as f64 + 1.0;
        let sum = SERIES
            .iter()
            .rev()
            .fold(Double::ZERO, |sum, &[value, lost]| {
                power -= 2.0;
                sum * square + f(Double { value, lost }, power)
            });
        inverse * sum
    }
}

/// ½ ln 2π, with twice the digits.
pub(crate) const HALF_LN_TAU: Double = Double {
    value: 0.918_938_533_204_672_8,
    lost: -3.878_294_158_067_241_4e-17,
};

/// The coefficients cₖ = B₂ₖ/(2k(2k − 1)) of Stirling's series, with twice the digits. From 32
/// on, the first term left out is below 2⁻¹⁰⁵ of the sum.
const SERIES: [[f64; 2]; 14] = [
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
];

#[cfg(test)]
mod tests {
    use super::Double;
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
            let found = [x.binet(), x.binet_slope(), x.ln_gamma(), x.digamma()];
            for (found, expected) in found.iter().zip(numbers.chunks_exact(2)) {
                let (value, lost) = (expected[0], expected[1]);
                let off = (*found - Double { value, lost }).value;
                // From 32 on nothing cancels in Binet's function.
                let least = if x.value < 32.0 { 1.0 } else { 0.0 };
                let size = value.abs().max(least);
                assert!(
                    off.abs() <= power_of_two(-94) * size,
                    "{x:?} {found:?} {off}"
                );
            }
        }
    }
}
