//! Each work that is cited has an entry, and each entry is cited.

use crate::check::book::Book;
use crate::problem::Problem;
use crate::scan::Chapter;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn problems(book: &Book) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut entries: BTreeMap<&str, &Chapter> = BTreeMap::new();
    let mut last = "";
    for (chapter, entry) in book.entries() {
        let line = chapter.line(entry.range.start);
        if entries.insert(&entry.key, chapter).is_some() {
            problems.push(Problem::new(
                &chapter.path,
                line,
                format!("two entries have the key `{}`", entry.key),
                "take one of them out, or give it another key",
            ));
        } else if entry.key.as_str() < last {
            problems.push(Problem::new(
                &chapter.path,
                line,
                format!("the entry `{}` stands after `{last}`", entry.key),
                "sort the entries by their keys",
            ));
        }
        last = &entry.key;
    }
    let mut cited = BTreeSet::new();
    for chapter in &book.chapters {
        for citation in &chapter.citations {
            for (key, _) in &citation.works {
                cited.insert(key.as_str());
                if !entries.contains_key(key.as_str()) {
                    problems.push(Problem::new(
                        &chapter.path,
                        chapter.line(citation.range.start),
                        format!("no entry has the key `{key}`"),
                        format!("write one among the references, **[@{key}]** …, or mend the key"),
                    ));
                }
            }
        }
    }
    for (chapter, entry) in book.entries() {
        if !cited.contains(entry.key.as_str()) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(entry.range.start),
                format!("nothing cites `{}`", entry.key),
                format!("cite it, [@{}], or take it out", entry.key),
            ));
        }
    }
    problems
}
