//! Every pair of distributions with a few parameters, and the kernels that they are
//! made of: `oracle/scalar.py`.

use crate::harness::{Errors, Failure, compare};
use kl_core::kernels;
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Dirichlet, Exp, Gamma, Geometric, Gumbel,
    InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, Uniform, Weibull,
};
use kl_core::{Information, KlDivergence};
use serde_json::Value;

pub(crate) fn errors() -> Result<Vec<Errors>, Failure> {
    compare("scalar", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
    if name == "Dirichlet<D>‖Dirichlet<D>" {
        let [p, q]: [Vec<f64>; 2] = serde_json::from_value(inputs.clone())?;
        return Ok(Dirichlet::new(p)?.kl(&Dirichlet::new(q)?)?.nats());
    }
    let x: Vec<f64> = serde_json::from_value(inputs.clone())?;
    // P of the first `n` parameters from Q of the rest.
    macro_rules! pair {
        ($p:ident($($i:literal),*), $q:ident($($j:literal),*)) => {
            $p::new($(x[$i]),*)?.kl(&$q::new($(x[$j]),*)?)?
        };
    }
    let information: Information = match name {
        "kernels::ratio_term" => return Ok(kernels::ratio_term(x[0], x[1])),
        "kernels::expm1mx" => return Ok(kernels::expm1mx(x[0])),
        "kernels::lgamma_remainder" => return Ok(kernels::lgamma_remainder(x[0], x[1])),
        "Bernoulli‖Bernoulli" => pair!(Bernoulli(0), Bernoulli(1)),
        "Binomial‖Binomial" => {
            let n = x[0] as u64;
            Binomial::new(x[1], n)?.kl(&Binomial::new(x[2], n)?)?
        }
        "Poisson‖Poisson" => pair!(Poisson(0), Poisson(1)),
        "Geometric‖Geometric" => pair!(Geometric(0), Geometric(1)),
        "Exp‖Exp" => pair!(Exp(0), Exp(1)),
        "Laplace‖Laplace" => pair!(Laplace(0, 1), Laplace(2, 3)),
        "Uniform‖Uniform" => pair!(Uniform(0, 1), Uniform(2, 3)),
        "Pareto‖Pareto" => pair!(Pareto(0, 1), Pareto(2, 3)),
        "Cauchy‖Cauchy" => pair!(Cauchy(0, 1), Cauchy(2, 3)),
        "LogNormal‖LogNormal" => pair!(LogNormal(0, 1), LogNormal(2, 3)),
        "Gumbel‖Gumbel" => pair!(Gumbel(0, 1), Gumbel(2, 3)),
        "Weibull‖Weibull" => pair!(Weibull(0, 1), Weibull(2, 3)),
        "Gamma‖Gamma" => {
            let reciprocal = pair!(InverseGamma(0, 1), InverseGamma(2, 3));
            assert_eq!(pair!(Gamma(0, 1), Gamma(2, 3)), reciprocal);
            reciprocal
        }
        "ChiSquared‖ChiSquared" => pair!(ChiSquared(0), ChiSquared(1)),
        "Beta‖Beta" => pair!(Beta(0, 1), Beta(2, 3)),
        "Exp‖Gamma" => pair!(Exp(0), Gamma(1, 2)),
        "Gamma‖Exp" => pair!(Gamma(0, 1), Exp(2)),
        "Exp‖Normal" => pair!(Exp(0), Normal(1, 2)),
        "Gamma‖Normal" => pair!(Gamma(0, 1), Normal(2, 3)),
        "Laplace‖Normal" => pair!(Laplace(0, 1), Normal(2, 3)),
        "Normal‖Laplace" => pair!(Normal(0, 1), Laplace(2, 3)),
        "Uniform‖Normal" => pair!(Uniform(0, 1), Normal(2, 3)),
        "Uniform‖Exp" => pair!(Uniform(0, 1), Exp(2)),
        "Uniform‖Pareto" => pair!(Uniform(0, 1), Pareto(2, 3)),
        "Bernoulli‖Poisson" => pair!(Bernoulli(0), Poisson(1)),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    };
    Ok(information.nats())
}
