//! What rounding makes of a number that is 0 or more.

/// What rounding made of a number that is 0 or more. NaN stays: `max` would hide it.
pub(crate) fn not_negative(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}
