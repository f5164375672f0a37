//! Each pair of distributions of the table of pairs, on the oracle's cases: the time of `kl-core`,
//! and the time and the errors of what textbooks write.
//!
//! `cargo bench -p bench --features pairs --bench pairs -- --write bench/pairs.csv` writes what the
//! report on accuracy shows. Both take turns in one run, on one thread.

#[macro_use]
#[expect(unused_macros, reason = "pairs that are always infinite have no cases")]
#[path = "../../kl-core/src/pairs/table.rs"]
mod table;

#[path = "../../kl-core/tests/oracle/from_inputs.rs"]
mod from_inputs;
#[path = "../../kl-core/tests/oracle/json.rs"]
mod json;
#[path = "../src/machine.rs"]
mod machine;
mod textbook;

use anyhow::Context;
use clap::Parser;
use from_inputs::{Dirichlet, FromInputs, pair};
use json::{number, ulps_between};
use kl_core::distribution::*;
use kl_core::statrs::distribution::*;
use kl_core::{KlDivergence, MultivariateNormal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;
use textbook::{Code, Law, closed, divergence};

/// Measures each pair of distributions on the oracle's cases, and prints a line for each as CSV.
#[derive(Parser)]
struct Arguments {
    /// Only pairs whose name contains one of these.
    filter: Vec<String>,
    /// One turn each: to see that it works.
    #[arg(long)]
    small: bool,
    /// Writes the lines into this file, seen from the top of the repository.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A case of the oracle: inputs, and the value.
type Case = (Vec<Value>, f64);

/// What was measured of one row, on average over its cases.
struct Measured {
    nanoseconds: f64,
    textbook: Option<Textbook>,
}

/// What the textbook's formula costs, and its errors where it has a value.
struct Textbook {
    nanoseconds: f64,
    median: f64,
    worst: f64,
}

type Measure = fn(&str, &[Case], bool) -> anyhow::Result<Measured>;

macro_rules! measures {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        $within:tt;
    )*) => {
        BTreeMap::from([
            $((concat!(stringify!($p), "‖", stringify!($q)), measure::<$p, $q> as Measure)),*
        ])
    };
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let measures: BTreeMap<&str, Measure> = pairs!(measures);
    let mut text = format!(
        "# On {}, one thread, on average over the cases.\n",
        machine::machine()
    );
    text += "row;kl-core, ns;textbook, ns;textbook, median ulp;textbook, worst ulp\n";
    for (row, cases) in rows()? {
        let wanted = |word: &String| row.contains(word.as_str());
        if !arguments.filter.is_empty() && !arguments.filter.iter().any(wanted) {
            continue;
        }
        let name = row.split(',').next().unwrap_or(&row);
        let Some(measure) = measures.get(name) else {
            anyhow::bail!("the oracle has {row}, and the table of pairs does not");
        };
        // Matrices are measured by the other benchmark.
        let Ok(measured) = measure(name, &cases, arguments.small) else {
            continue;
        };
        let by_textbook = match measured.textbook {
            Some(it) => format!("{:.1};{:.1};{:.1}", it.nanoseconds, it.median, it.worst),
            None => ";;".to_owned(),
        };
        let line = format!("{row};{:.1};{by_textbook}\n", measured.nanoseconds);
        eprint!("{line}");
        text += &line;
    }
    match arguments.write {
        Some(file) => {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
            std::fs::write(&file, text).with_context(|| file.display().to_string())
        }
        None => {
            print!("{text}");
            Ok(())
        }
    }
}

/// The oracle's rows of pairs, in order, and the cases that have a finite value.
fn rows() -> anyhow::Result<BTreeMap<String, Vec<Case>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../oracle/data/core/pairs");
    let mut rows = BTreeMap::new();
    for file in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let text = std::fs::read_to_string(file?.path())?;
        let all: BTreeMap<String, Vec<Value>> = serde_json::from_str(&text)?;
        for (row, cases) in all {
            let mut finite = Vec::new();
            for case in cases {
                // A condition number may stand behind the value.
                let inputs = case[0].as_array().context("a case without inputs")?;
                let value = number(&case[1]).map_err(|e| anyhow::anyhow!("{row}: {e}"))?;
                if value.is_finite() {
                    finite.push((inputs.clone(), value));
                }
            }
            rows.insert(row, finite);
        }
    }
    Ok(rows)
}

fn measure<P, Q>(name: &str, cases: &[Case], small: bool) -> anyhow::Result<Measured>
where
    P: FromInputs + KlDivergence<Q> + Law,
    Q: FromInputs + Code,
{
    let mut pairs = Vec::new();
    let mut parameters = Vec::new();
    for (inputs, _) in cases {
        let mut whole = inputs.clone();
        if name == "Binomial‖Binomial" && whole.len() == 3 {
            // Of both the number of trials.
            whole.insert(2, whole[0].clone());
        }
        let made = pair::<P, Q>(&whole).map_err(|e| anyhow::anyhow!("{name}: {e}"))?;
        pairs.push(made);
        let numbers: Result<Vec<f64>, _> = inputs.iter().map(number).collect();
        parameters.push(numbers.unwrap_or_default());
    }
    let ours = || {
        for (p, q) in &pairs {
            black_box(black_box(p).kl(black_box(q)).ok());
        }
    };
    let count = P::COUNT;
    let textbook = |x: &[f64]| match closed(name) {
        Some(formula) => formula(x),
        None => divergence::<P, Q>(&x[..count], &x[count..]),
    };
    let theirs = || {
        for x in &parameters {
            black_box(textbook(black_box(x)));
        }
    };
    let has_formula = parameters.iter().all(|x| x.len() > count);
    let mut errors: Vec<f64> = cases
        .iter()
        .zip(&parameters)
        .filter(|_| has_formula)
        .map(|((_, value), x)| (textbook(x), value))
        .filter(|(found, _)| !found.is_nan())
        .map(|(found, &value)| ulps_between(found, value))
        .collect();
    errors.sort_by(f64::total_cmp);
    let [ours, theirs] = turns(
        [&ours, if errors.is_empty() { &|| {} } else { &theirs }],
        small,
    );
    let each = 1e9 / cases.len() as f64;
    Ok(Measured {
        nanoseconds: ours * each,
        textbook: errors.last().map(|&worst| Textbook {
            nanoseconds: theirs * each,
            median: errors[errors.len() / 2],
            worst,
        }),
    })
}

/// The fastest of many turns of each, in seconds.
fn turns(all: [&dyn Fn(); 2], small: bool) -> [f64; 2] {
    /// So long that the clock counts for nothing, and no longer.
    const TURN: f64 = 0.002;
    const ROUNDS: u32 = 7;
    let time = |call: &dyn Fn(), calls: u32| {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        start.elapsed().as_secs_f64() / f64::from(calls)
    };
    let mut fastest = all.map(|call| time(call, 1));
    if small {
        return fastest;
    }
    let calls = fastest.map(|seconds| (TURN / seconds.max(1e-9)).clamp(1.0, 1e5) as u32);
    for _ in 0..ROUNDS {
        for i in 0..all.len() {
            fastest[i] = fastest[i].min(time(all[i], calls[i]));
        }
    }
    fastest
}
