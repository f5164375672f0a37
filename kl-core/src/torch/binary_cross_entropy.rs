//! `binary_cross_entropy_with_logits`.

use super::Reduction;
use super::reduction::same_length;
use crate::Error;

/// `torch.nn.functional.binary_cross_entropy_with_logits`, reduced.
///
/// −y ln σ(z) − (1 − y) ln σ(−z), over the elements, with σ(z) = 1/(1 + e⁻ᶻ).
///
/// `input` are the logits z; `target` are the probabilities y of the outcome 1.
///
/// # Conventions
///
/// As in PyTorch: targets outside 0 to 1 are used as they are; an infinite logit on the
/// right side gives NaN. The mean of nothing is NaN. In nats.
///
/// PyTorch computes (1 − y) z − ln σ(z), in which a confident and right answer below 0
/// cancels: at z = −40 and y = 0 it gives 0 for e⁻⁴⁰. So does this function.
///
/// # Accuracy
///
/// Within 3 ulp of PyTorch, on the scale that [the module](super#accuracy) states.
///
/// # Errors
///
/// [`Error::Size`] if the lengths differ.
///
/// # Example
///
/// ```
/// use kl_core::torch::{Reduction, binary_cross_entropy_with_logits};
///
/// let loss = binary_cross_entropy_with_logits(&[2.0, -40.0], &[1.0, 0.0], Reduction::Sum)?;
/// assert_eq!(format!("{loss:.4}"), "0.1269");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.BCEWithLogitsLoss`.
pub fn binary_cross_entropy_with_logits(
    input: &[f64],
    target: &[f64],
    reduction: Reduction,
) -> Result<f64, Error> {
    Ok(reduction.of(&binary_cross_entropy_with_logits_unreduced(input, target)?))
}

/// `torch.nn.functional.binary_cross_entropy_with_logits` with `reduction="none"`: one
/// number for each element.
///
/// # Conventions
///
/// As [`binary_cross_entropy_with_logits`].
///
/// # Accuracy
///
/// As [`binary_cross_entropy_with_logits`].
///
/// # Errors
///
/// [`Error::Size`] if the lengths differ.
///
/// # Example
///
/// ```
/// use kl_core::torch::binary_cross_entropy_with_logits_unreduced;
///
/// let losses = binary_cross_entropy_with_logits_unreduced(&[0.0, 1000.0], &[0.5, 0.5])?;
/// assert_eq!(losses, [std::f64::consts::LN_2, 500.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.BCEWithLogitsLoss`.
pub fn binary_cross_entropy_with_logits_unreduced(
    input: &[f64],
    target: &[f64],
) -> Result<Vec<f64>, Error> {
    same_length(input, target)?;
    let ln_sigmoid = |z: f64| {
        let negative = if z < 0.0 { z } else { 0.0 };
        negative - (-z.abs()).exp().ln_1p()
    };
    let pairs = input.iter().zip(target);
    Ok(pairs
        .map(|(&z, &y)| (1.0 - y) * z - ln_sigmoid(z))
        .collect())
}
