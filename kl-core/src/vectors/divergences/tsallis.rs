//! Tsallis divergence.

use crate::error::parameter;
use crate::terms::power::tsallis_term;
use crate::vectors::divergences::power::sum_of_tsallis_terms;
use crate::{Divergence, Error, Float, Pmf, SumOfTerms};

/// The Tsallis divergence as a value: [`Pmf::tsallis`].
///
/// T_α(P‖Q) = (Σ pᵅ q¹⁻ᵅ − 1) / (α − 1)
///
/// ```
/// use kl_core::divergences::Tsallis;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([0.75, 0.25])?, Pmf::new([0.5, 0.5])?);
/// assert_eq!(Tsallis::new(2.0)?.between(&p, &q)?, 0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tsallis {
    order: f64,
}

impl Tsallis {
    /// The divergence of the given order.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the order is NaN, negative or infinite.
    ///
    /// ```
    /// # use kl_core::divergences::Tsallis;
    /// assert!(Tsallis::new(2.0).is_ok() && Tsallis::new(f64::INFINITY).is_err());
    /// ```
    pub fn new(order: f64) -> Result<Self, Error> {
        let valid = (0.0..f64::INFINITY).contains(&order);
        parameter("order", order, valid, "zero or above, and finite")?;
        Ok(Tsallis { order })
    }

    #[cfg(feature = "statrs")]
    pub(crate) fn order(&self) -> f64 {
        self.order
    }
}

impl SumOfTerms for Tsallis {
    type Output = f64;

    fn term(&self, p: f64, q: f64) -> f64 {
        tsallis_term(self.order, p, q)
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of_tsallis_terms(self.order, p, q)
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        Ok(sum)
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Tsallis divergence of P, `self`, from Q, of the given order.
    ///
    /// T_α(P‖Q) = (Σ pᵅ q¹⁻ᵅ − 1) / (α − 1)
    ///
    /// # What is computed
    ///
    /// Computed as Σ (pᵅ q¹⁻ᵅ − αp − (1−α)q) / (α − 1), which is the same for sums of
    /// exactly one. Every term is ≥ 0, as in [`Pmf::kl`]. This is α times the
    /// [`Pmf::alpha_divergence`].
    ///
    /// # Conventions
    ///
    /// A plain number ≥ 0. Order 1 is [`Pmf::kl`] in nats; order 0 is Q's mass
    /// where P has none; order 2 is [`Pmf::chi_squared`]. ∞ where the order is 1
    /// or more and P puts mass where Q has none, and where the true value is
    /// beyond [`f64::MAX`]. Below order 1 at most 1/(1−α), up to the rounding in
    /// Σp and Σq. Symmetric for order ½ only. Not a metric.
    ///
    /// # Accuracy
    ///
    /// As [`Pmf::alpha_divergence`].
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] if the order is NaN, negative or infinite.
    /// - [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::new([0.5, 0.5, 0.0])?;
    /// let q = Pmf::new([0.25, 0.5, 0.25])?;
    /// assert_eq!(p.tsallis(&q, 1.0)?, p.kl(&q)?.nats());
    /// assert_eq!(p.tsallis(&q, 0.0)?, 0.25);
    /// assert_eq!(p.tsallis(&q, 2.0)?, 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Tsallis, "Generalized Entropy-Based Criterion for Consistent Testing",
    /// Physical Review E 58 (1998) 1442–1445, DOI 10.1103/PhysRevE.58.1442.
    pub fn tsallis<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
        order: f64,
    ) -> Result<f64, Error> {
        Tsallis::new(order)?.between(self, q)
    }
}
