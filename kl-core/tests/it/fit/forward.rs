//! The forward fit: the normal with the mean and the variance of P.

use super::{divergence, mixture, parameters, single};
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::KlDivergence;
use kl_core::NormalMixture;
use kl_core::fit::{Target, forward_normal};
use kl_core::statrs::distribution::Normal;

fn random_mixture(
    random: &mut Random,
) -> Result<NormalMixture<Normal>, Box<dyn std::error::Error>> {
    let parts: Vec<_> = (0..1 + random.below(3))
        .map(|_| {
            let weight = random.between(0.1, 1.0);
            (weight, random.between(-4.0, 4.0), random.between(0.4, 2.0))
        })
        .collect();
    mixture(&parts)
}

#[test]
fn the_forward_fit_has_the_mean_and_variance() -> TestResult {
    let mut random = Random(1);
    for _ in 0..40 {
        let p = random_mixture(&mut random)?;
        let weights = p.weights().as_slice();
        let parts: Vec<_> = p.components().iter().map(parameters).collect();
        let mean: f64 = weights.iter().zip(&parts).map(|(w, c)| w * c.0).sum();
        let second = |(w, c): (&f64, &(f64, f64))| w * (c.1 * c.1 + (c.0 - mean).powi(2));
        let variance: f64 = weights.iter().zip(&parts).map(second).sum();
        let fit = forward_normal(&Target::of_mixture(&p)?);
        let (m, s) = parameters(&fit.model);
        assert!((m - mean).abs() < 1e-14 * (1.0 + mean.abs()), "{m} {mean}");
        close(s * s, variance, 1e-14);
        let d = divergence(&p, &single(m, s)?);
        assert!((fit.divergence.nats() - d).abs() < 1e-13, "{d} {fit:?}");
        assert!(fit.is_minimum() && fit.quadrature_error < 1e-11, "{fit:?}");
        // The law of Pythagoras: D(P‖R) = D(P‖Q) + D(Q‖R).
        let r = Normal::new(random.between(-3.0, 3.0), random.between(0.5, 3.0))?;
        let (rm, rs) = parameters(&r);
        let sum = fit.divergence.nats() + fit.model.kl(&r)?.nats();
        close(divergence(&p, &single(rm, rs)?), sum, 1e-12);
    }
    Ok(())
}
