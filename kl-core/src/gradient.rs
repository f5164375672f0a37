//! Derivatives of divergences with respect to parameters, a family to a file.

mod normal;

pub use normal::{MultivariateNormalGradient, NormalGradient, normal_kl};
