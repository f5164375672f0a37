//! Each topic that is listed is somewhere, and each that is somewhere is listed.

use crate::check::book::Book;
use crate::problem::Problem;
use std::collections::BTreeSet;

pub(super) fn problems(book: &Book) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut covered = BTreeSet::new();
    for chapter in &book.chapters {
        for topic in &chapter.topics {
            covered.insert(topic.id.as_str());
            let unknown = |name: &&String| chapter.cell(name).is_none() && !chapter.incomplete;
            for name in topic.cells.iter().filter(unknown) {
                problems.push(Problem::new(
                    &chapter.path,
                    chapter.line(topic.range.start),
                    format!("topic {}: `{name}` is no cell of this chapter", topic.id),
                    "name cells or checks of this chapter, or say `prose`",
                ));
            }
        }
    }
    // A book without a page that says where its topics are need not have one.
    let places: Vec<_> = book.wheres().collect();
    if places.is_empty() {
        return problems;
    }
    for (chapter, id, at) in &places {
        if !covered.contains(id.as_str()) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(*at),
                format!("topic {id} is nowhere"),
                format!(
                    "write `<!-- topic: {id} | cells or checks -->` above the place that treats it"
                ),
            ));
        }
    }
    let asked: BTreeSet<&str> = places.iter().map(|(_, id, _)| id.as_str()).collect();
    for chapter in &book.chapters {
        for topic in &chapter.topics {
            if !asked.contains(topic.id.as_str()) {
                problems.push(Problem::new(
                    &chapter.path,
                    chapter.line(topic.range.start),
                    format!("topic {} is not listed", topic.id),
                    format!(
                        "add a line with {{{{where {}}}}} to the list of topics",
                        topic.id
                    ),
                ));
            }
        }
    }
    problems
}
