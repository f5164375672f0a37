//! Monte Carlo estimates and mixtures of normal distributions: `oracle/mixtures.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::estimate::{Estimate, gradient};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::{Gumbel, InverseGamma, Laplace, Normal};
use kl_core::{Error, GaussianMixture, Information, MultivariateNormal, Pmf, estimate};
use serde_json::{Value, from_value};

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("mixtures", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let (function, of_error) = match name.split_once(", standard error") {
        Some((function, _)) => (function, true),
        None => (name, false),
    };
    let list = |i: usize| from_value::<Vec<f64>>(inputs[i].clone());
    let nats = |e: Estimate<Information>| {
        if of_error {
            e.standard_error().nats()
        } else {
            e.value().nats()
        }
    };
    if let Some(function) = function.strip_prefix("GaussianMixture::") {
        return of_mixtures(function, inputs);
    }
    if let Some(function) = function.strip_prefix("gradient::") {
        let function = match function {
            "k1_by_p" => gradient::k1_by_p,
            "k2_by_p" => gradient::k2_by_p,
            "k3_by_p" => gradient::k3_by_p,
            "k1_by_q" => gradient::k1_by_q,
            "k2_by_q" => gradient::k2_by_q,
            "k3_by_q" => gradient::k3_by_q,
            other => return Err(unknown(other)),
        };
        let all = function(&list(0)?, &list(1)?)?;
        let one = all.first().ok_or("no estimate")?;
        return Ok(if of_error {
            one.standard_error()
        } else {
            one.value()
        });
    }
    Ok(match function {
        "estimate::k1" => nats(estimate::k1(&list(0)?)?),
        "estimate::k2" => nats(estimate::k2(&list(0)?)?),
        "estimate::k3" => nats(estimate::k3(&list(0)?)?),
        "Estimate::interval" => {
            let level: f64 = from_value(inputs[0].clone())?;
            estimate::k1(&list(1)?)?.interval(level)?.end().nats()
        }
        "estimate::donsker_varadhan" => nats(estimate::donsker_varadhan(&list(0)?, &list(1)?)?),
        "estimate::nwj" => nats(estimate::nwj(&list(0)?, &list(1)?)?),
        "estimate::log_ratios" => {
            let x: f64 = from_value(inputs[2].clone())?;
            log_ratios(&inputs[0], &inputs[1], &[x])?[0]
        }
        "estimate::monte_carlo" => {
            let d = monte_carlo(&inputs[0], &inputs[1], &list(2)?)?;
            let of_ratios = log_ratios(&inputs[0], &inputs[1], &list(2)?)?;
            assert_eq!(d, estimate::k1(&of_ratios)?);
            nats(d)
        }
        other => return Err(unknown(other)),
    })
}

fn unknown(name: &str) -> Failure {
    format!("the oracle has {name}, this file has not").into()
}

/// Calls a function with the two distributions that are named, of one type each.
macro_rules! with_families {
    ($p:expr, $q:expr, $call:expr) => {{
        let (p, q): ((String, f64, f64), (String, f64, f64)) =
            (from_value($p.clone())?, from_value($q.clone())?);
        match (p.0.as_str(), q.0.as_str()) {
            ("Normal", "Normal") => $call(&Normal::new(p.1, p.2)?, &Normal::new(q.1, q.2)?)?,
            ("Normal", "Laplace") => $call(&Normal::new(p.1, p.2)?, &Laplace::new(q.1, q.2)?)?,
            ("Normal", "Gumbel") => $call(&Normal::new(p.1, p.2)?, &Gumbel::new(q.1, q.2)?)?,
            ("Laplace", "Normal") => $call(&Laplace::new(p.1, p.2)?, &Normal::new(q.1, q.2)?)?,
            ("Laplace", "Laplace") => $call(&Laplace::new(p.1, p.2)?, &Laplace::new(q.1, q.2)?)?,
            ("Laplace", "Gumbel") => $call(&Laplace::new(p.1, p.2)?, &Gumbel::new(q.1, q.2)?)?,
            ("Gumbel", "Normal") => $call(&Gumbel::new(p.1, p.2)?, &Normal::new(q.1, q.2)?)?,
            ("Gumbel", "Laplace") => $call(&Gumbel::new(p.1, p.2)?, &Laplace::new(q.1, q.2)?)?,
            ("Gumbel", "Gumbel") => $call(&Gumbel::new(p.1, p.2)?, &Gumbel::new(q.1, q.2)?)?,
            ("InverseGamma", "InverseGamma") => {
                $call(&InverseGamma::new(p.1, p.2)?, &InverseGamma::new(q.1, q.2)?)?
            }
            (p, q) => return Err(unknown(&format!("{p}‖{q}"))),
        }
    }};
}

fn log_ratios(p: &Value, q: &Value, samples: &[f64]) -> Result<Vec<f64>, Failure> {
    Ok(with_families!(p, q, |p: &_, q: &_| {
        estimate::log_ratios(p, q, samples)
    }))
}

fn monte_carlo(p: &Value, q: &Value, x: &[f64]) -> Result<Estimate<Information>, Failure> {
    Ok(with_families!(p, q, |p: &_, q: &_| {
        estimate::monte_carlo(p, q, x)
    }))
}

fn of_mixtures(function: &str, inputs: &Value) -> Result<f64, Failure> {
    let index = |i: usize| from_value::<usize>(inputs[i].clone());
    match function {
        "ln_pdf" => {
            let x: Vec<f64> = from_value(inputs[1].clone())?;
            return Ok(mixture(&inputs[0])?.ln_pdf(&x)?);
        }
        "mean" => return Ok(mixture(&inputs[1])?.mean()[index(0)?]),
        "covariance" => return Ok(mixture(&inputs[2])?.covariance()[(index(0)?, index(1)?)]),
        _ => {}
    }
    let (p, q) = (mixture(&inputs[0])?, mixture(&inputs[1])?);
    let d = match function {
        "kl_matched_moments" => p.kl_matched_moments(&q)?,
        "kl_nearest_component" => p.kl_nearest_component(&q)?,
        "kl_product" => p.kl_product(&q)?,
        "kl_variational" => p.kl_variational(&q)?,
        "kl_variational_bound" => p.kl_variational_bound(&q)?,
        "kl_convex_bound" => p.kl_convex_bound(&q)?,
        "kl_unscented" => p.kl_unscented(&q)?,
        "kl_bounds, lower per 10³ ulp" => p.kl_bounds(&q)?.lower,
        other => return Err(unknown(other)),
    };
    Ok(d.nats())
}

fn mixture(value: &Value) -> Result<GaussianMixture, Failure> {
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
    Ok(GaussianMixture::new(Pmf::new(weights)?, components?)?)
}
