//! Conversions from and to the types of other crates, behind features.

#[cfg(feature = "ndarray")]
mod ndarray;
#[cfg(feature = "serde")]
mod serde;

#[cfg(any(feature = "ndarray", feature = "serde"))]
use crate::{Error, Joint};

/// A table that was given by rows, so that an entry is named by its row and column.
#[cfg(any(feature = "ndarray", feature = "serde"))]
fn joint(rows: usize, columns: usize, entries: Vec<f64>) -> Result<Joint, Error> {
    Joint::new(rows, columns, entries).map_err(|error| match error {
        Error::Entry {
            of,
            index,
            value,
            must_be,
        } => Error::MatrixEntry {
            of,
            row: index / columns,
            column: index % columns,
            value,
            must_be,
        },
        other => other,
    })
}
