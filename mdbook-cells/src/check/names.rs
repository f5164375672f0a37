//! Chapters have names of their own in snapshots.

use crate::check::book::Book;
use crate::problem::Problem;
use std::collections::BTreeMap;

pub(super) fn problems(book: &Book) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut keys = BTreeMap::new();
    for chapter in &book.chapters {
        // Rust's names and some file systems make no more distinctions than this.
        let plain = chapter.key.to_lowercase().replace('_', "-");
        if let Some(first) = keys.insert(plain, &chapter.path) {
            problems.push(Problem::new(
                &chapter.path,
                0,
                format!(
                    "chapter `{}` has the same name in snapshots as {}",
                    chapter.key,
                    first.display()
                ),
                "rename one of the files",
            ));
        }
    }
    problems
}
