//! Finitely many outcomes.

mod bregman;
mod channel;
mod counts;
mod divergence;
mod divergences;
mod joint;
mod logits;
#[cfg(feature = "rayon")]
mod pairwise;
#[cfg(feature = "rayon")]
mod parallel;
mod pmf;
mod short;
