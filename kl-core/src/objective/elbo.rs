//! The evidence lower bound and its reconstruction terms.

use super::input::{finite, finite_or_never};
use super::logistic::{sigmoid, softplus};
use super::loss::Loss;
use crate::Error;
use crate::error::{entries, parameter, same_size};
use crate::float::sum::sum;

/// The evidence lower bound of a variational autoencoder, as its two parts.
///
/// ELBO = reconstruction − β·KL
///
/// `reconstruction` is the mean of ln p(x|z) under the encoder, from
/// [`bernoulli_log_likelihood`] or [`normal_log_likelihood`]; `kl` is D(q(z|x)‖p(z)),
/// from [`normal_kl`](super::normal_kl()) with β = 1. Its derivatives in the two
/// parts are 1 and −β. Both must be of one row, or both of as many rows, reduced alike.
///
/// ```
/// use kl_core::objective::Elbo;
///
/// let elbo = Elbo { reconstruction: -90.0, kl: 5.0, beta: 4.0 };
/// assert_eq!(elbo.value(), -110.0);
/// assert_eq!(elbo.loss(), 110.0);
/// ```
///
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, arXiv:1312.6114,
/// equation 3; with β: Higgins et al., "β-VAE", ICLR 2017, equation 4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elbo {
    /// ln p(x|z), in nats.
    pub reconstruction: f64,
    /// The divergence of the encoder from the prior, in nats.
    pub kl: f64,
    /// The weight of the divergence; 1 for the bound itself.
    pub beta: f64,
}

impl Elbo {
    /// The bound, to be made large. With β = 1 it is at most ln p(x).
    ///
    /// ```
    /// # use kl_core::objective::Elbo;
    /// let elbo = Elbo { reconstruction: -3.0, kl: 0.5, beta: 1.0 };
    /// assert_eq!(elbo.value(), -3.5);
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        -self.loss()
    }

    /// The bound with its sign changed, to be made small.
    ///
    /// ```
    /// # use kl_core::objective::Elbo;
    /// let elbo = Elbo { reconstruction: -3.0, kl: 0.5, beta: 1.0 };
    /// assert_eq!(elbo.loss(), 3.5);
    /// ```
    #[must_use]
    pub fn loss(&self) -> f64 {
        // Fused, so that the product is not rounded by itself.
        self.beta.mul_add(self.kl, -self.reconstruction)
    }
}

/// ln p(x|z) of a decoder that gives a probability for each entry of x: the
/// reconstruction term for black and white images.
///
/// Σ [x ln σ(z) + (1 − x) ln σ(−z)], with σ(z) = 1/(1 + e⁻ᶻ)
///
/// `logits` are z and `targets` are x. The gradient is that in the logits, x − σ(z).
///
/// # Conventions
///
/// Never positive. Targets between 0 and 1 are taken as probabilities. All entries are
/// added, of all rows. In nats. A logit of −∞ is a probability of zero for 1: the value is −∞ if
/// its target is above 0.
///
/// # Accuracy
///
/// The value within 4 ulp, also for a confident decoder. An entry of the gradient within
/// 4 ulp of the larger of x and σ(z), or of 1 − x and σ(−z).
///
/// # Errors
///
/// - [`Error::Empty`] if there are no entries.
/// - [`Error::Size`] if there are not as many targets as logits.
/// - [`Error::Entry`] names the first logit that is NaN, +∞, or finite and not below 2¹⁰⁰⁰ in
///   size, and the first target that is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::objective::bernoulli_log_likelihood;
///
/// let likelihood = bernoulli_log_likelihood(&[2.0, -40.0], &[1.0, 0.0])?;
/// assert_eq!(format!("{:.4}", likelihood.value), "-0.1269");
/// assert_eq!(format!("{:.4}", likelihood.gradient[0]), "0.1192");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
/// arXiv:1312.6114, appendix C.1.
pub fn bernoulli_log_likelihood(logits: &[f64], targets: &[f64]) -> Result<Loss, Error> {
    if logits.is_empty() && targets.is_empty() {
        return Err(Error::Empty { of: "logits" });
    }
    same_size("targets", targets.len(), "logits", logits.len())?;
    finite_or_never("logit", logits)?;
    entries("target", targets, "from 0 to 1", |x| {
        (0.0..=1.0).contains(&x)
    })?;
    let pairs = logits.iter().zip(targets);
    let term = |(&z, &x): (&f64, &f64)| {
        // Not 0·∞.
        let of_one = if x > 0.0 { x * softplus(-z) } else { 0.0 };
        of_one + (1.0 - x) * softplus(z)
    };
    Ok(Loss {
        value: -sum(pairs.clone().map(term)),
        gradient: pairs
            .map(|(&z, &x)| {
                // From the smaller of the two probabilities, which has more digits.
                if z > 0.0 {
                    sigmoid(-z) - (1.0 - x)
                } else {
                    x - sigmoid(z)
                }
            })
            .collect(),
    })
}

/// The gradient of [`normal_log_likelihood`].
///
/// ```
/// use kl_core::objective::normal_log_likelihood;
///
/// let likelihood = normal_log_likelihood(&[1.0], &[3.0], 0.0)?;
/// assert_eq!(likelihood.gradient.means, [2.0]);
/// assert_eq!(likelihood.gradient.log_variance, 1.5);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NormalLogLikelihoodGradient {
    /// The derivative with respect to each mean.
    pub means: Vec<f64>,
    /// The derivative with respect to the log-variance that all entries share.
    pub log_variance: f64,
}

/// ln p(x|z) of a decoder that gives the mean of each entry of x, with one variance for
/// all: the reconstruction term behind squared errors.
///
/// −½ Σ [ln 2π + ℓ + (x − m)² e^(−ℓ)]
///
/// `means` are m, `targets` are x and `log_variance` is ℓ = ln σ². The gradient in a mean
/// is (x − m) e^(−ℓ); the derivative in ℓ is ½ Σ [(x − m)² e^(−ℓ) − 1].
///
/// # Conventions
///
/// The logarithm of a density, constant included, so it may be positive. With ℓ = 0 it is
/// half the squared error with its sign changed, less a constant. All entries are added,
/// of all rows. In nats.
///
/// # Accuracy
///
/// Value and derivative in ℓ within 4 ulp, times the condition; the gradient in the means
/// within 4 ulp.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no entries.
/// - [`Error::Size`] if there are not as many targets as means.
/// - [`Error::Entry`] names the first mean or target that is not finite or not
///   below 2¹⁰⁰⁰ in size.
/// - [`Error::Parameter`] if the log-variance is not between −700 and 700.
///
/// # Example
///
/// ```
/// use kl_core::objective::normal_log_likelihood;
///
/// let likelihood = normal_log_likelihood(&[0.0, 1.0], &[0.5, 1.0], -1.0)?;
/// assert_eq!(format!("{:.4}", likelihood.value), "-1.1777");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
/// arXiv:1312.6114, appendix C.2.
pub fn normal_log_likelihood(
    means: &[f64],
    targets: &[f64],
    log_variance: f64,
) -> Result<Loss<NormalLogLikelihoodGradient>, Error> {
    if means.is_empty() && targets.is_empty() {
        return Err(Error::Empty { of: "means" });
    }
    same_size("targets", targets.len(), "means", means.len())?;
    finite("mean", means)?;
    finite("target", targets)?;
    let valid = log_variance.abs() <= 700.0;
    parameter("log-variance", log_variance, valid, "from -700 to 700")?;
    const LN_2_PI: f64 = 1.837_877_066_409_345_5;
    let n = means.len() as f64;
    let precision = (-log_variance).exp();
    let errors: Vec<f64> = means.iter().zip(targets).map(|(m, x)| x - m).collect();
    let square = sum(errors.iter().map(|e| (e * precision) * e));
    Ok(Loss {
        value: -0.5 * sum([n * LN_2_PI, n * log_variance, square]),
        gradient: NormalLogLikelihoodGradient {
            means: errors.iter().map(|e| e * precision).collect(),
            log_variance: 0.5 * (square - n),
        },
    })
}
