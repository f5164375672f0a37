//! The divergences of probability vectors against the values that `oracle/` computed.

mod common;

use common::{Worst, check, data};
use kl_core::{Generator, Joint, Pmf};
use std::collections::BTreeMap;
use std::error::Error;

/// How far each function may be from the true value, and why it is not less.
///
/// In ulp of the correctly rounded value, as in `oracle.rs`. "Near" are the cases
/// where |α ln(p/q)| ≤ 1 for every outcome with p, q > 0. "Per power" is in ulp
/// divided by 1 + |α| max |ln(p/q)|: the rounding of the logarithm, magnified.
///
/// A tolerance more than [`common::SLACK`] above the worst fails too: it could be
/// tightened.
#[rustfmt::skip]
const TOLERANCES: &[(&str, f64, &str)] = &[
    ("total_variation",            1.0, "one rounding in each term; the sum adds next to nothing"),
    ("jensen_shannon",             2.0, "roundings of p + q, of the quotient and of the products"),
    ("jeffreys",                   2.0, "roundings of p + q, of the quotient and of the products"),
    ("hellinger",                  2.0, "the root halves the four roundings of a term"),
    ("bhattacharyya",              3.0, "the four roundings of a term, the division and ln_1p"),
    ("chi_squared",                2.0, "difference, quotient and product"),
    ("jensen_shannon_of",          1.0, "the mean, its difference, and those of kl_term"),
    ("tsallis near",               3.0, "the logarithm, squared; the series; the products"),
    ("tsallis per power",          3.0, "the same, and exp of a rounded exponent"),
    ("alpha_divergence near",      3.0, "the logarithm, squared; the series; the products"),
    ("alpha_divergence per power", 3.0, "the same, and exp of a rounded exponent"),
    ("renyi near",                 4.0, "as tsallis, and ln_1p"),
    ("renyi per power",            4.0, "the same; the logarithm mostly takes back what the power magnified"),
    ("conditional_entropy",        1.0, "the row's sum, a quotient and a logarithm"),
    ("mutual_information",         2.0, "as kl_term: the products carry twice the digits"),
    ("renyi, order infinite",      1.0, "a quotient and a logarithm"),
];

/// P and Q; the values in the order of the test below.
type PairCase = ([Vec<f64>; 2], [String; 6]);

#[test]
fn pairs_agree() -> Result<(), Box<dyn Error>> {
    let data: BTreeMap<String, serde_json::Value> = discrete()?;
    let cases: Vec<PairCase> = serde_json::from_value(data["pairs"].clone())?;
    let mut worst = [
        "total_variation",
        "jensen_shannon",
        "jeffreys",
        "hellinger",
        "bhattacharyya",
        "chi_squared",
    ]
    .map(Worst::of);
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
        for ((seen, got), expected) in worst.iter_mut().zip(got).zip(expected) {
            seen.see(got, expected, 1.0, case)?;
        }
    }
    check(TOLERANCES, &worst)
}

/// Order, P and Q; the value.
type OrderCase = ((f64, Vec<f64>, Vec<f64>), String);

#[test]
fn orders_agree() -> Result<(), Box<dyn Error>> {
    let data = discrete()?;
    let mut worst = Vec::new();
    for name in ["tsallis", "alpha_divergence", "renyi"] {
        let cases: Vec<OrderCase> = serde_json::from_value(data[name].clone())?;
        let mut near = Worst::of(&format!("{name} near"));
        let mut all = Worst::of(&format!("{name} per power"));
        for ((order, p, q), expected) in &cases {
            let case = || format!("{order:e} {p:?} {q:?}");
            let (p, q) = (Pmf::new(p.as_slice())?, Pmf::new(q.as_slice())?);
            let got = match name {
                "tsallis" => p.tsallis(*order, &q)?,
                "alpha_divergence" => p.alpha_divergence(*order, &q)?,
                _ => p.renyi(*order, &q)?.nats(),
            };
            let exponent = order.abs() * largest_log_ratio(&p, &q);
            all.see(got, expected, 1.0 + exponent, case)?;
            if exponent <= 1.0 {
                near.see(got, expected, 1.0, case)?;
            }
        }
        worst.extend([near, all]);
    }
    check(TOLERANCES, &worst)
}

/// max |ln(p/q)| over outcomes that both have.
fn largest_log_ratio(p: &Pmf, q: &Pmf) -> f64 {
    let pairs = p.as_slice().iter().zip(q.as_slice());
    let both = pairs.filter(|&(&p, &q)| p > 0.0 && q > 0.0);
    both.map(|(p, q)| (p.ln() - q.ln()).abs())
        .fold(0.0, f64::max)
}

#[test]
fn infinite_order_agrees() -> Result<(), Box<dyn Error>> {
    let cases: Vec<([Vec<f64>; 2], String)> =
        serde_json::from_value(discrete()?["renyi_infinite"].clone())?;
    let mut worst = Worst::of("renyi, order infinite");
    for ([p, q], expected) in &cases {
        let got = Pmf::new(p.as_slice())?.renyi(f64::INFINITY, &Pmf::new(q.as_slice())?)?;
        worst.see(got.nats(), expected, 1.0, || format!("{p:?} {q:?}"))?;
    }
    check(TOLERANCES, &[worst])
}

/// Weights and vectors; the value.
type MixtureCase = ((Vec<f64>, Vec<Vec<f64>>), String);

#[test]
fn mixtures_agree() -> Result<(), Box<dyn Error>> {
    let cases: Vec<MixtureCase> = serde_json::from_value(discrete()?["jensen_shannon_of"].clone())?;
    let mut worst = Worst::of("jensen_shannon_of");
    for ((weights, vectors), expected) in &cases {
        let vectors: Vec<Pmf> = vectors
            .iter()
            .map(|v| Pmf::new(v.as_slice()))
            .collect::<Result<_, _>>()?;
        let weighted: Vec<(f64, &Pmf)> = weights.iter().copied().zip(&vectors).collect();
        let got = Pmf::jensen_shannon_of(&weighted)?;
        worst.see(got.nats(), expected, 1.0, || format!("{weighted:?}"))?;
    }
    check(TOLERANCES, &[worst])
}

/// The table, row by row; conditional entropy, mutual information.
type TableCase = (Vec<Vec<f64>>, [String; 2]);

#[test]
fn joints_agree() -> Result<(), Box<dyn Error>> {
    let cases: Vec<TableCase> = serde_json::from_value(discrete()?["joint"].clone())?;
    let mut worst = ["conditional_entropy", "mutual_information"].map(Worst::of);
    for (table, expected) in &cases {
        let joint = Joint::new(table.len(), table[0].len(), table.concat())?;
        let got = [joint.conditional_entropy(), joint.mutual_information()];
        for ((seen, got), expected) in worst.iter_mut().zip(got).zip(expected) {
            seen.see(got.nats(), expected, 1.0, || format!("{table:?}"))?;
        }
    }
    check(TOLERANCES, &worst)
}

/// A generator sees the rounded ratio: the error is a few ulp of one, not of the
/// result.
#[test]
fn generators_agree() -> Result<(), Box<dyn Error>> {
    let cases: Vec<PairCase> = serde_json::from_value(discrete()?["pairs"].clone())?;
    for ([p, q], expected) in &cases {
        let (p, q) = (Pmf::new(p.as_slice())?, Pmf::new(q.as_slice())?);
        // Where p/q or f(p/q) over- or underflows, a generator cannot help it.
        let extreme = |d: kl_core::Information| d.is_finite() && d.nats() > 300.0;
        if extreme(p.renyi(f64::INFINITY, &q)?) || extreme(q.renyi(f64::INFINITY, &p)?) {
            continue;
        }
        let named = [
            (Generator::total_variation(), &expected[0]),
            (Generator::jensen_shannon(), &expected[1]),
            (Generator::chi_squared(), &expected[5]),
        ];
        for (generator, expected) in named {
            let got = p.f_divergence(&q, &generator)?;
            let expected: f64 = expected.parse()?;
            assert!(
                got == expected || (got - expected).abs() <= 2.0 * f64::EPSILON * (1.0 + expected),
                "{got:e} for {expected:e} at {p:?} {q:?}"
            );
        }
    }
    Ok(())
}

fn discrete() -> Result<BTreeMap<String, serde_json::Value>, Box<dyn Error>> {
    let file: BTreeMap<String, Vec<serde_json::Value>> = data("discrete")?;
    Ok(file
        .into_iter()
        .map(|(name, cases)| (name, cases.into()))
        .collect())
}
