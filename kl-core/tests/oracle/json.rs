//! The oracle's numbers, as they stand in JSON.

use serde_json::Value;
use std::error::Error;

/// What went wrong; it crosses threads.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// JSON has no infinity and no NaN: they are texts.
pub(crate) fn number(value: &Value) -> Result<f64, Failure> {
    match value.as_str() {
        Some(text) => Ok(text.parse()?),
        None => value.as_f64().ok_or_else(|| not("a number", value)),
    }
}

pub(crate) fn numbers(value: &Value) -> Result<Vec<f64>, Failure> {
    let all = value.as_array().ok_or_else(|| not("a list", value))?;
    all.iter().map(number).collect()
}

pub(crate) fn not(what: &str, value: &Value) -> Failure {
    format!("{value} is not {what}").into()
}

/// How many doubles lie between the two, counting one end.
pub(crate) fn ulps_between(a: f64, b: f64) -> f64 {
    // The bits of doubles of one sign are ordered like the doubles.
    let place = |x: f64| {
        let bits = x.abs().to_bits() as i64;
        if x < 0.0 { -bits } else { bits }
    };
    place(a).abs_diff(place(b)) as f64
}
