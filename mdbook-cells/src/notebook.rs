//! Notebooks: the chapters as files for Jupyter and the evcxr kernel.

use crate::book::Checked;
use crate::cell::Cell;
use crate::chapter::{Chapter, REPORT, What, pattern};
use crate::snapshot::Snapshot;
use crate::text::{Splice, Spliced};
use crate::value::{DIGITS, Value};
use crate::weave::relative;
use regex::{Captures, Regex};
use serde::Serialize as _;
use serde_json::{Value as Json, json};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

/// A file to be written into the folder of notebooks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notebook {
    /// The name of the file.
    pub file: String,
    /// Its text: JSON, the same for the same chapter and snapshots.
    pub text: String,
}

impl Checked<'_> {
    /// The notebooks of the book: one for each chapter with cells.
    ///
    /// A notebook has the chapter's text with its numbers, the cells with their hidden lines,
    /// and the outputs from the snapshots. Each code cell's metadata says how to see that a run
    /// reproduces its values.
    #[must_use]
    pub fn notebooks(&self) -> Vec<Notebook> {
        self.book
            .chapters
            .iter()
            .filter(|chapter| !chapter.cells.is_empty())
            .map(|chapter| Notebook {
                file: format!("{}.ipynb", chapter.key),
                text: pretty(&self.notebook(chapter)),
            })
            .collect()
    }

    fn notebook(&self, chapter: &Chapter) -> Json {
        let mut cells = Vec::new();
        let mut at = 0;
        for (index, cell) in chapter.cells.iter().enumerate() {
            self.text_cell(chapter, at..cell.directive.start, index, &mut cells);
            if index == 0 && !self.book.config.notebook_setup.is_empty() {
                let setup = self.book.config.notebook_setup.join("\n");
                cells.push(code_cell("setup", &setup, &json!({}), &[]));
            }
            if let Some(claim) = chapter.claims.iter().find(|c| c.check == cell.name) {
                // Where the claim's link leads to.
                let (name, words) = (&cell.name, self.claimed(chapter, &claim.words));
                cells.push(json!({
                    "cell_type": "markdown",
                    "id": format!("claim-{name}"),
                    "metadata": {},
                    "source": lines(&format!("<a id=\"check-{name}\"></a>**Check:** {words}")),
                }));
            }
            cells.push(self.code_cell(cell));
            at = cell.fence.end;
        }
        let rest = at..chapter.text.len();
        self.text_cell(chapter, rest, chapter.cells.len(), &mut cells);
        json!({
            "cells": cells,
            "metadata": {
                "kernelspec": {"display_name": "Rust", "language": "rust", "name": "rust"},
                "language_info": {
                    "codemirror_mode": "rust",
                    "file_extension": ".rs",
                    "mimetype": "text/rust",
                    "name": "Rust",
                    "pygment_lexer": "rust",
                },
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        })
    }

    fn text_cell(
        &self,
        chapter: &Chapter,
        range: Range<usize>,
        index: usize,
        cells: &mut Vec<Json>,
    ) {
        let within = |at: usize| range.contains(&at);
        let mut splices = Vec::new();
        for placeholder in chapter
            .placeholders
            .iter()
            .filter(|p| within(p.range.start))
        {
            let text = match &placeholder.what {
                What::Given(number) => number.clone(),
                // Lists of topics are for pages.
                What::Where(id) => id.clone(),
                What::Reference(reference) => {
                    let key = reference.chapter.as_ref().unwrap_or(&chapter.key);
                    self.set(key, reference, placeholder)
                }
            };
            splices.push(shifted(&placeholder.range, range.start, text));
        }
        for citation in chapter.citations.iter().filter(|c| within(c.range.start)) {
            let text = self.citation(chapter, citation, |path| relative(&chapter.path, path));
            splices.push(shifted(&citation.range, range.start, text));
        }
        // The picture itself stands under the cell that draws it.
        for figure in chapter.figures.iter().filter(|f| within(f.range.start)) {
            let before = figure.range.start..figure.caption.start;
            let after = figure.caption.end..figure.range.end;
            splices.push(shifted(&before, range.start, "> ".into()));
            splices.push(shifted(&after, range.start, String::new()));
            if let Some(sliders) = &figure.sliders {
                splices.push(shifted(&sliders.range, range.start, String::new()));
            }
        }
        let text = Spliced::new(&chapter.text[range], splices).text;
        let text = self.links(chapter, text.trim());
        if !text.is_empty() {
            cells.push(json!({
                "cell_type": "markdown",
                "id": format!("text-{index}"),
                "metadata": {},
                "source": lines(&text),
            }));
        }
    }

    /// Links to chapters lead to their notebooks, or to their text where they have none.
    fn links(&self, from: &Chapter, text: &str) -> String {
        static LINK: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"\]\(([^()\s:#]+\.md)(#[^()\s]*)?\)"));
        let notebook = self.book.config.notebooks.join("notebook");
        LINK.replace_all(text, |link: &Captures<'_>| {
            let folder = from.path.parent().unwrap_or(Path::new(""));
            let path = without_dots(&folder.join(&link[1]));
            match self
                .book
                .chapters
                .iter()
                .find(|c| without_dots(&c.path) == path)
            {
                Some(target) if !target.cells.is_empty() => format!("]({}.ipynb)", target.key),
                _ => format!("]({})", relative(&notebook, &path)),
            }
        })
        .into_owned()
    }

    fn code_cell(&self, cell: &Cell) -> Json {
        let snapshot = self.snapshot(&cell.snapshot_name());
        let mut source = cell.program();
        if cell.check {
            // In a block of its own: evcxr keeps no closures or iterators from cell to cell, and
            // what a check defines is of no use to others. Its report is shown.
            source = format!("let {REPORT} = {{\n{source}\n{REPORT}\n}};\n{REPORT}");
        }
        let mut outputs = Vec::new();
        if !snapshot.output.is_empty() {
            outputs.push(json!({
                "name": "stdout",
                "output_type": "stream",
                "text": lines(&format!("{}\n", snapshot.output)),
            }));
        }
        for value in &cell.values {
            if let Some(Value::Picture(_)) = snapshot.value(&value.name) {
                let svg = self.picture(&cell.picture_name(&value.name));
                // evcxr shows the last expression of a cell.
                source.push('\n');
                source.push_str(&value.expression);
                outputs.push(json!({
                    "data": {"image/svg+xml": lines(svg)},
                    "metadata": {},
                    "output_type": "display_data",
                }));
            }
        }
        let mut metadata = json!({
            "cell": cell.name,
            "values": value_checks(cell, snapshot),
        });
        if cell.folded.is_some() || cell.check {
            // How JupyterLab folds away the code of a cell.
            metadata["jupyter"] = json!({"source_hidden": true});
        }
        code_cell(&format!("cell-{}", cell.name), &source, &metadata, &outputs)
    }
}

/// A path without `.` and, where there is a folder to leave, without `..`.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

/// Statements that print the cell's values, each with what it has to print.
fn value_checks(cell: &Cell, snapshot: &Snapshot) -> Vec<Json> {
    let last = DIGITS - 1;
    let mut checks = Vec::new();
    let mut check = |name: String, statement: String, prints: String| {
        checks.push(json!({"name": name, "statement": statement, "prints": prints}));
    };
    for value in &cell.values {
        let (name, expression) = (&value.name, &value.expression);
        match snapshot.value(name) {
            Some(Value::Integer(n)) => check(
                name.clone(),
                format!("println!(\"{{}}\", {expression});"),
                n.to_string(),
            ),
            Some(Value::Number(x)) => check(
                name.clone(),
                format!("println!(\"{{:.{last}e}}\", {expression});"),
                format!("{x:.last$e}"),
            ),
            // The unit's name is the name of the method that reads it.
            Some(Value::Quantity(readings)) => {
                for (unit, x) in readings {
                    check(
                        format!("{name}.{unit}"),
                        format!("println!(\"{{:.{last}e}}\", ({expression}).{unit}());"),
                        format!("{x:.last$e}"),
                    );
                }
            }
            // A check has passed when its cell has run.
            Some(Value::Picture(_) | Value::Check { .. }) | None => {}
        }
    }
    checks
}

fn shifted(range: &Range<usize>, by: usize, text: String) -> Splice {
    Splice {
        range: range.start - by..range.end - by,
        text,
    }
}

fn code_cell(id: &str, source: &str, metadata: &Json, outputs: &[Json]) -> Json {
    json!({
        "cell_type": "code",
        "execution_count": null,
        "id": id,
        "metadata": metadata,
        "outputs": outputs,
        "source": lines(source),
    })
}

/// Jupyter keeps text as a list of lines, which makes for readable diffs.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// JSON with the indent that Jupyter writes.
fn pretty(json: &Json) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    // JSON in memory is written to memory: neither can fail.
    let written = json.serialize(&mut serializer);
    debug_assert!(written.is_ok());
    bytes.push(b'\n');
    String::from_utf8_lossy(&bytes).into_owned()
}
