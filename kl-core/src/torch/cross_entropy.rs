//! `cross_entropy`, of class indices and of probabilities.

use super::Reduction;
use super::log_softmax::log_softmax;
use super::reduction::{columns, same_length};
use crate::Error;
use crate::error::parameter;
use crate::float::sum::sum;

/// PyTorch's default `ignore_index`: rows with this label are left out of the loss.
pub const IGNORE_INDEX: i64 = -100;

/// `torch.nn.functional.cross_entropy` with class indices, reduced.
///
/// (1 − ε)(−ln qᵧ) − ε/C Σ ln qₖ, over the rows, where q is the softmax of a row, y its
/// label, C the number of classes and ε the label smoothing.
///
/// `input` holds one row of logits for each label, one after the other; `target` holds
/// the labels, counted from 0.
///
/// # Conventions
///
/// A label equal to `ignore_index` ([`IGNORE_INDEX`] in PyTorch, unless it is set) leaves
/// its row out, also out of the divisor of the mean; if all are left out, the mean is NaN.
/// In nats. See [`log_softmax`] for infinite logits.
///
/// # Accuracy
///
/// Within 3 ulp of PyTorch, on the scale that [the module](super#accuracy) states, one
/// being among the terms.
///
/// # Errors
///
/// - [`Error::NotMultiple`] if the logits do not fill a row for each label, and
///   [`Error::Parameter`] if there are logits and no labels.
/// - [`Error::Entry`] names the first label that is neither a class nor
///   `ignore_index`.
/// - [`Error::Parameter`] if the label smoothing is not between 0 and 1.
///   (PyTorch takes NaN for 0.)
///
/// # Example
///
/// ```
/// use kl_core::torch::{IGNORE_INDEX, Reduction, cross_entropy};
///
/// let logits = [2.0, 0.0, 0.0, 1.0, 5.0, 5.0];
/// let labels = [0, 1, IGNORE_INDEX];
/// let loss = cross_entropy(&logits, &labels, 0.0, IGNORE_INDEX, Reduction::Mean)?;
/// assert_eq!(format!("{loss:.4}"), "0.2201");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.CrossEntropyLoss`.
pub fn cross_entropy(
    input: &[f64],
    target: &[i64],
    label_smoothing: f64,
    ignore_index: i64,
    reduction: Reduction,
) -> Result<f64, Error> {
    let rows = cross_entropy_unreduced(input, target, label_smoothing, ignore_index)?;
    let total = sum(rows);
    let counted = target.iter().filter(|&&y| y != ignore_index).count();
    Ok(match reduction {
        Reduction::Mean => total / counted as f64,
        Reduction::Sum => total,
    })
}

/// `torch.nn.functional.cross_entropy` with class indices and `reduction="none"`: one
/// number for each row.
///
/// # Conventions
///
/// As [`cross_entropy`]; a row whose label is `ignore_index` has 0.
///
/// # Accuracy
///
/// As [`cross_entropy`].
///
/// # Errors
///
/// As [`cross_entropy`].
///
/// # Example
///
/// ```
/// use kl_core::torch::{IGNORE_INDEX, cross_entropy_unreduced};
///
/// let rows = cross_entropy_unreduced(&[0.0; 4], &[1, IGNORE_INDEX], 0.0, IGNORE_INDEX)?;
/// assert_eq!(rows, [std::f64::consts::LN_2, 0.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.CrossEntropyLoss`.
pub fn cross_entropy_unreduced(
    input: &[f64],
    target: &[i64],
    label_smoothing: f64,
    ignore_index: i64,
) -> Result<Vec<f64>, Error> {
    checked(label_smoothing)?;
    let classes = columns(input.len(), target.len())?;
    let ln_q = log_softmax(input, target.len())?;
    let mut losses = Vec::with_capacity(target.len());
    for (index, &class) in target.iter().enumerate() {
        if class == ignore_index {
            losses.push(0.0);
            continue;
        }
        let row = ln_q
            .get(index * classes..(index + 1) * classes)
            .unwrap_or(&[]);
        let Some(&of_label) = usize::try_from(class).ok().and_then(|y| row.get(y)) else {
            return Err(Error::Entry {
                of: "label",
                index,
                value: class as f64,
                must_be: "from 0 to the number of classes less one, or ignore_index",
            });
        };
        losses.push(if label_smoothing > 0.0 {
            let all = sum(row.iter().copied());
            (1.0 - label_smoothing) * -of_label - all * (label_smoothing / classes as f64)
        } else {
            -of_label
        });
    }
    Ok(losses)
}

/// `torch.nn.functional.cross_entropy` with probabilities as targets, reduced.
///
/// −Σ [(1 − ε) p + ε/C] ln q, over the rows, where q is the softmax of a row of logits,
/// p the row of the target, C the number of classes and ε the label smoothing.
///
/// `input` are the logits of Q, the model; `target` is P, the truth; both row after row.
///
/// # Conventions
///
/// The mean divides by the number of rows, unlike that of
/// [`kl_div`](super::kl_div()); it is NaN if there are no rows or no classes. The target is used as it
/// is, whatever it sums to. In nats. See [`log_softmax`] for infinite logits; 0 times
/// an infinite logarithm is NaN.
///
/// # Accuracy
///
/// Within 3 ulp of PyTorch, on the scale that [the module](super#accuracy) states, one
/// being among the terms.
///
/// # Errors
///
/// - [`Error::Size`] if the lengths differ.
/// - [`Error::NotMultiple`] if the entries do not fill the rows, and [`Error::Parameter`] if
///   there are entries and no rows.
/// - [`Error::Parameter`] if the label smoothing is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::torch::{Reduction, cross_entropy_of_probabilities};
///
/// let loss = cross_entropy_of_probabilities(&[2.0, 0.0], &[0.5, 0.5], 1, 0.0, Reduction::Mean)?;
/// assert_eq!(format!("{loss:.4}"), "1.1269");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.CrossEntropyLoss`.
pub fn cross_entropy_of_probabilities(
    input: &[f64],
    target: &[f64],
    rows: usize,
    label_smoothing: f64,
    reduction: Reduction,
) -> Result<f64, Error> {
    let losses = cross_entropy_of_probabilities_unreduced(input, target, rows, label_smoothing)?;
    let total = sum(losses);
    Ok(match reduction {
        // PyTorch divides by (entries/classes), which is 0/0 here.
        Reduction::Mean if input.is_empty() => f64::NAN,
        Reduction::Mean => total / rows as f64,
        Reduction::Sum => total,
    })
}

/// `torch.nn.functional.cross_entropy` with probabilities as targets and
/// `reduction="none"`: one number for each row.
///
/// # Conventions
///
/// As [`cross_entropy_of_probabilities`].
///
/// # Accuracy
///
/// As [`cross_entropy_of_probabilities`].
///
/// # Errors
///
/// As [`cross_entropy_of_probabilities`].
///
/// # Example
///
/// ```
/// use kl_core::torch::cross_entropy_of_probabilities_unreduced;
///
/// let rows = cross_entropy_of_probabilities_unreduced(&[0.0; 4], &[0.5; 4], 2, 0.0)?;
/// assert_eq!(rows, [std::f64::consts::LN_2; 2]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.CrossEntropyLoss`.
pub fn cross_entropy_of_probabilities_unreduced(
    input: &[f64],
    target: &[f64],
    rows: usize,
    label_smoothing: f64,
) -> Result<Vec<f64>, Error> {
    checked(label_smoothing)?;
    same_length(input, target)?;
    let classes = columns(input.len(), rows)?;
    if classes == 0 {
        // Room is reserved first: without classes, nothing but memory limits the rows.
        let mut losses = Vec::new();
        let reserved = losses.try_reserve_exact(rows);
        reserved.map_err(|_| Error::TooLarge {
            of: "rows",
            size: rows,
        })?;
        losses.resize(rows, 0.0);
        return Ok(losses);
    }
    let smoothed = |p: f64| {
        if label_smoothing > 0.0 {
            p * (1.0 - label_smoothing) + label_smoothing / classes as f64
        } else {
            p
        }
    };
    let ln_q = log_softmax(input, rows)?;
    let pairs = ln_q.chunks(classes).zip(target.chunks(classes));
    let losses = pairs.map(|(ln_q, p)| -sum(ln_q.iter().zip(p).map(|(l, &p)| l * smoothed(p))));
    Ok(losses.collect())
}

fn checked(label_smoothing: f64) -> Result<(), Error> {
    let valid = (0.0..=1.0).contains(&label_smoothing);
    parameter("label smoothing", label_smoothing, valid, "from 0 to 1")?;
    Ok(())
}
