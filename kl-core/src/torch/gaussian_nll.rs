//! `gaussian_nll_loss`.

use super::Reduction;
use super::reduction::same_length;
use crate::Error;
use crate::error::{entries, parameter, same_size};

/// `torch.nn.functional.gaussian_nll_loss`, reduced.
///
/// ½(ln v + (x − y)²/v), over the elements, with v = max(var, eps); and ½ ln 2π with
/// each if `full`.
///
/// `input` are the means x; `target` are the observations y; `var` are the variances.
///
/// # Conventions
///
/// As in PyTorch, whose defaults are `full = false` and `eps = 1e-6`: without `full`,
/// the loss is not the negative logarithm of a density. The mean of nothing is NaN. In
/// nats.
///
/// # Accuracy
///
/// Within 3 ulp of PyTorch, on the scale that [the module](super#accuracy) states.
///
/// # Errors
///
/// - [`Error::Size`] if the lengths differ. PyTorch broadcasts the variance.
/// - [`Error::Entry`] names the first negative variance.
/// - [`Error::Parameter`] if `eps` is NaN.
///
/// # Example
///
/// ```
/// use kl_core::torch::{Reduction, gaussian_nll_loss};
///
/// let loss = gaussian_nll_loss(&[1.0], &[2.0], &[1.0], true, 1e-6, Reduction::Mean)?;
/// assert_eq!(format!("{loss:.4}"), "1.4189");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.GaussianNLLLoss`.
pub fn gaussian_nll_loss(
    input: &[f64],
    target: &[f64],
    var: &[f64],
    full: bool,
    eps: f64,
    reduction: Reduction,
) -> Result<f64, Error> {
    let losses = gaussian_nll_loss_unreduced(input, target, var, full, eps)?;
    Ok(reduction.of(&losses))
}

/// `torch.nn.functional.gaussian_nll_loss` with `reduction="none"`: one number for each
/// element.
///
/// # Conventions
///
/// As [`gaussian_nll_loss`].
///
/// # Accuracy
///
/// As [`gaussian_nll_loss`].
///
/// # Errors
///
/// As [`gaussian_nll_loss`].
///
/// # Example
///
/// ```
/// use kl_core::torch::gaussian_nll_loss_unreduced;
///
/// let losses = gaussian_nll_loss_unreduced(&[1.0, 0.0], &[2.0, 4.0], &[1.0; 2], false, 1e-6)?;
/// assert_eq!(losses, [0.5, 8.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.GaussianNLLLoss`.
pub fn gaussian_nll_loss_unreduced(
    input: &[f64],
    target: &[f64],
    var: &[f64],
    full: bool,
    eps: f64,
) -> Result<Vec<f64>, Error> {
    same_length(input, target)?;
    let like = "entries of the input";
    same_size("variances", var.len(), like, input.len())?;
    parameter("eps", eps, !eps.is_nan(), "a number")?;
    let negative = |v: f64| v < 0.0;
    entries("variance", var, "zero or above", |v| !negative(v))?;
    // ½ ln 2π
    const CONSTANT: f64 = 0.918_938_533_204_672_8;
    let constant = if full { CONSTANT } else { 0.0 };
    let triples = input.iter().zip(target).zip(var);
    let losses = triples.map(|((x, y), &v)| {
        // Compared so that a variance of NaN stays NaN.
        let v = if v < eps { eps } else { v };
        0.5 * (v.ln() + (x - y) * (x - y) / v) + constant
    });
    Ok(losses.collect())
}
