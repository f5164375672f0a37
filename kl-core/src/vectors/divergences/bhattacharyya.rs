//! Bhattacharyya distance.

use crate::float::sum::sum;
use crate::terms::hellinger::{UP, hellinger_term};
use crate::vectors::walk::sums;
use crate::{Divergence, Error, Information, Pmf};
use std::f64::consts::LN_2;

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

impl<S: AsRef<[f64]>, T: AsRef<[f64]>> Divergence<Pmf<S>, Pmf<T>> for Bhattacharyya {
    type Output = Information;

    fn between(&self, p: &Pmf<S>, q: &Pmf<T>) -> Result<Information, Error> {
        let (p, q) = p.beside(q)?;
        let [distance, overlap] = sums(p, q, |p, q| {
            [hellinger_term(p, q), (p * UP).sqrt() * (q * UP).sqrt()]
        });
        let both = sum(p.iter().zip(q).flat_map(|(&p, &q)| [p, q]));
        let nats = minus_ln_overlap(distance / both, 2.0 * overlap / both);
        Ok(Information::from_nats(nats))
    }
}

impl<S: AsRef<[f64]>> Pmf<S> {
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
    pub fn bhattacharyya<T: AsRef<[f64]>>(&self, q: &Pmf<T>) -> Result<Information, Error> {
        Bhattacharyya.between(self, q)
    }
}

/// −ln of an overlap, from 1 − overlap and from the overlap times [`UP`]: the smaller of
/// overlap and 1 − overlap has the digits.
pub(crate) fn minus_ln_overlap(missing: f64, scaled_overlap: f64) -> f64 {
    let overlap = scaled_overlap / UP;
    if missing <= 0.5 {
        -(-missing).ln_1p()
    } else if overlap >= f64::MIN_POSITIVE {
        -overlap.ln()
    } else {
        // The overlap is subnormal and has lost digits; the scaled one has them all.
        512.0 * LN_2 - scaled_overlap.ln()
    }
}
