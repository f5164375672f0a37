//! Gradients by probabilities and by logits: limits at zero, and slopes.

use crate::common::TestResult;
use crate::common::errors::{outcomes, size};
use crate::common::random::{Random, logits_within};
use kl_core::{Bregman, Error, Information, Logits, Pmf, gradient};

const INF: f64 = f64::INFINITY;

#[test]
fn pairs_must_have_one_length() -> TestResult {
    let (p, q) = (Logits::new([0.0; 2])?, Logits::new([0.0; 3])?);
    let wrong = outcomes(2, 3);
    assert_eq!(p.kl(&q), Err(wrong.clone()));
    assert_eq!(p.jensen_shannon(&q), Err(wrong.clone()));
    assert_eq!(p.cross_entropy(&q), Err(wrong.clone()));
    for slope in [
        gradient::kl_by_p_logits,
        gradient::kl_by_q_logits,
        gradient::cross_entropy_by_p_logits,
        gradient::cross_entropy_by_q_logits,
        gradient::jensen_shannon_by_p_logits,
    ] {
        assert_eq!(slope(&p, &q), Err(wrong.clone()));
    }
    let (p, q) = (p.to_pmf(), q.to_pmf());
    for slope in [
        gradient::kl_by_p,
        gradient::kl_by_q,
        gradient::cross_entropy_by_p,
        gradient::cross_entropy_by_q,
        gradient::jensen_shannon_by_p,
    ] {
        assert_eq!(slope(&p, &q), Err(wrong.clone()));
    }
    assert_eq!(
        Bregman::kl().divergence(&[1.0, 2.0], &[1.0, 2.0, 3.0]),
        Err(size("entries of Q", 3, "entries of P", 2))
    );
    assert_eq!(
        Bregman::kl().divergence(&[], &[]),
        Err(Error::Empty {
            of: "entries of P and Q"
        })
    );
    Ok(())
}

#[test]
fn an_infinite_divergence_has_no_gradient() -> TestResult {
    let p = Logits::new([-INF, 0.0, -800.0])?;
    let q = Logits::new([0.0, 0.0, -INF])?;
    let wrong = Error::NoGradient {
        of: "outcome",
        index: 2,
    };
    assert_eq!(p.kl(&q)?, Information::INFINITY);
    assert_eq!(gradient::kl_by_p_logits(&p, &q), Err(wrong.clone()));
    assert_eq!(gradient::cross_entropy_by_p_logits(&p, &q), Err(wrong));
    assert_eq!(gradient::kl_by_q_logits(&p, &q)?, [0.5, -0.5, 0.0]);
    Ok(())
}

/// Where automatic differentiation of 0·ln 0 gives NaN.
#[test]
fn gradients_at_zero_are_the_limits() -> TestResult {
    let (p, q) = (Pmf::new([0.0, 0.0, 1.0])?, Pmf::new([0.0, 0.5, 0.5])?);
    assert_eq!(gradient::kl_by_p(&p, &q)?, [0.0, -INF, 2f64.ln()]);
    assert_eq!(gradient::kl_by_p(&q, &p)?, [0.0, INF, -2f64.ln()]);
    assert_eq!(gradient::kl_by_q(&p, &q)?, [1.0, 1.0, -1.0]);
    assert_eq!(gradient::kl_by_q(&q, &p)?, [1.0, -INF, 0.5]);
    assert_eq!(
        gradient::cross_entropy_by_p(&p, &q)?,
        [0.0, 2f64.ln(), 2f64.ln()]
    );
    assert_eq!(gradient::cross_entropy_by_p(&q, &p)?, [0.0, INF, 0.0]);
    assert_eq!(gradient::cross_entropy_by_q(&p, &q)?, [0.0, 0.0, -2.0]);
    assert_eq!(gradient::cross_entropy_by_q(&q, &p)?, [0.0, -INF, -0.5]);
    let js = gradient::jensen_shannon_by_p(&p, &q)?;
    assert_eq!(js[..2], [0.0, -INF]);
    // One-hot targets, in logits.
    let (p, q) = (Logits::new([-INF, 0.0])?, Logits::new([1.0, 1.0])?);
    assert_eq!(gradient::kl_by_p_logits(&p, &q)?, [0.0, 0.0]);
    assert_eq!(gradient::cross_entropy_by_q_logits(&p, &q)?, [0.5, -0.5]);
    assert_eq!(gradient::jensen_shannon_by_p_logits(&p, &q)?, [0.0, 0.0]);
    Ok(())
}

/// f along one coordinate against its gradient, by central differences.
fn differences(
    at: &[f64],
    slope: &[f64],
    f: impl Fn(Vec<f64>) -> Result<f64, kl_core::Error>,
) -> TestResult {
    const STEP: f64 = 1e-5;
    for i in 0..at.len() {
        let moved = |by: f64| {
            let mut there = at.to_vec();
            there[i] += by;
            f(there)
        };
        let rise = (moved(STEP)? - moved(-STEP)?) / (2.0 * STEP);
        assert!(
            (rise - slope[i]).abs() < 1e-8 * (1.0 + slope[i].abs()),
            "{rise} {slope:?} at {at:?}"
        );
    }
    Ok(())
}

#[test]
fn gradients_by_logits_are_slopes() -> TestResult {
    let mut random = Random(309);
    for _ in 0..200 {
        let n = 1 + random.below(4);
        let (a, b) = (
            logits_within(&mut random, n, 2.0),
            logits_within(&mut random, n, 2.0),
        );
        let (p, q) = (Logits::new(a.as_slice())?, Logits::new(b.as_slice())?);
        let nats = |amount: Information| amount.nats();
        let slope = gradient::kl_by_p_logits(&p, &q)?;
        differences(&a, &slope, |v| Logits::new(v)?.kl(&q).map(nats))?;
        let slope = gradient::kl_by_q_logits(&p, &q)?;
        differences(&b, &slope, |v| p.kl(&Logits::new(v)?).map(nats))?;
        let slope = gradient::cross_entropy_by_p_logits(&p, &q)?;
        differences(&a, &slope, |v| Logits::new(v)?.cross_entropy(&q).map(nats))?;
        let slope = gradient::cross_entropy_by_q_logits(&p, &q)?;
        differences(&b, &slope, |v| p.cross_entropy(&Logits::new(v)?).map(nats))?;
        let slope = gradient::jensen_shannon_by_p_logits(&p, &q)?;
        differences(&a, &slope, |v| Logits::new(v)?.jensen_shannon(&q).map(nats))?;
    }
    Ok(())
}

/// The chain rule of softmax: ∂/∂ℓ = p (g − Σ p g), for any gradient g by p.
#[test]
fn gradients_by_probabilities_become_those_by_logits() -> TestResult {
    let mut random = Random(310);
    for _ in 0..2_000 {
        let n = 1 + random.below(5);
        let (a, b) = (
            Logits::new(logits_within(&mut random, n, 4.0))?,
            Logits::new(logits_within(&mut random, n, 4.0))?,
        );
        let (p, q) = (a.to_pmf(), b.to_pmf());
        let through = |of: &Pmf, g: Vec<f64>| -> Vec<f64> {
            let mean: f64 = of.as_slice().iter().zip(&g).map(|(p, g)| p * g).sum();
            of.as_slice()
                .iter()
                .zip(&g)
                .map(|(p, g)| p * (g - mean))
                .collect()
        };
        for (by_logits, by_numbers) in [
            (
                gradient::kl_by_p_logits(&a, &b)?,
                through(&p, gradient::kl_by_p(&p, &q)?),
            ),
            (
                gradient::kl_by_q_logits(&a, &b)?,
                through(&q, gradient::kl_by_q(&p, &q)?),
            ),
            (
                gradient::cross_entropy_by_p_logits(&a, &b)?,
                through(&p, gradient::cross_entropy_by_p(&p, &q)?),
            ),
            (
                gradient::cross_entropy_by_q_logits(&a, &b)?,
                through(&q, gradient::cross_entropy_by_q(&p, &q)?),
            ),
            (
                gradient::jensen_shannon_by_p_logits(&a, &b)?,
                through(&p, gradient::jensen_shannon_by_p(&p, &q)?),
            ),
        ] {
            let total: f64 = by_logits.iter().sum();
            assert!(total.abs() < 1e-14, "{by_logits:?}");
            for (x, y) in by_logits.iter().zip(&by_numbers) {
                assert!((x - y).abs() < 1e-14, "{by_logits:?} {by_numbers:?}");
            }
        }
    }
    Ok(())
}
