//! Conversions of probability vectors, from and to other types.

use super::{Pmf, PmfView};
use crate::{Error, Float};
use std::fmt;
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
impl<F: Float, S: AsRef<[F]>> AsRef<[F]> for Pmf<F, S> {
    fn as_ref(&self) -> &[F] {
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
impl<F: Float, S: AsRef<[F]>> Index<usize> for Pmf<F, S> {
    type Output = F;

    fn index(&self, outcome: usize) -> &F {
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
impl<'a, F: Float, S: AsRef<[F]>> IntoIterator for &'a Pmf<F, S> {
    type Item = &'a F;
    type IntoIter = std::slice::Iter<'a, F>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The probabilities.
impl<F: fmt::Debug, S: AsRef<[F]>> fmt::Debug for Pmf<F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let probabilities = &self.probabilities.as_ref();
        f.debug_struct("Pmf")
            .field("probabilities", probabilities)
            .finish()
    }
}

/// Whether the probabilities are equal, owned or borrowed.
impl<F: PartialEq, S: AsRef<[F]>, T: AsRef<[F]>> PartialEq<Pmf<F, T>> for Pmf<F, S> {
    fn eq(&self, other: &Pmf<F, T>) -> bool {
        self.probabilities.as_ref() == other.probabilities.as_ref()
    }
}

/// Converts by [`Pmf::view`].
impl<'a, F: Float, S: AsRef<[F]>> From<&'a Pmf<F, S>> for PmfView<'a, F> {
    fn from(p: &'a Pmf<F, S>) -> Self {
        p.view()
    }
}

/// Converts by [`Pmf::into_vec`].
impl<F: Float> From<Pmf<F>> for Vec<F> {
    fn from(p: Pmf<F>) -> Self {
        p.into_vec()
    }
}

/// The numbers, checked as by [`Pmf::borrowed`] and not copied.
///
/// ```
/// # use kl_core::Pmf;
/// let p: Pmf = vec![0.25, 0.75].try_into()?;
/// let in_half_the_memory: Pmf<f32> = vec![0.25, 0.75].try_into()?;
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<F: Float> TryFrom<Vec<F>> for Pmf<F> {
    type Error = Error;

    fn try_from(probabilities: Vec<F>) -> Result<Self, Error> {
        Pmf::checked(probabilities)
    }
}

/// A copy of the numbers, checked as by [`Pmf::borrowed`], which does not copy.
///
/// ```
/// # use kl_core::Pmf;
/// let table = [0.25, 0.75, 1.0, 0.0];
/// let p = Pmf::try_from(&table[..2])?;
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<F: Float> TryFrom<&[F]> for Pmf<F> {
    type Error = Error;

    fn try_from(probabilities: &[F]) -> Result<Self, Error> {
        Pmf::checked(probabilities.to_vec())
    }
}

/// The numbers, checked as by [`Pmf::borrowed`].
///
/// ```
/// # use kl_core::Pmf;
/// let p = Pmf::try_from([0.25, 0.75])?;
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<F: Float, const N: usize> TryFrom<[F; N]> for Pmf<F> {
    type Error = Error;

    fn try_from(probabilities: [F; N]) -> Result<Self, Error> {
        Pmf::checked(probabilities.to_vec())
    }
}
