//! Where the edges of bins come from.

use super::histogram::{Histogram, present};
use super::number::{Nan, Number};
use crate::Error;
use crate::error::{filled, parameter};
use crate::estimate::Bins;
use crate::float::order::sorted;

/// How the bins of a column of numbers are made: from the reference, and then the same for every
/// column that is compared with it.
///
/// # Conventions
///
/// Missing values count for nothing. The outer two bins of the number that is asked for are open:
/// ten bins have nine edges.
#[derive(Clone, Debug, PartialEq)]
pub enum BinRule {
    /// So many bins that have about equally many values of the reference: 10 for deciles.
    ///
    /// The i-th edge of k bins is the value of the column for which the share of values below it
    /// is nearest to i/k, the larger of two such. Equal values are in one bin, and where they are
    /// many there are fewer bins; none of them is empty.
    Quantiles(usize),
    /// So many bins of equal width, from the least to the largest finite value of the reference;
    /// what lies beyond is in the outer two.
    EqualWidth(usize),
    /// Bins of equal width by the rule of Freedman and Diaconis, at least two of them:
    /// [`Bins::freedman_diaconis`] for the finite values of the reference.
    FreedmanDiaconis,
    /// These edges, ascending; one bin more than there are edges.
    Edges(Vec<f64>),
}

impl BinRule {
    /// The edges that the rule makes of a column.
    ///
    /// # Accuracy
    ///
    /// Edges of [`BinRule::Quantiles`] are values of the column. Those of equal width are within
    /// 2 ulp times (|low| + |high|)/|edge|.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if the column has no values, or only missing ones.
    /// - [`Error::TooFew`] if it has fewer values than there are to be bins.
    /// - [`Error::Range`] if all its values are equal, or, by the rule of Freedman and Diaconis,
    ///   half of them or more.
    /// - [`Error::Cell`] names the first NaN, if NaN is refused.
    /// - [`Error::Parameter`] if there are to be fewer than two bins or more than
    ///   [`Bins::MOST`].
    /// - Those of [`Histogram::new`] for given edges.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::drift::{BinRule, Nan};
    ///
    /// let column = [1, 2, 3, 4, 5, 6, 7, 8];
    /// assert_eq!(BinRule::Quantiles(4).edges(column, Nan::Missing)?, [3.0, 5.0, 7.0]);
    /// assert_eq!(BinRule::EqualWidth(2).edges(column, Nan::Missing)?, [4.5]);
    /// let constant = BinRule::Quantiles(4).edges([5; 8], Nan::Missing);
    /// assert!(matches!(constant, Err(Error::Range { low: 5.0, high: 5.0, .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Freedman and Diaconis, as for [`Bins::freedman_diaconis`].
    pub fn edges<N: Number>(
        &self,
        column: impl IntoIterator<Item = N>,
        nan: Nan<'_>,
    ) -> Result<Vec<f64>, Error> {
        let mut values = Vec::new();
        for (row, number) in column.into_iter().enumerate() {
            values.extend(present(number.to_f64(), nan, row)?);
        }
        match self {
            BinRule::Edges(edges) => Histogram::new(edges.as_slice()).map(|_| edges.clone()),
            BinRule::Quantiles(bins) => {
                enough(*bins, values.len())?;
                quantiles(*bins, &sorted(values))
            }
            BinRule::EqualWidth(bins) => {
                enough(*bins, values.len())?;
                equal_width(*bins, &finite(values)?)
            }
            BinRule::FreedmanDiaconis => {
                enough(2, values.len())?;
                let values = finite(values)?;
                let edges = Bins::freedman_diaconis(&[&values])?.edges().to_vec();
                if edges.len() > 2 {
                    Ok(inner(edges))
                } else {
                    equal_width(2, &values)
                }
            }
        }
    }
}

/// An error unless there are values, and one for each bin.
fn enough(bins: usize, values: usize) -> Result<(), Error> {
    filled("values in the column that are not missing", values)?;
    parameter(
        "number of bins",
        bins as f64,
        (2..=Bins::MOST).contains(&bins),
        "from 2 to Bins::MOST = 16777216",
    )?;
    if values < bins {
        return Err(Error::TooFew {
            of: "values in the column that are not missing, one for each bin,",
            found: values,
            needed: bins,
        });
    }
    Ok(())
}

/// For each of the shares i/k the value below which the share is nearest to it.
fn quantiles(bins: usize, sorted: &[f64]) -> Result<Vec<f64>, Error> {
    let (n, k) = (sorted.len() as u128, bins as u128);
    let mut edges = Vec::new();
    for i in 1..k {
        // The quantile at i/k is the value of rank ⌈in/k⌉, which is n at most.
        let rank = (i * n).div_ceil(k) as usize;
        let Some(&quantile) = sorted.get(rank - 1) else {
            break;
        };
        // With the values equal to it above the edge, or below. Neither bin may be empty.
        let without = sorted.partition_point(|&x| x < quantile);
        let with = sorted.partition_point(|&x| x <= quantile);
        let nearer = i * n - without as u128 * k < with as u128 * k - i * n;
        let below = if without > 0 && (nearer || with == sorted.len()) {
            without
        } else {
            with
        };
        // What is infinite is in the outer bins, and no edge.
        edges.extend(sorted.get(below).copied().filter(|x| x.is_finite()));
    }
    edges.dedup();
    if edges.is_empty() {
        Err(equal(sorted))
    } else {
        Ok(edges)
    }
}

fn equal_width(bins: usize, values: &[f64]) -> Result<Vec<f64>, Error> {
    let bins = Bins::equal_width_of(&[values], bins).map_err(|error| match error {
        Error::Range { .. } => equal(values),
        other => other,
    })?;
    Ok(inner(bins.edges().to_vec()))
}

/// The edges without the outer two: the bins beyond them are open.
fn inner(mut edges: Vec<f64>) -> Vec<f64> {
    edges.pop();
    edges.drain(..1);
    edges
}

fn finite(mut values: Vec<f64>) -> Result<Vec<f64>, Error> {
    values.retain(|x| x.is_finite());
    filled("finite values in the column", values.len())?;
    Ok(values)
}

/// The error for values that are equal, or too near each other for edges between them.
fn equal(values: &[f64]) -> Error {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Error::Range {
        of: "range of the column",
        low,
        high,
        must_be: "wide enough to cut into so many bins: a column of few different values is \
                  counted by label, or in bins between given edges",
    }
}
