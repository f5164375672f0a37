//! Normal distributions in several dimensions, made of whatever there is of the covariance.

use crate::harness::{Answer, Failure, number, numbers, unknown, whole};
use crate::matrices::{matrix, normal};
use kl_core::distribution::SingularNormal;
use kl_core::{Information, KlDivergence, MultivariateNormal};
use serde_json::Value;
use std::ops::RangeInclusive;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let function = row.split(',').next().unwrap_or(row);
    let method = function.trim_start_matches("MultivariateNormal::");
    let inputs = inputs.as_array().ok_or("no inputs")?;
    if let Some(method) = function.strip_prefix("distribution::SingularNormal::") {
        return of_singular(method, inputs);
    }
    Ok(match (method, inputs.as_slice()) {
        ("isotropic", [mean_p, p, mean_q, q]) => {
            let p = MultivariateNormal::isotropic(numbers(mean_p)?, number(p)?)?;
            let q = MultivariateNormal::isotropic(numbers(mean_q)?, number(q)?)?;
            p.kl(&q)?.into()
        }
        ("ln_pdf", [p, x]) => made(p)?.ln_pdf(&numbers(x)?)?.into(),
        ("jensen_shannon_bounds", [mean_p, p, mean_q, q]) => {
            let (p, q) = (normal(mean_p, p)?, normal(mean_q, q)?);
            bounds(p.jensen_shannon_bounds(&q)?)
        }
        ("pdf", [p, x]) => made(p)?.pdf(&numbers(x)?)?.into(),
        ("marginal", [p, variables]) => flat(&made(p)?.marginal(&places(variables)?)?),
        ("marginal", [p, q, variables]) => {
            let variables = places(variables)?;
            let p = made(p)?.marginal(&variables)?;
            p.kl(&made(q)?.marginal(&variables)?)?.into()
        }
        ("conditional", [p, given, values]) => {
            flat(&made(p)?.conditional(&places(given)?, &numbers(values)?)?)
        }
        ("affine", [p, a, b]) => flat(&made(p)?.affine(matrix(a)?, numbers(b)?)?),
        ("product", [p, q]) => flat(&made(p)?.product(&made(q)?)?),
        ("sample", [p, noise]) => {
            let sample = made(p)?.sample(&numbers(noise)?)?;
            sample.as_slice().to_vec().into()
        }
        (
            "from_cholesky_factor" | "from_precision" | "from_variances" | "from_low_rank",
            [p, q],
        ) => made(p)?.kl(&made(q)?)?.into(),
        _ => return Err(unknown(row)),
    })
}

fn of_singular(method: &str, inputs: &[Value]) -> Result<Answer, Failure> {
    let made = |mean: &Value, covariance: &Value| -> Result<SingularNormal, Failure> {
        Ok(SingularNormal::new(numbers(mean)?, matrix(covariance)?)?)
    };
    Ok(match (method, inputs) {
        ("wasserstein_2", [mean_p, p, mean_q, q]) => {
            made(mean_p, p)?.wasserstein_2(&made(mean_q, q)?)?.into()
        }
        ("jensen_shannon_bounds", [mean_p, p, mean_q, q]) => {
            bounds(made(mean_p, p)?.jensen_shannon_bounds(&made(mean_q, q)?)?)
        }
        _ => return Err(unknown(method)),
    })
}

fn bounds(bounds: RangeInclusive<Information>) -> Answer {
    vec![bounds.start().nats(), bounds.end().nats()].into()
}

/// A word for what is given, the mean, and that.
fn made(value: &Value) -> Result<MultivariateNormal, Failure> {
    let mean = numbers(&value[1])?;
    let given = &value[2];
    Ok(match value[0].as_str() {
        Some("covariance") => MultivariateNormal::new(mean, matrix(given)?)?,
        Some("cholesky") => MultivariateNormal::from_cholesky_factor(mean, matrix(given)?)?,
        Some("precision") => MultivariateNormal::from_precision(mean, matrix(given)?)?,
        Some("variances") => MultivariateNormal::from_variances(mean, numbers(given)?)?,
        Some("low rank") => {
            let rows = crate::harness::rows(given)?;
            let columns = rows.first().map_or(0, Vec::len);
            let factor =
                kl_core::nalgebra::DMatrix::from_row_slice(rows.len(), columns, &rows.concat());
            MultivariateNormal::from_low_rank(mean, factor, numbers(&value[3])?)?
        }
        _ => return Err(unknown(&value[0].to_string())),
    })
}

fn places(value: &Value) -> Result<Vec<usize>, Failure> {
    let all = value.as_array().ok_or("no list of variables")?;
    all.iter().map(whole).collect()
}

/// The mean, and the lower triangle of the covariance.
fn flat(p: &MultivariateNormal) -> Answer {
    let mut all = p.mean().as_slice().to_vec();
    for i in 0..p.dimension() {
        all.extend((0..=i).map(|j| p.covariance()[(i, j)]));
    }
    all.into()
}
