//! The gamma family among itself, counts without a closed form, angles:
//! `oracle/within.py`.

use crate::harness::{Errors, Failure, compare};
use kl_core::distribution::VonMises;
use kl_core::statrs::distribution::{
    Bernoulli, Binomial, Categorical, Chi, ChiSquared, DiscreteUniform, Erlang, Exp, Gamma,
    NegativeBinomial, Poisson, Weibull,
};
use kl_core::{Information, KlDivergence};
use serde_json::Value;

pub(crate) fn errors() -> Result<Vec<Errors>, Failure> {
    compare("within", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
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
        _ => {}
    }
    let x: Vec<f64> = serde_json::from_value(inputs.clone())?;
    macro_rules! pair {
        ($p:ident($($i:literal),*), $q:ident($($j:literal),*)) => {
            $p::new($(x[$i]),*)?.kl(&$q::new($(x[$j]),*)?)?
        };
    }
    let binomial = |n: usize, p: usize| Binomial::new(x[p], x[n] as u64);
    let information = match name {
        "ChiSquared‖Gamma" => pair!(ChiSquared(0), Gamma(1, 2)),
        "Gamma‖ChiSquared" => pair!(Gamma(0, 1), ChiSquared(2)),
        "ChiSquared‖Exp" => pair!(ChiSquared(0), Exp(1)),
        "Exp‖ChiSquared" => pair!(Exp(0), ChiSquared(1)),
        "Exp‖Weibull" => pair!(Exp(0), Weibull(1, 2)),
        "Weibull‖Exp" => pair!(Weibull(0, 1), Exp(2)),
        "Bernoulli‖Binomial" => Bernoulli::new(x[0])?.kl(&binomial(1, 2)?)?,
        "Binomial‖Binomial, fewer trials" => binomial(0, 1)?.kl(&binomial(2, 3)?)?,
        "Binomial‖Poisson" => binomial(0, 1)?.kl(&Poisson::new(x[2])?)?,
        "NegativeBinomial‖NegativeBinomial" => {
            pair!(NegativeBinomial(0, 1), NegativeBinomial(2, 3))
        }
        "NegativeBinomial‖Poisson" => pair!(NegativeBinomial(0, 1), Poisson(2)),
        "Poisson‖NegativeBinomial" => pair!(Poisson(0), NegativeBinomial(1, 2)),
        "VonMises‖VonMises" => pair!(VonMises(0, 1), VonMises(2, 3)),
        "Gamma‖Gamma, extreme" => {
            let d = pair!(Gamma(0, 1), Gamma(2, 3));
            let whole = |x: f64| x.fract() == 0.0 && x < 1e15;
            if whole(x[0]) {
                assert_eq!(
                    d,
                    Erlang::new(x[0] as u64, x[1])?.kl(&Gamma::new(x[2], x[3])?)?
                );
            }
            if whole(x[2]) {
                assert_eq!(
                    d,
                    Gamma::new(x[0], x[1])?.kl(&Erlang::new(x[2] as u64, x[3])?)?
                );
            }
            d
        }
        "ChiSquared‖ChiSquared, extreme" => pair!(ChiSquared(0), ChiSquared(1)),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    };
    nats(information)
}
