//! Logits, counts, Bregman divergences, conditional divergences, bounds and
//! gradients: `oracle/vectors.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::{Bregman, Information, Joint, Joint3, Logits, Pmf, bounds, gradient};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    let data = folder.data("vectors")?;
    let groups = [
        logits(&data)?,
        long_logits(&data)?,
        softmax(&data)?,
        log_probabilities(&data)?,
        gradients_by_logits(&data)?,
        gradients_by_probabilities(&data)?,
        counts(&data)?,
        bregman(&data)?,
        joints(&data)?,
        bounds(&data)?,
    ];
    Ok(groups.into_iter().flatten().collect())
}

type Data = BTreeMap<String, Vec<Value>>;

/// The cases of a group as inputs and outputs.
fn cases<I, O>(data: &Data, group: &str) -> Result<Vec<(I, O)>, Failure>
where
    I: serde::de::DeserializeOwned,
    O: serde::de::DeserializeOwned,
{
    let cases = data.get(group).ok_or("a group without cases")?;
    Ok(serde_json::from_value(Value::Array(cases.clone()))?)
}

/// −∞ is null in JSON.
type Vector = Vec<Option<f64>>;

fn with_infinity(v: &[Option<f64>]) -> Vec<f64> {
    let each = v.iter().map(|x| x.unwrap_or(f64::NEG_INFINITY));
    each.collect()
}

fn logits(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut errors = [
        "Logits::kl",
        "Logits::jensen_shannon",
        "Logits::cross_entropy",
        "Logits::entropy",
    ]
    .map(Errors::of);
    for ([a, b], expected) in cases::<[Vector; 2], [String; 4]>(data, "logits")? {
        let p = Logits::new(with_infinity(&a))?;
        let q = Logits::new(with_infinity(&b))?;
        let got = [
            p.kl(&q)?,
            p.jensen_shannon(&q)?,
            p.cross_entropy(&q)?,
            p.entropy(),
        ];
        for ((seen, got), expected) in errors.iter_mut().zip(got).zip(&expected) {
            seen.see(got.nats(), expected, 1.0, || format!("{p:?} {q:?}"))?;
        }
    }
    Ok(errors.into())
}

/// How many, and the units of the two: see `long_logits` in the oracle.
fn long_logits(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut errors = Errors::of("Logits::kl, tens of thousands");
    for ((n, bits, other), expected) in cases::<(i64, i32, i32), String>(data, "long_logits")? {
        let unit = |modulus: i64, i: i64, bits: i32| {
            ((i % modulus) - modulus / 2) as f64 * 2f64.powi(-bits)
        };
        let a: Vec<f64> = (0..n).map(|i| unit(1 << 24, i * 7_368_787, bits)).collect();
        let change = (0..n).map(|i| unit(1 << 20, i * 1_299_709, other));
        let b: Vec<f64> = a.iter().zip(change).map(|(x, y)| x + y).collect();
        let got = Logits::new(a)?.kl(&Logits::new(b)?)?;
        errors.see(got.nats(), &expected, 1.0, || format!("{n} {bits} {other}"))?;
    }
    Ok(vec![errors])
}

fn softmax(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut errors = ["Logits::log_probabilities", "Logits::to_pmf"].map(Errors::of);
    for (a, expected) in cases::<Vector, [Vec<String>; 2]>(data, "softmax")? {
        let p = Logits::new(with_infinity(&a))?;
        let logarithms = p.log_probabilities();
        let pmf = p.to_pmf();
        assert_eq!(Pmf::from_logits(p.as_slice())?, pmf);
        for i in 0..p.len() {
            let case = || format!("{i} of {p:?}");
            errors[0].see(logarithms[i], &expected[0][i], 1.0, case)?;
            errors[1].see(pmf.as_slice()[i], &expected[1][i], 1.0, case)?;
        }
    }
    Ok(errors.into())
}

fn log_probabilities(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut errors = Errors::of("Pmf::from_log_probabilities");
    for (l, expected) in cases::<Vector, Vec<String>>(data, "log_probabilities")? {
        let l = with_infinity(&l);
        let p = Pmf::from_log_probabilities(l.as_slice())?;
        for (i, expected) in expected.iter().enumerate() {
            errors.see(p.as_slice()[i], expected, 1.0, || format!("{i} of {l:?}"))?;
        }
    }
    Ok(vec![errors])
}

fn gradients_by_logits(data: &Data) -> Result<Vec<Errors>, Failure> {
    type Gradient = fn(&Logits, &Logits) -> Result<Vec<f64>, kl_core::Error>;
    type Case = ([Vector; 2], Vec<String>, Vec<String>);
    let functions: [(&str, Gradient); 4] = [
        ("kl_by_p_logits", gradient::kl_by_p_logits),
        ("kl_by_q_logits", gradient::kl_by_q_logits),
        (
            "cross_entropy_by_p_logits",
            gradient::cross_entropy_by_p_logits,
        ),
        (
            "jensen_shannon_by_p_logits",
            gradient::jensen_shannon_by_p_logits,
        ),
    ];
    let mut all = Vec::new();
    for (name, function) in functions {
        let mut errors = Errors::of(&format!("gradient::{name}, per condition"));
        let cases = data.get(name).ok_or("a group without cases")?;
        for case in cases {
            let ([a, b], expected, conditions): Case = serde_json::from_value(case.clone())?;
            let p = Logits::new(with_infinity(&a))?;
            let q = Logits::new(with_infinity(&b))?;
            let got = function(&p, &q)?;
            for (i, expected) in expected.iter().enumerate() {
                let condition: f64 = conditions[i].parse()?;
                errors.see(got[i], expected, condition, || {
                    format!("{i} of {p:?} {q:?}")
                })?;
            }
        }
        all.push(errors);
    }
    Ok(all)
}

fn gradients_by_probabilities(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut errors = [
        "gradient::kl_by_p",
        "gradient::kl_by_q",
        "gradient::jensen_shannon_by_p",
        "gradient::cross_entropy_by_p",
        "gradient::cross_entropy_by_q",
    ]
    .map(Errors::of);
    for ([p, q], expected) in cases::<[Vec<f64>; 2], [Vec<String>; 5]>(data, "by_probabilities")? {
        let (p, q) = (Pmf::new(p)?, Pmf::new(q)?);
        let got = [
            gradient::kl_by_p(&p, &q)?,
            gradient::kl_by_q(&p, &q)?,
            gradient::jensen_shannon_by_p(&p, &q)?,
            gradient::cross_entropy_by_p(&p, &q)?,
            gradient::cross_entropy_by_q(&p, &q)?,
        ];
        for ((seen, got), expected) in errors.iter_mut().zip(got).zip(&expected) {
            all_entries(seen, &got, expected, || format!("{p:?} {q:?}"))?;
        }
    }
    Ok(errors.into())
}

fn all_entries(
    errors: &mut Errors,
    got: &[f64],
    expected: &[String],
    case: impl Fn() -> String,
) -> Result<(), Failure> {
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        errors.see(*got, expected, 1.0, &case)?;
    }
    Ok(())
}

fn counts(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut plain = Errors::of("Pmf::from_counts");
    for (counts, expected) in cases::<Vec<u64>, Vec<String>>(data, "from_counts")? {
        let got = Pmf::from_counts(&counts)?;
        all_entries(&mut plain, got.as_slice(), &expected, || {
            format!("{counts:?}")
        })?;
    }
    let mut smoothed = Errors::of("Pmf::from_counts_smoothed");
    type Smoothed = (Vec<u64>, f64);
    for ((counts, alpha), expected) in cases::<Smoothed, Vec<String>>(data, "from_counts_smoothed")?
    {
        let got = Pmf::from_counts_smoothed(&counts, alpha)?;
        let case = || format!("{counts:?} {alpha:e}");
        all_entries(&mut smoothed, got.as_slice(), &expected, case)?;
    }
    let mut mixed = Errors::of("Pmf::mixed_with_uniform");
    for ((p, weight), expected) in
        cases::<(Vec<f64>, f64), Vec<String>>(data, "mixed_with_uniform")?
    {
        let got = Pmf::new(p.as_slice())?.mixed_with_uniform(weight)?;
        let case = || format!("{p:?} {weight:e}");
        all_entries(&mut mixed, got.as_slice(), &expected, case)?;
    }
    Ok(vec![plain, smoothed, mixed])
}

fn bregman(data: &Data) -> Result<Vec<Errors>, Failure> {
    let named = [
        ("Bregman::squared_euclidean", Bregman::squared_euclidean()),
        ("Bregman::kl", Bregman::kl()),
        ("Bregman::itakura_saito", Bregman::itakura_saito()),
        ("Bregman::logistic", Bregman::logistic()),
    ];
    let mut all = Vec::new();
    for (name, divergence) in named {
        let mut errors = Errors::of(&format!(
            "Bregman::divergence, {}",
            name.trim_start_matches("Bregman::")
        ));
        for ([p, q], expected) in cases::<[Vec<f64>; 2], String>(data, name)? {
            let got = divergence.divergence(&p, &q)?;
            errors.see(got, &expected, 1.0, || format!("{p:?} {q:?}"))?;
        }
        all.push(errors);
    }
    Ok(all)
}

type Table = Vec<Vec<f64>>;

fn joints(data: &Data) -> Result<Vec<Errors>, Failure> {
    let joint = |t: &Table| Joint::new(t.len(), t[0].len(), t.concat());
    let mut all = ["Joint::conditional_kl", "Joint::kl"].map(Errors::of);
    for errors in &mut all {
        for ([p, q], expected) in cases::<[Table; 2], String>(data, &errors.row)? {
            let (a, b) = (joint(&p)?, joint(&q)?);
            let got = if errors.row == "Joint::kl" {
                a.kl(&b)?
            } else {
                a.conditional_kl(&b)?
            };
            errors.see(got.nats(), &expected, 1.0, || format!("{p:?} {q:?}"))?;
        }
    }
    let mut three = Errors::of("Joint3::conditional_mutual_information");
    for (tables, expected) in cases::<Vec<Table>, String>(data, &three.row)? {
        let xyz = Joint3::new(
            tables[0].len(),
            tables[0][0].len(),
            tables.concat().concat(),
        )?;
        let got = xyz.conditional_mutual_information();
        three.see(got.nats(), &expected, 1.0, || format!("{tables:?}"))?;
    }
    Ok(all.into_iter().chain([three]).collect())
}

fn bounds(data: &Data) -> Result<Vec<Errors>, Failure> {
    let mut all = Vec::new();
    for (name, cases) in data.iter().filter(|(name, _)| name.starts_with("bounds::")) {
        let mut errors = Errors::of(name);
        for case in cases {
            let inputs: Vec<f64> = serde_json::from_value(case[0].clone())?;
            let expected = case[1].as_str().ok_or("a case without output")?;
            let condition = case[2].as_str().map_or(Ok(1.0), str::parse)?;
            let x = inputs[0];
            let amount = Information::from_nats(x);
            let got = match name.trim_start_matches("bounds::") {
                "total_variation_at_most" => bounds::total_variation_at_most(amount)?,
                "pinsker" => bounds::pinsker(amount)?,
                "bretagnolle_huber" => bounds::bretagnolle_huber(amount)?,
                "kl_at_least" => bounds::kl_at_least(x)?.nats(),
                "kl_at_most" => bounds::kl_at_most(x)?.nats(),
                "chi_squared_at_least" => bounds::chi_squared_at_least(amount)?,
                "jensen_shannon_at_most" => bounds::jensen_shannon_at_most(x)?.nats(),
                "total_variation_between" => bounds::total_variation_between(x)?.1,
                "reverse_pinsker" => bounds::reverse_pinsker(x, inputs[1])?.nats(),
                "fano" => bounds::fano(amount, inputs[1] as usize)?,
                other => return Err(format!("no function for {other}").into()),
            };
            errors.see(got, expected, condition, || format!("{inputs:?}"))?;
        }
        if name == "bounds::fano" {
            errors.row += ", per condition";
        }
        all.push(errors);
    }
    Ok(all)
}
