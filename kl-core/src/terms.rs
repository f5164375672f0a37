//! The terms of divergences, one for each outcome. They are never negative, so that no sum of
//! them cancels.

pub(crate) mod chi_squared;
pub(crate) mod entropy;
pub(crate) mod hellinger;
#[cfg(feature = "statrs")]
pub(crate) mod jeffreys;
pub(crate) mod jensen_shannon;
pub(crate) mod kl;
pub(crate) mod normal_scale;
pub(crate) mod power;
pub(crate) mod ratio;
