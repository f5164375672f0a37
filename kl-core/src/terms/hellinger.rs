//! What one outcome adds to the squared Hellinger distance.

use crate::float::scale::power_of_two;

/// (√p − √q)²: what one outcome adds to twice the squared distance.
pub(crate) fn hellinger_term(p: f64, q: f64) -> f64 {
    if p == q {
        return 0.0;
    }
    // √p − √q = (p − q)/(√p + √q), whose numerator is exact where it is small;
    // and the square of its denominator has fewer roundings when expanded.
    let d = p - q;
    d * (d / (p + q + 2.0 * (p.sqrt() * q.sqrt())))
}

/// Brings the smallest difference of two probabilities well above the subnormals.
pub(crate) const UP: f64 = power_of_two(512); // an even power
