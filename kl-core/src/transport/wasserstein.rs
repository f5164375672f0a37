//! Wasserstein distances between samples.

use super::Empirical;
use super::coupling::pieces;
use super::empirical::{FIRST, SECOND};
use crate::Error;
use crate::error::parameter;
use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;

/// Wasserstein distance of order 1, the earth mover's distance, of two samples.
///
/// W₁(P, Q) = ∫ |F⁻¹(u) − G⁻¹(u)| du = ∫ |F(x) − G(x)| dx, where F and G are the
/// cumulative distribution functions of the samples
///
/// The samples may have different sizes. [`Empirical`] sorts a sample once for
/// several distances, and takes weights.
///
/// # Conventions
///
/// In the unit of the values. Symmetric; a metric. 0 if one sample is a reordering
/// of the other, or repeats each value of it equally often; never negative. ∞ only
/// where the true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 2 ulp, for any sizes: the steps of the quantile functions are counted in whole
/// numbers. With weights within 4 ulp and 10⁻³¹ of the largest distance between the values; for
/// the order p that holds for the p-th power.
///
/// # Errors
///
/// [`Error::Empty`] if a sample is empty, [`Error::Entry`] names the first
/// value that is NaN or infinite.
///
/// # Example
///
/// ```
/// use kl_core::transport::wasserstein_1;
///
/// assert_eq!(wasserstein_1(&[0.0, 1.0, 3.0], &[5.0, 6.0, 8.0])?, 5.0);
/// assert_eq!(wasserstein_1(&[0.0, 4.0], &[1.0])?, 2.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Villani, *Topics in Optimal Transportation*, theorem 2.18.
pub fn wasserstein_1(x: &[f64], y: &[f64]) -> Result<f64, Error> {
    let [x, y] = both(x, y)?;
    Ok(x.wasserstein_1(&y))
}

/// Wasserstein distance of order 2 of two samples: the distance, not its square.
///
/// W₂(P, Q) = √∫ (F⁻¹(u) − G⁻¹(u))² du, where F and G are the cumulative
/// distribution functions of the samples
///
/// # Conventions
///
/// As [`wasserstein_1`]. It is never below the distance of order 1.
///
/// # Accuracy
///
/// Within 2 ulp, with weights within 4 ulp, as [`wasserstein_1`].
///
/// # Errors
///
/// As [`wasserstein_1`].
///
/// # Example
///
/// ```
/// use kl_core::transport::wasserstein_2;
///
/// assert_eq!(wasserstein_2(&[0.0, 8.0], &[1.0, 1.0])?, 5.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Villani, *Topics in Optimal Transportation*, theorem 2.18.
pub fn wasserstein_2(x: &[f64], y: &[f64]) -> Result<f64, Error> {
    let [x, y] = both(x, y)?;
    Ok(x.wasserstein_2(&y))
}

/// Wasserstein distance of any order of two samples: the distance, not its power.
///
/// W(P, Q) = (∫ |F⁻¹(u) − G⁻¹(u)|ᵖ du)^(1/p), where p is the order, and F and G are
/// the cumulative distribution functions of the samples
///
/// # Conventions
///
/// As [`wasserstein_1`]. The order may be infinite: then it is the largest distance
/// that any mass must be moved. It grows with the order.
///
/// # Accuracy
///
/// Within 4 ulp.
///
/// # Errors
///
/// [`Error::Parameter`] if the order is below 1 or NaN, and those of
/// [`wasserstein_1`].
///
/// # Example
///
/// ```
/// use kl_core::transport::wasserstein;
///
/// let (x, y) = ([0.0, 8.0], [1.0, 1.0]);
/// assert_eq!(wasserstein(1.0, &x, &y)?, 4.0);
/// assert_eq!(wasserstein(2.0, &x, &y)?, 5.0);
/// assert_eq!(wasserstein(f64::INFINITY, &x, &y)?, 7.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Villani, *Topics in Optimal Transportation*, theorem 2.18.
pub fn wasserstein(order: f64, x: &[f64], y: &[f64]) -> Result<f64, Error> {
    let [x, y] = both(x, y)?;
    x.wasserstein(order, &y)
}

fn both(x: &[f64], y: &[f64]) -> Result<[Empirical; 2], Error> {
    Ok([
        Empirical::named(&FIRST, x.to_vec())?,
        Empirical::named(&SECOND, y.to_vec())?,
    ])
}

impl Empirical {
    /// Wasserstein distance of order 1: see [`wasserstein_1`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// let p = Empirical::weighted([0.0, 1.0], [3.0, 1.0])?;
    /// assert_eq!(p.wasserstein_1(&Empirical::new([0.0, 1.0])?), 0.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn wasserstein_1(&self, other: &Empirical) -> f64 {
        let mut sum = CompensatedSum::default();
        let total = pieces(self, other, |mass, x, y| sum.add(mass * (x - y).abs()));
        let plain = sum.total();
        if (SMALL..=f64::MAX).contains(&plain) {
            return plain / total;
        }
        let (unit, masses) = if plain < SMALL {
            (1.0, UP)
        } else {
            (DOWN, 1.0)
        };
        let mut sum = CompensatedSum::default();
        let total = pieces(self, other, |mass, x, y| {
            sum.add((mass * masses) * (x * unit - y * unit).abs());
        });
        (sum.total() / total) / masses / unit
    }

    /// Wasserstein distance of order 2, not squared: see [`wasserstein_2`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// let p = Empirical::weighted([0.0, 1.0], [3.0, 1.0])?;
    /// assert_eq!(p.wasserstein_2(&Empirical::new([0.0, 1.0])?), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn wasserstein_2(&self, other: &Empirical) -> f64 {
        let mut sum = CompensatedSum::default();
        let total = pieces(self, other, |mass, x, y| {
            let d = x - y;
            sum.add(mass * (d * d));
        });
        let plain = sum.total();
        if (SMALL..=f64::MAX).contains(&plain) {
            return (plain / total).sqrt();
        }
        self.in_units_of_the_largest(other, |ratio| ratio * ratio, f64::sqrt)
    }

    /// Wasserstein distance of any order: see [`wasserstein`].
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the order is below 1 or NaN.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// let p = Empirical::weighted([0.0, 1.0], [15.0, 1.0])?;
    /// assert_eq!(p.wasserstein(4.0, &Empirical::new([0.0])?)?, 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn wasserstein(&self, order: f64, other: &Empirical) -> Result<f64, Error> {
        if order == 1.0 {
            Ok(self.wasserstein_1(other))
        } else if order == 2.0 {
            Ok(self.wasserstein_2(other))
        } else if order == f64::INFINITY {
            let (largest, unit) = self.largest_gap(other);
            Ok(largest / unit)
        } else if order > 1.0 {
            Ok(self.in_units_of_the_largest(other, |r| r.powf(order), |s| root(s, order)))
        } else {
            parameter("order of the distance", order, false, "1 or above")
        }
    }

    /// The distance from the mean of powers of the gaps, each divided by the largest, so that
    /// no power over- or underflows where it matters.
    fn in_units_of_the_largest(
        &self,
        other: &Empirical,
        power: impl Fn(f64) -> f64,
        root: impl Fn(f64) -> f64,
    ) -> f64 {
        let (largest, unit) = self.largest_gap(other);
        if largest == 0.0 {
            return 0.0;
        }
        let mut sum = CompensatedSum::default();
        let total = pieces(self, other, |mass, x, y| {
            sum.add(mass * power((x * unit - y * unit).abs() / largest));
        });
        (root(sum.total() / total) * largest) / unit
    }

    /// The largest distance that mass is moved, times a power of two by which no
    /// distance overflows; and that power.
    fn largest_gap(&self, other: &Empirical) -> (f64, f64) {
        for unit in [1.0, DOWN] {
            let mut largest = 0.0f64;
            pieces(self, other, |_, x, y| {
                largest = largest.max((x * unit - y * unit).abs());
            });
            if largest < f64::INFINITY {
                return (largest, unit);
            }
        }
        (f64::INFINITY, 1.0)
    }
}

/// s^(1/p). The rounding error of the exponent is magnified by ln s, so it is corrected to
/// first order.
fn root(s: f64, p: f64) -> f64 {
    let r = 1.0 / p;
    let rest = (-r).mul_add(p, 1.0) / p;
    s.powf(r) * (1.0 + rest * s.max(f64::MIN_POSITIVE).ln())
}

/// The threshold below which sums may have lost digits: the terms or the mean underflow.
const SMALL: f64 = power_of_two(-800);
/// The masses' total is below 2¹³⁰, and a sum below [`SMALL`] stays finite.
const UP: f64 = power_of_two(700);
/// A sum of fewer than 2⁶⁴ distances, times masses below 2¹³⁰, stays finite.
const DOWN: f64 = power_of_two(-200);
