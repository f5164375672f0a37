//! Displays are numbered in their order, and each number in the text is one of theirs.

use crate::check::book::Book;
use crate::problem::Problem;
use crate::scan::Chapter;

pub(super) fn problems(book: &Book) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in &book.chapters {
        check(chapter, &mut problems);
    }
    problems
}

fn check(chapter: &Chapter, problems: &mut Vec<Problem>) {
    for (index, display) in chapter.displays.iter().enumerate() {
        if display.number != index + 1 {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(display.at),
                format!(
                    "display ({}) is the chapter's number {}",
                    display.number,
                    index + 1
                ),
                "number the displays from 1 in their order, and what refers to them",
            ));
        }
    }
    let known = chapter.displays.len();
    for reference in &chapter.display_references {
        if reference.number == 0 || reference.number > known {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(reference.range.start),
                format!(
                    "({}) is no display of this chapter, which numbers {known}",
                    reference.number
                ),
                "mend the number; another chapter's display is a link, [(5)](other.md#eq-5); what \
                 is no reference needs other words or brackets",
            ));
        }
    }
}
