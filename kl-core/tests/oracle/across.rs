//! Pairs of distributions of different families, and the distributions that statrs
//! lacks: `oracle/across.py`.

use crate::harness::{Errors, Failure, compare};
use kl_core::distribution::{ContinuousBernoulli, HalfNormal};
use kl_core::statrs::distribution::{Beta, Exp, Gamma, Gumbel, Laplace, Normal, Pareto, Uniform};
use kl_core::{Information, KlDivergence};
use serde_json::Value;

pub(crate) fn errors() -> Result<Vec<Errors>, Failure> {
    compare("across", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let x: Vec<f64> = serde_json::from_value(inputs.clone())?;
    // P of the first parameters from Q of the rest.
    macro_rules! pair {
        ($p:ident($($i:literal),*), $q:ident($($j:literal),*)) => {
            $p::new($(x[$i]),*)?.kl(&$q::new($(x[$j]),*)?)?
        };
    }
    let information: Information = match name {
        "ContinuousBernoulli::mean" => return Ok(ContinuousBernoulli::new(x[0])?.mean()),
        "ContinuousBernoulli::ln_pdf" => return Ok(ContinuousBernoulli::new(x[0])?.ln_pdf(x[1])),
        "HalfNormal::mean" => return Ok(HalfNormal::new(x[0])?.mean()),
        "HalfNormal::ln_pdf" => return Ok(HalfNormal::new(x[0])?.ln_pdf(x[1])),
        "ContinuousBernoulli‖ContinuousBernoulli" => {
            pair!(ContinuousBernoulli(0), ContinuousBernoulli(1))
        }
        "ContinuousBernoulli‖Exp" => pair!(ContinuousBernoulli(0), Exp(1)),
        "ContinuousBernoulli‖Normal" => pair!(ContinuousBernoulli(0), Normal(1, 2)),
        "ContinuousBernoulli‖Uniform" => pair!(ContinuousBernoulli(0), Uniform(1, 2)),
        "Uniform‖ContinuousBernoulli" => pair!(Uniform(0, 1), ContinuousBernoulli(2)),
        "HalfNormal‖HalfNormal" => pair!(HalfNormal(0), HalfNormal(1)),
        "HalfNormal‖Exp" => pair!(HalfNormal(0), Exp(1)),
        "HalfNormal‖Gamma" => pair!(HalfNormal(0), Gamma(1, 2)),
        "HalfNormal‖Normal" => pair!(HalfNormal(0), Normal(1, 2)),
        "Gumbel‖Normal" => pair!(Gumbel(0, 1), Normal(2, 3)),
        "Normal‖Gumbel" => pair!(Normal(0, 1), Gumbel(2, 3)),
        "Exp‖Gumbel" => pair!(Exp(0), Gumbel(1, 2)),
        "Gamma‖Gumbel" => pair!(Gamma(0, 1), Gumbel(2, 3)),
        "Uniform‖Gumbel" => pair!(Uniform(0, 1), Gumbel(2, 3)),
        "Pareto‖Exp" => pair!(Pareto(0, 1), Exp(2)),
        "Pareto‖Gamma" => pair!(Pareto(0, 1), Gamma(2, 3)),
        "Pareto‖Normal" => pair!(Pareto(0, 1), Normal(2, 3)),
        "Uniform‖Gamma" => pair!(Uniform(0, 1), Gamma(2, 3)),
        "Beta‖Uniform" => pair!(Beta(0, 1), Uniform(2, 3)),
        "Exp‖Laplace" => pair!(Exp(0), Laplace(1, 2)),
        "Uniform‖Laplace" => pair!(Uniform(0, 1), Laplace(2, 3)),
        "Pareto‖Laplace" => pair!(Pareto(0, 1), Laplace(2, 3)),
        "Gumbel‖Laplace" => pair!(Gumbel(0, 1), Laplace(2, 3)),
        "ContinuousBernoulli‖Laplace" => pair!(ContinuousBernoulli(0), Laplace(1, 2)),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    };
    Ok(information.nats())
}
