//! What a cell gives to the text: numbers and pictures.

use std::fmt;

/// Significant digits that a snapshot keeps.
///
/// The last digits of `ln` and its kin differ between the mathematical libraries of
/// operating systems. Twelve digits are the same on all of them.
pub const DIGITS: usize = 12;

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

/// A number on its way into the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Numeric {
    Integer(i128),
    Float(f64),
}

/// How a number is set: `.2` is two digits after the point, `.2e` the same as a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) decimals: usize,
    pub(crate) scientific: bool,
}

impl Format {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('.')?;
        let (digits, scientific) = match digits.strip_suffix('e') {
            Some(digits) => (digits, true),
            None => (digits, false),
        };
        Some(Self {
            decimals: digits.parse().ok()?,
            scientific,
        })
    }
}

/// Where a number is set decides how its minus, its power of ten and its infinity are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// In a sentence: −1.5 × 10⁻⁹, ∞.
    Prose,
    /// In LaTeX: -1.5 \times 10^{-9}, \infty.
    Math,
}

impl Numeric {
    /// The number as text.
    ///
    /// # Errors
    ///
    /// A sentence for the author: no format given, or more digits than the snapshot holds.
    pub(crate) fn set(self, format: Option<Format>, setting: Setting) -> Result<String, String> {
        let x = match (self, format) {
            (Numeric::Integer(n), None) => return Ok(minus(&n.to_string(), setting)),
            (Numeric::Integer(_), Some(_)) => {
                return Err("it is a whole number: leave out the format".into());
            }
            (Numeric::Float(x), _) if x.is_infinite() => {
                let infinity = match setting {
                    Setting::Prose => "∞",
                    Setting::Math => "\\infty ",
                };
                return Ok(minus(
                    &format!("{}{infinity}", if x < 0.0 { "-" } else { "" }),
                    setting,
                ));
            }
            (Numeric::Float(_), None) => {
                return Err("say how many digits to show, such as `:.2` or `:.2e`".into());
            }
            (Numeric::Float(x), Some(_)) => x,
        };
        let Some(format) = format else {
            unreachable!("a float without a format was refused above")
        };
        let decimals = format.decimals;
        let exponent = exponent_of(x);
        let significant = if format.scientific || x == 0.0 {
            decimals + 1
        } else {
            let last = i64::try_from(decimals).unwrap_or(i64::MAX);
            usize::try_from(last.saturating_add(i64::from(exponent) + 1)).unwrap_or(0)
        };
        if significant > DIGITS {
            return Err(format!(
                "it asks for {significant} significant digits; a snapshot holds {DIGITS}"
            ));
        }
        if !format.scientific {
            let text = format!("{x:.decimals$}");
            // What rounds to nothing has no sign.
            let zero = !text.contains(|c: char| c.is_ascii_digit() && c != '0');
            let text = text.strip_prefix('-').filter(|_| zero).unwrap_or(&text);
            return Ok(minus(text, setting));
        }
        let text = format!("{x:.decimals$e}");
        let Some((mantissa, power)) = text.split_once('e') else {
            unreachable!("`e` formatting always writes an e")
        };
        Ok(match setting {
            // Not to be broken at the sign.
            Setting::Prose => format!(
                "{}\u{a0}×\u{a0}10{}",
                minus(mantissa, setting),
                superscript(power)
            ),
            Setting::Math => format!("{mantissa} \\times 10^{{{power}}}"),
        })
    }
}

/// The power of ten of the first digit.
fn exponent_of(x: f64) -> i32 {
    format!("{x:e}")
        .split_once('e')
        .and_then(|(_, power)| power.parse().ok())
        .unwrap_or(0)
}

fn minus(text: &str, setting: Setting) -> String {
    match setting {
        Setting::Prose => text.replace('-', "−"),
        Setting::Math => text.to_owned(),
    }
}

fn superscript(power: &str) -> String {
    power
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            other => other,
        })
        .collect()
}

/// Writes a number with the digits that a snapshot keeps, in the shortest form.
pub(crate) fn write_number(x: f64) -> String {
    if !x.is_finite() {
        return x.to_string();
    }
    let last = DIGITS - 1;
    // Parsing what was just printed cannot fail; `x` itself is the only sensible fallback.
    let rounded: f64 = format!("{x:.last$e}").parse().unwrap_or(x);
    if rounded == 0.0 || (-5..15).contains(&exponent_of(rounded)) {
        format!("{rounded}")
    } else {
        format!("{rounded:e}")
    }
}

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

    fn set(x: f64, format: &str, setting: Setting) -> Result<String, String> {
        Numeric::Float(x).set(Format::parse(format), setting)
    }

    #[test]
    fn numbers_are_set_for_where_they_stand() {
        let of = |x, format, setting| set(x, format, setting).unwrap_or_default();
        assert_eq!(of(0.736_965, ".2", Setting::Prose), "0.74");
        assert_eq!(of(-0.848, ".1", Setting::Prose), "−0.8");
        assert_eq!(of(-0.001, ".2", Setting::Prose), "0.00");
        assert_eq!(of(-0.848, ".1", Setting::Math), "-0.8");
        assert_eq!(of(1.5e-24, ".1e", Setting::Prose), "1.5\u{a0}×\u{a0}10⁻²⁴");
        assert_eq!(of(1.5e-24, ".1e", Setting::Math), "1.5 \\times 10^{-24}");
        assert_eq!(of(f64::INFINITY, ".1", Setting::Prose), "∞");
        assert_eq!(of(f64::INFINITY, "", Setting::Math), "\\infty ");
        assert_eq!(
            Numeric::Integer(-3).set(None, Setting::Prose).as_deref(),
            Ok("−3")
        );
    }

    #[test]
    fn more_digits_than_there_are_is_refused() {
        assert!(set(0.5, ".12", Setting::Prose).is_ok());
        assert!(set(0.05, ".13", Setting::Prose).is_ok());
        assert!(set(0.5, ".13", Setting::Prose).is_err());
        assert!(set(123.0, ".10", Setting::Prose).is_err());
        assert!(set(0.5, ".12e", Setting::Prose).is_err());
        assert!(set(0.5, "", Setting::Prose).is_err());
        assert!(
            Numeric::Integer(1)
                .set(Format::parse(".2"), Setting::Prose)
                .is_err()
        );
    }

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
