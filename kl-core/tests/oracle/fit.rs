//! Normals and mixtures of normals nearest to a density.

use crate::harness::{Answer, Failure, numbers, unknown, whole};
use kl_core::fit::{self, Fit, Options, Target};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::statrs::statistics::Distribution;
use kl_core::{NormalMixture, Pmf};
use serde_json::{Value, from_value};
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    /// All fits of a target are found once.
    static KNOWN: RefCell<HashMap<String, Vec<Vec<f64>>>> = RefCell::default();
}

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    Ok(match row {
        "fit::moment_match" | "fit::moment_match_weighted" => moments(row, inputs)?.into(),
        _ => optimum(row, inputs)?.into(),
    })
}

/// The number of this index of the optimum that is nearest.
fn optimum(row: &str, inputs: &Value) -> Result<f64, Failure> {
    let (near, index) = match &inputs[1] {
        Value::Null => (Vec::new(), 0),
        near => (numbers(near)?, whole(&inputs[2])?),
    };
    let distance = |one: &[f64]| {
        let pairs = one.iter().zip(&near);
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    KNOWN.with_borrow_mut(|known| {
        let key = format!("{row}{}", inputs[0]);
        if !known.contains_key(&key) {
            known.insert(key.clone(), optima(row, &target(&inputs[0])?)?);
        }
        let nearest = known[&key]
            .iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .ok_or("no fit")?;
        Ok(nearest[index])
    })
}

/// Weights of a mixture, means, standard deviations, divergence; one row a fit.
fn optima(name: &str, target: &Target<'_>) -> Result<Vec<Vec<f64>>, Failure> {
    let normal = |fit: &Fit<Normal>| {
        let (mean, sigma) = (fit.model.mean(), fit.model.std_dev());
        let divergence = Some(fit.divergence.nats());
        [mean, sigma, divergence].into_iter().flatten().collect()
    };
    let mixture = |fit: &Fit<NormalMixture<Normal>>| {
        let mut all = fit.model.weights().as_slice().to_vec();
        all.extend(fit.model.components().iter().filter_map(Distribution::mean));
        all.extend(
            fit.model
                .components()
                .iter()
                .filter_map(Distribution::std_dev),
        );
        all.push(fit.divergence.nats());
        all
    };
    Ok(match name {
        "fit::Target::ln_normalizer" => vec![vec![target.ln_normalizer()]],
        "fit::Target::mean" => vec![vec![target.mean()]],
        "fit::Target::standard_deviation" => vec![vec![target.standard_deviation()]],
        "fit::forward_normal" => vec![normal(&fit::forward_normal(target))],
        "fit::reverse_normal" => fit::reverse_normal(target, &Options::default())?
            .iter()
            .map(normal)
            .collect(),
        "fit::forward_mixture" => fit::forward_mixture(target, 2, &Options::default())?
            .iter()
            .map(mixture)
            .collect(),
        "fit::reverse_mixture" => fit::reverse_mixture(target, 2, &Options::default())?
            .iter()
            .map(mixture)
            .collect(),
        _ => return Err(unknown(name)),
    })
}

/// `[name, parameters, range]`
fn target(inputs: &Value) -> Result<Target<'static>, Failure> {
    let (name, parameters, [low, high]): (String, Value, [f64; 2]) = from_value(inputs.clone())?;
    if name == "mixture" {
        let (w, m, s): (Vec<f64>, Vec<f64>, Vec<f64>) = from_value(parameters)?;
        return Ok(Target::of_mixture(&mixture(w, &m, &s)?)?);
    }
    let parameters: Vec<f64> = from_value(parameters)?;
    let c = parameters[0];
    let s = *parameters.last().ok_or("no parameter")?;
    Ok(match name.as_str() {
        "double well" => Target::on_line(move |x| -s * ((x - c).powi(2) - 1.0).powi(2), low, high)?,
        "logistic" => Target::on_line(
            move |x| {
                let z = ((x - c) / s).abs();
                -z - 2.0 * (-z).exp().ln_1p()
            },
            low,
            high,
        )?,
        "gumbel" => Target::on_line(move |x| -(x - c) / s - (-(x - c) / s).exp(), low, high)?,
        "student" => Target::on_line(move |x| -3.0 * ((x - c).powi(2) / s).ln_1p(), low, high)?,
        "laplace" => Target::on_line(move |x| -(x - c).abs() / s, low, high)?.with_points([c])?,
        "exponential" => Target::on_interval(|x| -x, low, high)?,
        "uniform" => Target::on_interval(|_| 0.0, low, high)?,
        "log-normal" => Target::on_interval(
            move |x: f64| -x.ln() - 0.5 * (x.ln() / s).powi(2),
            low,
            high,
        )?,
        _ => return Err(unknown(&name)),
    })
}

pub(crate) fn mixture(w: Vec<f64>, m: &[f64], s: &[f64]) -> Result<NormalMixture<Normal>, Failure> {
    let normals = m.iter().zip(s).map(|(&m, &s)| Normal::new(m, s));
    Ok(NormalMixture::new(
        Pmf::new(w)?,
        normals.collect::<Result<Vec<_>, _>>()?,
    )?)
}

fn moments(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let (points, weights, row, column): (Vec<Vec<f64>>, Vec<f64>, usize, Option<usize>) =
        from_value(inputs.clone())?;
    let points = DMatrix::from_fn(points.len(), points[0].len(), |i, j| points[i][j]);
    let normal = match name {
        "fit::moment_match" => fit::moment_match(&points)?,
        _ => fit::moment_match_weighted(&points, &weights)?,
    };
    Ok(match column {
        None => normal.mean()[row],
        Some(column) => normal.covariance()[(row, column)],
    })
}
