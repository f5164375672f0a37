//! Errors: what can be wrong with an input.

mod check;
mod message;

pub(crate) use check::{
    entries, filled, finite, largest_weight, parameter, same_outcomes, same_size, share,
};

/// An error of an input: it names the input, the place in it, the value there, and the
/// condition that the value must meet.
///
/// An infinite divergence is not an error: it is
/// [`Information::INFINITY`](crate::Information::INFINITY).
///
/// A program matches on the variant and on its numbers. The texts, which are `of`, `like`,
/// `name` and `must_be`, are for people: they say in plain words which input is meant,
/// and may be worded better in a later version. Places are counted from 0.
///
/// Two errors that hold NaN are unequal, as NaN is to itself; match on the
/// variant instead.
///
/// # Example
///
/// ```
/// use kl_core::{Error, Pmf};
///
/// match Pmf::new([0.5, -0.5, 1.0]) {
///     Err(Error::Entry { index, value, .. }) => assert_eq!((index, value), (1, -0.5)),
///     other => panic!("{other:?}"),
/// }
/// let wrong = Pmf::from_weights([1.0, -2.0]).map_err(|error| error.to_string());
/// let text = "weight at index 1 is -2: it must be zero or positive, and finite";
/// assert_eq!(wrong, Err(text.to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A list is empty that must not be.
    Empty {
        /// The kind of thing that is missing.
        of: &'static str,
    },
    /// An entry of a list is not what it must be.
    Entry {
        /// The entries, or this one.
        of: &'static str,
        /// The index of the entry.
        index: usize,
        /// Its value.
        value: f64,
        /// The condition that it must meet.
        must_be: &'static str,
    },
    /// An entry of a matrix, or of a list of lists, is not what it must be.
    MatrixEntry {
        /// The matrix.
        of: &'static str,
        /// Its row, or the index of the list.
        row: usize,
        /// Its column, or its index in the list.
        column: usize,
        /// Its value.
        value: f64,
        /// The condition that it must meet.
        must_be: &'static str,
    },
    /// A logit of a token, in a batch of sequences, is not what it must be.
    TokenEntry {
        /// The logit.
        of: &'static str,
        /// The index of the sequence.
        sequence: usize,
        /// The index of the token in it.
        place: usize,
        /// The index of the logit among those of the token.
        word: usize,
        /// Its value.
        value: f64,
        /// The condition that it must meet.
        must_be: &'static str,
    },
    /// A value in a column of data is not what it must be.
    Cell {
        /// The name of the column.
        column: String,
        /// Its row.
        row: usize,
        /// The value there.
        value: f64,
        /// The condition that it must meet.
        must_be: &'static str,
    },
    /// A single number, such as a parameter of a distribution, is not what it must be.
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The condition that it must meet.
        must_be: &'static str,
    },
    /// Two numbers of something, such as outcomes, rows or dimensions, must agree and
    /// do not.
    Size {
        /// The kind of thing that is counted.
        of: &'static str,
        /// The index of their owner, if it is one of a list.
        index: Option<usize>,
        /// The number found.
        found: usize,
        /// The kind of thing whose number it must equal.
        like: &'static str,
        /// The number of those.
        expected: usize,
    },
    /// A list is to be cut into pieces of one length, and does not come out even.
    NotMultiple {
        /// The kind of thing in the list.
        of: &'static str,
        /// The number found.
        found: usize,
        /// The kind of thing of whose number `found` must be a multiple.
        like: &'static str,
        /// The number of those.
        divisor: usize,
    },
    /// Probabilities or weights do not sum to one.
    NotNormalized {
        /// The numbers that are summed.
        of: &'static str,
        /// The sum.
        sum: f64,
    },
    /// All weights are zero, or nothing is possible.
    ZeroTotal {
        /// The numbers that are all zero.
        of: &'static str,
    },
    /// A matrix differs from its transpose.
    NotSymmetric {
        /// The matrix.
        of: &'static str,
        /// Row of the entry below the diagonal.
        row: usize,
        /// Column of the entry below the diagonal.
        column: usize,
        /// The entry below the diagonal.
        lower: f64,
        /// Its mirror image above the diagonal.
        upper: f64,
    },
    /// A matrix is not positive definite.
    NotPositiveDefinite {
        /// The matrix.
        of: &'static str,
        /// The first variable that has no variance of its own beside the variables before
        /// it; this is where the Cholesky factorisation stops.
        pivot: usize,
        /// The variance that is left to it, which should be positive: the pivot.
        value: f64,
    },
    /// A function is infinite here and all around, so that it has no gradient.
    NoGradient {
        /// The kind of thing that makes it infinite: an outcome, or a sample.
        of: &'static str,
        /// The index of the first one.
        index: usize,
    },
    /// There are some, but fewer than are needed.
    TooFew {
        /// The kind of thing that is counted.
        of: &'static str,
        /// The number found.
        found: usize,
        /// The number that is needed.
        needed: usize,
    },
    /// There are more numbers than fit into memory.
    TooLarge {
        /// The kind of thing that is counted.
        of: &'static str,
        /// The number asked for.
        size: usize,
    },
    /// A sum without a closed form needs more terms than are added up.
    TooManyTerms {
        /// The largest number of terms that are added up.
        most: u64,
    },
    /// An integral, a series or an iteration did not reach its tolerance within the steps
    /// that are allowed, or at all.
    NotConverged {
        /// The quantity that was computed.
        of: &'static str,
        /// The best value.
        value: f64,
        /// The estimate of its error; ∞ if nothing is known.
        error: f64,
        /// The number of steps taken: evaluations of the integrand, terms or iterations.
        steps: usize,
    },
    /// The ends of a range are NaN, equal or in the wrong order; or the range is not wide
    /// enough for what is asked.
    Range {
        /// The range.
        of: &'static str,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
        /// The condition that it must meet.
        must_be: &'static str,
    },
    /// The logarithm of a density is NaN or +∞; or it is −∞ inside the support,
    /// where statrs computed it from a density that underflowed.
    LogDensity {
        /// The density: "P" or "Q".
        of: &'static str,
        /// The place.
        x: f64,
        /// The logarithm there.
        value: f64,
    },
    /// The integral of a density, or the sum of the probabilities, is not one, as far as the
    /// evaluations show: either it is not, or a peak was missed; then a breakpoint near the
    /// peak is the remedy.
    MassNotOne {
        /// The distribution: "P" or "Q".
        of: &'static str,
        /// The mass that was found.
        mass: f64,
    },
    /// A point has so many neighbours at its very place that the distance to the one asked
    /// for is 0, and its logarithm infinite.
    RepeatedPoint {
        /// The index of the point of P.
        index: usize,
        /// The number of the neighbour, counted from 1.
        neighbour: usize,
    },
    /// A point is in both samples, which independent samples of densities never are: one was
    /// put into the other, or the numbers are rounded.
    SharedPoint {
        /// The index of the point of P.
        index: usize,
        /// The index of a point of Q at the same place.
        of_q: usize,
    },
    /// Two distributions out of two lists cannot be compared.
    ///
    /// Their error is the [source](std::error::Error::source), and its text is not repeated
    /// in that of this error: a report that prints all sources, as anyhow's does, would say
    /// it twice. A program that prints one line should print both.
    ///
    /// ```
    /// use kl_core::divergences::KullbackLeibler;
    /// use kl_core::{Pmf, pairwise};
    /// use std::error::Error;
    ///
    /// let (p, q) = (Pmf::uniform(2)?, Pmf::uniform(3)?);
    /// let error = pairwise(&KullbackLeibler, &[p], &[q]).unwrap_err();
    /// assert_eq!(error.to_string(), "P number 0 and Q number 0 cannot be compared");
    /// let source = error.source().map(ToString::to_string);
    /// assert!(source.is_some_and(|text| text.starts_with("the number of outcomes of Q")));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    Pair {
        /// The index of P.
        row: usize,
        /// The index of Q.
        column: usize,
        /// The error of the pair.
        source: Box<Error>,
    },
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Pair { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}
