//! The Kumaraswamy distribution.

use crate::Error;
use crate::error::parameter;
use crate::pairs::gumbel::EULER;
use crate::special::binet::{binet, harmonic};
use crate::special::lgamma::lgamma_remainder_apart;
use std::f64::consts::TAU;

/// A distribution on [0, 1] much like the beta distribution, with a simple distribution
/// function; its density is ab xᵃ⁻¹ (1 − xᵃ)ᵇ⁻¹.
///
/// P(X ≤ x) = 1 − (1 − xᵃ)ᵇ: xᵃ has the beta distribution of shapes 1 and b, and −ln(1 −
/// xᵃ) the exponential distribution of rate b.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::Kumaraswamy;
/// use kl_core::statrs::distribution::Beta;
///
/// let p = Kumaraswamy::new(2.0, 3.0)?;
/// assert_eq!(format!("{:.4}", p.mean()), "0.4571");
/// assert_eq!(format!("{:.4}", p.ln_pdf(0.5)), "0.5232");
/// let q = Beta::new(2.0, 3.0).expect("positive shapes");
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0402 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kumaraswamy, "A generalized probability density function for double-bounded random
/// processes", Journal of Hydrology 46 (1980) 79–88, DOI 10.1016/0022-1694(80)90036-0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kumaraswamy {
    a: f64,
    b: f64,
}

impl Kumaraswamy {
    /// The Kumaraswamy distribution of two shapes.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if a shape is NaN, infinite or not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, distribution::Kumaraswamy};
    ///
    /// assert!(Kumaraswamy::new(2.0, 0.5).is_ok());
    /// let wrong = Kumaraswamy::new(2.0, 0.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "b", value: 0.0, .. })));
    /// ```
    pub fn new(a: f64, b: f64) -> Result<Self, Error> {
        for (name, value) in [("a", a), ("b", b)] {
            let valid = value > 0.0 && value < f64::INFINITY;
            parameter(name, value, valid, "positive and finite")?;
        }
        Ok(Kumaraswamy { a, b })
    }

    /// The shape a, the power of x.
    ///
    /// ```
    /// # use kl_core::distribution::Kumaraswamy;
    /// assert_eq!(Kumaraswamy::new(2.0, 3.0)?.a(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn a(&self) -> f64 {
        self.a
    }

    /// The shape b, the power of 1 − xᵃ.
    ///
    /// ```
    /// # use kl_core::distribution::Kumaraswamy;
    /// assert_eq!(Kumaraswamy::new(2.0, 3.0)?.b(), 3.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn b(&self) -> f64 {
        self.b
    }

    /// The mean, bB(1 + 1/a, b) with the beta function B.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times 1 + |ln m|, where m is the mean.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::Kumaraswamy;
    /// assert_eq!(Kumaraswamy::new(1.0, 1.0)?.mean(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> f64 {
        let c = 1.0 / self.a;
        let (low, high) = (self.b.min(c), self.b.max(c));
        // c may overflow; its logarithm does not.
        let ln_high = if high == c { -self.a.ln() } else { high.ln() };
        let ln_mean = if low <= 1.0 {
            let at_one = lgamma_remainder_apart(1.0, 1.0 + low, low);
            if high < 1e290 {
                let above = lgamma_remainder_apart(1.0 + high, 1.0 + high + low, low);
                (at_one - low * harmonic(high)) - above
            } else {
                at_one - low * (ln_high + EULER)
            }
        } else if high < 1e290 {
            let sum = low + high;
            let root = low / (1.0 + low / high);
            let powers = low * (high / low).ln_1p() + high * (low / high).ln_1p();
            0.5 * (TAU.ln() + root.ln()) + (binet(low) + (binet(high) - binet(sum))) - powers
        } else {
            let powers = low * ((ln_high - low.ln()).max(0.0) + 1.0);
            0.5 * (TAU.ln() + low.ln()) + binet(low) - powers
        };
        ln_mean.exp()
    }

    /// The logarithm of the density, ln a + ln b + (a − 1) ln x + (b − 1) ln(1 − xᵃ).
    ///
    /// # Conventions
    ///
    /// −∞ outside [0, 1]; its limit at 0 and at 1, which is ∞ for a shape below 1; NaN at
    /// NaN.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times (|ln a| + |ln b| + |(a − 1) ln x| + |(b − 1) ln(1 − xᵃ)|·(1 + |a
    /// ln x|))/|result|: near a density of 1 the logarithm is a small difference.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::Kumaraswamy;
    /// let p = Kumaraswamy::new(2.0, 1.0)?;
    /// assert_eq!(p.ln_pdf(0.5), 0.0);
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
        let (a, b) = (self.a, self.b);
        let height = a.ln() + b.ln();
        // In the limits 0·∞ is 0.
        let times = |k: f64, l: f64| if k == 0.0 { 0.0 } else { k * l };
        let ln_x = x.ln();
        let left = times(a - 1.0, ln_x);
        let ln_rest = if a * ln_x > -1e-290 {
            // The product may have few digits, or none.
            a.ln() + (-ln_x).ln()
        } else {
            ln_one_minus_exp(a * ln_x)
        };
        let right = times(b - 1.0, ln_rest);
        height + (left + right)
    }
}

/// ln(1 − eˣ) for x ≤ 0.
pub(crate) fn ln_one_minus_exp(x: f64) -> f64 {
    if x > -std::f64::consts::LN_2 {
        (-x.exp_m1()).ln()
    } else {
        (-x.exp()).ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_density_has_its_digits_for_the_smallest_shapes() -> Result<(), Error> {
        // 1 − xᵃ is a |ln x|, so that the density is ab/x (a |ln x|)ᵇ⁻¹.
        for a in [5e-324_f64, 1e-320, 1e-300] {
            for (x, b) in [(0.9_f64, 3.0_f64), (0.5, 0.5), (1e-300, 2.0)] {
                let ln = a.ln() + (-x.ln()).ln();
                let expected = (a.ln() + b.ln() - x.ln()) + (b - 1.0) * ln;
                let got = Kumaraswamy::new(a, b)?.ln_pdf(x);
                assert!((got / expected - 1.0).abs() < 1e-14, "{a:e} {x:e}: {got}");
            }
        }
        let at_one = |b| Ok::<_, Error>(Kumaraswamy::new(5e-324, b)?.ln_pdf(1.0));
        assert_eq!(at_one(2.0)?, f64::NEG_INFINITY);
        assert_eq!(at_one(0.5)?, f64::INFINITY);
        assert_eq!(at_one(1.0)?, 5e-324_f64.ln());
        Ok(())
    }
}
