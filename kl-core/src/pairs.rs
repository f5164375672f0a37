//! The pairs of distributions: a file for each family of P, long computations in a folder of
//! its own.
//!
//! Each formula is rearranged into a sum of terms that are ≥ 0 and do not cancel.
//! The textbook form stands in the documentation.
//!
//! `table.rs` lists all pairs; the common parts of their documentation are made from it. The
//! pairs of matrix distributions stand beside the types, whose private fields they need.

#[macro_use]
mod table;
pub(crate) mod documentation;

pub(crate) mod against_laplace;
pub(crate) mod bernoulli;
pub(crate) mod beta;
pub(crate) mod binomial;
pub(crate) mod cancellation;
pub(crate) mod categorical;
pub(crate) mod cauchy;
pub(crate) mod chi;
pub(crate) mod chi_squared;
pub(crate) mod continuous_bernoulli;
pub(crate) mod counts;
pub(crate) mod dirichlet;
pub(crate) mod discrete_uniform;
pub(crate) mod erlang;
pub(crate) mod exp;
pub(crate) mod extra_zeros;
pub(crate) mod gamma;
pub(crate) mod geometric;
pub(crate) mod gumbel;
pub(crate) mod half_normal;
pub(crate) mod hurdle_poisson;
pub(crate) mod infinite;
pub(crate) mod inverse_gamma;
pub(crate) mod kumaraswamy;
pub(crate) mod laplace;
pub(crate) mod log_normal;
pub(crate) mod moments;
pub(crate) mod negative_binomial;
pub(crate) mod normal;
pub(crate) mod parameters;
pub(crate) mod pareto;
pub(crate) mod poisson;
pub(crate) mod truncated_normal;
pub(crate) mod uniform;
pub(crate) mod von_mises;
pub(crate) mod weibull;
pub(crate) mod zero_inflated_poisson;
