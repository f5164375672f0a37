//! Matrices and multivariate normal distributions, as the oracle writes them.

use crate::harness::{Failure, numbers, rows};
use kl_core::MultivariateNormal;
use kl_core::nalgebra::DMatrix;
use serde_json::Value;

/// By its rows, or, of a Toeplitz matrix, by its first row.
pub(crate) fn matrix(value: &Value) -> Result<DMatrix<f64>, Failure> {
    if value[0].is_array() {
        let rows = rows(value)?;
        let columns = rows.first().map_or(0, Vec::len);
        return Ok(DMatrix::from_row_slice(rows.len(), columns, &rows.concat()));
    }
    let row = numbers(value)?;
    let d = row.len();
    Ok(DMatrix::from_fn(d, d, |i, j| row[i.abs_diff(j)]))
}

pub(crate) fn normal(mean: &Value, covariance: &Value) -> Result<MultivariateNormal, Failure> {
    Ok(MultivariateNormal::new(
        numbers(mean)?,
        matrix(covariance)?,
    )?)
}

/// With the same mean in every variable.
pub(crate) fn normal_at(mean: f64, covariance: &Value) -> Result<MultivariateNormal, Failure> {
    let covariance = matrix(covariance)?;
    let mean = vec![mean; covariance.nrows()];
    Ok(MultivariateNormal::new(mean, covariance)?)
}
