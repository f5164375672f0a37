//! Small books built by mdBook itself: the sound one, and copies of it with one mistake each.

mod cells;
#[path = "../common/mod.rs"]
mod common;
mod configuration;
mod formulas;
mod katex;
mod pages;
mod passing;
mod pictures;
mod snapshots;
mod values;

use common::{Copy, Result, sound};
use mdbook_cells::Cells;
use mdbook_driver::MDBook;
use mdbook_katex::preprocess::KatexProcessor;
use mdbook_preprocessor::{Preprocessor as _, PreprocessorContext};
use std::path::Path;

/// Builds the book in a folder as `mdbook build` does; the error as the author reads it.
fn build(root: &Path) -> std::result::Result<(), String> {
    let mut book = MDBook::load(root).map_err(|e| format!("{e:#}"))?;
    book.with_preprocessor(Cells)
        .with_preprocessor(KatexProcessor);
    book.build().map_err(|e| format!("{e:#}"))
}

/// One mistake: what is replaced by what in which file, and the problem that is reported:
/// what, where, and what to do about it.
struct Mistake(&'static str, [&'static str; 2], [&'static str; 3]);

/// Builds a copy of the sound book for each mistake and compares the whole message.
fn each_fails(mistakes: impl IntoIterator<Item = Mistake>) -> Result {
    let mut differing = Vec::new();
    for Mistake(file, [from, to], [what, place, help]) in mistakes {
        let book = Copy::new()?;
        book.replace(file, from, to)?;
        let expected = format!(
            "error: {what}\n  --> {place}\n  help: {help}\n\nthe book was not built: 1 problem"
        );
        let found = build(book.root()).err().unwrap_or("it was built".into());
        if found != expected {
            differing.push(format!(
                "--- {from} -> {to}\n{found}\n--- expected\n{expected}"
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
    Ok(())
}

const COIN: &str = "src/coin.md";
const LOGS: &str = "src/part/logs.md";
const TOML: &str = "book.toml";

const RUN: &str = "run the cells and look at what changed: cargo insta test --review";
const DIRECTIVE: &str = "write `<!-- cell: name -->`, with a line `value = expression` for each \
     value, right above a ```rust block";
const MARK_OR_SHOW: &str = "show a cell's value, {{cell.value:.2}}; if it is an input, mark it \
     so: {{0.74}}; if it is neither, such as the number of a version, put it between backticks";
const KNOWN: &str = "chapter `coin` has `information.h`, `information.n`, `information.far`, \
     `information.tiny`, `draw.bar`; declare the value in the comment above the cell, or mend \
     the name";
const MEND: &str = "mend the placeholder";
const PLAIN_FENCE: &str = "open the block of a cell with ```rust and nothing more: rustdoc \
     passes over attributes that it does not know, and the cell would go untested";
const PLACEHOLDERS: &str = "write {{cell.value:.2}}, {{cell.value.unit:.2}} or, for an input, \
     {{0.9}}; for two braces of LaTeX, put a space between them: `{ {x} }`";

/// The part of a page that the chapter makes.
fn main_of(book: &Copy, page: &str) -> Result<String> {
    let html = book.read(&format!("book/{page}"))?;
    let main = html
        .split_once("<main>")
        .and_then(|(_, rest)| rest.split_once("</main>"));
    Ok(main.ok_or("no <main>")?.0.to_owned())
}

/// The chapters as the preprocessor leaves them, before LaTeX is set: path and text.
fn woven(root: &Path) -> Result<Vec<(String, String)>> {
    let book = MDBook::load(root)?;
    let context = PreprocessorContext::new(root.to_owned(), book.config.clone(), "html".into());
    let woven = Cells.run(&context, book.book)?;
    Ok(woven
        .chapters()
        .filter_map(|c| {
            Some((
                c.source_path.as_ref()?.display().to_string(),
                c.content.clone(),
            ))
        })
        .collect())
}
