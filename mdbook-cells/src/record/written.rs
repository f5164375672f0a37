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
                closeness,
            } => {
                let (word, x) = match closeness {
                    Closeness::Deviation(x) => ("deviation", x),
                    Closeness::Slack(x) => ("slack", x),
                };
                write!(f, "check {kind} {points} {word} {}", write_number(*x))
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
            "check" => {
                let [kind, points, word, x] = rest.split(' ').collect::<Vec<_>>()[..] else {
                    return None;
                };
                let x = x.parse().ok()?;
                Some(Value::Check {
                    kind: kind.to_owned(),
                    points: points.parse().ok()?,
                    closeness: match word {
                        "deviation" => Closeness::Deviation(x),
                        "slack" => Closeness::Slack(x),
                        _ => return None,
                    },
                })
            }
            _ => None,
        }
    }
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
                closeness: Closeness::Deviation(1e-14),
            },
        ] {
            let text = value.to_string();
            let back = Value::parse(&text).map(|v| v.to_string());
            assert_eq!(back.as_deref(), Some(text.as_str()));
        }
        assert_eq!(
            Value::Number(1.0 / 3.0).to_string(),
            "number 0.333333333333"
        );
    }
}
