//! Gauss–Legendre quadrature: two rules, and the walk over the nodes of each.
//!
//! The nodes come in the order of the additions, on which the last digit depends.

/// The nodes of the rule of 16 points on [a, b], from a to b, and their weights.
pub(crate) fn panel(a: f64, b: f64) -> impl Iterator<Item = (f64, f64)> {
    let (half, middle) = (0.5 * b - 0.5 * a, 0.5 * a + 0.5 * b);
    ascending(&SIXTEEN).map(move |(x, w)| (middle + half * x, half * w))
}

/// ∫ (b − t) f(t) dt from a to b for a positive f, where d = b − a is known better than a
/// and b are.
///
/// It is computed by the rule of 12 points on panels no wider than `widest`. All terms are
/// positive.
pub(crate) fn quadrature(a: f64, b: f64, d: f64, widest: f64, f: impl Fn(f64) -> f64) -> f64 {
    let mut panels = 1.0;
    while d.abs() > widest * panels {
        panels += 1.0;
    }
    let near = a.abs() < b.abs();
    let term = |first: f64, x: f64| {
        // The fraction of the way from a to b.
        let share = (first + (0.5 + 0.5 * x)) / panels;
        let t = if near {
            a + d * share
        } else {
            b - d * (1.0 - share)
        };
        (1.0 - share) * f(t)
    };
    // Two sums, which are shorter and need not wait for each other.
    let (mut left, mut right) = (0.0, 0.0);
    let mut first = 0.0;
    while first < panels {
        for (x, weight) in TWELVE {
            left += weight * term(first, -x);
            right += weight * term(first, x);
        }
        first += 1.0;
    }
    let total: f64 = left + right;
    // The weights of a panel sum to 2.
    d * d * (total / (2.0 * panels))
}

/// The nodes of a rule on [−1, 1], from left to right, and their weights.
fn ascending<const N: usize>(positive: &[(f64, f64); N]) -> impl Iterator<Item = (f64, f64)> {
    let negative = positive.iter().rev().map(|&(x, w)| (-x, w));
    negative.chain(positive.iter().copied())
}

/// The positive nodes of the rule of 12 points, which are the roots of Legendre's polynomial
/// P₁₂, and their weights, which are 2/((1 − x²) P₁₂′(x)²).
const TWELVE: [(f64, f64); 6] = [
    (0.125_233_408_511_468_9, 0.249_147_045_813_402_77),
    (0.367_831_498_998_180_2, 0.233_492_536_538_354_8),
    (0.587_317_954_286_617_5, 0.203_167_426_723_065_92),
    (0.769_902_674_194_304_7, 0.160_078_328_543_346_22),
    (0.904_117_256_370_474_9, 0.106_939_325_995_318_43),
    (0.981_560_634_246_719_2, 0.047_175_336_386_511_83),
];

/// The positive nodes of the rule of 16 points, the roots of P₁₆, and their weights.
const SIXTEEN: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];

#[cfg(test)]
mod tests {
    use super::{SIXTEEN, TWELVE, ascending, panel, quadrature};

    #[test]
    fn a_rule_is_exact_up_to_twice_its_points_less_one() {
        let twelve: Vec<_> = ascending(&TWELVE).collect();
        let sixteen: Vec<_> = ascending(&SIXTEEN).collect();
        for rule in [twelve, sixteen] {
            let exact_up_to = 2 * rule.len() as i32 - 1;
            let error = |degree: i32| {
                let got: f64 = rule.iter().map(|(x, w)| w * x.powi(degree)).sum();
                let even = f64::from(1 - degree % 2);
                (got - even * 2.0 / f64::from(degree + 1)).abs()
            };
            for degree in 0..=exact_up_to {
                assert!(error(degree) < 8e-16, "{degree}: {}", error(degree));
            }
            assert!(error(exact_up_to + 1) > 1e-12);
        }
    }

    #[test]
    fn the_nodes_of_a_panel_are_between_its_ends() {
        let total: f64 = panel(2.0, 5.0).map(|(x, w)| w * x * x).sum();
        assert!((total - 39.0).abs() < 1e-13, "{total}");
    }

    #[test]
    fn panels_agree_with_the_integral_in_both_directions() {
        // ∫ (b − t) eᵗ dt = eᵇ − eᵃ − (b − a) eᵃ
        for (a, b) in [(0.0f64, 1.0f64), (1.0, -4.0), (-3.0, 0.5)] {
            let expected = b.exp() - (1.0 + b - a) * a.exp();
            for widest in [0.5, 2.0] {
                let got = quadrature(a, b, b - a, widest, f64::exp);
                assert!((got / expected - 1.0).abs() < 1e-14, "{a} {b}: {got}");
            }
        }
    }
}
