//! Every pair of distributions with a few parameters against the values that
//! `oracle/scalar.py` computed.

mod common;

use common::{Worst, check, data};
use kl_core::kernels;
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Dirichlet, Exp, Gamma, Geometric, Gumbel,
    InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, Uniform, Weibull,
};
use kl_core::{Information, KlDivergence};
use serde_json::Value;
use std::error::Error;

/// How far each function may be from the true value, and why it is not less.
///
/// In ulp, as in `oracle.rs`. Gumbel, Weibull, beta and Dirichlet are in ulp
/// divided by the condition number that the oracle gives with the case: their
/// documentation says which.
#[rustfmt::skip]
const TOLERANCES: &[(&str, f64, &str)] = &[
    ("bernoulli",                   2.0, "as kl_term, twice; the sum has no cancellation"),
    ("bernoulli_poisson",           2.0, "as kl_term"),
    ("beta",                        5.0, "per condition: the roundings of six remainders"),
    ("binomial",                    2.0, "as bernoulli"),
    ("cauchy",                      2.0, "four quotients, then ln_1p"),
    ("chi_squared_distribution",    2.0, "as lgamma_remainder"),
    ("dirichlet",                   2.0, "per condition: as beta, and the sum averages"),
    ("expm1mx",                     2.0, "the series and two products; exp_m1 beyond"),
    ("exponential",                 4.0, "as ratio_term"),
    ("exponential_gamma",           2.0, "as gamma"),
    ("exponential_normal",          3.0, "the rounding of z, being squared, counts twice, next to those of the scale term"),
    ("gamma",                       3.0, "the rounding of the quotient of means, and of the steps up to 10"),
    ("gamma_exponential",           2.0, "as gamma"),
    ("gamma_normal",                7.0, "z and √a/b, which are squared, and the latter is rounded twice"),
    ("geometric",                   2.0, "as ratio_term"),
    ("gumbel",                      3.0, "per condition: the rounding of w in its exponential"),
    ("laplace",                     3.0, "ratio_term, and the rounding of u, which is squared"),
    ("laplace_normal",              6.0, "√½ is rounded and b is divided by it, and the quotient squared"),
    ("lgamma_remainder",            3.0, "ratio_term for the steps up to 10, and Stirling's series"),
    ("log_normal",                  2.0, "as Normal, with fewer cases"),
    ("normal_laplace",              5.0, "t is rounded three times"),
    ("pareto",                      2.0, "ratio_term and ln_1p"),
    ("poisson",                     2.0, "as kl_term"),
    ("ratio_term",                  3.0, "the rounding of t and of ln t, of which a third may be left"),
    ("uniform",                     1.0, "one quotient and ln_1p"),
    ("uniform_exponential",         1.0, "ratio_term beside a constant"),
    ("uniform_normal",              3.0, "the rounding of z, being squared, counts twice, next to those of the scale term"),
    ("uniform_pareto",              6.0, "a logarithm is subtracted from 1 and from another: up to five times the rounding"),
    ("weibull",                     4.0, "per condition: as gumbel, and the logarithm in z"),
];

/// Bernoulli to Dirichlet, and the kernels that they are made of.
#[test]
fn pairs_agree() -> Result<(), Box<dyn Error>> {
    let data = data::<Value>("scalar")?;
    let mut worst = Vec::new();
    for (name, cases) in &data {
        let mut seen = Worst::of(name);
        for case in cases {
            let expected = case[1].as_str().ok_or("no output")?;
            let condition = case[2].as_str().map_or(Ok(1.0), str::parse)?;
            let got = divergence(name, &case[0]).map_err(|e| format!("{name} {case}: {e}"))?;
            seen.see(got, expected, condition, || case[0].to_string())?;
        }
        worst.push(seen);
    }
    assert_eq!(worst.len(), TOLERANCES.len());
    check(TOLERANCES, &worst)
}

fn divergence(name: &str, inputs: &Value) -> Result<f64, Box<dyn Error>> {
    if name == "dirichlet" {
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
        "ratio_term" => return Ok(kernels::ratio_term(x[0], x[1])),
        "expm1mx" => return Ok(kernels::expm1mx(x[0])),
        "lgamma_remainder" => return Ok(kernels::lgamma_remainder(x[0], x[1])),
        "bernoulli" => pair!(Bernoulli(0), Bernoulli(1)),
        "binomial" => {
            let n = x[0] as u64;
            Binomial::new(x[1], n)?.kl(&Binomial::new(x[2], n)?)?
        }
        "poisson" => pair!(Poisson(0), Poisson(1)),
        "geometric" => pair!(Geometric(0), Geometric(1)),
        "exponential" => pair!(Exp(0), Exp(1)),
        "laplace" => pair!(Laplace(0, 1), Laplace(2, 3)),
        "uniform" => pair!(Uniform(0, 1), Uniform(2, 3)),
        "pareto" => pair!(Pareto(0, 1), Pareto(2, 3)),
        "cauchy" => pair!(Cauchy(0, 1), Cauchy(2, 3)),
        "log_normal" => pair!(LogNormal(0, 1), LogNormal(2, 3)),
        "gumbel" => pair!(Gumbel(0, 1), Gumbel(2, 3)),
        "weibull" => pair!(Weibull(0, 1), Weibull(2, 3)),
        "gamma" => {
            let reciprocal = pair!(InverseGamma(0, 1), InverseGamma(2, 3));
            assert_eq!(pair!(Gamma(0, 1), Gamma(2, 3)), reciprocal);
            reciprocal
        }
        "chi_squared_distribution" => pair!(ChiSquared(0), ChiSquared(1)),
        "beta" => pair!(Beta(0, 1), Beta(2, 3)),
        "exponential_gamma" => pair!(Exp(0), Gamma(1, 2)),
        "gamma_exponential" => pair!(Gamma(0, 1), Exp(2)),
        "exponential_normal" => pair!(Exp(0), Normal(1, 2)),
        "gamma_normal" => pair!(Gamma(0, 1), Normal(2, 3)),
        "laplace_normal" => pair!(Laplace(0, 1), Normal(2, 3)),
        "normal_laplace" => pair!(Normal(0, 1), Laplace(2, 3)),
        "uniform_normal" => pair!(Uniform(0, 1), Normal(2, 3)),
        "uniform_exponential" => pair!(Uniform(0, 1), Exp(2)),
        "uniform_pareto" => pair!(Uniform(0, 1), Pareto(2, 3)),
        "bernoulli_poisson" => pair!(Bernoulli(0), Poisson(1)),
        other => return Err(format!("the oracle has {other}, this test has not").into()),
    };
    Ok(information.nats())
}
