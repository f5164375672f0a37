//! Finitely many outcomes: probability vectors, logits, tables, channels, and the
//! divergences between them.

pub(crate) mod bregman;
pub(crate) mod channel;
mod counts;
pub(crate) mod divergence;
pub mod divergences;
pub(crate) mod joint;
pub(crate) mod logits;
#[cfg(feature = "statrs")]
pub(crate) mod pairwise;
#[cfg(all(feature = "rayon", feature = "statrs"))]
pub mod parallel;
pub(crate) mod pmf;
pub(crate) mod total;
pub(crate) mod walk;
