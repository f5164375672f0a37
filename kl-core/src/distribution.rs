//! Distributions that statrs does not have, a family to a file.

mod matrix_normal;
mod wishart;

pub use matrix_normal::MatrixNormal;
pub use wishart::{InverseWishart, Wishart};
