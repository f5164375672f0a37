//! Columns that are compared: frequencies, divergences, common bins, and chance.

use crate::harness::{Answer, Failure, number, numbers, unknown, whole};
use kl_core::divergences::{
    Alpha, Bhattacharyya, ChiSquared, Hellinger, Jeffreys, JensenShannon, KullbackLeibler, Renyi,
    TotalVariation, TriangularDiscrimination, Tsallis,
};
use kl_core::drift::{BinRule, Comparison, Histogram, Interval, LabelCounts, Nan, Smoothing};
use serde_json::{Value, from_value};

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let function = row.strip_prefix("drift::").ok_or_else(|| unknown(row))?;
    if let Some(function) = function.strip_prefix("Histogram::") {
        return of_histograms(function, inputs);
    }
    let column = || columns(inputs);
    let added = || -> Result<Smoothing, Failure> { Ok(Smoothing::Add(number(&inputs[2])?)) };
    Ok(match function {
        "BinRule::edges" => edges(inputs)?,
        "Comparison::by_chance" => by_chance(inputs)?,
        "Comparison::psi_by_chance" => sample(inputs, 0)?
            .psi_by_chance(number(&inputs[3])?)?
            .into(),
        "Comparison::psi" => column()?.psi(added()?)?.value().into(),
        "Comparison::reference" => column()?.reference(added()?)?.into(),
        "Comparison::current" => column()?.current(added()?)?.into(),
        "Comparison::reference_from_current" => {
            let column = column()?;
            let d = column.reference_from_current(&KullbackLeibler, added()?)?;
            d.value().into()
        }
        "Comparison::current_from_reference" => {
            let column = column()?;
            let d = column.current_from_reference(&JensenShannon, added()?)?;
            d.value().into()
        }
        _ => return Err(unknown(row)),
    })
}

/// The first two inputs are counts; the labels are their places.
fn columns(inputs: &Value) -> Result<Comparison<usize>, Failure> {
    let counts = |i: usize| -> Result<LabelCounts<usize>, Failure> {
        let mut all = LabelCounts::new();
        for (label, count) in from_value::<Vec<u64>>(inputs[i].clone())?
            .into_iter()
            .enumerate()
        {
            all.add_times(label, count);
        }
        Ok(all)
    };
    Ok(counts(0)?.compare(&counts(1)?))
}

/// So many outcomes, each seen in the reference, and two sizes of samples.
fn sample(inputs: &Value, from: usize) -> Result<Comparison<usize>, Failure> {
    let [k, n, m] = [0, 1, 2].map(|i| whole(&inputs[from + i]));
    let (k, n, m) = (k?, n?, m?);
    let mut reference = LabelCounts::of(0..k);
    reference.add_times(0, (n - k) as u64);
    let mut current = LabelCounts::new();
    current.add_times(0, m as u64);
    Ok(reference.compare(&current))
}

fn by_chance(inputs: &Value) -> Result<Answer, Failure> {
    let (both, probability) = (sample(inputs, 1)?, number(&inputs[4])?);
    macro_rules! level {
        ($divergence:expr) => {
            both.by_chance(&$divergence, probability)?.into()
        };
    }
    Ok(match inputs[0].as_str() {
        Some("Alpha") => level!(Alpha::new(3.0)?),
        Some("Bhattacharyya") => level!(Bhattacharyya),
        Some("ChiSquared") => level!(ChiSquared),
        Some("Hellinger") => level!(Hellinger),
        Some("Jeffreys") => level!(Jeffreys),
        Some("JensenShannon") => level!(JensenShannon),
        Some("KullbackLeibler") => level!(KullbackLeibler),
        Some("Renyi") => level!(Renyi::new(3.0)?),
        Some("TotalVariation") => level!(TotalVariation),
        Some("TriangularDiscrimination") => level!(TriangularDiscrimination),
        Some("Tsallis") => level!(Tsallis::new(3.0)?),
        other => return Err(format!("no divergence {other:?}").into()),
    })
}

fn of_histograms(function: &str, inputs: &Value) -> Result<Answer, Failure> {
    let histogram = |i: usize| -> Result<Histogram, Failure> {
        let counts: Vec<u64> = from_value(inputs[i + 1].clone())?;
        Ok(Histogram::from_counts(numbers(&inputs[i])?, counts, 0)?)
    };
    let (reference, current) = (histogram(0)?, histogram(2)?);
    let both = match function {
        "compare_spread" => reference.compare_spread(&current)?,
        "compare_on_shared_edges" => reference.compare_on_shared_edges(&current)?,
        other => return Err(unknown(other)),
    };
    Ok(counts(&both).into())
}

/// The counts of the reference, then those of the current column.
fn counts(both: &Comparison<Interval>) -> Vec<f64> {
    let side = |side: usize| {
        let each = both.outcomes().iter().map(move |outcome| match outcome {
            kl_core::drift::Outcome::Value(bin) => both.counts(bin)[side],
            kl_core::drift::Outcome::Missing => f64::NAN,
        });
        each.collect::<Vec<_>>()
    };
    [side(0), side(1)].concat()
}

fn edges(inputs: &Value) -> Result<Answer, Failure> {
    let (bins, column) = (whole(&inputs[1])?, numbers(&inputs[2])?);
    let rule = match inputs[0].as_str() {
        Some("quantiles") => BinRule::Quantiles(bins),
        Some("equal width") => BinRule::EqualWidth(bins),
        Some("freedman diaconis") => BinRule::FreedmanDiaconis,
        other => return Err(format!("no rule {other:?}").into()),
    };
    Ok(rule.edges(&column, Nan::RefusedIn("x"))?.into())
}
