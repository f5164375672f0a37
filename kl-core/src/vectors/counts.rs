//! Probability vectors from counts, and smoothing.

use crate::error::{filled, parameter};
use crate::{Error, Float, Pmf};

impl Pmf {
    /// The relative frequencies of counts.
    ///
    /// p = c / N, where N = Σ c
    ///
    /// # Conventions
    ///
    /// An outcome that was never seen gets probability 0: the divergence from this estimate
    /// of a distribution that has it is infinite. If that is not meant, see
    /// [`Pmf::from_counts_smoothed`].
    ///
    /// # Accuracy
    ///
    /// Each probability is within 2 ulp. The total cannot overflow.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no counts.
    /// - [`Error::ZeroTotal`] if all are zero.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// assert_eq!(Pmf::from_counts(&[3, 0, 1])?.as_slice(), [0.75, 0.0, 0.25]);
    /// assert_eq!(Pmf::from_counts(&[u64::MAX; 2])?.as_slice(), [0.5, 0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 11.1,
    /// where it is the type, or empirical distribution, of a sequence.
    pub fn from_counts(counts: &[u64]) -> Result<Self, Error> {
        filled("counts", counts.len())?;
        let total = total(counts);
        if total == 0.0 {
            return Err(Error::ZeroTotal { of: "counts" });
        }
        let each = counts.iter().map(|&c| c as f64 / total);
        Ok(Pmf::unchecked(each.collect()))
    }

    /// Additive smoothing of counts: α is added to each of them.
    ///
    /// p = (c + α) / (N + αn), where N = Σ c and n is the number of outcomes
    ///
    /// # Which α
    ///
    /// α = 1 is Laplace's rule of succession, α = ½ is the estimate of Krichevsky
    /// and Trofimov, and any other is called Lidstone's. It is the mean of the
    /// posterior when the prior is the Dirichlet distribution with all parameters α.
    ///
    /// # Conventions
    ///
    /// No probability is zero, unless α/(N + αn) is below the smallest double. If
    /// all counts are zero it is the uniform distribution. n is the length of the
    /// slice: outcomes that could happen and did not must be in it, with zeros.
    ///
    /// # Accuracy
    ///
    /// Each probability is within 3 ulp, for any α.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no counts.
    /// - [`Error::Parameter`] if alpha is not positive and finite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::from_counts_smoothed(&[5, 0, 0], 1.0)?;
    /// assert_eq!(p.as_slice(), [0.75, 0.125, 0.125]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Manning and Schütze, *Foundations of Statistical Natural Language
    /// Processing* (1999), section 6.2.2.
    pub fn from_counts_smoothed(counts: &[u64], alpha: f64) -> Result<Self, Error> {
        filled("counts", counts.len())?;
        let valid = alpha > 0.0 && alpha < f64::INFINITY;
        parameter("alpha", alpha, valid, "positive and finite")?;
        let (total, outcomes) = (total(counts), counts.len() as f64);
        // Divided by α where it is large: αn might overflow.
        let smoothed = |c: f64| {
            if alpha > 1.0 {
                (c / alpha + 1.0) / (total / alpha + outcomes)
            } else {
                (c + alpha) / (total + alpha * outcomes)
            }
        };
        let each = counts.iter().map(|&c| smoothed(c as f64).min(1.0));
        Ok(Pmf::unchecked(each.collect()))
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// The mixture of P, `self`, with the uniform distribution, which has the
    /// given weight.
    ///
    /// p′ = (1 − w)p + w/n
    ///
    /// # Conventions
    ///
    /// With a positive weight no outcome is impossible, so that the divergence of
    /// anything from the mixture is finite, and at most ln(n/w). For labels of a
    /// classifier this is called label smoothing.
    ///
    /// # Accuracy
    ///
    /// Each probability is within 2 ulp.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the weight is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let sure = Pmf::new([1.0, 0.0])?;
    /// assert_eq!(sure.mixed_with_uniform(0.25)?.as_slice(), [0.875, 0.125]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Manning and Schütze, *Foundations of Statistical Natural Language
    /// Processing* (1999), section 6.2.2, show that additive smoothing is this
    /// mixture, of the relative frequencies.
    pub fn mixed_with_uniform(&self, weight: f64) -> Result<Pmf, Error> {
        parameter(
            "weight",
            weight,
            (0.0..=1.0).contains(&weight),
            "from 0 to 1",
        )?;
        let even = weight / self.len() as f64;
        let each = self
            .iter()
            .map(|&p| ((1.0 - weight) * p.into() + even).min(1.0));
        Ok(Pmf::unchecked(each.collect()))
    }
}

/// The sum, rounded once: no slice is so long that it overflows 128 bits.
fn total(counts: &[u64]) -> f64 {
    counts.iter().map(|&c| u128::from(c)).sum::<u128>() as f64
}
