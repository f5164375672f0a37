//! Gradients by logits, by probabilities, and by the parameters of normal distributions.

use crate::harness::{Answer, Failure, number, numbers, pmf, unknown};
use kl_core::statrs::distribution::Normal;
use kl_core::{Logits, gradient};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let logits = |i: usize| -> Result<Logits, Failure> { Ok(Logits::new(numbers(&inputs[i])?)?) };
    let by_logits = |gradient: fn(&Logits, &Logits) -> Result<Vec<f64>, kl_core::Error>| {
        Ok::<_, Failure>(gradient(&logits(0)?, &logits(1)?)?)
    };
    let (p, q) = (|| pmf(&inputs[0]), || pmf(&inputs[1]));
    let (name, _) = row.split_once(", ").unwrap_or((row, ""));
    let gradient = match name {
        "gradient::kl_by_p_logits" => by_logits(gradient::kl_by_p_logits)?,
        "gradient::kl_by_q_logits" => by_logits(gradient::kl_by_q_logits)?,
        "gradient::cross_entropy_by_p_logits" => by_logits(gradient::cross_entropy_by_p_logits)?,
        "gradient::jensen_shannon_by_p_logits" => by_logits(gradient::jensen_shannon_by_p_logits)?,
        "gradient::kl_by_p" => gradient::kl_by_p(&p()?, &q()?)?,
        "gradient::kl_by_q" => gradient::kl_by_q(&p()?, &q()?)?,
        "gradient::jensen_shannon_by_p" => gradient::jensen_shannon_by_p(&p()?, &q()?)?,
        "gradient::cross_entropy_by_p" => gradient::cross_entropy_by_p(&p()?, &q()?)?,
        "gradient::cross_entropy_by_q" => gradient::cross_entropy_by_q(&p()?, &q()?)?,
        "gradient::normal_kl" | "gradient::normal_kl, extreme" => return normal_kl(inputs),
        _ => return Err(unknown(row)),
    };
    Ok(gradient.into())
}

/// Which derivative, and the parameters.
fn normal_kl(inputs: &Value) -> Result<Answer, Failure> {
    let x = |i: usize| number(&inputs[i]);
    let (p, q) = (Normal::new(x(1)?, x(2)?)?, Normal::new(x(3)?, x(4)?)?);
    let g = gradient::normal_kl(&p, &q)?;
    Ok(match inputs[0].as_str() {
        Some("mean_p") => g.mean_p,
        Some("std_dev_p") => g.std_dev_p,
        Some("log_variance_p") => g.log_variance_p,
        Some("mean_q") => g.mean_q,
        Some("std_dev_q") => g.std_dev_q,
        Some("log_variance_q") => g.log_variance_q,
        _ => return Err(unknown(&inputs[0].to_string())),
    }
    .into())
}
