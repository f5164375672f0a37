//! Has a column drifted? Two columns of the same thing, a reference and a current one, are
//! counted, brought onto the same outcomes and compared.
//!
//! [`numbers`] and [`labels`] take two columns and give a [`Comparison`]. For columns that come
//! in pieces or are kept, count them yourself: [`Histogram`], [`LabelCounts`].
//!
//! # Which for what?
//!
//! | a column of | goes into | because |
//! |---|---|---|
//! | numbers | [`numbers`], with a [`BinRule`] | |
//! | labels, categories, text | [`labels`] | aligned by name, and what only one column has is kept |
//! | booleans | [`labels`] | two labels, `false` and `true` |
//! | integers, few different ones | [`labels`] | nothing is lost in bins |
//! | integers, many different ones | [`numbers`] | |
//! | dates and times | [`numbers`], as days or seconds since one day | the same day and unit in both columns |
//!
//! Missing values are `None`, and of numbers NaN if you say so ([`Nan`]). They are counted beside
//! the outcomes, and become one of them by [`Comparison::with_missing`].
//!
//! # Is that much?
//!
//! Two samples of one and the same distribution differ by chance. [`Comparison::by_chance`] and
//! [`Comparison::psi_by_chance`] are what chance alone exceeds with a probability of your choice:
//! less for many rows, more for many bins. The thresholds 0.1 and 0.25 that are handed down for the
//! population stability index know neither.
//!
//! # A zero is not filled
//!
//! An outcome that only one column has makes many divergences infinite. That is the answer, and
//! [`Drift::infinite_because`] says which outcome it is. Where a finite number is wanted, take a
//! divergence that is always finite, such as [`JensenShannon`](crate::divergences::JensenShannon),
//! or say what is added to each count: [`Smoothing`].
//!
//! # Example
//!
//! ```
//! use kl_core::Information;
//! use kl_core::divergences::{JensenShannon, KullbackLeibler};
//! use kl_core::drift::{self, BinRule, Nan, Smoothing};
//!
//! let before = ["yes", "yes", "no", "no"];
//! let after = ["yes", "no", "no", "unsure"];
//! let labels = drift::labels(before, after);
//! let d = labels.current_from_reference(&KullbackLeibler, Smoothing::None)?;
//! assert_eq!(d.value(), Information::INFINITY);
//! assert_eq!(d.infinite_because()[0].to_string(), "unsure");
//! let d = labels.current_from_reference(&JensenShannon, Smoothing::None)?;
//! assert_eq!(format!("{d:.4}"), "0.1079 nats");
//!
//! let before: Vec<f64> = (0..1000).map(f64::from).collect();
//! let after: Vec<f64> = before.iter().map(|x| 1.1 * x).collect();
//! let deciles = BinRule::Quantiles(10);
//! let numbers = drift::numbers(before, after, &deciles, Nan::Missing)?;
//! let psi = numbers.psi(Smoothing::None)?.value();
//! assert!(psi > numbers.psi_by_chance(0.05)?);
//! # Ok::<(), kl_core::Error>(())
//! ```

#[cfg(feature = "arrow")]
pub mod arrow;
mod bin_rule;
mod chance;
mod common_bins;
mod comparison;
mod histogram;
mod label_counts;
mod number;
mod outcome;
mod smoothing;

pub use bin_rule::BinRule;
pub use chance::{Amount, SecondOrder};
pub use comparison::{Comparison, Drift};
pub use histogram::Histogram;
pub use label_counts::LabelCounts;
pub use number::{Nan, Number};
pub use outcome::{Interval, Outcome};
pub use smoothing::Smoothing;

use crate::Error;
use std::hash::Hash;

/// Two columns of numbers, counted in bins that the rule makes of the reference.
///
/// # Conventions
///
/// The outer two bins are open, so that whatever the current column has beyond the ends of the
/// reference is counted too, infinite numbers included. Anything that yields numbers is a column:
/// a vector, an iterator, a column of an array of ndarray, an array of Arrow; see [`Number`].
///
/// # Errors
///
/// - Those of [`BinRule::edges`] for the reference.
/// - [`Error::Cell`] names the first NaN, if NaN is [`Nan::RefusedIn`] the column.
///
/// # Example
///
/// ```
/// use kl_core::drift::{self, BinRule, Nan, Smoothing};
///
/// // Thousands of values, some missing, and two beyond the ends of the reference.
/// let before = (0..4000).map(|i| (i % 7 != 0).then_some(i));
/// let after = (-1000..5000).map(Some);
/// let column = drift::numbers(before, after, &BinRule::Quantiles(4), Nan::Missing)?;
/// assert_eq!(column.missing(), [572, 0]);
/// assert_eq!(format!("{:.4}", column.psi(Smoothing::None)?.value()), "0.1155");
/// # Ok::<(), kl_core::Error>(())
/// ```
pub fn numbers<N: Number, M: Number>(
    reference: impl IntoIterator<Item = N>,
    current: impl IntoIterator<Item = M>,
    rule: &BinRule,
    nan: Nan<'_>,
) -> Result<Comparison<Interval>, Error> {
    let reference = Histogram::of(reference, rule, nan)?;
    let current = reference.alike(current, nan)?;
    reference.compare(&current)
}

/// Two columns of labels, aligned by name.
///
/// # Conventions
///
/// The outcomes are all labels of either column, in ascending order. A label that only one column
/// has is counted 0 times in the other. For columns with missing labels see
/// [`LabelCounts::of_optional`].
///
/// # Example
///
/// ```
/// use kl_core::drift;
///
/// let column = drift::labels([true, false, true], [true, true]);
/// assert_eq!(column.counts(&false), [1.0, 0.0]);
/// assert_eq!(column.only_in_reference()[0].to_string(), "false");
/// ```
pub fn labels<L: Ord + Hash + Clone>(
    reference: impl IntoIterator<Item = L>,
    current: impl IntoIterator<Item = L>,
) -> Comparison<L> {
    LabelCounts::of(reference).compare(&LabelCounts::of(current))
}
