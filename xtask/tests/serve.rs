//! A book that is built again and again while it is served is the book that one build makes of the
//! same sources, byte for byte.

use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A file of the sources, what is replaced there, and by what.
struct Edit(&'static str, &'static str, &'static str);

/// One for each thing that a page depends on.
const EDITS: [Edit; 6] = [
    Edit(
        "src/coin.md",
        "Here comes the text.",
        "Here is $\\tfrac14$.",
    ),
    // The same LaTeX displayed, which stood in a line before.
    Edit(
        "src/coin.md",
        "Here is $\\tfrac14$.",
        "Here is\n\n$$\\tfrac14$$",
    ),
    // What a macro stands for, while the formulas stay.
    Edit("theme/macros.txt", "\\text{bits}", "\\text{shannons}"),
    Edit(
        "book.toml",
        "macros = ",
        "min-rule-thickness = 0.2\nmacros = ",
    ),
    Edit("theme/head.hbs", "one", "two"),
    // A page that goes away.
    Edit("src/SUMMARY.md", "- [Snapshots](snapshots.md)\n", ""),
];

#[test]
fn what_is_served_after_edits_is_what_one_build_makes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mdbook-cells/tests/fixture-book");
    copy(&fixture, root)?;
    fs::create_dir_all(root.join("theme/katex"))?;
    for file in ["katex/package.json", "katex/package-lock.json"] {
        fs::write(root.join("theme").join(file), "{}")?;
    }
    fs::write(root.join("theme/head.hbs"), "<!-- one -->\n")?;
    fs::rename(root.join("macros.txt"), root.join("theme/macros.txt"))?;
    replace(root, "book.toml", "\"macros.txt\"", "\"theme/macros.txt\"")?;
    replace(root, "src/coin.md", "\n{{#include ../macros.txt}}\n", "")?;

    let server = Server::start(root)?;
    server.wait_for("It is built again")?;
    for Edit(file, from, to) in EDITS {
        replace(root, file, from, to)?;
        server
            .wait_for("Reload the page.")
            .with_context(|| format!("{file}: {to}"))?;
        let served = files(&root.join("book"))?;

        let fresh = tempfile::tempdir()?;
        copy(root, fresh.path())?;
        fs::remove_dir_all(fresh.path().join("book"))?;
        let built = cargo_book(fresh.path(), "build").output()?;
        let said = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "{said}");
        let once = files(&fresh.path().join("book"))?;
        assert!(once.len() > 10);
        let differing: Vec<_> = once
            .keys()
            .chain(served.keys())
            .filter(|name| once.get(*name) != served.get(*name))
            .collect();
        assert!(differing.is_empty(), "{file}: {to}: {differing:?}");
    }
    Ok(())
}

/// `cargo book` for a book in another folder, without npm, so that it asks no registry.
fn cargo_book(root: &Path, command: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"));
    program
        .arg(command)
        .env("CARGO_MANIFEST_DIR", root.join("xtask"))
        .env("PATH", "");
    program
}

/// A server that ends with the test, and what it prints.
struct Server {
    child: Child,
    lines: Receiver<String>,
}

impl Server {
    fn start(root: &Path) -> Result<Self> {
        let mut child = cargo_book(root, "serve").stdout(Stdio::piped()).spawn()?;
        let printed = child.stdout.take().context("no output")?;
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(printed).lines().map_while(Result::ok) {
                // The error is ignored: the test is over then.
                let _ = send.send(line);
            }
        });
        Ok(Self { child, lines })
    }

    /// Waits for a line that begins so.
    fn wait_for(&self, begin: &str) -> Result<()> {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60));
            if line
                .with_context(|| format!("no line `{begin}` came"))?
                .starts_with(begin)
            {
                return Ok(());
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The errors are ignored: it has ended by itself then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Replaces what must be there exactly once.
fn replace(root: &Path, file: &str, from: &str, to: &str) -> Result<()> {
    let text = fs::read_to_string(root.join(file))?;
    assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
    fs::write(root.join(file), text.replace(from, to))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for (name, bytes) in files(from)? {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap_or(to))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// The files below a folder, by their paths from there.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = PathBuf::from(entry.file_name());
        if entry.file_type()?.is_dir() {
            let below = files(&entry.path())?;
            found.extend(
                below
                    .into_iter()
                    .map(|(path, bytes)| (name.join(path), bytes)),
            );
        } else {
            found.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(found)
}
