//! Each value that a cell declares is shown on some page.

use crate::check::book::Book;
use crate::check::snapshots::Stale;
use crate::problem::Problem;
use crate::record::{REPORT, Store, Value};
use crate::scan::{Cell, Chapter, ValueDeclaration};
use crate::text::relative;
use std::collections::BTreeSet;

/// (chapter, cell, value) that some page shows.
pub(super) type Used = BTreeSet<(String, String, String)>;

/// The check of one kind of thing in the text that shows values.
pub(super) struct Check<'a> {
    pub(super) book: &'a Book,
    pub(super) store: &'a Store,
    pub(super) stale: &'a Stale,
    pub(super) used: Used,
}

impl<'a> Check<'a> {
    /// The values that all things of the kind show, and the problems of those that show none.
    pub(super) fn each<T>(
        book: &'a Book,
        store: &'a Store,
        stale: &'a Stale,
        things: impl Fn(&Chapter) -> &[T],
        one: impl Fn(&mut Self, &Chapter, &T) -> Result<(), Problem>,
    ) -> (Used, Vec<Problem>) {
        let mut check = Check {
            book,
            store,
            stale,
            used: Used::new(),
        };
        let mut problems = Vec::new();
        for chapter in &book.chapters {
            for thing in things(chapter) {
                problems.extend(one(&mut check, chapter, thing).err());
            }
        }
        (check.used, problems)
    }
}

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
