//! What errors say.

use crate::common::errors::{outside_domain, size_mismatch};
use kl_core::Error;

const INF: f64 = f64::INFINITY;

#[test]
fn messages_say_what_is_wrong() {
    for (error, message) in [
        (
            Error::NotNormalized { sum: 1.25 },
            "probabilities sum to 1.25, not to 1; Pmf::from_weights normalises",
        ),
        (
            Error::InvalidProbability {
                index: 3,
                value: -0.5,
            },
            "probability -0.5 at index 3 is not between 0 and 1",
        ),
        (
            Error::NotPositiveDefinite {
                pivot: 1,
                value: -3.0,
            },
            "covariance is not positive definite: pivot 1 of its Cholesky factorisation is -3",
        ),
    ] {
        assert_eq!(error.to_string(), message);
    }
}

/// Everything that an error can say, without the name of a variant.
#[test]
fn errors_say_what_is_wrong() {
    let said = [
        (
            outside_domain("teacher", 1, INF),
            "teacher is inf at index 1, outside the domain",
        ),
        (
            size_mismatch("student", 2, 1),
            "student has 1 entries and needs 2",
        ),
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
