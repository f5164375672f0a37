//! Divergences estimated from samples.
//!
//! An estimate is wrong by chance (its variance) and on average (its bias). It may be
//! negative where the quantity that it estimates cannot be, and is then left so.
//!
//! # Two tables of measurements: which function?
//!
//! | what there is | what is asked | function |
//! |---|---|---|
//! | two samples with all their digits | how far is P from Q? | [`nearest_neighbour_kl`] |
//! | the same, in many dimensions, or an interval is wanted | | [`nearest_neighbour_estimate_with_normal_reference`] |
//! | rounded values, repeated rows, both in one column | | [`nearest_neighbour_kl_with_ties`] |
//! | a column of categories beside measured ones | | [`nearest_neighbour_kl_of_labelled`] |
//! | two samples of any kind | how far is P from both together? | [`nearest_neighbour_kl_to_mixture`] |
//! | | the Jensen–Shannon divergence | [`nearest_neighbour_jensen_shannon`] |
//! | | is there any difference? | [`permutation_test`] |
//! | one sample and a density | how far is the sample from the model? | [`nearest_neighbour_kl_to_density`] |
//! | one sample | its entropy | [`nearest_neighbour_entropy`], [`nearest_neighbour_entropy_of_rounded`] |
//! | two measured columns of one table | what does one tell of the other? | [`nearest_neighbour_mutual_information`] |
//! | a column of categories and measured ones | | [`nearest_neighbour_information_of_labels`] |
//! | categories alone | | [`Counts`], [`CountTable`] |
//!
//! Nothing here draws samples: the functions take samples that were drawn, or log-ratios of
//! the densities at them.

mod bins;
mod count_table;
mod counts;
mod entropy;
pub mod gradient;
mod harmonic;
mod k_d_tree;
mod log_ratio;
mod mean;
mod monte_carlo;
mod mutual_information;
mod nearest;
mod nearest_with_ties;
mod neighbour;
mod normal_reference;
mod permutation;
mod points;
mod pooled;
mod spread;
mod ties;
mod variational;

pub use bins::Bins;
pub use count_table::CountTable;
pub use counts::Counts;
pub use entropy::{
    nearest_neighbour_entropy, nearest_neighbour_entropy_of_rounded,
    nearest_neighbour_kl_to_density,
};
pub use log_ratio::{k1, k2, k3};
pub use mean::Estimate;
pub use monte_carlo::{log_ratios, monte_carlo};
pub use mutual_information::{
    nearest_neighbour_information_of_labels, nearest_neighbour_mutual_information,
};
pub use nearest::{nearest_neighbour_estimate, nearest_neighbour_kl};
pub use nearest_with_ties::{nearest_neighbour_kl_of_labelled, nearest_neighbour_kl_with_ties};
pub use normal_reference::{
    nearest_neighbour_estimate_with_normal_reference, nearest_neighbour_kl_with_normal_reference,
};
pub use permutation::{PermutationTest, permutation_test};
pub use points::Points;
pub use pooled::{nearest_neighbour_jensen_shannon, nearest_neighbour_kl_to_mixture};
pub use ties::TiedEstimate;
pub use variational::{donsker_varadhan, nwj};
