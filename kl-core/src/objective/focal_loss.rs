//! Focal loss.

use super::input::finite_or_never;
use super::label_smoothing::checked;
use super::logistic::{sigmoid, softplus};
use super::loss::{Loss, Reduction};
use crate::Error;
use crate::error::{parameter, same_size};
use crate::float::sum::sum;
use crate::vectors::logits::Softmax;

/// Focal loss: cross-entropy with less weight on outcomes that the model is sure of.
///
/// −(1 − p)^γ ln p, over the rows as the reduction says, where p is the probability
/// that the softmax of a row gives to its label.
///
/// `logits` stand row after row of so many `classes`; `true_labels` are counted from 0.
/// The gradient is that in the logits.
///
/// # Conventions
///
/// With γ = 0 it is plain cross-entropy. Never negative. In nats. A logit of −∞ is a probability
/// of zero, with derivative 0; if it belongs to the label, the value is ∞.
///
/// # Accuracy
///
/// Value and gradient within 5 (1 + γ) ulp, also for a confident model: the power
/// magnifies the rounding of 1 − p by γ.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no logits.
/// - [`Error::NotMultiple`] if they do not fill rows of these classes, and
///   [`Error::Parameter`] if there are no classes.
/// - [`Error::Size`] if there are not as many labels as rows.
/// - [`Error::Entry`] names the first label that is not a class.
/// - [`Error::Entry`] names the first logit that is NaN, +∞, or finite and not below 2¹⁰⁰⁰ in
///   size, and the first of a row in which all are −∞.
/// - [`Error::Parameter`] if γ is negative or not finite.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, focal_loss};
///
/// let loss = |gamma| focal_loss(&[2.0, 0.0], 2, &[0], gamma, Reduction::Sum);
/// assert_eq!(format!("{:.6}", loss(0.0)?.value), "0.126928");
/// assert_eq!(format!("{:.6}", loss(2.0)?.value), "0.001804");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Lin, Goyal, Girshick, He and Dollár, "Focal Loss for Dense Object Detection", ICCV
/// 2017, DOI 10.1109/ICCV.2017.324, equation 4; with a softmax in place of the sigmoid.
pub fn focal_loss(
    logits: &[f64],
    classes: usize,
    true_labels: &[usize],
    gamma: f64,
    reduction: Reduction,
) -> Result<Loss, Error> {
    let rows = checked(logits, classes, true_labels)?;
    let valid = (0.0..f64::INFINITY).contains(&gamma);
    parameter("gamma", gamma, valid, "zero or positive, and finite")?;
    let divisor = reduction.divisor(rows);
    let mut values = Vec::with_capacity(rows);
    let mut gradient = Vec::with_capacity(logits.len());
    for (row, &label) in logits.chunks(classes).zip(true_labels) {
        let q = Softmax::new(row, 1.0);
        let (p, c) = (q.probability(label), q.complement(label));
        let focal = Focal::new(p, c, q.surprise(label), gamma);
        values.push(focal.value);
        gradient.extend((0..classes).map(|k| {
            let g = if k == label { -c } else { q.probability(k) };
            g * focal.weight / divisor
        }));
    }
    Ok(Loss {
        value: sum(values) / divisor,
        gradient,
    })
}

/// Focal loss of independent yes-or-no questions, with a weight for the answer yes.
///
/// −αₜ (1 − p)^γ ln p, over all entries as the reduction says, where p is σ(z) and αₜ is
/// α if the answer is yes, and σ(−z) and 1 − α if it is no.
///
/// `logits` are z and `answers` are true for yes. The gradient is that in the logits.
/// Here each entry is a row of its own: `BatchMean` divides by the number of entries.
/// (The original divides by the number of positive anchors: take `Sum` and divide.)
///
/// # Conventions
///
/// With γ = 0 and α = ½ it is half of plain cross-entropy. Never negative. In nats. A logit of
/// −∞ is a probability of zero for yes.
///
/// # Accuracy
///
/// Value and gradient within 5 (1 + γ) ulp, also for a confident model.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no logits.
/// - [`Error::Size`] if there are not as many answers as logits.
/// - [`Error::Entry`] names the first logit that is NaN, +∞, or finite and not below 2¹⁰⁰⁰ in
///   size.
/// - [`Error::Parameter`] if γ is negative or not finite, or α is not between 0
///   and 1.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, binary_focal_loss};
///
/// let loss = binary_focal_loss(&[2.0, -3.0], &[true, false], 2.0, 0.25, Reduction::Sum)?;
/// assert_eq!(format!("{:.6}", loss.value), "0.000533");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Lin, Goyal, Girshick, He and Dollár, "Focal Loss for Dense Object Detection", ICCV
/// 2017, DOI 10.1109/ICCV.2017.324, equation 5.
pub fn binary_focal_loss(
    logits: &[f64],
    answers: &[bool],
    gamma: f64,
    alpha: f64,
    reduction: Reduction,
) -> Result<Loss, Error> {
    if logits.is_empty() && answers.is_empty() {
        return Err(Error::Empty { of: "logits" });
    }
    same_size("answers", answers.len(), "logits", logits.len())?;
    finite_or_never("logit", logits)?;
    let valid = (0.0..f64::INFINITY).contains(&gamma);
    parameter("gamma", gamma, valid, "zero or positive, and finite")?;
    let valid = (0.0..=1.0).contains(&alpha);
    parameter("alpha", alpha, valid, "from 0 to 1")?;
    let divisor = reduction.divisor(logits.len());
    let mut values = Vec::with_capacity(logits.len());
    let mut gradient = Vec::with_capacity(logits.len());
    for (&z, &yes) in logits.iter().zip(answers) {
        let (z, sign, alpha) = if yes {
            (z, 1.0, alpha)
        } else {
            (-z, -1.0, 1.0 - alpha)
        };
        let c = sigmoid(-z);
        let focal = Focal::new(sigmoid(z), c, softplus(-z), gamma);
        // Not 0·∞.
        if alpha > 0.0 {
            values.push(alpha * focal.value);
        }
        gradient.push(-sign * alpha * c * focal.weight / divisor);
    }
    Ok(Loss {
        value: sum(values) / divisor,
        gradient,
    })
}

struct Focal {
    value: f64,
    /// (1 − p)^γ (1 + γ (−p ln p)/(1 − p)), a product of numbers that are ≥ 0: the
    /// derivative in another logit over its probability. That in the label's logit is this
    /// times −(1 − p).
    weight: f64,
}

impl Focal {
    /// From p, c = 1 − p and s = −ln p, each with all its digits.
    fn new(p: f64, c: f64, s: f64, gamma: f64) -> Self {
        let power = c.powf(gamma);
        // The limit p if 1 − p is zero, as −ln p is nearly 1 − p there.
        let slope = if c > 0.0 && p > 0.0 { p * (s / c) } else { p };
        Focal {
            value: power * s,
            weight: power * (1.0 + gamma * slope),
        }
    }
}
