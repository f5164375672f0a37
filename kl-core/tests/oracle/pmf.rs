//! Divergences of probability vectors, and such vectors from other numbers.

use crate::harness::{Answer, Failure, number, numbers, pmf, rows, unknown};
use kl_core::{Divergence, Generator, Logits, Pmf, divergences};
use serde_json::{Value, from_value};

type Arm = fn(&Pmf, &Pmf) -> Result<Answer, Failure>;

/// The method, and the same as a value.
macro_rules! arms {
    ($($value:ident, $method:ident, $ulp:literal: $why:literal;)*) => {
        &[$((concat!("Pmf::", stringify!($method)), |p, q| {
            let divergence = p.$method(q)?;
            assert_eq!(divergence, divergences::$value.between(p, q)?);
            Ok(divergence.into())
        })),*]
    };
}

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    // After a comma it says which cases.
    let function = row.split(',').next().unwrap_or(row);
    let p = || pmf(&inputs[0]);
    let arms: &[(&str, Arm)] = divergences!(arms);
    if let Some((_, arm)) = arms.iter().find(|(name, _)| *name == function) {
        return arm(&p()?, &pmf(&inputs[1])?);
    }
    Ok(match function {
        "Pmf::entropy" => p()?.entropy().into(),
        "Pmf::jensen_shannon_of" => jensen_shannon_of(inputs)?,
        "Pmf::tsallis" | "Pmf::alpha_divergence" | "Pmf::renyi" => with_order(function, inputs)?,
        "Pmf::f_divergence" => {
            let generator = match inputs[0].as_str() {
                Some("total_variation") => Generator::total_variation(),
                Some("jensen_shannon") => Generator::jensen_shannon(),
                Some("chi_squared") => Generator::chi_squared(),
                Some("kl") => Generator::kl(),
                Some("reverse_kl") => Generator::reverse_kl(),
                Some("squared_hellinger") => Generator::squared_hellinger(),
                _ => return Err(unknown(row)),
            };
            let (p, q) = (pmf(&inputs[1])?, pmf(&inputs[2])?);
            p.f_divergence(&q, &generator)?.into()
        }
        "Pmf::from_weights" => Pmf::from_weights(numbers(&inputs[0])?)?.into(),
        "Pmf::from_logits" => {
            let logits = numbers(&inputs[0])?;
            let p = Pmf::from_logits(logits.as_slice())?;
            assert_eq!(p, Logits::new(logits)?.to_pmf());
            p.into()
        }
        "Pmf::from_log_probabilities" => Pmf::from_log_probabilities(numbers(&inputs[0])?)?.into(),
        "Pmf::from_counts" => Pmf::from_counts(&counts(&inputs[0])?)?.into(),
        "Pmf::from_counts_smoothed" => {
            Pmf::from_counts_smoothed(&counts(&inputs[0])?, number(&inputs[1])?)?.into()
        }
        "Pmf::mixed_with_uniform" => p()?.mixed_with_uniform(number(&inputs[1])?)?.into(),
        _ => return Err(unknown(row)),
    })
}

/// Order, P and Q.
fn with_order(function: &str, inputs: &Value) -> Result<Answer, Failure> {
    let (order, p, q) = (number(&inputs[0])?, pmf(&inputs[1])?, pmf(&inputs[2])?);
    Ok(match function {
        "Pmf::tsallis" => p.tsallis(&q, order)?.into(),
        "Pmf::alpha_divergence" => p.alpha_divergence(&q, order)?.into(),
        _ => p.renyi(&q, order)?.into(),
    })
}

/// Weights and vectors.
fn jensen_shannon_of(inputs: &Value) -> Result<Answer, Failure> {
    let vectors: Vec<Pmf> = rows(&inputs[1])?
        .into_iter()
        .map(Pmf::new)
        .collect::<Result<_, _>>()?;
    let weighted: Vec<(f64, &Pmf)> = numbers(&inputs[0])?.into_iter().zip(&vectors).collect();
    Ok(Pmf::jensen_shannon_of(&weighted)?.into())
}

fn counts(value: &Value) -> Result<Vec<u64>, Failure> {
    Ok(from_value(value.clone())?)
}
