//! Total variation distance.

use crate::lanes::Lanes;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Pmf, SumOfTerms};
use fearless_simd::Simd;
use fearless_simd::prelude::*;

/// The total variation distance as a value: [`Pmf::total_variation`].
///
/// TV(P, Q) = ½ Σ |p − q|
///
/// ```
/// use kl_core::divergences::TotalVariation;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([0.75, 0.25])?, Pmf::new([0.25, 0.75])?);
/// assert_eq!(TotalVariation.between(&p, &q)?, 0.5);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalVariation;

impl SumOfTerms for TotalVariation {
    type Output = f64;

    fn term(&self, p: f64, q: f64) -> f64 {
        (p - q).abs()
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of(self, p, q)
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        Ok(0.5 * sum)
    }
}

impl Terms for TotalVariation {
    #[inline(always)]
    fn eight<S: Simd>(&self, _: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        [(p - q).abs()]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(1.0, 1.0)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Total variation distance: the most that P, `self`, and Q can disagree on
    /// the probability of an event.
    ///
    /// TV(P, Q) = ½ Σ |p − q| = max |P(A) − Q(A)| over events A
    ///
    /// # Conventions
    ///
    /// A plain number between 0 and 1, up to the rounding in Σp and Σq: 0 only
    /// if P and Q are equal, 1 if no outcome is possible under both. Symmetric,
    /// and a metric. Some authors leave out the ½.
    ///
    /// # Accuracy
    ///
    /// Within 2 ulp.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::new([0.5, 0.25, 0.25])?;
    /// let q = Pmf::new([0.25, 0.25, 0.5])?;
    /// assert_eq!(p.total_variation(&q)?, 0.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Levin, Peres and Wilmer, *Markov Chains and Mixing Times*, proposition 4.2.
    pub fn total_variation<G: Float, T: AsRef<[G]>>(&self, q: &Pmf<G, T>) -> Result<f64, Error> {
        TotalVariation.between(self, q)
    }
}
