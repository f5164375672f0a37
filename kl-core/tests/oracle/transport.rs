//! Distances between samples and between distributions of a family.

use crate::harness::{Answer, Failure, number, numbers, unknown};
use kl_core::statrs::distribution::{Exp, Laplace, Normal, Uniform};
use kl_core::transport::{Empirical, Wasserstein};
use kl_core::transport::{wasserstein, wasserstein_1, wasserstein_2, wasserstein_of_quantiles};
use serde_json::{Value, from_value};

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let got = match row.strip_prefix("transport::") {
        Some("wasserstein_of_quantiles, per 10³ ulp") => of_quantiles(inputs)?,
        Some(function) => between_samples(function, inputs)?,
        None => {
            let (family, function) = row.split_once("::").ok_or("a name without ::")?;
            between_distributions(family, function, &numbers(inputs)?)?
        }
    };
    Ok(got.into())
}

/// An order, for some functions; two samples; their weights, for `Empirical`.
fn between_samples(function: &str, inputs: &Value) -> Result<f64, Failure> {
    let list = |i: usize| numbers(&inputs[i]);
    let of_samples = |i: usize| -> Result<_, Failure> {
        let weights = |j: usize| match &inputs[j] {
            Value::Null => Ok(Vec::new()),
            weights => numbers(weights),
        };
        let p = empirical(list(i)?, weights(i + 2)?)?;
        Ok((p, empirical(list(i + 1)?, weights(i + 3)?)?))
    };
    Ok(match function {
        "wasserstein_1" => wasserstein_1(&list(0)?, &list(1)?)?,
        "wasserstein_2" => wasserstein_2(&list(0)?, &list(1)?)?,
        "wasserstein" => wasserstein(number(&inputs[0])?, &list(1)?, &list(2)?)?,
        "Empirical::wasserstein_1" => {
            let (p, q) = of_samples(0)?;
            p.wasserstein_1(&q)
        }
        "Empirical::wasserstein_2" => {
            let (p, q) = of_samples(0)?;
            p.wasserstein_2(&q)
        }
        "Empirical::wasserstein" => {
            let (p, q) = of_samples(1)?;
            p.wasserstein(number(&inputs[0])?, &q)?
        }
        "Empirical::energy_distance" => {
            let (p, q) = of_samples(0)?;
            p.energy_distance(&q)
        }
        "Empirical::cdf" => empirical(list(1)?, list(2)?)?.cdf(number(&inputs[0])?)?,
        other => return Err(unknown(other)),
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
        other => return Err(unknown(other)),
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

fn between_distributions(family: &str, function: &str, x: &[f64]) -> Result<f64, Failure> {
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
        other => return Err(unknown(other)),
    })
}
