//! Mixtures of normal distributions in one dimension.

use super::parameters::Parameters;
use crate::error::same_size;
use crate::normal::univariate::checked_entry;
use crate::{Error, Pmf};
use statrs::distribution::Normal;

/// A mixture of normal distributions, Σ wₖ Normal(μₖ, σₖ).
///
/// It is both a target (see [`Target::of_mixture`](super::Target::of_mixture)) and the
/// result of a fit.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_core::fit::NormalMixture;
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let modes = vec![Normal::new(-2.0, 1.0)?, Normal::new(3.0, 0.5)?];
/// let p = NormalMixture::new(Pmf::new([0.25, 0.75])?, modes)?;
/// assert_eq!(format!("{:.4}", p.ln_pdf(0.0)), "-4.3052");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NormalMixture {
    weights: Pmf,
    components: Vec<Normal>,
}

impl NormalMixture {
    /// The mixture of the components with these weights.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] unless there are as many weights as components.
    /// - [`Error::Entry`] names a component with an infinite parameter: statrs
    ///   lets it through.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::fit::NormalMixture;
    /// use kl_core::statrs::distribution::Normal;
    /// use kl_core::{Error, Pmf};
    ///
    /// let one = NormalMixture::new(Pmf::new([0.5, 0.5])?, vec![Normal::standard()]);
    /// assert!(matches!(one, Err(Error::Size { found: 1, expected: 2, .. })));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn new(weights: Pmf, components: Vec<Normal>) -> Result<Self, Error> {
        same_size("components", components.len(), "weights", weights.len())?;
        for (index, component) in components.iter().enumerate() {
            checked_entry(component, index, OF_COMPONENT)?;
        }
        Ok(NormalMixture {
            weights,
            components,
        })
    }

    /// The weights.
    ///
    /// ```
    /// # use kl_core::{Pmf, fit::NormalMixture, statrs::distribution::Normal};
    /// let p = NormalMixture::new(Pmf::new([1.0])?, vec![Normal::standard()])?;
    /// assert_eq!(p.weights(), &Pmf::new([1.0])?);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn weights(&self) -> &Pmf {
        &self.weights
    }

    /// The components, as many as there are weights. Those of a fit are in the order of
    /// their means.
    ///
    /// ```
    /// # use kl_core::{Pmf, fit::NormalMixture, statrs::distribution::Normal};
    /// let p = NormalMixture::new(Pmf::new([1.0])?, vec![Normal::standard()])?;
    /// assert_eq!(p.components(), [Normal::standard()]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn components(&self) -> &[Normal] {
        &self.components
    }

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
    /// use kl_core::Pmf;
    /// use kl_core::fit::NormalMixture;
    /// use kl_core::statrs::distribution::Normal;
    ///
    /// let p = NormalMixture::new(Pmf::new([1.0])?, vec![Normal::standard()])?;
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
        Parameters::of(self).ln_pdf(x)
    }
}

const OF_COMPONENT: [&str; 2] = [
    "mean of the component",
    "standard deviation of the component",
];
