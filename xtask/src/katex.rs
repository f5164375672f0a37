//! KaTeX's stylesheet and fonts, which the book carries so that it fetches nothing when read.

use anyhow::{Context as _, Result, bail};
use mdbook_katex::preprocess::KatexProcessor;
use mdbook_preprocessor::{Preprocessor as _, parse_input};
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of KaTeX's stylesheet and fonts, fetched with npm when it is not there yet.
///
/// `None` where npm is missing or cannot reach its registry: then the mathematics is written as
/// MathML alone, which browsers set without either.
pub(crate) fn assets(root: &Path) -> Result<Option<PathBuf>> {
    let pinned = root.join("theme/katex");
    let lock = fs::read_to_string(pinned.join("package-lock.json"))
        .context("theme/katex/package-lock.json cannot be read")?;
    let work = root.join("target/katex");
    let dist = work.join("node_modules/katex/dist");
    // The lock file of the last complete fetch.
    let fetched = fs::read_to_string(work.join("fetched-lock.json")).ok();
    if fetched.as_ref() == Some(&lock) && dist.join("katex.min.css").exists() {
        return Ok(Some(dist));
    }
    fs::create_dir_all(&work)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(pinned.join(file), work.join(file))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&work)
        .stdin(Stdio::null())
        .output();
    let reason = match output {
        Ok(output) if output.status.success() && dist.join("katex.min.css").exists() => {
            fs::write(work.join("fetched-lock.json"), lock)?;
            return Ok(Some(dist));
        }
        Ok(output) => {
            let error = String::from_utf8_lossy(&output.stderr);
            // The first lines of npm say what is wrong, the last name a log.
            let first = error.lines().find(|line| line.contains("error"));
            format!(
                "npm could not fetch it ({})",
                first.unwrap_or("no reason given")
            )
        }
        Err(_) => "npm is not installed".to_owned(),
    };
    println!("      {reason}: mathematics is written as MathML alone");
    Ok(None)
}

/// Puts stylesheet and fonts into a folder of the book. Without assets the stylesheet is empty,
/// so that the pages' link to it leads somewhere.
pub(crate) fn install(assets: Option<&Path>, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder.join("fonts"))?;
    let Some(assets) = assets else {
        fs::write(folder.join("katex.min.css"), "")?;
        return Ok(());
    };
    let css = fs::read_to_string(assets.join("katex.min.css"))?;
    fs::write(folder.join("katex.min.css"), only_woff2(&css)?)?;
    for entry in fs::read_dir(assets.join("fonts"))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "woff2")
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, folder.join("fonts").join(name))?;
        }
    }
    Ok(())
}

/// Every browser that the book is for reads WOFF2; the other formats are three times the size.
fn only_woff2(css: &str) -> Result<String> {
    let others = Regex::new(r#",url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)"#)?;
    let css = others.replace_all(css, "").into_owned();
    if css.contains(".ttf") || !css.contains(".woff2") {
        bail!("katex.min.css names its fonts in a new way: mend `only_woff2`");
    }
    Ok(css)
}

/// mdbook-katex for plain `mdbook`, which runs it as a command: MathML alone, because only
/// `cargo book` puts the stylesheet and fonts into the book.
pub(crate) fn preprocess(question: &[String]) -> Result<()> {
    if question.first().is_some_and(|word| word == "supports") {
        return Ok(());
    }
    let (mut context, book) = parse_input(std::io::stdin())?;
    context.config.set("preprocessor.katex.output", "mathml")?;
    let book = KatexProcessor.run(&context, book)?;
    serde_json::to_writer(std::io::stdout(), &book)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = r#"src:url(fonts/A.woff2) format("woff2"),url(fonts/A.woff) format("woff"),url(fonts/A.ttf) format("truetype")}"#;

    #[test]
    fn only_woff2_stays() -> Result<()> {
        assert_eq!(
            only_woff2(CSS)?,
            r#"src:url(fonts/A.woff2) format("woff2")}"#
        );
        assert!(only_woff2("src:url(fonts/A.ttf)").is_err());
        Ok(())
    }

    #[test]
    fn without_assets_the_link_still_leads_somewhere() -> Result<()> {
        let folder = tempfile::tempdir()?;
        install(None, folder.path())?;
        assert!(folder.path().join("katex.min.css").exists());
        Ok(())
    }

    #[test]
    fn fonts_and_stylesheet_are_put_into_the_book() -> Result<()> {
        let assets = tempfile::tempdir()?;
        fs::create_dir(assets.path().join("fonts"))?;
        fs::write(assets.path().join("katex.min.css"), CSS)?;
        fs::write(assets.path().join("fonts/A.woff2"), "font")?;
        fs::write(assets.path().join("fonts/A.ttf"), "font")?;
        let book = tempfile::tempdir()?;
        install(Some(assets.path()), book.path())?;
        assert!(book.path().join("fonts/A.woff2").exists());
        assert!(!book.path().join("fonts/A.ttf").exists());
        Ok(())
    }
}
