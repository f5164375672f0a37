//! Functions of one number that the standard library lacks, or loses digits with.

pub(crate) mod binet;
pub(crate) mod expm1mx;
pub(crate) mod lgamma;
pub(crate) mod log1pmx;
pub(crate) mod log_sinhc;
pub(crate) mod negentropy;
pub(crate) mod polynomial;
