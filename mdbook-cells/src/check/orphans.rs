//! Each snapshot has a cell.

use crate::check::book::Book;
use crate::check::snapshots::pictures;
use crate::problem::Problem;
use crate::record::Store;
use std::collections::BTreeSet;

/// Snapshots that no cell owns.
pub(super) fn problems(book: &Book, store: &Store) -> Vec<Problem> {
    let mut owned = BTreeSet::new();
    for (_, cell) in book.cells() {
        let name = cell.snapshot_name();
        if let Some(Some(snapshot)) = store.texts.get(&name) {
            for (value, _) in pictures(snapshot) {
                owned.insert(cell.picture_name(value));
            }
        }
        owned.insert(name);
    }
    let texts = store.texts.keys().map(|name| (name, "snap"));
    let drawn = store.pictures.keys().map(|name| (name, "snap.svg"));
    texts
        .chain(drawn)
        .filter(|(name, _)| !owned.contains(*name))
        .map(|(name, extension)| {
            Problem::new(
                book.config.snapshots.join(format!("{name}.{extension}")),
                0,
                format!("no cell owns the snapshot `{name}`"),
                "delete the file; or bring back the cell, or its chapter in SUMMARY.md",
            )
        })
        .collect()
}
