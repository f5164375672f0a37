//! Hellinger distance.

use crate::float::sum::sum;
use crate::terms::hellinger::{UP, hellinger_term};
use crate::{Error, Pmf};

impl Pmf {
    /// Hellinger distance: the Euclidean distance of the roots of P, `self`,
    /// and of Q.
    ///
    /// H(P, Q) = √(½ Σ (√p − √q)²)
    ///
    /// # Conventions
    ///
    /// A plain number between 0 and 1, up to the rounding in Σp and Σq: 0 only
    /// if P and Q are equal, 1 if no outcome is possible under both. Symmetric,
    /// and a metric. Some authors leave out the ½, and some the root.
    ///
    /// For sums of exactly one, H² = 1 − Σ√(pq). The form above keeps its digits
    /// where P is near Q.
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
    /// let p = Pmf::new([1.0, 0.0])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(format!("{:.4}", p.hellinger(&q)?), "0.7071");
    /// assert_eq!(p.hellinger(&Pmf::new([0.0, 1.0])?)?, 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Gibbs and Su, "On Choosing and Bounding Probability Metrics",
    /// International Statistical Review 70 (2002) 419–435,
    /// DOI 10.1111/j.1751-5823.2002.tb00178.x (without the ½).
    pub fn hellinger(&self, q: &Pmf) -> Result<f64, Error> {
        // The root of a subnormal would show that it has few digits.
        let terms = self.pairs(q)?.map(|(p, q)| hellinger_term(p * UP, q * UP));
        Ok((0.5 * sum(terms)).sqrt() / UP.sqrt())
    }
}
