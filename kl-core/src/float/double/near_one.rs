//! ln Γ and its kin next to 1 and 2, without constant and linear parts, with twice the digits.

use crate::float::double::Double;

/// Up to here from 1 or 2 the series below have twice the digits.
pub(crate) const NEAR: f64 = 1.0 / 256.0;

/// Σ c(n, ζ(n) − 1) (−x)ⁿ⁻² over n from 2 on, for |x| up to [`NEAR`].
///
/// Times x² it is, for the coefficient
///
/// | c | function |
/// |---|---|
/// | 1/n | x − ln(1 + x) |
/// | 1/n(n − 1) | (1 + x) ln(1 + x) − x |
/// | ζ/n | ln Γ(1 + x) + γx |
/// | (ζ − 1)/n | ln Γ(2 + x) − (1 − γ)x |
/// | ζ(n − 1)/n | xψ(1 + x) − ln Γ(1 + x) |
/// | (ζ − 1)(n − 1)/n | xψ(2 + x) − ln Γ(2 + x) |
///
/// and times x it is ψ(1 + x) + γ for ζ. Abramowitz and Stegun, *Handbook of Mathematical
/// Functions*, equations 6.1.33 and 6.3.14.
#[inline(always)]
pub(crate) fn beyond_linear(x: Double, coefficient: impl Fn(f64, Double) -> Double) -> Double {
    let mut sum = Double::ZERO;
    for (i, &[value, lost]) in ZETA.iter().enumerate().rev() {
        let coefficient = coefficient(i as f64 + 2.0, Double { value, lost });
        sum = sum.times_plus(-x, coefficient);
    }
    sum.normalised()
}

/// Euler's constant γ, with twice the digits.
pub(crate) const EULER: Double = Double {
    value: 0.577_215_664_901_532_9,
    lost: -4.942_915_152_430_645e-18,
};

/// ζ(n) − 1 for n from 2 on, with twice the digits.
const ZETA: [[f64; 2]; 11] = [
    [0.644_934_066_848_226_4, 3.040_672_350_398_476e-17],
    [0.202_056_903_159_594_3, -6.752_241_127_462_512e-18],
    [0.082_323_233_711_138_19, 5.851_757_005_110_278e-18],
    [0.036_927_755_143_369_93, -3.178_450_686_126_237e-19],
    [0.017_343_061_984_449_14, -4.414_770_097_141_147e-19],
    [0.008_349_277_381_922_827, -2.922_349_664_675_98e-19],
    [0.004_077_356_197_944_34, -2.224_283_340_045_610_6e-19],
    [0.002_008_392_826_082_214_3, 1.625_517_298_029_432_5e-19],
    [0.000_994_575_127_818_085_3, 8.155_271_993_117_836e-20],
    [0.000_494_188_604_119_464_5, 3.007_775_458_283_559e-20],
    [0.000_246_086_553_308_048_3, -2.126_804_481_899_407e-20],
];

#[cfg(test)]
mod tests {
    use super::{EULER, NEAR, beyond_linear};
    use crate::float::double::Double;
    use crate::float::scale::power_of_two;

    #[test]
    fn the_series_are_what_they_say() {
        for x in [NEAR, -NEAR, 0.75 * NEAR, -0.1 * NEAR] {
            let x = Double::from(x);
            let (one, gap) = (Double::ONE, Double::ONE - EULER);
            let (y, z) = (one + x, one + (one + x));
            let over = |c: Double, n: f64| c / Double::from(n);
            let near = |expected: Double, coefficient: &dyn Fn(f64, Double) -> Double| {
                let found = x * x * beyond_linear(x, coefficient);
                let off = (found - expected).value;
                assert!(off.abs() < power_of_two(-92), "{x:?} {off}");
            };
            near(x - x.ln_1p(), &|n, _| over(one, n));
            near(y * x.ln_1p() - x, &|n, _| over(one, n * (n - 1.0)));
            near(y.ln_gamma() + EULER * x, &|n, c| over(one + c, n));
            near(z.ln_gamma() - gap * x, &|n, c| over(c, n));
            let weight = |n: f64| over(Double::from(n - 1.0), n);
            near(x * y.digamma() - y.ln_gamma(), &|n, c| {
                (one + c) * weight(n)
            });
            near(x * z.digamma() - z.ln_gamma(), &|n, c| c * weight(n));
            near(x * (y.digamma() + EULER), &|_, c| one + c);
        }
    }
}
