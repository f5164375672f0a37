//! Checks of limits.

use crate::check::{check_tolerance, failed, not_a_number, report};
use crate::report::{Counterexample, Kind, ROUNDING, Report, at_most};
use std::error::Error;
use std::fmt::Debug;

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
    term: impl FnMut(P) -> Result<f64, Box<dyn Error>>,
) -> Result<Report, Counterexample> {
    let (tried, last) = sequence(limit, tolerance, terms, term)?;
    let report = report(Kind::Limit, tried, || at_most(last))?;
    Ok(report.of_instances(1))
}

/// In each of the instances, the terms tend to its limit, as in [`limit`]. For general statements:
/// one sequence would be an example of them.
///
/// ```
/// use claims::{between, cube};
///
/// // (1 + x/n)ⁿ → eˣ.
/// let report = claims::limits(
///     1e-5,
///     cube(1, 30).map(|x| between(x[0], -1.0, 1.0)),
///     1..=20,
///     |x| Ok(x.exp()),
///     |x, k| {
///         let n = f64::from(k).exp2();
///         Ok((1.0 + x / n).powf(n))
///     },
/// )?;
/// assert_eq!(report.instances(), 30);
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// As [`limit`], with the instance; one whose limit cannot be computed; and a list without instances.
pub fn limits<I: Debug, P: Clone + Debug>(
    tolerance: f64,
    instances: impl IntoIterator<Item = I>,
    terms: impl IntoIterator<Item = P, IntoIter: Clone>,
    mut limit: impl FnMut(&I) -> Result<f64, Box<dyn Error>>,
    mut term: impl FnMut(&I, P) -> Result<f64, Box<dyn Error>>,
) -> Result<Report, Counterexample> {
    let terms = terms.into_iter();
    let (mut tried, mut count, mut worst) = (0, 0, 0.0);
    for instance in instances {
        let to = limit(&instance).map_err(|e| failed(&instance, &*e))?;
        let (n, last) = sequence(to, tolerance, terms.clone(), |n| term(&instance, n))
            .map_err(|e| Counterexample::new(format!("for {instance:?} {e}")))?;
        tried += n;
        count += 1;
        worst = f64::max(worst, last);
    }
    let report = report(Kind::Limit, tried, || at_most(worst))?;
    Ok(report.of_instances(count))
}

/// How many terms there are, and how far the last one is from the limit.
fn sequence<P: Clone + Debug>(
    limit: f64,
    tolerance: f64,
    terms: impl IntoIterator<Item = P>,
    mut term: impl FnMut(P) -> Result<f64, Box<dyn Error>>,
) -> Result<(usize, f64), Counterexample> {
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
    Ok((n, *last))
}
