//! Checks of the inputs of every objective.

use crate::error::{entries, filled, share};
use crate::float::scale::power_of_two;
use crate::vectors::total::all_below;
use crate::{Error, Float};

/// The bound on the entries: beyond it a difference of two differences of logits may
/// overflow.
pub(super) const LARGEST: f64 = power_of_two(1000);

/// Fails unless all entries are finite and below 2¹⁰⁰⁰ in size.
pub(super) fn finite<F: Float>(of: &'static str, values: &[F]) -> Result<(), Error> {
    if all_below(values, LARGEST) {
        return Ok(());
    }
    let must_be = "finite, and below 2^1000 in size";
    entries(of, values, must_be, |x| x.abs() < LARGEST)
}

/// The number of rows of this many columns that the entries fill; at least one.
pub(super) fn rows(
    of: &'static str,
    found: usize,
    like: &'static str,
    columns: usize,
) -> Result<usize, Error> {
    filled(of, found)?;
    share(of, found, like, columns)
}

/// Fails unless every label is a class.
pub(super) fn labels(labels: &[usize], classes: usize) -> Result<(), Error> {
    match labels.iter().position(|&y| y >= classes) {
        None => Ok(()),
        Some(index) => Err(Error::Entry {
            of: "label",
            index,
            value: labels[index] as f64,
            must_be: "below the number of classes",
        }),
    }
}
