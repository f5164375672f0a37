//! Binomial distributions: numbers of trials that differ, and the normal limit.

use crate::common::TestResult;
use crate::common::close::close;
use kl_core::statrs::distribution::Binomial;
use kl_core::{Information, KlDivergence};

#[test]
fn numbers_of_trials() -> TestResult {
    let new = |n, p| Binomial::new(p, n);
    let p = new(10, 0.5)?;
    assert!(p.kl(&new(11, 0.5)?)?.nats() > 0.0);
    for impossible in [new(9, 0.5)?, new(11, 0.0)?, new(11, 1.0)?, new(0, 0.5)?] {
        assert_eq!(p.kl(&impossible)?, Information::INFINITY);
    }
    // P is certain to count 0, whatever its number of trials.
    for certain in [new(0, 0.5)?, new(3, 0.0)?, new(11, 0.0)?] {
        assert_eq!(certain.kl(&new(5, 0.5)?)?.bits(), 5.0);
        assert_eq!(certain.kl(&new(0, 1.0)?)?, Information::ZERO);
        assert_eq!(certain.kl(&new(5, 1.0)?)?, Information::INFINITY);
    }
    Ok(())
}

/// Many trials: the counts become normal, and only the variances differ.
#[test]
fn many_trials_are_two_normals() -> TestResult {
    let (n, m) = (1_000_000, 2_000_000);
    let d = Binomial::new(0.5, n)?.kl(&Binomial::new(0.25, m)?)?.nats();
    // Variances n/4 and 3m/16.
    let ratio: f64 = (0.25 * n as f64) / (0.1875 * m as f64);
    close(d, 0.5 * (ratio - 1.0 - ratio.ln()), 1e-4);
    Ok(())
}
