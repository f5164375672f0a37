//! Estimates from samples: counts, nearest neighbours, log-ratios, a critic.

use crate::harness::{Answer, Failure, number, numbers, unknown, whole};
use kl_core::estimate::{
    CountTable, Counts, Estimate, Points, gradient, nearest_neighbour_entropy,
    nearest_neighbour_entropy_of_rounded, nearest_neighbour_estimate,
    nearest_neighbour_estimate_with_normal_reference, nearest_neighbour_information_of_labels,
    nearest_neighbour_jensen_shannon, nearest_neighbour_kl, nearest_neighbour_kl_of_labelled,
    nearest_neighbour_kl_to_density, nearest_neighbour_kl_to_mixture,
    nearest_neighbour_kl_with_normal_reference, nearest_neighbour_kl_with_ties,
    nearest_neighbour_mutual_information,
};
use kl_core::statrs::distribution::{Continuous, Gumbel, InverseGamma, Laplace, Normal};
use kl_core::{Information, estimate};
use serde_json::{Value, from_value};

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let (function, of_error) = match row.strip_suffix(", standard error") {
        Some(function) => (function, true),
        None => (row, false),
    };
    let list = |i: usize| numbers(&inputs[i]);
    let either = |e: Estimate<Information>| {
        if of_error {
            e.standard_error().into()
        } else {
            e.value().into()
        }
    };
    if let Some(function) = function.strip_prefix("estimate::gradient::") {
        return gradients(function, of_error, &list(0)?, &list(1)?);
    }
    if let Some(function) = function.strip_prefix("estimate::Counts::") {
        return of_counts(function, inputs);
    }
    Ok(match function {
        "estimate::k1" => either(estimate::k1(&list(0)?)?),
        "estimate::k2" => either(estimate::k2(&list(0)?)?),
        "estimate::k3" => either(estimate::k3(&list(0)?)?),
        "estimate::Estimate::interval" => {
            let interval = estimate::k1(&list(1)?)?.interval(number(&inputs[0])?)?;
            (*interval.end()).into()
        }
        "estimate::donsker_varadhan" => either(estimate::donsker_varadhan(&list(0)?, &list(1)?)?),
        "estimate::nwj" => either(estimate::nwj(&list(0)?, &list(1)?)?),
        "estimate::log_ratios" => {
            let x = number(&inputs[2])?;
            log_ratios(&inputs[0], &inputs[1], &[x])?[0].into()
        }
        "estimate::monte_carlo" => {
            let d = monte_carlo(&inputs[0], &inputs[1], &list(2)?)?;
            let of_ratios = log_ratios(&inputs[0], &inputs[1], &list(2)?)?;
            assert_eq!(d, estimate::k1(&of_ratios)?);
            either(d)
        }
        "estimate::nearest_neighbour_kl"
        | "estimate::nearest_neighbour_estimate"
        | "estimate::nearest_neighbour_estimate, interval" => nearest_neighbours(function, inputs)?,
        "estimate::nearest_neighbour_mutual_information" => {
            let (x, y) = (
                points(&inputs[0], &inputs[1])?,
                points(&inputs[2], &inputs[3])?,
            );
            let information = nearest_neighbour_mutual_information(&x, &y, whole(&inputs[4])?)?;
            information.value().into()
        }
        "estimate::nearest_neighbour_information_of_labels" => {
            let labels: Vec<u8> = from_value(inputs[0].clone())?;
            let (points, k) = (points(&inputs[1], &inputs[2])?, whole(&inputs[3])?);
            let information = nearest_neighbour_information_of_labels(&labels, &points, k)?;
            information.value().into()
        }
        "estimate::nearest_neighbour_kl_of_labelled" => {
            let labels: [Vec<u8>; 2] = [
                from_value(inputs[0].clone())?,
                from_value(inputs[1].clone())?,
            ];
            let (p, q) = (
                points(&inputs[2], &inputs[3])?,
                points(&inputs[2], &inputs[4])?,
            );
            let k = whole(&inputs[5])?;
            let d = nearest_neighbour_kl_of_labelled((&labels[0], &p), (&labels[1], &q), k)?;
            d.value().into()
        }
        "estimate::nearest_neighbour_kl_with_ties"
        | "estimate::nearest_neighbour_kl_to_mixture"
        | "estimate::nearest_neighbour_jensen_shannon" => with_ties(function, inputs)?,
        "estimate::nearest_neighbour_kl_with_normal_reference" => {
            let (p, q) = (
                points(&inputs[0], &inputs[1])?,
                points(&inputs[0], &inputs[2])?,
            );
            nearest_neighbour_kl_with_normal_reference(&p, &q, whole(&inputs[3])?)?.into()
        }
        "estimate::nearest_neighbour_estimate_with_normal_reference" => {
            let (p, q) = (
                points(&inputs[0], &inputs[1])?,
                points(&inputs[0], &inputs[2])?,
            );
            let (k, parts) = (whole(&inputs[3])?, whole(&inputs[4])?);
            either(nearest_neighbour_estimate_with_normal_reference(
                &p, &q, k, parts,
            )?)
        }
        "estimate::nearest_neighbour_entropy" => {
            nearest_neighbour_entropy(&points(&inputs[0], &inputs[1])?, whole(&inputs[2])?)?.into()
        }
        "estimate::nearest_neighbour_entropy_of_rounded" => {
            let (points, k) = (points(&inputs[0], &inputs[1])?, whole(&inputs[2])?);
            nearest_neighbour_entropy_of_rounded(&points, k, number(&inputs[3])?)?.into()
        }
        "estimate::nearest_neighbour_kl_to_density" => {
            let normal = Normal::new(0.0, 1.0)?;
            let ln_q = |x: &[f64]| x.iter().map(|&x| normal.ln_pdf(x)).sum();
            let (points, k) = (points(&inputs[0], &inputs[1])?, whole(&inputs[2])?);
            nearest_neighbour_kl_to_density(&points, ln_q, k)?.into()
        }
        "estimate::CountTable::mutual_information" => {
            count_table(inputs)?.mutual_information().into()
        }
        "estimate::CountTable::mutual_information_corrected" => {
            count_table(inputs)?.mutual_information_corrected().into()
        }
        _ => return Err(unknown(row)),
    })
}

fn gradients(
    function: &str,
    of_error: bool,
    log_ratios: &[f64],
    scores: &[f64],
) -> Result<Answer, Failure> {
    let function = match function {
        "k1_by_p" => gradient::k1_by_p,
        "k2_by_p" => gradient::k2_by_p,
        "k3_by_p" => gradient::k3_by_p,
        "k1_by_q" => gradient::k1_by_q,
        "k2_by_q" => gradient::k2_by_q,
        "k3_by_q" => gradient::k3_by_q,
        other => return Err(unknown(other)),
    };
    let all = function(log_ratios, scores)?;
    let one = all.first().ok_or("no estimate")?;
    Ok(if of_error {
        one.standard_error().into()
    } else {
        one.value().into()
    })
}

fn of_counts(function: &str, inputs: &Value) -> Result<Answer, Failure> {
    let counts = |i: usize| -> Result<Counts, Failure> {
        Ok(Counts::new(from_value::<Vec<u64>>(inputs[i].clone())?)?)
    };
    let p = counts(0)?;
    Ok(match function {
        "entropy" => p.entropy().into(),
        "entropy_corrected" => p.entropy_corrected().into(),
        "kl" => p.kl(&counts(1)?)?.into(),
        "jeffreys" => p.jeffreys(&counts(1)?)?.into(),
        "jensen_shannon" => p.jensen_shannon(&counts(1)?)?.into(),
        "kl_corrected" => p.kl_corrected(&counts(1)?)?.into(),
        "smoothed" => p.smoothed(number(&inputs[1])?)?.into(),
        other => return Err(unknown(other)),
    })
}

fn count_table(inputs: &Value) -> Result<CountTable, Failure> {
    let rows: Vec<Vec<u64>> = from_value(inputs[0].clone())?;
    Ok(CountTable::new(rows.len(), rows[0].len(), rows.concat())?)
}

fn points(dimension: &Value, coordinates: &Value) -> Result<Points, Failure> {
    Ok(Points::new(whole(dimension)?, numbers(coordinates)?)?)
}

fn with_ties(function: &str, inputs: &Value) -> Result<Answer, Failure> {
    let (p, q) = (
        points(&inputs[0], &inputs[1])?,
        points(&inputs[0], &inputs[2])?,
    );
    let call = match function {
        "estimate::nearest_neighbour_kl_with_ties" => nearest_neighbour_kl_with_ties,
        "estimate::nearest_neighbour_kl_to_mixture" => nearest_neighbour_kl_to_mixture,
        _ => nearest_neighbour_jensen_shannon,
    };
    Ok(call(&p, &q, whole(&inputs[3])?)?.value().into())
}

fn nearest_neighbours(function: &str, inputs: &Value) -> Result<Answer, Failure> {
    let dimension = whole(&inputs[0])?;
    let p = Points::new(dimension, numbers(&inputs[1])?)?;
    let q = Points::new(dimension, numbers(&inputs[2])?)?;
    let k = whole(&inputs[3])?;
    let divergence = nearest_neighbour_kl(&p, &q, k)?;
    if function.ends_with("kl") {
        return Ok(divergence.into());
    }
    let estimate = nearest_neighbour_estimate(&p, &q, k, whole(&inputs[4])?)?;
    assert_eq!(estimate.value(), divergence);
    Ok(if function.ends_with("interval") {
        (*estimate.interval(number(&inputs[5])?)?.end()).into()
    } else {
        estimate.standard_error().into()
    })
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
