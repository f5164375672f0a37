//! Channels.

use crate::harness::{Answer, Failure, pmf, rows, unknown, whole};
use kl_core::{Channel, Pmf};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    Ok(match row {
        "Channel::apply" => {
            let output = channel(&inputs[1])?.apply(&pmf(&inputs[0])?)?;
            output.as_slice()[whole(&inputs[2])?].into()
        }
        "Channel::mutual_information" => channel(&inputs[1])?
            .mutual_information(&pmf(&inputs[0])?)?
            .into(),
        "Channel::capacity" => {
            // The bounds are equal but for rounding after the first step.
            let found = channel(&inputs[0])?.capacity(1e-12, 1)?;
            assert!(!found.bounds.is_empty());
            (*found.bounds.start()).into()
        }
        _ => return Err(unknown(row)),
    })
}

pub(crate) fn channel(value: &Value) -> Result<Channel, Failure> {
    let rows: Result<Vec<Pmf>, _> = rows(value)?.into_iter().map(Pmf::new).collect();
    Ok(Channel::new(rows?)?)
}
