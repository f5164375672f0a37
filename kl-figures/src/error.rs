//! Why a picture cannot be drawn.

use std::fmt;

/// Why a picture cannot be drawn.
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::{Error, discrete_terms};
///
/// let p = Pmf::new([0.5, 0.5])?;
/// let q = Pmf::new([1.0, 0.0])?;
/// assert_eq!(
///     discrete_terms(&["heads", "tails"], &p, &q),
///     Err(Error::InfiniteTerm { index: 1 })
/// );
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The divergence itself is not defined for these arguments.
    Divergence(kl_core::Error),
    /// P puts mass on an outcome that is impossible under Q: no bar is that high.
    InfiniteTerm {
        /// Which outcome, counted from 0.
        index: usize,
    },
    /// There are more or fewer labels than outcomes.
    LabelCount {
        /// The number of labels.
        labels: usize,
        /// The number of outcomes.
        outcomes: usize,
    },
    /// There are too many outcomes to draw a bar for each.
    TooManyOutcomes {
        /// Their number.
        outcomes: usize,
        /// How many can be drawn.
        limit: usize,
    },
    /// A label is wider than the place for its bar.
    LabelTooLong {
        /// Which label, counted from 0.
        index: usize,
        /// How many characters fit.
        limit: usize,
    },
    /// There are no panels, or more than have room beside each other.
    PanelCount {
        /// Their number.
        panels: usize,
        /// How many can be drawn.
        limit: usize,
    },
    /// Only normal distributions in the plane have ellipses to draw.
    NotInThePlane {
        /// The dimension.
        dimension: usize,
    },
    /// Only distributions on three outcomes have a place in the triangle.
    NotThreeOutcomes {
        /// The number of outcomes.
        outcomes: usize,
    },
    /// One distribution is so much wider than the other that one of them would be
    /// a speck.
    ScalesTooDifferent {
        /// The larger standard deviation divided by the smaller.
        ratio: f64,
        /// The largest ratio that can be drawn.
        limit: f64,
    },
    /// The means are so far apart that both distributions would be specks.
    MeansTooFarApart {
        /// The distance of the means, divided by the larger standard deviation.
        distance: f64,
        /// The largest distance that can be drawn.
        limit: f64,
    },
    /// The labels of an axis would need too many digits to tell them apart, or the
    /// axis would reach beyond the numbers of type `f64`.
    Axis {
        /// Where the axis would begin.
        low: f64,
        /// Where it would end.
        high: f64,
    },
    /// plotters could not draw.
    Drawing(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Divergence(error) => write!(f, "{error}"),
            Error::InfiniteTerm { index } => write!(
                f,
                "outcome {index} is possible under P and impossible under Q: \
                 its term is infinite, and no bar is that high"
            ),
            Error::LabelCount { labels, outcomes } => {
                write!(f, "{labels} labels for {outcomes} outcomes")
            }
            Error::TooManyOutcomes { outcomes, limit } => write!(
                f,
                "{outcomes} outcomes are too many for bars: at most {limit} can be drawn"
            ),
            Error::LabelTooLong { index, limit } => write!(
                f,
                "label {index} is too long: with this many outcomes, {limit} characters fit"
            ),
            Error::PanelCount { panels, limit } => {
                write!(f, "{panels} panels: from 1 to {limit} can be drawn")
            }
            Error::NotInThePlane { dimension } => write!(
                f,
                "the distributions have dimension {dimension}: ellipses are drawn in dimension 2"
            ),
            Error::NotThreeOutcomes { outcomes } => {
                write!(f, "{outcomes} outcomes: the triangle has room for three")
            }
            Error::ScalesTooDifferent { ratio, limit } => write!(
                f,
                "one standard deviation is {ratio} times the other: \
                 both can be seen up to {limit} times"
            ),
            Error::MeansTooFarApart { distance, limit } => write!(
                f,
                "the means are {distance} standard deviations apart: \
                 both distributions can be seen up to {limit}"
            ),
            Error::Axis { low, high } => {
                write!(f, "an axis from {low} to {high} cannot be labelled legibly")
            }
            Error::Drawing(reason) => write!(f, "plotters could not draw: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // Its own text is that of this error.
            Error::Divergence(error) => error.source(),
            _ => None,
        }
    }
}

/// No more outcomes than can be drawn.
pub(crate) fn few_enough(outcomes: usize, limit: usize) -> Result<(), Error> {
    if outcomes > limit {
        return Err(Error::TooManyOutcomes { outcomes, limit });
    }
    Ok(())
}

/// That the terms of the divergence of P from Q can be drawn, each above a label: as many labels as
/// outcomes, not too many of them, and no infinite term.
pub(crate) fn terms_to_draw(
    labels: &[&str],
    p: &kl_core::Pmf,
    q: &kl_core::Pmf,
    limit: usize,
) -> Result<(), Error> {
    let (labels, outcomes) = (labels.len(), p.len());
    if labels != outcomes {
        return Err(Error::LabelCount { labels, outcomes });
    }
    few_enough(outcomes, limit)?;
    if let Some(index) = p.first_outside_support(q)? {
        return Err(Error::InfiniteTerm { index });
    }
    Ok(())
}

impl From<kl_core::Error> for Error {
    fn from(error: kl_core::Error) -> Self {
        Error::Divergence(error)
    }
}
