//! Estimates of the divergence token by token average to it.

use super::softmax;
use crate::common::random::Random;
use kl_core::objective::Reduction;
use kl_core::{Error, Pmf, objective};

const SUM: Reduction = Reduction::Sum;

/// Averaged over every token, with the probabilities of the policy.
#[test]
fn token_estimates_average_to_the_divergence() -> Result<(), Error> {
    let mut r = Random(67);
    for _ in 0..500 {
        let n = 2 + r.below(4);
        let q: Vec<f64> = r.weights(n).into_iter().map(|w| w + 1e-3).collect();
        let (p, q) = (softmax(&r.logits(n), 1.0)?, Pmf::from_weights(q)?);
        let ln = |p: &Pmf| p.as_slice().iter().map(|x| x.ln()).collect::<Vec<f64>>();
        let kl = objective::token_kl(&ln(&p), &ln(&q))?;
        let mean = |k: &[f64]| -> f64 { p.as_slice().iter().zip(k).map(|(p, k)| p * k).sum() };
        let d = p.kl(&q)?.nats();
        for k in [&kl.k1, &kl.k3] {
            assert!((mean(k) - d).abs() < 1e-14 * (1.0 + d), "{} {d}", mean(k));
        }
        // As a loss, in the logits z of p: Σ p dk/d ln p · (1{j} − p). k2 leads along the
        // gradient of D(P‖Q), k3 along that of D(Q‖P), which is p − q.
        let along = |k: &[f64]| -> Vec<f64> {
            let p = p.as_slice();
            let all = mean(k);
            p.iter().zip(k).map(|(p, k)| p * (k - all)).collect()
        };
        let z = ln(&p);
        let reverse = objective::generalised_jensen_shannon_scaled(&ln(&q), &z, n, 1.0, SUM)?;
        let forward = objective::distillation(&ln(&q), &z, n, 1.0, SUM)?;
        for (a, b) in along(&kl.k1).iter().zip(&reverse.gradient) {
            assert!((a - b).abs() < 1e-13 * (1.0 + d), "{a} {b}");
        }
        for (a, b) in along(&kl.k3_derivative).iter().zip(&forward.gradient) {
            assert!((a - b).abs() < 1e-13 * (1.0 + d), "{a} {b}");
        }
    }
    Ok(())
}
