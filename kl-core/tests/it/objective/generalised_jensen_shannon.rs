//! The generalised Jensen–Shannon divergence where an outcome is negligible.

use kl_core::objective::Reduction;
use kl_core::{Error, objective};

const SUM: Reduction = Reduction::Sum;

/// Found by random inputs: an outcome of 1e-299 that both give nearly the same, whose
/// term was rounded to less than nothing.
#[test]
fn negligible_outcomes_add_nothing_negative() -> Result<(), Error> {
    let t = [-262.3422315605894, 426.5671421068943];
    let s = [-262.34223157807145, 426.56714210703893];
    let loss = objective::generalised_jensen_shannon(&t, &s, 2, 0.1210611010197079, SUM)?;
    assert!(loss.value >= 0.0, "{loss:?}");
    Ok(())
}
