//! The scalar functions that everything is made of: `oracle/kernels.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::kernels;

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("kernels", |name, inputs| {
        let x: Vec<f64> = serde_json::from_value(inputs.clone())?;
        Ok(match name {
            "kernels::log1pmx" => kernels::log1pmx(x[0]),
            "kernels::kl_term" => kernels::kl_term(x[0], x[1]),
            "kernels::entropy_term" => kernels::entropy_term(x[0]),
            "kernels::cross_entropy_term" => kernels::cross_entropy_term(x[0], x[1]),
            "kernels::normal_scale_term" => kernels::normal_scale_term(x[0], x[1]),
            other => return Err(format!("the oracle has {other}, this file has not").into()),
        })
    })
}
