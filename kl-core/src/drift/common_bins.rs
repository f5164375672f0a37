//! Two histograms on the same edges.

use super::comparison::{Comparison, whole};
use super::histogram::{Histogram, intervals};
use super::outcome::{Interval, Outcome};
use crate::Error;
use crate::error::filled;
use crate::float::double::Double;
use crate::float::scale::power_of_two;

impl Histogram {
    /// This column, the reference, beside a current one in the same bins.
    ///
    /// # Errors
    ///
    /// [`Error::Entry`] names the first edge that differs, [`Error::Size`] the numbers of edges if
    /// one has more: bins are never compared by their places alone. See
    /// [`compare_on_shared_edges`](Self::compare_on_shared_edges) and
    /// [`compare_spread`](Self::compare_spread).
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::drift::Histogram;
    ///
    /// let reference = Histogram::from_counts([0.0, 1.0], [2, 5, 3], 0)?;
    /// let current = Histogram::from_counts([0.0, 2.0], [2, 6, 2], 0)?;
    /// let error = reference.compare(&current).unwrap_err();
    /// assert!(matches!(error, Error::Entry { index: 1, value: 2.0, .. }));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn compare(&self, current: &Histogram) -> Result<Comparison<Interval>, Error> {
        self.same_edges(current)?;
        Ok(beside(self.edges(), [self, current], |of| {
            of.counts().iter().map(|&count| whole(count)).collect()
        }))
    }

    /// This column beside one in other bins: bins are joined until the edges are those that both
    /// have. Nothing is assumed.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if they have no edge in common.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::{Histogram, Interval};
    ///
    /// let reference = Histogram::from_counts([0.0, 1.0, 2.0], [2, 5, 3, 1], 0)?;
    /// let current = Histogram::from_counts([0.0, 2.0], [2, 6, 2], 0)?;
    /// let both = reference.compare_on_shared_edges(&current)?;
    /// assert_eq!(both.counts(&Interval { low: 0.0, high: 2.0 }), [8.0, 6.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn compare_on_shared_edges(
        &self,
        current: &Histogram,
    ) -> Result<Comparison<Interval>, Error> {
        let mut edges = self.edges().to_vec();
        edges.retain(|edge| current.edges().iter().any(|other| other == edge));
        filled("edges that both histograms have", edges.len())?;
        Ok(beside(&edges, [self, current], |of| spread(of, &edges)))
    }

    /// This column beside one in other bins: bins are cut at the edges of the other, on the
    /// assumption that **the values in a bin are spread evenly over it**.
    ///
    /// # Conventions
    ///
    /// The edges are those of either. An edge that cuts an open bin of the other in which there are
    /// values is left out, since nothing can be spread evenly over an endless bin. Counts are
    /// then no longer whole. The level that chance alone exceeds knows nothing of the assumption.
    ///
    /// # Accuracy
    ///
    /// Shares of counts have twice the digits of a double.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if no edge is left.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::{Histogram, Interval};
    ///
    /// let reference = Histogram::from_counts([0.0, 2.0], [0, 8, 0], 0)?;
    /// let current = Histogram::from_counts([0.0, 0.5, 2.0], [0, 1, 5, 0], 0)?;
    /// let both = reference.compare_spread(&current)?;
    /// assert_eq!(both.counts(&Interval { low: 0.0, high: 0.5 }), [2.0, 1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn compare_spread(&self, current: &Histogram) -> Result<Comparison<Interval>, Error> {
        let mut edges = [self.edges(), current.edges()].concat();
        edges.retain(|&edge| !cuts_open(self, edge) && !cuts_open(current, edge));
        edges.sort_by(f64::total_cmp);
        // Of 0 and −0 one is enough.
        edges.dedup();
        filled("edges that cut no open bin with values in it", edges.len())?;
        Ok(beside(&edges, [self, current], |of| spread(of, &edges)))
    }
}

fn beside(
    edges: &[f64],
    [reference, current]: [&Histogram; 2],
    counts: impl Fn(&Histogram) -> Vec<Double>,
) -> Comparison<Interval> {
    let outcomes = intervals(edges).into_iter().map(Outcome::Value);
    Comparison::new(
        outcomes.collect(),
        [counts(reference), counts(current)],
        [reference.missing(), current.missing()],
    )
}

/// Whether an edge lies inside an open bin of the histogram that has values.
fn cuts_open(histogram: &Histogram, edge: f64) -> bool {
    let (edges, counts) = (histogram.edges(), histogram.counts());
    let below = edges.first().is_some_and(|&first| edge < first);
    let above = edges.last().is_some_and(|&last| edge > last);
    below && counts.first() > Some(&0) || above && counts.last() > Some(&0)
}

/// The counts in the bins between and beyond the edges: those of bins that an edge cuts are
/// shared by width, those of bins that no edge cuts are joined.
fn spread(histogram: &Histogram, edges: &[f64]) -> Vec<Double> {
    let mut counts = vec![Double::ZERO; edges.len() + 1];
    let mut add = |bin: usize, share: Double| {
        if let Some(count) = counts.get_mut(bin) {
            *count = *count + share;
        }
    };
    for (Interval { low, high }, &count) in histogram.bins().iter().zip(histogram.counts()) {
        if count == 0 {
            continue;
        }
        let first = edges.partition_point(|edge| edge <= low);
        let cuts = edges.get(first..).unwrap_or_default();
        let cuts = cuts.iter().copied().take_while(|edge| edge < high);
        let mut from = *low;
        for (bin, to) in (first..).zip(cuts.chain([*high])) {
            let share = if from == *low && to == *high {
                whole(count)
            } else {
                let scale = scale_of(*low, *high);
                let (of, all) = (
                    width(from * scale, to * scale),
                    width(low * scale, high * scale),
                );
                // Not a share of 1 first, which may underflow.
                whole(count) * of / all
            };
            add(bin, share);
            from = to;
        }
    }
    counts
}

/// What the ends of a bin are multiplied by so that neither its width nor counts of it overflow.
fn scale_of(low: f64, high: f64) -> f64 {
    if low.abs().max(high.abs()) > power_of_two(900) {
        power_of_two(-130)
    } else {
        1.0
    }
}

/// The width of a bin, exactly.
fn width(low: f64, high: f64) -> Double {
    Double::exact_sum(high, -low)
}
