#![doc = include_str!("../README.md")]

mod divergence;
mod error;
mod information;
pub mod kernels;
mod multivariate_normal;
mod normal;
mod pmf;
mod sum;

pub use divergence::KlDivergence;
pub use error::Error;
pub use information::{InUnit, Information, Unit};
pub use multivariate_normal::MultivariateNormal;
pub use pmf::Pmf;

pub use nalgebra;
pub use statrs;
