//! What is counted: intervals of numbers, labels, missing values.

use std::fmt;

/// An outcome of a [`Comparison`](super::Comparison): an interval or a label, or that the value is
/// missing.
///
/// ```
/// use kl_core::drift::Outcome;
///
/// assert_eq!(Outcome::Value("red").to_string(), "red");
/// assert_eq!(Outcome::<&str>::Missing.to_string(), "missing");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome<L> {
    /// The value is this label, or in this interval.
    Value(L),
    /// There is no value.
    Missing,
}

impl<L: fmt::Display> fmt::Display for Outcome<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Value(value) => value.fmt(f),
            Outcome::Missing => f.pad("missing"),
        }
    }
}

/// The numbers from `low` on and below `high`: a bin of a [`Histogram`](super::Histogram).
///
/// The first bin has −∞ as its `low`, the last has ∞ as its `high`; these two contain it.
///
/// ```
/// use kl_core::drift::Interval;
///
/// let bin = Interval { low: f64::NEG_INFINITY, high: 0.5 };
/// assert_eq!(bin.to_string(), "below 0.5");
/// assert_eq!(Interval { low: 0.5, high: 1.0 }.to_string(), "[0.5, 1)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Interval {
    /// The lower end, which belongs to it.
    pub low: f64,
    /// The upper end, which does not, unless it is ∞.
    pub high: f64,
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match (self.low > f64::NEG_INFINITY, self.high < f64::INFINITY) {
            (false, false) => "any".to_owned(),
            (false, true) => format!("below {}", self.high),
            (true, false) => format!("{} and above", self.low),
            (true, true) => format!("[{}, {})", self.low, self.high),
        };
        f.pad(&text)
    }
}
