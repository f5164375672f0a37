//! The clipped surrogate of PPO is a lower bound.

use super::steps;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::{Error, objective};

/// The clipped surrogate against its definition, and never above the plain one.
#[test]
fn ppo_is_a_lower_bound() -> Result<(), Error> {
    let mut r = Random(66);
    for _ in 0..5000 {
        let n = 1 + r.below(5);
        let old = r.logits(n);
        let new: Vec<f64> = old.iter().map(|x| x + r.between(-0.5, 0.5)).collect();
        let a = r.logits(n);
        let got = objective::ppo_clip(&new, &old, &a, 0.2)?;
        let (mut clip, mut plain, mut clipped) = (0.0, 0.0, 0);
        for ((new, old), a) in new.iter().zip(&old).zip(&a) {
            let ratio = (new - old).exp();
            let bounded = ratio.clamp(0.8, 1.2) * a;
            clip += bounded.min(ratio * a);
            plain += ratio * a;
            clipped += usize::from(bounded < ratio * a);
        }
        assert!((got.value - clip / n as f64).abs() < 1e-12);
        assert!(got.value <= plain / n as f64 + 1e-12);
        assert_eq!(got.clipped, clipped);
        steps(&new, &got.gradient, |new| {
            Ok(objective::ppo_clip(new, &old, &a, 0.2)?.value)
        })
        .or_else(|e| if clipped > 0 { Ok(()) } else { Err(e) })?;
        let kl = objective::token_kl(&new, &old)?;
        for k in 0..n {
            assert!(kl.k3[k] >= 0.0);
            close(kl.k2[k], 0.5 * kl.k1[k] * kl.k1[k], 1e-15);
        }
    }
    Ok(())
}
