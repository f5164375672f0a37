//! Gamma distributions next to each other.

mod laplace;

use crate::common::TestResult;
use crate::common::close::close;
use kl_core::KlDivergence;
use kl_core::statrs::distribution::Gamma;

/// PyTorch gives 5.42e-12.
#[test]
fn gamma_1e_7_apart() -> TestResult {
    let q = Gamma::new(1000.0 * (1.0 + 1e-7), 1.0)?;
    let d = Gamma::new(1000.0, 1.0)?.kl(&q)?.nats();
    // ½h²ψ′(1000) + h³ψ″(1000)/6
    let h = 1000.0 * (1.0 + 1e-7) - 1000.0;
    let x: f64 = 1000.0;
    let trigamma = 1.0 / x + 0.5 / x.powi(2) + 1.0 / (6.0 * x.powi(3));
    close(d, 0.5 * h * h * trigamma - h.powi(3) / (6.0 * x * x), 1e-9);
    assert_eq!(format!("{d:.2e}"), "5.00e-12");
    Ok(())
}
