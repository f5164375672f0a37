//! The divergences of two lists of distributions, one after the other.

use crate::error::same_size;
use crate::{Divergence, Error};

/// The divergence of each P from the Q in its place.
///
/// A list of one is compared with every distribution of the other list. For all pairs of two
/// lists there is [`pairwise`](crate::pairwise).
///
/// # Conventions
///
/// The conventions of the divergence. There are as many results as distributions in the longer
/// list, and none if a list is empty.
///
/// # Accuracy
///
/// The accuracy of the divergence: each result is that of [`Divergence::between`].
///
/// # Errors
///
/// [`Error::Size`] if the lists differ in length and neither has one distribution.
/// [`Error::Pair`] with the places in both lists, and the error, of the first pair that cannot
/// be compared.
///
/// # Example
///
/// ```
/// use kl_core::divergences::KullbackLeibler;
/// use kl_core::elementwise;
/// use kl_core::statrs::distribution::Gamma;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ps = [Gamma::new(2.0, 1.0)?, Gamma::new(3.0, 1.0)?];
/// let qs = [Gamma::new(2.0, 1.0)?, Gamma::new(3.0, 2.0)?];
/// let divergences = elementwise(&KullbackLeibler, &ps, &qs)?;
/// assert_eq!(divergences[0].nats(), 0.0);
/// assert_eq!(format!("{:.4}", divergences[1]), "0.9206 nats");
/// // One against many.
/// assert_eq!(elementwise(&KullbackLeibler, &ps[..1], &qs)?[0].nats(), 0.0);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// The references of the divergence.
pub fn elementwise<D, P, Q>(divergence: &D, ps: &[P], qs: &[Q]) -> Result<Vec<D::Output>, Error>
where
    D: Divergence<P, Q> + ?Sized,
{
    let n = common_length(ps, qs)?;
    (0..n).map(|i| at(divergence, ps, qs, i)).collect()
}

/// [`elementwise`] into a list that is there, without memory of its own.
///
/// # Conventions
///
/// Those of [`elementwise`].
///
/// # Accuracy
///
/// That of [`elementwise`].
///
/// # Errors
///
/// Those of [`elementwise`]; [`Error::Size`] also if `results` differs in length from the
/// longer list. After an [`Error::Pair`] the results before it have been written.
///
/// # Example
///
/// ```
/// use kl_core::divergences::KullbackLeibler;
/// use kl_core::statrs::distribution::Exp;
/// use kl_core::{Information, elementwise_into};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (ps, q) = ([Exp::new(1.0)?, Exp::new(2.0)?], Exp::new(1.0)?);
/// let mut results = [Information::ZERO; 2];
/// elementwise_into(&KullbackLeibler, &ps, &[q], &mut results)?;
/// assert_eq!(format!("{:.4}", results[1]), "0.1931 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// The references of the divergence.
pub fn elementwise_into<D, P, Q>(
    divergence: &D,
    ps: &[P],
    qs: &[Q],
    results: &mut [D::Output],
) -> Result<(), Error>
where
    D: Divergence<P, Q> + ?Sized,
{
    let n = common_length(ps, qs)?;
    same_size("results", results.len(), "pairs", n)?;
    for (i, result) in results.iter_mut().enumerate() {
        *result = at(divergence, ps, qs, i)?;
    }
    Ok(())
}

/// The number of pairs.
fn common_length<P, Q>(ps: &[P], qs: &[Q]) -> Result<usize, Error> {
    if ps.len() == 1 {
        return Ok(qs.len());
    }
    if qs.len() != 1 {
        same_size("distributions Q", qs.len(), "distributions P", ps.len())?;
    }
    Ok(ps.len())
}

/// The divergence in one place, or an error that says which.
fn at<D, P, Q>(divergence: &D, ps: &[P], qs: &[Q], i: usize) -> Result<D::Output, Error>
where
    D: Divergence<P, Q> + ?Sized,
{
    let row = if ps.len() == 1 { 0 } else { i };
    let column = if qs.len() == 1 { 0 } else { i };
    let result = divergence.between(&ps[row], &qs[column]);
    result.map_err(|error| Error::Pair {
        row,
        column,
        source: Box::new(error),
    })
}
