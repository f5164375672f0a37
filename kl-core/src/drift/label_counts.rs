//! How often each label was seen.

use super::comparison::{Comparison, whole};
use super::outcome::Outcome;
use crate::float::double::Double;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// A table of counts by label, and how many labels are missing.
///
/// A label is anything that can be hashed and put in order: `&str`, `String`, an integer, `bool`,
/// a tuple of such.
///
/// # Conventions
///
/// Labels are the same if they are equal: `"A"`, `"a"` and `"A "` are three. A count stops at
/// 2⁶⁴ − 1.
///
/// # Example
///
/// ```
/// use kl_core::drift::{LabelCounts, Smoothing};
///
/// let mut reference = LabelCounts::new();
/// for (label, times) in [("A", 620), ("B", 300), ("C", 80)] {
///     reference.add_times(label, times);
/// }
/// let current = LabelCounts::of_optional([Some("B"), None, Some("D")]);
/// assert_eq!((current.get(&"B"), current.missing()), (1, 1));
///
/// let comparison = reference.compare(&current);
/// assert_eq!(comparison.outcomes().len(), 4);
/// assert_eq!(comparison.only_in_current()[0].to_string(), "D");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelCounts<L: Eq + Hash> {
    counts: HashMap<L, u64>,
    missing: u64,
}

impl<L: Eq + Hash> Default for LabelCounts<L> {
    fn default() -> Self {
        LabelCounts::new()
    }
}

impl<L: Eq + Hash> LabelCounts<L> {
    /// Nothing counted yet.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// assert_eq!(LabelCounts::<String>::new().total(), 0);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        LabelCounts {
            counts: HashMap::new(),
            missing: 0,
        }
    }

    /// The labels of a column, counted.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// assert_eq!(LabelCounts::of([3, 1, 3]).get(&3), 2);
    /// ```
    pub fn of(labels: impl IntoIterator<Item = L>) -> Self {
        LabelCounts::of_optional(labels.into_iter().map(Some))
    }

    /// The labels of a column, counted; `None` is a missing one.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let counts = LabelCounts::of_optional([Some(true), None]);
    /// assert_eq!((counts.total(), counts.missing()), (1, 1));
    /// ```
    pub fn of_optional(labels: impl IntoIterator<Item = Option<L>>) -> Self {
        let mut counts = LabelCounts::new();
        for label in labels {
            match label {
                Some(label) => counts.add(label),
                None => counts.add_missing(1),
            }
        }
        counts
    }

    /// Counts one label more.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let mut counts = LabelCounts::of(["x"]);
    /// counts.add("x");
    /// assert_eq!(counts.get(&"x"), 2);
    /// ```
    pub fn add(&mut self, label: L) {
        self.add_times(label, 1);
    }

    /// Counts a label so many times more. With 0 it is known, and was not seen.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let mut counts = LabelCounts::of(["x"]);
    /// counts.add_times("x", 4);
    /// assert_eq!(counts.get(&"x"), 5);
    /// ```
    pub fn add_times(&mut self, label: L, times: u64) {
        let count = self.counts.entry(label).or_default();
        *count = count.saturating_add(times);
    }

    /// Counts so many missing values more.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let mut counts = LabelCounts::of(["x"]);
    /// counts.add_missing(3);
    /// assert_eq!(counts.missing(), 3);
    /// ```
    pub fn add_missing(&mut self, times: u64) {
        self.missing = self.missing.saturating_add(times);
    }

    /// Adds the counts of another part of the same column.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let mut counts = LabelCounts::of(["x", "y"]);
    /// counts.merge(LabelCounts::of(["y", "z"]));
    /// assert_eq!(counts, LabelCounts::of(["x", "y", "y", "z"]));
    /// ```
    pub fn merge(&mut self, other: LabelCounts<L>) {
        for (label, count) in other.counts {
            self.add_times(label, count);
        }
        self.add_missing(other.missing);
    }

    /// How often the label was seen.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// assert_eq!(LabelCounts::of(["x", "y"]).get(&"z"), 0);
    /// ```
    #[must_use]
    pub fn get(&self, label: &L) -> u64 {
        self.counts.get(label).copied().unwrap_or(0)
    }

    /// Each label with its count, in no order.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let counts = LabelCounts::of(["x", "x"]);
    /// assert!(counts.iter().eq([(&"x", 2)]));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&L, u64)> {
        self.counts.iter().map(|(label, &count)| (label, count))
    }

    /// The number of missing values.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// assert_eq!(LabelCounts::of_optional([Some(1), None]).missing(), 1);
    /// ```
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// The number of values that are not missing.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// assert_eq!(LabelCounts::of_optional([Some(1), None]).total(), 1);
    /// ```
    #[must_use]
    pub fn total(&self) -> u128 {
        self.counts.values().map(|&count| u128::from(count)).sum()
    }
}

impl<L: Ord + Hash + Clone> LabelCounts<L> {
    /// This column, the reference, beside a current one: aligned by name, in ascending order.
    ///
    /// A label that only one of them has is counted 0 times in the other.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let comparison = LabelCounts::of([1, 2]).compare(&LabelCounts::of([2, 3, 3]));
    /// assert_eq!(comparison.counts(&1), [1.0, 0.0]);
    /// assert_eq!(comparison.counts(&3), [0.0, 2.0]);
    /// ```
    #[must_use]
    pub fn compare(&self, current: &LabelCounts<L>) -> Comparison<L> {
        let all: BTreeSet<&L> = self.counts.keys().chain(current.counts.keys()).collect();
        let counts = |of: &LabelCounts<L>| -> Vec<Double> {
            all.iter().map(|label| whole(of.get(label))).collect()
        };
        Comparison::new(
            all.iter()
                .map(|&label| Outcome::Value(label.clone()))
                .collect(),
            [counts(self), counts(current)],
            [self.missing, current.missing],
        )
    }
}
