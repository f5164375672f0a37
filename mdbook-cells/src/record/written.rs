//! Values as snapshots have them, written and read back.

use crate::record::digits::write_number;
use crate::record::value::{Closeness, Value};
use std::fmt;

/// A value as its snapshot writes it, on one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Integer(n) => write!(f, "integer {n}"),
            Value::Number(x) => write!(f, "number {}", write_number(*x)),
            Value::Quantity(readings) => {
                write!(f, "quantity")?;
                for (i, (unit, x)) in readings.iter().enumerate() {
                    let and = if i == 0 { "" } else { " =" };
                    write!(f, "{and} {} {unit}", write_number(*x))?;
                }
                Ok(())
            }
            Value::Picture(_) => write!(f, "picture"),
            Value::Check {
                kind,
                points,
                instances,
                closeness,
            } => {
                let (word, x) = match closeness {
                    Closeness::Deviation(x) => ("deviation", x),
                    Closeness::Slack(x) => ("slack", x),
                };
                write!(f, "check {kind} {points} ")?;
                if instances != points {
                    write!(f, "in {instances} ")?;
                }
                write!(f, "{word} {}", write_number(*x))
            }
        }
    }
}

impl Value {
    /// Reads what [`Display`](fmt::Display) wrote. A picture comes back empty: its text is a
    /// file of its own.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
        match kind {
            "integer" => Some(Value::Integer(rest.parse().ok()?)),
            "number" => Some(Value::Number(rest.parse().ok()?)),
            "quantity" => rest
                .split(" = ")
                .map(|reading| {
                    let (x, unit) = reading.split_once(' ')?;
                    Some((unit.to_owned(), x.parse().ok()?))
                })
                .collect::<Option<Vec<_>>>()
                .map(Value::Quantity),
            "picture" => Some(Value::Picture(String::new())),
            "check" => check(rest),
            _ => None,
        }
    }
}

/// Reads what follows the word `check`. The kind may have several words.
fn check(text: &str) -> Option<Value> {
    let words: Vec<&str> = text.split(' ').collect();
    let place = words
        .iter()
        .position(|word| word.parse::<usize>().is_ok())?;
    let (kind, rest) = words.split_at(place);
    let (points, instances, word, x) = match rest {
        [points, "in", instances, word, x] => (points, instances, word, x),
        [points, word, x] => (points, points, word, x),
        _ => return None,
    };
    let x = x.parse().ok()?;
    Some(Value::Check {
        kind: kind.join(" "),
        points: points.parse().ok()?,
        instances: instances.parse().ok()?,
        closeness: match *word {
            "deviation" => Closeness::Deviation(x),
            "slack" => Closeness::Slack(x),
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_its_snapshot() {
        for value in [
            Value::Integer(-12),
            Value::Number(1.0 / 3.0),
            Value::Number(f64::INFINITY),
            Value::Number(-1.5e-300),
            Value::Quantity(vec![("nats".into(), 0.5), ("bits".into(), 0.72)]),
            Value::Check {
                kind: "equality".into(),
                points: 12,
                instances: 12,
                closeness: Closeness::Deviation(1e-14),
            },
            Value::Check {
                kind: "local optimum".into(),
                points: 816,
                instances: 1,
                closeness: Closeness::Slack(0.25),
            },
        ] {
            let text = value.to_string();
            let back = Value::parse(&text).map(|v| v.to_string());
            assert_eq!(back.as_deref(), Some(text.as_str()));
        }
        for wrong in [
            "check",
            "check limit",
            "check limit 3 in deviation 1",
            "check limit 3 slack",
        ] {
            assert!(Value::parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(
            Value::Number(1.0 / 3.0).to_string(),
            "number 0.333333333333"
        );
    }
}
