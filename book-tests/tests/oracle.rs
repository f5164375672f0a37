//! Every value of the book against what `oracle/book.py` computed at fifty digits and more.

use book_tests::CELLS;
use mdbook_cells::Value;
use std::collections::BTreeMap;
use std::error::Error;

/// How far a value may be from the oracle's, in ulp, if it is not in [`MORE`].
const TOLERANCE: f64 = 4.0;

/// Values that may be further off, by how their names begin, and why.
#[rustfmt::skip]
const MORE: &[(&str, f64, &str)] = &[
    ("coin/gibbs.least",                  1000.0, "the logarithm of a rounded ratio near one, and terms that cancel"),
    ("coin/evidence.total",                 32.0, "a plain sum of 1024 products"),
    ("gaussians/derivation.integrated",     16.0, "a plain sum of 4801 terms that cancel"),
    ("many-dimensions/plane.integrated",    32.0, "a plain sum of 160801 terms that cancel"),
    ("many-dimensions/exercise-three",      16.0, "the matrices are themselves products, rounded"),
    ("many-dimensions/overflow.accurate",   12.0, "200 dimensions: kl-core states 8 ulp times the condition number"),
];

/// A tolerance of [`MORE`] that is this many times the error could be tightened.
const SLACK: f64 = 4.0;

#[test]
fn every_value_agrees() -> Result<(), Box<dyn Error>> {
    let mut expected = expected()?;
    let mut wrong = Vec::new();
    for cell in CELLS {
        for (name, value) in cell.run()?.values {
            let full = format!("{}/{}.{name}", cell.chapter, cell.name);
            let readings = match value {
                Value::Integer(n) => vec![(full, n as f64)],
                Value::Number(x) => vec![(full, x)],
                Value::Quantity(readings) => readings
                    .into_iter()
                    .map(|(unit, x)| (format!("{full}.{unit}"), x))
                    .collect(),
                // A picture is drawn from such numbers; its own test is its snapshot.
                _ => continue,
            };
            for (name, got) in readings {
                match expected.remove(&name) {
                    None => wrong.push(format!("{name} is unknown to oracle/book.py: add it")),
                    Some(text) => wrong.extend(compare(&name, got, &text)?),
                }
            }
        }
    }
    wrong.extend(
        expected
            .keys()
            .map(|name| format!("{name} of oracle/book.py is no value of the book: take it out")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// What is wrong with a value, if anything is.
fn compare(name: &str, got: f64, expected: &str) -> Result<Option<String>, Box<dyn Error>> {
    let expected: f64 = expected.parse()?;
    let error = if got == expected {
        0.0
    } else {
        (got - expected).abs() / ulp(expected)
    };
    println!("{name}: {error} ulp");
    let more = MORE.iter().find(|(start, _, _)| name.starts_with(start));
    let tolerance = more.map_or(TOLERANCE, |&(_, tolerance, _)| tolerance);
    // NaN is never within a tolerance.
    let within = error <= tolerance;
    Ok(if !within {
        Some(format!(
            "{name} is {got:e}, the oracle has {expected:e}: {error} ulp"
        ))
    } else if more.is_some() && tolerance > SLACK * error.max(TOLERANCE) {
        Some(format!(
            "{name}: {tolerance} could be tightened, it is {error}"
        ))
    } else {
        None
    })
}

/// The distance from a double to the next one further from zero.
fn ulp(x: f64) -> f64 {
    x.abs().next_up() - x.abs()
}

fn expected() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../oracle/data/book.json");
    let data: BTreeMap<String, Vec<(String, String)>> =
        serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let rows = data.into_values().flatten().collect::<Vec<_>>();
    let count = rows.len();
    let map: BTreeMap<_, _> = rows.into_iter().collect();
    assert_eq!(map.len(), count, "oracle/book.py gives a value twice");
    Ok(map)
}
