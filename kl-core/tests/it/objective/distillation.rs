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
