//! Free bits: a floor under the price of each dimension.

use super::input::rows;
use super::loss::Loss;
use super::normal_kl::{NormalKlGradient, normal_kl_terms};
use crate::Error;
use crate::error::parameter;
use crate::float::sum::sum;

/// Free bits: the divergence of a normal encoder from the prior N(0, I), of which each
/// dimension counts λ nats at least, and its own amount once that exceeds λ.
///
/// Σⱼ max(λ, mean of ½(μⱼ² + e^ℓⱼ − 1 − ℓⱼ) over the rows)
///
/// The mean over the rows is taken *before* the maximum, as in the original. (Some
/// programs take the maximum in each row, which is another objective.) Arguments as
/// [`normal_kl`](super::normal_kl()). The gradients are those of the mean where it
/// exceeds λ, and 0 in the dimensions where it does not: there the encoder may use its
/// λ nats freely.
///
/// # Conventions
///
/// At λ itself, where the maximum has a corner, the gradient is 0. With λ = 0 it is
/// `normal_kl` averaged over the rows, with β = 1. In nats.
///
/// # Accuracy
///
/// Value and gradients within 4 ulp.
///
/// # Errors
///
/// As `normal_kl`; [`Error::Parameter`] if λ is negative or not finite.
///
/// # Example
///
/// ```
/// use kl_core::objective::free_bits;
///
/// // The first dimension has collapsed, the second costs 2 nats.
/// let kl = free_bits(&[0.0, 2.0], &[0.0, 0.0], 2, 0.25)?;
/// assert_eq!(kl.value, 2.25);
/// assert_eq!(kl.gradient.mean, [0.0, 2.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kingma, Salimans, Jozefowicz, Chen, Sutskever and Welling, "Improved Variational
/// Inference with Inverse Autoregressive Flow", NIPS 2016, arXiv:1606.04934,
/// equation 15.
pub fn free_bits(
    mean: &[f64],
    log_variance: &[f64],
    dimensions: usize,
    lambda: f64,
) -> Result<Loss<NormalKlGradient>, Error> {
    let terms = normal_kl_terms(mean, log_variance)?;
    let rows = rows("means", mean.len(), "number of dimensions", dimensions)? as f64;
    let valid = (0.0..f64::INFINITY).contains(&lambda);
    parameter("lambda", lambda, valid, "zero or positive, and finite")?;
    let costs: Vec<f64> = (0..dimensions)
        .map(|j| sum(terms.iter().skip(j).step_by(dimensions).copied()) / rows)
        .collect();
    let counts = |(entry, x): (usize, f64)| {
        if costs[entry % dimensions] > lambda {
            x / rows
        } else {
            0.0
        }
    };
    Ok(Loss {
        value: sum(costs.iter().map(|c| c.max(lambda))),
        gradient: NormalKlGradient {
            mean: mean.iter().copied().enumerate().map(counts).collect(),
            log_variance: log_variance
                .iter()
                .map(|l| 0.5 * l.exp_m1())
                .enumerate()
                .map(counts)
                .collect(),
        },
    })
}
