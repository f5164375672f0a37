//! The scalar functions that everything is made of.

use crate::harness::{Answer, Failure, numbers, unknown};
use kl_core::kernels;
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let x = numbers(inputs)?;
    let got = match row {
        "kernels::log1pmx" => kernels::log1pmx(x[0]),
        "kernels::kl_term" => kernels::kl_term(x[0], x[1]),
        "kernels::entropy_term" => kernels::entropy_term(x[0]),
        "kernels::cross_entropy_term" => kernels::cross_entropy_term(x[0], x[1]),
        "kernels::normal_scale_term" => kernels::normal_scale_term(x[0], x[1]),
        "kernels::ratio_term" => kernels::ratio_term(x[0], x[1]),
        "kernels::expm1mx" => kernels::expm1mx(x[0]),
        "kernels::lgamma_remainder" => kernels::lgamma_remainder(x[0], x[1]),
        _ => return Err(unknown(row)),
    };
    Ok(got.into())
}
