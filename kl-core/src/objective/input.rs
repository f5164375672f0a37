//! Checks of the inputs of every objective.

use crate::error::{entries, filled, share};
use crate::float::scale::power_of_two;
use crate::vectors::logits::{are_logits_below, are_short_and_finite};
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

/// Fails unless all entries are −∞, or finite and below 2¹⁰⁰⁰ in size.
pub(super) fn finite_or_never(of: &'static str, values: &[f64]) -> Result<(), Error> {
    if all_below(values, LARGEST) {
        return Ok(());
    }
    let must_be = "finite and below 2^1000 in size, or -inf";
    entries(of, values, must_be, |x| {
        x.abs() < LARGEST || x == f64::NEG_INFINITY
    })
}

/// Fails unless each entry is −∞ or finite, below 2¹⁰⁰⁰ in size and below 1e300 when divided by
/// the temperature, and in each row of this many columns one is finite.
pub(super) fn logits<F: Float>(
    of: &'static str,
    values: &[F],
    columns: usize,
    temperature: f64,
) -> Result<(), Error> {
    // A little less, because it is rounded; so no second walk is needed where nothing is near.
    let most = LARGEST.min(temperature * 1e299);
    let are_short = most > f64::from(f32::MAX) && are_short_and_finite(values);
    if are_short || all_below(values, most) {
        return Ok(());
    }
    for (row, entries) in values.chunks(columns.max(1)).enumerate() {
        if are_logits_below(entries, most) {
            continue;
        }
        let error = |column: usize, value, must_be| {
            Err(Error::Entry {
                of,
                index: row * columns + column,
                value,
                must_be,
            })
        };
        let mut some = false;
        for (column, &z) in entries.iter().enumerate() {
            let z: f64 = z.into();
            let is_finite = z.abs() < LARGEST;
            if !(is_finite || z == f64::NEG_INFINITY) {
                return error(column, z, "finite and below 2^1000 in size, or -inf");
            }
            if is_finite && (z / temperature).abs() >= 1e300 {
                let must_be = "below 1e300 in size when divided by the temperature";
                return error(column, z, must_be);
            }
            some |= is_finite;
        }
        if !some {
            let must_be = "finite, or another logit of its row: something must be possible";
            return error(0, f64::NEG_INFINITY, must_be);
        }
    }
    Ok(())
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
