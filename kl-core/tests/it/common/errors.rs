//! What an error should name.

use kl_core::Error;

/// Equal, where NaN counts as equal to NaN.
pub(crate) fn same_or_nan(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

/// Whether the error names this parameter and this value.
pub(crate) fn names<T>(got: &Result<T, Error>, parameter: &str, bad: f64) -> bool {
    matches!(got, Err(Error::InvalidParameter { name, value })
        if *name == parameter && same_or_nan(*value, bad))
}

pub(crate) fn outside_domain(name: &'static str, index: usize, value: f64) -> Error {
    Error::OutsideDomain { name, index, value }
}

pub(crate) fn invalid_parameter(name: &'static str, value: f64) -> Error {
    Error::InvalidParameter { name, value }
}

pub(crate) fn size_mismatch(name: &'static str, expected: usize, found: usize) -> Error {
    Error::SizeMismatch {
        name,
        expected,
        found,
    }
}

/// Fails unless the error is this one: by their texts, because NaN is not itself.
#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(got: Result<T, Error>, error: &Error) {
    match got {
        Err(got) => assert_eq!(format!("{got:?}"), format!("{error:?}")),
        Ok(got) => panic!("{got:?}, not {error:?}"),
    }
}
