//! Functions of one number that the standard library lacks, or loses digits with.

pub(crate) mod binet;
#[cfg(feature = "statrs")]
pub(crate) mod chi_squared_quantile;
pub(crate) mod expm1mx;
pub(crate) mod lgamma;
pub(crate) mod log1pmx;
pub(crate) mod log_sinhc;
pub(crate) mod negentropy;
pub(crate) mod polynomial;
