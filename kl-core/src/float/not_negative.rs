//! Results that cannot be negative, after rounding.

/// x, or 0 where rounding made a result negative that cannot be. NaN stays: `max` would hide
/// it.
pub(crate) fn not_negative(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}
