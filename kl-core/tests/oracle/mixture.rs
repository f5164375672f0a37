//! Mixtures of normal distributions.

use crate::fit::mixture as in_one_dimension;
use crate::harness::{Answer, Failure, number, numbers, unknown, whole};
use kl_core::nalgebra::DMatrix;
use kl_core::{Error, MultivariateNormal, NormalMixture, Pmf};
use serde_json::{Value, from_value};

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let index = |i: usize| whole(&inputs[i]);
    let function = row.trim_start_matches("NormalMixture::");
    match function {
        "ln_pdf, in one dimension" => {
            let [w, m, s] = [&inputs[0], &inputs[1], &inputs[2]].map(numbers);
            return Ok(in_one_dimension(w?, &m?, &s?)?
                .ln_pdf(number(&inputs[3])?)
                .into());
        }
        "ln_pdf" => return Ok(mixture(&inputs[0])?.ln_pdf(&numbers(&inputs[1])?)?.into()),
        "mean" => return Ok(mixture(&inputs[1])?.mean()[index(0)?].into()),
        "covariance" => {
            let covariance = mixture(&inputs[2])?.covariance();
            return Ok(covariance[(index(0)?, index(1)?)].into());
        }
        _ => {}
    }
    let (p, q) = (mixture(&inputs[0])?, mixture(&inputs[1])?);
    let d = match function.trim_end_matches(", scaled") {
        "kl_matched_moments" => p.kl_matched_moments(&q)?,
        "kl_nearest_component" => p.kl_nearest_component(&q)?,
        "kl_product" => p.kl_product(&q)?,
        "kl_variational" => p.kl_variational(&q)?,
        "kl_variational_bound" => p.kl_variational_bound(&q)?,
        "kl_convex_bound" => p.kl_convex_bound(&q)?,
        "kl_unscented" => p.kl_unscented(&q)?,
        "kl_bounds, lower per 10³ ulp" => *p.kl_bounds(&q)?.start(),
        _ => return Err(unknown(row)),
    };
    Ok(d.into())
}

fn mixture(value: &Value) -> Result<NormalMixture, Failure> {
    type Parts = (Vec<f64>, Vec<Vec<f64>>, Vec<Vec<Vec<f64>>>);
    let (weights, means, covariances): Parts = from_value(value.clone())?;
    let components: Result<Vec<MultivariateNormal>, Error> = means
        .into_iter()
        .zip(covariances)
        .map(|(mean, rows)| {
            let d = rows.len();
            MultivariateNormal::new(mean, DMatrix::from_row_slice(d, d, &rows.concat()))
        })
        .collect();
    Ok(NormalMixture::new(Pmf::new(weights)?, components?)?)
}
