//! Total variation distance.

use crate::float::sum::sum;
use crate::{Error, Pmf};

impl Pmf {
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
    pub fn total_variation(&self, q: &Pmf) -> Result<f64, Error> {
        Ok(0.5 * sum(self.pairs(q)?.map(|(p, q)| (p - q).abs())))
    }
}
