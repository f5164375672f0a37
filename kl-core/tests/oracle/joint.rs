//! Joint distributions of two and of three variables.

use crate::harness::{Answer, Failure, rows, unknown};
use kl_core::{Joint, Joint3};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let p = || joint(&inputs[0]);
    let q = || joint(&inputs[1]);
    Ok(match row {
        "Joint::row_marginal" => p()?.row_marginal().into(),
        "Joint::column_marginal" => p()?.column_marginal().into(),
        "Joint::conditional_entropy" => p()?.conditional_entropy().into(),
        "Joint::mutual_information" | "Joint::mutual_information, scaled" => {
            p()?.mutual_information().into()
        }
        "Joint::kl" => p()?.kl(&q()?)?.into(),
        "Joint::conditional_kl" | "Joint::conditional_kl, scaled" => {
            p()?.conditional_kl(&q()?)?.into()
        }
        "Joint3::without_y" => three(&inputs[0])?.without_y().as_pmf().clone().into(),
        "Joint3::without_z" => three(&inputs[0])?.without_z().as_pmf().clone().into(),
        "Joint3::conditional_mutual_information" => {
            three(&inputs[0])?.conditional_mutual_information().into()
        }
        _ => return Err(unknown(row)),
    })
}

fn joint(table: &Value) -> Result<Joint, Failure> {
    let rows = rows(table)?;
    Ok(Joint::new(rows.len(), rows[0].len(), rows.concat())?)
}

/// A table for each z.
fn three(tables: &Value) -> Result<Joint3, Failure> {
    let tables = tables.as_array().ok_or("no tables")?;
    let tables: Vec<Vec<Vec<f64>>> = tables.iter().map(rows).collect::<Result<_, _>>()?;
    let size = (tables[0].len(), tables[0][0].len());
    Ok(Joint3::new(size.0, size.1, tables.concat().concat())?)
}
