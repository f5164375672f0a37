//! The divergence of a normal encoder from the standard normal prior.

use super::input::{finite, rows};
use super::loss::{Loss, Reduction};
use crate::error::{parameter, same_size};
use crate::lanes::exponential::Exponential;
use crate::lanes::{EIGHT, Lanes};
use crate::special::expm1mx::expm1mx;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Error, Float};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, mask64x8};

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
pub fn normal_kl<F: Float>(
    mean: &[F],
    log_variance: &[F],
    dimensions: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss<NormalKlGradient<F>>, Error> {
    let value = normal_kl_value(mean, log_variance, dimensions, beta, reduction)?;
    let weight = beta / reduction.divisor(mean.len() / dimensions);
    let scaled = |m: &F| F::from_f64((*m).into() * weight);
    let half = half_exp_m1(log_variance, 0.5 * weight);
    Ok(Loss {
        value,
        gradient: NormalKlGradient {
            mean: mean.iter().map(scaled).collect(),
            log_variance: half,
        },
    })
}

/// The value of [`normal_kl`] alone, in a fifth of the time.
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
    check(mean, log_variance)?;
    let rows = rows("means", mean.len(), "number of dimensions", dimensions)?;
    let valid = (0.0..f64::INFINITY).contains(&beta);
    parameter("beta", beta, valid, "zero or positive, and finite")?;
    let sum = sum_of(&StandardNormal, mean, log_variance);
    Ok(weighted(beta, sum) / reduction.divisor(rows))
}

/// Terms of a mean and a log-variance.
struct StandardNormal;

impl Terms for StandardNormal {
    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, mean: Lanes<S>, log_variance: Lanes<S>) -> [Lanes<S>; 1] {
        let power = Exponential::new(simd, log_variance).minus_1_and_x();
        [mean.mul_add(mean, power) * 0.5]
    }

    fn one(&self, mean: f64, log_variance: f64) -> [f64; 1] {
        [term(mean, log_variance)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        None
    }

    #[inline(always)]
    fn are_usual<S: Simd>(mean: Lanes<S>, log_variance: Lanes<S>) -> mask64x8<S> {
        // The square of the mean does not overflow, and the exponential neither.
        mean.abs().max(log_variance).simd_le(700.0)
    }
}

/// The halves of e^ℓ − 1, times a factor: with `half` of ½ that factor.
fn half_exp_m1<F: Float>(log_variance: &[F], half: f64) -> Vec<F> {
    if half == 0.0 {
        // Also where the exponential overflows.
        return vec![F::from_f64(0.0); log_variance.len()];
    }
    let mut derivatives = log_variance.to_vec();
    dispatch!(Level::new(), simd => exp_m1_in_lanes(simd, &mut derivatives, half));
    derivatives
}

#[inline(always)]
fn exp_m1_in_lanes<S: Simd, F: Float>(simd: S, numbers: &mut [F], factor: f64) {
    let (eights, rest) = numbers.as_chunks_mut::<EIGHT>();
    let mut last = [F::ONE; EIGHT];
    last[..rest.len()].copy_from_slice(rest);
    for eight in eights.iter_mut().chain([&mut last]) {
        let x = F::load(simd, eight);
        *eight = F::store(simd, Exponential::new(simd, x).minus_1() * factor);
        let mut large = x.simd_gt(700.0).to_bitmask();
        while large != 0 {
            let lane = large.trailing_zeros() as usize;
            large &= large - 1;
            eight[lane] = F::from_f64(x[lane].exp_m1() * factor);
        }
    }
    rest.copy_from_slice(&last[..rest.len()]);
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
    check(mean, log_variance)?;
    let pairs = mean.iter().zip(log_variance);
    Ok(pairs.map(|(&m, &l)| term(m.into(), l.into())).collect())
}

fn check<F: Float>(mean: &[F], log_variance: &[F]) -> Result<(), Error> {
    if mean.is_empty() && log_variance.is_empty() {
        return Err(Error::Empty { of: "means" });
    }
    same_size("log-variances", log_variance.len(), "means", mean.len())?;
    finite("mean", mean)?;
    finite("log-variance", log_variance)
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
