//! The losses of PyTorch against PyTorch's own output: `oracle/peers/torch_outputs.py`.

use crate::harness::{Answer, Failure, number, numbers, unknown, whole};
use kl_core::torch::{self, IGNORE_INDEX, KlReduction, Reduction};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let inputs = inputs.as_array().ok_or("a case without inputs")?;
    Ok(called(row, inputs)?.into())
}

fn called(name: &str, x: &[Value]) -> Result<f64, Failure> {
    let last = x.last().ok_or("no inputs")?;
    let mean_or_sum = || match last.as_str() {
        Some("mean") => Ok(Reduction::Mean),
        Some("sum") => Ok(Reduction::Sum),
        _ => Err(Failure::from("no reduction")),
    };
    Ok(match name {
        "torch::kl_div" => {
            let rows = whole(&x[2])?;
            let reduction = match x[3].as_str() {
                Some("mean") => KlReduction::Mean,
                Some("sum") => KlReduction::Sum,
                _ => KlReduction::BatchMean { rows },
            };
            torch::kl_div(&numbers(&x[0])?, &numbers(&x[1])?, reduction, yes(&x[4]))?
        }
        "torch::kl_div_unreduced" => {
            let (input, target) = (number(&x[0])?, number(&x[1])?);
            torch::kl_div_unreduced(&[input], &[target], yes(&x[2]))?[0]
        }
        "torch::log_softmax" => torch::log_softmax(&numbers(&x[0])?, 1)?[whole(&x[1])?],
        "torch::cross_entropy" => {
            let labels: Vec<i64> = serde_json::from_value(x[1].clone())?;
            let (input, smoothing) = (numbers(&x[0])?, number(&x[2])?);
            torch::cross_entropy(&input, &labels, smoothing, IGNORE_INDEX, mean_or_sum()?)?
        }
        "torch::cross_entropy_unreduced" => {
            let labels: Vec<i64> = serde_json::from_value(x[1].clone())?;
            let (input, smoothing) = (numbers(&x[0])?, number(&x[2])?);
            let rows = torch::cross_entropy_unreduced(&input, &labels, smoothing, IGNORE_INDEX)?;
            rows[whole(last)?]
        }
        "torch::cross_entropy_of_probabilities" => torch::cross_entropy_of_probabilities(
            &numbers(&x[0])?,
            &numbers(&x[1])?,
            whole(&x[2])?,
            number(&x[3])?,
            mean_or_sum()?,
        )?,
        "torch::cross_entropy_of_probabilities_unreduced" => {
            let (input, target) = (numbers(&x[0])?, numbers(&x[1])?);
            let rows = torch::cross_entropy_of_probabilities_unreduced(
                &input,
                &target,
                whole(&x[2])?,
                number(&x[3])?,
            )?;
            rows[whole(last)?]
        }
        "torch::binary_cross_entropy_with_logits" => {
            let (input, target) = (numbers(&x[0])?, numbers(&x[1])?);
            torch::binary_cross_entropy_with_logits(&input, &target, mean_or_sum()?)?
        }
        "torch::binary_cross_entropy_with_logits_unreduced" => {
            let (input, target) = (number(&x[0])?, number(&x[1])?);
            torch::binary_cross_entropy_with_logits_unreduced(&[input], &[target])?[0]
        }
        "torch::gaussian_nll_loss" => {
            let [input, target, var] = [&x[0], &x[1], &x[2]].map(numbers);
            let (full, eps) = (yes(&x[3]), number(&x[4])?);
            torch::gaussian_nll_loss(&input?, &target?, &var?, full, eps, mean_or_sum()?)?
        }
        "torch::gaussian_nll_loss_unreduced" => {
            let [input, target, var] = [&x[0], &x[1], &x[2]].map(number);
            let (full, eps) = (yes(&x[3]), number(&x[4])?);
            torch::gaussian_nll_loss_unreduced(&[input?], &[target?], &[var?], full, eps)?[0]
        }
        other => return Err(unknown(other)),
    })
}

fn yes(value: &Value) -> bool {
    value == &Value::Bool(true)
}
