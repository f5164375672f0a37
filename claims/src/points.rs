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

/// Probabilities none of which is near zero: in proportion to the entries and a fifth.
///
/// For claims that divide by probabilities, where small ones would need long sequences.
///
/// ```
/// assert_eq!(claims::interior(&[0.8, 0.0, 0.8]), [1.0 / 2.2, 0.2 / 2.2, 1.0 / 2.2]);
/// ```
#[must_use]
pub fn interior(x: &[f64]) -> Vec<f64> {
    let entries: Vec<f64> = x.iter().map(|x| 0.2 + x).collect();
    simplex(&entries)
}

/// Where an increasing function is zero between `low` and `high`, to the last digit, by halving.
/// One that is nowhere zero there ends at an end.
///
/// The ends only say where to look: the root is the same for others about it.
///
/// ```
/// let root = claims::root(0.0, 10.0, |x| x * x - 2.0);
/// assert!((root - 2.0_f64.sqrt()).abs() < 1e-15);
/// ```
#[must_use]
pub fn root(mut low: f64, mut high: f64, function: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * low + 0.5 * high;
        if middle <= low || middle >= high {
            break;
        }
        if function(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * low + 0.5 * high
}
