//! The continuous Bernoulli distribution.

use crate::Error;
use crate::error::parameter;
use crate::float::double::Double;
use crate::special::log_sinhc::{log_sinhc, slope};
use crate::special::log1pmx::artanh_tail;

/// A coin's probability as a density on [0, 1]: C(λ) λˣ (1 − λ)¹⁻ˣ.
///
/// C(λ) = η/(2λ − 1) with η = ln(λ/(1 − λ)), and 2 at λ = ½, where the distribution is uniform.
/// It is an exponential distribution of rate −η, cut off at 1; for λ above ½ the mirror image
/// of one.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::ContinuousBernoulli;
///
/// let p = ContinuousBernoulli::new(0.25)?;
/// assert_eq!(format!("{:.4}", p.mean()), "0.4102");
/// assert_eq!(format!("{:.4}", p.ln_pdf(0.0)), "0.4995");
/// let q = ContinuousBernoulli::new(0.5)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0488 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Loaiza-Ganem and Cunningham, "The continuous Bernoulli: fixing a pervasive error in
/// variational autoencoders", NeurIPS 2019, arXiv 1907.06845.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContinuousBernoulli {
    lambda: f64,
}

impl ContinuousBernoulli {
    /// The continuous Bernoulli distribution of a parameter between 0 and 1.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if λ is NaN, or is not above 0 and below 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, distribution::ContinuousBernoulli};
    ///
    /// assert!(ContinuousBernoulli::new(0.3).is_ok());
    /// let wrong = ContinuousBernoulli::new(1.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "lambda", value: 1.0, .. })));
    /// ```
    pub fn new(lambda: f64) -> Result<Self, Error> {
        let inside = lambda > 0.0 && lambda < 1.0;
        let must_be = "between 0 and 1, and neither";
        parameter("lambda", lambda, inside, must_be)?;
        Ok(ContinuousBernoulli { lambda })
    }

    /// The parameter λ.
    ///
    /// ```
    /// # use kl_core::distribution::ContinuousBernoulli;
    /// assert_eq!(ContinuousBernoulli::new(0.25)?.lambda(), 0.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    /// The mean, λ/(2λ − 1) − 1/η with η = ln(λ/(1 − λ)).
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, next to λ = ½ too, where both terms are infinite.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::ContinuousBernoulli;
    /// assert_eq!(ContinuousBernoulli::new(0.5)?.mean(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> f64 {
        if self.logit() <= 0.0 {
            self.gap()
        } else {
            1.0 - self.gap()
        }
    }

    /// The logarithm of the density, ln C(λ) + x ln λ + (1 − x) ln(1 − λ).
    ///
    /// # Conventions
    ///
    /// −∞ outside [0, 1]; NaN at NaN.
    ///
    /// # Accuracy
    ///
    /// With h = |ln(λ/(1 − λ))| and y the distance of x from the end where the density
    /// is largest, it is ln(h/(1 − e⁻ʰ)) − hy. Within 4 ulp times (ln(h/(1 − e⁻ʰ)) +
    /// hy)/|result|: near a density of 1 the logarithm is a small difference.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::ContinuousBernoulli;
    /// let p = ContinuousBernoulli::new(0.25)?;
    /// assert_eq!(format!("{:.4}", p.ln_pdf(1.0)), "-0.5991");
    /// assert_eq!(p.ln_pdf(2.0), f64::NEG_INFINITY);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            return x;
        }
        if !(0.0..=1.0).contains(&x) {
            return f64::NEG_INFINITY;
        }
        let h = self.logit().abs();
        let y = if self.lambda > 0.5 { 1.0 - x } else { x };
        if h <= 1.0 {
            // In the middle of the interval only log_sinhc is left.
            h * (0.5 - y) - log_sinhc(0.5 * h)
        } else {
            h.ln() - (-(-h).exp()).ln_1p() - h * y
        }
    }

    /// η = ln(λ/(1 − λ)), accurate to the last digits next to λ = ½ too.
    pub(crate) fn logit(&self) -> f64 {
        let l = self.lambda;
        let w = 2.0 * l - 1.0;
        if w.abs() <= 0.4 {
            // 2 artanh(w), where 2λ − 1 is exact; next to ½ a logarithm would have more roundings.
            let y = w * w;
            2.0 * (w + w * (y * artanh_tail(y)))
        } else if l >= 0.5 {
            // 1 − λ and 2λ − 1 are exact.
            ((2.0 * l - 1.0) / (1.0 - l)).ln_1p()
        } else if l > 0.25 {
            -((1.0 - 2.0 * l) / l).ln_1p()
        } else {
            l.ln() - (-l).ln_1p()
        }
    }

    /// λ/(1 − λ), with twice the digits.
    pub(crate) fn exact_odds(&self) -> Double {
        if self.lambda < 1e-100 {
            // The remainder of a division might be below the doubles.
            return Double::from(self.lambda);
        }
        Double::from(self.lambda) / Double::exact_sum(1.0, -self.lambda)
    }

    /// η = ln(λ/(1 − λ)), with twice the digits.
    pub(crate) fn exact_logit(&self) -> Double {
        let l = self.lambda;
        if l < 0.25 {
            return self.exact_odds().ln();
        }
        // Next to λ = ½ the odds are next to 1, and less 1 they are a quotient too.
        let difference = Double::exact_sum(2.0 * l, -1.0);
        (difference / Double::exact_sum(1.0, -l)).ln_1p()
    }

    /// The distance of the mean from the end where the density is largest, at most ½.
    pub(crate) fn gap(&self) -> f64 {
        let h = self.logit().abs();
        if h <= 2.0 {
            0.5 - 0.5 * slope(0.5 * h)
        } else {
            1.0 / h - 1.0 / h.exp_m1()
        }
    }
}
