//! Bregman divergences.

use crate::harness::{Answer, Failure, numbers, unknown};
use kl_core::Bregman;
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let divergence = match row {
        "Bregman::divergence, squared_euclidean" => Bregman::squared_euclidean(),
        "Bregman::divergence, kl" => Bregman::kl(),
        "Bregman::divergence, itakura_saito" => Bregman::itakura_saito(),
        "Bregman::divergence, logistic" => Bregman::logistic(),
        _ => return Err(unknown(row)),
    };
    let (p, q) = (numbers(&inputs[0])?, numbers(&inputs[1])?);
    Ok(divergence.divergence(&p, &q)?.into())
}
