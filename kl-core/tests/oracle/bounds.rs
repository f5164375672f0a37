//! Bounds.

use crate::channel::channel;
use crate::harness::{Answer, Failure, numbers, pmf, unknown};
use kl_core::{Information, bounds};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    if row == "bounds::data_processing" {
        let (p, q) = (pmf(&inputs[0])?, pmf(&inputs[1])?);
        let (before, after) = bounds::data_processing(&p, &q, &channel(&inputs[2])?)?;
        assert_eq!(before, p.kl(&q)?);
        return Ok(after.into());
    }
    let inputs = numbers(inputs)?;
    let x = inputs[0];
    let amount = Information::from_nats(x);
    Ok(match row {
        "bounds::total_variation_at_most" => bounds::total_variation_at_most(amount)?.into(),
        "bounds::pinsker" => bounds::pinsker(amount)?.into(),
        "bounds::bretagnolle_huber" => bounds::bretagnolle_huber(amount)?.into(),
        "bounds::kl_at_least" => bounds::kl_at_least(x)?.into(),
        "bounds::kl_at_most" => bounds::kl_at_most(x)?.into(),
        "bounds::chi_squared_at_least" => bounds::chi_squared_at_least(amount)?.into(),
        "bounds::jensen_shannon_at_most" => bounds::jensen_shannon_at_most(x)?.into(),
        "bounds::total_variation_between" => bounds::total_variation_between(x)?.1.into(),
        "bounds::reverse_pinsker" => bounds::reverse_pinsker(x, inputs[1])?.into(),
        "bounds::fano, per condition" => bounds::fano(amount, inputs[1] as usize)?.into(),
        _ => return Err(unknown(row)),
    })
}
