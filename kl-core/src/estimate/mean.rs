//! A mean of samples and its standard error.

use crate::error::parameter;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::{Error, Information};
use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::erf::erf_inv;
use std::f64::consts::SQRT_2;
use std::ops::RangeInclusive;

/// An estimate from samples, with its standard error.
///
/// T is [`Information`] for divergences, and `f64` for derivatives.
///
/// # What the standard error means
///
/// The root of the sample variance over the number of samples, unless the function says
/// otherwise. It is for independent samples and for chance alone: it knows nothing of
/// bias. It is itself an estimate, and far too small where the mean is made by rare samples
/// that were not drawn.
///
/// # Conventions
///
/// An infinite value has a standard error of zero: one sample that is possible under P and
/// impossible under Q settles the matter.
///
/// # Example
///
/// ```
/// use kl_core::estimate;
///
/// let d = estimate::k1(&[-1.0, 0.5, -1.0])?;
/// assert_eq!((d.value().nats(), d.standard_error().nats()), (0.5, 0.5));
/// assert_eq!(d.samples(), 3);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate<T> {
    value: T,
    standard_error: T,
    samples: usize,
    /// The distribution of the error in standard errors; `None` is the normal one.
    errors: Option<StudentsT>,
}

impl<T: Copy> Estimate<T> {
    /// The estimate.
    pub fn value(&self) -> T {
        self.value
    }

    /// Its standard error; zero if the value is infinite.
    pub fn standard_error(&self) -> T {
        self.standard_error
    }

    /// The number of samples; of P and of Q together, if both were drawn from.
    pub fn samples(&self) -> usize {
        self.samples
    }

    fn map<U>(self, f: impl Fn(T) -> U) -> Estimate<U> {
        Estimate {
            value: f(self.value),
            standard_error: f(self.standard_error),
            samples: self.samples,
            errors: self.errors,
        }
    }
}

impl Estimate<f64> {
    pub(super) fn new(value: f64, standard_error: f64, samples: usize) -> Self {
        Estimate {
            value,
            standard_error,
            samples,
            errors: None,
        }
    }

    /// The same with another distribution of the error.
    pub(super) fn with_errors(self, errors: StudentsT) -> Self {
        Estimate {
            errors: Some(errors),
            ..self
        }
    }

    pub(super) fn in_nats(self) -> Estimate<Information> {
        self.map(Information::from_nats)
    }

    /// The mean of at least two values, none NaN; those that are infinite have one sign.
    pub(super) fn mean(values: &[f64]) -> Self {
        let samples = values.len();
        let n = samples as f64;
        let largest = values.iter().fold(0.0f64, |m, x| m.max(x.abs()));
        if largest == f64::INFINITY {
            let infinite = values.iter().copied().find(|x| x.is_infinite());
            return Estimate::new(infinite.unwrap_or(largest), 0.0, samples);
        }
        // Units in which the largest is between 1 and 2: no square overflows, and none that
        // counts underflows, because the least deviation from a mean is 2⁻⁵³ of it.
        let e = (largest.to_bits() >> 52) as i32 - 1023;
        let unit = power_of_two(-e.max(-1022));
        // Differences from the first value, because a common part does not vary. With twice
        // the digits, the differences of nearly equal numbers are as exact as the numbers
        // are.
        let first = values.first().map_or(0.0, |x| x * unit);
        let apart = |x: f64| Double::exact_sum(x * unit, -first);
        let total = values.iter().fold(Double::ZERO, |s, &x| s + apart(x));
        let mean = total / Double::from(n);
        let squares = values.iter().map(|&x| {
            let deviation = (apart(x) - mean).value;
            deviation * deviation
        });
        let standard_error = (sum(squares) / n / (n - 1.0)).sqrt();
        let value = (mean + Double::from(first)).value;
        Estimate::new(value / unit, standard_error / unit, samples)
    }
}

impl Estimate<f64> {
    /// The interval that covers the estimated quantity with about this probability.
    ///
    /// value ± z·standard error, with the quantile z of the normal distribution to which
    /// `level` belongs: 1.96 for 0.95. Of
    /// [`nearest_neighbour_estimate`](super::nearest_neighbour_estimate) it is that of
    /// Student's distribution
    ///
    /// # Conventions
    ///
    /// It relies on the central limit theorem: for many samples, and where the variance
    /// is finite. Not cut at 0. An infinite value is an interval by itself.
    ///
    /// # Accuracy
    ///
    /// Each end within 3 ulp times (|value| + z·standard error)/|end|; Student's quantile is
    /// right to 12 digits.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the level is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::gradient;
    ///
    /// let g = gradient::k1_by_q(&[-1.0, 0.5, -1.0], &[1.0, -0.5, 1.0])?;
    /// let interval = g[0].interval(0.95)?;
    /// assert!(interval.contains(&0.0) && interval.contains(&-1.0));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Wasserman, *All of Statistics* (2004), section 6.3.2.
    pub fn interval(&self, level: f64) -> Result<RangeInclusive<f64>, Error> {
        let inside = level > 0.0 && level < 1.0;
        parameter("confidence level", level, inside, "between 0 and 1")?;
        let reach = match self.errors {
            None => SQRT_2 * erf_inv(level) * self.standard_error,
            // The quantile may be infinite.
            Some(_) if self.standard_error == 0.0 => 0.0,
            Some(errors) => errors.inverse_cdf(0.5 + 0.5 * level) * self.standard_error,
        };
        Ok(self.value - reach..=self.value + reach)
    }
}

impl Estimate<Information> {
    /// The interval that covers the estimated quantity with about this probability.
    ///
    /// value ± z·standard error, with the quantile z of the normal distribution to which
    /// `level` belongs: 1.96 for 0.95. Of
    /// [`nearest_neighbour_estimate`](super::nearest_neighbour_estimate) it is that of
    /// Student's distribution
    ///
    /// # Conventions
    ///
    /// It relies on the central limit theorem: for many samples, and where the variance
    /// is finite. Not cut at 0. An infinite value is an interval by itself.
    ///
    /// # Accuracy
    ///
    /// Each end within 3 ulp times (|value| + z·standard error)/|end|; Student's quantile is
    /// right to 12 digits.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the level is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate;
    ///
    /// let d = estimate::k1(&[-1.0, 0.5, -1.0])?;
    /// let interval = d.interval(0.95)?;
    /// assert_eq!(format!("{:.2}", interval.start()), "-0.48 nats");
    /// assert_eq!(format!("{:.2}", interval.end()), "1.48 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Wasserman, *All of Statistics* (2004), section 6.3.2.
    pub fn interval(&self, level: f64) -> Result<RangeInclusive<Information>, Error> {
        let (low, high) = self.map(Information::nats).interval(level)?.into_inner();
        Ok(Information::from_nats(low)..=Information::from_nats(high))
    }
}
