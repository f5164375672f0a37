//! The comment above a cell: its name, its values, the words that it is folded away under.

use crate::record::REPORT;
use crate::scan::cell::ValueDeclaration;
use crate::scan::fault::{Fault, Found};
use crate::scan::typed;
use crate::text::{line_of, pattern};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// `<!-- cell: name | words`, with a line `value = expression` for each value.
#[derive(Debug)]
pub(crate) struct Directive {
    pub(crate) range: Range<usize>,
    pub(crate) name: String,
    pub(crate) check: bool,
    pub(crate) folded: Option<String>,
    pub(crate) values: Vec<ValueDeclaration>,
}

pub(crate) const DIRECTIVE_HELP: &str = "write `<!-- cell: name -->`, with a line `value = expression` for each value, right above a ```rust block";

/// Jupyter allows 64 characters for the id of a cell, ours has a word before the name.
static CELL_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z][a-z0-9-]{0,49}$"));
static VALUE_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z][a-z0-9_]*$"));

/// Reads the comment at `range`, whose words behind `cell:` or `check:` are at `body`. There is
/// no directive where its name is none.
pub(crate) fn read(
    text: &str,
    range: Range<usize>,
    body: Range<usize>,
    check: bool,
) -> Found<Option<Directive>> {
    let mut faults = Vec::new();
    let mut lines = Vec::new();
    let mut at = body.start;
    for line in text[body].split('\n') {
        lines.push((at, line.trim()));
        at += line.len() + 1;
    }
    let first = lines.first().map_or("", |&(_, first)| first);
    let (name, folded) = match first.split_once('|') {
        Some((name, summary)) => (name.trim().to_owned(), Some(summary.trim().to_owned())),
        None => (first.to_owned(), None),
    };
    if let Some(summary) = &folded {
        faults.extend(summary_faults(range.start, &name, summary));
    }
    if check && folded.is_some() {
        faults.push(Fault::new(
            range.start,
            format!("the check `{name}` has words of its own"),
            "write `<!-- check: name -->`: what it found stands above it",
        ));
    }
    if !CELL_NAME.is_match(&name) {
        faults.push(Fault::new(
            range.start,
            format!("`{name}` cannot name a cell"),
            "use small letters, digits and hyphens, a letter first, at most 50 in all",
        ));
        return (None, faults);
    }
    let mut values: Vec<ValueDeclaration> = Vec::new();
    if check {
        values.push(ValueDeclaration {
            name: REPORT.to_owned(),
            expression: REPORT.to_owned(),
            line: line_of(text, range.start),
        });
    }
    for &(offset, line) in lines.iter().skip(1).filter(|(_, line)| !line.is_empty()) {
        let (value, expression) = halves(line);
        if !VALUE_NAME.is_match(value) || expression.is_empty() {
            faults.push(Fault::new(
                offset,
                format!("`{line}` declares no value of cell `{name}`"),
                "write `value = expression`, the name in small letters, digits and underscores",
            ));
        } else if values.iter().any(|have| have.name == value) {
            faults.push(Fault::new(
                offset,
                format!("value `{value}` is declared twice in cell `{name}`"),
                "give one of them another name",
            ));
        } else {
            values.push(ValueDeclaration {
                name: value.to_owned(),
                expression: expression.to_owned(),
                line: line_of(text, offset),
            });
        }
    }
    let directive = Directive {
        range,
        name,
        check,
        folded,
        values,
    };
    (Some(directive), faults)
}

/// The name and the expression of a value; a name alone is both.
fn halves(line: &str) -> (&str, &str) {
    match line.split_once('=') {
        // `a == b` and the like are no declarations.
        Some((value, expression)) if !expression.starts_with('=') => {
            (value.trim(), expression.trim())
        }
        _ => (line, line),
    }
}

/// The words that a cell is folded away under.
fn summary_faults(at: usize, name: &str, summary: &str) -> Vec<Fault> {
    let mut faults = typed::in_summary(summary, at);
    if summary.is_empty() {
        faults.push(Fault::new(
            at,
            format!("cell `{name}` is folded away under no words"),
            "write `<!-- cell: name | Some words -->`, or take out the `|`",
        ));
    }
    faults
}
