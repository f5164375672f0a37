//! The trait for families with a closed form.

use crate::Error;

/// Wasserstein distances between two distributions of one family, in closed form.
///
/// W₁(P, Q) = ∫ |F⁻¹(u) − G⁻¹(u)| du and W₂(P, Q) = √∫ (F⁻¹(u) − G⁻¹(u))² du, where
/// F⁻¹ and G⁻¹ are the quantile functions of P and Q
///
/// # Conventions
///
/// In the unit of the values; W₂ is not squared. Symmetric, never negative, and 0 for
/// equal parameters. ∞ only where the true value is beyond [`f64::MAX`].
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite parameter, where statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::statrs::distribution::Normal;
/// use kl_core::transport::Wasserstein;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Normal::new(0.0, 1.0)?;
/// let q = Normal::new(3.0, 5.0)?;
/// assert_eq!(p.wasserstein_2(&q)?, 5.0);
/// assert_eq!(format!("{:.4}", p.wasserstein_1(&q)?), "4.0493");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Villani, *Topics in Optimal Transportation*, theorem 2.18, for the integrals.
pub trait Wasserstein<Q = Self> {
    /// The distance of order 1.
    ///
    /// # Errors
    ///
    /// See [the trait](Wasserstein#errors).
    fn wasserstein_1(&self, q: &Q) -> Result<f64, Error>;

    /// The distance of order 2, not its square.
    ///
    /// # Errors
    ///
    /// See [the trait](Wasserstein#errors).
    fn wasserstein_2(&self, q: &Q) -> Result<f64, Error>;
}
