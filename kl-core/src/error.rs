//! What can be wrong with an input.

use std::fmt;

/// What is wrong with an input, with the index or parameter and the value.
///
/// An infinite divergence is not an error: it is
/// [`Information::INFINITY`](crate::Information::INFINITY).
///
/// Two errors that hold NaN are unequal, as NaN is to itself; match on the
/// variant instead.
///
/// ```
/// use kl_core::{Error, Pmf};
///
/// assert_eq!(
///     Pmf::new([0.5, -0.5, 1.0]),
///     Err(Error::InvalidProbability { index: 1, value: -0.5 })
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// There are no outcomes, or a distribution has dimension zero.
    Empty,
    /// A probability is NaN, negative or above one.
    InvalidProbability {
        /// Which entry, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// The probabilities do not sum to one.
    NotNormalized {
        /// Their sum.
        sum: f64,
    },
    /// A weight is NaN, negative or infinite.
    InvalidWeight {
        /// Which weight, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// All weights are zero.
    ZeroTotal,
    /// A logit is NaN or +∞.
    InvalidLogit {
        /// Which logit, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// A logarithm of a probability is NaN or positive.
    InvalidLogProbability {
        /// Which entry, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// A function is infinite here and all around, so that it has no gradient.
    NoGradient {
        /// The first outcome that makes it infinite, counted from 0.
        index: usize,
    },
    /// So many outcomes do not fit into memory.
    TooLarge {
        /// How many outcomes were asked for.
        outcomes: usize,
    },
    /// A sum without a closed form has more terms that count than are added up.
    TooManyTerms {
        /// How many are added up at most.
        most: u64,
    },
    /// Two probability vectors have different lengths.
    LengthMismatch {
        /// The length of P.
        left: usize,
        /// The length of Q.
        right: usize,
    },
    /// A table does not have as many entries as its rows and columns need.
    TableMismatch {
        /// How many rows were asked for.
        rows: usize,
        /// How many columns were asked for.
        columns: usize,
        /// How many entries there are.
        entries: usize,
    },
    /// Two tables have different shapes.
    ShapeMismatch {
        /// The rows and columns of P.
        left: [usize; 2],
        /// The rows and columns of Q.
        right: [usize; 2],
    },
    /// An entry of a vector is outside the domain of a function.
    OutsideDomain {
        /// What the vector is.
        name: &'static str,
        /// Which entry, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// A parameter of a distribution is outside the domain.
    InvalidParameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// An entry of a mean vector is NaN or infinite.
    InvalidMean {
        /// Which entry, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// An entry of a matrix is NaN or infinite.
    InvalidEntry {
        /// Row, counted from 0.
        row: usize,
        /// Column, counted from 0.
        column: usize,
        /// Its value.
        value: f64,
    },
    /// A covariance matrix is not square.
    NotSquare {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// A mean and a covariance do not belong together.
    MeanCovarianceMismatch {
        /// Length of the mean.
        mean: usize,
        /// Number of rows of the covariance.
        covariance: usize,
    },
    /// A covariance matrix differs from its transpose.
    NotSymmetric {
        /// Row of the entry below the diagonal, counted from 0.
        row: usize,
        /// Column of the entry below the diagonal, counted from 0.
        column: usize,
        /// The entry below the diagonal.
        lower: f64,
        /// Its mirror image above the diagonal.
        upper: f64,
    },
    /// A covariance matrix is not positive definite.
    NotPositiveDefinite {
        /// Where the Cholesky factorisation stopped, counted from 0.
        pivot: usize,
        /// The pivot, which should have been positive.
        value: f64,
    },
    /// Two distributions live in spaces of different dimension.
    DimensionMismatch {
        /// The dimension of P.
        left: usize,
        /// The dimension of Q.
        right: usize,
    },
    /// A density is zero outside an interval, so every normal distribution is infinitely
    /// far from it.
    BoundedSupport {
        /// Where the interval begins.
        low: f64,
        /// Where it ends.
        high: f64,
    },
    /// The mass of a density cannot be found by quadrature: it is in a spike, or the
    /// density is as good as zero, or overflows.
    Unresolved {
        /// Where the range begins.
        low: f64,
        /// Where it ends.
        high: f64,
    },
    /// A number of a sample is NaN or infinite.
    InvalidSample {
        /// Which point, counted from 0.
        index: usize,
        /// Which variable, counted from 0.
        variable: usize,
        /// Its value.
        value: f64,
    },
    /// Two distributions out of two lists cannot be compared.
    Pair {
        /// Which P, counted from 0.
        row: usize,
        /// Which Q, counted from 0.
        column: usize,
        /// What is wrong with them.
        error: Box<Error>,
    },
    /// A value of a sample is NaN or infinite.
    InvalidValue {
        /// Which value, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// A list of coordinates is not a whole number of points, or the points have no
    /// dimension.
    PointsMismatch {
        /// The dimension of the points.
        dimension: usize,
        /// How many coordinates there are.
        coordinates: usize,
    },
    /// A sample has too few points.
    TooFewPoints {
        /// How many there are.
        points: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A point has so many neighbours at its very place that the logarithm of the
    /// distance to the one asked for is infinite.
    RepeatedPoint {
        /// Which point of P, counted from 0.
        index: usize,
        /// Which neighbour, counted from 1.
        neighbour: usize,
    },
    /// An edge of bins is NaN or infinite, or not above the one before it.
    InvalidEdge {
        /// Which edge, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// A value of a sample is in none of the bins.
    OutsideBins {
        /// Which value, counted from 0.
        index: usize,
        /// Its value.
        value: f64,
    },
    /// A sample and its weights do not belong together.
    WeightsMismatch {
        /// How many values there are.
        values: usize,
        /// How many weights there are.
        weights: usize,
    },
    /// An iteration did not come to an end.
    NoConvergence {
        /// After how many steps it was given up.
        steps: usize,
    },
    /// An input does not have as many entries as the others need.
    SizeMismatch {
        /// The input.
        name: &'static str,
        /// How many entries it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// Entries do not fill rows of the same length.
    RowsMismatch {
        /// How many rows there are to be.
        rows: usize,
        /// How many entries there are.
        entries: usize,
    },
    /// Entries do not fill rows of so many columns.
    ColumnsMismatch {
        /// How many columns there are to be.
        columns: usize,
        /// How many entries there are.
        entries: usize,
    },
    /// A label is none of the classes.
    InvalidClass {
        /// Which label, counted from 0.
        index: usize,
        /// Its value.
        class: i64,
        /// How many classes there are.
        classes: usize,
    },
    /// A logarithm of a density is NaN or +∞; or it is −∞ inside the support,
    /// where statrs computed it from a density that underflowed.
    InvalidLogDensity {
        /// "P" or "Q".
        of: &'static str,
        /// Where.
        x: f64,
        /// Its value.
        value: f64,
    },
    /// The integral of a density, or the sum of the probabilities, is not one, as
    /// far as the evaluations show: either it is not, or a peak was missed, which
    /// a breakpoint near it mends.
    MassNotOne {
        /// "P" or "Q".
        of: &'static str,
        /// What was found.
        mass: f64,
    },
    /// An integral or a series did not reach its tolerance within the evaluations
    /// that are allowed, or at all.
    NotConverged {
        /// The best value.
        value: f64,
        /// The estimate of its error.
        error: f64,
        /// How often the integrand was evaluated, or the number of terms.
        evaluations: usize,
    },
    /// The ends of a range are NaN, equal, or in the wrong order.
    InvalidRange {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Empty => write!(f, "empty: at least one entry is needed"),
            Error::InvalidProbability { index, value } => write!(
                f,
                "probability {value} at index {index} is not between 0 and 1"
            ),
            Error::NotNormalized { sum } => write!(
                f,
                "probabilities sum to {sum}, not to 1; Pmf::from_weights normalises"
            ),
            Error::InvalidWeight { index, value } => write!(
                f,
                "weight {value} at index {index} is not finite and non-negative"
            ),
            Error::ZeroTotal => write!(
                f,
                "all weights are zero: at least one must be positive to normalise"
            ),
            Error::InvalidLogit { index, value } => {
                write!(
                    f,
                    "logit {value} at index {index} is neither finite nor -inf"
                )
            }
            Error::InvalidLogProbability { index, value } => write!(
                f,
                "logarithm of a probability {value} at index {index} is not zero or below"
            ),
            Error::NoGradient { index } => write!(
                f,
                "infinite, and so without a gradient: the outcome at index {index} \
                 is possible under P and impossible under Q"
            ),
            Error::TooLarge { outcomes } => {
                write!(f, "{outcomes} outcomes do not fit into memory")
            }
            Error::TooManyTerms { most } => write!(
                f,
                "no closed form, and the sum has more than {most} terms that count"
            ),
            Error::LengthMismatch { left, right } => {
                write!(f, "P has {left} outcomes and Q has {right}")
            }
            Error::TableMismatch {
                rows,
                columns,
                entries,
            } => write!(
                f,
                "a table of {rows} by {columns} does not have {entries} entries"
            ),
            Error::ShapeMismatch { left, right } => write!(
                f,
                "P has {} rows and {} columns, Q has {} and {}",
                left[0], left[1], right[0], right[1]
            ),
            Error::OutsideDomain { name, index, value } => {
                write!(f, "{name} is {value} at index {index}, outside the domain")
            }
            Error::InvalidParameter { name, value } => {
                write!(f, "{name} is {value}, outside the domain")
            }
            Error::InvalidMean { index, value } => {
                write!(f, "mean has {value} at index {index}: it must be finite")
            }
            Error::InvalidEntry { row, column, value } => write!(
                f,
                "covariance has {value} at row {row}, column {column}: it must be finite"
            ),
            Error::NotSquare { rows, columns } => {
                write!(f, "covariance is {rows} by {columns}: it must be square")
            }
            Error::MeanCovarianceMismatch { mean, covariance } => write!(
                f,
                "mean has {mean} entries and covariance has {covariance} rows"
            ),
            Error::NotSymmetric {
                row,
                column,
                lower,
                upper,
            } => write!(
                f,
                "covariance has {lower} at row {row}, column {column} but {upper} \
                 at row {column}, column {row}; average it with its transpose \
                 if that is only rounding"
            ),
            Error::NotPositiveDefinite { pivot, value } => write!(
                f,
                "covariance is not positive definite: pivot {pivot} of its \
                 Cholesky factorisation is {value}"
            ),
            Error::DimensionMismatch { left, right } => {
                write!(f, "P has dimension {left} and Q has dimension {right}")
            }
            Error::BoundedSupport { low, high } => write!(
                f,
                "P is zero outside {low} to {high}: the divergence of every normal \
                 distribution from it is infinite"
            ),
            Error::Unresolved { low, high } => write!(
                f,
                "the mass of P between {low} and {high} was not found: narrow the range, \
                 or say where the spikes are"
            ),
            Error::InvalidSample {
                index,
                variable,
                value,
            } => write!(
                f,
                "point {index} has {value} as variable {variable}: it must be finite"
            ),
            Error::Pair { row, column, error } => {
                write!(f, "P number {row} and Q number {column}: {error}")
            }
            Error::InvalidValue { index, value } => {
                write!(
                    f,
                    "value {value} at index {index} of a sample is not finite"
                )
            }
            Error::PointsMismatch {
                dimension,
                coordinates,
            } => write!(
                f,
                "{coordinates} coordinates are no points of dimension {dimension}"
            ),
            Error::TooFewPoints { points, needed } => {
                write!(f, "a sample has {points} points where {needed} are needed")
            }
            Error::RepeatedPoint { index, neighbour } => write!(
                f,
                "neighbour {neighbour} of the point at index {index} is at its very \
                 place: the samples repeat points, as those from densities do not"
            ),
            Error::InvalidEdge { index, value } => write!(
                f,
                "edge {value} at index {index} is not finite and above the one before it"
            ),
            Error::OutsideBins { index, value } => {
                write!(f, "value {value} at index {index} is in none of the bins")
            }
            Error::WeightsMismatch { values, weights } => {
                write!(f, "{values} values do not go with {weights} weights")
            }
            Error::NoConvergence { steps } => {
                write!(f, "no convergence after {steps} steps of an iteration")
            }
            Error::SizeMismatch {
                name,
                expected,
                found,
            } => write!(f, "{name} has {found} entries and needs {expected}"),
            Error::RowsMismatch { rows, entries } => {
                write!(f, "{entries} entries do not fill {rows} rows of one length")
            }
            Error::ColumnsMismatch { columns, entries } => {
                write!(f, "{entries} entries do not fill rows of {columns} columns")
            }
            Error::InvalidClass {
                index,
                class,
                classes,
            } => write!(
                f,
                "label {class} at index {index} is none of {classes} classes"
            ),
            Error::InvalidLogDensity { of, x, value } => {
                write!(f, "the logarithm of the density of {of} is {value} at {x}")
            }
            Error::MassNotOne { of, mass } => write!(
                f,
                "the mass of {of} was found to be {mass}, not 1; a breakpoint near its \
                 peak helps if it was missed"
            ),
            Error::NotConverged {
                value,
                error,
                evaluations,
            } => write!(
                f,
                "not converged after {evaluations} evaluations: {value}, with an \
                 error of about {error}"
            ),
            Error::InvalidRange { low, high } => {
                write!(f, "there is no range from {low} to {high}")
            }
        }
    }
}

impl std::error::Error for Error {}

/// The value, or an error that names it if it is infinite or NaN.
pub(crate) fn finite(name: &'static str, value: f64) -> Result<f64, Error> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::InvalidParameter { name, value })
    }
}

/// The largest of some weights, or an error that names the first that is no weight, or
/// says that all are zero.
pub(crate) fn largest_weight(weights: &[f64]) -> Result<f64, Error> {
    let mut largest = 0.0;
    for (index, &value) in weights.iter().enumerate() {
        if !(0.0..f64::INFINITY).contains(&value) {
            return Err(Error::InvalidWeight { index, value });
        }
        largest = f64::max(largest, value);
    }
    if largest > 0.0 {
        Ok(largest)
    } else {
        Err(Error::ZeroTotal)
    }
}
