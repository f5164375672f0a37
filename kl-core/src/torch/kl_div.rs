//! `kl_div`.

use super::reduction::{columns, same_length};
use crate::Error;
use crate::float::sum::sum;

/// The reduction of the elements of [`kl_div`] to one number: PyTorch's `reduction`.
///
/// For `"none"` there is [`kl_div_unreduced`].
///
/// ```
/// use kl_core::torch::{KlReduction, kl_div};
///
/// // Two rows of two outcomes: P is certain of one, Q of none.
/// let (log_q, p) = ([0.5f64.ln(); 4], [1.0, 0.0, 0.0, 1.0]);
/// let loss = |reduction| kl_div(&log_q, &p, reduction, false);
/// assert_eq!(format!("{:.4}", loss(KlReduction::Mean)?), "0.3466");
/// assert_eq!(format!("{:.4}", loss(KlReduction::BatchMean { rows: 2 })?), "0.6931");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KlReduction {
    /// `"mean"`: the sum over the number of *elements*, which is no divergence; NaN if
    /// there are none.
    Mean,
    /// `"sum"`: the sum of the divergences of all rows; 0 if there are none.
    Sum,
    /// `"batchmean"`: the sum over the number of rows, the average divergence; NaN if
    /// there are no rows.
    BatchMean {
        /// The first dimension of PyTorch's tensor: how many distributions the slices
        /// hold, one after the other.
        rows: usize,
    },
}

/// `torch.nn.functional.kl_div`, reduced: the divergence of P, the *second* argument,
/// from Q, whose logarithm is the *first*.
///
/// Σ target (ln target − input), or with `log_target` Σ exp(target) (target − input),
/// reduced as asked.
///
/// `input` is ln Q, the model; `target` is P, the truth, or ln P if `log_target`.
///
/// # Conventions
///
/// As in PyTorch; see [the module](super). A target of 0 gives 0, or NaN if the input is
/// infinite or NaN. A negative target gives NaN (0 in earlier versions of PyTorch); with
/// `log_target`, negative targets are the normal case. A target of −∞ with `log_target`
/// gives NaN: PyTorch has 0·∞ there. The result may be negative. In nats.
///
/// # Accuracy
///
/// Within 3 ulp of PyTorch, on the scale that [the module](super#accuracy) states.
///
/// # Errors
///
/// - [`Error::Size`] if the lengths differ. PyTorch broadcasts.
/// - [`Error::NotMultiple`] if the entries do not fill the rows of `BatchMean`, and
///   [`Error::Parameter`] if there are entries and no rows.
///
/// # Example
///
/// ```
/// use kl_core::torch::{KlReduction, kl_div};
///
/// let log_q = [0.25f64.ln(), 0.75f64.ln()];
/// let p = [0.5, 0.5];
/// let log_p = p.map(f64::ln);
/// let plain = kl_div(&log_q, &p, KlReduction::BatchMean { rows: 1 }, false)?;
/// let in_logs = kl_div(&log_q, &log_p, KlReduction::BatchMean { rows: 1 }, true)?;
/// assert_eq!(format!("{plain:.4} {in_logs:.4}"), "0.1438 0.1438");
/// assert!(kl_div(&[], &[], KlReduction::Mean, false)?.is_nan());
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.KLDivLoss`; issues 69230 (negative targets)
/// and 51910 (empty input).
pub fn kl_div(
    input: &[f64],
    target: &[f64],
    reduction: KlReduction,
    log_target: bool,
) -> Result<f64, Error> {
    let elements = kl_div_unreduced(input, target, log_target)?;
    let entries = elements.len();
    let total = sum(elements);
    Ok(match reduction {
        KlReduction::Mean => total / entries as f64,
        KlReduction::Sum => total,
        KlReduction::BatchMean { rows } => {
            columns(entries, rows)?;
            total / rows as f64
        }
    })
}

/// `torch.nn.functional.kl_div` with `reduction="none"`: the term of each element.
///
/// target (ln target − input), or with `log_target` exp(target) (target − input)
///
/// `input` is ln Q, the model; `target` is P, the truth, or ln P if `log_target`.
///
/// # Conventions
///
/// As [`kl_div`]. Elements may be negative, also where their sum cannot be.
///
/// # Accuracy
///
/// Within 3 ulp of PyTorch, on the scale that [the module](super#accuracy) states.
///
/// # Errors
///
/// [`Error::Size`] if the lengths differ. PyTorch broadcasts.
///
/// # Example
///
/// ```
/// use kl_core::torch::kl_div_unreduced;
///
/// let elements = kl_div_unreduced(&[0.0, -1.0, -1.0], &[0.0, 1.0, -0.5], false)?;
/// assert_eq!(elements[..2], [0.0, 1.0]);
/// assert!(elements[2].is_nan());
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.KLDivLoss`.
pub fn kl_div_unreduced(
    input: &[f64],
    target: &[f64],
    log_target: bool,
) -> Result<Vec<f64>, Error> {
    same_length(input, target)?;
    let pairs = input.iter().zip(target);
    Ok(if log_target {
        pairs.map(|(&x, &t)| t.exp() * (t - x)).collect()
    } else {
        // In this order, because 0 times an infinite input is to be NaN.
        pairs.map(|(&x, &t)| x_ln_x(t) - t * x).collect()
    })
}

/// t ln t, 0 at 0 and NaN below.
fn x_ln_x(t: f64) -> f64 {
    if t == 0.0 { 0.0 } else { t * t.ln() }
}
