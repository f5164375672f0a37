//! The cells of the book, tangled out of `src/` by this crate's build script.
//!
//! `tests/snapshots.rs` runs each cell and compares what it prints and gives with `snapshots/`;
//! `tests/oracle.rs` compares the values with those of `oracle/`; rustdoc runs the blocks of the
//! chapters as doc tests.

#[allow(
    clippy::redundant_closure_for_method_calls,
    reason = "cells are written for readers"
)]
mod cells;
mod to_value;

pub use cells::CELLS;
pub use to_value::ToValue;

/// The chapters, for rustdoc to find their blocks.
#[cfg(doctest)]
pub mod chapters {
    include!(concat!(env!("OUT_DIR"), "/doc_tests.rs"));
}
