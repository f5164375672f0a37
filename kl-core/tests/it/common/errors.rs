//! What an error should name.
//!
//! Which input, where, and which value; what it must be is said in `error.rs`, where the
//! whole messages are.

use kl_core::Error;

/// Equal, where NaN counts as equal to NaN.
pub(crate) fn same_or_nan(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

/// Whether the error names this parameter and this value.
pub(crate) fn names<T>(got: &Result<T, Error>, parameter: &str, bad: f64) -> bool {
    matches!(got, Err(Error::Parameter { name, value, .. })
        if *name == parameter && same_or_nan(*value, bad))
}

pub(crate) fn entry(of: &'static str, index: usize, value: f64) -> Error {
    Error::Entry {
        of,
        index,
        value,
        must_be: "",
    }
}

pub(crate) fn matrix_entry(of: &'static str, row: usize, column: usize, value: f64) -> Error {
    Error::MatrixEntry {
        of,
        row,
        column,
        value,
        must_be: "",
    }
}

pub(crate) fn parameter(name: &'static str, value: f64) -> Error {
    Error::Parameter {
        name,
        value,
        must_be: "",
    }
}

pub(crate) fn range(of: &'static str, low: f64, high: f64) -> Error {
    Error::Range {
        of,
        low,
        high,
        must_be: "",
    }
}

pub(crate) fn size(of: &'static str, found: usize, like: &'static str, expected: usize) -> Error {
    Error::Size {
        of,
        index: None,
        found,
        like,
        expected,
    }
}

pub(crate) fn size_of_item(
    (of, index): (&'static str, usize),
    found: usize,
    like: &'static str,
    expected: usize,
) -> Error {
    Error::Size {
        of,
        index: Some(index),
        found,
        like,
        expected,
    }
}

pub(crate) fn not_multiple(
    of: &'static str,
    found: usize,
    like: &'static str,
    divisor: usize,
) -> Error {
    Error::NotMultiple {
        of,
        found,
        like,
        divisor,
    }
}

/// P and Q have different numbers of outcomes.
pub(crate) fn outcomes(p: usize, q: usize) -> Error {
    size("outcomes of Q", q, "outcomes of P", p)
}

/// P and Q have different numbers of dimensions.
pub(crate) fn dimensions(p: usize, q: usize) -> Error {
    size("dimensions of Q", q, "dimensions of P", p)
}

pub(crate) fn indefinite(of: &'static str, pivot: usize, value: f64) -> Error {
    Error::NotPositiveDefinite { of, pivot, value }
}

/// Fails unless the error is this one: by their texts, because NaN is not itself.
#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(got: Result<T, Error>, error: &Error) {
    match got {
        Err(got) => assert_eq!(
            format!("{:?}", without_remedy(got)),
            format!("{:?}", without_remedy(error.clone()))
        ),
        Ok(got) => panic!("{got:?}, not {error:?}"),
    }
}

/// The error that does not say what the value must be.
fn without_remedy(mut error: Error) -> Error {
    if let Error::Entry { must_be, .. }
    | Error::MatrixEntry { must_be, .. }
    | Error::TokenEntry { must_be, .. }
    | Error::Parameter { must_be, .. }
    | Error::Range { must_be, .. } = &mut error
    {
        *must_be = "";
    }
    error
}
