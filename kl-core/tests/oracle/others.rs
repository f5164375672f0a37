//! What cases of other seeds have found: far more than can be committed.

use crate::all_errors;
use crate::harness::{Failure, Folder};
use crate::tolerances::TOLERANCES;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was found for one row.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Other {
    pub(crate) cases: usize,
    /// In ulp, as in the table of tolerances.
    pub(crate) worst: f64,
}

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/others.json");

/// By row, what the last run with other cases found.
pub(crate) fn others() -> Result<BTreeMap<String, Other>, Failure> {
    Ok(serde_json::from_str(&std::fs::read_to_string(PATH)?)?)
}

#[test]
#[ignore = "writes others.json from the folders in KL_CORE_ORACLE: see oracle/README.md"]
fn record_other_cases() -> Result<(), Failure> {
    if Folder::others()?.is_none() {
        return Err("say in KL_CORE_ORACLE where the cases are: see oracle/README.md".into());
    }
    // Rows of which there are no such cases keep what was found before.
    let mut rows = others()?;
    for errors in all_errors()? {
        if !errors.ulps.is_empty() {
            let (cases, worst) = (errors.ulps.len(), errors.worst());
            rows.insert(errors.row, Other { cases, worst });
        }
    }
    Ok(std::fs::write(
        PATH,
        serde_json::to_string_pretty(&rows)? + "\n",
    )?)
}

#[test]
fn no_other_case_was_worse_than_the_table_says() -> Result<(), Failure> {
    for (row, other) in others()? {
        match TOLERANCES.iter().find(|tolerance| tolerance.0 == row) {
            None => return Err(format!("{row}: cases without a tolerance").into()),
            Some((_, at_most, _)) if other.worst > *at_most => {
                return Err(format!("{row}: {}, above {at_most}", other.worst).into());
            }
            Some(_) => {}
        }
    }
    Ok(())
}
