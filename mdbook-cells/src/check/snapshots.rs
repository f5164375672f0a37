//! Each cell has a snapshot, taken since it last changed.

use crate::check::book::Book;
use crate::problem::Problem;
use crate::record::{REPORT, Snapshot, Store, Value};
use crate::scan::{Cell, ValueDeclaration};
use std::collections::BTreeSet;

/// (chapter, cell) without a fresh snapshot; what hangs on them is not reported again.
pub(super) type Stale = BTreeSet<(String, String)>;

pub(super) fn stale(book: &Book, store: &Store) -> (Stale, Vec<Problem>) {
    let mut stale = Stale::new();
    let mut problems = Vec::new();
    for (chapter, cell) in book.cells() {
        let Some(what) = fault(store, cell) else {
            continue;
        };
        stale.insert((chapter.key.clone(), cell.name.clone()));
        problems.push(Problem::new(
            &chapter.path,
            cell.line,
            what,
            format!(
                "run the cells and look at what changed: {}",
                book.config.accept
            ),
        ));
    }
    (stale, problems)
}

/// What is wrong with the snapshot of a cell.
fn fault(store: &Store, cell: &Cell) -> Option<String> {
    let name = &cell.name;
    let snapshot = match store.texts.get(&cell.snapshot_name()) {
        Some(Some(snapshot)) => snapshot,
        Some(None) => return Some(format!("the snapshot of cell `{name}` cannot be read")),
        None => return Some(format!("cell `{name}` has no snapshot")),
    };
    if snapshot.fingerprint != cell.fingerprint() {
        return Some(format!(
            "cell `{name}` changed since its snapshot was taken"
        ));
    }
    let missing = |value: &&ValueDeclaration| snapshot.value(&value.name).is_none();
    if let Some(value) = cell.values.iter().find(missing) {
        return Some(format!(
            "the snapshot of cell `{name}` has no value `{}`",
            value.name
        ));
    }
    if cell.check && !matches!(snapshot.value(REPORT), Some(Value::Check { .. })) {
        return Some(format!(
            "`{REPORT}` of the check `{name}` is no report of a check"
        ));
    }
    for (value, _) in pictures(snapshot) {
        let picture = cell.picture_name(value);
        let file = if !store.pictures.contains_key(&picture) {
            format!("{picture}.snap.svg")
        } else if !store.headers.contains(&picture) {
            format!("{picture}.snap")
        } else {
            continue;
        };
        return Some(format!(
            "picture `{value}` of cell `{name}` lacks its file `{file}`"
        ));
    }
    None
}

/// The values of a snapshot that are pictures.
pub(super) fn pictures(snapshot: &Snapshot) -> impl Iterator<Item = (&String, &Value)> {
    snapshot
        .values
        .iter()
        .filter(|(_, value)| matches!(value, Value::Picture(_)))
        .map(|(name, value)| (name, value))
}
