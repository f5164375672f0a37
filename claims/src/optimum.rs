//! The search for something better than what is said to be best.

use crate::check::{failed, not_a_number, report};
use crate::draws::Draws;
use crate::report::{Counterexample, Kind, Report, least_slack};
use std::error::Error;
use std::fmt::Debug;

/// What a function of a point is: a number, or why there is none.
type Value = Result<f64, Box<dyn Error>>;

/// Points of each instance, at random and on the boundary.
const RANDOM: usize = 200;
const BOUNDARY: usize = 100;
/// The points of either kind from which the search goes on, and how often it moves: so often, and
/// so often again for each number of a point.
const STARTS: usize = 3;
const MOVES: usize = 100;
const MOVES_PER_NUMBER: usize = 60;
/// Of the function's size, or of 1 if that is more: how near the search must come to the optimum
/// by itself. One that does not would miss a better point, too.
const NEAR: f64 = 0.01;
/// How much of its size a function may be better than at its optimum: that is rounding.
const ROUNDING: f64 = 1e-13;

/// In each of the instances, the function is nowhere in the space smaller than at the point
/// `best`.
///
/// A point of the `space` has as many numbers as that has ranges. `value` has an instance and a
/// point. In each instance the search looks at 200 random points and 100 on the boundary; from the
/// three best of either kind it goes on, in random steps of which it keeps those that lead down.
/// It knows nothing of `best`, and must come near the value there. At last it steps away from `best`
/// as [`local_minimum`] does.
///
/// ```
/// use claims::{between, cube, minimum};
///
/// // Of all numbers, the mean has the least sum of squared distances.
/// let report = minimum(
///     cube(3, 20),
///     &[(-1.0, 2.0)],
///     |x| Ok(vec![(x[0] + x[1] + x[2]) / 3.0]),
///     |x, at| Ok(x.iter().map(|x| (x - at[0]).powi(2)).sum()),
/// )?;
/// assert_eq!(report.kind(), claims::Kind::Optimum);
/// assert_eq!(report.instances(), 20);
///
/// // A valley beside the deepest one is a local minimum, but not the minimum.
/// let valleys = |x: f64| (x * x - 1.0).powi(2) - 0.1 * x;
/// let west = -0.9872574766623533;
/// assert!(claims::local_minimum(&[west], |at| Ok(valleys(at[0]))).is_ok());
/// let wrong = minimum([()], &[(-3.0, 3.0)], |_| Ok(vec![west]), |_, at| Ok(valleys(at[0])));
/// assert!(wrong.is_err());
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// An instance and a point where the function is smaller by more than rounding, is not a number, or
/// cannot be computed. A function that is flat all around `best`, or not finite there, has no
/// minimum here; a point that is not in the space, and a search that does not come within a
/// hundredth of the least value, are errors, too. So is a list without instances.
pub fn minimum<I: Debug>(
    instances: impl IntoIterator<Item = I>,
    space: &[(f64, f64)],
    best: impl FnMut(&I) -> Result<Vec<f64>, Box<dyn Error>>,
    value: impl FnMut(&I, &[f64]) -> Value,
) -> Result<Report, Counterexample> {
    optimum(SMALLEST, instances, space, best, value)
}

/// In each of the instances, the function is nowhere in the space larger than at the point `best`;
/// as [`minimum`].
///
/// # Errors
///
/// As [`minimum`].
pub fn maximum<I: Debug>(
    instances: impl IntoIterator<Item = I>,
    space: &[(f64, f64)],
    best: impl FnMut(&I) -> Result<Vec<f64>, Box<dyn Error>>,
    value: impl FnMut(&I, &[f64]) -> Value,
) -> Result<Report, Counterexample> {
    optimum(LARGEST, instances, space, best, value)
}

/// The function is nowhere smaller near `point` than at it. Farther away it may be.
///
/// Steps away from it in each direction of the axes and 200 random ones, 0.1 to 0.0001 long. So a
/// point that is off by less than half the shortest step may pass.
///
/// ```
/// let report = claims::local_minimum(&[1.0, 2.0], |x| {
///     Ok((x[0] - 1.0).powi(2) + (x[1] - 2.0).powi(2))
/// })?;
/// assert_eq!(report.kind(), claims::Kind::LocalOptimum);
/// assert!(claims::local_minimum(&[1.0], |x| Ok(x[0])).is_err());
/// # Ok::<(), claims::Counterexample>(())
/// ```
///
/// # Errors
///
/// A point nearby where the function is smaller by more than rounding, is not a number, or cannot
/// be computed. A function that is flat all around, or not finite at the point, has no minimum
/// here, and is an error, too.
pub fn local_minimum(
    point: &[f64],
    function: impl FnMut(&[f64]) -> Value,
) -> Result<Report, Counterexample> {
    local(SMALLEST, point, function)
}

/// The function is nowhere larger near `point` than at it; as [`local_minimum`].
///
/// # Errors
///
/// As [`local_minimum`].
pub fn local_maximum(
    point: &[f64],
    function: impl FnMut(&[f64]) -> Value,
) -> Result<Report, Counterexample> {
    local(LARGEST, point, function)
}

/// What is looked for.
#[derive(Clone, Copy)]
struct Goal {
    /// What makes of a value one that should be small.
    sign: f64,
    /// What a better value is.
    better: &'static str,
}

const SMALLEST: Goal = Goal {
    sign: 1.0,
    better: "smaller",
};
const LARGEST: Goal = Goal {
    sign: -1.0,
    better: "larger",
};

/// The function about its optimum: how much worse it is at other points.
struct Around<'a, F> {
    goal: Goal,
    /// The instance, for messages, and the optimum.
    instance: String,
    best: &'a [f64],
    at_best: f64,
    function: F,
    tried: usize,
}

impl<'a, F: FnMut(&[f64]) -> Value> Around<'a, F> {
    fn new(
        goal: Goal,
        instance: String,
        best: &'a [f64],
        mut function: F,
    ) -> Result<Self, Counterexample> {
        let at_best = function(best).map_err(|e| failed(&best, &*e))?;
        if !at_best.is_finite() {
            return Err(Counterexample::new(format!(
                "{instance}at {best:?} it is {at_best}, with which nothing can be compared"
            )));
        }
        Ok(Self {
            goal,
            instance,
            best,
            at_best,
            function,
            tried: 0,
        })
    }

    fn size(&self) -> f64 {
        self.at_best.abs().max(1.0)
    }

    /// By how much the function is worse there; an error where it is better.
    fn rise(&mut self, there: &[f64]) -> Result<f64, Counterexample> {
        self.tried += 1;
        let value = (self.function)(there).map_err(|e| failed(&there, &*e))?;
        if value.is_nan() {
            return Err(not_a_number(&there));
        }
        let rise = self.goal.sign * (value - self.at_best);
        if rise < -ROUNDING * self.size() {
            return Err(Counterexample::new(format!(
                "{}at {:?} it is {}, and {} at {there:?}: {value}",
                self.instance, self.best, self.at_best, self.goal.better
            )));
        }
        Ok(rise)
    }

    /// Steps away in each direction of the axes and some random ones, if `inside` has the point.
    /// The result is the least rise a tenth away.
    fn steps(
        &mut self,
        random: usize,
        inside: impl Fn(&[f64]) -> bool,
    ) -> Result<f64, Counterexample> {
        let directions = directions(self.best.len(), random);
        let (mut largest, mut least) = (0.0, f64::INFINITY);
        for step in [1e-1, 1e-2, 1e-3, 1e-4] {
            for direction in &directions {
                let away = self.best.iter().zip(direction);
                let there: Vec<f64> = away.map(|(x, d)| x + step * d).collect();
                if !inside(&there) {
                    continue;
                }
                let rise = self.rise(&there)?;
                largest = f64::max(largest, rise);
                if step == 1e-1 {
                    least = least.min(rise);
                }
            }
        }
        if largest <= ROUNDING * self.size() {
            return Err(Counterexample::new(format!(
                "{}around {:?} the function is flat: that is no optimum",
                self.instance, self.best
            )));
        }
        Ok(least)
    }

    /// Looks everywhere in the space.
    fn search(&mut self, space: &[(f64, f64)], seed: u64) -> Result<(), Counterexample> {
        let mut draws = Draws::new(seed);
        let mut nearest = f64::INFINITY;
        for (count, ends) in [(RANDOM, 0.0), (BOUNDARY, 0.5)] {
            let mut found = Vec::with_capacity(count);
            for _ in 0..count {
                let mut number = |&(low, high): &(f64, f64)| {
                    if draws.uniform() >= ends {
                        low + (high - low) * draws.uniform()
                    } else if draws.uniform() < 0.5 {
                        low
                    } else {
                        high
                    }
                };
                let point: Vec<f64> = space.iter().map(&mut number).collect();
                found.push((self.rise(&point)?, point));
            }
            found.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (rise, start) in found.into_iter().take(STARTS) {
                nearest = nearest.min(self.descend(space, rise, start, &mut draws)?);
            }
        }
        // NaN is not near.
        let near = nearest <= NEAR * self.size();
        if !near {
            return Err(Counterexample::new(format!(
                "{}the search came no nearer to the value at {:?} than {nearest:e}, so it would \
                 miss a better one: give it a smaller space",
                self.instance, self.best
            )));
        }
        Ok(())
    }

    /// Random steps from a point, of which those are kept that lead down: longer ones after a
    /// success, shorter ones after a failure, so that about every fifth succeeds.
    fn descend(
        &mut self,
        space: &[(f64, f64)],
        mut least: f64,
        mut x: Vec<f64>,
        draws: &mut Draws,
    ) -> Result<f64, Counterexample> {
        let mut step = 0.2;
        for _ in 0..MOVES + MOVES_PER_NUMBER * space.len() {
            let moved = x.iter().zip(space).map(|(x, &(low, high))| {
                (x + step * (high - low) * draws.normal()).clamp(low, high)
            });
            let there: Vec<f64> = moved.collect();
            let rise = self.rise(&there)?;
            if rise < least {
                (least, x) = (rise, there);
                step *= 1.5;
            } else {
                step *= 0.9;
            }
        }
        Ok(least)
    }
}

fn optimum<I: Debug>(
    goal: Goal,
    instances: impl IntoIterator<Item = I>,
    space: &[(f64, f64)],
    mut best: impl FnMut(&I) -> Result<Vec<f64>, Box<dyn Error>>,
    mut value: impl FnMut(&I, &[f64]) -> Value,
) -> Result<Report, Counterexample> {
    if let Some((low, high)) = space
        .iter()
        .find(|(low, high)| !(high - low).is_normal() || low > high)
    {
        return Err(Counterexample::new(format!(
            "from {low} to {high} is nothing to search"
        )));
    }
    let inside = |x: &[f64]| {
        x.len() == space.len()
            && x.iter()
                .zip(space)
                .all(|(x, (low, high))| low <= x && x <= high)
    };
    let (mut tried, mut count, mut least) = (0, 0, f64::INFINITY);
    for instance in instances {
        let at = best(&instance).map_err(|e| failed(&instance, &*e))?;
        if !inside(&at) {
            return Err(Counterexample::new(format!(
                "for {instance:?} the optimum {at:?} is not in the space {space:?}"
            )));
        }
        let function = |x: &[f64]| value(&instance, x);
        let mut around = Around::new(goal, format!("for {instance:?} "), &at, function)?;
        least = least.min(around.steps(20, inside)?);
        around.search(space, count as u64)?;
        tried += around.tried;
        count += 1;
    }
    let report = report(Kind::Optimum, tried, || least_slack(least))?;
    Ok(report.of_instances(count))
}

fn local(
    goal: Goal,
    point: &[f64],
    function: impl FnMut(&[f64]) -> Value,
) -> Result<Report, Counterexample> {
    let mut around = Around::new(goal, String::new(), point, function)?;
    let least = around.steps(200, |_| true)?;
    let report = report(Kind::LocalOptimum, around.tried, || least_slack(least))?;
    Ok(report.of_instances(1))
}

/// Both directions of each axis, and random ones, all of length 1.
fn directions(dimension: usize, random: usize) -> Vec<Vec<f64>> {
    let mut draws = Draws::new(dimension as u64);
    let axes = (0..dimension).flat_map(|axis| {
        [1.0, -1.0].map(|side| {
            let mut direction = vec![0.0; dimension];
            direction[axis] = side;
            direction
        })
    });
    let mut directions: Vec<Vec<f64>> = axes.collect();
    for _ in 0..random {
        let direction: Vec<f64> = (0..dimension).map(|_| draws.normal()).collect();
        let length = direction.iter().map(|d| d * d).sum::<f64>().sqrt();
        directions.push(direction.iter().map(|d| d / length).collect());
    }
    directions
}
