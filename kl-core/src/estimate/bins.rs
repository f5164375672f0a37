//! Bins for numbers, and counting.

use super::Counts;
use crate::Error;
use crate::error::{entries, filled, parameter};
use crate::transport::Empirical;

/// Intervals side by side: each contains its lower edge and not its upper, but for the last,
/// which contains both.
///
/// To compare samples, count them in the same bins.
///
/// # Example
///
/// ```
/// use kl_core::estimate::Bins;
///
/// let (x, y) = ([0.5, 1.5, 1.0], [0.0, 0.25, 2.0]);
/// let bins = Bins::equal_width_of(&[&x, &y], 2)?;
/// assert_eq!(bins.edges(), [0.0, 1.0, 2.0]);
/// assert_eq!(bins.count(&x)?.as_slice(), [1, 2]);
/// assert_eq!(format!("{:.4}", bins.count(&x)?.kl(&bins.count(&y)?)?), "0.2310 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    edges: Vec<f64>,
}

impl Bins {
    /// The most bins that the rules below will make.
    pub const MOST: usize = 1 << 24;

    /// Bins between these edges.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] if there are fewer than two edges, [`Error::Entry`] names the
    /// first that is not finite and above the one before it.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::estimate::Bins;
    ///
    /// assert!(Bins::new([0.0, 1.0, 10.0]).is_ok());
    /// let repeated = Bins::new([0.0, 0.0]);
    /// assert!(matches!(repeated, Err(Error::Entry { index: 1, value: 0.0, .. })));
    /// ```
    pub fn new(edges: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let edges = edges.into();
        if edges.len() < 2 {
            return Err(Error::TooFew {
                of: "edges",
                found: edges.len(),
                needed: 2,
            });
        }
        let mut before = f64::NEG_INFINITY;
        entries("edge", &edges, "finite, and above the one before", |x| {
            let above = x > before;
            before = x;
            above && x.is_finite()
        })?;
        Ok(Bins { edges })
    }

    /// The given number of bins of equal width, from the lowest to the highest value of all
    /// samples.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no values.
    /// - [`Error::MatrixEntry`] names the first value that is NaN or infinite: the sample
    ///   is the row, and the place in it the column.
    /// - [`Error::Range`] if all values are equal, or so near each other that there
    ///   are no doubles for the edges.
    /// - [`Error::Parameter`] if there are to be no bins, or more than [`Bins::MOST`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Bins;
    ///
    /// let bins = Bins::equal_width_of(&[&[0.0, 3.0], &[8.0]], 4)?;
    /// assert_eq!(bins.edges(), [0.0, 2.0, 4.0, 6.0, 8.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn equal_width_of(samples: &[&[f64]], bins: usize) -> Result<Self, Error> {
        check(samples)?;
        let values = || samples.iter().copied().flatten().copied();
        match (
            values().min_by(f64::total_cmp),
            values().max_by(f64::total_cmp),
        ) {
            (Some(low), Some(high)) => equal_width(low, high, bins),
            _ => Err(Error::Empty { of: VALUES }),
        }
    }

    /// Bins of equal width by the rule of Freedman and Diaconis, for all samples together.
    ///
    /// The width is at most 2 (Q₃ − Q₁)/∛n, where Q₁ and Q₃ are the quartiles and n is the
    /// number of values.
    ///
    /// # Conventions
    ///
    /// The quartiles are values of the sample, as [`Empirical::quantile`] gives them.
    ///
    /// # Errors
    ///
    /// The errors of [`Bins::equal_width_of`] about the values, [`Error::Range`] if half of
    /// them or more are equal, so that the quartiles are, and [`Error::Parameter`] if the
    /// rule asks for more than [`Bins::MOST`] bins.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Bins;
    ///
    /// // 8 values, quartiles 2 and 6: width 4.
    /// let bins = Bins::freedman_diaconis(&[&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 9.0]])?;
    /// assert_eq!(bins.edges(), [1.0, 5.0, 9.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Freedman and Diaconis, "On the Histogram as a Density Estimator: L₂ Theory",
    /// Zeitschrift für Wahrscheinlichkeitstheorie und verwandte Gebiete 57 (1981) 453–476.
    pub fn freedman_diaconis(samples: &[&[f64]]) -> Result<Self, Error> {
        let all = together(samples)?;
        let between = |low, high| 0.5 * high - 0.5 * low;
        let (low, high) = (all.quantile(0.25)?, all.quantile(0.75)?);
        let half_width = between(low, high);
        if half_width <= 0.0 {
            return Err(Error::Range {
                of: "range between the quartiles of the samples",
                low,
                high,
                must_be: "wider: too many values are equal for this rule",
            });
        }
        let (least, largest) = (all.quantile(0.0)?, all.quantile(1.0)?);
        let half_range = between(least, largest);
        let root = (all.values().len() as f64).cbrt();
        let bins = (half_range / half_width * (0.5 * root)).ceil();
        parameter(
            "number of bins by the rule of Freedman and Diaconis",
            bins,
            bins <= Bins::MOST as f64,
            "at most Bins::MOST = 16777216: some values are far from the others",
        )?;
        equal_width(least, largest, bins as usize)
    }

    /// Bins that take about equally many values of all samples together.
    ///
    /// The edges are the lowest value, the quantiles at 1/n, 2/n and so on, and the highest
    /// value.
    ///
    /// # Conventions
    ///
    /// The quantiles are values of the sample, as [`Empirical::quantile`] gives them.
    /// There are fewer bins if some quantiles are equal.
    ///
    /// # Errors
    ///
    /// The errors of [`Bins::equal_width_of`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Bins;
    ///
    /// let bins = Bins::quantiles_of(&[&[1.0, 2.0, 3.0, 50.0]], 2)?;
    /// assert_eq!(bins.edges(), [1.0, 2.0, 50.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn quantiles_of(samples: &[&[f64]], bins: usize) -> Result<Self, Error> {
        let all = together(samples)?;
        let levels = levels(bins)?;
        let mut edges: Vec<f64> = levels.map(|u| all.quantile(u)).collect::<Result<_, _>>()?;
        edges.dedup();
        if let &[value] = edges.as_slice() {
            return Err(too_narrow(value, value));
        }
        Bins::new(edges)
    }

    /// The edges, one more than there are bins.
    ///
    /// ```
    /// # use kl_core::estimate::Bins;
    /// assert_eq!(Bins::new([0.0, 1.0])?.edges(), [0.0, 1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// The number of values in each bin.
    ///
    /// # Errors
    ///
    /// - [`Error::Entry`] names the first value that is NaN or infinite.
    /// - [`Error::Entry`] names the first below the lowest edge or above the highest.
    /// - [`Error::Empty`] if there are no values.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::estimate::Bins;
    ///
    /// let bins = Bins::new([0.0, 1.0, 2.0])?;
    /// assert_eq!(bins.count(&[0.0, 1.0, 2.0])?.as_slice(), [1, 2]);
    /// let outside = bins.count(&[0.5, 2.5]);
    /// assert!(matches!(outside, Err(Error::Entry { index: 1, value: 2.5, .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn count(&self, values: &[f64]) -> Result<Counts, Error> {
        let with_ends = self.count_with_ends(values)?;
        let bins = self.edges.len() - 1;
        let must_be = "in one of the bins; count_with_ends counts what is outside";
        let counts = with_ends.as_slice();
        if counts.first() != Some(&0) || counts.last() != Some(&0) {
            entries("value of the sample", values, must_be, |x| {
                (1..=bins).contains(&self.place(x))
            })?;
        }
        Counts::new(counts.get(1..=bins).unwrap_or_default())
    }

    /// The number of values in each bin, with one bin more before the first for values below
    /// it, and one after the last for values above it.
    ///
    /// # Errors
    ///
    /// [`Error::Entry`] names the first value that is NaN or infinite;
    /// [`Error::Empty`] if there are no values.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Bins;
    ///
    /// let bins = Bins::new([0.0, 1.0, 2.0])?;
    /// let counts = bins.count_with_ends(&[-1.0, 0.5, 2.5, 7.0])?;
    /// assert_eq!(counts.as_slice(), [1, 1, 0, 2]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn count_with_ends(&self, values: &[f64]) -> Result<Counts, Error> {
        filled("values of the sample", values.len())?;
        entries("value of the sample", values, "finite", f64::is_finite)?;
        let mut counts = vec![0; self.edges.len() + 1];
        for &value in values {
            if let Some(count) = counts.get_mut(self.place(value)) {
                *count += 1;
            }
        }
        Counts::new(counts)
    }

    /// The place of a value: 0 below the bins, then the bin counted from 1, then one more
    /// above the bins.
    fn place(&self, value: f64) -> usize {
        let below = self.edges.partition_point(|&edge| edge <= value);
        if self.edges.last() == Some(&value) {
            below - 1
        } else {
            below
        }
    }
}

fn equal_width(low: f64, high: f64, bins: usize) -> Result<Bins, Error> {
    // Both ends come out exactly, and nothing overflows.
    let edges: Vec<f64> = levels(bins)?.map(|u| low * (1.0 - u) + high * u).collect();
    Bins::new(edges).map_err(|_| too_narrow(low, high))
}

/// The values of all samples.
fn together(samples: &[&[f64]]) -> Result<Empirical, Error> {
    check(samples)?;
    let all = samples.concat();
    filled(VALUES, all.len())?;
    Empirical::new(all)
}

/// An error names the sample and the place in it.
fn check(samples: &[&[f64]]) -> Result<(), Error> {
    for (row, sample) in samples.iter().enumerate() {
        if let Some((column, &value)) = sample.iter().enumerate().find(|(_, x)| !x.is_finite()) {
            return Err(Error::MatrixEntry {
                of: "value of the samples (a row for each)",
                row,
                column,
                value,
                must_be: "finite",
            });
        }
    }
    Ok(())
}

const VALUES: &str = "values in the samples";

/// The error for edges that coincide: the caller gave no edges, so it names the values.
fn too_narrow(low: f64, high: f64) -> Error {
    Error::Range {
        of: "range of the samples",
        low,
        high,
        must_be: "wide enough to cut into so many bins; Bins::new takes edges for equal values",
    }
}

/// 0, 1/n, 2/n, … 1.
fn levels(bins: usize) -> Result<impl Iterator<Item = f64>, Error> {
    parameter(
        "number of bins",
        bins as f64,
        (1..=Bins::MOST).contains(&bins),
        "from 1 to Bins::MOST = 16777216",
    )?;
    Ok((0..=bins).map(move |i| i as f64 / bins as f64))
}
