//! Triangular discrimination.

use crate::lanes::Lanes;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Pmf, SumOfTerms};
use fearless_simd::Simd;

/// Triangular discrimination as a value: [`Pmf::triangular_discrimination`].
///
/// Δ(P, Q) = Σ (p − q)²/(p + q)
///
/// ```
/// use kl_core::divergences::TriangularDiscrimination;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([0.75, 0.25])?, Pmf::new([0.25, 0.75])?);
/// assert_eq!(TriangularDiscrimination.between(&p, &q)?, 0.5);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriangularDiscrimination;

impl SumOfTerms for TriangularDiscrimination {
    type Output = f64;

    fn term(&self, p: f64, q: f64) -> f64 {
        let d = p - q;
        if d == 0.0 { 0.0 } else { d * (d / (p + q)) }
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of(self, p, q)
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        Ok(sum)
    }
}

impl Terms for TriangularDiscrimination {
    #[inline(always)]
    fn eight<S: Simd>(&self, _: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        let d = p - q;
        [d * (d / (p + q))]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(1.0, 1.0)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Triangular discrimination, also called the Vincze–Le Cam divergence, between P, `self`,
    /// and Q.
    ///
    /// Δ(P, Q) = Σ (p − q)²/(p + q)
    ///
    /// # Conventions
    ///
    /// A plain number between 0 and 2, up to the rounding in Σp and Σq: 0 only if P and Q are
    /// equal, or so near that the value is below the smallest double; 2 if no outcome is
    /// possible under both. Symmetric, and its root is a metric. With M = ½(P + Q) it is half
    /// of χ²(P‖M) + χ²(Q‖M). Some authors halve it. The Jensen–Shannon divergence lies between
    /// ¼Δ and ½Δ ln 2 nats.
    ///
    /// # Accuracy
    ///
    /// Within 2 ulp, also for P and Q that differ in the last digit only.
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
    /// let p = Pmf::new([0.5, 0.5])?;
    /// let q = Pmf::new([1.0, 0.0])?;
    /// assert_eq!(format!("{:.4}", p.triangular_discrimination(&q)?), "0.6667");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Topsøe, "Some Inequalities for Information Divergence and Related Measures of
    /// Discrimination", IEEE Transactions on Information Theory 46 (2000) 1602–1609,
    /// DOI 10.1109/18.850703, also for the bounds.
    pub fn triangular_discrimination<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
    ) -> Result<f64, Error> {
        TriangularDiscrimination.between(self, q)
    }
}
