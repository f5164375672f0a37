//! A book: its chapters in their order.

use crate::config::Config;
use crate::problem::{Problem, Problems};
use crate::scan::{Cell, Chapter, Entry, What};
use pulldown_cmark::{Event, Parser, Tag};
use std::path::{Path, PathBuf};

/// A book with its chapters taken apart.
///
/// ```no_run
/// use mdbook_cells::Book;
/// use std::path::Path;
///
/// // What a tool does that writes a book's notebooks.
/// let book = Book::read(Path::new("."))?;
/// for notebook in book.check()?.notebooks() {
///     std::fs::write(book.config.notebooks.join(notebook.file), notebook.text)?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Book {
    /// The folder that book.toml lies in.
    pub root: PathBuf,
    /// The folder of chapters, from the root.
    pub source: PathBuf,
    /// The table `[preprocessor.cells]`.
    pub config: Config,
    /// The chapters in the order of SUMMARY.md.
    pub chapters: Vec<Chapter>,
}

impl Book {
    /// Reads the book whose book.toml lies in `root`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or a mistake in the configuration. What is wrong within the
    /// chapters is left to [`check_text`](Self::check_text).
    pub fn read(root: &Path) -> Result<Self, Problems> {
        let book_toml = read(root, Path::new("book.toml"))?;
        let config = Config::from_book_toml(&book_toml)?;
        let source = book_toml
            .parse::<toml::Table>()
            .ok()
            .and_then(|toml| Some(toml.get("book")?.get("src")?.as_str()?.to_owned()))
            .unwrap_or_else(|| "src".into());
        let source = PathBuf::from(source);
        let summary = read(root, &source.join("SUMMARY.md"))?;
        let mut texts = Vec::new();
        for file in chapters_of(&summary) {
            let path = source.join(file);
            let text = read(root, &path)?;
            texts.push((path, text));
        }
        Ok(Self::from_texts(root, config, &source, &texts))
    }

    /// The book of chapters already read: pairs of a path from the root and a text.
    #[must_use]
    pub fn from_texts(
        root: &Path,
        config: Config,
        source: &Path,
        texts: &[(PathBuf, String)],
    ) -> Self {
        let chapters = texts
            .iter()
            .map(|(path, text)| Chapter::scan(source, path, text))
            .collect();
        Self {
            root: root.to_owned(),
            source: source.to_owned(),
            config,
            chapters,
        }
    }

    /// The chapter of that name.
    pub(crate) fn chapter(&self, key: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.key == key)
    }

    /// Whether some cell could not be read. What hangs on it may be right.
    pub(crate) fn incomplete(&self) -> bool {
        self.chapters.iter().any(|chapter| chapter.incomplete)
    }

    /// All cells, chapter by chapter.
    pub fn cells(&self) -> impl Iterator<Item = (&Chapter, &Cell)> {
        self.chapters
            .iter()
            .flat_map(|chapter| chapter.cells.iter().map(move |cell| (chapter, cell)))
    }

    /// The entries of the literature, in their order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Chapter, &Entry)> {
        self.chapters
            .iter()
            .flat_map(|chapter| chapter.entries.iter().map(move |entry| (chapter, entry)))
    }

    /// Where the text asks for the places of a topic: chapter, topic, offset.
    pub(crate) fn wheres(&self) -> impl Iterator<Item = (&Chapter, &String, usize)> {
        self.chapters.iter().flat_map(|chapter| {
            chapter
                .placeholders
                .iter()
                .filter_map(move |p| match &p.what {
                    What::Where(id) => Some((chapter, id, p.range.start)),
                    _ => None,
                })
        })
    }

    /// How many doc tests rustdoc finds in the chapters of a book whose text is sound: its cells,
    /// and the blocks without a name that are marked `compile_fail`, `should_panic` or `no_run`.
    ///
    /// rustdoc passes over a block that it does not understand, and says "ok". A tool that wants
    /// to be sure compares this number with the one that the test run reports.
    ///
    /// ```
    /// use mdbook_cells::{Book, Config};
    /// use std::path::Path;
    ///
    /// let text = "<!-- cell: one -->\n```rust\n```\n\n```rust,no_run\n```\n\n```rust,ignore\n```\n";
    /// let chapters = [("src/coin.md".into(), text.into())];
    /// let book = Book::from_texts(Path::new("."), Config::default(), Path::new("src"), &chapters);
    /// assert_eq!(book.doc_tests(), 2);
    /// ```
    #[must_use]
    pub fn doc_tests(&self) -> usize {
        self.chapters
            .iter()
            .map(|chapter| chapter.cells.len() + chapter.unnamed)
            .sum()
    }
}

fn read(root: &Path, file: &Path) -> Result<String, Problems> {
    let text = std::fs::read_to_string(root.join(file)).map_err(|e| unreadable(file, &e))?;
    // mdBook takes off a byte order mark, too.
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

pub(super) fn unreadable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        file,
        0,
        format!("it cannot be read: {error}"),
        "check that it is there and is text, and, if it is a chapter, how SUMMARY.md names it",
    )
}

/// The files that a SUMMARY.md links to, in their order.
fn chapters_of(summary: &str) -> Vec<PathBuf> {
    Parser::new(summary)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.ends_with(".md") => {
                Some(PathBuf::from(dest_url.as_ref()))
            }
            _ => None,
        })
        .collect()
}
