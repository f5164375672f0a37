//! Normal distributions from Laplace distributions, where parts of the formula overflow.

use crate::common::TestResult;
use kl_core::statrs::distribution::{Laplace, Normal};
use kl_core::{Information, KlDivergence};

/// Found by fuzzing: ∞ − ∞, and ∞ times 0.
#[test]
fn normal_and_laplace_whose_parts_overflow() -> TestResult {
    let far = Normal::new(7.5e78, 7.5e78)?.kl(&Laplace::new(-1.8e305, 4e-230)?)?;
    assert_eq!(far, Information::INFINITY);
    // σ/b is beyond the largest double, and σ √(2/π)/b is not.
    let narrow = Normal::new(1e-42, 1.871_447e266)?.kl(&Laplace::new(1e-42, 1.041_027e-42)?)?;
    assert_eq!(format!("{narrow:.4e}"), "1.4344e308 nats");
    Ok(())
}
