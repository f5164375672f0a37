//! Writes `ACCURACY.md`: what the other tests found, next to what peers say on the
//! same cases.

use crate::harness::{Errors, Failure};
use crate::others::{Other, others};
use crate::{OF_FEATURES, all_errors};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

#[test]
#[ignore = "writes ACCURACY.md, whose last digits depend on the platform's logarithm"]
fn write_the_report() -> Result<(), Failure> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ACCURACY.md");
    Ok(std::fs::write(path, report(&all_errors()?)?)?)
}

/// What `oracle/peers/peers.py` writes.
#[derive(Deserialize)]
struct Peers {
    versions: BTreeMap<String, String>,
    rows: BTreeMap<String, BTreeMap<String, Peer>>,
}

/// What one peer says on the cases of one row.
#[derive(Deserialize)]
struct Peer {
    call: String,
    cases: usize,
    worst: Option<f64>,
    median: Option<f64>,
    wrong: BTreeMap<String, usize>,
}

fn report(all: &[Errors]) -> Result<String, Failure> {
    // The report is the same whichever features are on.
    let features = |row: &str| OF_FEATURES.iter().any(|(_, rows, _)| row.starts_with(rows));
    let all: Vec<&Errors> = all.iter().filter(|errors| !features(&errors.row)).collect();
    let peers = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../oracle/data/peers/peers.json"
    );
    let peers: Peers = serde_json::from_str(&std::fs::read_to_string(peers)?)?;
    let version = |peer: &str| match peers.versions.get(peer) {
        Some(version) => Ok(format!("{peer} {version}")),
        None => Err(format!("peers.json has no version of {peer}")),
    };
    let cases: usize = all.iter().map(|errors| errors.ulps.len()).sum();
    let times = times()?;
    let others = others()?;
    let further: usize = others.values().map(|other| other.cases).sum();
    let mut text = format!(
        "\
# How right each function is

Each function was compared with values that a program of its own computed with
hundreds of digits, on {cases} cases in all: ordinary ones, some one ulp apart, some
from the smallest to the largest double; and on {further} cases of other random seeds, which
are not kept, only what was found with them. The median is over the kept cases of the row.
Integrals, fits and distributions of many dimensions have few cases, because each takes
long to compute.

An error is given in ulp: how many doubles lie between the answer and the correctly
rounded value. \"per …\" means that it is divided by a condition number, which the
function's documentation states.

`P‖Q` is the divergence of a distribution P from Q, `p.kl(&q)`.

## kl-core

| function | cases | worst | median | of other seeds | worst |
|---|---|---|---|---|---|
"
    );
    let (pairs, functions): (Vec<&Errors>, _) = all.iter().partition(|e| e.row.contains('‖'));
    for errors in functions {
        writeln!(text, "{}", line(errors, &others))?;
    }
    write!(
        text,
        "
## Pairs of distributions

The times are nanoseconds of a call on average over the row's cases, which are harder than most:
many are next to equal or next to a limit. Beside them stands what textbooks write, the
cross-entropy less the entropy in doubles: its time, and its errors where it has a value at
all. {}

| function | cases | worst | median | of other seeds | worst | ns | textbook, ns | median | worst |
|---|---|---|---|---|---|---|---|---|---|
",
        times.machine
    )?;
    for errors in pairs {
        let [ours, theirs @ ..] = times.of(&errors.row);
        let [ns, median, worst] = theirs;
        let line = line(errors, &others);
        writeln!(text, "{line} {ours} | {ns} | {median} | {worst} |")?;
    }
    write!(
        text,
        "
## Next to scipy and PyTorch

The same cases, given to {} and {} where they have the function. \"Wrong in
kind\" counts the answers that are NaN, negative, or infinite where the value is
finite; the worst and the median are over the others. \"No digit\" is an error of
2⁵² ulp or more: the answer is 0, or nothing like the value.

A sum of doubles is hardly ever one. Where P is next to Q the definition decides:
`Pmf::kl` is that of [`Pmf::kl`](https://docs.rs/kl-core/latest/kl_core/struct.Pmf.html#method.kl),
with Σ(q − p), and so is the value that all are compared with.

| function | kl-core, worst | median | peer | its call | worst | median | wrong in kind |
|---|---|---|---|---|---|---|---|
",
        version("scipy")?,
        version("torch")?,
    )?;
    for errors in &all {
        for (name, peer) in peers.rows.get(&errors.row).into_iter().flatten() {
            if peer.cases != errors.ulps.len() {
                return Err(format!(
                    "{}: {name} was asked {} cases, not {}: run oracle/peers/peers.py",
                    errors.row,
                    peer.cases,
                    errors.ulps.len()
                )
                .into());
            }
            let wrong: Vec<String> = peer
                .wrong
                .iter()
                .map(|(kind, count)| format!("{count} {kind}"))
                .collect();
            writeln!(
                text,
                "| {} | {} | {} | {name} | `{}` | {} | {} | {} |",
                named(&errors.row),
                ulps(errors.worst()),
                ulps(median(&errors.ulps)),
                peer.call,
                peer.worst.map_or("–".to_owned(), ulps),
                peer.median.map_or("–".to_owned(), ulps),
                if wrong.is_empty() {
                    "–".to_owned()
                } else {
                    wrong.join(", ")
                },
            )?;
        }
    }
    text += "
This page is written by `cargo test -p kl-core --test oracle -- --ignored write_the_report`, with
glibc on x86-64; the peers' part is from `oracle/peers/peers.py`.
";
    Ok(text)
}

/// What every row has: how many cases, and how far off they are.
fn line(errors: &Errors, others: &BTreeMap<String, Other>) -> String {
    let (more, worst) = match others.get(&errors.row) {
        Some(other) => (other.cases.to_string(), ulps(other.worst)),
        None => ("–".to_owned(), "–".to_owned()),
    };
    format!(
        "| {} | {} | {} | {} | {more} | {worst} |",
        named(&errors.row),
        errors.ulps.len(),
        ulps(errors.worst()),
        ulps(median(&errors.ulps)),
    )
}

/// What `bench/pairs` measured.
struct Times {
    machine: String,
    /// By row: the time of kl-core, then the textbook's time, its median error and its worst.
    rows: BTreeMap<String, [Option<f64>; 4]>,
}

fn times() -> Result<Times, Failure> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../bench/pairs.csv");
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines();
    let machine = lines.next().unwrap_or_default().trim_start_matches("# ");
    let mut rows = BTreeMap::new();
    for line in lines.skip(1) {
        let mut fields = line.split(';');
        let row = fields.next().unwrap_or_default();
        let mut numbers = [None; 4];
        for (number, field) in numbers.iter_mut().zip(fields) {
            if !field.is_empty() {
                *number = Some(field.parse()?);
            }
        }
        rows.insert(row.to_owned(), numbers);
    }
    Ok(Times {
        machine: machine.to_owned(),
        rows,
    })
}

impl Times {
    /// As the table shows them.
    fn of(&self, row: &str) -> [String; 4] {
        let [ours, ns, median, worst] = self.rows.get(row).copied().unwrap_or_default();
        let shown = |x: Option<f64>, how: fn(f64) -> String| x.map_or("–".to_owned(), how);
        let time = |x: f64| {
            if x < 10.0 {
                format!("{x:.1}")
            } else {
                format!("{x:.0}")
            }
        };
        [
            shown(ours, time),
            shown(ns, time),
            shown(median, ulps),
            shown(worst, ulps),
        ]
    }
}

/// The item in backquotes, and after it which cases.
fn named(row: &str) -> String {
    match row.split_once(", ") {
        Some((item, cases)) => format!("`{item}`, {cases}"),
        None => format!("`{row}`"),
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[n / 2],
        n => 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]),
    }
}

/// Two significant digits.
fn ulps(x: f64) -> String {
    const NO_DIGIT: f64 = (1u64 << 52) as f64;
    if x >= NO_DIGIT {
        "no digit".to_owned()
    } else if x >= 1e4 {
        format!("{x:.0e}")
    } else if x >= 10.0 || x == x.trunc() {
        format!("{x:.0}")
    } else {
        format!("{x:.1}")
    }
}
