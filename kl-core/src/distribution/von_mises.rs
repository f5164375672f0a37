//! Von Mises distributions.

use crate::Error;
use crate::error::{finite, parameter};

/// The von Mises distribution: the normal distribution's counterpart on the circle.
///
/// Its density at the angle θ is e^(κ cos(θ − μ)) / 2π I₀(κ), where μ is the mean
/// direction, κ ≥ 0 the concentration, and I₀ a modified Bessel function. With
/// κ = 0 it is the uniform distribution on the circle, whatever μ is.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::VonMises;
///
/// let p = VonMises::new(0.0, 2.0)?;
/// let uniform = VonMises::new(0.0, 0.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&uniform)?), "0.5716 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Mardia and Jupp, *Directional Statistics* (2000), section 3.5.4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VonMises {
    mu: f64,
    kappa: f64,
}

impl VonMises {
    /// The distribution of mean direction μ, an angle in radians, and concentration κ.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] names the mean direction if it is NaN or infinite,
    /// and the concentration if it is NaN, negative or infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::VonMises;
    ///
    /// assert!(VonMises::new(0.5, 2.0).is_ok());
    /// assert!(VonMises::new(0.5, -2.0).is_err());
    /// ```
    pub fn new(mu: f64, kappa: f64) -> Result<Self, Error> {
        finite("mean direction", mu)?;
        let valid = (0.0..f64::INFINITY).contains(&kappa);
        parameter(
            "concentration",
            kappa,
            valid,
            "zero or positive, and finite",
        )?;
        Ok(VonMises { mu, kappa })
    }

    /// The mean direction μ, as given.
    ///
    /// ```
    /// # use kl_core::distribution::VonMises;
    /// assert_eq!(VonMises::new(0.5, 2.0)?.mean_direction(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean_direction(&self) -> f64 {
        self.mu
    }

    /// The concentration κ.
    ///
    /// ```
    /// # use kl_core::distribution::VonMises;
    /// assert_eq!(VonMises::new(0.5, 2.0)?.concentration(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn concentration(&self) -> f64 {
        self.kappa
    }
}
