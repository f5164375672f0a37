//! The table.

use crate::machine::machine;
use crate::run::{Line, Run};
use std::fmt::Write;

/// The versions of everybody's crates are those of this build.
const LOCK: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"));

/// What was measured, as Markdown.
pub(crate) fn markdown(run: &Run) -> String {
    let mut text = String::new();
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    line(&format!("On {}, one thread. {}.", machine(), versions(run)));
    if run.small() {
        line("\nOne round of tiny inputs: the times mean nothing.");
    }
    line("");
    let counted = run.lines.iter().any(|line| line.memory.is_some());
    if counted {
        line("\nMemory was counted, which makes slower whatever takes some.");
    }
    let memory = if counted {
        [" memory |", "--:|"]
    } else {
        ["", ""]
    };
    line(&format!(
        "| work | size | by | fastest | median | times kl-core's | digits right |{}",
        memory[0]
    ));
    line(&format!("|---|---|---|--:|--:|--:|--:|{}", memory[1]));
    let mut before = ("", "");
    for result in &run.lines {
        let here = (&*result.work, &*result.size);
        let (work, size) = if here == before { ("", "") } else { here };
        before = here;
        line(&row(result, work, size));
    }
    let short: Vec<String> = run
        .lines
        .iter()
        .filter(|l| !l.as_claimed)
        .map(off)
        .collect();
    if !short.is_empty() {
        line("\n* fewer digits than could be expected:\n");
        short.iter().for_each(|note| line(&format!("- {note}")));
    }
    if !run.notes.is_empty() {
        line("\nNot in the table:\n");
        run.notes.iter().for_each(|note| line(&format!("- {note}")));
    }
    text
}

fn row(line: &Line, work: &str, size: &str) -> String {
    let star = if line.as_claimed { "" } else { " *" };
    let memory = match line.memory {
        Some(memory) => format!(" {} |", bytes(memory)),
        None => String::new(),
    };
    format!(
        "| {work} | {size} | {} | {} {} | {} | {} | {}{star} |{memory}",
        line.peer,
        time(line.minimum),
        line.unit,
        time(line.median),
        three_digits(line.ratio),
        line.digits.map_or("–".to_owned(), tenths),
    )
}

/// The same as numbers, a line for each peer of each row, for who wants to draw them.
pub(crate) fn csv(run: &Run) -> String {
    let mut text = format!("# On {}, one thread. {}.\n", machine(), versions(run));
    text.push_str("work;size;unit;by;fastest seconds;median seconds;digits right\n");
    for line in &run.lines {
        let digits = line.digits.map(tenths).unwrap_or_default();
        let (work, size, unit, peer) = (&line.work, &line.size, line.unit, &line.peer);
        let (fastest, median) = (line.minimum, line.median);
        // Writing to a string cannot fail.
        writeln!(
            text,
            "{work};{size};{unit};{peer};{fastest:.3e};{median:.3e};{digits}"
        )
        .unwrap_or_default();
    }
    text
}

/// In the unit that suits them.
fn bytes(count: u64) -> String {
    match count as f64 {
        n if n < 1e3 => format!("{n} B"),
        n if n < 1e6 => format!("{} kB", three_digits(n / 1e3)),
        n => format!("{} MB", three_digits(n / 1e6)),
    }
}

fn off(line: &Line) -> String {
    let digits = line.digits.map(tenths).unwrap_or_default();
    format!("{}, {}: {} has {digits}", line.work, line.size, line.peer)
}

/// Rounded down: never more than are right.
fn tenths(digits: f64) -> String {
    format!("{:.1}", (digits * 10.0).floor() / 10.0)
}

/// Seconds in the unit that suits them.
fn time(seconds: f64) -> String {
    let (factor, unit) = match seconds {
        s if s < 1e-6 => (1e9, "ns"),
        s if s < 1e-3 => (1e6, "µs"),
        s if s < 1.0 => (1e3, "ms"),
        _ => (1.0, "s"),
    };
    format!("{} {unit}", three_digits(seconds * factor))
}

fn three_digits(x: f64) -> String {
    let places = if x < 10.0 { 2 } else { usize::from(x < 100.0) };
    format!("{x:.places$}")
}

fn versions(run: &Run) -> String {
    let mut text = String::new();
    for name in [
        "kl-core",
        "nalgebra",
        "statrs",
        "logp",
        "ndarray-stats",
        "numkong",
    ] {
        if name == "numkong" && !cfg!(feature = "numkong") {
            continue;
        }
        let package = format!("name = \"{name}\"\nversion = \"");
        let after = LOCK.split_once(&package).map_or("", |(_, after)| after);
        let version = after.split('"').next().unwrap_or_default();
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a string cannot fail.
        write!(text, "{comma}{name} {version}").unwrap_or_default();
    }
    for (library, version) in &run.versions {
        write!(text, ", {library} {version}").unwrap_or_default();
    }
    text
}
