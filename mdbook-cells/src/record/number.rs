//! Numbers on their way into the text.

use crate::record::digits::{DIGITS, exponent_of};

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
}
