//! The other divergences of vectors, and joint distributions: `oracle/discrete.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::{Generator, Joint, Pmf};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    let data = folder.data("discrete")?;
    let data = data
        .into_iter()
        .map(|(name, cases)| (name, Value::Array(cases)))
        .collect();
    let groups = [
        pairs(&data)?,
        orders(&data)?,
        infinite_order(&data)?,
        mixtures(&data)?,
        joints(&data)?,
        generators(&data)?,
    ];
    Ok(groups.into_iter().flatten().collect())
}

type Data = BTreeMap<String, Value>;

/// P and Q; the values in the order of the test below.
type PairCase = ([Vec<f64>; 2], [String; 6]);

fn pairs(data: &Data) -> Result<Vec<Errors>, Failure> {
    let cases: Vec<PairCase> = serde_json::from_value(data["pairs"].clone())?;
    let mut errors = [
        "Pmf::total_variation",
        "Pmf::jensen_shannon",
        "Pmf::jeffreys",
        "Pmf::hellinger",
        "Pmf::bhattacharyya",
        "Pmf::chi_squared",
    ]
    .map(Errors::of);
    for ([p, q], expected) in &cases {
        let case = || format!("{p:?} {q:?}");
        let (p, q) = (Pmf::new(p.as_slice())?, Pmf::new(q.as_slice())?);
        let got = [
            p.total_variation(&q)?,
            p.jensen_shannon(&q)?.nats(),
            p.jeffreys(&q)?.nats(),
            p.hellinger(&q)?,
            p.bhattacharyya(&q)?.nats(),
            p.chi_squared(&q)?,
        ];
        for ((seen, got), expected) in errors.iter_mut().zip(got).zip(expected) {
            seen.see(got, expected, 1.0, case)?;
        }
    }
    Ok(errors.into())
}

/// Order, P and Q; the value.
type OrderCase = ((f64, Vec<f64>, Vec<f64>), String);

fn orders(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut errors = Vec::new();
    for name in ["tsallis", "alpha_divergence", "renyi"] {
        let cases: Vec<OrderCase> = serde_json::from_value(data[name].clone())?;
        let mut near = Errors::of(&format!("Pmf::{name}, near"));
        let mut all = Errors::of(&format!("Pmf::{name}, per power"));
        for ((order, p, q), expected) in &cases {
            let case = || format!("{order:e} {p:?} {q:?}");
            let (p, q) = (Pmf::new(p.as_slice())?, Pmf::new(q.as_slice())?);
            let got = match name {
                "tsallis" => p.tsallis(&q, *order)?,
                "alpha_divergence" => p.alpha_divergence(&q, *order)?,
                _ => p.renyi(&q, *order)?.nats(),
            };
            let exponent = order.abs() * largest_log_ratio(&p, &q);
            all.see(got, expected, 1.0 + exponent, case)?;
            if exponent <= 1.0 {
                near.see(got, expected, 1.0, case)?;
            }
        }
        errors.extend([near, all]);
    }
    Ok(errors)
}

/// max |ln(p/q)| over outcomes that both have.
fn largest_log_ratio(p: &Pmf, q: &Pmf) -> f64 {
    let pairs = p.as_slice().iter().zip(q.as_slice());
    let both = pairs.filter(|&(&p, &q)| p > 0.0 && q > 0.0);
    both.map(|(p, q)| (p.ln() - q.ln()).abs())
        .fold(0.0, f64::max)
}

fn infinite_order(data: &Data) -> Result<Vec<Errors>, Failure> {
    let cases: Vec<([Vec<f64>; 2], String)> =
        serde_json::from_value(data["renyi_infinite"].clone())?;
    let mut errors = Errors::of("Pmf::renyi, order infinite");
    for ([p, q], expected) in &cases {
        let got = Pmf::new(p.as_slice())?.renyi(&Pmf::new(q.as_slice())?, f64::INFINITY)?;
        errors.see(got.nats(), expected, 1.0, || format!("{p:?} {q:?}"))?;
    }
    Ok(vec![errors])
}

/// Weights and vectors; the value.
type MixtureCase = ((Vec<f64>, Vec<Vec<f64>>), String);

fn mixtures(data: &Data) -> Result<Vec<Errors>, Failure> {
    let cases: Vec<MixtureCase> = serde_json::from_value(data["jensen_shannon_of"].clone())?;
    let mut errors = Errors::of("Pmf::jensen_shannon_of");
    for ((weights, vectors), expected) in &cases {
        let vectors: Vec<Pmf> = vectors
            .iter()
            .map(|v| Pmf::new(v.as_slice()))
            .collect::<Result<_, _>>()?;
        let weighted: Vec<(f64, &Pmf)> = weights.iter().copied().zip(&vectors).collect();
        let got = Pmf::jensen_shannon_of(&weighted)?;
        errors.see(got.nats(), expected, 1.0, || format!("{weighted:?}"))?;
    }
    Ok(vec![errors])
}

/// The table, row by row; conditional entropy, mutual information.
type TableCase = (Vec<Vec<f64>>, [String; 2]);

fn joints(data: &Data) -> Result<Vec<Errors>, Failure> {
    let cases: Vec<TableCase> = serde_json::from_value(data["joint"].clone())?;
    let mut errors = ["Joint::conditional_entropy", "Joint::mutual_information"].map(Errors::of);
    for (table, expected) in &cases {
        let joint = Joint::new(table.len(), table[0].len(), table.concat())?;
        let got = [joint.conditional_entropy(), joint.mutual_information()];
        for ((seen, got), expected) in errors.iter_mut().zip(got).zip(expected) {
            seen.see(got.nats(), expected, 1.0, || format!("{table:?}"))?;
        }
    }
    Ok(errors.into())
}

/// A generator sees the rounded ratio: the error is a few ulp of one, not of the
/// result.
fn generators(data: &Data) -> Result<Vec<Errors>, Failure> {
    let cases: Vec<PairCase> = serde_json::from_value(data["pairs"].clone())?;
    let mut errors = Errors::of("Pmf::f_divergence, per (1 + value)/value");
    for ([p, q], expected) in &cases {
        let (p, q) = (Pmf::new(p.as_slice())?, Pmf::new(q.as_slice())?);
        // Where p/q or f(p/q) over- or underflows, a generator cannot help it.
        let extreme = |d: kl_core::Information| d.is_finite() && d.nats() > 300.0;
        if extreme(p.renyi(&q, f64::INFINITY)?) || extreme(q.renyi(&p, f64::INFINITY)?) {
            continue;
        }
        let named = [
            (Generator::total_variation(), &expected[0]),
            (Generator::jensen_shannon(), &expected[1]),
            (Generator::chi_squared(), &expected[5]),
        ];
        for (generator, expected) in named {
            let value: f64 = expected.parse()?;
            let condition = if value.is_finite() {
                (1.0 + value) / value.max(f64::MIN_POSITIVE)
            } else {
                1.0
            };
            let got = p.f_divergence(&q, &generator)?;
            errors.see(got, expected, condition, || format!("{p:?} {q:?}"))?;
        }
    }
    Ok(vec![errors])
}
