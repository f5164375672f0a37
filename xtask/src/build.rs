//! Building the book.

use crate::{figures, katex};
use anyhow::{Context as _, Result, bail};
use mdbook_cells::{Cells, Katex};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tracing_subscriber::filter::LevelFilter;

/// The number of warnings and errors that mdBook and mdbook-katex have logged.
static WORRIES: AtomicUsize = AtomicUsize::new(0);

/// Builds the book and returns its folder, printing the steps.
///
/// It is built aside and put in place when it is complete: a build that fails leaves the last
/// good book as it was.
pub(crate) fn build(root: &Path) -> Result<PathBuf> {
    // mdBook and mdbook-katex log through tracing; only warnings and errors are shown. The
    // result is ignored: the only error is that a first call of `build` has already set this
    // up.
    let _ = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .without_time()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(|| {
            // tracing asks for a writer once for each message, so this counts them.
            WORRIES.fetch_add(1, Ordering::Relaxed);
            std::io::stderr()
        })
        .try_init();
    let before = WORRIES.load(Ordering::Relaxed);

    println!("[1/3] KaTeX's stylesheet and fonts");
    let assets = katex::assets(root)?;

    println!("[2/3] The figures that move");
    let module = figures::module(root)?;

    println!("[3/3] The pages");
    let start = Instant::now();
    let mut config = configuration(root)?;
    let folder = root.join(&config.build.build_dir);
    let aside = root.join("target/book-aside");
    config.build.build_dir = aside.clone();
    if assets.is_none() {
        config.set("preprocessor.katex.output", "mathml")?;
    }
    let mut book = MDBook::load_with_config(root, config)?;
    // These replace the commands of the same names in book.toml.
    book.with_preprocessor(Cells);
    book.with_preprocessor(Katex);
    book.build()?;
    let worries = WORRIES.load(Ordering::Relaxed) - before;
    if worries > 0 {
        bail!("mdBook warned {worries} times, see above; the last good book is left as it was");
    }
    katex::install(assets.as_deref(), &aside.join("katex"))
        .context("KaTeX's stylesheet could not be put into the book")?;
    figures::install(module.as_deref(), &aside.join("figures"))
        .context("the figures that move could not be put into the book")?;
    put_in_place(&aside, &folder)?;
    println!("      built in {:.1} s", start.elapsed().as_secs_f64());
    Ok(folder)
}

/// Reads book.toml. Both preprocessors must be named there: a book without one of them has
/// unchecked numbers or unset formulas in it.
fn configuration(root: &Path) -> Result<Config> {
    let mut config = Config::from_disk(root.join("book.toml")).context("book.toml")?;
    config.update_from_env()?;
    for name in ["cells", "katex"] {
        if !config.contains_key(&format!("preprocessor.{name}")) {
            bail!(
                "error: the table [preprocessor.{name}] is missing\n  --> book.toml\n  \
                 help: put it back; without it the book would be built unchecked"
            );
        }
    }
    Ok(config)
}

/// Puts a complete book where readers look for it, in place of the one before.
fn put_in_place(aside: &Path, folder: &Path) -> Result<()> {
    let old = aside.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    // Renaming is quick: somebody who reloads now hardly misses a page.
    if folder.exists() {
        fs::rename(folder, &old)
            .with_context(|| format!("{} cannot be replaced", folder.display()))?;
    }
    fs::rename(aside, folder).with_context(|| format!("{} cannot be written", folder.display()))?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A little book that builds, in a folder that goes away with it.
    fn book() -> Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        fs::create_dir_all(root.join("src"))?;
        fs::create_dir_all(root.join("theme/katex"))?;
        fs::write(
            root.join("book.toml"),
            "[preprocessor.cells]\nbefore = [\"links\"]\n\
             [preprocessor.katex]\nafter = [\"cells\", \"links\"]\nno-css = true\n",
        )?;
        fs::write(root.join("src/SUMMARY.md"), "[A page](page.md)\n")?;
        fs::write(root.join("src/page.md"), "# A page\n\n$x$\n")?;
        // npm refuses this lock file, so the book has MathML only.
        fs::write(root.join("theme/katex/package.json"), "{}")?;
        fs::write(root.join("theme/katex/package-lock.json"), "none")?;
        Ok(folder)
    }

    #[test]
    fn a_book_without_stylesheet_has_mathml() -> Result<()> {
        let book = book()?;
        let folder = build(book.path())?;
        let page = fs::read_to_string(folder.join("page.html"))?;
        assert!(page.contains("<math") && !page.contains("katex-html"));
        assert!(folder.join("katex/katex.min.css").exists());
        Ok(())
    }

    #[test]
    fn a_build_that_fails_leaves_the_last_good_one() -> Result<()> {
        let book = book()?;
        let page = build(book.path())?.join("page.html");
        let good = fs::read_to_string(&page)?;
        // Two mistakes: the preprocessor finds the first, and only the renderer finds the
        // second.
        for (file, text) in [("src/page.md", "It is 0.74.\n"), ("theme/head.hbs", "{{")] {
            let path = book.path().join(file);
            let before = fs::read_to_string(&path).unwrap_or_default();
            fs::write(&path, text)?;
            assert!(build(book.path()).is_err(), "{file}");
            assert_eq!(fs::read_to_string(&page)?, good, "{file}");
            fs::write(&path, before)?;
        }
        Ok(())
    }

    #[test]
    fn a_book_without_its_preprocessors_is_refused() -> Result<()> {
        for name in ["cells", "katex"] {
            let book = book()?;
            let toml = book.path().join("book.toml");
            let text = fs::read_to_string(&toml)?;
            let misspelt = text.replace(&format!("r.{name}]"), &format!("r.{name}s]"));
            fs::write(&toml, misspelt)?;
            let error = build(book.path()).err().map(|e| format!("{e:#}"));
            assert!(
                error.is_some_and(|e| e.contains(&format!("[preprocessor.{name}] is missing")))
            );
        }
        Ok(())
    }
}
