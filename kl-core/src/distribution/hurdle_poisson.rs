//! The hurdle Poisson distribution.

use crate::Error;
use crate::error::parameter;

/// 0 with probability h, and else a Poisson count that is known not to be 0:
/// P(0) = h and P(k) = (1 − h)λᵏ/k!(e^λ − 1) for k ≥ 1.
///
/// With h = 0 it is the zero-truncated Poisson distribution. Where zeros come from a Poisson count
/// too, see [`ZeroInflatedPoisson`](super::ZeroInflatedPoisson).
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::HurdlePoisson;
///
/// let p = HurdlePoisson::new(0.5, 2.0)?;
/// let q = HurdlePoisson::new(0.25, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.2888 nats");
///
/// // Zero-truncated: the sizes of groups, of which nobody sees one of nobody.
/// let (p, q) = (HurdlePoisson::new(0.0, 2.0)?, HurdlePoisson::new(0.0, 1.0)?);
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.2900 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Mullahy, "Specification and Testing of Some Modified Count Data Models", Journal of
/// Econometrics 33 (1986) 341–365.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HurdlePoisson {
    zero: f64,
    rate: f64,
}

impl HurdlePoisson {
    /// The distribution of a probability h of zero and a rate λ.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the probability of zero is not between 0 and 1, or the rate is
    /// NaN, infinite or not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, distribution::HurdlePoisson};
    ///
    /// assert!(HurdlePoisson::new(0.5, 2.0).is_ok());
    /// let wrong = HurdlePoisson::new(0.5, 0.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "rate", value: 0.0, .. })));
    /// ```
    pub fn new(probability_of_zero: f64, rate: f64) -> Result<Self, Error> {
        let valid = (0.0..=1.0).contains(&probability_of_zero);
        let zero = parameter(
            "probability of zero",
            probability_of_zero,
            valid,
            "between 0 and 1",
        )?;
        let valid = rate > 0.0 && rate < f64::INFINITY;
        let rate = parameter("rate", rate, valid, "positive and finite")?;
        Ok(HurdlePoisson { zero, rate })
    }

    /// The probability h of zero.
    ///
    /// ```
    /// # use kl_core::distribution::HurdlePoisson;
    /// assert_eq!(HurdlePoisson::new(0.25, 4.0)?.probability_of_zero(), 0.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn probability_of_zero(&self) -> f64 {
        self.zero
    }

    /// The rate λ of the Poisson counts before those of 0 are left out: not their mean, which is
    /// λ/(1 − e^(−λ)).
    ///
    /// ```
    /// # use kl_core::distribution::HurdlePoisson;
    /// assert_eq!(HurdlePoisson::new(0.25, 4.0)?.rate(), 4.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.rate
    }
}
