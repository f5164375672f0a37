//! Each placeholder names a value that can be shown as it asks.

use crate::check::book::Book;
use crate::check::checked::set;
use crate::check::snapshots::Stale;
use crate::check::usage::{Check, Used};
use crate::problem::Problem;
use crate::record::Store;
use crate::scan::{Chapter, Placeholder, What};

/// The values that placeholders show.
pub(super) fn used(book: &Book, store: &Store, stale: &Stale) -> (Used, Vec<Problem>) {
    Check::each(
        book,
        store,
        stale,
        |chapter| &chapter.placeholders,
        Check::placeholder,
    )
}

impl Check<'_> {
    fn placeholder(&mut self, chapter: &Chapter, placeholder: &Placeholder) -> Result<(), Problem> {
        let What::Reference(reference) = &placeholder.what else {
            return Ok(());
        };
        let line = chapter.line(placeholder.range.start);
        let problem = |what: String, help: String| Problem::new(&chapter.path, line, what, help);
        let key = reference.chapter.as_ref().unwrap_or(&chapter.key);
        let full = format!("{key}/{}.{}", reference.cell, reference.value);
        let home = self.book.chapter(key);
        let declared = home
            .and_then(|home| home.cell(&reference.cell))
            .is_some_and(|cell| cell.values.iter().any(|v| v.name == reference.value));
        if !declared && home.is_some_and(|home| home.incomplete) {
            return Ok(());
        }
        if !declared {
            let known = match home.map(known_values) {
                None => format!("no chapter is named `{key}`"),
                Some(known) if known.is_empty() => format!("chapter `{key}` has no values"),
                Some(known) => format!("chapter `{key}` has {}", known.join(", ")),
            };
            return Err(problem(
                format!("unknown value `{full}`"),
                format!(
                    "{known}; declare the value in the comment above the cell, or mend the name"
                ),
            ));
        }
        self.used
            .insert((key.clone(), reference.cell.clone(), reference.value.clone()));
        if self.stale.contains(&(key.clone(), reference.cell.clone())) {
            return Ok(());
        }
        set(self.store, key, reference, placeholder)
            .map(drop)
            .map_err(|e| {
                problem(
                    format!("value `{full}`: {e}"),
                    "mend the placeholder".into(),
                )
            })
    }
}

fn known_values(chapter: &Chapter) -> Vec<String> {
    chapter
        .cells
        .iter()
        .flat_map(|cell| {
            cell.values
                .iter()
                .map(move |value| format!("`{}.{}`", cell.name, value.name))
        })
        .collect()
}
