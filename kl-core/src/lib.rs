#![doc = include_str!("../README.md")]

pub mod bounds;
pub mod distribution;
mod error;
pub mod estimate;
pub mod fit;
mod float;
pub mod gradient;
mod information;
mod interop;
pub mod kernels;
mod kl_divergence;
mod normal;
pub mod objective;
mod pairs;
pub mod prelude;
pub mod quadrature;
pub mod series;
mod special;
mod terms;
pub mod torch;
pub mod transport;
mod vectors;

pub use error::Error;
pub use information::{InUnit, Information, Unit};
pub use kl_divergence::KlDivergence;
pub use normal::divergences::NormalDivergences;
pub use normal::mixture::{GaussianMixture, KlBounds};
pub use normal::multivariate::MultivariateNormal;
pub use vectors::bregman::Bregman;
pub use vectors::channel::{Capacity, Channel};
pub use vectors::divergence::{Divergence, SumOfTerms};
pub use vectors::divergences;
pub use vectors::divergences::f_divergence::Generator;
pub use vectors::joint::{Joint, Joint3};
pub use vectors::logits::Logits;
pub use vectors::pairwise::pairwise;
#[cfg(feature = "rayon")]
pub use vectors::parallel;
pub use vectors::pmf::{Pmf, PmfView};

pub use nalgebra;
pub use statrs;

#[doc = include_str!("../ACCURACY.md")]
pub mod accuracy {}
