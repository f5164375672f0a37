//! Points of the unit cube, and what is made of them.

use crate::draws::Draws;

/// `count` random points, each of `dimension` numbers from 0 to 1; the same in each run.
///
/// ```
/// assert_eq!(claims::cube(3, 100).count(), 100);
/// assert!(claims::cube(3, 100).all(|x| x.len() == 3));
/// ```
pub fn cube(dimension: usize, count: usize) -> impl Iterator<Item = Vec<f64>> {
    let mut draws = Draws::new(dimension as u64);
    (0..count).map(move |_| (0..dimension).map(|_| draws.uniform()).collect())
}

/// The number as far between `low` and `high` as `x` is between 0 and 1.
///
/// ```
/// assert_eq!(claims::between(0.25, -1.0, 3.0), 0.0);
/// ```
#[must_use]
pub fn between(x: f64, low: f64, high: f64) -> f64 {
    (1.0 - x) * low + x * high
}

/// Probabilities in proportion to the entries. Zeros stay zeros; where all are zero, the first
/// outcome is certain.
///
/// ```
/// assert_eq!(claims::simplex(&[0.5, 0.0, 0.5]), [0.5, 0.0, 0.5]);
/// assert_eq!(claims::simplex(&[0.0, 0.0]), [1.0, 0.0]);
/// ```
#[must_use]
pub fn simplex(x: &[f64]) -> Vec<f64> {
    let sum: f64 = x.iter().sum();
    if sum > 0.0 {
        x.iter().map(|x| x / sum).collect()
    } else {
        (0..x.len())
            .map(|i| if i == 0 { 1.0 } else { 0.0 })
            .collect()
    }
}
