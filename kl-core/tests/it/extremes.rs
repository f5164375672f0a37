//! What the tests of bad input share: the ends of what a parameter may be.

pub(crate) const POSITIVE: [f64; 12] = [
    5e-324,
    1e-310,
    f64::MIN_POSITIVE,
    1e-160,
    0.25,
    1.0,
    1.0 + f64::EPSILON,
    3.0,
    1e160,
    1e300,
    f64::MAX / 2.0,
    f64::MAX,
];

pub(crate) const REAL: [f64; 8] = [0.0, 5e-324, 0.5, 1.0, -1.0, 1e154, f64::MAX, -f64::MAX];

/// All combinations for which the constructor returns a distribution.
pub(crate) fn all<T, E, A: Copy, B: Copy>(
    first: &[A],
    second: &[B],
    new: impl Fn(A, B) -> Result<T, E>,
) -> Vec<T> {
    let pairs = first
        .iter()
        .flat_map(|&a| second.iter().map(move |&b| (a, b)));
    pairs.filter_map(|(a, b)| new(a, b).ok()).collect()
}
