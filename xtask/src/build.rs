//! Building the book.

use crate::katex;
use anyhow::{Context as _, Result};
use mdbook_cells::Cells;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_katex::preprocess::KatexProcessor;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tracing_subscriber::filter::LevelFilter;

/// Builds the book and returns the folder that it is in, saying what goes on.
pub(crate) fn build(root: &Path) -> Result<PathBuf> {
    // mdBook and mdbook-katex tell what they do through tracing; only their worries are news.
    // Whoever calls `build` twice has already set it up, which is all that the error can say.
    let _ = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .without_time()
        .with_writer(std::io::stderr)
        .try_init();

    println!("[1/2] KaTeX's stylesheet and fonts");
    let assets = katex::assets(root)?;

    println!("[2/2] The pages");
    let start = Instant::now();
    let mut config = Config::from_disk(root.join("book.toml"))?;
    config.update_from_env()?;
    if assets.is_none() {
        config.set("preprocessor.katex.output", "mathml")?;
    }
    let mut book = MDBook::load_with_config(root, config)?;
    // They take the places of the commands of the same names in book.toml.
    book.with_preprocessor(Cells);
    book.with_preprocessor(KatexProcessor);
    book.build()?;
    let folder = book.build_dir_for("html");
    katex::install(assets.as_deref(), &folder.join("katex"))
        .context("KaTeX's stylesheet could not be put into the book")?;
    println!("      built in {:.1} s", start.elapsed().as_secs_f64());
    Ok(folder)
}
