//! Every public function against the values that `oracle/` computed.
//!
//! `tolerances.rs` is the one table of how far each may be from the true value.
//! A row whose function is further away fails; so does a row that could be
//! tighter, a row without cases, and a public function without a row.

mod constants;
mod coverage;
mod harness;
mod others;
mod report;
mod tolerances;

mod channels;
mod discrete;
mod fits;
mod integrals;
mod kernels;
mod low_rank;
mod matrices;
mod mixtures;
mod multivariate_normal;
mod normal;
mod normals;
mod objectives;
mod pairs;
mod pmf;
mod samples;
mod torch;
mod transport;
mod vectors;

use harness::{Errors, Failure, Folder};
use others::others;
use std::collections::BTreeSet;
use tolerances::{SLACK, TOLERANCES};

/// The errors of the functions of one file of `oracle/data`, or of several.
type Topic = fn(&Folder) -> Result<Vec<Errors>, Failure>;

const TOPICS: &[Topic] = &[
    discrete::errors,
    integrals::errors,
    fits::errors,
    kernels::errors,
    matrices::errors,
    mixtures::errors,
    multivariate_normal::errors,
    normal::errors,
    objectives::errors,
    pmf::errors,
    samples::errors,
    pairs::errors,
    transport::errors,
    vectors::errors,
    torch::errors,
    normals::errors,
    channels::errors,
    low_rank::errors,
];

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
    for (row, ..) in TOLERANCES {
        if !seen.contains(*row) {
            wrong.push(format!("{row}: a tolerance without cases"));
        }
    }
    println!("{cases} cases");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    Ok(())
}

/// What all topics found on the committed cases, or on all other ones if there are some.
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

/// What all topics found, each in a thread of its own.
fn errors_of(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = TOPICS
            .iter()
            .map(|topic| scope.spawn(move || topic(folder)))
            .collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().map_err(|_| "a topic panicked")??);
        }
        Ok(all)
    })
}
