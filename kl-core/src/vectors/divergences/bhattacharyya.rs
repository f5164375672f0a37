//! Bhattacharyya distance.

use crate::lanes::Lanes;
use crate::terms::hellinger::{UP, hellinger_term, hellinger_terms};
use crate::vectors::walk::{Terms, sums};
use crate::{Divergence, Error, Float, Information, Pmf};
use fearless_simd::Simd;

/// The Bhattacharyya distance as a value: [`Pmf::bhattacharyya`].
///
/// B(P, Q) = −ln Σ √(pq)
///
/// ```
/// use kl_core::divergences::Bhattacharyya;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.25, 0.75])?);
/// assert_eq!(Bhattacharyya.between(&p, &q)?.bits(), 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bhattacharyya;

impl<F: Float, G: Float, S: AsRef<[F]>, T: AsRef<[G]>> Divergence<Pmf<F, S>, Pmf<G, T>>
    for Bhattacharyya
{
    type Output = Information;

    fn between(&self, p: &Pmf<F, S>, q: &Pmf<G, T>) -> Result<Information, Error> {
        let (p, q) = p.beside(q)?;
        let [distance, overlap, both] = sums(&OverlapAndRest, p, q);
        let nats = minus_ln_overlap(distance / UP / both, || 2.0 * overlap / both);
        Ok(Information::from_nats(nats))
    }
}

/// The overlap √(pq), scaled up, what is missing of it, and p + q.
pub(crate) struct OverlapAndRest;

impl Terms<3> for OverlapAndRest {
    #[inline(always)]
    fn eight<S: Simd>(&self, _: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 3] {
        let (missing, overlap) = hellinger_terms(p * UP, q * UP);
        [missing, overlap, p + q]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 3] {
        let (scaled_p, scaled_q) = (p * UP, q * UP);
        let overlap = scaled_p.sqrt() * scaled_q.sqrt();
        [hellinger_term(scaled_p, scaled_q), overlap, p + q]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 3]> {
        Some([(UP, UP), (0.0, 0.0), (1.0, 1.0)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Bhattacharyya distance: minus the logarithm of the overlap of P, `self`,
    /// and Q.
    ///
    /// B(P, Q) = −ln Σ √(pq)
    ///
    /// # What is computed
    ///
    /// −ln(Σ√(pq) / S) = −ln(1 − H²/S) with S = ½(Σp + Σq) and H the
    /// [`Pmf::hellinger`] distance. S is one for sums of exactly one. Without it
    /// the rounding in Σp and Σq, about 1e-16, would swamp the answer for P near
    /// Q and could make it negative.
    ///
    /// # Conventions
    ///
    /// [`Information::INFINITY`] if no outcome is possible under both. Never
    /// negative; zero only if P and Q are equal, or so near that the value is
    /// below the smallest double. Symmetric. Not a metric. Half the
    /// [`Pmf::renyi`] divergence of order ½.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for P and Q that differ in the last digit only.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Information, Pmf};
    ///
    /// let p = Pmf::new([1.0, 0.0])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(p.bhattacharyya(&q)?.bits(), 1.0);
    /// let elsewhere = Pmf::new([0.0, 1.0])?;
    /// assert_eq!(p.bhattacharyya(&elsewhere)?, Information::INFINITY);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Kailath, "The Divergence and Bhattacharyya Distance Measures in Signal
    /// Selection", IEEE Transactions on Communication Technology 15 (1967) 52–60,
    /// DOI 10.1109/TCOM.1967.1089532.
    pub fn bhattacharyya<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
    ) -> Result<Information, Error> {
        Bhattacharyya.between(self, q)
    }
}

/// −ln of an overlap, from 1 − overlap and from the overlap times [`UP`]: the smaller of
/// overlap and 1 − overlap has the digits.
pub(crate) fn minus_ln_overlap(missing: f64, scaled_overlap: impl Fn() -> f64) -> f64 {
    if missing <= 0.5 {
        return -(-missing).ln_1p();
    }
    let scaled_overlap = scaled_overlap();
    let overlap = scaled_overlap / UP;
    if overlap >= f64::MIN_POSITIVE {
        -overlap.ln()
    } else {
        // The overlap is subnormal and has lost digits; the scaled one has them all.
        UP.ln() - scaled_overlap.ln()
    }
}
