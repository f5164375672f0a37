//! Each picture in the text is one that a cell draws.

use crate::check::book::Book;
use crate::check::snapshots::{Stale, pictures};
use crate::check::usage::{Check, Used};
use crate::problem::Problem;
use crate::record::Store;
use crate::scan::{Chapter, Figure};

/// The values that stand in the text as pictures.
pub(super) fn used(book: &Book, store: &Store, stale: &Stale) -> (Used, Vec<Problem>) {
    Check::each(
        book,
        store,
        stale,
        |chapter| &chapter.figures,
        Check::figure,
    )
}

impl Check<'_> {
    fn figure(&mut self, chapter: &Chapter, figure: &Figure) -> Result<(), Problem> {
        let mut known = Vec::new();
        for (home, cell) in self.book.cells() {
            for value in &cell.values {
                if cell.picture_name(&value.name) == figure.picture {
                    self.used
                        .insert((home.key.clone(), cell.name.clone(), value.name.clone()));
                    let key = (home.key.clone(), cell.name.clone());
                    if self.stale.contains(&key)
                        || self.store.pictures.contains_key(&figure.picture)
                    {
                        return Ok(());
                    }
                }
            }
            known.extend(
                self.store
                    .texts
                    .get(&cell.snapshot_name())
                    .and_then(Option::as_ref)
                    .into_iter()
                    .flat_map(pictures)
                    .map(|(value, _)| format!("`{}.snap.svg`", cell.picture_name(value))),
            );
        }
        if self.book.incomplete() {
            return Ok(());
        }
        Err(Problem::new(
            &chapter.path,
            chapter.line(figure.range.start),
            format!("unknown picture `{}.snap.svg`", figure.picture),
            format!(
                "name it chapter__cell__value; the book has {}",
                if known.is_empty() {
                    "none".into()
                } else {
                    known.join(", ")
                }
            ),
        ))
    }
}
