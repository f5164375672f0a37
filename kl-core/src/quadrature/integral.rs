//! A number with an estimate of its error.

use std::ops::{Add, RangeInclusive, Sub};

/// The value of an integral or of a series, and an estimate of its error.
///
/// T is [`Information`](crate::Information) for divergences, and `f64` for
/// distances that are plain numbers.
///
/// # What the error means
///
/// It is meant as a bound, and is not proved to be one: the estimate that a rule makes of its
/// error, usually far too large, plus the most that rounding can have done, plus what is left out
/// at the ends. The true error can be larger if a feature lies between all points that were tried
/// and has too little mass to be missed.
///
/// # Example
///
/// ```
/// use kl_core::quadrature;
/// use kl_core::statrs::distribution::{Normal, StudentsT};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let d = quadrature::kl(&StudentsT::new(0.0, 1.0, 5.0)?, &Normal::new(0.0, 1.0)?)?;
/// assert_eq!(format!("{:.4}", d.value()), "0.1248 nats");
/// assert!(d.error().nats() < 1e-9);
/// assert!(d.evaluations() > 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Integral<T> {
    value: T,
    error: T,
    evaluations: usize,
}

impl<T: Copy> Integral<T> {
    pub(crate) fn new(value: T, error: T, evaluations: usize) -> Self {
        Integral {
            value,
            error,
            evaluations,
        }
    }

    /// The value.
    pub fn value(&self) -> T {
        self.value
    }

    /// How far the value may be from the true one; zero if it is infinite.
    pub fn error(&self) -> T {
        self.error
    }

    /// The number of evaluations of the densities, or of terms.
    pub fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// From the value less the error to the value and the error.
    ///
    /// # Conventions
    ///
    /// As sure as the error is, which is an estimate. Not cut at 0. An infinite value is a
    /// range by itself.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::quadrature;
    /// use kl_core::statrs::distribution::{Normal, StudentsT};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let d = quadrature::kl(&StudentsT::new(0.0, 1.0, 5.0)?, &Normal::new(0.0, 1.0)?)?;
    /// let bounds = d.bounds();
    /// assert_eq!(*bounds.start(), d.value() - d.error());
    /// assert_eq!(*bounds.end(), d.value() + d.error());
    /// # Ok(())
    /// # }
    /// ```
    pub fn bounds(&self) -> RangeInclusive<T>
    where
        T: Add<Output = T> + Sub<Output = T>,
    {
        self.value - self.error..=self.value + self.error
    }

    pub(crate) fn map<U: Copy>(self, f: impl Fn(T) -> U) -> Integral<U> {
        Integral::new(f(self.value), f(self.error), self.evaluations)
    }
}
