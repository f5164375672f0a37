//! Distances between samples and between distributions of a family:
//! `oracle/transport.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::statrs::distribution::{Exp, Laplace, Normal, Uniform};
use kl_core::transport::{Empirical, Wasserstein};
use kl_core::transport::{wasserstein, wasserstein_1, wasserstein_2, wasserstein_of_quantiles};
use serde_json::{Value, from_value};

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("transport", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
    if name.starts_with("transport::wasserstein_of_quantiles") {
        return of_quantiles(inputs);
    }
    let (kind, function) = name.split_once("::").ok_or("a name without ::")?;
    match kind {
        "transport" | "Empirical" => between_samples(kind, function, inputs),
        _ => between_distributions(kind, function, inputs),
    }
}

fn between_samples(kind: &str, function: &str, inputs: &Value) -> Result<f64, Failure> {
    let mut inputs: Vec<Value> = from_value(inputs.clone())?;
    if function == "cdf" {
        let [at, x, w]: [Value; 3] = inputs.try_into().map_err(|_| "not three inputs")?;
        let sample = empirical(from_value(x)?, from_value(w)?)?;
        return Ok(sample.cdf(from_value(at)?)?);
    }
    let order = match function {
        "wasserstein" if inputs[0] == "inf" => f64::INFINITY,
        "wasserstein" => from_value(inputs[0].clone())?,
        _ => 0.0,
    };
    if function == "wasserstein" {
        inputs.remove(0);
    }
    let samples: Vec<Vec<f64>> = from_value(inputs.into())?;
    if kind == "transport" {
        let (x, y) = (&samples[0], &samples[1]);
        return Ok(match function {
            "wasserstein_1" => wasserstein_1(x, y)?,
            "wasserstein_2" => wasserstein_2(x, y)?,
            "wasserstein" => wasserstein(order, x, y)?,
            other => return Err(format!("the oracle has {other}, this file has not").into()),
        });
    }
    let weights = |i: usize| samples.get(i).cloned().unwrap_or_default();
    let p = empirical(samples[0].clone(), weights(2))?;
    let q = empirical(samples[1].clone(), weights(3))?;
    Ok(match function {
        "wasserstein_1" => p.wasserstein_1(&q),
        "wasserstein_2" => p.wasserstein_2(&q),
        "wasserstein" => p.wasserstein(order, &q)?,
        "energy_distance" => p.energy_distance(&q),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    })
}

/// A family and two parameters.
type Family = (String, f64, f64);

fn of_quantiles(inputs: &Value) -> Result<f64, Failure> {
    let (order, p, q): (f64, Family, Family) = from_value(inputs.clone())?;
    Ok(wasserstein_of_quantiles(order, quantile(&p)?, quantile(&q)?)?.value())
}

/// The quantile for a mass of u below and of v above.
fn quantile((family, a, b): &Family) -> Result<impl Fn(f64, f64) -> f64, Failure> {
    let (a, b) = (*a, *b);
    let of: fn(f64, f64, f64, f64) -> f64 = match family.as_str() {
        "exponential" => |_, v, rate, _| -v.ln() / rate,
        "uniform" => |u, _, low, high| low + (high - low) * u,
        "pareto" => |_, v, scale, shape| scale * v.powf(-1.0 / shape),
        "logistic" => |u, v, location, scale| location + scale * (u / v).ln(),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    };
    Ok(move |u, v| of(u, v, a, b))
}

/// Without weights, if they are all one: that is another way through the code.
fn empirical(values: Vec<f64>, weights: Vec<f64>) -> Result<Empirical, Failure> {
    Ok(if weights.iter().all(|&w| w == 1.0) {
        Empirical::new(values)?
    } else {
        Empirical::weighted(values, weights)?
    })
}

fn between_distributions(family: &str, function: &str, inputs: &Value) -> Result<f64, Failure> {
    let x: Vec<f64> = from_value(inputs.clone())?;
    macro_rules! distance {
        ($d:ident($($i:literal),*; $($j:literal),*)) => {{
            let (p, q) = ($d::new($(x[$i]),*)?, $d::new($(x[$j]),*)?);
            match function {
                "wasserstein_1" => p.wasserstein_1(&q)?,
                _ => p.wasserstein_2(&q)?,
            }
        }};
    }
    Ok(match family {
        "Normal" => distance!(Normal(0, 1; 2, 3)),
        "Laplace" => distance!(Laplace(0, 1; 2, 3)),
        "Exp" => distance!(Exp(0; 1)),
        "Uniform" => distance!(Uniform(0, 1; 2, 3)),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    })
}
