//! Divergences between normal distributions: `oracle/normals.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::distribution::{InverseWishart, MatrixNormal, Wishart};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{KlDivergence, MultivariateNormal, NormalDivergences};
use serde_json::{Value, from_value};

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("normals", |name, inputs| {
        if let Some(function) = name.strip_prefix("Normal::") {
            single(function, &numbers(inputs)?)
        } else if name.contains(", 24 dimensions") {
            other_matrices(name, inputs)
        } else if name.contains(" dimensions") {
            toeplitz(name, inputs)
        } else {
            several(name, inputs)
        }
    })
}

/// Null is an infinite order.
fn numbers(inputs: &Value) -> Result<Vec<f64>, Failure> {
    let values: Vec<Option<f64>> = from_value(inputs.clone())?;
    Ok(values.iter().map(|x| x.unwrap_or(f64::INFINITY)).collect())
}

fn single(function: &str, x: &[f64]) -> Result<f64, Failure> {
    let n = x.len();
    let p = Normal::new(x[n - 4], x[n - 3])?;
    let q = Normal::new(x[n - 2], x[n - 1])?;
    Ok(match function {
        "jeffreys" => p.jeffreys(&q)?.nats(),
        "bhattacharyya" => p.bhattacharyya(&q)?.nats(),
        "hellinger" => p.hellinger(&q)?,
        "renyi" => p.renyi(&q, x[0])?.nats(),
        other => return Err(format!("no function for {other}").into()),
    })
}

fn several(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let inputs = inputs.as_array().ok_or("not a list")?;
    let (order, rest) = inputs.split_at(inputs.len() - 4);
    let normal = |mean: &Value, covariance: &Value| -> Result<_, Failure> {
        let mean: Vec<f64> = from_value(mean.clone())?;
        let rows: Vec<Vec<f64>> = from_value(covariance.clone())?;
        let covariance = DMatrix::from_row_slice(mean.len(), mean.len(), &rows.concat());
        Ok(MultivariateNormal::new(mean, covariance)?)
    };
    let (p, q) = (normal(&rest[0], &rest[1])?, normal(&rest[2], &rest[3])?);
    Ok(match name {
        "MultivariateNormal::jeffreys" => p.jeffreys(&q)?.nats(),
        "MultivariateNormal::bhattacharyya" => p.bhattacharyya(&q)?.nats(),
        "MultivariateNormal::hellinger" => p.hellinger(&q)?,
        "MultivariateNormal::renyi" => {
            let order = order[0].as_f64().unwrap_or(f64::INFINITY);
            p.renyi(&q, order)?.nats()
        }
        other => return Err(format!("no function for {other}").into()),
    })
}

/// Toeplitz covariances by their first rows, and means 1/64 apart in every variable,
/// except for the divergence itself.
fn toeplitz(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let inputs = inputs.as_array().ok_or("not a list")?;
    let (order, rows) = inputs.split_at(inputs.len() - 2);
    let function = name.split(',').next().unwrap_or(name);
    let is_kl = function == "MultivariateNormal‖MultivariateNormal";
    let normal = |row: &Value, mean: f64| -> Result<_, Failure> {
        let covariance = matrix(row)?;
        Ok(MultivariateNormal::new(
            vec![mean; covariance.nrows()],
            covariance,
        )?)
    };
    let mean = if is_kl { 0.0 } else { 1.0 / 64.0 };
    let (p, q) = (normal(&rows[0], 0.0)?, normal(&rows[1], mean)?);
    Ok(match function {
        _ if is_kl => p.kl(&q)?.nats(),
        "MultivariateNormal::bhattacharyya" => p.bhattacharyya(&q)?.nats(),
        _ => p.renyi(&q, order[0].as_f64().ok_or("no order")?)?.nats(),
    })
}

/// The Toeplitz matrix with the first row.
fn matrix(row: &Value) -> Result<DMatrix<f64>, Failure> {
    let row: Vec<f64> = from_value(row.clone())?;
    Ok(DMatrix::from_fn(row.len(), row.len(), |i, j| {
        row[i.abs_diff(j)]
    }))
}

fn other_matrices(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let inputs = inputs.as_array().ok_or("not a list")?;
    let number = |i: usize| inputs[i].as_f64().ok_or("not a number");
    let function = name.split(',').next().unwrap_or(name);
    if function.contains("Wishart") {
        let (m, p, n, q) = (
            number(0)?,
            matrix(&inputs[1])?,
            number(2)?,
            matrix(&inputs[3])?,
        );
        return Ok(if function.starts_with("Inverse") {
            let p = InverseWishart::new(m, p)?;
            p.kl(&InverseWishart::new(n, q)?)?.nats()
        } else {
            Wishart::new(m, p)?.kl(&Wishart::new(n, q)?)?.nats()
        });
    }
    let (p, q) = (&inputs[inputs.len() - 2], &inputs[inputs.len() - 1]);
    let (p, q) = (matrix(p)?, matrix(q)?);
    let d = p.nrows();
    if function == "MatrixNormal‖MatrixNormal" {
        let normal = |mean: f64, rows: DMatrix<f64>| {
            MatrixNormal::new(
                DMatrix::from_element(d, 1, mean),
                rows,
                DMatrix::identity(1, 1),
            )
        };
        return Ok(normal(0.0, p)?.kl(&normal(1.0 / 64.0, q)?)?.nats());
    }
    let p = MultivariateNormal::new(vec![0.0; d], p)?;
    let g = p.kl_gradient(&MultivariateNormal::new(vec![1.0 / 64.0; d], q)?)?;
    let place = (
        from_value(inputs[1].clone())?,
        from_value(inputs[2].clone())?,
    );
    Ok(match inputs[0].as_str() {
        Some("mean_p") => g.mean_p[place.0],
        Some("cholesky_p") => g.cholesky_p[place],
        Some("mean_q") => g.mean_q[place.0],
        Some("cholesky_q") => g.cholesky_q[place],
        other => return Err(format!("no gradient {other:?}").into()),
    })
}
