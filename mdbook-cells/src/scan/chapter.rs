//! A chapter, taken apart: plain data.

use crate::problem::Problem;
use crate::scan::cell::Cell;
use crate::scan::citations::{Citation, Entry};
use crate::scan::claims::Claim;
use crate::scan::displays::{Display, DisplayReference};
use crate::scan::figures::Figure;
use crate::scan::includes::Include;
use crate::scan::listings::Listing;
use crate::scan::placeholders::Placeholder;
use crate::scan::sliders::Sliders;
use crate::scan::topics::Topic;
use crate::text::line_of;
use std::ops::Range;
use std::path::PathBuf;

/// A chapter of the book, taken apart. The crate's page has the notation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Chapter {
    /// The chapter's name in snapshots: its path below the source folder, `/` as `-`, no `.md`.
    pub key: String,
    /// The file, from the book's root.
    pub path: PathBuf,
    /// The text of the file. Ends of lines are `\n`, whatever git made of them: mdbook-katex
    /// would leave a `\r` in a formula of several lines, and Markdown would end the line there.
    pub text: String,
    /// The cells in their order.
    pub cells: Vec<Cell>,
    pub(crate) placeholders: Vec<Placeholder>,
    pub(crate) figures: Vec<Figure>,
    /// Where `<!-- cells: snapshots -->` and the like ask for a list.
    pub(crate) listings: Vec<(Listing, Range<usize>)>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) topics: Vec<Topic>,
    pub(crate) displays: Vec<Display>,
    pub(crate) display_references: Vec<DisplayReference>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) includes: Vec<Include>,
    /// What Markdown takes for formulas, delimiters included.
    pub(crate) math: Vec<Range<usize>>,
    /// Comments that are no directives.
    pub(crate) comments: Vec<Range<usize>>,
    /// How many Rust blocks without a name rustdoc tests: those that must not compile or run.
    pub(crate) unnamed: usize,
    /// Whether a cell could not be read: what hangs on it is not reported again.
    pub(crate) incomplete: bool,
    /// The words of the first heading of the first level.
    pub(crate) title: Option<Range<usize>>,
    /// What is wrong with the chapter taken by itself.
    pub(crate) problems: Vec<Problem>,
}

impl Chapter {
    /// The title: the first heading, or the key where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title
            .clone()
            .map_or(&self.key, |range| &self.text[range])
    }

    /// The line of a byte of the chapter's text, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        line_of(&self.text, offset)
    }

    /// The pictures with sliders under them: `chapter__cell__value`, and the sliders.
    pub fn sliders(&self) -> impl Iterator<Item = (&str, &Sliders)> {
        self.figures
            .iter()
            .filter_map(|figure| Some((figure.picture.as_str(), figure.sliders.as_ref()?)))
    }

    pub(crate) fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.name == name)
    }
}
