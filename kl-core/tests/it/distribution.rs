//! The distributions that statrs lacks.

mod conjugate_priors;
mod constructors_and_densities;
mod kumaraswamy;
mod low_rank_normal;
mod matrix_normal;
mod singular_normal;
mod truncated_normal;
mod von_mises;
mod wishart;
mod zero_inflated_and_hurdle;
