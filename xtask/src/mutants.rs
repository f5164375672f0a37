//! Breaking the checks on purpose: each operator, constant, partner of a function and order of
//! arguments of each check is changed in turn. The check should fail. Where it passes but reports
//! something else than it does unchanged, the snapshot's test would notice; that is counted apart.
//!
//! All mutants are written into one program below `target/`, each a file of its own; those that do
//! not compile are taken out; the rest run.

use crate::mutation::{Mutation, mutations};
use anyhow::{Context as _, Result, bail};
use mdbook_cells::{Book, Cell, Chapter};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The file of the outcome, from which the ledger reads it.
const REPORT: &str = "snapshots/mutants.md";
/// The folder of the program, from the book's root.
const PROGRAM: &str = "target/mutants";

/// A check as it is, or with one change.
struct Mutant<'a> {
    chapter: &'a Chapter,
    cell: &'a Cell,
    /// `None` for the check as it is, which must pass.
    mutation: Option<Mutation>,
}

/// The outcome of a mutant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The check fails.
    Failed,
    /// The check passes and reports something else.
    Differs,
    Survived,
    /// Not a program: Rust's types have caught it, which says nothing of the check.
    Uncompiled,
}

/// Runs the mutants of all checks, or of some chapters', and writes the report; or only compares
/// it with the one that is there.
pub(crate) fn mutants(root: &Path, chapters: &[String], compare: bool) -> Result<()> {
    let book = Book::read(root)?;
    book.check_text()?;
    if let Some(unknown) = chapters
        .iter()
        .find(|name| !book.chapters.iter().any(|chapter| chapter.key == **name))
    {
        bail!("no chapter is named `{unknown}`");
    }
    let mut all = Vec::new();
    for (chapter, cell) in book.cells() {
        if !cell.check || !(chapters.is_empty() || chapters.contains(&chapter.key)) {
            continue;
        }
        let found = mutations(&cell.program())
            .with_context(|| format!("{}:{}", chapter.path.display(), cell.line))?;
        let changed = found.into_iter().map(Some);
        all.extend(std::iter::once(None).chain(changed).map(|mutation| Mutant {
            chapter,
            cell,
            mutation,
        }));
    }
    let outcomes = run(root, &all)?;
    for (mutant, outcome) in all.iter().zip(&outcomes) {
        if mutant.mutation.is_none() && *outcome != Outcome::Survived {
            bail!(
                "{}:{}: the check `{}` fails as it is",
                mutant.chapter.path.display(),
                mutant.cell.line,
                mutant.cell.name
            );
        }
    }
    let report = report(&all, &outcomes);
    let path = root.join(REPORT);
    if !chapters.is_empty() {
        println!("{report}");
    } else if !compare {
        fs::write(&path, &report)?;
        println!("{report}\nwrote {}", path.display());
    } else if fs::read_to_string(&path).unwrap_or_default() != report {
        println!("{report}");
        bail!("{REPORT} says something else: run `cargo book mutants`");
    } else {
        println!("{REPORT} is as it should be");
    }
    Ok(())
}

/// The outcomes, in the order of the mutants.
fn run(root: &Path, all: &[Mutant<'_>]) -> Result<Vec<Outcome>> {
    let folder = root.join(PROGRAM);
    fs::create_dir_all(folder.join("src"))?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    for (index, mutant) in all.iter().enumerate() {
        fs::write(folder.join(format!("src/m{index}.rs")), module(mutant))?;
    }
    let mut compiled: BTreeSet<usize> = (0..all.len()).collect();
    // rustc stops at the first of its phases that finds errors, so this takes a few rounds.
    for round in 1.. {
        fs::write(folder.join("src/main.rs"), main_of(&compiled))?;
        println!("[{round}] compiling {} mutants", compiled.len());
        let bad = errors(&folder)?;
        if bad.is_empty() {
            break;
        }
        if bad.iter().any(|index| !compiled.remove(index)) {
            bail!("the mutants do not compile: see {}", folder.display());
        }
    }
    let reports = reports(&folder, compiled)?;
    let mut outcomes = Vec::new();
    let mut unchanged = None;
    for (index, mutant) in all.iter().enumerate() {
        let report = reports.get(&index);
        if mutant.mutation.is_none() {
            unchanged = report.cloned().flatten();
        }
        outcomes.push(match report {
            None => Outcome::Uncompiled,
            Some(Some(report)) if unchanged.as_ref() == Some(report) => Outcome::Survived,
            Some(None) => Outcome::Failed,
            Some(Some(_)) => Outcome::Differs,
        });
    }
    Ok(outcomes)
}

/// The reports of checks; `None` for a check that fails.
type Reports = BTreeMap<usize, Option<String>>;

/// The report of each check. A mutant may end the whole program, for instance by endless
/// recursion or an endless loop: then the rest runs in another.
fn reports(folder: &Path, mut left: BTreeSet<usize>) -> Result<Reports> {
    let mut reports = Reports::new();
    while !left.is_empty() {
        println!("running {} of them", left.len());
        let (mut done, unfinished) = run_program(folder, &left)?;
        for index in unfinished {
            // It, or a mutant beside it, ended the program; alone, it shows which.
            let (alone, _) = run_program(folder, &BTreeSet::from([index]))?;
            done.insert(index, alone.get(&index).cloned().flatten());
        }
        left.retain(|index| !done.contains_key(index));
        reports.extend(done);
    }
    Ok(reports)
}

/// Runs some mutants: those that came to an end, and those that only began.
fn run_program(folder: &Path, left: &BTreeSet<usize>) -> Result<(Reports, BTreeSet<usize>)> {
    let list: Vec<_> = left.iter().map(ToString::to_string).collect();
    fs::write(folder.join("left.txt"), list.join(" "))?;
    let output = cargo(folder).args(["run", "--quiet"]).output()?;
    let (done, unfinished) = read_reports(&String::from_utf8_lossy(&output.stdout))?;
    if done.is_empty() && unfinished.is_empty() {
        bail!(
            "the mutants do not run: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok((done, unfinished))
}

/// Reads the program's lines on each mutant: that it began, and then how it ended.
fn read_reports(said: &str) -> Result<(Reports, BTreeSet<usize>)> {
    let (mut done, mut unfinished) = (Reports::new(), BTreeSet::new());
    for line in said.lines() {
        let Some((index, what)) = line.split_once(' ') else {
            continue;
        };
        let index: usize = index.parse().context("an unknown mutant")?;
        if what == "began" {
            unfinished.insert(index);
        } else {
            unfinished.remove(&index);
            done.insert(index, what.strip_prefix("passed ").map(str::to_owned));
        }
    }
    Ok((done, unfinished))
}

/// The mutants that have an error in them.
fn errors(folder: &Path) -> Result<BTreeSet<usize>> {
    let output = cargo(folder)
        .args(["check", "--quiet", "--message-format=json"])
        .stderr(Stdio::inherit())
        .output()?;
    let mut bad = BTreeSet::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let message: serde_json::Value = serde_json::from_str(line)?;
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        for span in message["spans"].as_array().into_iter().flatten() {
            let file = span["file_name"].as_str().unwrap_or_default();
            let number = file
                .strip_prefix("src/m")
                .and_then(|file| file.strip_suffix(".rs"));
            if let Some(index) = number.and_then(|number| number.parse().ok()) {
                bad.insert(index);
            }
        }
    }
    if bad.is_empty() && !output.status.success() {
        bail!("the mutants do not compile: see {}", folder.display());
    }
    Ok(bad)
}

fn cargo(folder: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(folder);
    command
}

const MANIFEST: &str = r#"# Written by `cargo book mutants`.
[workspace]

[package]
name = "mutants"
version = "0.0.0"
edition = "2024"

[dependencies]
claims = { path = "../../claims" }
kl-core = { path = "../../kl-core" }

[profile.dev]
debug = false
incremental = false

# Searches take a while; what is compiled once may take longer to compile.
[profile.dev.package."*"]
opt-level = 2
"#;

fn module(mutant: &Mutant<'_>) -> String {
    let program = mutant.cell.program();
    let program = match &mutant.mutation {
        Some(mutation) => mutation.apply(&program),
        None => program,
    };
    format!(
        "#![allow(warnings)]\n\
         macro_rules! print {{ ($($text:tt)*) => {{ let _ = format!($($text)*); }} }}\n\
         macro_rules! println {{ ($($text:tt)*) => {{ let _ = format!($($text)*); }} }}\n\
         pub fn run() -> Result<String, Box<dyn std::error::Error>> {{\n{program}\n;\nOk(check.to_string())\n}}\n"
    )
}

/// The program: runs the mutants listed in left.txt and prints the report of each. One that
/// takes long counts as failed, and ends the program.
fn main_of(compiled: &BTreeSet<usize>) -> String {
    let mut modules = String::new();
    let mut table = String::new();
    for index in compiled {
        // Writing to a String cannot fail.
        let _ = writeln!(modules, "mod m{index};");
        let _ = writeln!(table, "    ({index}, m{index}::run),");
    }
    format!("{modules}\nstatic RUNS: &[(usize, Run)] = &[\n{table}];\n{MAIN}")
}

const MAIN: &str = r#"
type Run = fn() -> Result<String, Box<dyn std::error::Error>>;

fn main() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::RecvTimeoutError;
    std::panic::set_hook(Box::new(|_| {}));
    let list = std::fs::read_to_string("left.txt").unwrap_or_default();
    let left: std::collections::BTreeSet<usize> =
        list.split(' ').filter_map(|n| n.parse().ok()).collect();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, run)) = RUNS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !left.contains(index) {
                        continue;
                    }
                    println!("{index} began");
                    let (sender, receiver) = std::sync::mpsc::channel();
                    std::thread::spawn(move || sender.send(run().ok()));
                    // A panic drops the sender.
                    let limit = std::time::Duration::from_secs(30);
                    match receiver.recv_timeout(limit) {
                        Ok(Some(report)) => println!("{index} passed {report}"),
                        Err(RecvTimeoutError::Timeout) => {
                            println!("{index} failed");
                            // Otherwise it would take the others' time, and they would be late, too.
                            std::process::exit(0);
                        }
                        _ => println!("{index} failed"),
                    }
                }
            });
        }
    });
}
"#;

/// The report: totals, chapters, survivors.
fn report(all: &[Mutant<'_>], outcomes: &[Outcome]) -> String {
    #[derive(Default)]
    struct Count {
        checks: usize,
        mutants: usize,
        failed: usize,
        differs: usize,
    }
    let mut order = Vec::new();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut survivors = String::new();
    for (mutant, outcome) in all.iter().zip(outcomes) {
        let key = mutant.chapter.key.as_str();
        if !counts.contains_key(key) {
            order.push(mutant.chapter);
        }
        let count = counts.entry(key).or_default();
        let Some(mutation) = &mutant.mutation else {
            count.checks += 1;
            continue;
        };
        match outcome {
            Outcome::Uncompiled => {}
            Outcome::Failed => {
                count.mutants += 1;
                count.failed += 1;
            }
            Outcome::Differs => {
                count.mutants += 1;
                count.differs += 1;
                if std::env::var_os("MUTANTS_DIFFERS").is_some() {
                    println!("differs: {key} {} {mutation}", mutant.cell.name);
                }
            }
            Outcome::Survived => {
                count.mutants += 1;
                let reason = reason(key, &mutant.cell.name, mutation);
                let _ = writeln!(
                    survivors,
                    "- [{key}, `{}`]({}#{}): {mutation}: {reason}",
                    mutant.cell.name,
                    mutant
                        .chapter
                        .path
                        .file_name()
                        .unwrap_or_default()
                        .display(),
                    mutant.cell.anchor(),
                );
            }
        }
    }
    let total = |of: fn(&Count) -> usize| counts.values().map(of).sum::<usize>();
    let (checks, mutants) = (total(|c| c.checks), total(|c| c.mutants));
    let (failed, differs) = (total(|c| c.failed), total(|c| c.differs));
    let mut text = format!(
        "**{mutants} mutants** of {checks} checks: **the check failed** for {failed}, only its report \
         differs for {differs}, and {} survived.\n\n\
         | chapter | checks | mutants | the check failed | only the report differs | survived |\n\
         |---|---:|---:|---:|---:|---:|\n",
        mutants - failed - differs
    );
    for chapter in order {
        if let Some(count) = counts.get(chapter.key.as_str()) {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} |",
                chapter.title(),
                count.checks,
                count.mutants,
                count.failed,
                count.differs,
                count.mutants - count.failed - count.differs
            );
        }
    }
    if !survivors.is_empty() {
        let _ = write!(text, "\nThe survivors:\n\n{survivors}");
    }
    text
}

/// Why some mutants survive: chapter, check, the changed line, and the reason, with tabs between.
const REASONS: &str = include_str!("survivors.txt");

/// Why a mutant survives.
fn reason(chapter: &str, check: &str, mutation: &Mutation) -> &'static str {
    let known = REASONS.lines().find_map(|line| {
        let (place, reason) = line.rsplit_once('\t')?;
        (place == format!("{chapter}\t{check}\t{}", mutation.after())).then_some(reason)
    });
    known.unwrap_or("**no reason is known**")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_began_has_not_failed() -> Result<()> {
        let said = "0 began\n1 began\n1 passed equality: 3 points\n2 began\n0 failed\n3 began\n";
        let (done, unfinished) = read_reports(said)?;
        assert_eq!(
            done,
            Reports::from([(0, None), (1, Some("equality: 3 points".into()))])
        );
        assert_eq!(unfinished, BTreeSet::from([2, 3]));
        assert!(read_reports("thread panicked").is_err());
        Ok(())
    }
}
