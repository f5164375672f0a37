//! Cross-entropy with smoothed labels.

use super::input::{labels, logits, rows};
use super::loss::{Loss, Reduction};
use crate::Error;
use crate::error::{parameter, same_size};
use crate::float::sum::sum;
use crate::vectors::logits::Softmax;

/// Cross-entropy of smoothed labels and the softmax of logits.
///
/// −(1 − ε) ln qᵧ − (ε/K) Σ ln qₖ, over the rows as the reduction says, where q is the
/// softmax of a row of K logits and y its label.
///
/// It is the cross-entropy of P and Q, where Q is the model and P puts 1 − ε on the
/// label and spreads ε evenly over all K classes, the label included. `logits` stand
/// row after row of so many `classes`; `true_labels` are counted from 0. The gradient
/// is that in the logits, q − p.
///
/// # Conventions
///
/// Never negative; its least value is the entropy of P, which is 0 for ε = 0 only. With
/// ε = 0 it is plain cross-entropy. In nats.
///
/// A logit of −∞ is a probability of zero, and its derivative is that of a probability of zero.
/// The value is ∞ if it belongs to the label, or if ε > 0, because P then asks for every class.
///
/// # Accuracy
///
/// The value within 6 ulp, also for a confident model. An entry of the gradient
/// within 8 ulp of the larger of the two probabilities that it is the difference of, or
/// of itself where ε = 0.
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
/// - [`Error::Parameter`] if ε is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, label_smoothing};
///
/// let logits = [40.0, 0.0];
/// let plain = label_smoothing(&logits, 2, &[0], 0.0, Reduction::Sum)?;
/// assert_eq!(format!("{:.4e}", plain.value), "4.2484e-18");
/// let smoothed = label_smoothing(&logits, 2, &[0], 0.1, Reduction::Sum)?;
/// assert_eq!(format!("{:.4}", smoothed.value), "2.0000");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception Architecture
/// for Computer Vision", CVPR 2016, arXiv:1512.00567, section 7.
pub fn label_smoothing(
    logits: &[f64],
    classes: usize,
    true_labels: &[usize],
    epsilon: f64,
    reduction: Reduction,
) -> Result<Loss, Error> {
    let rows = checked(logits, classes, true_labels)?;
    let valid = (0.0..=1.0).contains(&epsilon);
    parameter("epsilon", epsilon, valid, "from 0 to 1")?;
    let divisor = reduction.divisor(rows);
    let even = epsilon / classes as f64;
    let mut terms = Vec::with_capacity(2 * rows);
    let mut gradient = Vec::with_capacity(logits.len());
    for (row, &label) in logits.chunks(classes).zip(true_labels) {
        let q = Softmax::new(row, 1.0);
        // Not 0·∞.
        if epsilon < 1.0 {
            terms.push((1.0 - epsilon) * q.surprise(label));
        }
        if epsilon > 0.0 {
            terms.push(even * sum((0..classes).map(|k| q.surprise(k))));
        }
        gradient.extend((0..classes).map(|k| {
            let g = if k == label {
                // As (1 − p) − (1 − q), because for a confident model and a sure label both
                // are small.
                (epsilon - even) - q.complement(k)
            } else {
                q.probability(k) - even
            };
            g / divisor
        }));
    }
    Ok(Loss {
        value: sum(terms) / divisor,
        gradient,
    })
}

/// The number of rows, or an error.
pub(super) fn checked(
    values: &[f64],
    classes: usize,
    true_labels: &[usize],
) -> Result<usize, Error> {
    let rows = rows("logits", values.len(), "number of classes", classes)?;
    logits("logit", values, classes, 1.0)?;
    same_size("labels", true_labels.len(), "rows of logits", rows)?;
    labels(true_labels, classes)?;
    Ok(rows)
}
