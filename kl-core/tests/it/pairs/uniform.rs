//! Uniform distributions from beta distributions: supports.

use crate::common::TestResult;
use kl_core::statrs::distribution::{Beta, Uniform};
use kl_core::{Information, KlDivergence};

#[test]
fn an_interval_outside_that_of_beta_is_infinitely_far() -> TestResult {
    let q = Beta::new(2.0, 3.0)?;
    for (a, b) in [
        (-5e-324, 1.0),
        (0.0, 1.0 + f64::EPSILON),
        (2.0, 3.0),
        (-3.0, -2.0),
    ] {
        assert_eq!(Uniform::new(a, b)?.kl(&q)?, Information::INFINITY);
    }
    assert!(Uniform::new(0.0, 1.0)?.kl(&q)?.is_finite());
    Ok(())
}
