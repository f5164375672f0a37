//! Gradients of every objective are the slopes of its value; the oracle differentiates
//! definitions.

use super::steps;
use crate::common::random::Random;
use kl_core::objective::{Loss, Reduction};
use kl_core::{Error, objective};

#[test]
fn gradients_are_slopes() -> Result<(), Error> {
    let mut r = Random(61);
    for _ in 0..300 {
        let n = 2 + r.below(3);
        let rows = 1 + r.below(3);
        let (t, s) = (r.logits(n * rows), r.logits(n * rows));
        let labels: Vec<usize> = (0..rows).map(|_| r.below(n)).collect();
        let answers: Vec<bool> = (0..n * rows).map(|_| r.below(2) == 0).collect();
        let targets: Vec<f64> = (0..n * rows).map(|_| r.unit()).collect();
        let (temperature, beta, gamma) = (r.between(1.0, 5.0), r.unit(), r.between(0.0, 4.0));
        let mean = Reduction::BatchMean;
        type Of<'a> = Box<dyn Fn(&[f64]) -> Result<Loss, Error> + 'a>;
        let losses: Vec<Of> = vec![
            Box::new(|s| objective::distillation(&t, s, n, temperature, mean)),
            Box::new(|s| {
                objective::distillation_with_labels(&t, s, n, &labels, temperature, beta, mean)
            }),
            Box::new(|s| objective::generalised_jensen_shannon(&t, s, n, beta, mean)),
            Box::new(|s| objective::generalised_jensen_shannon_scaled(&t, s, n, beta, mean)),
            Box::new(|s| objective::generalised_jensen_shannon_scaled(&t, s, n, 0.0, mean)),
            Box::new(|s| objective::generalised_jensen_shannon_scaled(&t, s, n, 1.0, mean)),
            Box::new(|s| objective::label_smoothing(s, n, &labels, beta, mean)),
            Box::new(|s| objective::focal_loss(s, n, &labels, gamma, mean)),
            Box::new(|s| objective::binary_focal_loss(s, &answers, gamma, beta, mean)),
            Box::new(|s| objective::bernoulli_log_likelihood(s, &targets)),
        ];
        for loss in &losses {
            steps(&s, &loss(&s)?.gradient, |s| Ok(loss(s)?.value))?;
        }
        let l = r.logits(n * rows);
        let l: Vec<f64> = l.iter().map(|x| x / 10.0).collect();
        let kl = |m: &[f64], l: &[f64]| objective::normal_kl(m, l, n, 4.0, mean);
        steps(&s, &kl(&s, &l)?.gradient.mean, |s| Ok(kl(s, &l)?.value))?;
        steps(&l, &kl(&s, &l)?.gradient.log_variance, |l| {
            Ok(kl(&s, l)?.value)
        })?;
        let fit = |m: &[f64], l| objective::normal_log_likelihood(m, &t, l);
        steps(
            &s,
            &fit(&s, 0.5)?.gradient.means,
            |s| Ok(fit(s, 0.5)?.value),
        )?;
        steps(&[0.5], &[fit(&s, 0.5)?.gradient.log_variance], |l| {
            Ok(fit(&s, l[0])?.value)
        })?;
        let dpo = |c: &[f64], x: &[f64]| objective::dpo(c, x, &t, &l, 0.5, mean);
        let d = dpo(&s, &targets)?;
        steps(&s, &d.gradient.chosen, |c| Ok(dpo(c, &targets)?.value))?;
        steps(&targets, &d.gradient.rejected, |x| Ok(dpo(&s, x)?.value))?;
        let noise = r.logits(n * rows);
        let z = |l: &[f64]| objective::reparameterise(&s, l, &noise);
        let half_square = |z: &[f64]| z.iter().map(|z| 0.5 * z * z).sum::<f64>();
        let sample = z(&l)?;
        steps(&l, &sample.pull_back(&sample.z)?, |l| {
            Ok(half_square(&z(l)?.z))
        })?;
    }
    Ok(())
}
