//! Normal distributions, in one dimension and in several, and mixtures of them.

pub(crate) mod divergences;
mod jensen_shannon;
pub(crate) mod matrix_name;
pub(crate) mod mixture;
pub(crate) mod multivariate;
pub(crate) mod positive_definite;
mod renyi;
pub(crate) mod univariate;
mod values;
