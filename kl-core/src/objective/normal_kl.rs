//! The divergence of a normal encoder from the standard normal prior.

mod in_lanes;

use super::input::{finite, rows};
use super::loss::{Loss, Reduction};
use crate::error::{parameter, same_size};
use crate::special::expm1mx::expm1mx;
use crate::{Error, Float};

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
pub struct NormalKlGradient<F = f64> {
    /// The derivative with respect to each mean.
    pub mean: Vec<F>,
    /// The derivative with respect to each logarithm of a variance.
    pub log_variance: Vec<F>,
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
/// Value and gradients within 4 ulp, also for ℓ next to 0. From `f32` the value has the same
/// digits as from the same numbers as `f64`, and the gradients are rounded to `f32` once more.
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
pub fn normal_kl<F: Float>(
    mean: &[F],
    log_variance: &[F],
    dimensions: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss<NormalKlGradient<F>>, Error> {
    let mut gradient = NormalKlGradient {
        mean: vec![F::from_f64(0.0); mean.len()],
        log_variance: vec![F::from_f64(0.0); log_variance.len()],
    };
    let [of_mean, of_log_variance] = [&mut gradient.mean, &mut gradient.log_variance];
    let value = normal_kl_into(
        mean,
        log_variance,
        dimensions,
        beta,
        reduction,
        of_mean,
        of_log_variance,
    )?;
    Ok(Loss { value, gradient })
}

/// [`normal_kl`] with the gradients in slices that are there, without memory of its own: gives
/// the value.
///
/// β Σ ½(μ² + e^ℓ − 1 − ℓ), over the dimensions, and over the rows as the reduction says.
///
/// A fresh vector costs more than the numbers in it; a training loop keeps two.
///
/// # Conventions, accuracy, reference
///
/// Those of [`normal_kl`].
///
/// # Errors
///
/// Those of [`normal_kl`]; [`Error::Size`] also if there are not as many derivatives as
/// entries. After an error the slices hold anything.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, normal_kl_into};
///
/// let (mean, log_variance) = ([0.5_f32, -1.0], [0.0_f32, 0.0]);
/// let (mut by_mean, mut by_log_variance) = ([0.0; 2], [0.0; 2]);
/// let value = normal_kl_into(
///     &mean,
///     &log_variance,
///     2,
///     1.0,
///     Reduction::Sum,
///     &mut by_mean,
///     &mut by_log_variance,
/// )?;
/// assert_eq!(value, 0.625);
/// assert_eq!((by_mean, by_log_variance), (mean, [0.0; 2]));
/// # Ok::<(), kl_core::Error>(())
/// ```
pub fn normal_kl_into<F: Float>(
    mean: &[F],
    log_variance: &[F],
    dimensions: usize,
    beta: f64,
    reduction: Reduction,
    mean_gradient: &mut [F],
    log_variance_gradient: &mut [F],
) -> Result<f64, Error> {
    same_length(mean, log_variance)?;
    for (of, found) in [
        ("derivatives by means", mean_gradient.len()),
        ("derivatives by log-variances", log_variance_gradient.len()),
    ] {
        same_size(of, found, "means", mean.len())?;
    }
    let rows = rows("means", mean.len(), "number of dimensions", dimensions);
    let weight = match &rows {
        Ok(rows) => beta / reduction.divisor(*rows),
        Err(_) => 0.0,
    };
    let gradient = [mean_gradient, log_variance_gradient];
    let sum = in_lanes::value_and_gradient([mean, log_variance], weight, gradient);
    value(mean, log_variance, sum, rows, beta, reduction)
}

/// The value of [`normal_kl`] alone, in less time.
///
/// β Σ ½(μ² + e^ℓ − 1 − ℓ), over the dimensions, and over the rows as the reduction says.
///
/// # Conventions, accuracy, errors, reference
///
/// Those of [`normal_kl`].
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, normal_kl_value};
///
/// // Numbers as networks have them.
/// let (mean, log_variance) = ([0.5_f32, -1.0], [0.0_f32, -0.5]);
/// let kl = normal_kl_value(&mean, &log_variance, 2, 1.0, Reduction::BatchMean)?;
/// assert_eq!(format!("{kl:.4}"), "0.6783");
/// # Ok::<(), kl_core::Error>(())
/// ```
pub fn normal_kl_value<F: Float>(
    mean: &[F],
    log_variance: &[F],
    dimensions: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<f64, Error> {
    same_length(mean, log_variance)?;
    let rows = rows("means", mean.len(), "number of dimensions", dimensions);
    let sum = in_lanes::value([mean, log_variance]);
    value(mean, log_variance, sum, rows, beta, reduction)
}

/// The value, from the sum of the terms, which is missing if an entry is not what it must be.
fn value<F: Float>(
    mean: &[F],
    log_variance: &[F],
    sum: Option<f64>,
    rows: Result<usize, Error>,
    beta: f64,
    reduction: Reduction,
) -> Result<f64, Error> {
    let Some(sum) = sum else {
        finite("mean", mean)?;
        finite("log-variance", log_variance)?;
        return Ok(f64::INFINITY);
    };
    let rows = rows?;
    let valid = (0.0..f64::INFINITY).contains(&beta);
    parameter("beta", beta, valid, "zero or positive, and finite")?;
    Ok(weighted(beta, sum) / reduction.divisor(rows))
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
pub fn normal_kl_terms<F: Float>(mean: &[F], log_variance: &[F]) -> Result<Vec<f64>, Error> {
    same_length(mean, log_variance)?;
    finite("mean", mean)?;
    finite("log-variance", log_variance)?;
    let pairs = mean.iter().zip(log_variance);
    Ok(pairs.map(|(&m, &l)| term(m.into(), l.into())).collect())
}

fn same_length<F: Float>(mean: &[F], log_variance: &[F]) -> Result<(), Error> {
    if mean.is_empty() && log_variance.is_empty() {
        return Err(Error::Empty { of: "means" });
    }
    same_size("log-variances", log_variance.len(), "means", mean.len())
}

fn term(mean: f64, log_variance: f64) -> f64 {
    // Halved before it is squared, and inside the term: neither overflows where the term
    // does not.
    (0.5 * mean) * mean + half_expm1mx(log_variance)
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
