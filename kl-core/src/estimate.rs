//! Divergences estimated from samples.
//!
//! An estimate is wrong by chance (its variance) and on average (its bias). It may be
//! negative where the quantity that it estimates cannot be, and is then left so.
//!
//! Nothing here draws samples: the functions take samples that were drawn, or log-ratios of
//! the densities at them.

mod bins;
mod count_table;
mod counts;
pub mod gradient;
mod k_d_tree;
mod log_ratio;
mod mean;
mod monte_carlo;
mod nearest;
mod neighbour;
mod points;
mod variational;

pub use bins::Bins;
pub use count_table::CountTable;
pub use counts::Counts;
pub use log_ratio::{k1, k2, k3};
pub use mean::Estimate;
pub use monte_carlo::{log_ratios, monte_carlo};
pub use nearest::{nearest_neighbour_estimate, nearest_neighbour_kl};
pub use points::Points;
pub use variational::{donsker_varadhan, nwj};
