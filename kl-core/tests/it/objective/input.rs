//! Malformed input of every objective is named.

use crate::common::errors::{invalid_parameter, outside_domain, refused, size_mismatch};
use kl_core::objective::Reduction;
use kl_core::{Error, objective};

const INF: f64 = f64::INFINITY;
const ONE: [f64; 2] = [0.0, 1.0];
const SUM: Reduction = Reduction::Sum;

const NOT_LOGITS: [f64; 5] = [f64::NAN, INF, -INF, 1.1e301, -f64::MAX];

#[test]
fn logits() {
    for bad in NOT_LOGITS {
        let z = [0.0, bad];
        refused(
            objective::distillation(&z, &ONE, 2, 1.0, SUM),
            &outside_domain("teacher", 1, bad),
        );
        refused(
            objective::distillation(&ONE, &z, 2, 1.0, SUM),
            &outside_domain("student", 1, bad),
        );
        refused(
            objective::generalised_jensen_shannon(&z, &ONE, 2, 0.5, SUM),
            &outside_domain("teacher", 1, bad),
        );
        refused(
            objective::label_smoothing(&z, 2, &[0], 0.1, SUM),
            &outside_domain("logit", 1, bad),
        );
        refused(
            objective::focal_loss(&z, 2, &[0], 2.0, SUM),
            &outside_domain("logit", 1, bad),
        );
        refused(
            objective::binary_focal_loss(&z, &[true; 2], 2.0, 0.5, SUM),
            &outside_domain("logit", 1, bad),
        );
        refused(
            objective::bernoulli_log_likelihood(&z, &ONE),
            &outside_domain("logit", 1, bad),
        );
        refused(
            objective::gaussian_kl(&z, &ONE, 2, 1.0, SUM),
            &outside_domain("mean", 1, bad),
        );
        refused(
            objective::gaussian_kl_terms(&ONE, &z),
            &outside_domain("log-variance", 1, bad),
        );
        refused(
            objective::free_bits(&z, &ONE, 2, 0.5),
            &outside_domain("mean", 1, bad),
        );
        refused(
            objective::gaussian_log_likelihood(&z, &ONE, 0.0),
            &outside_domain("mean", 1, bad),
        );
        refused(
            objective::gaussian_log_likelihood(&ONE, &z, 0.0),
            &outside_domain("target", 1, bad),
        );
        refused(
            objective::reparameterise(&z, &ONE, &ONE),
            &outside_domain("mean", 1, bad),
        );
        refused(
            objective::reparameterise(&ONE, &ONE, &z),
            &outside_domain("noise", 1, bad),
        );
        refused(
            objective::ppo_clip(&z, &ONE, &ONE, 0.2),
            &outside_domain("log-probability", 1, bad),
        );
        refused(
            objective::ppo_clip(&ONE, &z, &ONE, 0.2),
            &outside_domain("old log-probability", 1, bad),
        );
        refused(
            objective::ppo_clip(&ONE, &ONE, &z, 0.2),
            &outside_domain("advantage", 1, bad),
        );
        refused(
            objective::token_kl(&z, &ONE),
            &outside_domain("log-probability", 1, bad),
        );
        refused(
            objective::token_kl(&ONE, &z),
            &outside_domain("reference log-probability", 1, bad),
        );
        refused(
            objective::dpo(&z, &ONE, &ONE, &ONE, 1.0, SUM),
            &outside_domain("chosen", 1, bad),
        );
        refused(
            objective::dpo(&ONE, &ONE, &ONE, &z, 1.0, SUM),
            &outside_domain("reference of rejected", 1, bad),
        );
    }
    // Beyond what the temperature leaves.
    refused(
        objective::distillation(&[1e300, 0.0], &ONE, 2, 0.5, SUM),
        &outside_domain("teacher", 0, 1e300),
    );
    refused(
        objective::ppo_clip(&[0.0], &[-301.0], &[1.0], 0.2),
        &outside_domain("log-probability less the old one", 0, 301.0),
    );
    refused(
        objective::bernoulli_log_likelihood(&ONE, &[1.0, -0.5]),
        &outside_domain("target", 1, -0.5),
    );
    refused(
        objective::reparameterise(&ONE, &[0.0, 701.0], &ONE),
        &outside_domain("log-variance", 1, 701.0),
    );
}

#[test]
fn parameters() {
    for bad in [f64::NAN, INF, -1.0] {
        refused(
            objective::gaussian_kl(&ONE, &ONE, 2, bad, SUM),
            &invalid_parameter("beta", bad),
        );
        refused(
            objective::free_bits(&ONE, &ONE, 2, bad),
            &invalid_parameter("lambda", bad),
        );
        refused(
            objective::distillation(&ONE, &ONE, 2, bad, SUM),
            &invalid_parameter("temperature", bad),
        );
        let mixed = objective::distillation_with_labels(&ONE, &ONE, 2, &[0], 1.0, bad, SUM);
        refused(mixed, &invalid_parameter("hard weight", bad));
        for function in [
            objective::generalised_jensen_shannon,
            objective::generalised_jensen_shannon_scaled,
        ] {
            refused(
                function(&ONE, &ONE, 2, bad, SUM),
                &invalid_parameter("beta", bad),
            );
        }
        refused(
            objective::label_smoothing(&ONE, 2, &[0], bad, SUM),
            &invalid_parameter("epsilon", bad),
        );
        refused(
            objective::focal_loss(&ONE, 2, &[0], bad, SUM),
            &invalid_parameter("gamma", bad),
        );
        refused(
            objective::binary_focal_loss(&ONE, &[true; 2], bad, 0.5, SUM),
            &invalid_parameter("gamma", bad),
        );
        refused(
            objective::binary_focal_loss(&ONE, &[true; 2], 1.0, bad, SUM),
            &invalid_parameter("alpha", bad),
        );
        refused(
            objective::ppo_clip(&ONE, &ONE, &ONE, bad),
            &invalid_parameter("epsilon", bad),
        );
        refused(
            objective::dpo(&ONE, &ONE, &ONE, &ONE, bad, SUM),
            &invalid_parameter("beta", bad),
        );
        refused(
            objective::adaptive_kl_coefficient(bad, 1.0, 1.0),
            &invalid_parameter("beta", bad),
        );
        refused(
            objective::adaptive_kl_coefficient(1.0, 1.0, bad),
            &invalid_parameter("target", bad),
        );
    }
    for zero in [0.0, -0.0] {
        refused(
            objective::distillation(&ONE, &ONE, 2, zero, SUM),
            &invalid_parameter("temperature", zero),
        );
        refused(
            objective::dpo(&ONE, &ONE, &ONE, &ONE, zero, SUM),
            &invalid_parameter("beta", zero),
        );
    }
    refused(
        objective::adaptive_kl_coefficient(1.0, -1.0, 1.0),
        &invalid_parameter("divergence", -1.0),
    );
    refused(
        objective::generalised_jensen_shannon(&ONE, &ONE, 2, 1e-101, SUM),
        &invalid_parameter("beta", 1e-101),
    );
    refused(
        objective::gaussian_log_likelihood(&ONE, &ONE, 701.0),
        &invalid_parameter("log-variance", 701.0),
    );
}

#[test]
fn shapes() {
    let none: [f64; 0] = [];
    refused(
        objective::distillation(&none, &none, 2, 1.0, SUM),
        &Error::Empty,
    );
    refused(
        objective::gaussian_kl(&none, &none, 2, 1.0, SUM),
        &Error::Empty,
    );
    refused(
        objective::label_smoothing(&none, 2, &[], 0.0, SUM),
        &Error::Empty,
    );
    refused(
        objective::focal_loss(&none, 0, &[], 0.0, SUM),
        &Error::Empty,
    );
    refused(
        objective::binary_focal_loss(&none, &[], 0.0, 0.5, SUM),
        &Error::Empty,
    );
    refused(
        objective::bernoulli_log_likelihood(&none, &none),
        &Error::Empty,
    );
    refused(
        objective::gaussian_log_likelihood(&none, &none, 0.0),
        &Error::Empty,
    );
    refused(
        objective::reparameterise(&none, &none, &none),
        &Error::Empty,
    );
    refused(objective::ppo_clip(&none, &none, &none, 0.2), &Error::Empty);
    refused(objective::token_kl(&none, &none), &Error::Empty);
    refused(
        objective::dpo(&none, &none, &none, &none, 1.0, SUM),
        &Error::Empty,
    );
    for columns in [0, 3] {
        let wrong = Error::ColumnsMismatch {
            columns,
            entries: 2,
        };
        refused(
            objective::distillation(&ONE, &ONE, columns, 1.0, SUM),
            &wrong,
        );
        refused(
            objective::gaussian_kl(&ONE, &ONE, columns, 1.0, SUM),
            &wrong,
        );
        refused(objective::free_bits(&ONE, &ONE, columns, 1.0), &wrong);
        refused(objective::focal_loss(&ONE, columns, &[0], 1.0, SUM), &wrong);
    }
    refused(
        objective::distillation(&ONE, &[0.0], 2, 1.0, SUM),
        &size_mismatch("student", 2, 1),
    );
    refused(
        objective::gaussian_kl(&ONE, &[0.0], 2, 1.0, SUM),
        &size_mismatch("log-variance", 2, 1),
    );
    refused(
        objective::label_smoothing(&ONE, 2, &[0, 1], 0.0, SUM),
        &size_mismatch("labels", 1, 2),
    );
    refused(
        objective::binary_focal_loss(&ONE, &[true], 0.0, 0.5, SUM),
        &size_mismatch("answers", 2, 1),
    );
    refused(
        objective::bernoulli_log_likelihood(&ONE, &[0.0]),
        &size_mismatch("targets", 2, 1),
    );
    refused(
        objective::reparameterise(&ONE, &ONE, &[0.0]),
        &size_mismatch("noise", 2, 1),
    );
    refused(
        objective::ppo_clip(&ONE, &ONE, &[0.0], 0.2),
        &size_mismatch("advantages", 2, 1),
    );
    refused(
        objective::token_kl(&ONE, &[0.0]),
        &size_mismatch("reference log-probabilities", 2, 1),
    );
    refused(
        objective::dpo(&ONE, &[0.0], &ONE, &ONE, 1.0, SUM),
        &size_mismatch("rejected", 2, 1),
    );
    let no_class = Error::InvalidClass {
        index: 0,
        class: 2,
        classes: 2,
    };
    refused(
        objective::label_smoothing(&ONE, 2, &[2], 0.0, SUM),
        &no_class,
    );
    let mixed = objective::distillation_with_labels(&ONE, &ONE, 2, &[2], 1.0, 0.5, SUM);
    refused(mixed, &no_class);
    let sample = objective::reparameterise(&ONE, &ONE, &ONE);
    refused(
        sample.and_then(|s| s.pull_back(&[1.0])),
        &size_mismatch("gradient", 2, 1),
    );
}
