//! Divergences estimated from samples.
//!
//! An estimate is wrong by chance (its variance) and on average (its bias). It may be
//! negative where the quantity that it estimates cannot be, and is then left so.

mod bins;
mod count_table;
mod counts;
mod k_d_tree;
mod nearest;
mod points;

pub use bins::Bins;
pub use count_table::CountTable;
pub use counts::Counts;
pub use nearest::{Interval, nearest_neighbour_interval, nearest_neighbour_kl};
pub use points::Points;
