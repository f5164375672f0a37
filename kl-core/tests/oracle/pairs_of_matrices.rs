//! The pairs whose parameters are matrices.

use crate::harness::{Failure, number, numbers};
use crate::matrices::{matrix, normal, normal_at};
use kl_core::distribution::{
    InverseWishart, LowRankNormal, MatrixNormal, NormalInverseWishart, NormalWishart,
    SingularNormal, Wishart,
};
use kl_core::nalgebra::DMatrix;
use kl_core::{Information, KlDivergence};
use serde_json::Value;

/// The divergence, if the row is of such a pair.
pub(crate) fn evaluate(name: &str, inputs: &Value) -> Result<Option<Information>, Failure> {
    let inputs = inputs.as_array().ok_or("no inputs")?;
    Ok(Some(match (name, inputs.as_slice()) {
        ("MultivariateNormal‖MultivariateNormal", [p, q]) => {
            normal_at(0.0, p)?.kl(&normal_at(0.0, q)?)?
        }
        ("MultivariateNormal‖MultivariateNormal", [mean_p, p, mean_q, q]) => {
            normal(mean_p, p)?.kl(&normal(mean_q, q)?)?
        }
        ("LowRankNormal‖LowRankNormal", [p, q]) => low_rank(p)?.kl(&low_rank(q)?)?,
        ("LowRankNormal‖MultivariateNormal", [p, q]) => {
            low_rank(p)?.kl(&normal(&q[0], &q[1])?)?
        }
        ("MultivariateNormal‖LowRankNormal", [p, q]) => {
            normal(&p[0], &p[1])?.kl(&low_rank(q)?)?
        }
        ("Wishart‖Wishart", [m, p, n, q]) => {
            let p = Wishart::new(number(m)?, matrix(p)?)?;
            p.kl(&Wishart::new(number(n)?, matrix(q)?)?)?
        }
        ("InverseWishart‖InverseWishart", [m, p, n, q]) => {
            let p = InverseWishart::new(number(m)?, matrix(p)?)?;
            p.kl(&InverseWishart::new(number(n)?, matrix(q)?)?)?
        }
        ("SingularNormal‖SingularNormal", [mean_p, p, mean_q, q]) => {
            let p = SingularNormal::new(numbers(mean_p)?, matrix(p)?)?;
            p.kl(&SingularNormal::new(numbers(mean_q)?, matrix(q)?)?)?
        }
        ("NormalWishart‖NormalWishart", [mean_p, l, m, p, mean_q, k, n, q]) => {
            let (mean_p, mean_q) = (numbers(mean_p)?, numbers(mean_q)?);
            let p = NormalWishart::new(mean_p, number(l)?, number(m)?, matrix(p)?)?;
            p.kl(&NormalWishart::new(
                mean_q,
                number(k)?,
                number(n)?,
                matrix(q)?,
            )?)?
        }
        ("NormalInverseWishart‖NormalInverseWishart", [mean_p, l, m, p, mean_q, k, n, q]) => {
            let (mean_p, mean_q) = (numbers(mean_p)?, numbers(mean_q)?);
            let p = NormalInverseWishart::new(mean_p, number(l)?, number(m)?, matrix(p)?)?;
            p.kl(&NormalInverseWishart::new(
                mean_q,
                number(k)?,
                number(n)?,
                matrix(q)?,
            )?)?
        }
        ("MatrixNormal‖MatrixNormal", [p, q]) => {
            one_column(0.0, p)?.kl(&one_column(1.0 / 64.0, q)?)?
        }
        ("MatrixNormal‖MatrixNormal", [mean_p, rows_p, columns_p, mean_q, rows_q, columns_q]) => {
            let p = MatrixNormal::new(matrix(mean_p)?, matrix(rows_p)?, matrix(columns_p)?)?;
            p.kl(&MatrixNormal::new(
                matrix(mean_q)?,
                matrix(rows_q)?,
                matrix(columns_q)?,
            )?)?
        }
        _ => return Ok(None),
    }))
}

/// Mean, factor and diagonal.
fn low_rank(parameters: &Value) -> Result<LowRankNormal, Failure> {
    let (mean, diagonal) = (numbers(&parameters[0])?, numbers(&parameters[2])?);
    let rows = crate::harness::rows(&parameters[1])?;
    let columns = rows.first().map_or(0, Vec::len);
    let factor = DMatrix::from_row_slice(rows.len(), columns, &rows.concat());
    Ok(LowRankNormal::new(mean, factor, diagonal)?)
}

/// A normal distribution of matrices of one column, with the covariance of its entries.
fn one_column(mean: f64, covariance: &Value) -> Result<MatrixNormal, Failure> {
    let covariance = matrix(covariance)?;
    let mean = DMatrix::from_element(covariance.nrows(), 1, mean);
    Ok(MatrixNormal::new(
        mean,
        covariance,
        DMatrix::identity(1, 1),
    )?)
}
