//! Densities and means of the distributions that statrs lacks.

use crate::harness::{Answer, Failure, numbers, unknown};
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy, TruncatedNormal};
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
        "TruncatedNormal::mean" => truncated(&x)?.mean(),
        "TruncatedNormal::variance" => truncated(&x)?.variance(),
        "TruncatedNormal::entropy" => truncated(&x)?.entropy().nats(),
        "TruncatedNormal::pdf" => truncated(&x)?.pdf(x[4]),
        "TruncatedNormal::ln_pdf" => truncated(&x)?.ln_pdf(x[4]),
        "TruncatedNormal::cdf" => truncated(&x)?.cdf(x[4]),
        _ => return Err(unknown(row)),
    };
    Ok(got.into())
}

fn truncated(x: &[f64]) -> Result<TruncatedNormal, kl_core::Error> {
    TruncatedNormal::new(x[0], x[1], x[2], x[3])
}
