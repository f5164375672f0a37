//! Every value of the book against what `oracle/book` computed with many more digits.

use book_tests::CELLS;
use mdbook_cells::Value;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;

/// How far a value may be from the oracle's, in ulp, if the oracle says no other number and why.
const TOLERANCE: f64 = 4.0;

/// A tolerance of the oracle's that is this many times the error could be tightened.
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
                    None => wrong.push(format!(
                        "{name} is unknown: add it to oracle/book/{}.py",
                        cell.chapter
                    )),
                    Some(row) => wrong.extend(compare(&name, got, &row)?),
                }
            }
        }
    }
    wrong.extend(
        expected
            .keys()
            .map(|name| format!("{name} of oracle/book is no value of the book: take it out")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// What is wrong with a value, if anything is.
fn compare(name: &str, got: f64, row: &Row) -> Result<Option<String>, Box<dyn Error>> {
    let expected: f64 = row.value.parse()?;
    let error = if got == expected {
        0.0
    } else {
        (got - expected).abs() / ulp(expected)
    };
    println!("{name}: {error} ulp");
    let tolerance = row.ulp.unwrap_or(TOLERANCE);
    // NaN is never within a tolerance.
    let within = error <= tolerance;
    Ok(if !within {
        Some(format!(
            "{name} is {got:e}, the oracle has {expected:e}: {error} ulp"
        ))
    } else if tolerance > SLACK * error.max(TOLERANCE) {
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

/// What the oracle says of a value.
struct Row {
    value: String,
    /// How far the book's may be from it, where that is more than [`TOLERANCE`].
    ulp: Option<f64>,
}

/// A line of the data: the value's name and text, and perhaps a tolerance and the reason for it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Close(String, String),
    Loose(String, String, f64, String),
}

fn expected() -> Result<BTreeMap<String, Row>, Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../oracle/data/book");
    let mut map = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let text = std::fs::read_to_string(entry?.path())?;
        let data: BTreeMap<String, Vec<Line>> = serde_json::from_str(&text)?;
        for line in data.into_values().flatten() {
            let (name, row) = match line {
                Line::Close(name, value) => (name, Row { value, ulp: None }),
                Line::Loose(name, value, ulp, why) => {
                    assert!(!why.is_empty(), "{name}: a tolerance needs a reason");
                    (
                        name,
                        Row {
                            value,
                            ulp: Some(ulp),
                        },
                    )
                }
            };
            assert!(
                map.insert(name.clone(), row).is_none(),
                "oracle/book gives {name} twice"
            );
        }
    }
    Ok(map)
}
