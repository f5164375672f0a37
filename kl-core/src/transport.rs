//! Optimal transport: how far mass must be moved to turn P into Q.
//!
//! Between samples, with or without weights, for any order; between distributions
//! of one family in closed form. Unlike divergences, these distances are in the unit
//! of the values, and they stay finite where supports do not meet.
//!
//! In several dimensions, between normal distributions:
//! [`MultivariateNormal::wasserstein_2`](crate::MultivariateNormal::wasserstein_2).
//!
//! Distances between densities of different families are not here: they need an
//! integral over quantile functions.

mod closed_form;
mod coupling;
mod empirical;
mod energy;
mod exponential;
mod gaussian;
mod laplace;
mod normal;
mod uniform;
mod wasserstein;

pub use closed_form::Wasserstein;
pub use empirical::Empirical;
pub use wasserstein::{wasserstein, wasserstein_1, wasserstein_2};
