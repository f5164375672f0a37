//! Where the terms of a divergence cancel, as they do next to the best fit: there they are
//! computed again, with twice the digits.

use crate::float::scale::power_of_two;

/// Whether a divergence is so small beside its terms that they have to be computed with twice
/// the digits, and not so small that these are too few.
pub(crate) fn cancels(nats: f64, size: f64) -> bool {
    const TOO_MUCH: f64 = power_of_two(-40);
    nats < 0.25 * size && nats > TOO_MUCH * size
}

/// The size of the rounding errors of eʷ − 1 − w where w is a sum of terms of size `of_w`, and
/// `slope` is eʷ − 1.
///
/// Next to the best fit w is next to 0 and the divergence may be smaller than any term of w, of
/// which each has roundings of its own. Next to the largest doubles it counts for nothing: there
/// is no room for twice the digits.
pub(crate) fn rounding_of_exponential(w: f64, slope: f64, of_w: f64) -> f64 {
    const NEAR: f64 = 0.1;
    const FAR: f64 = 600.0;
    let roundings = match w.abs() {
        near if near < NEAR => 8.0,
        far if far > FAR => 0.0,
        _ => 2.0,
    };
    roundings * (of_w * slope.abs())
}
