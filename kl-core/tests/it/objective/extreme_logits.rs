//! Extreme logits give numbers in every objective.

use kl_core::objective::Reduction;
use kl_core::{Error, kernels, objective};

const INF: f64 = f64::INFINITY;
const SUM: Reduction = Reduction::Sum;

/// Logits of every size, each as teacher and as student.
#[test]
fn extreme_logits_give_numbers() -> Result<(), Error> {
    const SOME: [f64; 11] = [
        0.0, 5e-324, 1.0, -1.0, 700.0, -750.0, 1e3, -1e5, 1e150, 1e299, -1e299,
    ];
    for a in SOME {
        for b in SOME {
            let (t, s) = ([a, 0.0, 1.0], [b, 1.0, a]);
            let mut losses = vec![
                objective::label_smoothing(&t, 3, &[0], 0.0, SUM)?,
                objective::label_smoothing(&t, 3, &[1], 0.25, SUM)?,
                objective::binary_focal_loss(&s, &[true, false, true], 2.0, 0.25, SUM)?,
            ];
            for temperature in [0.5, 1.0, 1e6, 1e300] {
                losses.push(objective::distillation(&t, &s, 3, temperature, SUM)?);
            }
            for weight in [0.0, 0.5, 1.0] {
                let labels = [2];
                losses.push(objective::distillation_with_labels(
                    &t, &s, 3, &labels, 2.0, weight, SUM,
                )?);
            }
            for beta in [0.0, 1e-100, 0.25, 1.0 - f64::EPSILON, 1.0] {
                losses.push(objective::generalised_jensen_shannon(&t, &s, 3, beta, SUM)?);
                losses.push(objective::generalised_jensen_shannon_scaled(
                    &t, &s, 3, beta, SUM,
                )?);
            }
            for gamma in [0.0, 0.5, 5.0, 1e10] {
                losses.push(objective::focal_loss(&s, 3, &[0], gamma, SUM)?);
            }
            for (i, loss) in losses.iter().enumerate() {
                assert!(loss.value >= 0.0, "{i}: {a:e} {b:e}: {loss:?}");
                for g in &loss.gradient {
                    assert!(!g.is_nan(), "{i}: {a:e} {b:e}: {loss:?}");
                }
            }
            let likelihood = objective::bernoulli_log_likelihood(&s, &[0.0, 0.5, 1.0])?;
            assert!(likelihood.value <= 0.0, "{likelihood:?}");
            for l in [a, b] {
                let kl = objective::normal_kl(&[a], &[l], 1, 0.0, SUM)?;
                assert_eq!(kl.value, 0.0);
                let kl = objective::normal_kl(&[a], &[l], 1, 1.0, SUM)?;
                assert!(kl.value >= 0.0, "{kl:?}");
                assert!(!kl.gradient.log_variance[0].is_nan());
                let kl = objective::free_bits(&[a], &[l], 1, 0.5)?;
                assert!(kl.value >= 0.5, "{kl:?}");
                assert!(!kl.gradient.log_variance[0].is_nan());
            }
            let kl = objective::token_kl(&[a], &[b])?;
            assert!(kl.k2[0] >= 0.0 && kl.k3[0] >= 0.0, "{kl:?}");
            assert!(!kl.k3_derivative[0].is_nan());
            for beta in [1e-300, 1.0, 1e6] {
                let dpo = objective::dpo(&[a], &[b], &[b], &[a], beta, SUM)?;
                assert!(dpo.value >= 0.0, "{dpo:?}");
                assert!(!dpo.gradient.chosen[0].is_nan(), "{dpo:?}");
            }
            if a - b <= 300.0 {
                let ppo = objective::ppo_clip(&[a], &[b], &[-1.0], 0.2)?;
                assert!(!ppo.value.is_nan() && !ppo.gradient[0].is_nan(), "{ppo:?}");
            }
        }
    }
    let sample = objective::reparameterise(&[1.0, -1e300], &[700.0, 700.0], &[1e300, -1e300])?;
    assert_eq!(sample.z, [INF, -INF]);
    assert_eq!(sample.pull_back(&[0.0, 1.0])?, [0.0, -INF]);
    assert_eq!(kernels::expm1mx(0.0), 0.0);
    Ok(())
}
