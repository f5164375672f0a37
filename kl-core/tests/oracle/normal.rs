//! Divergences of normal distributions in one dimension besides Kullback's.

use crate::harness::{Answer, Failure, numbers, unknown};
use kl_core::NormalDivergences;
use kl_core::statrs::distribution::Normal;
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let x = numbers(inputs)?;
    let (order, x) = x.split_at(x.len() - 4);
    let (p, q) = (Normal::new(x[0], x[1])?, Normal::new(x[2], x[3])?);
    Ok(match row {
        "Normal::jeffreys" => p.jeffreys(&q)?.into(),
        "Normal::bhattacharyya" => p.bhattacharyya(&q)?.into(),
        "Normal::hellinger" => p.hellinger(&q)?.into(),
        "Normal::renyi" => p.renyi(&q, order[0])?.into(),
        _ => return Err(unknown(row)),
    })
}
