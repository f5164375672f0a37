//! The scalar functions that are the terms of every sum.
//!
//! They work on plain numbers in nats and check nothing: outside its domain a
//! kernel returns NaN. Use them to build a divergence that is not here yet; for
//! distributions, the types of this crate are safer.
//!
//! Accuracies are in units in the last place of the true value, against values of 30 digits.
//! [The report](crate::accuracy) gives the number of cases and the largest error found. They
//! depend on the platform's `ln` and `ln_1p`, and were found with those of glibc on x86-64.

pub use crate::special::expm1mx::expm1mx;
pub use crate::special::lgamma::lgamma_remainder;
pub use crate::special::log1pmx::log1pmx;
pub use crate::terms::entropy::{cross_entropy_term, entropy_term};
pub use crate::terms::kl::kl_term;
pub use crate::terms::normal_scale::normal_scale_term;
pub use crate::terms::ratio::ratio_term;
