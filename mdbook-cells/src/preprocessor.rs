//! The mdBook preprocessor: checks a book and weaves it.

use crate::book::Book;
use crate::config::{Config, error_in_table, line_of_table};
use crate::latex::Latex;
use crate::problem::{Problem, Problems};
use crate::weave::weave;
use mdbook_preprocessor::book::{Book as MdBook, BookItem};
use mdbook_preprocessor::config::HtmlConfig;
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The preprocessor `cells`. It compiles nothing and runs nothing: it reads snapshots.
///
/// In a program that builds a book with mdBook's own library:
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut book = mdbook_driver::MDBook::load(".")?;
/// book.with_preprocessor(mdbook_cells::Cells);
/// book.build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Cells;

impl Preprocessor for Cells {
    fn name(&self) -> &'static str {
        "cells"
    }

    fn run(&self, context: &PreprocessorContext, mut md_book: MdBook) -> Result<MdBook> {
        let table = context.config.get::<toml::Value>("preprocessor.cells")?;
        // For the lines of tables; where the book was loaded another way there are none.
        let book_toml = std::fs::read_to_string(context.root.join("book.toml")).unwrap_or_default();
        let config = Config::from_toml(table, &book_toml).map_err(Problems::from)?;
        let mut problems = Vec::new();
        if !config.before.iter().any(|name| name == "links") {
            problems.push(Problem::new(
                "book.toml",
                line_of_table(&book_toml, "preprocessor.cells"),
                "[preprocessor.cells] may run after mdBook's own `links`",
                "set before = [\"links\"], so that cells and lines are those of the files",
            ));
        }
        if let Some(table) = context.config.get::<toml::Value>("output.html")? {
            problems.extend(html_problems(&context.root, table, &book_toml));
        }
        let latex = match context.config.get::<toml::Value>("preprocessor.katex")? {
            Some(table) => {
                match Latex::from_toml(&context.root, &table, &config.before, &book_toml) {
                    Ok(latex) => Some(latex),
                    Err(found) => {
                        problems.extend(found);
                        None
                    }
                }
            }
            None => None,
        };

        let source = &context.config.book.src;
        let texts: Vec<(PathBuf, String)> = md_book
            .iter()
            .filter_map(|item| match item {
                BookItem::Chapter(chapter) => {
                    let path = source.join(chapter.source_path.as_ref()?);
                    Some((path, chapter.content.clone()))
                }
                _ => None,
            })
            .collect();
        let book = Book::from_texts(&context.root, config, source, &texts);
        let checked = match book.check() {
            Ok(checked) => checked,
            Err(found) => {
                problems.extend(found.0);
                return Problems::into_result(problems)
                    .map(|()| md_book)
                    .map_err(Into::into);
            }
        };
        let pages: Vec<_> = book
            .chapters
            .iter()
            .map(|chapter| weave(&checked, chapter))
            .collect();
        if let Some(latex) = latex {
            for (chapter, page) in book.chapters.iter().zip(&pages) {
                problems.extend(latex.check(chapter, page));
            }
        }
        Problems::into_result(problems)?;

        // By path: mdBook goes through its chapters to change them in another order than to
        // read them, sections before their chapter.
        let mut pages: HashMap<_, _> = texts.into_iter().map(|(path, _)| path).zip(pages).collect();
        md_book.for_each_chapter_mut(|chapter| {
            if let Some(path) = &chapter.source_path
                && let Some(page) = pages.remove(&source.join(path))
            {
                chapter.content = page.text;
            }
        });
        Ok(md_book)
    }
}

/// The themes that mdBook brings with it.
const THEMES: [&str; 5] = ["light", "rust", "coal", "navy", "ayu"];

/// What is wrong with the table `[output.html]`. mdBook logs it and goes on as if the whole table
/// were not there: the book is built, without its style sheets and its links. (The tables `[book]`,
/// `[build]` and `[rust]` it reads as strictly as we would.)
fn html_problems(root: &Path, table: toml::Value, book_toml: &str) -> Vec<Problem> {
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
