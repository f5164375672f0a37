//! Rows in lanes against the careful comparison, on all instructions that there are.

use super::mixture::mixture_at;
use super::surplus::kl_and_surplus_at;
use super::{Kept, Mixed, Surplus, kl_and_difference_at, kl_at};
use crate::lanes::element::Element;
use crate::lanes::is_fused;
use crate::testing::{Random, levels, ulp};
use crate::vectors::logits::{Comparison, Softmax};
use fearless_simd::{Level, dispatch};

impl Random {
    /// Between −½ and ½.
    fn centred(&mut self) -> f64 {
        self.unit() - 0.5
    }

    /// Logits of P and of Q of one of many kinds, with 24 bits each.
    fn rows(&mut self, n: usize) -> [Vec<f32>; 2] {
        let kind = self.bits() % 8;
        let size = [1.0, 16.0, 200.0, 900.0, 1e-3][(self.bits() % 5) as usize];
        let p: Vec<f32> = (0..n).map(|_| (size * self.centred()) as f32).collect();
        let mut one = |p: f32| {
            let q = match kind {
                // The same but for a constant, nearly the same, and something like it.
                0 => p + 2.0,
                1 => p * (1.0 + 1e-6 * self.centred() as f32),
                2 => p + (0.1 * self.centred()) as f32,
                _ => (size * self.centred()) as f32,
            };
            match (kind, self.bits() % 6) {
                // What masks are, in one or in both.
                (3, 0) => [p, f32::MIN],
                (4, 0) => [f32::MIN, f32::MIN],
                (5, 0) => [-1e9, -1e9],
                (6, 0) => [f32::NEG_INFINITY; 2],
                // So small that differences have more digits than a double.
                (7, 0) => [1e-12 * p, q],
                _ => [p, q],
            }
        };
        let pairs: Vec<[f32; 2]> = p.into_iter().map(&mut one).collect();
        let mut both = [(); 2].map(|()| Vec::new());
        for pair in pairs {
            for (side, logit) in both.iter_mut().zip(pair) {
                side.push(logit);
            }
        }
        // One possible outcome at least.
        for side in &mut both {
            side[0] = 0.25;
        }
        both
    }
}

fn compared<E: Element, O: Element>(
    level: Level,
    rows: [&[E]; 2],
    temperature: f64,
    output: &mut [O],
) -> Option<f64> {
    let kept = &mut Kept::default();
    kl_and_difference_at(level, rows, temperature, 0.7, false, kept, output)
}

#[test]
fn rows_are_those_of_the_careful_comparison() {
    let mut random = Random(0x1397_B75D_21F7_3C84);
    let (mut asked, mut found) = (0, 0);
    let count = if cfg!(debug_assertions) { 600 } else { 20_000 };
    for level in levels() {
        let has_fused = dispatch!(level, simd => is_fused(simd));
        for i in 0..count {
            let n = 1 + i % 70;
            let [p, q] = random.rows(n);
            let wide = [&p, &q].map(|x| x.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>());
            for temperature in [1.0, 2.0, 3.7] {
                let [a, b] = [&p, &q].map(|x| Softmax::new(x, temperature));
                let careful = Comparison::of(a, b);
                let expected: Vec<f64> = careful
                    .outcomes()
                    .map(|o| 0.7 * careful.difference(o))
                    .collect();
                let largest = expected.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
                let mut gradient = vec![0.0; n];
                let mut narrow = vec![0.0_f32; n];
                let rows = [p.as_slice(), q.as_slice()];
                let kl = compared(level, rows, temperature, &mut gradient);
                // Other temperatures take the fused multiply-add.
                asked += usize::from(has_fused || temperature == 1.0);
                let Some(kl) = kl else {
                    continue;
                };
                found += 1;
                let apart = ulp(kl, careful.kl());
                assert!(
                    apart <= 8.0,
                    "{p:?} {q:?}, {temperature}: {kl:e}, not {:e}, {level:?}",
                    careful.kl()
                );
                for (found, expected) in gradient.iter().zip(&expected) {
                    let apart = (found - expected).abs() / (largest * f64::EPSILON);
                    assert!(
                        apart <= 8.0 || largest < 1e-290,
                        "{p:?} {q:?}, {temperature}: {found:e}, not {expected:e}, {level:?}"
                    );
                }
                // From the same numbers in 64 bits, and to numbers of 32.
                let rows = [p.as_slice(), q.as_slice()];
                let again = compared(level, rows, temperature, &mut narrow);
                assert_eq!(again, Some(kl));
                let rounded: Vec<f32> = gradient.iter().map(|&x| x as f32).collect();
                assert_eq!(narrow, rounded);
                let [p, q] = &wide;
                let of_doubles =
                    compared(level, [p, q], temperature, &mut gradient).unwrap_or(f64::NAN);
                assert!(ulp(of_doubles, kl) <= 8.0, "{of_doubles:e}, not {kl:e}");
                if temperature == 1.0 {
                    let [a, b] = rows;
                    for alone in [kl_at(level, p, q), kl_at(level, a, b)] {
                        let alone = alone.unwrap_or(f64::NAN);
                        assert!(ulp(alone, kl) <= 8.0, "{alone:e}, not {kl:e}");
                    }
                }
            }
        }
    }
    // Most are answered.
    assert!(5 * found > 4 * asked, "{found} of {asked}");
}

#[test]
fn mixtures_are_those_of_the_careful_comparison() {
    let mut random = Random(0x51C3_0D6E_94AB_7F21);
    let (mut asked, mut found) = (0, 0);
    let count = if cfg!(debug_assertions) { 300 } else { 10_000 };
    for level in levels() {
        for i in 0..count {
            let n = 2 + i % 70;
            let [p, q] = random.rows(n);
            for (beta, temperature) in [
                (0.5, 1.0),
                (0.1, 1.0),
                (1e-20, 1.0),
                (1.0 - 1e-12, 1.0),
                (0.5, 2.0),
                (0.1, 3.7),
            ] {
                let [a, b] = [&p, &q].map(|x| Softmax::new(x, temperature));
                let careful = Comparison::of(a, b);
                let derivatives = careful.q_times_surplus_over_mixture(beta);
                let largest = (derivatives.iter()).fold(0.0, |most: f64, x| most.max(x.abs()));
                let value = careful.between_kl(beta);
                let mut gradient = vec![0.0; n];
                let mixed = &mut Mixed::default();
                let rows = [p.as_slice(), q.as_slice()];
                asked += usize::from(temperature == 1.0);
                let factor = 1.0 / beta;
                let output = &mut gradient;
                let Some(kl) = mixture_at(level, rows, temperature, beta, factor, mixed, output)
                else {
                    continue;
                };
                found += 1;
                assert!(
                    ulp(kl, value) <= 16.0,
                    "{p:?} {q:?}, {beta}, {temperature}: {kl:e}, not {value:e}, {level:?}"
                );
                for (found, expected) in gradient.iter().zip(&derivatives) {
                    let apart = (found - expected).abs() / (largest * f64::EPSILON);
                    assert!(
                        apart <= 12.0,
                        "{p:?} {q:?}, {beta}, {temperature}: {found:e}, not {expected:e}, {level:?}"
                    );
                }
            }
        }
    }
    // Most are answered.
    assert!(2 * found > asked, "{found} of {asked}");
}

#[test]
fn surpluses_are_those_of_the_careful_comparison() {
    let mut random = Random(0x2F8B_6E01_D394_75AC);
    let (mut asked, mut found) = (0, 0);
    let count = if cfg!(debug_assertions) { 600 } else { 20_000 };
    for level in levels() {
        let has_fused = dispatch!(level, simd => is_fused(simd));
        for i in 0..count {
            let n = 1 + i % 70;
            let [p, q] = random.rows(n);
            for temperature in [1.0, 2.0, 3.7] {
                let [a, b] = [&p, &q].map(|x| Softmax::new(x, temperature));
                let careful = Comparison::of(a, b);
                asked += usize::from(has_fused || temperature == 1.0);
                let mut gradient = vec![0.0; n];
                let surplus = &mut Surplus::default();
                let rows = [p.as_slice(), q.as_slice()];
                let output = &mut gradient;
                let Some(kl) =
                    kl_and_surplus_at(level, rows, temperature, 1.0, false, surplus, output)
                else {
                    continue;
                };
                found += 1;
                let value = careful.kl();
                assert!(ulp(kl, value) <= 8.0, "{kl:e}, not {value:e}, {level:?}");
                let derivatives = careful.p_times_surplus();
                let largest = (derivatives.iter()).fold(0.0, |most: f64, x| most.max(x.abs()));
                for (found, expected) in gradient.iter().zip(&derivatives) {
                    let apart = (found - expected).abs() / (largest * f64::EPSILON);
                    assert!(
                        apart <= 8.0 || largest < 1e-290,
                        "{p:?} {q:?}, {temperature}: {found:e}, not {expected:e}, {level:?}"
                    );
                }
            }
        }
    }
    // Most are answered.
    assert!(5 * found > 4 * asked, "{found} of {asked}");
}
