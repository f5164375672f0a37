//! Conversions of probability vectors, from and to other types.

use super::{Pmf, PmfView};
use crate::Error;
use std::ops::Index;

/// The probabilities.
///
/// ```
/// # use kl_core::Pmf;
/// fn largest(p: impl AsRef<[f64]>) -> f64 {
///     p.as_ref().iter().copied().fold(0.0, f64::max)
/// }
/// assert_eq!(largest(Pmf::new([0.25, 0.75])?), 0.75);
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<S: AsRef<[f64]>> AsRef<[f64]> for Pmf<S> {
    fn as_ref(&self) -> &[f64] {
        self.as_slice()
    }
}

/// The probability of an outcome. Panics if there is no such outcome;
/// [`Pmf::get`] does not.
///
/// ```
/// # use kl_core::Pmf;
/// assert_eq!(Pmf::new([0.25, 0.75])?[1], 0.75);
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<S: AsRef<[f64]>> Index<usize> for Pmf<S> {
    type Output = f64;

    fn index(&self, outcome: usize) -> &f64 {
        &self.as_slice()[outcome]
    }
}

/// The probabilities, one after the other.
///
/// ```
/// # use kl_core::Pmf;
/// let p = Pmf::new([0.25, 0.75])?;
/// let mut below = 0.0;
/// for probability in &p {
///     below += probability;
/// }
/// assert_eq!(below, 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<'a, S: AsRef<[f64]>> IntoIterator for &'a Pmf<S> {
    type Item = &'a f64;
    type IntoIter = std::slice::Iter<'a, f64>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Whether the probabilities are equal, owned or borrowed.
impl<S: AsRef<[f64]>, T: AsRef<[f64]>> PartialEq<Pmf<T>> for Pmf<S> {
    fn eq(&self, other: &Pmf<T>) -> bool {
        self.as_slice() == other.as_slice()
    }
}

/// Converts by [`Pmf::view`].
impl<'a, S: AsRef<[f64]>> From<&'a Pmf<S>> for PmfView<'a> {
    fn from(p: &'a Pmf<S>) -> Self {
        p.view()
    }
}

/// Converts by [`Pmf::into_vec`].
impl From<Pmf> for Vec<f64> {
    fn from(p: Pmf) -> Self {
        p.into_vec()
    }
}

/// Converts by [`Pmf::new`].
///
/// ```
/// # use kl_core::Pmf;
/// let p: Pmf = vec![0.25, 0.75].try_into()?;
/// # Ok::<(), kl_core::Error>(())
/// ```
impl TryFrom<Vec<f64>> for Pmf {
    type Error = Error;

    fn try_from(probabilities: Vec<f64>) -> Result<Self, Error> {
        Pmf::new(probabilities)
    }
}

/// Converts a copy by [`Pmf::new`]. [`Pmf::borrowed`] does not copy.
///
/// ```
/// # use kl_core::Pmf;
/// let table = [0.25, 0.75, 1.0, 0.0];
/// let p = Pmf::try_from(&table[..2])?;
/// # Ok::<(), kl_core::Error>(())
/// ```
impl TryFrom<&[f64]> for Pmf {
    type Error = Error;

    fn try_from(probabilities: &[f64]) -> Result<Self, Error> {
        Pmf::new(probabilities)
    }
}

/// Converts by [`Pmf::new`].
///
/// ```
/// # use kl_core::Pmf;
/// let p = Pmf::try_from([0.25, 0.75])?;
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<const N: usize> TryFrom<[f64; N]> for Pmf {
    type Error = Error;

    fn try_from(probabilities: [f64; N]) -> Result<Self, Error> {
        Pmf::new(probabilities)
    }
}
