//! What a cell gives to the text: numbers, pictures and reports of checks.

use crate::record::number::Numeric;

/// Something that a cell gives to the book. `Display` writes it as snapshots have it.
///
/// ```
/// use mdbook_cells::Value;
///
/// let third = Value::Number(1.0 / 3.0);
/// assert_eq!(third.to_string(), "number 0.333333333333");
///
/// // The same quantity in two units; a page chooses with `{{cell.h.bits:.2}}`.
/// let h = Value::Quantity(vec![("nats".into(), 0.5), ("bits".into(), 0.75)]);
/// assert_eq!(h.to_string(), "quantity 0.5 nats = 0.75 bits");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// A whole number.
    Integer(i128),
    /// A number.
    Number(f64),
    /// A quantity read in several units: the unit's name, and the number in that unit.
    Quantity(Vec<(String, f64)>),
    /// A picture, as the text of an SVG.
    Picture(String),
    /// How a claim was checked.
    Check {
        /// What was claimed: an equality, a limit, …
        kind: String,
        /// How many points were tried.
        points: usize,
        /// In how many instances: each point is one, unless a claim is about many points together,
        /// as a limit is.
        instances: usize,
        /// How closely it held.
        closeness: Closeness,
    },
}

/// How closely a claim held.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Closeness {
    /// Two sides differed by no more than this.
    Deviation(f64),
    /// Two sides came no closer than this.
    Slack(f64),
}

impl Value {
    /// The number, or the number in the unit that is asked for.
    ///
    /// # Errors
    ///
    /// A sentence that says which unit is missing, or which ones there are.
    pub(crate) fn number(&self, name: &str, unit: Option<&str>) -> Result<Numeric, String> {
        match (self, unit) {
            (Value::Integer(n), None) => Ok(Numeric::Integer(*n)),
            (Value::Number(x), None) => Ok(Numeric::Float(*x)),
            (Value::Quantity(readings), None) => Err(format!(
                "value `{name}` has units: choose one of {}",
                list_units(readings)
            )),
            (Value::Quantity(readings), Some(unit)) => readings
                .iter()
                .find(|(have, _)| have == unit)
                .map(|&(_, x)| Numeric::Float(x))
                .ok_or_else(|| {
                    format!(
                        "value `{name}` cannot be read in `{unit}`: choose one of {}",
                        list_units(readings)
                    )
                }),
            (Value::Picture(_), _) => Err(format!(
                "value `{name}` is a picture: show it as ![caption](…{}.svg)",
                ".snap"
            )),
            (Value::Check { .. }, _) => Err(format!(
                "`{name}` is a check, which the page of claims lists"
            )),
            (_, Some(unit)) => Err(format!(
                "value `{name}` is a plain number: leave out `.{unit}`"
            )),
        }
    }
}

fn list_units(readings: &[(String, f64)]) -> String {
    readings
        .iter()
        .map(|(unit, _)| format!("`.{unit}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_chosen_where_there_are_several() {
        let kl = Value::Quantity(vec![("nats".into(), 0.5), ("bits".into(), 0.72)]);
        assert_eq!(kl.number("kl", Some("bits")), Ok(Numeric::Float(0.72)));
        let none = kl.number("kl", None);
        assert!(none.is_err_and(|e| e.contains("`.nats`, `.bits`")));
        assert!(kl.number("kl", Some("dits")).is_err());
        assert!(Value::Number(1.0).number("x", Some("bits")).is_err());
    }
}
