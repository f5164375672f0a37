//! Distributions that statrs lacks.
//!
//! Each has a checked constructor and its parameters, and implements
//! [`KlDivergence`](crate::KlDivergence) beside statrs' own.

mod continuous_bernoulli;
mod half_normal;
mod hurdle_poisson;
mod kumaraswamy;
mod low_rank_normal;
mod matrix_normal;
mod normal_gamma;
mod normal_wishart;
mod singular_normal;
pub(crate) mod truncated_normal;
mod von_mises;
mod wishart;
mod zero_inflated_poisson;

pub use continuous_bernoulli::ContinuousBernoulli;
pub use half_normal::HalfNormal;
pub use hurdle_poisson::HurdlePoisson;
pub use kumaraswamy::Kumaraswamy;
pub(crate) use kumaraswamy::ln_one_minus_exp;
pub use low_rank_normal::LowRankNormal;
pub use matrix_normal::MatrixNormal;
pub use normal_gamma::{NormalGamma, NormalInverseGamma};
pub use normal_wishart::{NormalInverseWishart, NormalWishart};
pub use singular_normal::SingularNormal;
pub use truncated_normal::TruncatedNormal;
pub use von_mises::VonMises;
pub use wishart::{InverseWishart, Wishart};
pub use zero_inflated_poisson::ZeroInflatedPoisson;
