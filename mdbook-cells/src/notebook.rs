//! Notebooks: the chapters as files for Jupyter and the evcxr kernel.

mod code;
mod json;
mod prose;

use crate::check::Checked;
use crate::scan::Chapter;
use json::{code_cell, lines, pretty};
use serde_json::{Value as Json, json};

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
            cells.extend(self.text_cell(chapter, at..cell.directive.start, index));
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
        cells.extend(self.text_cell(chapter, rest, chapter.cells.len()));
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
}
