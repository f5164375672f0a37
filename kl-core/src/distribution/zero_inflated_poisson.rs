//! The zero-inflated Poisson distribution.

use crate::Error;
use crate::error::parameter;

/// 0 with probability π, and else a Poisson count, which may be 0 too:
/// P(0) = π + (1 − π)e^(−λ) and P(k) = (1 − π)e^(−λ)λᵏ/k! for k ≥ 1.
///
/// Where the zeros have a probability of their own, and positive counts are all that the Poisson
/// distribution is for, see [`HurdlePoisson`](super::HurdlePoisson).
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ZeroInflatedPoisson;
/// use kl_core::statrs::distribution::Poisson;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Visits to a doctor: three in ten people never go, one in ten under the model.
/// let p = ZeroInflatedPoisson::new(0.3, 4.0)?;
/// let q = ZeroInflatedPoisson::new(0.1, 5.0)?;
/// assert_eq!(format!("{:.12}", p.kl(&q)?), "0.228022121817 nats");
/// // What is lost by leaving the inflation out.
/// assert_eq!(format!("{:.4}", p.kl(&Poisson::new(2.8)?)?), "0.4413 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Lambert, "Zero-Inflated Poisson Regression, with an Application to Defects in Manufacturing",
/// Technometrics 34 (1992) 1–14.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZeroInflatedPoisson {
    inflation: f64,
    rate: f64,
}

impl ZeroInflatedPoisson {
    /// The distribution of a zero inflation π and a rate λ.
    ///
    /// With π = 0 it is the Poisson distribution; with π = 1 the count is certain to be 0.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the zero inflation is not between 0 and 1, or the rate is NaN,
    /// infinite or not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, distribution::ZeroInflatedPoisson};
    ///
    /// assert!(ZeroInflatedPoisson::new(0.3, 4.0).is_ok());
    /// let wrong = ZeroInflatedPoisson::new(1.5, 4.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "zero inflation", value: 1.5, .. })));
    /// ```
    pub fn new(zero_inflation: f64, rate: f64) -> Result<Self, Error> {
        let valid = (0.0..=1.0).contains(&zero_inflation);
        let inflation = parameter("zero inflation", zero_inflation, valid, "between 0 and 1")?;
        let valid = rate > 0.0 && rate < f64::INFINITY;
        let rate = parameter("rate", rate, valid, "positive and finite")?;
        Ok(ZeroInflatedPoisson { inflation, rate })
    }

    /// The zero inflation π: the probability of a 0 that is no Poisson count.
    ///
    /// ```
    /// # use kl_core::distribution::ZeroInflatedPoisson;
    /// assert_eq!(ZeroInflatedPoisson::new(0.25, 4.0)?.inflation(), 0.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn inflation(&self) -> f64 {
        self.inflation
    }

    /// The rate λ of the Poisson counts, which is their mean.
    ///
    /// ```
    /// # use kl_core::distribution::ZeroInflatedPoisson;
    /// assert_eq!(ZeroInflatedPoisson::new(0.25, 4.0)?.rate(), 4.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.rate
    }
}
