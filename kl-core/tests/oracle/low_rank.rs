//! Low-rank normal distributions: `oracle/low_rank.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::distribution::LowRankNormal;
use kl_core::nalgebra::DMatrix;
use kl_core::{KlDivergence, MultivariateNormal};
use serde_json::{Value, from_value};

type Rows = Vec<Vec<f64>>;

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("low_rank", |name, inputs| {
        let (p, q) = (inputs[0].clone(), inputs[1].clone());
        let divergence = match name.split(',').next() {
            Some("LowRankNormal‖LowRankNormal") => low_rank(p)?.kl(&low_rank(q)?)?,
            Some("LowRankNormal‖MultivariateNormal") => low_rank(p)?.kl(&full(q)?)?,
            Some("MultivariateNormal‖LowRankNormal") => full(p)?.kl(&low_rank(q)?)?,
            _ => return Err(format!("{name} is not known").into()),
        };
        Ok(divergence.nats())
    })
}

fn low_rank(parameters: Value) -> Result<LowRankNormal, Failure> {
    let (mean, factor, diagonal): (Vec<f64>, Rows, Vec<f64>) = from_value(parameters)?;
    Ok(LowRankNormal::new(mean, from_rows(&factor), diagonal)?)
}

fn full(parameters: Value) -> Result<MultivariateNormal, Failure> {
    let (mean, covariance): (Vec<f64>, Rows) = from_value(parameters)?;
    Ok(MultivariateNormal::new(mean, from_rows(&covariance))?)
}

fn from_rows(rows: &[Vec<f64>]) -> DMatrix<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    DMatrix::from_row_iterator(rows.len(), columns, rows.iter().flatten().copied())
}
