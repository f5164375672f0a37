//! Beta distributions against other families, Weibull and gamma, and extreme parameters
//! of the pairs with ln Γ: `oracle/rest.py`.

use crate::harness::{Errors, Failure, compare};
use kl_core::distribution::{ContinuousBernoulli, HalfNormal};
use kl_core::statrs::distribution::{
    Beta, Dirichlet, Exp, Gamma, Gumbel, InverseGamma, Normal, Pareto, Uniform, Weibull,
};
use kl_core::{Information, KlDivergence};
use serde_json::Value;

pub(crate) fn errors() -> Result<Vec<Errors>, Failure> {
    compare("rest", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let name = name.trim_end_matches(", extreme");
    if name == "Dirichlet<D>‖Dirichlet<D>" {
        let [p, q]: [Vec<f64>; 2] = serde_json::from_value(inputs.clone())?;
        return Ok(Dirichlet::new(p)?.kl(&Dirichlet::new(q)?)?.nats());
    }
    let x: Vec<f64> = serde_json::from_value(inputs.clone())?;
    // P of the first parameters from Q of the rest.
    macro_rules! pair {
        ($p:ident($($i:literal),*), $q:ident($($j:literal),*)) => {
            $p::new($(x[$i]),*)?.kl(&$q::new($(x[$j]),*)?)?
        };
    }
    let information: Information = match name {
        "Beta‖Exp" => pair!(Beta(0, 1), Exp(2)),
        "Beta‖Gamma" => pair!(Beta(0, 1), Gamma(2, 3)),
        "Beta‖Normal" => pair!(Beta(0, 1), Normal(2, 3)),
        "Beta‖ContinuousBernoulli" => pair!(Beta(0, 1), ContinuousBernoulli(2)),
        "Uniform‖Beta" => pair!(Uniform(0, 1), Beta(2, 3)),
        "Weibull‖Gamma" => pair!(Weibull(0, 1), Gamma(2, 3)),
        "Gamma‖Weibull" => pair!(Gamma(0, 1), Weibull(2, 3)),
        "Beta‖Beta" => pair!(Beta(0, 1), Beta(2, 3)),
        "InverseGamma‖InverseGamma" => pair!(InverseGamma(0, 1), InverseGamma(2, 3)),
        "Weibull‖Weibull" => pair!(Weibull(0, 1), Weibull(2, 3)),
        "Gumbel‖Gumbel" => pair!(Gumbel(0, 1), Gumbel(2, 3)),
        "Exp‖Gamma" => pair!(Exp(0), Gamma(1, 2)),
        "Gamma‖Normal" => pair!(Gamma(0, 1), Normal(2, 3)),
        "Gamma‖Gumbel" => pair!(Gamma(0, 1), Gumbel(2, 3)),
        "HalfNormal‖Gamma" => pair!(HalfNormal(0), Gamma(1, 2)),
        "Uniform‖Gamma" => pair!(Uniform(0, 1), Gamma(2, 3)),
        "Pareto‖Gamma" => pair!(Pareto(0, 1), Gamma(2, 3)),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    };
    Ok(information.nats())
}
