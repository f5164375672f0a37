//! Distillation at large temperatures.

use crate::common::close::close;
use crate::common::random::Random;
use kl_core::objective::Reduction;
use kl_core::{Error, objective};

const SUM: Reduction = Reduction::Sum;

/// Hinton's limit: half the mean square of the differences of centred logits.
#[test]
fn large_temperatures_compare_logits() -> Result<(), Error> {
    let mut r = Random(64);
    for _ in 0..1000 {
        let n = 2 + r.below(4);
        let (t, s) = (r.logits(n), r.logits(n));
        let mean = |z: &[f64]| z.iter().sum::<f64>() / n as f64;
        let (of_t, of_s) = (mean(&t), mean(&s));
        let squares = t
            .iter()
            .zip(&s)
            .map(|(t, s)| ((s - of_s) - (t - of_t)).powi(2));
        let limit = 0.5 * squares.sum::<f64>() / n as f64;
        let at = |temperature| objective::distillation(&t, &s, n, temperature, SUM);
        close(at(1e8)?.value, limit, 1e-6);
        close(at(1e50)?.value, limit, 1e-12);
        for (k, g) in at(1e50)?.gradient.iter().enumerate() {
            let slope = ((s[k] - of_s) - (t[k] - of_t)) / n as f64;
            assert!((g - slope).abs() <= 1e-13 * limit.sqrt(), "{g:e} {slope:e}");
        }
    }
    Ok(())
}

/// The gradient in a vector or in a slice, of numbers of 64 bits or of 32.
#[test]
fn of_32_bits_and_into_slices() -> Result<(), Error> {
    let mut random = Random(74);
    for classes in 1..40 {
        let n = 3 * classes;
        let mut numbers =
            || -> Vec<f32> { (0..n).map(|_| random.between(-9.0, 9.0) as f32).collect() };
        let (teacher, student, mut slice) = (numbers(), numbers(), numbers());
        let wide = |x: &[f32]| -> Vec<f64> { x.iter().map(|&x| x.into()).collect() };
        for temperature in [1.0, 2.0, 3.3] {
            let mean = Reduction::BatchMean;
            let loss = objective::distillation(&teacher, &student, classes, temperature, mean)?;
            let value = objective::distillation_into(
                &teacher,
                &student,
                classes,
                temperature,
                mean,
                &mut slice,
            )?;
            assert_eq!((value, &slice), (loss.value, &loss.gradient));
            let (t, s) = (wide(&teacher), wide(&student));
            let of_doubles = objective::distillation(&t, &s, classes, temperature, mean)?;
            let apart = (value - of_doubles.value).abs();
            assert!(apart <= 8.0 * f64::EPSILON * value, "{value:e} {apart:e}");
            let largest = of_doubles
                .gradient
                .iter()
                .fold(0.0, |most: f64, x| most.max(x.abs()));
            for (&narrow, wide) in slice.iter().zip(&of_doubles.gradient) {
                let apart = (f64::from(narrow) - wide).abs();
                let ulp = f64::from(f32::EPSILON) * wide.abs();
                assert!(
                    apart <= ulp + 8.0 * f64::EPSILON * largest,
                    "{narrow:e} {wide:e}"
                );
            }
            let refused = objective::distillation_into(
                &teacher,
                &student,
                classes,
                temperature,
                mean,
                &mut slice[1..],
            );
            assert!(matches!(refused, Err(Error::Size { .. })));
        }
    }
    Ok(())
}
