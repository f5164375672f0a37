//! Normal distributions, and mixtures of them.

mod any_normal;
mod divergences;
mod mixture;
mod multivariate;
mod positive_definite;
mod univariate;

use kl_core::nalgebra::DMatrix;
use kl_core::{Error, MultivariateNormal};

pub(crate) fn standard(d: usize) -> Result<MultivariateNormal, Error> {
    MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d))
}

pub(crate) fn centred(s: &DMatrix<f64>) -> Result<MultivariateNormal, Error> {
    MultivariateNormal::new(vec![0.0; s.nrows()], s.clone())
}
