//! The table `[preprocessor.cells]` of book.toml.

use crate::problem::Problem;
use serde::Deserialize;
use std::path::PathBuf;

/// The table `[preprocessor.cells]`. A key that is not listed here is an error.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Config {
    /// The folder of snapshots, from the book's root.
    pub snapshots: PathBuf,
    /// The folder that notebooks are written to, from the book's root.
    pub notebooks: PathBuf,
    /// Lines for the first cell of a notebook, such as `:dep` lines for evcxr.
    pub notebook_setup: Vec<String>,
    /// The command that takes new snapshots, for the errors that call for it.
    pub accept: String,
    /// mdBook's own key.
    pub command: Option<String>,
    /// mdBook's own key.
    pub before: Vec<String>,
    /// mdBook's own key.
    pub after: Vec<String>,
    /// mdBook's own key.
    pub renderers: Option<Vec<String>>,
    /// mdBook's own key.
    pub optional: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            snapshots: "snapshots".into(),
            notebooks: "notebooks".into(),
            notebook_setup: Vec::new(),
            accept: "cargo insta test --review".into(),
            command: None,
            before: Vec::new(),
            after: Vec::new(),
            renderers: None,
            optional: false,
        }
    }
}

impl Config {
    /// Reads the table; `None` is a book that leaves everything at its default. The text of the
    /// book.toml serves to name a line.
    pub(crate) fn from_toml(table: Option<toml::Value>, text: &str) -> Result<Self, Problem> {
        table
            .unwrap_or_else(|| toml::Value::Table(toml::Table::new()))
            .try_into()
            .map_err(|e: toml::de::Error| {
                Problem::new(
                    "book.toml",
                    line_of_table(text, "preprocessor.cells"),
                    error_in_table("preprocessor.cells", &e),
                    "mend the key or its value",
                )
            })
    }

    /// Reads the table out of the text of a book.toml.
    ///
    /// ```
    /// use mdbook_cells::Config;
    ///
    /// let config = Config::from_book_toml("[preprocessor.cells]\nsnapshots = \"kept\"")?;
    /// assert_eq!(config.snapshots.to_str(), Some("kept"));
    /// assert!(Config::from_book_toml("[preprocessor.cells]\nsnapshot = \"kept\"").is_err());
    /// # Ok::<(), mdbook_cells::Problem>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Text that is not TOML, an unknown key, or a value of the wrong type.
    pub fn from_book_toml(text: &str) -> Result<Self, Problem> {
        let book: toml::Table = text.parse().map_err(|e: toml::de::Error| {
            let line = e.span().map_or(0, |s| crate::text::line_of(text, s.start));
            Problem::new("book.toml", line, e.message(), "mend the TOML")
        })?;
        let table = book
            .get("preprocessor")
            .and_then(|all| all.get("cells"))
            .cloned();
        Self::from_toml(table, text)
    }
}

/// The line that opens a table of book.toml, or 0 where no line does.
pub(crate) fn line_of_table(book_toml: &str, table: &str) -> usize {
    let header = format!("[{table}]");
    book_toml
        .lines()
        .position(|line| line.trim().starts_with(&header))
        .map_or(0, |index| index + 1)
}

/// An error in a table of book.toml, with the key that has it.
pub(crate) fn error_in_table(table: &str, error: &toml::de::Error) -> String {
    // Behind the message stands a line with the path below the table, where there is one.
    let text = error.to_string();
    match text.trim_end().rsplit_once('\n') {
        Some((message, path)) => format!("[{table}], {path}: {message}"),
        None => format!("[{table}]: {}", text.trim_end()),
    }
}
