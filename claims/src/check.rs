//! Checks at given points.

use crate::draws::Draws;
use crate::report::{Counterexample, Kind, ROUNDING, Report, Sides, at_most, least_slack};
use std::error::Error;
use std::fmt::Debug;

/// How far sides may deviate that should be equal, unless a check says otherwise.
const TOLERANCE: f64 = 1e-12;

/// Both sides are equal at each point, but for rounding.
///
/// The deviation is |l − r| / max(|l|, |r|, 1), and may be up to 1e-12. Two equal infinities do
/// not deviate.
///
/// ```
/// let report = claims::equality(0..=90, |degrees| {
///     let x = f64::from(degrees).to_radians();
///     Ok((x.sin().powi(2) + x.cos().powi(2), 1.0))
/// })?;
/// assert_eq!(report.points(), 91);
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// The first point where the sides deviate more, are not numbers, or cannot be computed; and a
/// list without points.
pub fn equality<P: Clone + Debug>(
    points: impl IntoIterator<Item = P>,
    sides: impl FnMut(P) -> Sides,
) -> Result<Report, Counterexample> {
    equality_within(TOLERANCE, points, sides)
}

/// As [`equality`], but the sides may deviate by `tolerance`: where one of them is a numerical
/// integral, a difference quotient or a mean of draws.
///
/// # Errors
///
/// As [`equality`]; and a tolerance that is not between 0 and 1.
pub fn equality_within<P: Clone + Debug>(
    tolerance: f64,
    points: impl IntoIterator<Item = P>,
    mut sides: impl FnMut(P) -> Sides,
) -> Result<Report, Counterexample> {
    check_tolerance(tolerance)?;
    let (mut tried, mut worst) = (0, 0.0);
    for point in points {
        let (left, right) = sides(point.clone()).map_err(|e| failed(&point, &*e))?;
        let deviation = deviation(left, right);
        // NaN is never within a tolerance.
        let within = deviation <= tolerance;
        if !within {
            return Err(Counterexample::new(format!(
                "the equality fails at {point:?}: {left} and {right}, a deviation of {deviation:.0e}"
            )));
        }
        worst = f64::max(worst, deviation);
        tried += 1;
    }
    report(Kind::Equality, tried, || at_most(worst))
}

/// The first side is nowhere larger than the second.
///
/// For a few points that can be listed; where there is a continuum, [`inequality`](crate::inequality) searches it.
///
/// ```
/// let report = claims::inequality_at(1..=100, |n| {
///     let n = f64::from(n);
///     Ok((n, n * n))
/// })?;
/// assert_eq!(report.to_string(), "inequality: 100 points, no slack");
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// The first point where the first side is larger by more than rounding (1e-12 relative to the
/// larger and 1), or where a side is not a number or cannot be computed; a list without points; and
/// sides that are nowhere both finite, because nothing was compared.
pub fn inequality_at<P: Clone + Debug>(
    points: impl IntoIterator<Item = P>,
    mut sides: impl FnMut(P) -> Sides,
) -> Result<Report, Counterexample> {
    let (mut tried, mut least) = (0, f64::INFINITY);
    for point in points {
        least = least.min(slack(&point, sides(point.clone()))?);
        tried += 1;
    }
    inequality_report(tried, least)
}

/// The terms tend to `limit`: the last is within `tolerance` of it and closer than the first, and
/// the second half of them stays closer than the first half ever was, or within `tolerance`. Terms
/// that are the limit from the first on, but for rounding, tend to it, too.
///
/// The limit may be infinite: then the terms must pass 1 / `tolerance`.
///
/// ```
/// // (1 + 1/n)ⁿ → e, along n = 2, 4, 8, …
/// claims::limit(std::f64::consts::E, 1e-5, 1..=20, |k| {
///     let n = f64::from(k).exp2();
///     Ok((1.0 + 1.0 / n).powf(n))
/// })?;
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// The term that is too far off, is not a number or cannot be computed; fewer than four terms; a
/// limit that is not a number, and a tolerance that is not between 0 and 1.
pub fn limit<P: Clone + Debug>(
    limit: f64,
    tolerance: f64,
    terms: impl IntoIterator<Item = P>,
    mut term: impl FnMut(P) -> Result<f64, Box<dyn Error>>,
) -> Result<Report, Counterexample> {
    check_tolerance(tolerance)?;
    if limit.is_nan() {
        return Err(Counterexample::new("nothing tends to NaN"));
    }
    let mut distances = Vec::new();
    for n in terms {
        let value = term(n.clone()).map_err(|e| failed(&n, &*e))?;
        if value.is_nan() {
            return Err(not_a_number(&n));
        }
        let distance = if limit.is_infinite() {
            // The wrong sign is far from an infinity.
            1.0 / (value * limit.signum()).max(f64::MIN_POSITIVE)
        } else {
            (value - limit).abs()
        };
        distances.push((n, value, distance));
    }
    let n = distances.len();
    if n < 4 {
        return Err(Counterexample::new(format!(
            "{n} terms are too few for a limit: give four or more"
        )));
    }
    let (first, second) = distances.split_at(n / 2);
    let closest = first.iter().map(|d| d.2).fold(f64::INFINITY, f64::min);
    for (at, value, distance) in second {
        // Once within the tolerance, rounding may move it to and fro.
        if *distance > closest.max(tolerance) {
            return Err(Counterexample::new(format!(
                "the term at {at:?} is {value}, no closer to {limit} than earlier ones"
            )));
        }
    }
    let (at, value, last) = &distances[n - 1];
    if *last > tolerance {
        return Err(Counterexample::new(format!(
            "the last term, at {at:?}, is {value}, which is not within {tolerance:e} of {limit}"
        )));
    }
    // However wide the tolerance is, terms that stay where they are tend to no other place.
    let rounding = ROUNDING
        * if limit.is_finite() {
            limit.abs().max(1.0)
        } else {
            0.0
        };
    if *last > rounding && *last >= distances[0].2 {
        return Err(Counterexample::new(format!(
            "the last term, at {at:?}, is {value}, no closer to {limit} than the first"
        )));
    }
    report(Kind::Limit, n, || at_most(*last))
}

/// The function is nowhere smaller near `point` than at it.
///
/// Steps away from it in each direction of the axes and 200 random ones, 0.1 to 0.0001 long. So a
/// point that is off by less than half the shortest step may pass.
///
/// ```
/// let report = claims::minimum(&[1.0, 2.0], |x| {
///     Ok((x[0] - 1.0).powi(2) + (x[1] - 2.0).powi(2))
/// })?;
/// assert_eq!(report.kind(), claims::Kind::Optimum);
/// assert!(claims::minimum(&[1.0], |x| Ok(x[0])).is_err());
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// A point nearby where the function is smaller by more than rounding, is not a number, or cannot
/// be computed. A function that is flat all around, or not finite at the point, has no minimum
/// here, and is an error, too.
pub fn minimum(
    point: &[f64],
    function: impl FnMut(&[f64]) -> Result<f64, Box<dyn Error>>,
) -> Result<Report, Counterexample> {
    optimum(point, 1.0, "smaller", function)
}

/// The function is nowhere larger near `point` than at it; as [`minimum`].
///
/// # Errors
///
/// As [`minimum`].
pub fn maximum(
    point: &[f64],
    function: impl FnMut(&[f64]) -> Result<f64, Box<dyn Error>>,
) -> Result<Report, Counterexample> {
    optimum(point, -1.0, "larger", function)
}

fn optimum(
    point: &[f64],
    sign: f64,
    worse: &str,
    mut function: impl FnMut(&[f64]) -> Result<f64, Box<dyn Error>>,
) -> Result<Report, Counterexample> {
    let at = function(point).map_err(|e| failed(&point, &*e))?;
    if !at.is_finite() {
        return Err(Counterexample::new(format!(
            "at {point:?} it is {at}, with which nothing can be compared"
        )));
    }
    let mut draws = Draws::new(point.len() as u64);
    let axes = (0..point.len()).flat_map(|axis| {
        [1.0, -1.0].map(|side| {
            let mut direction = vec![0.0; point.len()];
            direction[axis] = side;
            direction
        })
    });
    let mut directions: Vec<Vec<f64>> = axes.collect();
    for _ in 0..200 {
        let direction: Vec<f64> = point.iter().map(|_| draws.normal()).collect();
        let length = direction.iter().map(|d| d * d).sum::<f64>().sqrt();
        directions.push(direction.iter().map(|d| d / length).collect());
    }
    let (mut tried, mut largest, mut least) = (0, 0.0, f64::INFINITY);
    for step in [1e-1, 1e-2, 1e-3, 1e-4] {
        for direction in &directions {
            let there: Vec<f64> = point
                .iter()
                .zip(direction)
                .map(|(x, d)| x + step * d)
                .collect();
            let value = function(&there).map_err(|e| failed(&there, &*e))?;
            if value.is_nan() {
                return Err(not_a_number(&there));
            }
            let rise = sign * (value - at);
            if rise < -1e-13 * at.abs().max(1.0) {
                return Err(Counterexample::new(format!(
                    "at {point:?} it is {at}, and {worse} at {there:?}: {value}"
                )));
            }
            largest = f64::max(largest, rise);
            if step == 1e-1 {
                least = least.min(rise);
            }
            tried += 1;
        }
    }
    if tried > 0 && largest <= 1e-13 * at.abs().max(1.0) {
        return Err(Counterexample::new(format!(
            "around {point:?} the function is flat: that is no optimum"
        )));
    }
    report(Kind::Optimum, tried, || least_slack(least))
}

/// It can happen that the first side is smaller than the second.
///
/// ```
/// // 2³ < 3², so powers do not commute.
/// claims::example(|| Ok((2_f64.powi(3), 3_f64.powi(2))))?;
/// assert!(claims::example(|| Ok((1.0, 1.0))).is_err());
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// Where it is not smaller by more than 1e-9 relative to the larger and 1.
pub fn example(sides: impl FnOnce() -> Sides) -> Result<Report, Counterexample> {
    let (smaller, larger) = sides().map_err(|e| Counterexample::new(e.to_string()))?;
    let slack = larger - smaller;
    // NaN is no example.
    let holds = slack > 1e-9 * size(smaller, larger);
    if !holds {
        return Err(Counterexample::new(format!(
            "this is no example: {smaller} is not smaller than {larger}"
        )));
    }
    report(Kind::Example, 1, || least_slack(slack))
}

/// How far apart two sides are, relative to the larger of them and 1; NaN if one is infinite.
fn deviation(left: f64, right: f64) -> f64 {
    if left == right {
        0.0
    } else {
        (left - right).abs() / left.abs().max(right.abs()).max(1.0)
    }
}

/// What rounding is relative to: the larger side and 1; 1 beside an infinity.
fn size(left: f64, right: f64) -> f64 {
    let size = left.abs().max(right.abs()).max(1.0);
    if size.is_finite() { size } else { 1.0 }
}

/// By how much the second side is the larger one.
pub(crate) fn slack(point: &impl Debug, sides: Sides) -> Result<f64, Counterexample> {
    let (smaller, larger) = sides.map_err(|e| failed(point, &*e))?;
    if smaller.is_nan() || larger.is_nan() {
        return Err(not_a_number(point));
    }
    let slack = if smaller != larger {
        larger - smaller
    } else if smaller.is_infinite() {
        // Two infinities do not say how close the sides come.
        f64::INFINITY
    } else {
        0.0
    };
    if slack >= -TOLERANCE * size(smaller, larger) {
        Ok(slack)
    } else {
        Err(Counterexample::new(format!(
            "the inequality fails at {point:?}: {smaller} is larger than {larger}"
        )))
    }
}

fn failed(point: &impl Debug, error: &dyn Error) -> Counterexample {
    Counterexample::new(format!("at {point:?}: {error}"))
}

fn not_a_number(point: &impl Debug) -> Counterexample {
    Counterexample::new(format!("at {point:?}: NaN"))
}

fn check_tolerance(tolerance: f64) -> Result<(), Counterexample> {
    if (0.0..1.0).contains(&tolerance) {
        return Ok(());
    }
    Err(Counterexample::new(format!(
        "{tolerance:?} is no tolerance: it must be between 0 and 1"
    )))
}

pub(crate) fn inequality_report(tried: usize, least: f64) -> Result<Report, Counterexample> {
    if tried > 0 && least == f64::INFINITY {
        return Err(Counterexample::new(
            "the sides are nowhere both finite: nothing was compared",
        ));
    }
    report(Kind::Inequality, tried, || least_slack(least))
}

fn report(
    kind: Kind,
    points: usize,
    closeness: impl FnOnce() -> crate::Closeness,
) -> Result<Report, Counterexample> {
    if points == 0 {
        return Err(Counterexample::new("no point was tried"));
    }
    Ok(Report {
        kind,
        points,
        closeness: closeness(),
    })
}
