//! Numbers counted in bins.

use super::bin_rule::BinRule;
use super::number::{Nan, Number};
use super::outcome::Interval;
use crate::Error;
use crate::error::{entries, filled, same_size};

/// How many numbers of a column are in each bin, and how many are missing.
///
/// m edges make m + 1 bins: below the first edge, between each and the next, from the last edge on.
/// A bin contains its lower edge and not its upper. The outer two are open, so that every number
/// is in a bin, also an infinite one.
///
/// # Which for what?
///
/// For two columns at hand, [`numbers`](super::numbers) is one call. This is for columns that come
/// in pieces ([`add`](Self::add), [`merge`](Self::merge)) and for references that are kept
/// ([`from_counts`](Self::from_counts)). To count without open bins, see
/// [`Bins`](crate::estimate::Bins).
///
/// # Conventions
///
/// A count stops at 2⁶⁴ − 1.
///
/// # Example
///
/// ```
/// use kl_core::drift::{BinRule, Histogram, Nan, Smoothing};
///
/// let ages = [Some(17), Some(25), None, Some(41), Some(70)];
/// let rule = BinRule::Edges(vec![18.0, 40.0, 65.0]);
/// let reference = Histogram::of(ages, &rule, Nan::Missing)?;
/// assert_eq!(reference.counts(), [1, 1, 1, 1]);
/// assert_eq!(reference.missing(), 1);
///
/// // The same bins tomorrow.
/// let current = reference.alike([16, 16, 39, 64, 90], Nan::Missing)?;
/// let psi = reference.compare(&current)?.psi(Smoothing::None)?;
/// assert_eq!(format!("{:.4}", psi.value()), "0.1040");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    edges: Vec<f64>,
    /// One more than there are edges.
    counts: Vec<u64>,
    missing: u64,
}

impl Histogram {
    /// Nothing counted yet, between these edges and beyond them.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if there are no edges, [`Error::Entry`] names the first that is not finite
    /// and above the one before it.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::{Histogram, Nan};
    ///
    /// let mut counted = Histogram::new([0.0, 1.0])?;
    /// counted.add([-3.0, 0.0, 1.0, f64::INFINITY], Nan::Missing)?;
    /// assert_eq!(counted.counts(), [1, 1, 2]);
    /// assert!(Histogram::new([0.0, 0.0]).is_err());
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn new(edges: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let edges = edges.into();
        filled("edges", edges.len())?;
        let mut before = f64::NEG_INFINITY;
        entries("edge", &edges, "finite, and above the one before", |x| {
            let above = x > before;
            before = x;
            above && x.is_finite()
        })?;
        let counts = vec![0; edges.len() + 1];
        Ok(Histogram {
            edges,
            counts,
            missing: 0,
        })
    }

    /// A histogram that was counted before: its edges, its counts and its number of missing values.
    ///
    /// # Errors
    ///
    /// Those of [`Histogram::new`], and [`Error::Size`] unless there is one count more than there
    /// are edges.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::Histogram;
    ///
    /// let kept = Histogram::from_counts([0.0, 1.0], [10, 80, 10], 3)?;
    /// assert_eq!((kept.total(), kept.missing()), (100, 3));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn from_counts(
        edges: impl Into<Vec<f64>>,
        counts: impl Into<Vec<u64>>,
        missing: u64,
    ) -> Result<Self, Error> {
        let (empty, counts) = (Histogram::new(edges)?, counts.into());
        let bins = empty.counts.len();
        same_size("counts", counts.len(), "bins, one more than edges", bins)?;
        Ok(Histogram {
            counts,
            missing,
            ..empty
        })
    }

    /// A column in bins that a rule makes of the column itself.
    ///
    /// # Errors
    ///
    /// Those of [`BinRule::edges`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::{BinRule, Histogram, Nan};
    ///
    /// let column: Vec<i64> = (1..=100).collect();
    /// let deciles = Histogram::of(&column, &BinRule::Quantiles(10), Nan::Missing)?;
    /// assert_eq!(deciles.counts(), [10; 10]);
    /// assert_eq!(deciles.edges()[0], 11.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn of<N: Number>(
        column: impl IntoIterator<Item = N>,
        rule: &BinRule,
        nan: Nan<'_>,
    ) -> Result<Self, Error> {
        let column: Vec<Option<f64>> = column.into_iter().map(N::to_f64).collect();
        let mut counted = Histogram::new(rule.edges(&column, nan)?)?;
        counted.add(column, nan)?;
        Ok(counted)
    }

    /// Another column in the same bins.
    ///
    /// # Errors
    ///
    /// [`Error::Cell`] names the first NaN, if NaN is refused.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::drift::{Histogram, Nan};
    ///
    /// let kept = Histogram::from_counts([0.0], [3, 5], 0)?;
    /// assert_eq!(kept.alike([-1.0, f64::NAN], Nan::Missing)?.missing(), 1);
    /// let error = kept.alike([-1.0, f64::NAN], Nan::RefusedIn("age")).unwrap_err();
    /// assert!(error.to_string().starts_with("row 1 of column \"age\" is NaN"));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn alike<N: Number>(
        &self,
        column: impl IntoIterator<Item = N>,
        nan: Nan<'_>,
    ) -> Result<Self, Error> {
        let mut counted = Histogram {
            edges: self.edges.clone(),
            counts: vec![0; self.counts.len()],
            missing: 0,
        };
        counted.add(column, nan)?;
        Ok(counted)
    }

    /// Counts more of the column.
    ///
    /// # Errors
    ///
    /// [`Error::Cell`] names the first NaN, if NaN is refused; rows are counted over all that was
    /// added. What stands before it has been counted.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::{Histogram, Nan};
    ///
    /// let mut counted = Histogram::new([0.5])?;
    /// counted.add([true, false], Nan::Missing)?;
    /// counted.add([Some(0.25), None], Nan::Missing)?;
    /// assert_eq!((counted.counts(), counted.missing()), (&[2, 1][..], 1));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn add<N: Number>(
        &mut self,
        column: impl IntoIterator<Item = N>,
        nan: Nan<'_>,
    ) -> Result<(), Error> {
        let before = usize::try_from(self.total() + u128::from(self.missing));
        let before = before.unwrap_or(usize::MAX);
        let (edges, counts) = (self.edges.as_slice(), self.counts.as_mut_slice());
        for (row, number) in column.into_iter().enumerate() {
            let number = number.to_f64();
            match number {
                Some(x) if !x.is_nan() => {
                    let bin = edges.partition_point(|&edge| edge <= x);
                    if let Some(count) = counts.get_mut(bin) {
                        *count = count.saturating_add(1);
                    }
                }
                // Apart, because a result with an error in it would be made for every number.
                _ => {
                    present(number, nan, before.saturating_add(row))?;
                    self.missing = self.missing.saturating_add(1);
                }
            }
        }
        Ok(())
    }

    /// Adds the counts of another part of the same column.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] or [`Error::Entry`] if the edges differ: [`Histogram::compare`] says more.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::Histogram;
    ///
    /// let mut all = Histogram::from_counts([0.0], [3, 5], 0)?;
    /// all.merge(&Histogram::from_counts([0.0], [1, 1], 2)?)?;
    /// assert_eq!(all, Histogram::from_counts([0.0], [4, 6], 2)?);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn merge(&mut self, other: &Histogram) -> Result<(), Error> {
        self.same_edges(other)?;
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count = count.saturating_add(*more);
        }
        self.missing = self.missing.saturating_add(other.missing);
        Ok(())
    }

    /// The edges, in ascending order.
    ///
    /// ```
    /// # use kl_core::drift::Histogram;
    /// assert_eq!(Histogram::new([0.0, 1.0])?.edges(), [0.0, 1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// The counts, one more than there are edges; the first and the last are those of the open
    /// bins.
    ///
    /// ```
    /// # use kl_core::drift::Histogram;
    /// assert_eq!(Histogram::from_counts([0.0], [3, 5], 0)?.counts(), [3, 5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The number of missing values.
    ///
    /// ```
    /// # use kl_core::drift::Histogram;
    /// assert_eq!(Histogram::from_counts([0.0], [3, 5], 2)?.missing(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// The number of values that are not missing.
    ///
    /// ```
    /// # use kl_core::drift::Histogram;
    /// assert_eq!(Histogram::from_counts([0.0], [3, 5], 2)?.total(), 8);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> u128 {
        self.counts.iter().map(|&count| u128::from(count)).sum()
    }

    /// The bins, one more than there are edges.
    ///
    /// ```
    /// # use kl_core::drift::Histogram;
    /// let bins = Histogram::new([0.0, 1.0])?.bins();
    /// let texts: Vec<String> = bins.iter().map(ToString::to_string).collect();
    /// assert_eq!(texts, ["below 0", "[0, 1)", "1 and above"]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn bins(&self) -> Vec<Interval> {
        intervals(&self.edges)
    }

    /// An error that names the first edge in which the two differ.
    pub(super) fn same_edges(&self, current: &Histogram) -> Result<(), Error> {
        let differ = self
            .edges
            .iter()
            .zip(&current.edges)
            .position(|(a, b)| a != b);
        if let Some(index) = differ {
            return Err(Error::Entry {
                of: "edge of the current histogram",
                index,
                value: current.edges.get(index).copied().unwrap_or_default(),
                must_be: "that of the reference; compare_on_shared_edges joins bins until the \
                          edges agree, compare_spread cuts them",
            });
        }
        let (found, expected) = (current.edges.len(), self.edges.len());
        same_size(
            "edges of the current histogram",
            found,
            "edges of the reference",
            expected,
        )
    }
}

/// The bins between and beyond the edges.
pub(super) fn intervals(edges: &[f64]) -> Vec<Interval> {
    let low = std::iter::once(f64::NEG_INFINITY).chain(edges.iter().copied());
    let high = edges.iter().copied().chain([f64::INFINITY]);
    low.zip(high)
        .map(|(low, high)| Interval { low, high })
        .collect()
}

/// The number in a row, `None` if it is missing.
pub(super) fn present(number: Option<f64>, nan: Nan<'_>, row: usize) -> Result<Option<f64>, Error> {
    match (number, nan) {
        (Some(value), Nan::RefusedIn(column)) if value.is_nan() => Err(Error::Cell {
            column: column.to_owned(),
            row,
            value,
            must_be: "a number; Nan::Missing counts it as missing",
        }),
        _ => Ok(number.filter(|x| !x.is_nan())),
    }
}
