//! A divergence summed in threads differs in the last digit at most.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::divergences::KullbackLeibler;
use kl_core::{Pmf, parallel};

/// Across the borders of the chunks.
#[test]
fn threads_change_at_most_the_last_digit() -> TestResult {
    let mut random = Random(9);
    for n in [1, 5, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, 100_000] {
        let p = Pmf::from_weights(random.weights(n))?;
        let changed: Vec<f64> = p.as_slice().iter().map(|&x| random.near(x)).collect();
        let q = Pmf::from_weights(changed)?;
        let (one, several) = (
            p.kl(&q)?.nats(),
            parallel::between(&KullbackLeibler, &p, &q)?.nats(),
        );
        close(one, several, f64::EPSILON);
    }
    Ok(())
}
