//! The divergences as values, to give to [`pairwise`](crate::pairwise) and the functions of
//! `parallel`.
//!
//! [`Divergence`](crate::Divergence) lists the distributions they serve.
//! [`Generator`](crate::Generator) and [`Bregman`](crate::Bregman) are such values too. An
//! order is checked when the value is made. For a divergence that is not here, see
//! [`SumOfTerms`](crate::SumOfTerms).
//!
//! ```
//! use kl_core::divergences::{Renyi, TotalVariation};
//! use kl_core::{Divergence, Pmf, pairwise};
//!
//! let ps = [Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?];
//! assert_eq!(pairwise(&TotalVariation, &ps, &ps)?[(0, 1)], 0.25);
//! let order_two = Renyi::new(2.0)?;
//! assert_eq!(order_two.between(&ps[0], &ps[1])?, ps[0].renyi(&ps[1], 2.0)?);
//! # Ok::<(), kl_core::Error>(())
//! ```

mod alpha;
pub(crate) mod bhattacharyya;
mod chi_squared;
mod cross_entropy;
pub(crate) mod f_divergence;
mod hellinger;
mod jeffreys;
mod jensen_shannon;
pub(crate) mod kullback_leibler;
pub(crate) mod power;
mod renyi;
mod total_variation;
mod triangular_discrimination;
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
pub use triangular_discrimination::TriangularDiscrimination;
pub use tsallis::Tsallis;
