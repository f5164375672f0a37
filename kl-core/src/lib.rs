#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "statrs"),
    expect(dead_code, reason = "what distributions alone are made of")
)]

pub mod bounds;
#[cfg(feature = "statrs")]
pub mod distribution;
#[cfg(feature = "statrs")]
pub mod drift;
mod elementwise;
mod error;
#[cfg(feature = "statrs")]
pub mod estimate;
#[cfg(feature = "statrs")]
pub mod fit;
mod float;
pub mod gradient;
mod information;
mod interop;
pub mod kernels;
mod kl_divergence;
mod lanes;
#[cfg(feature = "statrs")]
mod normal;
pub mod objective;
#[cfg(feature = "statrs")]
mod pairs;
pub mod prelude;
#[cfg(feature = "statrs")]
pub mod quadrature;
#[cfg(feature = "statrs")]
pub mod series;
mod special;
mod terms;
#[cfg(test)]
mod testing;
pub mod torch;
#[cfg(feature = "statrs")]
pub mod transport;
mod vectors;

pub use elementwise::{elementwise, elementwise_into};
pub use error::Error;
pub use information::{InUnit, Information, Unit};
pub use kl_divergence::KlDivergence;
pub use lanes::element::Float;
#[cfg(feature = "statrs")]
pub use normal::divergences::NormalDivergences;
#[cfg(feature = "statrs")]
pub use normal::mixture::{NormalComponent, NormalMixture};
#[cfg(feature = "statrs")]
pub use normal::multivariate::MultivariateNormal;
pub use vectors::bregman::Bregman;
pub use vectors::channel::{Capacity, Channel};
pub use vectors::divergence::{Divergence, SumOfTerms};
pub use vectors::divergences;
pub use vectors::divergences::f_divergence::Generator;
pub use vectors::joint::{Joint, Joint3};
pub use vectors::logits::{Logits, LogitsView};
#[cfg(feature = "statrs")]
pub use vectors::pairwise::{pairwise, product::ProductForm};
#[cfg(all(feature = "rayon", feature = "statrs"))]
pub use vectors::parallel;
pub use vectors::pmf::{Pmf, PmfView};

#[cfg(feature = "statrs")]
pub use nalgebra;
#[cfg(feature = "statrs")]
pub use statrs;

#[doc = include_str!("../ACCURACY.md")]
pub mod accuracy {}
