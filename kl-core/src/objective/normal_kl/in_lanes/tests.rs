//! Sums and derivatives in lanes against those of single entries, on all instructions that
//! there are.

use super::super::term;
use super::{value_and_gradient_at, value_at};
use crate::float::sum::sum;
use crate::testing::{Random, levels, ulp};

impl Random {
    /// Numbers of 24 bits: ordinary ones, small ones, and such that overflow when they are
    /// squared or raised, as often as asked for.
    fn numbers(&mut self, n: usize, unusual: u64) -> Vec<f32> {
        let mut one = || {
            let unit = self.unit() - 0.5;
            let size = match self.bits() % 8 {
                0 => 1e-6,
                1 => 1e-30,
                2 => 60.0,
                3 => 1.04,
                _ => 4.0,
            };
            let size = if self.bits() % 1000 < unusual {
                1600.0
            } else {
                size
            };
            (unit * size) as f32
        };
        (0..n).map(|_| one()).collect()
    }
}

#[test]
fn sums_are_those_of_the_terms() {
    let mut random = Random(0x1397_B75D_21F7_3C84);
    for level in levels() {
        for n in (1..=100).chain([4095, 4096, 20_001]) {
            for unusual in [0, 0, 20] {
                let (mean, log_variance) = (random.numbers(n, unusual), random.numbers(n, unusual));
                let pairs = || mean.iter().zip(&log_variance);
                let expected = sum(pairs().map(|(&m, &l)| term(m.into(), l.into())));
                let found = value_at(level, [&mean, &log_variance]).expect("finite");
                let apart = ulp(found, expected);
                assert!(apart <= 4.0, "{n}: {found:e}, not {expected:e}, {level:?}");
                let mut gradient = [vec![0.0_f32; n], vec![0.0_f32; n]];
                let [by_mean, by_log_variance] = &mut gradient;
                let output: [&mut [f32]; 2] = [by_mean, by_log_variance];
                let again = value_and_gradient_at(level, [&mean, &log_variance], 0.3, output);
                assert_eq!(again, Some(found));
                // Of doubles, every digit and derivative is the same.
                let wide = |x: &[f32]| -> Vec<f64> { x.iter().map(|&x| x.into()).collect() };
                let (wide_mean, wide_l) = (wide(&mean), wide(&log_variance));
                assert_eq!(value_at(level, [&wide_mean, &wide_l]), Some(found));
                let mut of_doubles = [vec![0.0; n], vec![0.0; n]];
                let [by_mean, by_log_variance] = &mut of_doubles;
                let output: [&mut [f64]; 2] = [by_mean, by_log_variance];
                let again = value_and_gradient_at(level, [&wide_mean, &wide_l], 0.3, output);
                assert_eq!(again, Some(found));
                for (single, double) in gradient.iter().zip(&of_doubles) {
                    let rounded: Vec<f32> = double.iter().map(|&x| x as f32).collect();
                    assert_eq!(single, &rounded);
                }
                for (i, (&m, &l)) in pairs().enumerate() {
                    let [by_mean, by_log_variance] = [&of_doubles[0][i], &of_doubles[1][i]];
                    assert_eq!(*by_mean, f64::from(m) * 0.3);
                    let expected = 0.15 * f64::from(l).exp_m1();
                    let apart = ulp(*by_log_variance, expected);
                    assert!(
                        apart <= 3.0,
                        "{l}: {by_log_variance:e}, not {expected:e}: {apart}"
                    );
                }
            }
        }
    }
}

/// In every place, whatever stands in the others.
#[test]
fn what_is_not_finite_is_seen() {
    for level in levels() {
        for n in 1..70 {
            let good = vec![0.5; n];
            for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 2e301] {
                for place in 0..n {
                    let mut with_bad = good.clone();
                    with_bad[place] = bad;
                    assert_eq!(value_at(level, [&with_bad, &good]), None);
                    assert_eq!(value_at(level, [&good, &with_bad]), None);
                }
            }
        }
    }
}
