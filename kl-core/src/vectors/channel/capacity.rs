//! The capacity of a channel.

mod newton;

use super::Channel;
use crate::error::parameter;
use crate::float::sum::sum;
use crate::special::expm1mx::expm1mx;
use crate::{Error, Information, Pmf};
use newton::Newton;
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
    /// By Newton's method, from the uniform distribution until the bounds differ by no more
    /// than `tolerance` times the upper one.
    ///
    /// # How
    ///
    /// With c(x) = D(W(·|x)‖PW), the capacity is between ln Σ P(x) e^c(x) and max c(x). At the
    /// best P all c(x) are equal but those of useless inputs, which are smaller. An
    /// interior-point method solves these equations; should it lead nowhere, the steps are those
    /// of Blahut and Arimoto, who take P(x) e^c(x) for the next P.
    ///
    /// # Conventions
    ///
    /// Between 0 and the logarithm of the smaller number of inputs and outputs. The
    /// distribution that reaches it may not be the only one; useless inputs have next to no
    /// probability. For symmetric channels the first step is the last. Else ten to twenty steps
    /// were enough for a tolerance of 10⁻⁹ in all channels tried. With n inputs and m outputs, a
    /// step takes time in proportion to n m min(n, m).
    ///
    /// # Accuracy
    ///
    /// Each bound within 4 ulp of its value for the distribution found, also if all inputs
    /// give nearly the same output. Of the capacity it is within 10⁻³¹ more: that is the
    /// divergence of two outputs that differ by rounding. A tolerance below 10⁻¹⁴ may never be met, nor any if the
    /// capacity is next to the smallest double.
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
    /// Transactions on Information Theory 18 (1972) 460–473, for the bounds; Boyd and
    /// Vandenberghe, *Convex Optimization*, section 11.7, for the method.
    pub fn capacity(&self, tolerance: f64, most_steps: usize) -> Result<Capacity, Error> {
        let valid = tolerance > 0.0 && tolerance < f64::INFINITY;
        parameter("tolerance", tolerance, valid, "positive and finite")?;
        let (mut lowest, mut highest) = (0.0f64, f64::INFINITY);
        let mut input = Pmf::uniform(self.inputs())?;
        let mut newton = None;
        for step in 0..most_steps {
            let each = self.divergences(&input)?;
            let (lower, upper) = bounds(&input, &each);
            if upper - lower <= tolerance * upper {
                let [lower, upper] = [lower.min(upper), upper].map(Information::from_nats);
                return Ok(Capacity {
                    bounds: lower..=upper,
                    input,
                });
            }
            (lowest, highest) = (lowest.max(lower), highest.min(upper));
            let newton = newton.get_or_insert_with(|| Newton::new(&input, &each));
            let next = if step < MOST_OF_NEWTON {
                newton.step(&self.rows, &input, &each)
            } else {
                None
            };
            let next = next.unwrap_or_else(|| {
                let weights = input.as_slice().iter().zip(&each);
                weights.map(|(p, c)| p * (c - upper).exp()).collect()
            });
            input = match Pmf::from_weights(next) {
                Ok(next) => next,
                // Infinite: an output is possible for inputs whose probability underflowed.
                Err(_) => break,
            };
        }
        Err(Error::NotConverged {
            of: "capacity in nats",
            value: lowest,
            error: highest - lowest,
            steps: most_steps,
        })
    }
}

/// Newton's method takes few steps, or leads nowhere.
const MOST_OF_NEWTON: usize = 100;

/// ln Σ P(x) e^c(x) and the largest c(x).
fn bounds(p: &Pmf, each: &[f64]) -> (f64, f64) {
    let upper = each.iter().copied().fold(0.0, f64::max);
    let p = p.as_slice();
    let total = sum(p.iter().copied());
    let mean = sum(p.iter().zip(each).map(|(p, c)| p * c)) / total;
    // ln Σ P eᶜ, without the cancellation of a small mean.
    let above = p.iter().zip(each).map(|(p, c)| p * expm1mx(c - mean));
    (mean + (sum(above) / total).ln_1p(), upper)
}
