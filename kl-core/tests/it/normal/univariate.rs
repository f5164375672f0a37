//! The divergence of normal distributions in one dimension: never negative, and right for
//! neighbours.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::statrs::distribution::Normal;
use kl_core::{Information, KlDivergence};

#[test]
fn normal_divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(2);
    for round in 0..100_000 {
        let (mu, sigma) = (
            random.between(-5.0, 5.0),
            random.power_of_ten(-300.0, 300.0),
        );
        let (nu, tau) = if round % 2 == 0 {
            (
                random.between(-5.0, 5.0),
                random.power_of_ten(-300.0, 300.0),
            )
        } else {
            (random.near(mu), random.near(sigma))
        };
        if tau <= 0.0 {
            continue;
        }
        let (p, q) = (Normal::new(mu, sigma)?, Normal::new(nu, tau)?);
        let d = p.kl(&q)?;
        assert!(d >= Information::ZERO, "{d:?} for {p:?} {q:?}");
        assert_eq!(p.kl(&p)?, Information::ZERO);
    }
    Ok(())
}

#[test]
fn normal_1e_12_apart() -> TestResult {
    let p = Normal::new(0.0, 1.0)?;
    let q = Normal::new(0.0, 1.0 + 1e-12)?;
    // ε² − 5ε³/3 + …, where 1 + ε is the double nearest to 1 + 1e-12.
    let e = (1.0 + 1e-12) - 1.0;
    close(
        p.kl(&q)?.nats(),
        e * e * (1.0 - 5.0 / 3.0 * e),
        4.0 * f64::EPSILON,
    );
    Ok(())
}
