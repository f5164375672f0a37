//! Logits.

use crate::harness::{Answer, Failure, number, numbers, unknown, whole};
use kl_core::Logits;
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let p = || -> Result<Logits, Failure> { Ok(Logits::new(numbers(&inputs[0])?)?) };
    let q = || -> Result<Logits, Failure> { Ok(Logits::new(numbers(&inputs[1])?)?) };
    Ok(match row.trim_end_matches(", masked") {
        "Logits::kl" => p()?.kl(&q()?)?.into(),
        "Logits::kl, tens of thousands" => {
            let (p, q) = long(inputs)?;
            p.kl(&q)?.into()
        }
        "Logits::jensen_shannon" => p()?.jensen_shannon(&q()?)?.into(),
        "Logits::cross_entropy" => p()?.cross_entropy(&q()?)?.into(),
        "Logits::entropy" => p()?.entropy().into(),
        "Logits::log_probabilities" => p()?.log_probabilities().into(),
        "Logits::to_pmf" => p()?.to_pmf().into(),
        "Logits::tempered" => {
            let tempered = p()?.tempered(number(&inputs[1])?)?;
            tempered.as_slice().to_vec().into()
        }
        _ => return Err(unknown(row)),
    })
}

/// How many, and the units of the two: see `long_logits` in the oracle.
fn long(inputs: &Value) -> Result<(Logits, Logits), Failure> {
    let n = i64::try_from(whole(&inputs[0])?)?;
    let power =
        |i: usize| -> Result<f64, Failure> { Ok(2f64.powi(-i32::try_from(whole(&inputs[i])?)?)) };
    let (bits, other) = (power(1)?, power(2)?);
    let unit = |modulus: i64, i: i64, power: f64| ((i % modulus) - modulus / 2) as f64 * power;
    let a: Vec<f64> = (0..n).map(|i| unit(1 << 24, i * 7_368_787, bits)).collect();
    let change = (0..n).map(|i| unit(1 << 20, i * 1_299_709, other));
    let b: Vec<f64> = a.iter().zip(change).map(|(x, y)| x + y).collect();
    Ok((Logits::new(a)?, Logits::new(b)?))
}
