//! Malformed input of the objectives and of PyTorch's losses is named; extreme but valid
//! input gives no NaN, and nothing negative that must not be.

use kl_core::objective::{self, Reduction};
use kl_core::torch::{self, IGNORE_INDEX, KlReduction};
use kl_core::{Error, kernels};

const INF: f64 = f64::INFINITY;
const SUM: Reduction = Reduction::Sum;

fn value(name: &'static str, index: usize, value: f64) -> Error {
    Error::OutsideDomain { name, index, value }
}

fn parameter(name: &'static str, value: f64) -> Error {
    Error::InvalidParameter { name, value }
}

fn size(name: &'static str, expected: usize, found: usize) -> Error {
    Error::SizeMismatch {
        name,
        expected,
        found,
    }
}

/// An error that holds NaN is unequal to itself.
#[track_caller]
fn fails<T: std::fmt::Debug>(got: Result<T, Error>, error: &Error) {
    match got {
        Err(got) => assert_eq!(format!("{got:?}"), format!("{error:?}")),
        Ok(got) => panic!("{got:?}, not {error:?}"),
    }
}

const NOT_LOGITS: [f64; 5] = [f64::NAN, INF, -INF, 1.1e301, -f64::MAX];
const ONE: [f64; 2] = [0.0, 1.0];

#[test]
fn logits() {
    for bad in NOT_LOGITS {
        let z = [0.0, bad];
        fails(
            objective::distillation(&z, &ONE, 2, 1.0, SUM),
            &value("teacher", 1, bad),
        );
        fails(
            objective::distillation(&ONE, &z, 2, 1.0, SUM),
            &value("student", 1, bad),
        );
        fails(
            objective::generalised_jensen_shannon(&z, &ONE, 2, 0.5, SUM),
            &value("teacher", 1, bad),
        );
        fails(
            objective::label_smoothing(&z, 2, &[0], 0.1, SUM),
            &value("logit", 1, bad),
        );
        fails(
            objective::focal_loss(&z, 2, &[0], 2.0, SUM),
            &value("logit", 1, bad),
        );
        fails(
            objective::binary_focal_loss(&z, &[true; 2], 2.0, 0.5, SUM),
            &value("logit", 1, bad),
        );
        fails(
            objective::bernoulli_log_likelihood(&z, &ONE),
            &value("logit", 1, bad),
        );
        fails(
            objective::gaussian_kl(&z, &ONE, 2, 1.0, SUM),
            &value("mean", 1, bad),
        );
        fails(
            objective::gaussian_kl_terms(&ONE, &z),
            &value("log-variance", 1, bad),
        );
        fails(
            objective::free_bits(&z, &ONE, 2, 0.5),
            &value("mean", 1, bad),
        );
        fails(
            objective::gaussian_log_likelihood(&z, &ONE, 0.0),
            &value("mean", 1, bad),
        );
        fails(
            objective::gaussian_log_likelihood(&ONE, &z, 0.0),
            &value("target", 1, bad),
        );
        fails(
            objective::reparameterise(&z, &ONE, &ONE),
            &value("mean", 1, bad),
        );
        fails(
            objective::reparameterise(&ONE, &ONE, &z),
            &value("noise", 1, bad),
        );
        fails(
            objective::ppo_clip(&z, &ONE, &ONE, 0.2),
            &value("log-probability", 1, bad),
        );
        fails(
            objective::ppo_clip(&ONE, &z, &ONE, 0.2),
            &value("old log-probability", 1, bad),
        );
        fails(
            objective::ppo_clip(&ONE, &ONE, &z, 0.2),
            &value("advantage", 1, bad),
        );
        fails(
            objective::token_kl(&z, &ONE),
            &value("log-probability", 1, bad),
        );
        fails(
            objective::token_kl(&ONE, &z),
            &value("reference log-probability", 1, bad),
        );
        fails(
            objective::dpo(&z, &ONE, &ONE, &ONE, 1.0, SUM),
            &value("chosen", 1, bad),
        );
        fails(
            objective::dpo(&ONE, &ONE, &ONE, &z, 1.0, SUM),
            &value("reference of rejected", 1, bad),
        );
    }
    // Beyond what the temperature leaves.
    fails(
        objective::distillation(&[1e300, 0.0], &ONE, 2, 0.5, SUM),
        &value("teacher", 0, 1e300),
    );
    fails(
        objective::ppo_clip(&[0.0], &[-301.0], &[1.0], 0.2),
        &value("log-probability less the old one", 0, 301.0),
    );
    fails(
        objective::bernoulli_log_likelihood(&ONE, &[1.0, -0.5]),
        &value("target", 1, -0.5),
    );
    fails(
        objective::reparameterise(&ONE, &[0.0, 701.0], &ONE),
        &value("log-variance", 1, 701.0),
    );
}

#[test]
fn parameters() {
    for bad in [f64::NAN, INF, -1.0] {
        fails(
            objective::gaussian_kl(&ONE, &ONE, 2, bad, SUM),
            &parameter("beta", bad),
        );
        fails(
            objective::free_bits(&ONE, &ONE, 2, bad),
            &parameter("lambda", bad),
        );
        fails(
            objective::distillation(&ONE, &ONE, 2, bad, SUM),
            &parameter("temperature", bad),
        );
        let mixed = objective::distillation_with_labels(&ONE, &ONE, 2, &[0], 1.0, bad, SUM);
        fails(mixed, &parameter("hard weight", bad));
        for function in [
            objective::generalised_jensen_shannon,
            objective::generalised_jensen_shannon_scaled,
        ] {
            fails(function(&ONE, &ONE, 2, bad, SUM), &parameter("beta", bad));
        }
        fails(
            objective::label_smoothing(&ONE, 2, &[0], bad, SUM),
            &parameter("epsilon", bad),
        );
        fails(
            objective::focal_loss(&ONE, 2, &[0], bad, SUM),
            &parameter("gamma", bad),
        );
        fails(
            objective::binary_focal_loss(&ONE, &[true; 2], bad, 0.5, SUM),
            &parameter("gamma", bad),
        );
        fails(
            objective::binary_focal_loss(&ONE, &[true; 2], 1.0, bad, SUM),
            &parameter("alpha", bad),
        );
        fails(
            objective::ppo_clip(&ONE, &ONE, &ONE, bad),
            &parameter("epsilon", bad),
        );
        fails(
            objective::dpo(&ONE, &ONE, &ONE, &ONE, bad, SUM),
            &parameter("beta", bad),
        );
        fails(
            objective::adaptive_kl_coefficient(bad, 1.0, 1.0),
            &parameter("beta", bad),
        );
        fails(
            objective::adaptive_kl_coefficient(1.0, 1.0, bad),
            &parameter("target", bad),
        );
    }
    for zero in [0.0, -0.0] {
        fails(
            objective::distillation(&ONE, &ONE, 2, zero, SUM),
            &parameter("temperature", zero),
        );
        fails(
            objective::dpo(&ONE, &ONE, &ONE, &ONE, zero, SUM),
            &parameter("beta", zero),
        );
    }
    fails(
        objective::adaptive_kl_coefficient(1.0, -1.0, 1.0),
        &parameter("divergence", -1.0),
    );
    fails(
        objective::generalised_jensen_shannon(&ONE, &ONE, 2, 1e-101, SUM),
        &parameter("beta", 1e-101),
    );
    fails(
        objective::gaussian_log_likelihood(&ONE, &ONE, 701.0),
        &parameter("log-variance", 701.0),
    );
}

#[test]
fn shapes() {
    let none: [f64; 0] = [];
    fails(
        objective::distillation(&none, &none, 2, 1.0, SUM),
        &Error::Empty,
    );
    fails(
        objective::gaussian_kl(&none, &none, 2, 1.0, SUM),
        &Error::Empty,
    );
    fails(
        objective::label_smoothing(&none, 2, &[], 0.0, SUM),
        &Error::Empty,
    );
    fails(
        objective::focal_loss(&none, 0, &[], 0.0, SUM),
        &Error::Empty,
    );
    fails(
        objective::binary_focal_loss(&none, &[], 0.0, 0.5, SUM),
        &Error::Empty,
    );
    fails(
        objective::bernoulli_log_likelihood(&none, &none),
        &Error::Empty,
    );
    fails(
        objective::gaussian_log_likelihood(&none, &none, 0.0),
        &Error::Empty,
    );
    fails(
        objective::reparameterise(&none, &none, &none),
        &Error::Empty,
    );
    fails(objective::ppo_clip(&none, &none, &none, 0.2), &Error::Empty);
    fails(objective::token_kl(&none, &none), &Error::Empty);
    fails(
        objective::dpo(&none, &none, &none, &none, 1.0, SUM),
        &Error::Empty,
    );
    for columns in [0, 3] {
        let wrong = Error::ColumnsMismatch {
            columns,
            entries: 2,
        };
        fails(
            objective::distillation(&ONE, &ONE, columns, 1.0, SUM),
            &wrong,
        );
        fails(
            objective::gaussian_kl(&ONE, &ONE, columns, 1.0, SUM),
            &wrong,
        );
        fails(objective::free_bits(&ONE, &ONE, columns, 1.0), &wrong);
        fails(objective::focal_loss(&ONE, columns, &[0], 1.0, SUM), &wrong);
    }
    fails(
        objective::distillation(&ONE, &[0.0], 2, 1.0, SUM),
        &size("student", 2, 1),
    );
    fails(
        objective::gaussian_kl(&ONE, &[0.0], 2, 1.0, SUM),
        &size("log-variance", 2, 1),
    );
    fails(
        objective::label_smoothing(&ONE, 2, &[0, 1], 0.0, SUM),
        &size("labels", 1, 2),
    );
    fails(
        objective::binary_focal_loss(&ONE, &[true], 0.0, 0.5, SUM),
        &size("answers", 2, 1),
    );
    fails(
        objective::bernoulli_log_likelihood(&ONE, &[0.0]),
        &size("targets", 2, 1),
    );
    fails(
        objective::reparameterise(&ONE, &ONE, &[0.0]),
        &size("noise", 2, 1),
    );
    fails(
        objective::ppo_clip(&ONE, &ONE, &[0.0], 0.2),
        &size("advantages", 2, 1),
    );
    fails(
        objective::token_kl(&ONE, &[0.0]),
        &size("reference log-probabilities", 2, 1),
    );
    fails(
        objective::dpo(&ONE, &[0.0], &ONE, &ONE, 1.0, SUM),
        &size("rejected", 2, 1),
    );
    let no_class = Error::InvalidClass {
        index: 0,
        class: 2,
        classes: 2,
    };
    fails(
        objective::label_smoothing(&ONE, 2, &[2], 0.0, SUM),
        &no_class,
    );
    let mixed = objective::distillation_with_labels(&ONE, &ONE, 2, &[2], 1.0, 0.5, SUM);
    fails(mixed, &no_class);
    let sample = objective::reparameterise(&ONE, &ONE, &ONE);
    fails(
        sample.and_then(|s| s.pull_back(&[1.0])),
        &size("gradient", 2, 1),
    );
}

#[test]
fn losses_of_pytorch() {
    let lengths = Error::LengthMismatch { left: 1, right: 2 };
    fails(torch::kl_div_unreduced(&ONE, &[0.5], false), &lengths);
    fails(
        torch::binary_cross_entropy_with_logits_unreduced(&ONE, &[0.5]),
        &lengths,
    );
    fails(
        torch::gaussian_nll_loss_unreduced(&ONE, &ONE, &[0.5], false, 1e-6),
        &lengths,
    );
    for rows in [0, 3] {
        let wrong = Error::RowsMismatch { rows, entries: 2 };
        let reduction = KlReduction::BatchMean { rows };
        fails(torch::kl_div(&ONE, &ONE, reduction, false), &wrong);
        fails(torch::log_softmax(&ONE, rows), &wrong);
        fails(
            torch::cross_entropy_of_probabilities_unreduced(&ONE, &ONE, rows, 0.0),
            &wrong,
        );
    }
    for class in [-1, 2, i64::MIN, i64::MAX] {
        let wrong = Error::InvalidClass {
            index: 0,
            class,
            classes: 2,
        };
        fails(
            torch::cross_entropy_unreduced(&ONE, &[class], 0.0, IGNORE_INDEX),
            &wrong,
        );
    }
    for bad in [f64::NAN, -0.1, 1.5] {
        fails(
            torch::cross_entropy_unreduced(&ONE, &[0], bad, IGNORE_INDEX),
            &parameter("label smoothing", bad),
        );
    }
    fails(
        torch::gaussian_nll_loss_unreduced(&ONE, &ONE, &[1.0, -1.0], false, 1e-6),
        &value("variance", 1, -1.0),
    );
    fails(
        torch::gaussian_nll_loss_unreduced(&ONE, &ONE, &ONE, false, f64::NAN).map_err(
            |e| match e {
                Error::InvalidParameter { name, .. } => parameter(name, 0.0),
                other => other,
            },
        ),
        &parameter("eps", 0.0),
    );
    fails(
        torch::cross_entropy_of_probabilities_unreduced(&[], &[], usize::MAX, 0.0),
        &Error::TooLarge {
            outcomes: usize::MAX,
        },
    );
}

/// Everything that an error can say, without the name of a variant.
#[test]
fn errors_say_what_is_wrong() {
    let said = [
        (
            value("teacher", 1, INF),
            "teacher is inf at index 1, outside the domain",
        ),
        (size("student", 2, 1), "student has 1 entries and needs 2"),
        (
            Error::RowsMismatch {
                rows: 3,
                entries: 2,
            },
            "2 entries do not fill 3 rows of one length",
        ),
        (
            Error::ColumnsMismatch {
                columns: 3,
                entries: 2,
            },
            "2 entries do not fill rows of 3 columns",
        ),
        (
            Error::InvalidClass {
                index: 0,
                class: 7,
                classes: 2,
            },
            "label 7 at index 0 is none of 2 classes",
        ),
    ];
    for (error, text) in said {
        assert_eq!(error.to_string(), text);
    }
}

/// Found by random inputs: an outcome of 1e-299 that both give nearly the same, whose
/// term was rounded to less than nothing.
#[test]
fn negligible_outcomes_add_nothing_negative() -> Result<(), Error> {
    let t = [-262.3422315605894, 426.5671421068943];
    let s = [-262.34223157807145, 426.56714210703893];
    let loss = objective::generalised_jensen_shannon(&t, &s, 2, 0.1210611010197079, SUM)?;
    assert!(loss.value >= 0.0, "{loss:?}");
    Ok(())
}

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
                let kl = objective::gaussian_kl(&[a], &[l], 1, 0.0, SUM)?;
                assert_eq!(kl.value, 0.0);
                let kl = objective::gaussian_kl(&[a], &[l], 1, 1.0, SUM)?;
                assert!(kl.value >= 0.0, "{kl:?}");
                assert!(!kl.log_variance_gradient[0].is_nan());
                let kl = objective::free_bits(&[a], &[l], 1, 0.5)?;
                assert!(kl.value >= 0.5, "{kl:?}");
                assert!(!kl.log_variance_gradient[0].is_nan());
            }
            let kl = objective::token_kl(&[a], &[b])?;
            assert!(kl.k2[0] >= 0.0 && kl.k3[0] >= 0.0, "{kl:?}");
            assert!(!kl.k3_gradient[0].is_nan());
            for beta in [1e-300, 1.0, 1e6] {
                let dpo = objective::dpo(&[a], &[b], &[b], &[a], beta, SUM)?;
                assert!(dpo.value >= 0.0, "{dpo:?}");
                assert!(!dpo.chosen_gradient[0].is_nan(), "{dpo:?}");
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
