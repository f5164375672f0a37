//! χ² divergence.

use crate::lanes::Lanes;
use crate::terms::chi_squared::chi_squared_term;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Pmf, SumOfTerms};
use fearless_simd::Simd;

/// Pearson's χ² divergence as a value: [`Pmf::chi_squared`].
///
/// χ²(P‖Q) = Σ (p − q)²/q
///
/// ```
/// use kl_core::divergences::ChiSquared;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([0.75, 0.25])?, Pmf::new([0.5, 0.5])?);
/// assert_eq!(ChiSquared.between(&p, &q)?, 0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChiSquared;

impl SumOfTerms for ChiSquared {
    type Output = f64;

    fn term(&self, p: f64, q: f64) -> f64 {
        chi_squared_term(p, q)
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of(self, p, q)
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        Ok(sum)
    }
}

impl Terms for ChiSquared {
    #[inline(always)]
    fn eight<S: Simd>(&self, _: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        let d = p - q;
        [d * (d / q)]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(1.0, f64::INFINITY)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Pearson's χ² divergence of P, `self`, from Q: the variance under Q of p/q.
    ///
    /// χ²(P‖Q) = Σ (p − q)²/q
    ///
    /// # Conventions
    ///
    /// A plain number ≥ 0: ∞ if P puts mass where Q has none, and where the true
    /// value is beyond [`f64::MAX`]; an outcome impossible under both adds
    /// nothing. Zero only if P and Q are equal, or so near that the value is
    /// below the smallest double. Not symmetric: Neyman's χ² is
    /// `q.chi_squared(&p)`. Not a metric. D(P‖Q) ≤ ln(1 + χ²).
    ///
    /// It is no test statistic: for counts that make up P, multiply by their total.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp, also for P and Q that differ in the last digit only.
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
    /// let p = Pmf::new([0.75, 0.25])?;
    /// let q = Pmf::new([0.5, 0.5])?;
    /// assert_eq!(p.chi_squared(&q)?, 0.25);
    /// let certain = Pmf::new([1.0, 0.0])?;
    /// assert_eq!(p.chi_squared(&certain)?, f64::INFINITY);
    /// assert_eq!(certain.chi_squared(&q)?, 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Gibbs and Su, "On Choosing and Bounding Probability Metrics",
    /// International Statistical Review 70 (2002) 419–435,
    /// DOI 10.1111/j.1751-5823.2002.tb00178.x, also for the bound.
    pub fn chi_squared<G: Float, T: AsRef<[G]>>(&self, q: &Pmf<G, T>) -> Result<f64, Error> {
        ChiSquared.between(self, q)
    }
}
