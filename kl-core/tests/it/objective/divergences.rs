//! Objectives that are divergences, against those of vectors.

use super::softmax;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::objective::Reduction;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, KlDivergence, objective};

const SUM: Reduction = Reduction::Sum;

/// From vectors of probabilities, which the objectives do not make.
#[test]
fn divergences_of_logits_are_those_of_their_probabilities() -> Result<(), Error> {
    let mut r = Random(62);
    for _ in 0..1000 {
        let n = 2 + r.below(4);
        let (t, s) = (r.logits(n), r.logits(n));
        let (p, q) = (softmax(&t, 1.0)?, softmax(&s, 1.0)?);
        let d = objective::distillation(&t, &s, n, 1.0, SUM)?.value;
        close(d, p.kl(&q)?.nats(), 1e-9);
        let js = objective::generalised_jensen_shannon(&t, &s, n, 0.5, SUM)?.value;
        close(js, p.jensen_shannon(&q)?.nats(), 1e-9);
        let scaled = |beta| objective::generalised_jensen_shannon_scaled(&t, &s, n, beta, SUM);
        assert_eq!(scaled(0.0)?.value, d);
        close(scaled(1.0)?.value, q.kl(&p)?.nats(), 1e-9);
        // The limits are approached, not jumped to.
        close(scaled(1e-9)?.value, scaled(0.0)?.value, 1e-3);
        close(scaled(1.0 - 1e-9)?.value, scaled(1.0)?.value, 1e-3);
        let temperature = r.between(1.0, 9.0);
        let soft = objective::distillation(&t, &s, n, temperature, SUM)?.value;
        let d = softmax(&t, temperature)?.kl(&softmax(&s, temperature)?)?;
        close(soft, temperature * temperature * d.nats(), 1e-8);
        let y = r.below(n);
        let plain = objective::label_smoothing(&s, n, &[y], 0.0, SUM)?;
        let focal = objective::focal_loss(&s, n, &[y], 0.0, SUM)?;
        close(plain.value, focal.value, 4.0 * f64::EPSILON);
        let hard = objective::distillation_with_labels(&t, &s, n, &[y], temperature, 1.0, SUM)?;
        close(plain.value, hard.value, 4.0 * f64::EPSILON);
        // Two classes are one question.
        let z = r.between(-30.0, 30.0);
        let two = objective::focal_loss(&[z, 0.0], 2, &[0], 2.0, SUM)?;
        let one = objective::binary_focal_loss(&[z], &[true], 2.0, 1.0, SUM)?;
        close(two.value, one.value, 1e-14);
        close(two.gradient[0], one.gradient[0], 1e-14);
        let (m, l) = (r.between(-2.0, 2.0), r.between(-3.0, 3.0));
        let sigma = (0.5 * l).exp();
        let normal = |m, s| Normal::new(m, s).map_err(|_| Error::Empty { of: "parameters" });
        let d = normal(m, sigma)?.kl(&normal(0.0, 1.0)?)?;
        close(objective::normal_kl_terms(&[m], &[l])?[0], d.nats(), 1e-9);
    }
    Ok(())
}

#[test]
fn shifts_do_not_matter_and_nothing_is_negative() -> Result<(), Error> {
    let mut r = Random(63);
    for _ in 0..5000 {
        let n = 2 + r.below(4);
        // Multiples of 2⁻²⁰, so that adding a shift is exact.
        let grid = |x: f64| (x * 1_048_576.0).round() / 1_048_576.0;
        let t: Vec<f64> = r.logits(n).into_iter().map(grid).collect();
        let s: Vec<f64> = match r.below(2) {
            0 => r.logits(n).into_iter().map(grid).collect(),
            _ => t.iter().map(|x| grid(r.near(*x))).collect(),
        };
        let shift = grid(r.between(-1000.0, 1000.0));
        let shifted: Vec<f64> = s.iter().map(|z| z + shift).collect();
        let (beta, temperature) = (r.unit(), r.between(0.5, 20.0));
        for of in [0.0, beta, 1.0] {
            let gjs = |s: &[f64]| objective::generalised_jensen_shannon_scaled(&t, s, n, of, SUM);
            let (a, b) = (gjs(&s)?, gjs(&shifted)?);
            close(a.value, b.value, 1e-13);
            assert!(a.value >= 0.0);
            let sum: f64 = a.gradient.iter().sum();
            let size: f64 = a.gradient.iter().map(|g| g.abs()).sum();
            assert!(
                sum.abs() <= 1e-13 * size,
                "{t:?} {s:?} {of} {sum:e} {:?}",
                a.gradient
            );
        }
        let d = |s: &[f64]| objective::distillation(&t, s, n, temperature, SUM);
        close(d(&s)?.value, d(&shifted)?.value, 1e-13);
        assert!(d(&s)?.value >= 0.0);
        let itself: Vec<f64> = t.iter().map(|z| z + shift).collect();
        let nothing = d(&itself)?;
        assert_eq!(nothing.value, 0.0);
        assert!(nothing.gradient.iter().all(|&g| g == 0.0));
    }
    Ok(())
}
