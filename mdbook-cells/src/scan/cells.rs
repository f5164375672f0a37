//! The cells of a chapter: a comment, and the Rust block right below it.

use crate::scan::cell::Cell;
use crate::scan::comments;
use crate::scan::directive::{self, DIRECTIVE_HELP, Directive};
use crate::scan::fault::{Fault, Found};
use crate::scan::fence::Fence;
use crate::scan::main_function::Main;
use crate::scan::markdown::{Kind, Markdown, Word};
use crate::scan::regions::Regions;
use crate::scan::typed;
use crate::text::line_of;
use std::ops::Range;

/// The cells, and what else was found in blocks of Rust.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    pub(crate) cells: Vec<Cell>,
    /// How many Rust blocks without a name rustdoc tests: those that must not compile or run.
    pub(crate) unnamed: usize,
    /// Whether a cell could not be read.
    pub(crate) incomplete: bool,
}

/// Reads the cells of the chapter with this key.
pub(crate) fn read(markdown: &Markdown<'_>, regions: &Regions, key: &str) -> Found<Cells> {
    let mut reader = Reader {
        text: markdown.text,
        key,
        found: Cells::default(),
        faults: Vec::new(),
    };
    let mut above = Above::Other;
    for piece in &markdown.pieces {
        let range = piece.range.clone();
        let last = std::mem::replace(&mut above, Above::Other);
        match &piece.kind {
            Kind::Code { info, code } => reader.block(last, info, code, range),
            Kind::Directive(word @ (Word::Cell | Word::Check), body) => {
                reader.alone(last);
                above = reader.directive(range, body.clone(), *word == Word::Check);
            }
            kind => {
                reader.alone(last);
                let mut meant = comments::meant(markdown.text, &regions.comments);
                if matches!(kind, Kind::Html) && meant.any(|at| range.contains(&at.start)) {
                    above = Above::Faulty;
                }
            }
        }
    }
    reader.alone(above);
    if comments::meant(markdown.text, &regions.comments)
        .next()
        .is_some()
    {
        reader.found.incomplete = true;
    }
    (reader.found, reader.faults)
}

/// What stands right above a block of code.
enum Above {
    Directive(Directive),
    /// A directive that was already found wanting: its block is not reported again.
    Faulty,
    Other,
}

struct Reader<'a> {
    text: &'a str,
    key: &'a str,
    found: Cells,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, at: usize, what: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(at, what, help));
    }

    fn directive(&mut self, range: Range<usize>, body: Range<usize>, check: bool) -> Above {
        let at = range.start;
        let (directive, faults) = directive::read(self.text, range, body, check);
        self.faults.extend(faults);
        let cells = &self.found.cells;
        if let Some(directive) = directive {
            let Some(first) = cells.iter().find(|cell| cell.name == directive.name) else {
                return Above::Directive(directive);
            };
            let what = format!(
                "two cells are named `{}`; the first is on line {}",
                directive.name, first.line
            );
            self.fault(at, what, "give one of them another name");
        }
        self.found.incomplete = true;
        Above::Faulty
    }

    /// A directive must stand right above its block.
    fn alone(&mut self, above: Above) {
        if let Above::Directive(directive) = above {
            self.found.incomplete = true;
            let word = if directive.check { "check" } else { "cell" };
            self.fault(
                directive.range.start,
                format!("`{word}: {}` stands above no Rust block", directive.name),
                DIRECTIVE_HELP,
            );
        }
    }

    fn block(&mut self, above: Above, info: &str, code: &str, range: Range<usize>) {
        let faulty = matches!(above, Above::Faulty);
        if let Above::Directive(directive) = above {
            if info == "rust" {
                self.cell(directive, code, range);
            } else {
                self.found.incomplete = true;
                let block = if info.is_empty() {
                    "without a language".to_owned()
                } else {
                    format!("of `{info}`")
                };
                self.fault(
                    range.start,
                    format!("cell `{}` is a block {block}", directive.name),
                    "open the block of a cell with ```rust and nothing more: rustdoc passes over \
                     attributes that it does not know, and the cell would go untested",
                );
            }
            return;
        }
        match Fence::of(info) {
            Fence::Bare => self.fault(
                range.start,
                "a code block without a language, which rustdoc would compile as Rust",
                "fence it and name its language: ```text",
            ),
            Fence::Foreign => {}
            Fence::Unnamed | Fence::PassedOver | Fence::Tested if faulty => {}
            Fence::Unnamed => {
                self.found.incomplete = true;
                self.fault(
                    range.start,
                    "a Rust block without a name",
                    format!("{DIRECTIVE_HELP}; or mark the block `rust,ignore`"),
                );
            }
            Fence::PassedOver => self.fault(
                range.start,
                format!("rustdoc passes over a block of `{info}`, which would go untested"),
                "open it with ```rust in small letters, and after that only what rustdoc knows",
            ),
            Fence::Tested => self.found.unnamed += 1,
        }
    }

    fn cell(&mut self, directive: Directive, code: &str, range: Range<usize>) {
        let block = &self.text[range.clone()];
        let last = block.lines().last().unwrap_or_default().trim();
        let closed = block.contains('\n') && (last.starts_with("```") || last.starts_with("~~~"));
        if !closed {
            self.fault(
                range.start,
                format!("the block of cell `{}` is never closed", directive.name),
                "close it with ```",
            );
        }
        if code.contains("{{#") {
            self.fault(
                range.start,
                format!("cell `{}` has an include in it", directive.name),
                "write the code in place: rustdoc and the tests read the chapter before mdBook \
                 includes anything",
            );
        }
        self.faults.extend(typed::in_code(self.text, &range, code));
        let cell = Cell {
            chapter: self.key.to_owned(),
            name: directive.name,
            line: line_of(self.text, range.start),
            code: code.to_owned(),
            values: directive.values,
            check: directive.check,
            folded: directive.folded,
            directive: directive.range,
            fence: range.clone(),
        };
        if cell.main() == Main::Unclear {
            self.fault(
                range.start,
                format!("cell `{}` has a `main` that no test would call", cell.name),
                "write it once, at the margin, as `fn main() {` or `fn main() -> Result<…> {`, with \
                 no statements beside it; or give the function another name",
            );
        }
        self.found.cells.push(cell);
    }
}
