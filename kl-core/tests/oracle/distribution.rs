//! Densities and means of the distributions that statrs lacks.

use crate::harness::{Answer, Failure, numbers, unknown};
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let x = numbers(inputs)?;
    let got = match row.trim_start_matches("distribution::") {
        "ContinuousBernoulli::mean" => ContinuousBernoulli::new(x[0])?.mean(),
        "ContinuousBernoulli::ln_pdf" => ContinuousBernoulli::new(x[0])?.ln_pdf(x[1]),
        "HalfNormal::mean" => HalfNormal::new(x[0])?.mean(),
        "HalfNormal::ln_pdf" => HalfNormal::new(x[0])?.ln_pdf(x[1]),
        "Kumaraswamy::mean" => Kumaraswamy::new(x[0], x[1])?.mean(),
        "Kumaraswamy::ln_pdf" => Kumaraswamy::new(x[0], x[1])?.ln_pdf(x[2]),
        _ => return Err(unknown(row)),
    };
    Ok(got.into())
}
