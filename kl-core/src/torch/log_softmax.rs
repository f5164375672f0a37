//! `log_softmax`, as PyTorch rounds it.

use super::reduction::columns;
use crate::Error;

/// `torch.nn.functional.log_softmax` over the last dimension: the logarithm of the
/// softmax of each row.
///
/// zₖ − m − ln Σ e^(zⱼ − m) with m = max z
///
/// # Conventions
///
/// As in PyTorch: −∞ is the logit of an impossible outcome; a row with ∞ or NaN, or of
/// −∞ alone, gives NaN. A sure outcome is right to 2⁻⁵³ in absolute terms only.
///
/// # Accuracy
///
/// Within 3 ulp of PyTorch, on the scale that [the module](super#accuracy) states, one
/// being among the terms.
///
/// # Errors
///
/// [`Error::NotMultiple`] if the entries do not fill the rows, and [`Error::Parameter`] if
/// there are entries and no rows.
///
/// # Example
///
/// ```
/// use kl_core::torch::log_softmax;
///
/// let log_q = log_softmax(&[1000.0, 1000.0, 0.0, 0.0], 2)?;
/// assert_eq!(log_q, [-std::f64::consts::LN_2; 4]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// PyTorch's documentation of `torch.nn.LogSoftmax`.
pub fn log_softmax(input: &[f64], rows: usize) -> Result<Vec<f64>, Error> {
    let columns = columns(input.len(), rows)?;
    let mut output = Vec::with_capacity(input.len());
    for row in input.chunks(columns.max(1)) {
        let max = row.iter().copied().fold(f64::NEG_INFINITY, |m, z| {
            // The maximum, in which NaN wins, unlike in f64::max.
            if z.is_nan() || z > m { z } else { m }
        });
        let total: f64 = row.iter().map(|z| (z - max).exp()).sum();
        let ln_total = total.ln();
        output.extend(row.iter().map(|z| z - max - ln_total));
    }
    Ok(output)
}
