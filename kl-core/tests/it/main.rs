//! Bad input and properties of everything public, laid out as the source is.
//!
//! In each file malformed and extreme input comes first, then what must hold for any
//! valid input, tried on random ones.

#[macro_use]
#[path = "../../src/pairs/table.rs"]
mod table;
#[macro_use]
#[path = "../../src/vectors/divergences/table.rs"]
mod table_of_divergences;

mod bounds;
mod bounds_hold;
mod common;
mod distribution;
mod drift;
mod elementwise;
mod error;
mod estimate;
mod fit;
mod gradient;
mod information;
mod interop;
mod kernels;
mod known_failures_of_others;
mod normal;
mod objective;
mod pairs;
mod quadrature;
mod series;
mod ten_million;
mod torch;
mod transport;
mod vectors;
