//! Where the terms of a divergence cancel, as they do next to the best fit: there they are
//! computed again, with twice the digits.

use crate::float::scale::power_of_two;

/// Whether a divergence is so small beside its terms that they have to be computed with twice
/// the digits, and not so small that these are too few.
pub(crate) fn cancels(nats: f64, size: f64) -> bool {
    const TOO_MUCH: f64 = power_of_two(-40);
    nats < 0.25 * size && nats > TOO_MUCH * size
}
