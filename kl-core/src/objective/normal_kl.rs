//! The divergence of a normal encoder from the standard normal prior.

use super::input::{finite, rows};
use super::loss::{Loss, Reduction};
use crate::Error;
use crate::error::{parameter, same_size};
use crate::float::sum::sum;
use crate::special::expm1mx::expm1mx;

/// The gradient of [`normal_kl`] or of [`free_bits`](super::free_bits()).
///
/// ```
/// use kl_core::objective::{Reduction, normal_kl};
///
/// let kl = normal_kl(&[2.0], &[0.0], 1, 1.0, Reduction::Sum)?;
/// assert_eq!(kl.value, 2.0);
/// assert_eq!(kl.gradient.mean, [2.0]);
/// assert_eq!(kl.gradient.log_variance, [0.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NormalKlGradient {
    /// The derivative with respect to each mean.
    pub mean: Vec<f64>,
    /// The derivative with respect to each logarithm of a variance.
    pub log_variance: Vec<f64>,
}

/// The divergence of a normal encoder from the prior N(0, I), with a weight β: the price
/// of a variational autoencoder's code.
///
/// β Σ ½(μ² + e^ℓ − 1 − ℓ), over the dimensions, and over the rows as the reduction says.
///
/// It is D(P‖Q) with P = N(μ, e^ℓ), the encoder, and Q the prior. `mean` holds μ and
/// `log_variance` ℓ = ln σ², row after row of so many `dimensions`. With β = 1 it is
/// the term of the evidence lower bound, with β above 1 that of a β-VAE. The gradients
/// are βμ and ½β(e^ℓ − 1), over the number of rows if they are averaged.
///
/// # Conventions
///
/// Never negative. Infinite only where the true value is beyond [`f64::MAX`]. In nats.
///
/// # Accuracy
///
/// Value and gradients within 4 ulp, also for ℓ next to 0.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no entries.
/// - [`Error::Size`] if there are not as many log-variances as means.
/// - [`Error::NotMultiple`] if the entries do not fill rows of these dimensions, and
///   [`Error::Parameter`] if there are no dimensions.
/// - [`Error::Entry`] names the first mean or log-variance that is not finite or
///   not below 2¹⁰⁰⁰ in size.
/// - [`Error::Parameter`] if β is negative or not finite.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, normal_kl};
///
/// let (mean, log_variance) = ([0.5, -1.0], [0.0, -0.5]);
/// let kl = normal_kl(&mean, &log_variance, 2, 1.0, Reduction::BatchMean)?;
/// assert_eq!(format!("{:.4}", kl.value), "0.6783");
/// assert_eq!(kl.gradient.mean, mean);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
/// arXiv:1312.6114, appendix B. β: Higgins et al., "β-VAE: Learning Basic Visual
/// Concepts with a Constrained Variational Framework", ICLR 2017.
pub fn normal_kl(
    mean: &[f64],
    log_variance: &[f64],
    dimensions: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss<NormalKlGradient>, Error> {
    let terms = normal_kl_terms(mean, log_variance)?;
    let rows = rows("means", mean.len(), "number of dimensions", dimensions)?;
    let valid = (0.0..f64::INFINITY).contains(&beta);
    parameter("beta", beta, valid, "zero or positive, and finite")?;
    let weigh = |x: f64| weighted(beta, x) / reduction.divisor(rows);
    Ok(Loss {
        value: weigh(sum(terms)),
        gradient: NormalKlGradient {
            mean: mean.iter().map(|&m| weigh(m)).collect(),
            log_variance: log_variance
                .iter()
                .map(|&l| weigh(0.5 * l.exp_m1()))
                .collect(),
        },
    })
}

/// The terms of [`normal_kl`] with β = 1, one for each dimension of each row.
///
/// ½(μ² + e^ℓ − 1 − ℓ)
///
/// It is D(P‖Q) with P = N(μ, e^ℓ) and Q = N(0, 1). `mean` holds μ and `log_variance`
/// ℓ = ln σ². A dimension whose term stays at 0 has collapsed to the prior.
///
/// # Conventions
///
/// Never negative. Infinite only where the true value is beyond [`f64::MAX`]. In nats.
///
/// # Accuracy
///
/// Within 4 ulp, also for ℓ next to 0.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no entries.
/// - [`Error::Size`] if there are not as many log-variances as means.
/// - [`Error::Entry`] names the first mean or log-variance that is not finite or
///   not below 2¹⁰⁰⁰ in size.
///
/// # Example
///
/// ```
/// use kl_core::objective::normal_kl_terms;
///
/// let terms = normal_kl_terms(&[2.0, 0.0], &[0.0, 2f64.powi(-60)])?;
/// assert_eq!(terms, [2.0, 2f64.powi(-122)]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
/// arXiv:1312.6114, appendix B.
pub fn normal_kl_terms(mean: &[f64], log_variance: &[f64]) -> Result<Vec<f64>, Error> {
    if mean.is_empty() && log_variance.is_empty() {
        return Err(Error::Empty { of: "means" });
    }
    same_size("log-variances", log_variance.len(), "means", mean.len())?;
    finite("mean", mean)?;
    finite("log-variance", log_variance)?;
    let pairs = mean.iter().zip(log_variance);
    // Halved before it is squared, and inside the term: neither overflows where the term
    // does not.
    let term = |(m, &l): (&f64, &f64)| (0.5 * m) * m + half_expm1mx(l);
    Ok(pairs.map(term).collect())
}

/// ½(e^ℓ − 1 − ℓ).
fn half_expm1mx(l: f64) -> f64 {
    if l > 700.0 {
        // The rest is negligible beside the exponential.
        let half = (0.5 * l).exp();
        return (0.5 * half) * half;
    }
    0.5 * expm1mx(l)
}

/// β·x, where 0·∞ is 0: with β = 0 the objective does not contain the term.
pub(super) fn weighted(beta: f64, x: f64) -> f64 {
    if beta == 0.0 { 0.0 } else { beta * x }
}
