//! Every pair of distributions.

use crate::harness::{Answer, Failure, unknown};
use crate::pairs_of_matrices;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy, VonMises};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Categorical, Cauchy, Chi, ChiSquared, Dirichlet, DiscreteUniform,
    Erlang, Exp, Gamma, Geometric, Gumbel, InverseGamma, Laplace, LogNormal, NegativeBinomial,
    Normal, Pareto, Poisson, Uniform, Weibull,
};
use kl_core::{Information, KlDivergence};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    // After a comma it says which cases.
    let name = row.split(',').next().unwrap_or(row);
    Ok(match pairs_of_matrices::evaluate(name, inputs)? {
        Some(divergence) => divergence.into(),
        None => of_numbers(name, inputs)?.into(),
    })
}

fn of_numbers(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let nats = |d: Information| Ok(d.nats());
    // Inputs that are not all doubles.
    match name {
        "Chi‖Chi" => {
            let [p, q]: [u64; 2] = serde_json::from_value(inputs.clone())?;
            return nats(Chi::new(p)?.kl(&Chi::new(q)?)?);
        }
        "DiscreteUniform‖DiscreteUniform" => {
            let [a, b, c, d]: [i64; 4] = serde_json::from_value(inputs.clone())?;
            return nats(DiscreteUniform::new(a, b)?.kl(&DiscreteUniform::new(c, d)?)?);
        }
        "Categorical‖Categorical" => {
            let [p, q]: [Vec<f64>; 2] = serde_json::from_value(inputs.clone())?;
            return nats(Categorical::new(&p)?.kl(&Categorical::new(&q)?)?);
        }
        "Dirichlet<D>‖Dirichlet<D>" => {
            let [p, q]: [Vec<f64>; 2] = serde_json::from_value(inputs.clone())?;
            return nats(Dirichlet::new(p)?.kl(&Dirichlet::new(q)?)?);
        }
        _ => {}
    }
    let x: Vec<f64> = serde_json::from_value(inputs.clone())?;
    // P of the first parameters from Q of the rest.
    macro_rules! pair {
        ($p:ident($($i:literal),*), $q:ident($($j:literal),*)) => {
            $p::new($(x[$i]),*)?.kl(&$q::new($(x[$j]),*)?)?
        };
    }
    let binomial = |n: usize, p: usize| Binomial::new(x[p], x[n] as u64);
    let information = match name {
        "Bernoulli‖Bernoulli" => pair!(Bernoulli(0), Bernoulli(1)),
        "Binomial‖Binomial" if x.len() == 4 => binomial(0, 1)?.kl(&binomial(2, 3)?)?,
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
            let d = pair!(Gamma(0, 1), Gamma(2, 3));
            assert_eq!(d, pair!(InverseGamma(0, 1), InverseGamma(2, 3)));
            let (p, q) = (Gamma::new(x[0], x[1])?, Gamma::new(x[2], x[3])?);
            let whole = |x: f64| x.fract() == 0.0 && x < 1e15;
            if whole(x[0]) {
                assert_eq!(d, Erlang::new(x[0] as u64, x[1])?.kl(&q)?);
            }
            if whole(x[2]) {
                assert_eq!(d, p.kl(&Erlang::new(x[2] as u64, x[3])?)?);
            }
            d
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
        "ChiSquared‖Gamma" => pair!(ChiSquared(0), Gamma(1, 2)),
        "Gamma‖ChiSquared" => pair!(Gamma(0, 1), ChiSquared(2)),
        "ChiSquared‖Exp" => pair!(ChiSquared(0), Exp(1)),
        "Exp‖ChiSquared" => pair!(Exp(0), ChiSquared(1)),
        "Exp‖Weibull" => pair!(Exp(0), Weibull(1, 2)),
        "Weibull‖Exp" => pair!(Weibull(0, 1), Exp(2)),
        "Bernoulli‖Binomial" => Bernoulli::new(x[0])?.kl(&binomial(1, 2)?)?,
        "Binomial‖Poisson" => binomial(0, 1)?.kl(&Poisson::new(x[2])?)?,
        "NegativeBinomial‖NegativeBinomial" => {
            pair!(NegativeBinomial(0, 1), NegativeBinomial(2, 3))
        }
        "NegativeBinomial‖Poisson" => pair!(NegativeBinomial(0, 1), Poisson(2)),
        "Poisson‖NegativeBinomial" => pair!(Poisson(0), NegativeBinomial(1, 2)),
        "VonMises‖VonMises" => pair!(VonMises(0, 1), VonMises(2, 3)),
        "Beta‖Exp" => pair!(Beta(0, 1), Exp(2)),
        "Beta‖Gamma" => pair!(Beta(0, 1), Gamma(2, 3)),
        "Beta‖Normal" => pair!(Beta(0, 1), Normal(2, 3)),
        "Beta‖ContinuousBernoulli" => pair!(Beta(0, 1), ContinuousBernoulli(2)),
        "Uniform‖Beta" => pair!(Uniform(0, 1), Beta(2, 3)),
        "Weibull‖Gamma" => pair!(Weibull(0, 1), Gamma(2, 3)),
        "Gamma‖Weibull" => pair!(Gamma(0, 1), Weibull(2, 3)),
        "InverseGamma‖InverseGamma" => pair!(InverseGamma(0, 1), InverseGamma(2, 3)),
        "Gamma‖Laplace" => pair!(Gamma(0, 1), Laplace(2, 3)),
        "ChiSquared‖Laplace" => pair!(ChiSquared(0), Laplace(1, 2)),
        "Erlang‖Laplace" => Erlang::new(x[0] as u64, x[1])?.kl(&Laplace::new(x[2], x[3])?)?,
        "Kumaraswamy‖Kumaraswamy" => pair!(Kumaraswamy(0, 1), Kumaraswamy(2, 3)),
        "Kumaraswamy‖Beta" => pair!(Kumaraswamy(0, 1), Beta(2, 3)),
        "Beta‖Laplace" => pair!(Beta(0, 1), Laplace(2, 3)),
        "Normal‖Normal" => pair!(Normal(0, 1), Normal(2, 3)),
        _ => return Err(unknown(name)),
    };
    nats(information)
}
