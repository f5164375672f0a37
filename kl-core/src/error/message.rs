//! The text of each error: what was given, where, and what to give instead.

use super::Error;
use std::fmt;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Empty { of } => write!(f, "there are no {of}: at least one is needed"),
            Error::Entry {
                of,
                index,
                value,
                must_be,
            } => write!(
                f,
                "{of} at index {index} is {}: it must be {must_be}",
                Number(*value)
            ),
            Error::MatrixEntry {
                of,
                row,
                column,
                value,
                must_be,
            } => write!(
                f,
                "{of} at row {row}, column {column} is {}: it must be {must_be}",
                Number(*value)
            ),
            Error::TokenEntry {
                of,
                sequence,
                place,
                word,
                value,
                must_be,
            } => write!(
                f,
                "{of}, of sequence {sequence}, place {place}, word {word}, is {}: it must be {must_be}",
                Number(*value)
            ),
            Error::Cell {
                column,
                row,
                value,
                must_be,
            } => write!(
                f,
                "row {row} of column {column:?} is {}: it must be {must_be}",
                Number(*value)
            ),
            Error::Parameter {
                name,
                value,
                must_be,
            } => write!(f, "{name} is {}: it must be {must_be}", Number(*value)),
            Error::Size {
                of,
                index,
                found,
                like,
                expected,
            } => {
                write!(f, "the number of {of}")?;
                if let Some(index) = index {
                    write!(f, " {index}")?;
                }
                write!(
                    f,
                    " is {found}: it must be {expected}, the number of {like}"
                )
            }
            Error::NotMultiple {
                of,
                found,
                like,
                divisor,
            } => write!(
                f,
                "the number of {of} is {found}: it must be a multiple of {divisor}, \
                 the {like}"
            ),
            Error::NotNormalized { of, sum } => not_normalized(f, of, *sum),
            Error::ZeroTotal { of } => {
                write!(f, "all {of} are zero: at least one must be positive")
            }
            Error::NotSymmetric {
                of,
                row,
                column,
                lower,
                upper,
            } => write!(
                f,
                "the {of} is {} at row {row}, column {column} but {} at row {column}, column {row}: \
                 if that is only rounding, average it with its transpose",
                Number(*lower),
                Number(*upper)
            ),
            Error::NotPositiveDefinite { of, pivot, value } => write!(
                f,
                "the {of} is not positive definite: given the variables before it, variable \
                 {pivot} has the variance {}, which must be positive; leave the variable \
                 out, or add to its entry on the diagonal",
                Number(*value)
            ),
            Error::NoGradient { of, index } => write!(
                f,
                "infinite, and so without a gradient: the {of} at index {index} \
                 is possible under P and impossible under Q, which must give it some probability"
            ),
            Error::TooFew { of, found, needed } => write!(
                f,
                "the number of {of} is {found}: at least {needed} are needed"
            ),
            Error::TooLarge { of, size } => write!(f, "{size} {of} do not fit into memory"),
            Error::TooManyTerms { most } => write!(
                f,
                "no closed form, and the sum has more than {most} terms that count: \
                 estimate it from samples, as the functions in kl_core::estimate do"
            ),
            Error::NotConverged {
                of,
                value,
                error,
                steps,
            } => {
                write!(f, "the {of} has not converged after {steps} steps: ")?;
                if *error < f64::INFINITY {
                    let (value, error) = (Number(*value), Number(*error));
                    write!(f, "it is {value}, with an error of about {error}")?;
                } else {
                    write!(f, "nothing is known of its value")?;
                }
                write!(
                    f,
                    "; allow more steps or a wider tolerance, or break an integral at its peaks"
                )
            }
            Error::Range {
                of,
                low,
                high,
                must_be,
            } => write!(
                f,
                "the {of} is from {} to {}: it must be {must_be}",
                Number(*low),
                Number(*high)
            ),
            Error::LogDensity { of, x, value } => write!(
                f,
                "the logarithm of the density of {of} is {} at {}: it must be finite, or -inf \
                 outside the support",
                Number(*value),
                Number(*x)
            ),
            Error::MassNotOne { of, mass } => write!(
                f,
                "the mass of {of} was found to be {}, not 1: divide the density by its integral, \
                 or set a breakpoint near a peak if one was missed",
                Number(*mass)
            ),
            Error::RepeatedPoint { index, neighbour } => write!(
                f,
                "neighbour {neighbour} of the point of P at index {index} is at its very place: \
                 samples of a density do not repeat, so ask for a neighbour further off, or count \
                 the points"
            ),
            Error::SharedPoint { index, of_q } => write!(
                f,
                "the point of P at index {index} is also the point of Q at index {of_q}: samples of \
                 densities have no point in common; if the values are rounded, use \
                 nearest_neighbour_kl_with_ties; if Q holds the points of P too, keep them out of \
                 Q, and for the divergence from both together use nearest_neighbour_kl_to_mixture"
            ),
            Error::Pair { row, column, .. } => {
                write!(f, "P number {row} and Q number {column} cannot be compared")
            }
        }
    }
}

/// The error of a sum. It does not advise dividing by the sum where entries may have been
/// left out: for eight of fifty thousand tokens that would be another distribution.
fn not_normalized(f: &mut fmt::Formatter<'_>, of: &str, sum: f64) -> fmt::Result {
    write!(f, "the {of} sum to {}, not to 1: ", Number(sum))?;
    if sum < 1.0 {
        write!(
            f,
            "the missing {} belongs into one more entry if outcomes are left out; dividing by \
             the sum is right for rounding only",
            Number(to_four_digits(1.0 - sum))
        )
    } else {
        write!(
            f,
            "weights of any sum go into Pmf::from_weights, and logits into Logits::new"
        )
    }
}

/// The number rounded to four digits: further digits of 1 − 0.9 are rounding.
fn to_four_digits(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}

/// A number printed with an exponent where it would have more zeros than anyone can count.
struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let x = self.0;
        if x == 0.0 || !x.is_finite() || (1e-5..1e16).contains(&x.abs()) {
            write!(f, "{x}")
        } else {
            write!(f, "{x:e}")
        }
    }
}
