//! Every objective on rows one by one, and all at once.

use crate::common::close::close;
use crate::common::random::Random;
use kl_core::objective::{Loss, Reduction};
use kl_core::{Error, objective};

const SUM: Reduction = Reduction::Sum;

/// The value, and the gradient by one argument.
type Plain = (f64, Vec<f64>);

fn plain(loss: Loss) -> Plain {
    (loss.value, loss.gradient)
}

/// Rows one by one, and all at once.
#[test]
fn batches_are_sums_and_means_of_rows() -> Result<(), Error> {
    let mut r = Random(65);
    for _ in 0..500 {
        let (n, rows) = (2 + r.below(3), 1 + r.below(4));
        let (t, s) = (r.logits(n * rows), r.logits(n * rows));
        let labels: Vec<usize> = (0..rows).map(|_| r.below(n)).collect();
        let answers: Vec<bool> = (0..n).map(|_| r.below(2) == 0).collect();
        let all_answers: Vec<bool> = answers.repeat(rows);
        type Of<'a> = (
            usize,
            Box<dyn Fn(&[f64], &[f64], &[usize], Reduction) -> Result<Plain, Error> + 'a>,
        );
        let losses: Vec<Of> = vec![
            (
                rows,
                Box::new(|t, s, _, how| objective::distillation(t, s, n, 2.0, how).map(plain)),
            ),
            (
                rows,
                Box::new(|t, s, y, how| {
                    objective::distillation_with_labels(t, s, n, y, 2.0, 0.25, how).map(plain)
                }),
            ),
            (
                rows,
                Box::new(|t, s, _, how| {
                    objective::generalised_jensen_shannon(t, s, n, 0.25, how).map(plain)
                }),
            ),
            (
                rows,
                Box::new(|t, s, _, how| {
                    objective::generalised_jensen_shannon_scaled(t, s, n, 0.0, how).map(plain)
                }),
            ),
            (
                rows,
                Box::new(|_, s, y, how| objective::label_smoothing(s, n, y, 0.25, how).map(plain)),
            ),
            (
                rows,
                Box::new(|_, s, y, how| objective::focal_loss(s, n, y, 2.0, how).map(plain)),
            ),
            (
                rows * n,
                Box::new(|_, s, y, how| {
                    let answers = if y.len() == rows {
                        &all_answers
                    } else {
                        &answers
                    };
                    let answers = if s.len() == n {
                        &all_answers[..n]
                    } else {
                        answers
                    };
                    objective::binary_focal_loss(s, answers, 2.0, 0.25, how).map(plain)
                }),
            ),
            (
                rows,
                Box::new(|t, s, _, how| {
                    let kl = objective::normal_kl(t, s, n, 2.0, how)?;
                    Ok((kl.value, kl.gradient.log_variance))
                }),
            ),
            (
                rows,
                Box::new(|t, s, _, how| {
                    let kl = objective::normal_kl(t, s, n, 2.0, how)?;
                    Ok((kl.value, kl.gradient.mean))
                }),
            ),
        ];
        for (divisor, loss) in &losses {
            let (sum, of_sum) = loss(&t, &s, &labels, SUM)?;
            let (mean, of_mean) = loss(&t, &s, &labels, Reduction::BatchMean)?;
            let (mut value, mut gradient) = (0.0, Vec::new());
            for i in 0..rows {
                let of = i * n..(i + 1) * n;
                let (row, of_row) = loss(&t[of.clone()], &s[of], &labels[i..=i], SUM)?;
                value += row;
                gradient.extend(of_row);
            }
            close(sum, value, 1e-14);
            assert_eq!(of_sum, gradient);
            close(mean, value / *divisor as f64, 1e-14);
            for (a, b) in of_mean.iter().zip(&gradient) {
                let apart = (a - b / *divisor as f64).abs();
                assert!(apart < 1e-15 * a.abs().max(1.0), "{a} {b}");
            }
        }
        // Free bits with no floor, and with one in each dimension.
        let free = objective::free_bits(&t, &s, n, 0.0)?;
        let kl = objective::normal_kl(&t, &s, n, 1.0, Reduction::BatchMean)?;
        close(free.value, kl.value, 1e-14);
        for (a, b) in free.gradient.mean.iter().zip(&kl.gradient.mean) {
            close(*a, *b, 1e-14);
        }
        let floored = objective::free_bits(&t, &s, n, 1e200)?;
        close(floored.value, n as f64 * 1e200, 1e-14);
        assert!(floored.gradient.log_variance.iter().all(|&g| g == 0.0));
        let pairs = objective::dpo(&t, &s, &s, &t, 0.5, Reduction::BatchMean)?;
        let summed = objective::dpo(&t, &s, &s, &t, 0.5, SUM)?;
        close(pairs.value * (n * rows) as f64, summed.value, 1e-14);
        for (k, m) in summed.margins.iter().enumerate() {
            let rewards = summed.chosen_rewards[k] - summed.rejected_rewards[k];
            close(*m, rewards, 1e-12);
            assert_eq!(summed.gradient.chosen[k], -summed.gradient.rejected[k]);
        }
    }
    Ok(())
}
