//! The density of a mixture in one dimension.

use super::NormalMixture;
use crate::float::sum::ln_sum_exp;
use crate::normal::univariate::{ln_weighted_density, mean_and_std_dev};
use statrs::distribution::Normal;

impl NormalMixture<Normal> {
    /// ln p(x) = ln Σ wₖ exp(−½((x − μₖ)/σₖ)²)/(σₖ √(2π)), in nats.
    ///
    /// # Conventions
    ///
    /// Finite also if p(x) is below the smallest double. −∞ at ±∞ and where the square
    /// overflows; NaN at NaN.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times the condition number (1 + max |ln wₖ| + max |ln σₖ| + min ½zₖ²)/|ln p(x)| with
    /// zₖ = (x − μₖ)/σₖ: the density may be near 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::statrs::distribution::Normal;
    /// use kl_core::{NormalMixture, Pmf};
    ///
    /// let p = NormalMixture::new(Pmf::new([1.0])?, [Normal::standard()])?;
    /// // −½·100² − ½ ln(2π)
    /// assert_eq!(format!("{:.4}", p.ln_pdf(100.0)), "-5000.9189");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// It follows from the definition, with the largest term taken out of the sum.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x.is_infinite() {
            return f64::NEG_INFINITY;
        }
        let all = self.weights.as_slice().iter().zip(&self.components);
        ln_sum_exp(all.map(|(w, n)| {
            let (mean, sigma) = mean_and_std_dev(n);
            (1.0, ln_weighted_density(w.ln(), mean, sigma, x))
        }))
    }
}
