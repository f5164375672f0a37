//! The divergence of long vectors on several threads.

use crate::harness::{Answer, Failure, unknown, whole};
use kl_core::divergences::KullbackLeibler;
use kl_core::{Pmf, parallel};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let n = whole(&inputs[0])?;
    let p = probabilities(n, whole(&inputs[1])?)?;
    let q = probabilities(n, whole(&inputs[2])?)?;
    match row {
        "parallel::between" => Ok(parallel::between(&KullbackLeibler, &p, &q)?.into()),
        _ => Err(unknown(row)),
    }
}

/// n doubles whose sum is exactly one: see `probabilities` in the oracle.
fn probabilities(n: usize, step: usize) -> Result<Pmf, Failure> {
    let mut weights: Vec<usize> = (0..n - 1).map(|i| i * step % (1 << 24) + 1).collect();
    weights.push((1 << 40) - weights.iter().sum::<usize>());
    let unit = 2f64.powi(-40);
    let entries: Vec<f64> = weights.iter().map(|&w| w as f64 * unit).collect();
    Ok(Pmf::new(entries)?)
}
