//! Dirichlet distributions: dimensions that differ, and shapes whose sum overflows.

use super::names;
use crate::common::TestResult;
use crate::common::errors::size;
use kl_core::KlDivergence;
use kl_core::statrs::distribution::{Beta, Dirichlet};

#[test]
fn dirichlets_must_match() -> TestResult {
    let (p, q) = (Dirichlet::new(vec![1.0; 2])?, Dirichlet::new(vec![1.0; 3])?);
    let wrong = size("shapes of Q", 3, "shapes of P", 2);
    assert_eq!(p.kl(&q), Err(wrong));
    let huge = Dirichlet::new(vec![f64::MAX; 2])?;
    names(huge.kl(&p), "sum of the shapes of P");
    names(p.kl(&huge), "sum of the shapes of Q");
    let huge = Beta::new(f64::MAX, f64::MAX)?;
    names(huge.kl(&Beta::new(1.0, 1.0)?), "sum of the shapes of P");
    Ok(())
}
