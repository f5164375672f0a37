//! Each value that a cell declares is shown on some page.

use crate::check::book::Book;
use crate::problem::Problem;
use crate::record::{REPORT, Store, Value};
use crate::scan::{Cell, Chapter, ValueDeclaration};
use crate::text::relative;
use std::collections::BTreeSet;

/// (chapter, cell, value) that some page shows.
pub(super) type Used = BTreeSet<(String, String, String)>;

pub(super) fn problems(book: &Book, store: &Store, used: &Used) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (chapter, cell) in book.cells() {
        // The report of a check is used: the check belongs to a claim.
        let of_check = |v: &&ValueDeclaration| cell.check && v.name == REPORT;
        for value in cell.values.iter().filter(|v| !of_check(v)) {
            let key = (chapter.key.clone(), cell.name.clone(), value.name.clone());
            if !used.contains(&key) {
                problems.push(Problem::new(
                    &chapter.path,
                    value.line,
                    format!("no page uses the value `{}.{}`", cell.name, value.name),
                    format!(
                        "show it, {}, or take its declaration out",
                        shown(book, store, chapter, cell, &value.name)
                    ),
                ));
            }
        }
    }
    problems
}

/// How the chapter of a cell would show one of its values.
fn shown(book: &Book, store: &Store, chapter: &Chapter, cell: &Cell, value: &str) -> String {
    let of_cell = |rest: &str| format!("{{{{{}.{value}{rest}}}}}", cell.name);
    let snapshot = store.texts.get(&cell.snapshot_name());
    match snapshot
        .and_then(Option::as_ref)
        .and_then(|s| s.value(value))
    {
        Some(Value::Integer(_)) => of_cell(""),
        Some(Value::Quantity(readings)) => {
            let unit = readings.first().map_or("", |(unit, _)| unit);
            of_cell(&format!(".{unit}:.2"))
        }
        Some(Value::Picture(_)) => {
            let file = format!("{}.snap.svg", cell.picture_name(value));
            let file = book.config.snapshots.join(file);
            format!("![caption]({})", relative(&chapter.path, &file))
        }
        Some(Value::Number(_) | Value::Check { .. }) | None => of_cell(":.2"),
    }
}
