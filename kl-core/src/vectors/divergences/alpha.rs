//! α-divergence.

use crate::error::finite;
use crate::terms::power::power_term;
use crate::vectors::divergences::power::sum_of_power_terms;
use crate::{Divergence, Error, Float, Pmf, SumOfTerms};

/// The α-divergence as a value: [`Pmf::alpha_divergence`].
///
/// D_α(P‖Q) = Σ (pᵅ q¹⁻ᵅ − αp − (1−α)q) / (α(α−1))
///
/// ```
/// use kl_core::divergences::Alpha;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([0.75, 0.25])?, Pmf::new([0.5, 0.5])?);
/// assert_eq!(Alpha::new(2.0)?.between(&p, &q)?, 0.125);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    alpha: f64,
}

impl Alpha {
    /// The divergence of the given α.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if `alpha` is NaN or infinite.
    ///
    /// ```
    /// # use kl_core::divergences::Alpha;
    /// assert!(Alpha::new(2.0).is_ok() && Alpha::new(f64::INFINITY).is_err());
    /// ```
    pub fn new(alpha: f64) -> Result<Self, Error> {
        finite("alpha", alpha)?;
        Ok(Alpha { alpha })
    }
}

impl SumOfTerms for Alpha {
    type Output = f64;

    fn term(&self, p: f64, q: f64) -> f64 {
        power_term(self.alpha, p, q)
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of_power_terms(self.alpha, p, q)
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        Ok(sum)
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// α-divergence of P, `self`, from Q, in the convention of Cichocki and Amari.
    ///
    /// D_α(P‖Q) = Σ (pᵅ q¹⁻ᵅ − αp − (1−α)q) / (α(α−1))
    ///
    /// # Special cases
    ///
    /// | α | D_α(P‖Q) |
    /// |---|---|
    /// | −1 | ½ Σ (p−q)²/p, half of Neyman's χ² |
    /// | 0 | D(Q‖P), the reverse [`Pmf::kl`], in nats |
    /// | ½ | 4 H², with the [`Pmf::hellinger`] distance |
    /// | 1 | D(P‖Q), the [`Pmf::kl`], in nats |
    /// | 2 | ½ Σ (p−q)²/q, half of Pearson's [`Pmf::chi_squared`] |
    ///
    /// In general D_α(P‖Q) = D₁₋α(Q‖P), and α D_α is the [`Pmf::tsallis`]
    /// divergence. Amari's own α, from −1 to 1, is here (1 + α)/2 or (1 − α)/2,
    /// depending on the book. Cressie and Read's λ is α − 1.
    ///
    /// # Conventions
    ///
    /// A plain number ≥ 0. The part −αp − (1−α)q sums to a constant; it makes
    /// every term ≥ 0, as in [`Pmf::kl`]. ∞ where α ≥ 1 and P puts mass where Q
    /// has none, where α ≤ 0 and Q puts mass where P has none, and where the true
    /// value is beyond [`f64::MAX`]. Zero only if P and Q are equal, or so near
    /// that the value is below the smallest double. Symmetric for α = ½ only. Not
    /// a metric.
    ///
    /// # Accuracy
    ///
    /// Within 5 ulp as long as |α ln(p/q)| ≤ 1 for all outcomes, also for
    /// P and Q that differ in the last digit only and for α near 0 or 1. In
    /// general within 5 ulp times 1 + |α| max |ln(p/q)|: the power magnifies
    /// the rounding of the logarithm.
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] if `alpha` is NaN or infinite.
    /// - [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::new([0.5, 0.5])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(p.alpha_divergence(&q, 1.0)?, p.kl(&q)?.nats());
    /// assert_eq!(p.alpha_divergence(&q, 0.0)?, q.kl(&p)?.nats());
    /// assert_eq!(format!("{:.4}", p.alpha_divergence(&q, 3.0)?), "0.2037");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cichocki and Amari, "Families of Alpha- Beta- and Gamma-Divergences",
    /// Entropy 12 (2010) 1532–1568, DOI 10.3390/e12061532.
    pub fn alpha_divergence<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
        alpha: f64,
    ) -> Result<f64, Error> {
        Alpha::new(alpha)?.between(self, q)
    }
}
