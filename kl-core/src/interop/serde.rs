//! Reading and writing with [serde](https://docs.rs/serde).
//!
//! Input is checked as by the constructors, so a value of a type of this crate is valid
//! wherever it came from. An amount of information is written as its number of nats; formats
//! without infinity, such as JSON, refuse an infinite one or write it in a way of their own.

#[cfg(feature = "statrs")]
mod multivariate_normal;

use crate::{Error, Float, Information, Joint, Pmf};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Written as the list of its probabilities.
impl<F: Float + Serialize, C: AsRef<[F]>> Serialize for Pmf<F, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

/// Read from a list of probabilities, checked as by [`Pmf::borrowed`].
impl<'de, F: Float + Deserialize<'de>> Deserialize<'de> for Pmf<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(Pmf::try_from(Vec::deserialize(deserializer)?))
    }
}

/// Written as its number of nats.
impl Serialize for Information {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.nats())
    }
}

/// Read from a number of nats.
impl<'de> Deserialize<'de> for Information {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Information::from_nats)
    }
}

/// Written as the list of its rows.
impl Serialize for Joint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.as_pmf().as_slice();
        let (_, columns) = self.shape();
        serializer.collect_seq(entries.chunks(columns))
    }
}

/// Read from a list of rows of the same length, checked as by [`Joint::new`].
impl<'de> Deserialize<'de> for Joint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (rows, columns, entries) = checked(table(&Vec::deserialize(deserializer)?))?;
        checked(super::joint(rows, columns, entries))
    }
}

/// The number of rows, the number of columns, and the entries row by row.
fn table(rows: &[Vec<f64>]) -> Result<(usize, usize, Vec<f64>), Error> {
    let columns = rows.first().map_or(0, Vec::len);
    if let Some(row) = rows.iter().position(|row| row.len() != columns) {
        return Err(Error::Size {
            of: "entries of row",
            index: Some(row),
            found: rows[row].len(),
            like: "entries of row 0",
            expected: columns,
        });
    }
    Ok((rows.len(), columns, rows.concat()))
}

/// The value, or a serde error with this crate's text.
fn checked<T, E: de::Error>(result: Result<T, Error>) -> Result<T, E> {
    result.map_err(E::custom)
}
