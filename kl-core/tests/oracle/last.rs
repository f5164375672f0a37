//! Gamma distributions from Laplace distributions: `oracle/last.py`.

use crate::harness::{Errors, Failure, compare};
use kl_core::KlDivergence;
use kl_core::statrs::distribution::{ChiSquared, Erlang, Gamma, Laplace};
use serde_json::Value;

pub(crate) fn errors() -> Result<Vec<Errors>, Failure> {
    compare("last", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let x: Vec<f64> = serde_json::from_value(inputs.clone())?;
    let information = match (name, x.as_slice()) {
        ("ChiSquared‖Laplace", &[k, m, b]) => ChiSquared::new(k)?.kl(&Laplace::new(m, b)?)?,
        ("Erlang‖Laplace", &[a, r, m, b]) => {
            Erlang::new(a as u64, r)?.kl(&Laplace::new(m, b)?)?
        }
        (
            "Gamma‖Laplace" | "Gamma‖Laplace, large shapes" | "Gamma‖Laplace, extreme",
            &[a, r, m, b],
        ) => Gamma::new(a, r)?.kl(&Laplace::new(m, b)?)?,
        _ => return Err(format!("the oracle has {name}, this file has not").into()),
    };
    Ok(information.nats())
}
