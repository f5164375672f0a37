//! Normal distributions in several dimensions: divergences besides Kullback's, gradients, transport.

use crate::harness::{Answer, Failure, number, unknown, whole};
use crate::matrices::{normal, normal_at};
use kl_core::MultivariateNormal;
use kl_core::gradient::multivariate_normal_kl;
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let function = row.split(',').next().unwrap_or(row);
    let inputs = inputs.as_array().ok_or("no inputs")?;
    // What is asked for comes before the distributions.
    let parameters = match function {
        "MultivariateNormal::renyi" => 1,
        "gradient::multivariate_normal_kl" => 3,
        _ => 0,
    };
    let (which, distributions) = inputs.split_at(parameters);
    let (p, q) = match (function, distributions) {
        (_, [mean_p, p, mean_q, q]) => (normal(mean_p, p)?, normal(mean_q, q)?),
        ("MultivariateNormal::bures", [p, q]) => (normal_at(0.0, p)?, normal_at(0.0, q)?),
        // Toeplitz covariances, and means 1/64 apart in every variable.
        (_, [p, q]) => (normal_at(0.0, p)?, normal_at(1.0 / 64.0, q)?),
        _ => return Err(unknown(row)),
    };
    Ok(match function {
        "MultivariateNormal::jeffreys" => p.jeffreys(&q)?.into(),
        "MultivariateNormal::bhattacharyya" => p.bhattacharyya(&q)?.into(),
        "MultivariateNormal::hellinger" => p.hellinger(&q)?.into(),
        "MultivariateNormal::renyi" => p.renyi(&q, number(&which[0])?)?.into(),
        "MultivariateNormal::bures" => p.bures(&q)?.into(),
        "MultivariateNormal::wasserstein_2" => p.wasserstein_2(&q)?.into(),
        "gradient::multivariate_normal_kl" => gradient(which, &p, &q)?,
        _ => return Err(unknown(row)),
    })
}

/// Of what, its row and its column.
fn gradient(
    which: &[Value],
    p: &MultivariateNormal,
    q: &MultivariateNormal,
) -> Result<Answer, Failure> {
    let g = multivariate_normal_kl(p, q)?;
    let place = (whole(&which[1])?, whole(&which[2])?);
    Ok(match which[0].as_str() {
        Some("mean_p") => g.mean_p[place.0],
        Some("cholesky_p") => g.cholesky_p[place],
        Some("mean_q") => g.mean_q[place.0],
        Some("cholesky_q") => g.cholesky_q[place],
        _ => return Err(unknown(&which[0].to_string())),
    }
    .into())
}
