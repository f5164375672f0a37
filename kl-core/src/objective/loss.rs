//! A value with its gradient, and the reduction over rows.

/// The value of an objective and its gradient.
///
/// G has the shape of what is trained: a vector if that is one argument, and otherwise a
/// structure with a field for each, such as
/// [`NormalKlGradient`](super::NormalKlGradient).
///
/// ```
/// use kl_core::objective::{Reduction, label_smoothing};
///
/// let loss = label_smoothing(&[0.0, 0.0], 2, &[1], 0.0, Reduction::Sum)?;
/// assert_eq!(loss.value, std::f64::consts::LN_2);
/// assert_eq!(loss.gradient, [0.5, -0.5]);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Loss<G = Vec<f64>> {
    /// The value, in nats.
    pub value: f64,
    /// The derivative of the value with respect to each entry of the arguments that are
    /// trained, which the function names.
    pub gradient: G,
}

/// The reduction of the rows of a batch to one number.
///
/// ```
/// use kl_core::objective::{Reduction, normal_kl};
///
/// // Two rows of two dimensions, each ½ nat from the prior.
/// let kl = |reduction| normal_kl(&[1.0, 0.0, 0.0, 1.0], &[0.0; 4], 2, 1.0, reduction);
/// assert_eq!(kl(Reduction::Sum)?.value, 1.0);
/// assert_eq!(kl(Reduction::BatchMean)?.value, 0.5);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reduction {
    /// The sum over all rows.
    Sum,
    /// The sum over the number of rows; not over the number of entries.
    BatchMean,
}

impl Reduction {
    /// The divisor of a sum over rows, or of a derivative of it.
    pub(super) fn divisor(self, rows: usize) -> f64 {
        match self {
            Reduction::Sum => 1.0,
            Reduction::BatchMean => rows as f64,
        }
    }
}
