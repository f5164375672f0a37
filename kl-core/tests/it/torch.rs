//! PyTorch’s losses: malformed input is named, and where both are right they agree with
//! this crate’s own functions.

use crate::common::errors::{entry, not_multiple, parameter, refused, size};
use crate::common::random::Random;
use kl_core::objective::Reduction;
use kl_core::torch::{IGNORE_INDEX, KlReduction};
use kl_core::{Error, objective, torch};

const ONE: [f64; 2] = [0.0, 1.0];

#[test]
fn losses_of_pytorch() {
    let lengths = size("entries of the target", 1, "entries of the input", 2);
    refused(torch::kl_div_unreduced(&ONE, &[0.5], false), &lengths);
    refused(
        torch::binary_cross_entropy_with_logits_unreduced(&ONE, &[0.5]),
        &lengths,
    );
    refused(
        torch::gaussian_nll_loss_unreduced(&ONE, &ONE, &[0.5], false, 1e-6),
        &size("variances", 1, "entries of the input", 2),
    );
    for rows in [0, 3] {
        let like = "number of rows";
        let wrong = match rows {
            0 => parameter(like, 0.0),
            _ => not_multiple("entries of the input", 2, like, rows),
        };
        let reduction = KlReduction::BatchMean { rows };
        refused(torch::kl_div(&ONE, &ONE, reduction, false), &wrong);
        refused(torch::log_softmax(&ONE, rows), &wrong);
        refused(
            torch::cross_entropy_of_probabilities_unreduced(&ONE, &ONE, rows, 0.0),
            &wrong,
        );
    }
    for class in [-1, 2, i64::MIN, i64::MAX] {
        let wrong = entry("label", 0, class as f64);
        refused(
            torch::cross_entropy_unreduced(&ONE, &[class], 0.0, IGNORE_INDEX),
            &wrong,
        );
    }
    for bad in [f64::NAN, -0.1, 1.5] {
        refused(
            torch::cross_entropy_unreduced(&ONE, &[0], bad, IGNORE_INDEX),
            &parameter("label smoothing", bad),
        );
    }
    refused(
        torch::gaussian_nll_loss_unreduced(&ONE, &ONE, &[1.0, -1.0], false, 1e-6),
        &entry("variance", 1, -1.0),
    );
    refused(
        torch::gaussian_nll_loss_unreduced(&ONE, &ONE, &ONE, false, f64::NAN).map_err(
            |e| match e {
                Error::Parameter { name, .. } => parameter(name, 0.0),
                other => other,
            },
        ),
        &parameter("eps", 0.0),
    );
    refused(
        torch::cross_entropy_of_probabilities_unreduced(&[], &[], usize::MAX, 0.0),
        &Error::TooLarge {
            of: "rows",
            size: usize::MAX,
        },
    );
}

/// PyTorch's losses and this crate's own functions, where both are right.
#[test]
fn pytorch_agrees_where_it_is_right() -> Result<(), Error> {
    let mut r = Random(68);
    for _ in 0..1000 {
        let (n, rows) = (2 + r.below(4), 1 + r.below(3));
        let (t, s) = (r.logits(n * rows), r.logits(n * rows));
        let (ln_p, ln_q) = (torch::log_softmax(&t, rows)?, torch::log_softmax(&s, rows)?);
        let p: Vec<f64> = ln_p.iter().map(|x| x.exp()).collect();
        let batch_mean = KlReduction::BatchMean { rows };
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * (1.0 + b.abs()), "{a} {b}");
        let d = objective::distillation(&t, &s, n, 1.0, Reduction::BatchMean)?.value;
        near(torch::kl_div(&ln_q, &p, batch_mean, false)?, d);
        near(torch::kl_div(&ln_q, &ln_p, batch_mean, true)?, d);
        let mean = torch::kl_div(&ln_q, &p, KlReduction::Mean, false)?;
        near(mean * n as f64, d);
        let labels: Vec<usize> = (0..rows).map(|_| r.below(n)).collect();
        let target: Vec<i64> = labels.iter().map(|&y| y as i64).collect();
        let epsilon = r.unit();
        let own = objective::label_smoothing(&s, n, &labels, epsilon, Reduction::BatchMean)?;
        let mean = torch::Reduction::Mean;
        near(
            torch::cross_entropy(&s, &target, epsilon, IGNORE_INDEX, mean)?,
            own.value,
        );
        let one_hot: Vec<f64> = labels
            .iter()
            .flat_map(|&y| (0..n).map(move |k| f64::from(u8::from(k == y))))
            .collect();
        near(
            torch::cross_entropy_of_probabilities(&s, &one_hot, rows, epsilon, mean)?,
            own.value,
        );
        let sum = torch::Reduction::Sum;
        near(
            torch::binary_cross_entropy_with_logits(&s, &p, sum)?,
            -objective::bernoulli_log_likelihood(&s, &p)?.value,
        );
        let l = r.between(-2.0, 2.0);
        let var = vec![l.exp(); n * rows];
        near(
            torch::gaussian_nll_loss(&s, &t, &var, true, 1e-6, sum)?,
            -objective::normal_log_likelihood(&s, &t, l)?.value,
        );
    }
    Ok(())
}
