//! The rows of the table, by the kind of input.

mod gaussians;
mod logits;
mod low_rank;
mod objective;
mod pairs;
mod samples;
mod tables;
mod vectors;

use crate::run::Run;

/// Measures all rows that the filter lets through.
pub(crate) fn all(run: &mut Run) -> anyhow::Result<()> {
    vectors::measure(run)?;
    logits::measure(run)?;
    objective::measure(run);
    tables::measure(run)?;
    gaussians::measure(run)?;
    low_rank::measure(run)?;
    pairs::measure(run)?;
    samples::measure(run)
}
