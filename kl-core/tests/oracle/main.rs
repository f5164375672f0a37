//! Every public function against the values that `oracle/` computed.
//!
//! `tolerances.rs` is the one table of how far each may be from the true value.
//! A row whose function is further away fails; so does a row that could be
//! tighter, a row without cases, and a public function without a row.

#[expect(unused_macros, reason = "pairs that are always infinite have no cases")]
#[macro_use]
#[path = "../../src/pairs/table.rs"]
mod table;
#[macro_use]
#[path = "../../src/vectors/divergences/table.rs"]
mod table_of_divergences;

mod constants;
mod coverage;
mod harness;
mod json;
mod others;
mod public_items;
mod report;
mod tolerances;
mod without_cases;

mod any_normal;
mod bounds;
mod bregman;
mod channel;
mod distribution;
mod drift;
mod estimate;
mod fit;
mod from_inputs;
mod gradient;
mod joint;
mod kernels;
mod logits;
mod matrices;
mod mixture;
mod multivariate_normal;
mod normal;
mod objective;
mod pairs;
mod pairs_of_matrices;
mod pairwise;
#[cfg(feature = "rayon")]
mod parallel;
mod pmf;
mod quadrature;
mod series;
mod torch;
mod transport;

use harness::{Errors, Evaluate, Failure, Folder};
use others::others;
use std::collections::BTreeSet;
use tolerances::{SLACK, TOLERANCES};

/// What calls the functions of the rows of a file of `oracle/data`, or of all files of a folder.
#[rustfmt::skip]
const TOPICS: &[(&str, Evaluate)] = &[
    ("core/any_normal",          any_normal::evaluate),
    ("core/bounds",              bounds::evaluate),
    ("core/bregman",             bregman::evaluate),
    ("core/channel",             channel::evaluate),
    ("core/distribution",        distribution::evaluate),
    ("core/drift",               drift::evaluate),
    ("core/estimate",            estimate::evaluate),
    ("core/fit",                 fit::evaluate),
    ("core/gradient",            gradient::evaluate),
    ("core/joint",               joint::evaluate),
    ("core/kernels",             kernels::evaluate),
    ("core/logits",              logits::evaluate),
    ("core/mixture",             mixture::evaluate),
    ("core/multivariate_normal", multivariate_normal::evaluate),
    ("core/normal",              normal::evaluate),
    ("core/objective",           objective::evaluate),
    ("core/pairs",               pairs::evaluate),
    ("core/pairwise",            pairwise::evaluate),
    #[cfg(feature = "rayon")]
    ("core/parallel",            parallel::evaluate),
    ("core/pmf",                 pmf::evaluate),
    ("core/quadrature",          quadrature::evaluate),
    ("core/series",              series::evaluate),
    ("core/transport",           transport::evaluate),
    ("peers/torch_outputs",      torch::evaluate),
];

/// Files whose functions a feature adds, and the rows of which are compared with it only.
const OF_FEATURES: &[(&str, &str, bool)] =
    &[("core/parallel", "parallel::", cfg!(feature = "rayon"))];

#[test]
fn each_function_is_as_right_as_the_table_says() -> Result<(), Failure> {
    let committed = Folder::others()?.is_none();
    let others = others()?;
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut cases = 0;
    for errors in all_errors()? {
        cases += errors.ulps.len();
        let Errors {
            row, worst_case, ..
        } = &errors;
        let worst = errors.worst();
        println!("{row}: worst {worst}, {worst_case}");
        if !seen.insert(row.clone()) {
            wrong.push(format!("{row} is compared twice"));
        }
        if committed && errors.ulps.is_empty() {
            wrong.push(format!("{row} has no case"));
        }
        let ever = others
            .get(row)
            .map_or(worst, |other| worst.max(other.worst));
        match TOLERANCES.iter().find(|tolerance| tolerance.0 == row) {
            None => wrong.push(format!("{row}: no tolerance; the worst is {worst}")),
            Some((_, at_most, reason)) if worst > *at_most => wrong.push(format!(
                "{row}: {worst}, above {at_most} ({reason}): {worst_case}"
            )),
            Some((_, at_most, _)) if *at_most > ever + SLACK && committed => wrong.push(format!(
                "{row}: {at_most} could be tightened, the worst is {ever}"
            )),
            Some(_) => {}
        }
    }
    for (row, ..) in TOLERANCES.iter() {
        if !seen.contains(*row) && !is_off(|_, rows| row.starts_with(rows)) {
            wrong.push(format!("{row}: a tolerance without cases"));
        }
    }
    println!("{cases} cases");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    Ok(())
}

/// What was found on the committed cases, or on all other ones if there are some.
fn all_errors() -> Result<Vec<Errors>, Failure> {
    let folders = Folder::others()?.unwrap_or_else(|| vec![Folder::committed()]);
    let mut all: Vec<Errors> = Vec::new();
    for folder in &folders {
        for errors in errors_of(folder).map_err(|e| format!("{folder:?}: {e}"))? {
            match all.iter_mut().find(|known| known.row == errors.row) {
                // In one folder a row must not stand twice, which the test sees.
                Some(known) if folders.len() > 1 => known.add(errors),
                _ => all.push(errors),
            }
        }
    }
    Ok(all)
}

/// What was found in all files, each in a thread of its own.
fn errors_of(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    let files = Folder::files()?;
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for file in files.iter().filter(|file| !is_off(|off, _| off == *file)) {
            let evaluate = topic(file)?;
            threads.push(scope.spawn(move || folder.compare(file, evaluate)));
        }
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().map_err(|_| "a topic panicked")??);
        }
        Ok(all)
    })
}

/// Whether it belongs to a feature that is off, by the file or by the row.
fn is_off(belongs: impl Fn(&str, &str) -> bool) -> bool {
    let mut off = OF_FEATURES.iter().filter(|(.., on)| !on);
    off.any(|(file, rows, _)| belongs(file, rows))
}

/// What calls the functions of the file's rows.
fn topic(file: &str) -> Result<Evaluate, Failure> {
    let of_file = |name: &str| file == name || file.starts_with(&format!("{name}/"));
    match TOPICS.iter().find(|(name, _)| of_file(name)) {
        Some((_, evaluate)) => Ok(*evaluate),
        None => Err(format!("no topic of kl-core/tests/oracle has {file}").into()),
    }
}
