//! Names of snapshots: chapter and cell, never a position.

/// The value that every check gives, and the variable that holds it.
pub(crate) const REPORT: &str = "check";

/// `chapter__cell`.
pub(crate) fn snapshot_name(chapter: &str, cell: &str) -> String {
    format!("{chapter}__{cell}")
}

/// `chapter__cell__value`, the name that insta files a picture under.
pub(crate) fn picture_name(chapter: &str, cell: &str, value: &str) -> String {
    format!("{chapter}__{cell}__{value}")
}
