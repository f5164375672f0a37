//! What every objective asks of its inputs.

use crate::Error;
use crate::float::scale::power_of_two;

/// Beyond this a difference of two differences of logits may overflow.
const LARGEST: f64 = power_of_two(1000);

/// All entries finite and below 2¹⁰⁰⁰ in size.
pub(super) fn finite(name: &'static str, values: &[f64]) -> Result<(), Error> {
    within(name, values, |x| x.abs() < LARGEST)
}

/// All entries satisfy the condition.
pub(super) fn within(
    name: &'static str,
    values: &[f64],
    valid: impl Fn(f64) -> bool,
) -> Result<(), Error> {
    match values.iter().position(|&x| !valid(x)) {
        None => Ok(()),
        Some(index) => Err(Error::OutsideDomain {
            name,
            index,
            value: values[index],
        }),
    }
}

/// As many entries as expected.
pub(super) fn size(name: &'static str, expected: usize, found: usize) -> Result<(), Error> {
    if found == expected {
        Ok(())
    } else {
        Err(Error::SizeMismatch {
            name,
            expected,
            found,
        })
    }
}

/// How many rows of this many columns the entries fill; at least one.
pub(super) fn rows(entries: usize, columns: usize) -> Result<usize, Error> {
    match entries.checked_rem(columns) {
        _ if entries == 0 => Err(Error::Empty),
        Some(0) => Ok(entries / columns),
        _ => Err(Error::ColumnsMismatch { columns, entries }),
    }
}

/// The parameter satisfies the condition.
pub(super) fn parameter(name: &'static str, value: f64, valid: bool) -> Result<(), Error> {
    if valid {
        Ok(())
    } else {
        Err(Error::InvalidParameter { name, value })
    }
}

/// Every label is a class.
pub(super) fn labels(labels: &[usize], classes: usize) -> Result<(), Error> {
    match labels.iter().position(|&y| y >= classes) {
        None => Ok(()),
        Some(index) => Err(Error::InvalidClass {
            index,
            class: i64::try_from(labels[index]).unwrap_or(i64::MAX),
            classes,
        }),
    }
}
