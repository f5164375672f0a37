//! Malformed input of every objective is named.

use crate::common::errors::{entry, not_multiple, parameter, refused, size};
use kl_core::objective::Reduction;
use kl_core::{Error, objective};

const INF: f64 = f64::INFINITY;
const ONE: [f64; 2] = [0.0, 1.0];
const SUM: Reduction = Reduction::Sum;

const NOT_NUMBERS: [f64; 5] = [f64::NAN, INF, -INF, 1.1e301, -f64::MAX];
/// −∞ is one.
const NOT_LOGITS: [f64; 4] = [f64::NAN, INF, 1.1e301, -f64::MAX];

#[test]
fn logits() {
    for bad in NOT_LOGITS {
        let z = [0.0, bad];
        refused(
            objective::distillation(&z, &ONE, 2, 1.0, SUM),
            &entry("logit of the teacher", 1, bad),
        );
        refused(
            objective::distillation(&ONE, &z, 2, 1.0, SUM),
            &entry("logit of the student", 1, bad),
        );
        refused(
            objective::generalised_jensen_shannon(&z, &ONE, 2, 0.5, SUM),
            &entry("logit of the teacher", 1, bad),
        );
        refused(
            objective::label_smoothing(&z, 2, &[0], 0.1, SUM),
            &entry("logit", 1, bad),
        );
        refused(
            objective::focal_loss(&z, 2, &[0], 2.0, SUM),
            &entry("logit", 1, bad),
        );
        refused(
            objective::binary_focal_loss(&z, &[true; 2], 2.0, 0.5, SUM),
            &entry("logit", 1, bad),
        );
        refused(
            objective::bernoulli_log_likelihood(&z, &ONE),
            &entry("logit", 1, bad),
        );
    }
    for bad in NOT_NUMBERS {
        let z = [0.0, bad];
        refused(
            objective::normal_kl(&z, &ONE, 2, 1.0, SUM),
            &entry("mean", 1, bad),
        );
        refused(
            objective::normal_kl_terms(&ONE, &z),
            &entry("log-variance", 1, bad),
        );
        refused(
            objective::free_bits(&z, &ONE, 2, 0.5),
            &entry("mean", 1, bad),
        );
        refused(
            objective::normal_log_likelihood(&z, &ONE, 0.0),
            &entry("mean", 1, bad),
        );
        refused(
            objective::normal_log_likelihood(&ONE, &z, 0.0),
            &entry("target", 1, bad),
        );
        refused(
            objective::reparameterise(&z, &ONE, &ONE),
            &entry("mean", 1, bad),
        );
        refused(
            objective::reparameterise(&ONE, &ONE, &z),
            &entry("noise", 1, bad),
        );
        refused(
            objective::ppo_clip(&z, &ONE, &ONE, 0.2),
            &entry("log-probability", 1, bad),
        );
        refused(
            objective::ppo_clip(&ONE, &z, &ONE, 0.2),
            &entry("old log-probability", 1, bad),
        );
        refused(
            objective::ppo_clip(&ONE, &ONE, &z, 0.2),
            &entry("advantage", 1, bad),
        );
        refused(
            objective::token_kl(&z, &ONE),
            &entry("log-probability", 1, bad),
        );
        refused(
            objective::token_kl(&ONE, &z),
            &entry("reference log-probability", 1, bad),
        );
        refused(
            objective::dpo(&z, &ONE, &ONE, &ONE, 1.0, SUM),
            &entry("log-probability of the chosen answer", 1, bad),
        );
        refused(
            objective::dpo(&ONE, &ONE, &ONE, &z, 1.0, SUM),
            &entry("reference log-probability of the rejected answer", 1, bad),
        );
    }
    // In the second row nothing is possible.
    let z = [0.0, -INF, -INF, -INF];
    refused(
        objective::distillation(&[0.0; 4], &z, 2, 1.0, SUM),
        &entry("logit of the student", 2, -INF),
    );
    refused(
        objective::generalised_jensen_shannon(&z, &[0.0; 4], 2, 0.5, SUM),
        &entry("logit of the teacher", 2, -INF),
    );
    refused(
        objective::label_smoothing(&z, 2, &[0, 0], 0.1, SUM),
        &entry("logit", 2, -INF),
    );
    refused(
        objective::focal_loss(&z, 2, &[0, 0], 1.0, SUM),
        &entry("logit", 2, -INF),
    );
    // Beside a logit of −∞, and beyond what the temperature leaves.
    refused(
        objective::distillation(&[-INF, 0.0, 1e300], &[0.0; 3], 3, 0.5, SUM),
        &entry("logit of the teacher", 2, 1e300),
    );
    // Beyond what the temperature leaves.
    refused(
        objective::distillation(&[1e300, 0.0], &ONE, 2, 0.5, SUM),
        &entry("logit of the teacher", 0, 1e300),
    );
    refused(
        objective::ppo_clip(&[0.0], &[-301.0], &[1.0], 0.2),
        &entry("log-probability less the old one", 0, 301.0),
    );
    refused(
        objective::bernoulli_log_likelihood(&ONE, &[1.0, -0.5]),
        &entry("target", 1, -0.5),
    );
    refused(
        objective::reparameterise(&ONE, &[0.0, 701.0], &ONE),
        &entry("log-variance", 1, 701.0),
    );
}

#[test]
fn parameters() {
    for bad in [f64::NAN, INF, -1.0] {
        refused(
            objective::normal_kl(&ONE, &ONE, 2, bad, SUM),
            &parameter("beta", bad),
        );
        refused(
            objective::free_bits(&ONE, &ONE, 2, bad),
            &parameter("lambda", bad),
        );
        refused(
            objective::distillation(&ONE, &ONE, 2, bad, SUM),
            &parameter("temperature", bad),
        );
        let mixed = objective::distillation_with_labels(&ONE, &ONE, 2, &[0], 1.0, bad, SUM);
        refused(mixed, &parameter("hard weight", bad));
        for function in [
            objective::generalised_jensen_shannon,
            objective::generalised_jensen_shannon_scaled,
        ] {
            refused(function(&ONE, &ONE, 2, bad, SUM), &parameter("beta", bad));
        }
        refused(
            objective::label_smoothing(&ONE, 2, &[0], bad, SUM),
            &parameter("epsilon", bad),
        );
        refused(
            objective::focal_loss(&ONE, 2, &[0], bad, SUM),
            &parameter("gamma", bad),
        );
        refused(
            objective::binary_focal_loss(&ONE, &[true; 2], bad, 0.5, SUM),
            &parameter("gamma", bad),
        );
        refused(
            objective::binary_focal_loss(&ONE, &[true; 2], 1.0, bad, SUM),
            &parameter("alpha", bad),
        );
        refused(
            objective::ppo_clip(&ONE, &ONE, &ONE, bad),
            &parameter("epsilon", bad),
        );
        refused(
            objective::dpo(&ONE, &ONE, &ONE, &ONE, bad, SUM),
            &parameter("beta", bad),
        );
        refused(
            objective::adaptive_kl_coefficient(bad, 1.0, 1.0),
            &parameter("beta", bad),
        );
        refused(
            objective::adaptive_kl_coefficient(1.0, 1.0, bad),
            &parameter("target", bad),
        );
    }
    for zero in [0.0, -0.0] {
        refused(
            objective::distillation(&ONE, &ONE, 2, zero, SUM),
            &parameter("temperature", zero),
        );
        refused(
            objective::dpo(&ONE, &ONE, &ONE, &ONE, zero, SUM),
            &parameter("beta", zero),
        );
    }
    refused(
        objective::adaptive_kl_coefficient(1.0, -1.0, 1.0),
        &parameter("divergence", -1.0),
    );
    refused(
        objective::generalised_jensen_shannon(&ONE, &ONE, 2, 1e-101, SUM),
        &parameter("beta", 1e-101),
    );
    refused(
        objective::normal_log_likelihood(&ONE, &ONE, 701.0),
        &parameter("log-variance", 701.0),
    );
}

#[test]
fn shapes() {
    let none: [f64; 0] = [];
    refused(
        objective::distillation(&none, &none, 2, 1.0, SUM),
        &Error::Empty {
            of: "logits of the teacher",
        },
    );
    refused(
        objective::normal_kl(&none, &none, 2, 1.0, SUM),
        &Error::Empty { of: "means" },
    );
    refused(
        objective::label_smoothing(&none, 2, &[], 0.0, SUM),
        &Error::Empty { of: "logits" },
    );
    refused(
        objective::focal_loss(&none, 0, &[], 0.0, SUM),
        &Error::Empty { of: "logits" },
    );
    refused(
        objective::binary_focal_loss(&none, &[], 0.0, 0.5, SUM),
        &Error::Empty { of: "logits" },
    );
    refused(
        objective::bernoulli_log_likelihood(&none, &none),
        &Error::Empty { of: "logits" },
    );
    refused(
        objective::normal_log_likelihood(&none, &none, 0.0),
        &Error::Empty { of: "means" },
    );
    refused(
        objective::reparameterise(&none, &none, &none),
        &Error::Empty { of: "means" },
    );
    refused(
        objective::ppo_clip(&none, &none, &none, 0.2),
        &Error::Empty { of: "actions" },
    );
    refused(
        objective::token_kl(&none, &none),
        &Error::Empty {
            of: "log-probabilities",
        },
    );
    refused(
        objective::dpo(&none, &none, &none, &none, 1.0, SUM),
        &Error::Empty { of: "pairs" },
    );
    for columns in [0, 3] {
        let wrong = |of, like| match columns {
            0 => parameter(like, 0.0),
            _ => not_multiple(of, 2, like, columns),
        };
        let (classes, dimensions) = ("number of classes", "number of dimensions");
        refused(
            objective::distillation(&ONE, &ONE, columns, 1.0, SUM),
            &wrong("logits of the teacher", classes),
        );
        refused(
            objective::normal_kl(&ONE, &ONE, columns, 1.0, SUM),
            &wrong("means", dimensions),
        );
        refused(
            objective::free_bits(&ONE, &ONE, columns, 1.0),
            &wrong("means", dimensions),
        );
        refused(
            objective::focal_loss(&ONE, columns, &[0], 1.0, SUM),
            &wrong("logits", classes),
        );
    }
    refused(
        objective::distillation(&ONE, &[0.0], 2, 1.0, SUM),
        &size("logits of the student", 1, "logits of the teacher", 2),
    );
    refused(
        objective::normal_kl(&ONE, &[0.0], 2, 1.0, SUM),
        &size("log-variances", 1, "means", 2),
    );
    refused(
        objective::label_smoothing(&ONE, 2, &[0, 1], 0.0, SUM),
        &size("labels", 2, "rows of logits", 1),
    );
    refused(
        objective::binary_focal_loss(&ONE, &[true], 0.0, 0.5, SUM),
        &size("answers", 1, "logits", 2),
    );
    refused(
        objective::bernoulli_log_likelihood(&ONE, &[0.0]),
        &size("targets", 1, "logits", 2),
    );
    refused(
        objective::reparameterise(&ONE, &ONE, &[0.0]),
        &size("numbers of noise", 1, "means", 2),
    );
    refused(
        objective::ppo_clip(&ONE, &ONE, &[0.0], 0.2),
        &size("advantages", 1, "log-probabilities", 2),
    );
    refused(
        objective::token_kl(&ONE, &[0.0]),
        &size("reference log-probabilities", 1, "log-probabilities", 2),
    );
    refused(
        objective::dpo(&ONE, &[0.0], &ONE, &ONE, 1.0, SUM),
        &size(
            "log-probabilities of rejected answers",
            1,
            "log-probabilities of chosen answers",
            2,
        ),
    );
    let no_class = entry("label", 0, 2.0);
    refused(
        objective::label_smoothing(&ONE, 2, &[2], 0.0, SUM),
        &no_class,
    );
    let mixed = objective::distillation_with_labels(&ONE, &ONE, 2, &[2], 1.0, 0.5, SUM);
    refused(mixed, &no_class);
    let sample = objective::reparameterise(&ONE, &ONE, &ONE);
    refused(
        sample.and_then(|s| s.pull_back(&[1.0])),
        &size("entries of the gradient", 1, "entries of z", 2),
    );
}
