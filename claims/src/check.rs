//! Checks at given points.

use crate::report::{Counterexample, Kind, Report, Sides, at_most, least_slack};
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

pub(crate) fn failed(point: &impl Debug, error: &dyn Error) -> Counterexample {
    Counterexample::new(format!("at {point:?}: {error}"))
}

pub(crate) fn not_a_number(point: &impl Debug) -> Counterexample {
    Counterexample::new(format!("at {point:?}: NaN"))
}

pub(crate) fn check_tolerance(tolerance: f64) -> Result<(), Counterexample> {
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

pub(crate) fn report(
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
        instances: points,
        closeness: closeness(),
    })
}
