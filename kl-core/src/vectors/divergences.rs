//! The divergences as values, one to a file: what [`Divergence`](crate::Divergence) and
//! [`SumOfTerms`](crate::SumOfTerms) are implemented for.

mod alpha;
pub(crate) mod bhattacharyya;
mod chi_squared;
mod cross_entropy;
pub(crate) mod f_divergence;
mod hellinger;
mod jeffreys;
mod jensen_shannon;
pub(crate) mod kullback_leibler;
mod renyi;
mod total_variation;
mod tsallis;

pub use alpha::Alpha;
pub use bhattacharyya::Bhattacharyya;
pub use chi_squared::ChiSquared;
pub use cross_entropy::CrossEntropy;
pub use hellinger::Hellinger;
pub use jeffreys::Jeffreys;
pub use jensen_shannon::JensenShannon;
pub use kullback_leibler::KullbackLeibler;
pub use renyi::Renyi;
pub use total_variation::TotalVariation;
pub use tsallis::Tsallis;
