//! The search for a counterexample of an inequality.

use crate::check::{inequality_report, slack};
use crate::draws::Draws;
use crate::points::cube;
use crate::report::{Counterexample, Report, Sides};

/// Points at random, and on the boundary.
const RANDOM: usize = 2000;
const BOUNDARY: usize = 1000;
/// The points of least slack, of either kind, from which the search goes downhill, and how far.
const STARTS: usize = 4;
const STEPS: usize = 40;

/// The first side is nowhere in the unit cube of `dimension` numbers larger than the second.
///
/// The search looks at 2 000 random points and 1 000 on the boundary, where some of the
/// numbers are 0, 1, or within 1e-9 of them; then it goes downhill from the four points of least
/// slack of each kind, along the gradient of the slack, which it takes by differences.
///
/// ```
/// // x(1 − x) ≤ 1/4, with equality at 1/2: the search finds where they meet.
/// let report = claims::inequality(1, |x| Ok((x[0] * (1.0 - x[0]), 0.25)))?;
/// assert_eq!(report.closeness(), claims::Closeness::Slack(0.0));
///
/// // With a little less than 1/4 the search finds the points where it fails.
/// assert!(claims::inequality(1, |x| Ok((x[0] * (1.0 - x[0]), 0.25 - 1e-10))).is_err());
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// Where both sides are the same infinity, nothing is said of their slack.
///
/// # Errors
///
/// A point where the first side is larger by more than rounding (1e-12 relative to the larger and
/// 1), or where a side is not a number or cannot be computed; sides that are nowhere both finite;
/// and a dimension of 0, where there is nothing to search.
pub fn inequality(
    dimension: usize,
    mut sides: impl FnMut(&[f64]) -> Sides,
) -> Result<Report, Counterexample> {
    if dimension == 0 {
        return Err(Counterexample::new("a search needs a number to vary"));
    }
    let mut tried = 0;
    let mut slack_at = |x: &[f64]| {
        tried += 1;
        slack(&x, sides(x))
    };
    let mut least = f64::INFINITY;
    // Where the sides meet all along the boundary, nothing leads from there to anywhere else.
    let inside: Vec<_> = cube(dimension, RANDOM).collect();
    for points in [inside, boundary(dimension).collect()] {
        let mut found = Vec::with_capacity(points.len());
        for x in points {
            found.push((slack_at(&x)?, x));
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (start, x) in found.into_iter().take(STARTS) {
            least = least.min(downhill(start, x, &mut slack_at)?);
        }
    }
    inequality_report(tried, least)
}

/// Random points of which some of the numbers are at an end, or next to one.
fn boundary(dimension: usize) -> impl Iterator<Item = Vec<f64>> {
    let mut draws = Draws::new(u64::MAX);
    (0..BOUNDARY).map(move |_| {
        (0..dimension)
            .map(|_| match draws.index(&[1.0; 8]) {
                0 | 1 => 0.0,
                2 => 1.0,
                3 => 1e-9 * draws.uniform(),
                4 => 1.0 - 1e-9 * draws.uniform(),
                _ => draws.uniform(),
            })
            .collect()
    })
}

/// The least slack found on the way down from a point.
fn downhill(
    mut least: f64,
    mut x: Vec<f64>,
    slack_at: &mut impl FnMut(&[f64]) -> Result<f64, Counterexample>,
) -> Result<f64, Counterexample> {
    let mut step = 0.1;
    for _ in 0..STEPS {
        if !least.is_finite() {
            break;
        }
        let gradient = gradient(least, &x, slack_at)?;
        let length = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
        if length == 0.0 || !length.is_finite() {
            break;
        }
        let next: Vec<f64> = x
            .iter()
            .zip(&gradient)
            .map(|(x, g)| (x - step * g / length).clamp(0.0, 1.0))
            .collect();
        let there = slack_at(&next)?;
        if there < least {
            (least, x) = (there, next);
            step *= 1.5;
        } else {
            step *= 0.3;
        }
    }
    Ok(least)
}

/// The gradient of the slack, by differences towards the middle of the cube.
fn gradient(
    here: f64,
    x: &[f64],
    slack_at: &mut impl FnMut(&[f64]) -> Result<f64, Counterexample>,
) -> Result<Vec<f64>, Counterexample> {
    let mut there = x.to_vec();
    let mut gradient = Vec::with_capacity(x.len());
    for i in 0..x.len() {
        let h = if x[i] < 0.5 { 1e-6 } else { -1e-6 };
        there[i] = x[i] + h;
        gradient.push((slack_at(&there)? - here) / h);
        there[i] = x[i];
    }
    Ok(gradient)
}
