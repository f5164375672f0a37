//! The half-normal distribution.

use crate::Error;
use crate::error::parameter;
use crate::normal::univariate::ROOT_2_OVER_PI;
use crate::terms::ratio::ln_ratio;

/// |x| for a normal x of mean 0: √(2/π)/σ·e^(−x²/2σ²) for x ≥ 0.
///
/// The scale σ is the standard deviation of the normal x, not that of |x|.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::HalfNormal;
///
/// let p = HalfNormal::new(1.0)?;
/// assert_eq!(format!("{:.4}", p.mean()), "0.7979");
/// assert_eq!(format!("{:.4}", p.kl(&HalfNormal::new(2.0)?)?), "0.3181 nats");
/// assert_eq!(p.ln_pdf(-1.0), f64::NEG_INFINITY);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Leone, Nelson and Nottingham, "The Folded Normal Distribution", Technometrics 3
/// (1961) 543–550, of which it is the case of mean 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HalfNormal {
    sigma: f64,
}

impl HalfNormal {
    /// The half-normal distribution of a scale.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the scale is NaN, infinite or not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, distribution::HalfNormal};
    ///
    /// assert!(HalfNormal::new(2.0).is_ok());
    /// let wrong = HalfNormal::new(-1.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "scale", value: -1.0, .. })));
    /// ```
    pub fn new(scale: f64) -> Result<Self, Error> {
        let valid = scale > 0.0 && scale < f64::INFINITY;
        let sigma = parameter("scale", scale, valid, "positive and finite")?;
        Ok(HalfNormal { sigma })
    }

    /// The scale σ.
    ///
    /// ```
    /// # use kl_core::distribution::HalfNormal;
    /// assert_eq!(HalfNormal::new(2.0)?.scale(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.sigma
    }

    /// The mean, σ√(2/π).
    ///
    /// # Accuracy
    ///
    /// Within 2 ulp.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::HalfNormal;
    /// assert_eq!(format!("{:.4}", HalfNormal::new(1.0)?.mean()), "0.7979");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> f64 {
        ROOT_2_OVER_PI * self.sigma
    }

    /// The logarithm of the density, ½ ln(2/π) − ln σ − ½(x/σ)².
    ///
    /// # Conventions
    ///
    /// −∞ for negative x and at ∞; NaN at NaN.
    ///
    /// # Accuracy
    ///
    /// Within 6 ulp times (|½ ln(2/π) − ln σ| + ½(x/σ)²)/|result|: near a density
    /// of 1 the logarithm is a small difference.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::HalfNormal;
    /// let p = HalfNormal::new(1.0)?;
    /// assert_eq!(format!("{:.4}", p.ln_pdf(0.0)), "-0.2258");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            return x;
        }
        if x < 0.0 || x == f64::INFINITY {
            return f64::NEG_INFINITY;
        }
        let z = x / self.sigma;
        let height = if (0.5..=2.0).contains(&self.sigma) {
            // The logarithm is small, and the constant's rounding would show.
            (((ROOT_2_OVER_PI - self.sigma) + LOST) / self.sigma).ln_1p()
        } else {
            ln_ratio(ROOT_2_OVER_PI, self.sigma)
        };
        height - (0.5 * z) * z
    }
}

/// The low part of √(2/π).
const LOST: f64 = -4.98465440455546e-17;
