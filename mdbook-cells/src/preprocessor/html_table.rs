//! The table `[output.html]` of book.toml.

use crate::config::{error_in_table, line_of_table};
use crate::problem::Problem;
use mdbook_preprocessor::config::HtmlConfig;
use serde::Deserialize;
use std::path::Path;

/// What is wrong with the table `[output.html]`. mdBook logs it and goes on as if the whole table
/// were not there: the book is built, without its style sheets and its links. (The tables `[book]`,
/// `[build]` and `[rust]` it reads as strictly as we would.)
pub(super) fn problems(root: &Path, table: toml::Value, book_toml: &str) -> Vec<Problem> {
    let html: HtmlConfig = match table.try_into() {
        Ok(html) => html,
        Err(e) => {
            return vec![Problem::new(
                "book.toml",
                line_of_html_error(book_toml),
                error_in_table("output.html", &e),
                "mend the key or its value; mdBook would pass over all of [output.html]",
            )];
        }
    };
    // A book with a template of its own may have themes of its own.
    if html.theme_dir(root).join("index.hbs").exists() {
        return Vec::new();
    }
    [
        ("default-theme", &html.default_theme),
        ("preferred-dark-theme", &html.preferred_dark_theme),
    ]
    .into_iter()
    .filter_map(|(key, theme)| Some((key, theme.as_ref()?)))
    .filter(|(_, theme)| !THEMES.contains(&theme.to_lowercase().as_str()))
    .map(|(key, theme)| {
        Problem::new(
            "book.toml",
            line_of_table(book_toml, "output.html"),
            format!("[output.html]: the {key} `{theme}` is none of mdBook's"),
            format!("choose one of {}", THEMES.join(", ")),
        )
    })
    .collect()
}

/// The themes that mdBook brings with it.
const THEMES: [&str; 5] = ["light", "rust", "coal", "navy", "ayu"];

/// The line that opens the table with the mistake in it, `[output.html]` or one below. Only an
/// error in text has a place: an error in the configuration as mdBook hands it over has none.
fn line_of_html_error(book_toml: &str) -> usize {
    #[derive(Deserialize)]
    struct File {
        #[expect(dead_code, reason = "only the error counts")]
        output: Output,
    }
    #[derive(Deserialize)]
    struct Output {
        #[expect(dead_code, reason = "only the error counts")]
        html: HtmlConfig,
    }
    let error = toml::from_str::<File>(book_toml).err();
    let Some(at) = error.and_then(|e| e.span()) else {
        return line_of_table(book_toml, "output.html");
    };
    let above = book_toml.get(..at.start).unwrap_or_default();
    above
        .lines()
        .enumerate()
        .filter(|(_, line)| line.trim_start().starts_with('['))
        .last()
        .map_or(0, |(index, _)| index + 1)
}
