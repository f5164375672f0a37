//! The reduction of the elements of a loss.

use crate::Error;
use crate::error::{same_size, share};
use crate::float::sum::sum;

/// The reduction of the elements of a loss to one number: PyTorch's `reduction`.
///
/// For `"none"` there are functions of their own, whose names end in `_unreduced`.
///
/// ```
/// use kl_core::torch::{Reduction, binary_cross_entropy_with_logits};
///
/// let loss = |reduction| binary_cross_entropy_with_logits(&[0.0; 4], &[1.0; 4], reduction);
/// assert_eq!(format!("{:.4}", loss(Reduction::Mean)?), "0.6931");
/// assert_eq!(format!("{:.4}", loss(Reduction::Sum)?), "2.7726");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reduction {
    /// `"mean"`: the sum over the number of elements; NaN if there are none.
    Mean,
    /// `"sum"`: the sum; 0 if there are none.
    Sum,
}

impl Reduction {
    pub(super) fn of(self, elements: &[f64]) -> f64 {
        let total = sum(elements.iter().copied());
        match self {
            Reduction::Mean => total / elements.len() as f64,
            Reduction::Sum => total,
        }
    }
}

/// Fails unless the two slices have the same length.
pub(super) fn same_length(input: &[f64], target: &[f64]) -> Result<(), Error> {
    let like = "entries of the input";
    same_size("entries of the target", target.len(), like, input.len())
}

/// The number of entries in each row; 0 if there are no rows and no entries.
pub(super) fn columns(entries: usize, rows: usize) -> Result<usize, Error> {
    if rows == 0 && entries == 0 {
        return Ok(0);
    }
    share("entries of the input", entries, "number of rows", rows)
}
