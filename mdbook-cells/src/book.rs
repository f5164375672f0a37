//! A whole book: its chapters, its snapshots, and whether they agree.

use crate::cell::{Cell, ValueDeclaration};
use crate::chapter::{Chapter, Figure, Placeholder, REPORT, Reference, What};
use crate::config::Config;
use crate::problem::{Problem, Problems};
use crate::references::{self, Entry};
use crate::snapshot::{Snapshot, Store};
use crate::text::{Splice, Spliced};
use crate::value::Value;
use crate::weave::relative;
use pulldown_cmark::{Event, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
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

    /// Whether the text is sound by itself, before anything has run.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn check_text(&self) -> Result<(), Problems> {
        Problems::into_result(self.text_problems())
    }

    fn text_problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self
            .chapters
            .iter()
            .flat_map(|chapter| chapter.problems.iter().cloned())
            .collect();
        problems.extend(references::problems(self));
        let mut keys = BTreeMap::new();
        for chapter in &self.chapters {
            // Rust's names and some file systems make no more distinctions than this.
            let plain = chapter.key.to_lowercase().replace('_', "-");
            if let Some(first) = keys.insert(plain, &chapter.path) {
                problems.push(Problem::new(
                    &chapter.path,
                    0,
                    format!(
                        "chapter `{}` has the same name in snapshots as {}",
                        chapter.key,
                        first.display()
                    ),
                    "rename one of the files",
                ));
            }
        }
        problems
    }

    /// Checks text and snapshots against each other.
    ///
    /// # Errors
    ///
    /// Everything that is wrong: in the text, and cells without a fresh snapshot, names without
    /// a value, values without a page, snapshots without a cell.
    pub fn check(&self) -> Result<Checked<'_>, Problems> {
        let mut problems = self.text_problems();
        let folder = self.root.join(&self.config.snapshots);
        let store = Store::read(&folder).map_err(|e| unreadable(&self.config.snapshots, &e))?;
        let mut check = Check {
            book: self,
            store: &store,
            used: BTreeSet::new(),
            stale: BTreeSet::new(),
        };
        problems.extend(check.snapshots());
        for chapter in &self.chapters {
            for placeholder in &chapter.placeholders {
                if let Err(problem) = check.placeholder(chapter, placeholder) {
                    problems.push(problem);
                }
            }
            for figure in &chapter.figures {
                if let Err(problem) = check.figure(chapter, figure) {
                    problems.push(problem);
                }
            }
        }
        problems.extend(check.unused());
        let stale = std::mem::take(&mut check.stale);
        if stale.is_empty() && !self.incomplete() {
            problems.extend(self.orphans(&store));
        }
        Problems::into_result(problems)?;
        Ok(Checked { book: self, store })
    }

    /// Whether some cell could not be read. What hangs on it may be right.
    fn incomplete(&self) -> bool {
        self.chapters.iter().any(|chapter| chapter.incomplete)
    }

    /// Snapshots that no cell owns. Asked only once all cells are read and have fresh snapshots:
    /// before that it is not known which pictures there will be.
    fn orphans(&self, store: &Store) -> Vec<Problem> {
        let mut owned = BTreeSet::new();
        for (_, cell) in self.cells() {
            let name = cell.snapshot_name();
            if let Some(Some(snapshot)) = store.texts.get(&name) {
                for (value, _) in pictures(snapshot) {
                    owned.insert(cell.picture_name(value));
                }
            }
            owned.insert(name);
        }
        let texts = store.texts.keys().map(|name| (name, "snap"));
        let drawn = store.pictures.keys().map(|name| (name, "snap.svg"));
        texts
            .chain(drawn)
            .filter(|(name, _)| !owned.contains(*name))
            .map(|(name, extension)| {
                Problem::new(
                    self.config.snapshots.join(format!("{name}.{extension}")),
                    0,
                    format!("no cell owns the snapshot `{name}`"),
                    "delete the file; or bring back the cell, or its chapter in SUMMARY.md",
                )
            })
            .collect()
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

fn unreadable(file: &Path, error: &std::io::Error) -> Problem {
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

/// The values of a snapshot that are pictures.
fn pictures(snapshot: &Snapshot) -> impl Iterator<Item = (&String, &Value)> {
    snapshot
        .values
        .iter()
        .filter(|(_, value)| matches!(value, Value::Picture(_)))
        .map(|(name, value)| (name, value))
}

/// One pass over the book, which notes what is used.
struct Check<'a> {
    book: &'a Book,
    store: &'a Store,
    /// (chapter, cell, value) that some page shows.
    used: BTreeSet<(String, String, String)>,
    /// (chapter, cell) without a fresh snapshot; what hangs on them is not reported again.
    stale: BTreeSet<(String, String)>,
}

impl Check<'_> {
    fn snapshots(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let accept = &self.book.config.accept;
        for (chapter, cell) in self.book.cells() {
            let Some(what) = self.fault(cell) else {
                continue;
            };
            self.stale.insert((chapter.key.clone(), cell.name.clone()));
            problems.push(Problem::new(
                &chapter.path,
                cell.line,
                what,
                format!("run the cells and look at what changed: {accept}"),
            ));
        }
        problems
    }

    /// What is wrong with the snapshot of a cell.
    fn fault(&self, cell: &Cell) -> Option<String> {
        let name = &cell.name;
        let snapshot = match self.store.texts.get(&cell.snapshot_name()) {
            Some(Some(snapshot)) => snapshot,
            Some(None) => return Some(format!("the snapshot of cell `{name}` cannot be read")),
            None => return Some(format!("cell `{name}` has no snapshot")),
        };
        if snapshot.fingerprint != cell.fingerprint() {
            return Some(format!(
                "cell `{name}` changed since its snapshot was taken"
            ));
        }
        let missing = |value: &&ValueDeclaration| snapshot.value(&value.name).is_none();
        if let Some(value) = cell.values.iter().find(missing) {
            return Some(format!(
                "the snapshot of cell `{name}` has no value `{}`",
                value.name
            ));
        }
        if cell.check && !matches!(snapshot.value(REPORT), Some(Value::Check { .. })) {
            return Some(format!(
                "`{REPORT}` of the check `{name}` is no report of a check"
            ));
        }
        for (value, _) in pictures(snapshot) {
            let picture = cell.picture_name(value);
            let file = if !self.store.pictures.contains_key(&picture) {
                format!("{picture}.snap.svg")
            } else if !self.store.headers.contains(&picture) {
                format!("{picture}.snap")
            } else {
                continue;
            };
            return Some(format!(
                "picture `{value}` of cell `{name}` lacks its file `{file}`"
            ));
        }
        None
    }

    fn placeholder(&mut self, chapter: &Chapter, placeholder: &Placeholder) -> Result<(), Problem> {
        let What::Reference(reference) = &placeholder.what else {
            return Ok(());
        };
        let line = chapter.line(placeholder.range.start);
        let problem = |what: String, help: String| Problem::new(&chapter.path, line, what, help);
        let key = reference.chapter.as_ref().unwrap_or(&chapter.key);
        let full = format!("{key}/{}.{}", reference.cell, reference.value);
        let home = self.book.chapters.iter().find(|c| c.key == *key);
        let declared = home
            .and_then(|home| home.cell(&reference.cell))
            .is_some_and(|cell| cell.values.iter().any(|v| v.name == reference.value));
        if !declared && home.is_some_and(|home| home.incomplete) {
            return Ok(());
        }
        if !declared {
            let known = match home.map(known_values) {
                None => format!("no chapter is named `{key}`"),
                Some(known) if known.is_empty() => format!("chapter `{key}` has no values"),
                Some(known) => format!("chapter `{key}` has {}", known.join(", ")),
            };
            return Err(problem(
                format!("unknown value `{full}`"),
                format!(
                    "{known}; declare the value in the comment above the cell, or mend the name"
                ),
            ));
        }
        self.used
            .insert((key.clone(), reference.cell.clone(), reference.value.clone()));
        if self.stale.contains(&(key.clone(), reference.cell.clone())) {
            return Ok(());
        }
        set(self.store, key, reference, placeholder)
            .map(drop)
            .map_err(|e| {
                problem(
                    format!("value `{full}`: {e}"),
                    "mend the placeholder".into(),
                )
            })
    }

    fn figure(&mut self, chapter: &Chapter, figure: &Figure) -> Result<(), Problem> {
        let mut known = Vec::new();
        for (home, cell) in self.book.cells() {
            for value in &cell.values {
                if cell.picture_name(&value.name) == figure.picture {
                    self.used
                        .insert((home.key.clone(), cell.name.clone(), value.name.clone()));
                    let key = (home.key.clone(), cell.name.clone());
                    if self.stale.contains(&key)
                        || self.store.pictures.contains_key(&figure.picture)
                    {
                        return Ok(());
                    }
                }
            }
            known.extend(
                self.store
                    .texts
                    .get(&cell.snapshot_name())
                    .and_then(Option::as_ref)
                    .into_iter()
                    .flat_map(pictures)
                    .map(|(value, _)| format!("`{}.snap.svg`", cell.picture_name(value))),
            );
        }
        if self.book.incomplete() {
            return Ok(());
        }
        Err(Problem::new(
            &chapter.path,
            chapter.line(figure.range.start),
            format!("unknown picture `{}.snap.svg`", figure.picture),
            format!(
                "name it chapter__cell__value; the book has {}",
                if known.is_empty() {
                    "none".into()
                } else {
                    known.join(", ")
                }
            ),
        ))
    }

    /// How the chapter of a cell would show one of its values.
    fn shown(&self, chapter: &Chapter, cell: &Cell, value: &str) -> String {
        let of_cell = |rest: &str| format!("{{{{{}.{value}{rest}}}}}", cell.name);
        let snapshot = self.store.texts.get(&cell.snapshot_name());
        match snapshot
            .and_then(Option::as_ref)
            .and_then(|s| s.value(value))
        {
            Some(Value::Integer(_)) => of_cell(""),
            Some(Value::Quantity(readings)) => {
                let unit = readings.first().map_or("", |(unit, _)| unit);
                of_cell(&format!(".{unit}:.2"))
            }
            Some(Value::Picture(_)) => {
                let file = format!("{}.snap.svg", cell.picture_name(value));
                let file = self.book.config.snapshots.join(file);
                format!("![caption]({})", relative(&chapter.path, &file))
            }
            Some(Value::Number(_) | Value::Check { .. }) | None => of_cell(":.2"),
        }
    }

    fn unused(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (chapter, cell) in self.book.cells() {
            // The report of a check is used: the check belongs to a claim.
            let of_check = |v: &&ValueDeclaration| cell.check && v.name == REPORT;
            for value in cell.values.iter().filter(|v| !of_check(v)) {
                let key = (chapter.key.clone(), cell.name.clone(), value.name.clone());
                if !self.used.contains(&key) {
                    problems.push(Problem::new(
                        &chapter.path,
                        value.line,
                        format!("no page uses the value `{}.{}`", cell.name, value.name),
                        format!(
                            "show it, {}, or take its declaration out",
                            self.shown(chapter, cell, &value.name)
                        ),
                    ));
                }
            }
        }
        problems
    }
}

fn known_values(chapter: &Chapter) -> Vec<String> {
    chapter
        .cells
        .iter()
        .flat_map(|cell| {
            cell.values
                .iter()
                .map(move |value| format!("`{}.{}`", cell.name, value.name))
        })
        .collect()
}

/// The text that stands for a reference.
fn set(
    store: &Store,
    key: &str,
    reference: &Reference,
    placeholder: &Placeholder,
) -> Result<String, String> {
    let value = store
        .texts
        .get(&crate::cell::snapshot_name(key, &reference.cell))
        .and_then(Option::as_ref)
        .and_then(|snapshot| snapshot.value(&reference.value))
        .ok_or("its snapshot does not hold it")?;
    value
        .number(&reference.value, reference.unit.as_deref())?
        .set(reference.format, placeholder.setting)
}

/// A book whose text and snapshots agree: it can be woven.
#[derive(Debug)]
pub struct Checked<'a> {
    pub(crate) book: &'a Book,
    pub(crate) store: Store,
}

impl Checked<'_> {
    pub(crate) fn snapshot(&self, name: &str) -> &Snapshot {
        match self.store.texts.get(name) {
            Some(Some(snapshot)) => snapshot,
            _ => unreachable!("a checked book has a snapshot for each cell"),
        }
    }

    pub(crate) fn picture(&self, name: &str) -> &str {
        match self.store.pictures.get(name) {
            Some(svg) => svg,
            None => unreachable!("a checked book has its pictures"),
        }
    }

    pub(crate) fn set(&self, key: &str, reference: &Reference, at: &Placeholder) -> String {
        set(&self.store, key, reference, at)
            .unwrap_or_else(|e| unreachable!("a checked book can set its values: {e}"))
    }

    /// The words of a claim, with their numbers, on one line.
    pub(crate) fn claimed(&self, chapter: &Chapter, words: &Range<usize>) -> String {
        let placeholders = chapter.placeholders.iter();
        let splices = placeholders
            .filter(|p| words.contains(&p.range.start))
            .map(|p| Splice {
                range: p.range.start - words.start..p.range.end - words.start,
                text: match &p.what {
                    What::Given(number) => number.clone(),
                    What::Where(id) => id.clone(),
                    What::Reference(reference) => {
                        let key = reference.chapter.as_ref().unwrap_or(&chapter.key);
                        self.set(key, reference, p)
                    }
                },
            })
            .collect();
        let text = Spliced::new(&chapter.text[words.clone()], splices).text;
        text.replace('\n', " ")
    }
}
