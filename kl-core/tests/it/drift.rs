//! Columns, histograms and tables of labels.

mod arrow;
mod bin_rule;
mod chance;
mod common_bins;
mod comparison;
mod histogram;
mod label_counts;
mod number;

/// The program of `examples/drift.rs`, which has an assertion for each number.
#[path = "../../examples/drift.rs"]
mod example;

#[test]
fn the_example_runs() -> crate::common::TestResult {
    example::main()?;
    Ok(())
}
