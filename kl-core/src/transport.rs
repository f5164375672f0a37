//! Optimal transport: how far mass must be moved to turn P into Q.
//!
//! Between samples, with or without weights, for any order; between distributions
//! of one family in closed form. Unlike divergences, these distances are in the unit
//! of the values, and they stay finite where supports do not meet.
//!
//! In several dimensions, between normal distributions:
//! [`MultivariateNormal::wasserstein_2`](crate::MultivariateNormal::wasserstein_2).
//!
//! Between distributions of different families: [`wasserstein_of_quantiles`], by
//! quadrature.

mod closed_form;
mod coupling;
mod empirical;
mod energy;
mod exponential;
mod laplace;
mod multivariate_normal;
mod normal;
mod quantiles;
mod uniform;
mod wasserstein;

pub use closed_form::Wasserstein;
pub use empirical::Empirical;
pub use quantiles::wasserstein_of_quantiles;
pub use wasserstein::{wasserstein, wasserstein_1, wasserstein_2};
