//! The capacity of a channel.

use super::Channel;
use crate::error::parameter;
use crate::float::sum::sum;
use crate::special::expm1mx::expm1mx;
use crate::{Error, Information, Pmf};
use std::ops::RangeInclusive;

/// Bounds on the capacity of a [`Channel`], and an input that nearly reaches it: see
/// [`Channel::capacity`].
///
/// ```
/// use kl_core::{Channel, Pmf};
///
/// let channel = Channel::new([Pmf::new([1.0, 0.0])?, Pmf::new([0.5, 0.5])?])?;
/// let found = channel.capacity(1e-9, 10_000)?;
/// assert_eq!(format!("{:.6}", found.bounds.start().bits()), "0.321928");
/// assert_eq!(format!("{:.6}", found.bounds.end().bits()), "0.321928");
/// assert_eq!(format!("{:.4}", found.input.as_slice()[1]), "0.4000");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Capacity {
    /// The capacity is in this range. It ends with the largest divergence of an input's
    /// output from the output of [`input`](Capacity::input).
    pub bounds: RangeInclusive<Information>,
    /// A distribution of the input that nearly reaches the capacity.
    pub input: Pmf,
}

impl Channel {
    /// The capacity of the channel: the largest mutual information of input and output,
    /// over all distributions of the input.
    ///
    /// C = max I(X; Y)
    ///
    /// By the algorithm of Blahut and Arimoto, from the uniform distribution until the
    /// bounds differ by no more than `tolerance` times the upper one.
    ///
    /// # How
    ///
    /// With c(x) = D(W(·|x)‖PW), the capacity is between ln Σ P(x) e^c(x) and max c(x),
    /// and the next P is proportional to P(x) e^c(x).
    ///
    /// # Conventions
    ///
    /// Between 0 and the logarithm of the smaller number of inputs and outputs. The
    /// distribution that reaches it may not be the only one. For symmetric channels the
    /// first step is the last; usually each step takes a constant factor off the
    /// difference of the bounds, but for some channels the number of steps grows like one
    /// over the tolerance.
    ///
    /// # Accuracy
    ///
    /// Each bound within 4 ulp of its value for the distribution found, also if all inputs
    /// give nearly the same output. A tolerance below 10⁻¹⁴ may never be met.
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] unless the tolerance is positive and finite.
    /// - [`Error::NotConverged`] if so many steps do not meet the tolerance: the value is
    ///   the lower bound, in nats, and the error the distance from it to the upper bound.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Channel, Error, Pmf};
    ///
    /// // One bit of four is erased: the others arrive.
    /// let erasure = Channel::new([
    ///     Pmf::new([0.75, 0.25, 0.0])?,
    ///     Pmf::new([0.0, 0.25, 0.75])?,
    /// ])?;
    /// let found = erasure.capacity(1e-12, 100)?;
    /// assert_eq!(found.bounds.start().bits(), 0.75);
    /// assert_eq!(found.bounds.end().bits(), 0.75);
    ///
    /// let skew = Channel::new([Pmf::new([1.0, 0.0])?, Pmf::new([0.5, 0.5])?])?;
    /// let too_few = skew.capacity(1e-12, 2);
    /// assert!(matches!(too_few, Err(Error::NotConverged { steps: 2, .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Blahut, "Computation of Channel Capacity and Rate-Distortion Functions", IEEE
    /// Transactions on Information Theory 18 (1972) 460–473; Cover and Thomas, *Elements
    /// of Information Theory*, 2nd ed., section 10.8.
    pub fn capacity(&self, tolerance: f64, most_steps: usize) -> Result<Capacity, Error> {
        let valid = tolerance > 0.0 && tolerance < f64::INFINITY;
        parameter("tolerance", tolerance, valid, "positive and finite")?;
        let (mut best, mut error) = (0.0, f64::INFINITY);
        let mut input = Pmf::uniform(self.inputs())?;
        for _ in 0..most_steps {
            let each = self.divergences(&input)?;
            let upper = each.iter().copied().fold(0.0, f64::max);
            let p = input.as_slice();
            let total = sum(p.iter().copied());
            let mean = sum(p.iter().zip(&each).map(|(p, c)| p * c)) / total;
            // ln Σ p eᶜ, without the cancellation of a small mean.
            let above = p.iter().zip(&each).map(|(p, c)| p * expm1mx(c - mean));
            let lower = mean + (sum(above) / total).ln_1p();
            if upper - lower <= tolerance * upper {
                let [lower, upper] = [lower.min(upper), upper].map(Information::from_nats);
                return Ok(Capacity {
                    bounds: lower..=upper,
                    input,
                });
            }
            (best, error) = (lower, upper - lower);
            let weights = p.iter().zip(&each).map(|(p, c)| p * (c - upper).exp());
            input = match Pmf::from_weights(weights.collect::<Vec<f64>>()) {
                Ok(next) => next,
                // Infinite: an output is possible for inputs whose probability underflowed.
                Err(_) => break,
            };
        }
        Err(Error::NotConverged {
            of: "capacity in nats",
            value: best,
            error,
            steps: most_steps,
        })
    }
}
