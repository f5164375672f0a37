//! What a check found.

use std::error::Error;
use std::fmt;

/// The two sides of a claim at one point, or why they could not be computed there.
pub type Sides = Result<(f64, f64), Box<dyn Error>>;

/// What a claim says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Two expressions are equal.
    Equality,
    /// One expression is never larger than another.
    Inequality,
    /// A sequence tends to something.
    Limit,
    /// A point is the minimum or the maximum of all.
    Optimum,
    /// A point is a minimum or a maximum among those near it.
    LocalOptimum,
    /// Something can happen.
    Example,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Equality => "equality",
            Kind::Inequality => "inequality",
            Kind::Limit => "limit",
            Kind::Optimum => "optimum",
            Kind::LocalOptimum => "local optimum",
            Kind::Example => "example",
        })
    }
}

/// How closely a claim held.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Closeness {
    /// Of an equality: the sides nowhere differed by more than this, relative to the largest of
    /// them and 1. Of a limit: how far off its last term was, or where the limit is infinite, one
    /// over that term. Two digits, rounded up; where it is rounding, which differs between
    /// machines, a power of ten.
    Deviation(f64),
    /// Of an inequality or an example: how close the sides came, to two digits; 0 where they met.
    /// Of an optimum: by how much the function is worse, at least, a tenth away from it.
    Slack(f64),
}

/// What was tried, and how closely the claim held.
///
/// ```
/// use claims::{cube, equality};
///
/// let report = equality(cube(1, 50), |x| Ok((2.0 * x[0], x[0] + x[0])))?;
/// assert_eq!(report.to_string(), "equality: 50 points, deviation at most 1e-14");
/// # Ok::<(), claims::Counterexample>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    pub(crate) kind: Kind,
    pub(crate) points: usize,
    pub(crate) instances: usize,
    pub(crate) closeness: Closeness,
}

impl Report {
    /// What the claim says.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How many points were tried.
    #[must_use]
    pub fn points(&self) -> usize {
        self.points
    }

    /// In how many instances the claim was tried. Each point at which two sides were compared is
    /// one; a sequence with its limit is one, and a function with its optimum.
    #[must_use]
    pub fn instances(&self) -> usize {
        self.instances
    }

    /// The same, tried in so many instances.
    pub(crate) fn of_instances(self, instances: usize) -> Self {
        Self { instances, ..self }
    }

    /// How closely it held.
    #[must_use]
    pub fn closeness(&self) -> Closeness {
        self.closeness
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.points == 1 { "" } else { "s" };
        write!(f, "{}: {} point{s}", self.kind, self.points)?;
        if self.instances != self.points {
            let s = if self.instances == 1 { "" } else { "s" };
            write!(f, " in {} instance{s}", self.instances)?;
        }
        f.write_str(", ")?;
        match self.closeness {
            Closeness::Deviation(x) => write!(f, "deviation at most {x:e}"),
            Closeness::Slack(0.0) => write!(f, "no slack"),
            Closeness::Slack(x) => write!(f, "least slack {x:.1e}"),
        }
    }
}

/// Where a claim failed: the point, and what was found there.
///
/// ```
/// let wrong = claims::equality([1.0, 2.0], |x| Ok((x, 1.0)));
/// let message = wrong.map_err(|e| e.to_string());
/// assert_eq!(
///     message,
///     Err("the equality fails at 2.0: 2 and 1, a deviation of 5e-1".to_owned())
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    pub(crate) what: String,
}

impl Counterexample {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Counterexample {}

/// Deviations and slacks below this are rounding; of a deviation the power of ten is enough.
pub(crate) const ROUNDING: f64 = 1e-9;
/// Deviations below this are not told apart.
const FLOOR: i32 = -14;

/// A number of few digits that a deviation does not exceed.
pub(crate) fn at_most(deviation: f64) -> Closeness {
    let power = deviation.log10().ceil().max(f64::from(FLOOR));
    let text = if deviation < ROUNDING {
        format!("1e{power}")
    } else {
        // Two digits, rounded up.
        let unit = 10_f64.powf(power - 2.0);
        format!("{:.1e}", (deviation / unit).ceil() * unit)
    };
    Closeness::Deviation(text.parse().unwrap_or(deviation))
}

/// The least slack, to two digits; what is no more than rounding counts as none.
pub(crate) fn least_slack(slack: f64) -> Closeness {
    if slack < ROUNDING {
        return Closeness::Slack(0.0);
    }
    Closeness::Slack(format!("{slack:.1e}").parse().unwrap_or(slack))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_are_rounded_up() {
        for (deviation, at) in [
            (0.0, 1e-14),
            (3e-16, 1e-14),
            (2e-13, 1e-12),
            (0.0108, 0.011),
            (0.01, 0.01),
            (2.34e-5, 2.4e-5),
        ] {
            assert_eq!(at_most(deviation), Closeness::Deviation(at));
        }
    }
}
