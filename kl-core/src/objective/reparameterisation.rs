//! The reparameterisation of a normal sample.

use super::input::finite;
use crate::Error;
use crate::error::{entries, same_size};

/// A sample of [`reparameterise`], with its derivatives with respect to the parameters.
///
/// ```
/// use kl_core::objective::reparameterise;
///
/// let sample = reparameterise(&[1.0], &[0.0], &[2.0])?;
/// assert_eq!(sample.z, [3.0]);
/// assert_eq!(sample.log_variance_derivative, [1.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reparameterised {
    /// The sample. Its derivative in the mean is 1.
    pub z: Vec<f64>,
    /// The derivative of each entry of the sample with respect to its log-variance:
    /// ½ e^(ℓ/2) ε.
    pub log_variance_derivative: Vec<f64>,
}

/// A sample of N(μ, e^ℓ) as a function of its parameters and of standard normal noise,
/// so that one can differentiate through it.
///
/// z = μ + e^(ℓ/2) ε, dz/dμ = 1, dz/dℓ = ½ e^(ℓ/2) ε
///
/// `mean` holds μ, `log_variance` ℓ = ln σ², `noise` ε: this crate draws no random
/// numbers.
///
/// # Conventions
///
/// Entry by entry: rows and columns do not matter.
///
/// # Accuracy
///
/// z within 2 ulp, times the condition; its derivative within 3 ulp.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no entries.
/// - [`Error::Size`] if the three do not have the same length.
/// - [`Error::Entry`] names the first entry that is not finite or not below 2¹⁰⁰⁰
///   in size, and the first log-variance above 700.
///
/// # Example
///
/// ```
/// use kl_core::objective::reparameterise;
///
/// let sample = reparameterise(&[1.0, 1.0], &[-2.0, 0.0], &[0.5, -0.5])?;
/// assert_eq!(format!("{:.4?}", sample.z), "[1.1839, 0.5000]");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
/// arXiv:1312.6114, section 2.4.
pub fn reparameterise(
    mean: &[f64],
    log_variance: &[f64],
    noise: &[f64],
) -> Result<Reparameterised, Error> {
    if mean.is_empty() && log_variance.is_empty() && noise.is_empty() {
        return Err(Error::Empty { of: "means" });
    }
    same_size("log-variances", log_variance.len(), "means", mean.len())?;
    same_size("numbers of noise", noise.len(), "means", mean.len())?;
    finite("mean", mean)?;
    finite("log-variance", log_variance)?;
    entries("log-variance", log_variance, "at most 700", |l| l <= 700.0)?;
    finite("noise", noise)?;
    let deviations = || {
        let pairs = log_variance.iter().zip(noise);
        pairs.map(|(l, e)| ((0.5 * l).exp(), e))
    };
    Ok(Reparameterised {
        z: deviations()
            .zip(mean)
            .map(|((s, &e), &m)| s.mul_add(e, m))
            .collect(),
        log_variance_derivative: deviations().map(|(s, e)| 0.5 * s * e).collect(),
    })
}

impl Reparameterised {
    /// The gradient of a function of the sample, carried back to the log-variances.
    ///
    /// g dz/dℓ, entry by entry
    ///
    /// `gradient` is the derivative of the function in each entry of z. In the means it
    /// is the same, because dz/dμ = 1.
    ///
    /// # Conventions
    ///
    /// 0 where either factor is 0.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if the gradient is not as long as the sample.
    /// - [`Error::Entry`] names its first entry that is not finite or not below
    ///   2¹⁰⁰⁰ in size.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::reparameterise;
    ///
    /// // Of ½z² the gradient is z.
    /// let sample = reparameterise(&[1.0], &[0.0], &[2.0])?;
    /// assert_eq!(sample.pull_back(&sample.z)?, [3.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// It follows from the definition with the chain rule.
    pub fn pull_back(&self, gradient: &[f64]) -> Result<Vec<f64>, Error> {
        same_size(
            "entries of the gradient",
            gradient.len(),
            "entries of z",
            self.z.len(),
        )?;
        finite("gradient", gradient)?;
        let pairs = self.log_variance_derivative.iter().zip(gradient);
        // 0 times an infinite derivative is 0.
        let product = |(d, g): (&f64, &f64)| if *g == 0.0 { 0.0 } else { d * g };
        Ok(pairs.map(product).collect())
    }
}
