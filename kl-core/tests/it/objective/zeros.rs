//! Logits of −∞, which are probabilities of zero.

use crate::common::close::close;
use crate::common::random::Random;
use kl_core::objective::{self, Loss, Reduction};
use kl_core::{Error, Logits};

const INF: f64 = f64::INFINITY;
const SUM: Reduction = Reduction::Sum;

#[test]
fn the_same_as_the_divergence_of_logits() -> Result<(), Error> {
    let (teacher, student) = ([1.0, 2.0, -INF], [1.5, 2.0, -INF]);
    let loss = objective::distillation(&teacher, &student, 3, 1.0, SUM)?;
    let kl = Logits::new(teacher)?.kl(&Logits::new(student)?)?;
    close(loss.value, kl.nats(), 1e-15);
    close(loss.value, 0.026_344_585_976_886_3, 1e-13);
    assert_eq!(loss.gradient[2], 0.0);
    Ok(())
}

/// A class that is impossible under both is as none: nothing is added, the derivative is 0.
#[test]
fn a_mask_in_both_is_a_shorter_row() -> Result<(), Error> {
    type Of = fn(&[f64], &[f64]) -> Result<Loss, Error>;
    let losses: [Of; 8] = [
        |t, s| objective::distillation(t, s, t.len(), 2.5, SUM),
        |t, s| objective::distillation(t, s, t.len(), 1.0, SUM),
        |t, s| objective::distillation_with_labels(t, s, t.len(), &[0], 2.5, 0.5, SUM),
        |t, s| objective::generalised_jensen_shannon(t, s, t.len(), 0.25, SUM),
        |t, s| objective::generalised_jensen_shannon(t, s, t.len(), 1.0, SUM),
        |t, s| objective::generalised_jensen_shannon_scaled(t, s, t.len(), 0.0, SUM),
        |t, s| objective::generalised_jensen_shannon_scaled(t, s, t.len(), 1.0, SUM),
        |_, s| objective::focal_loss(s, s.len(), &[0], 2.0, SUM),
    ];
    let mut random = Random(91);
    for n in 1..60 {
        let (t, s) = (random.logits(n), random.logits(n));
        let at = 1 + random.below(n);
        let with = |z: &[f64]| {
            let mut z = z.to_vec();
            z.insert(at, -INF);
            z
        };
        for loss in losses {
            let (short, mut long) = (loss(&t, &s)?, loss(&with(&t), &with(&s))?);
            close(short.value, long.value, 1e-13);
            assert_eq!(long.gradient.remove(at), 0.0);
            let most = short.gradient.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
            for (a, b) in short.gradient.iter().zip(&long.gradient) {
                assert!((a - b).abs() <= 1e-14 * most, "{a:e} {b:e}");
            }
        }
    }
    Ok(())
}

/// Impossible under one of the two only.
#[test]
fn in_one_alone() -> Result<(), Error> {
    let (whole, part) = ([0.0, 0.0], [0.0, -INF]);
    let forward = objective::distillation(&whole, &part, 2, 1.0, SUM)?;
    assert_eq!((forward.value, forward.gradient), (INF, vec![0.5, -0.5]));
    let forward = objective::distillation(&part, &whole, 2, 1.0, SUM)?;
    close(forward.value, 2f64.ln(), 1e-15);
    assert_eq!(forward.gradient, [-0.5, 0.5]);

    let scaled = |t, s, beta| objective::generalised_jensen_shannon_scaled(t, s, 2, beta, SUM);
    assert_eq!(
        scaled(&part, &whole, 1.0),
        Err(Error::NoGradient {
            of: "class",
            index: 1
        })
    );
    assert_eq!(scaled(&whole, &part, 0.0)?.value, INF);
    let reverse = scaled(&whole, &part, 1.0)?;
    close(reverse.value, 2f64.ln(), 1e-15);
    assert_eq!(reverse.gradient, [0.0; 2]);
    for beta in [1e-100, 0.5, 1.0 - f64::EPSILON] {
        for (t, s) in [(&whole, &part), (&part, &whole)] {
            let loss = objective::generalised_jensen_shannon(t, s, 2, beta, SUM)?;
            assert!(loss.value > 0.0 && loss.value < 0.7, "{loss:?}");
            assert!(loss.gradient.iter().all(|g| g.is_finite()), "{loss:?}");
        }
    }
    let js = Logits::new(whole)?.jensen_shannon(&Logits::new(part)?)?;
    let loss = objective::generalised_jensen_shannon(&whole, &part, 2, 0.5, SUM)?;
    close(loss.value, js.nats(), 1e-15);
    Ok(())
}

#[test]
fn labels() -> Result<(), Error> {
    let z = [-INF, 0.0, 0.0];
    let smooth = |label, epsilon| objective::label_smoothing(&z, 3, &[label], epsilon, SUM);
    assert_eq!(smooth(0, 0.0)?.value, INF);
    assert_eq!(smooth(1, 0.25)?.value, INF);
    assert_eq!(smooth(0, 1.0)?.value, INF);
    close(smooth(1, 0.0)?.value, 2f64.ln(), 1e-15);
    assert_eq!(smooth(1, 0.0)?.gradient, [0.0, -0.5, 0.5]);
    let focal = |label| objective::focal_loss(&z, 3, &[label], 2.0, SUM);
    assert_eq!(focal(0)?.value, INF);
    close(focal(1)?.value, 0.25 * 2f64.ln(), 1e-15);
    assert_eq!(focal(1)?.gradient[0], 0.0);
    let hard = objective::distillation_with_labels(&z, &z, 3, &[0], 1.0, 0.5, SUM)?;
    assert_eq!(hard.value, INF);
    assert!(hard.gradient.iter().all(|g| g.is_finite()), "{hard:?}");
    // The only possible class.
    let sure = objective::focal_loss(&[-INF, 0.0], 2, &[1], 0.0, SUM)?;
    assert_eq!((sure.value, sure.gradient), (0.0, vec![0.0; 2]));

    let binary = |yes, alpha| {
        objective::binary_focal_loss(&[-INF], &[yes], 2.0, alpha, SUM).map(|l| l.value)
    };
    assert_eq!((binary(true, 0.5)?, binary(false, 0.5)?), (INF, 0.0));
    assert_eq!((binary(true, 0.0)?, binary(false, 1.0)?), (0.0, 0.0));
    let bernoulli = |x| objective::bernoulli_log_likelihood(&[-INF], &[x]);
    assert_eq!((bernoulli(0.0)?.value, bernoulli(0.5)?.value), (0.0, -INF));
    assert_eq!(bernoulli(0.5)?.gradient, [0.5]);
    Ok(())
}
