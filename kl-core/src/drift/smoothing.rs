//! What is added to each count.

use crate::Error;
use crate::error::parameter;

/// What is added to each count of either column before they are made frequencies.
///
/// p = (c + α)/(n + kα), where c is a count, n their total and k the number of outcomes
///
/// # Conventions
///
/// k counts all outcomes of the comparison: each label of either column, each bin. The more is
/// added the nearer the columns come to each other: a smoothed divergence is a number about a
/// prior as well as about the data.
///
/// # Example
///
/// ```
/// use kl_core::drift::Smoothing;
///
/// assert_eq!(Smoothing::None.added_to_each(4)?, 0.0);
/// assert_eq!(Smoothing::Jeffreys.added_to_each(4)?, 0.5);
/// assert_eq!(Smoothing::Laplace.added_to_each(4)?, 1.0);
/// assert_eq!(Smoothing::Perks.added_to_each(4)?, 0.25);
/// assert_eq!(Smoothing::Add(0.01).added_to_each(4)?, 0.01);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Each is the mean of the posterior for a symmetric Dirichlet prior: Good, *The Estimation of
/// Probabilities* (1965), chapter 3, for Perks' as for the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Smoothing {
    /// Nothing: α = 0. An outcome that was not seen has probability 0.
    None,
    /// Jeffreys' prior: α = ½.
    Jeffreys,
    /// Laplace's rule of succession, a uniform prior: α = 1.
    Laplace,
    /// Perks' prior, whose weight is one observation in all: α = 1/k.
    Perks,
    /// Lidstone's rule: any α from 10⁻²⁰⁰ on, or 0.
    Add(f64),
}

impl Smoothing {
    /// α, for so many outcomes.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if what is to be added is negative, NaN, infinite, or positive and below
    /// 10⁻²⁰⁰.
    pub fn added_to_each(self, outcomes: usize) -> Result<f64, Error> {
        let alpha = match self {
            Smoothing::None => 0.0,
            Smoothing::Jeffreys => 0.5,
            Smoothing::Laplace => 1.0,
            Smoothing::Perks => 1.0 / outcomes.max(1) as f64,
            Smoothing::Add(alpha) => alpha,
        };
        // With less, frequencies might be subnormal, or 0 in spite of it.
        let valid = alpha == 0.0 || (1e-200..f64::INFINITY).contains(&alpha);
        parameter(
            "what is added to each count",
            alpha,
            valid,
            "zero, or from 1e-200 on and finite",
        )
    }
}
