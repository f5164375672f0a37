//! Estimates from samples.

mod bins;
mod count_table;
mod counts;
mod gradient;
mod log_ratio;
mod mean;
mod monte_carlo;
mod nearest;
mod normal_reference;
mod points;
mod ties;
mod variational;
