#![doc = include_str!("../README.md")]

mod alpha_divergence;
mod bhattacharyya;
mod binet;
pub mod bounds;
mod bregman;
mod channel;
mod chi_squared;
mod counts;
pub mod distribution;
mod divergence;
mod double_double;
mod error;
pub mod estimate;
mod f_divergence;
pub mod fit;
pub mod gradient;
mod hellinger;
mod information;
mod interop;
mod jeffreys;
mod jensen_shannon;
mod joint;
pub mod kernels;
mod lgamma;
mod log_sinhc;
mod logits;
mod mixture;
mod multivariate_normal;
mod normal;
mod normal_divergences;
mod normal_renyi;
pub mod objective;
mod pairs;
mod pairwise;
#[cfg(feature = "rayon")]
pub mod parallel;
mod pmf;
mod positive_definite;
mod power_term;
pub mod quadrature;
mod ratio;
mod renyi;
pub mod series;
mod sum;
pub mod torch;
mod total_variation;
pub mod transport;
mod tsallis;

pub use bregman::Bregman;
pub use channel::{Capacity, Channel};
pub use divergence::KlDivergence;
pub use error::Error;
pub use f_divergence::Generator;
pub use information::{InUnit, Information, Unit};
pub use joint::{Joint, Joint3};
pub use logits::Logits;
pub use mixture::{GaussianMixture, KlBounds};
pub use multivariate_normal::MultivariateNormal;
pub use normal_divergences::NormalDivergences;
pub use pairwise::pairwise;
pub use pmf::Pmf;

pub use nalgebra;
pub use statrs;

#[doc = include_str!("../ACCURACY.md")]
pub mod accuracy {}
