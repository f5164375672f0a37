//! Bernoulli distributions: a coin is a vector of two probabilities.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::statrs::distribution::Bernoulli;
use kl_core::{KlDivergence, Pmf};

const ULP: f64 = f64::EPSILON;

/// A coin is a vector of two probabilities.
#[test]
fn coin_is_a_vector() -> TestResult {
    let mut random = Random(23);
    for _ in 0..10_000 {
        // 20 bits, so that 1 − p is a double.
        let mut short = || (1 + random.below((1 << 20) - 1)) as f64 * 2f64.powi(-20);
        let (p, q) = (short(), short());
        let coin = Bernoulli::new(p)?.kl(&Bernoulli::new(q)?)?;
        let vector = Pmf::new([p, 1.0 - p])?.kl(&Pmf::new([q, 1.0 - q])?)?;
        close(coin.nats(), vector.nats(), 4.0 * ULP);
    }
    Ok(())
}
