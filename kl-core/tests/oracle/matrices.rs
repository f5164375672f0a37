//! What is made of matrices: `oracle/matrices.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::distribution::{InverseWishart, MatrixNormal, Wishart};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{KlDivergence, MultivariateNormal, gradient};
use serde_json::{Value, from_value};

type Rows = Vec<Vec<f64>>;

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("matrices", |name, inputs| {
        let inputs = inputs.clone();
        match name {
            "gradient::normal_kl" => normal_gradient(inputs),
            "MultivariateNormal::kl_gradient" => gaussian_gradient(inputs),
            "MultivariateNormal::bures" => {
                let (p, q): (Rows, Rows) = from_value(inputs)?;
                let normal = |s: &Rows| MultivariateNormal::new(vec![0.0; s.len()], from_rows(s));
                Ok(normal(&p)?.bures(&normal(&q)?)?)
            }
            "MultivariateNormal::wasserstein_2" => {
                let (mean_p, p, mean_q, q): (Vec<f64>, Rows, Vec<f64>, Rows) = from_value(inputs)?;
                let p = MultivariateNormal::new(mean_p, from_rows(&p))?;
                let q = MultivariateNormal::new(mean_q, from_rows(&q))?;
                Ok(p.wasserstein_2(&q)?)
            }
            "Wishart‖Wishart" => {
                let (m, p, n, q): (f64, Rows, f64, Rows) = from_value(inputs)?;
                let (p, q) = (from_rows(&p), from_rows(&q));
                Ok(Wishart::new(m, p)?.kl(&Wishart::new(n, q)?)?.nats())
            }
            "InverseWishart‖InverseWishart" => {
                let (m, p, n, q): (f64, Rows, f64, Rows) = from_value(inputs)?;
                let p = InverseWishart::new(m, from_rows(&p))?;
                Ok(p.kl(&InverseWishart::new(n, from_rows(&q))?)?.nats())
            }
            "MatrixNormal‖MatrixNormal" => {
                let all: [Rows; 6] = from_value(inputs)?;
                let [mean_p, rows_p, columns_p, mean_q, rows_q, columns_q] =
                    all.map(|rows| from_rows(&rows));
                let p = MatrixNormal::new(mean_p, rows_p, columns_p)?;
                Ok(p.kl(&MatrixNormal::new(mean_q, rows_q, columns_q)?)?.nats())
            }
            _ if name.starts_with("MultivariateNormal‖MultivariateNormal") => {
                let (p, q): (Vec<f64>, Vec<f64>) = from_value(inputs)?;
                Ok(toeplitz(&p)?.kl(&toeplitz(&q)?)?.nats())
            }
            _ => Err(format!("{name} is not known").into()),
        }
    })
}

fn normal_gradient(inputs: Value) -> Result<f64, Failure> {
    let (which, mu_p, sigma_p, mu_q, sigma_q): (String, f64, f64, f64, f64) = from_value(inputs)?;
    let g = gradient::normal_kl(&Normal::new(mu_p, sigma_p)?, &Normal::new(mu_q, sigma_q)?)?;
    Ok(match which.as_str() {
        "mean_p" => g.mean_p,
        "std_dev_p" => g.std_dev_p,
        "log_variance_p" => g.log_variance_p,
        "mean_q" => g.mean_q,
        "std_dev_q" => g.std_dev_q,
        "log_variance_q" => g.log_variance_q,
        _ => return Err(which.into()),
    })
}

fn gaussian_gradient(inputs: Value) -> Result<f64, Failure> {
    let (which, row, column, mean_p, p, mean_q, q): (
        String,
        usize,
        usize,
        Vec<f64>,
        Rows,
        Vec<f64>,
        Rows,
    ) = from_value(inputs)?;
    let p = MultivariateNormal::new(mean_p, from_rows(&p))?;
    let q = MultivariateNormal::new(mean_q, from_rows(&q))?;
    let g = p.kl_gradient(&q)?;
    Ok(match which.as_str() {
        "mean_p" => g.mean_p[row],
        "cholesky_p" => g.cholesky_p[(row, column)],
        "mean_q" => g.mean_q[row],
        "cholesky_q" => g.cholesky_q[(row, column)],
        _ => return Err(which.into()),
    })
}

/// Mean zero, and the covariance whose first row is given.
fn toeplitz(row: &[f64]) -> Result<MultivariateNormal, Failure> {
    let d = row.len();
    let covariance = DMatrix::from_fn(d, d, |i, j| row[i.abs_diff(j)]);
    Ok(MultivariateNormal::new(vec![0.0; d], covariance)?)
}

fn from_rows(rows: &[Vec<f64>]) -> DMatrix<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    DMatrix::from_row_iterator(rows.len(), columns, rows.iter().flatten().copied())
}
