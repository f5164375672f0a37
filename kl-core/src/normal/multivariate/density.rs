//! The density of a normal distribution in several dimensions.

use super::MultivariateNormal;
use super::shape::{Shape, half_square};
use crate::Error;
use crate::error::{entries, same_size};
use crate::float::double::Double;
use crate::float::double::gamma::HALF_LN_TAU;
use crate::float::sum::sum;
use crate::normal::positive_definite::PRECISE_UP_TO;

impl MultivariateNormal {
    /// The logarithm of the density at a point.
    ///
    /// ln p(x) = −½[d ln 2π + ln det Σ + (x − μ)ᵀΣ⁻¹(x − μ)]
    ///
    /// `x` has as many entries as the mean. Neither a determinant nor an inverse is computed. The
    /// unit is the nat; log-likelihoods of independent points add up.
    ///
    /// # Conventions
    ///
    /// −∞ where it is below the doubles.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 within 1 ulp, also where the terms cancel, because they carry twice the
    /// digits; so do those of a covariance that is nearly singular. Beyond, within 2 ulp times κ·(½|d ln 2π| + Σ|ln lᵢᵢ| + ½(x − μ)ᵀΣ⁻¹(x − μ))/|result|,
    /// with the κ of the [divergence](#impl-KlDivergence-for-MultivariateNormal).
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] unless the point has as many entries as the mean.
    /// - [`Error::Entry`] names its first entry that is NaN or infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let covariance = DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 2.0]);
    /// let p = MultivariateNormal::new(vec![0.0, 0.0], covariance)?;
    /// assert_eq!(format!("{:.4}", p.ln_pdf(&[2.0, 2.0])?), "-3.5310");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Mardia, Kent and Bibby, *Multivariate Analysis* (1979), equation 2.5.1.
    #[doc(alias = "log_prob")]
    #[doc(alias = "logpdf")]
    pub fn ln_pdf(&self, x: &[f64]) -> Result<f64, Error> {
        self.check_point(x)?;
        Ok(self.ln_density(x).value)
    }

    /// The density at a point, (2π)^(−d/2) (det Σ)^(−½) exp(−½(x − μ)ᵀΣ⁻¹(x − μ)).
    ///
    /// # Conventions
    ///
    /// 0 and ∞ where it is outside the doubles. In more than a few dimensions
    /// [`ln_pdf`](Self::ln_pdf) is what one wants.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 within 1 ulp, unless it is subnormal; beyond, as an exponential,
    /// it is wrong by what its logarithm is wrong by.
    ///
    /// # Errors
    ///
    /// As [`ln_pdf`](Self::ln_pdf).
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    ///
    /// let p = MultivariateNormal::isotropic(vec![0.0, 0.0], 1.0)?;
    /// assert_eq!(format!("{:.4}", p.pdf(&[0.0, 0.0])?), "0.1592");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As [`ln_pdf`](Self::ln_pdf).
    pub fn pdf(&self, x: &[f64]) -> Result<f64, Error> {
        self.check_point(x)?;
        Ok(self.ln_density(x).exp().value)
    }

    fn check_point(&self, x: &[f64]) -> Result<(), Error> {
        let like = "entries of the mean";
        same_size("entries of the point", x.len(), like, self.dimension())?;
        entries("point", x, "finite", f64::is_finite)
    }

    fn ln_density(&self, x: &[f64]) -> Double {
        let d = self.dimension();
        let mean = self.mean.as_slice();
        let small = d <= PRECISE_UP_TO;
        let (half_square, ln_root) = match &self.shape {
            Shape::Diagonal(variances, _) if !small => {
                let points = x.iter().zip(mean).zip(variances.as_slice());
                (
                    sum(points.map(|((&x, &m), &v)| half_square(x, m, v))).into(),
                    sum(variances.iter().map(|v| 0.5 * v.ln())).into(),
                )
            }
            Shape::Precision(both) => {
                let precision = &both[0];
                let scores = precision.scores_in_reverse([x, mean]);
                (half_squares(&scores), -precision.ln_root_determinant())
            }
            _ => {
                let covariance = self.positive_definite();
                let scores = covariance.scores([x, mean]);
                (half_squares(&scores), covariance.ln_root_determinant())
            }
        };
        if !half_square.value.is_finite() {
            return f64::NEG_INFINITY.into();
        }
        let constant = Double::from(d as f64) * HALF_LN_TAU;
        -(half_square + (ln_root + constant))
    }
}

/// ½Σz², or ∞, where it is beyond the doubles.
fn half_squares(scores: &[Double]) -> Double {
    let minus = scores
        .iter()
        .fold(Double::ZERO, |sum, &z| sum.minus_product(z.scaled(0.5), z));
    if minus.value.is_finite() && minus.lost.is_finite() {
        minus.settled().scaled(-1.0)
    } else {
        let rounded = sum(scores.iter().map(|z| (0.5 * z.value) * z.value));
        let total = if rounded.is_nan() {
            f64::INFINITY
        } else {
            rounded
        };
        Double {
            value: total,
            lost: 0.0,
        }
    }
}
