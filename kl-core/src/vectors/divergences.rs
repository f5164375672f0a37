//! The divergences between probability vectors, one to a file.

mod alpha;
pub(crate) mod bhattacharyya;
mod chi_squared;
pub(crate) mod f_divergence;
mod hellinger;
mod jeffreys;
mod jensen_shannon;
mod renyi;
mod total_variation;
mod tsallis;
