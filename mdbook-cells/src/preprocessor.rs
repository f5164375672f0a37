//! The mdBook preprocessor: checks a book and weaves it.

mod html_table;
mod katex_table;
mod latex;
mod setting;

use crate::check::Book;
use crate::config::{Config, line_of_table};
use crate::problem::{Problem, Problems};
use crate::weave::weave;
use mdbook_katex::cfg::get_config;
use mdbook_katex::preprocess::{KATEX_HEADER, KatexProcessor};
use mdbook_preprocessor::book::{Book as MdBook, BookItem};
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use rayon::prelude::*;
use setting::Setting;
use std::collections::HashMap;
use std::path::PathBuf;

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
            problems.extend(html_table::problems(&context.root, table, &book_toml));
        }
        let katex = match context.config.get::<toml::Value>("preprocessor.katex")? {
            Some(table) => {
                match katex_table::read(&context.root, &table, &config.before, &book_toml) {
                    Ok(katex) => Some(katex),
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
        if let Some(katex) = katex {
            let pages = book.chapters.par_iter().zip(&pages);
            let found: Vec<_> = pages
                .map(|(chapter, page)| katex.check(chapter, page))
                .collect();
            problems.extend(found.into_iter().flatten());
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

/// The preprocessor `katex` of mdbook-katex, for a program that links [`Cells`] too: the same pages,
/// in less time. Each formula of a book is set once while the program runs, be it that it is checked
/// by `Cells`, stands in several places, or was there when the book was built before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Katex;

impl Preprocessor for Katex {
    fn name(&self) -> &'static str {
        "katex"
    }

    fn run(&self, context: &PreprocessorContext, mut md_book: MdBook) -> Result<MdBook> {
        let config = get_config(&context.config)?;
        // What is seldom asked for is left to it.
        if !config.pre_render || config.include_src {
            return KatexProcessor.run(context, md_book);
        }
        let macros = katex_table::macros(&context.root, &config, 0).map_err(Problems)?;
        let setting = Setting::new(&config, macros);
        let header = if config.no_css { "" } else { KATEX_HEADER };
        md_book.for_each_chapter_mut(|chapter| {
            chapter.content = setting.page(header, &chapter.content);
        });
        Ok(md_book)
    }
}
