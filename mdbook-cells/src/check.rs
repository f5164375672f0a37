//! Checking: whether text and snapshots hold together.
//!
//! Each file below looks at one kind of thing; all that they find wrong is reported at once.

mod book;
mod checked;
mod claims;
mod displays;
mod includes;
mod names;
mod orphans;
mod pictures;
mod snapshots;
mod topics;
mod usage;
mod values;
mod works;

pub use book::Book;
pub use checked::Checked;

use crate::problem::{Problem, Problems};
use crate::record::Store;
use book::unreadable;

impl Book {
    /// Whether the text is sound by itself, before anything has run.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn check_text(&self) -> Result<(), Problems> {
        Problems::into_result(self.text_problems())
    }

    fn text_problems(&self) -> Vec<Problem> {
        let chapters = self.chapters.iter();
        let mut problems: Vec<_> = chapters.flat_map(|c| c.problems.clone()).collect();
        for of in [
            names::problems,
            claims::problems,
            displays::problems,
            works::problems,
            topics::problems,
            includes::problems,
        ] {
            problems.extend(of(self));
        }
        problems
    }

    /// Checks text and snapshots against each other.
    ///
    /// # Errors
    ///
    /// Everything that is wrong: in the text, and cells without a fresh snapshot, names without
    /// a value, values without a page, snapshots without a cell.
    pub fn check(&self) -> Result<Checked<'_>, Problems> {
        let mut problems = self.text_problems();
        let folder = self.root.join(&self.config.snapshots);
        let store = Store::read(&folder).map_err(|e| unreadable(&self.config.snapshots, &e))?;

        let (stale, found) = snapshots::stale(self, &store);
        problems.extend(found);
        let (mut used, found) = values::used(self, &store, &stale);
        problems.extend(found);
        let (drawn, found) = pictures::used(self, &store, &stale);
        problems.extend(found);
        used.extend(drawn);
        problems.extend(usage::problems(self, &store, &used));
        // Before all cells are read and have fresh snapshots it is not known which pictures there
        // will be.
        if stale.is_empty() && !self.incomplete() {
            problems.extend(orphans::problems(self, &store));
        }
        Problems::into_result(problems)?;
        Ok(Checked { book: self, store })
    }
}
