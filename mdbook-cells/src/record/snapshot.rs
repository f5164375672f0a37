//! What a cell printed and gave, as it lies in the snapshots folder.
//!
//! A snapshot is a text for people to review and for the weaver to read back:
//!
//! ```text
//! cell: 0123456789abcdef
//! value kl: quantity 0.510825623766 nats = 0.736965594166 bits
//! output:
//! 0.7370 bits
//! ```
//!
//! The first line is the cell's fingerprint: a page is not built from the snapshot of a cell
//! that has changed since.

use crate::record::value::Value;
use std::fmt;

/// What a cell printed and gave, and the fingerprint of the cell that did.
///
/// ```
/// use mdbook_cells::{Snapshot, Value};
///
/// let snapshot = Snapshot::new("0123456789abcdef", vec![("n".into(), Value::Integer(4))], "hi\n");
/// assert_eq!(
///     snapshot.to_string(),
///     "cell: 0123456789abcdef\nvalue n: integer 4\noutput:\nhi"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Snapshot {
    /// The fingerprint of the cell.
    pub fingerprint: String,
    /// The values in the order in which the cell declares them.
    pub values: Vec<(String, Value)>,
    /// What the cell printed.
    pub output: String,
}

impl Snapshot {
    /// The snapshot of a run.
    #[must_use]
    pub fn new(
        fingerprint: impl Into<String>,
        values: Vec<(String, Value)>,
        output: impl Into<String>,
    ) -> Self {
        Self {
            fingerprint: fingerprint.into(),
            values,
            output: output.into().trim_end().to_owned(),
        }
    }

    /// The value of that name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values
            .iter()
            .find_map(|(have, value)| (have == name).then_some(value))
    }

    /// Reads the contents of a snapshot back.
    pub(crate) fn parse(contents: &str) -> Option<Self> {
        let mut lines = contents.lines();
        let fingerprint = lines.next()?.strip_prefix("cell: ")?.to_owned();
        let mut values = Vec::new();
        for line in lines.by_ref() {
            if line == "output:" {
                break;
            }
            let (name, value) = line.strip_prefix("value ")?.split_once(": ")?;
            values.push((name.to_owned(), Value::parse(value)?));
        }
        let output = lines.collect::<Vec<_>>().join("\n");
        Some(Self::new(fingerprint, values, output))
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "cell: {}", self.fingerprint)?;
        for (name, value) in &self.values {
            writeln!(f, "value {name}: {value}")?;
        }
        write!(f, "output:\n{}", self.output)
    }
}

/// The contents after insta's header, which stands between two lines `---`.
pub(crate) fn without_header(text: &str) -> &str {
    text.strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(text, |(_, contents)| contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_survives_its_file() {
        let snapshot = Snapshot::new(
            "0123456789abcdef",
            vec![("n".into(), Value::Integer(3))],
            "first\n\noutput:\nlast\n",
        );
        let file = format!("---\nsource: tests/cells.rs\n---\n{snapshot}\n");
        assert_eq!(Snapshot::parse(without_header(&file)), Some(snapshot));
    }

    #[test]
    fn what_is_no_snapshot_is_not_read_as_one() {
        for text in [
            "",
            "cell 1",
            "cell: 1\nvalue n 3",
            "cell: 1\nvalue n: what 3",
        ] {
            assert_eq!(Snapshot::parse(text), None, "{text}");
        }
    }
}
