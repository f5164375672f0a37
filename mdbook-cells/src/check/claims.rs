//! Each claim has a check, and each check a claim.

use crate::check::book::Book;
use crate::problem::Problem;
use crate::scan::{CHECK, Chapter};

pub(super) fn problems(book: &Book) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in &book.chapters {
        check(chapter, &mut problems);
    }
    problems
}

fn check(chapter: &Chapter, problems: &mut Vec<Problem>) {
    // A cell that could not be read may be the one that is looked for.
    if chapter.incomplete {
        return;
    }
    for claim in &chapter.claims {
        let words = &chapter.text[claim.words.clone()];
        let prose = words.split('$').step_by(2);
        if !prose.flat_map(str::chars).any(char::is_alphabetic) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(claim.range.start),
                format!("the claim `{}` is a formula without words", claim.check),
                "say in words what it is about: it stands alone in the list of claims, and \
                 to a screen reader a link of formulas has no name",
            ));
        }
        if !chapter.cell(&claim.check).is_some_and(|cell| cell.check) {
            problems.push(Problem::new(
                &chapter.path,
                chapter.line(claim.range.start),
                format!("the claim `{}` has no check", claim.check),
                format!(
                    "write `<!-- check: {} -->` above a ```rust block of this chapter that \
                     defines `check`",
                    claim.check
                ),
            ));
        }
    }
    for cell in chapter.cells.iter().filter(|cell| cell.check) {
        if !chapter.claims.iter().any(|claim| claim.check == cell.name) {
            problems.push(Problem::new(
                &chapter.path,
                cell.line,
                format!("the check `{}` belongs to no claim", cell.name),
                format!(
                    "name the claim in the text of this chapter: [what is claimed]({CHECK}{})",
                    cell.name
                ),
            ));
        }
    }
}
