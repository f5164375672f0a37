//! Checks that many constructors share.

use super::Error;

/// The value, or an error that names it if it is infinite or NaN.
pub(crate) fn finite(name: &'static str, value: f64) -> Result<f64, Error> {
    parameter(name, value, value.is_finite(), "finite")
}

/// The value, or an error that names it and the condition that it must meet.
pub(crate) fn parameter(
    name: &'static str,
    value: f64,
    valid: bool,
    must_be: &'static str,
) -> Result<f64, Error> {
    if valid {
        Ok(value)
    } else {
        Err(Error::Parameter {
            name,
            value,
            must_be,
        })
    }
}

/// An error that names the first entry that is not valid.
pub(crate) fn entries<F: Copy + Into<f64>>(
    of: &'static str,
    values: &[F],
    must_be: &'static str,
    mut valid: impl FnMut(f64) -> bool,
) -> Result<(), Error> {
    let mut values = values.iter().map(|&x| x.into()).enumerate();
    match values.find(|&(_, x)| !valid(x)) {
        None => Ok(()),
        Some((index, value)) => Err(Error::Entry {
            of,
            index,
            value,
            must_be,
        }),
    }
}

/// An error if the number of things is 0.
pub(crate) fn filled(of: &'static str, found: usize) -> Result<(), Error> {
    if found > 0 {
        Ok(())
    } else {
        Err(Error::Empty { of })
    }
}

/// An error unless the two numbers are equal.
pub(crate) fn same_size(
    of: &'static str,
    found: usize,
    like: &'static str,
    expected: usize,
) -> Result<(), Error> {
    if found == expected {
        Ok(())
    } else {
        Err(Error::Size {
            of,
            index: None,
            found,
            like,
            expected,
        })
    }
}

/// An error unless P and Q have as many outcomes.
pub(crate) fn same_outcomes(p: usize, q: usize) -> Result<(), Error> {
    same_size("outcomes of Q", q, "outcomes of P", p)
}

/// The quotient of two numbers: an error unless the first is a multiple of the divisor,
/// which the text in `like` names.
pub(crate) fn share(
    of: &'static str,
    found: usize,
    like: &'static str,
    divisor: usize,
) -> Result<usize, Error> {
    parameter(like, divisor as f64, divisor > 0, "at least 1")?;
    if found.is_multiple_of(divisor) {
        Ok(found / divisor)
    } else {
        Err(Error::NotMultiple {
            of,
            found,
            like,
            divisor,
        })
    }
}

/// The largest of some weights; or an error that names the first invalid one, or says that
/// all are zero.
pub(crate) fn largest_weight(weights: &[f64]) -> Result<f64, Error> {
    let must_be = "zero or positive, and finite";
    entries("weight", weights, must_be, |w| {
        (0.0..f64::INFINITY).contains(&w)
    })?;
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest > 0.0 {
        Ok(largest)
    } else {
        Err(Error::ZeroTotal { of: "weights" })
    }
}
