//! The digits that snapshots keep.

/// Significant digits that a snapshot keeps.
///
/// The last digits of `ln` and its kin differ between the mathematical libraries of
/// operating systems. Twelve digits are the same on all of them.
pub const DIGITS: usize = 12;

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

/// The power of ten of the first digit.
pub(crate) fn exponent_of(x: f64) -> i32 {
    format!("{x:e}")
        .split_once('e')
        .and_then(|(_, power)| power.parse().ok())
        .unwrap_or(0)
}
