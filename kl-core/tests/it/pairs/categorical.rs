//! Categorical and discrete uniform distributions: bad weights, and the same as vectors.

use crate::common::TestResult;
use crate::common::close::close_unless_tiny;
use crate::common::errors::{entry, refused};
use crate::common::random::Random;
use kl_core::statrs::distribution::{Categorical, DiscreteUniform};
use kl_core::{Error, Information, KlDivergence, Pmf};

const INF: f64 = f64::INFINITY;
const ULP: f64 = f64::EPSILON;

#[test]
fn weights_that_overflowed_are_named() -> TestResult {
    let good = Categorical::new(&[1.0, 1.0])?;
    // ∞/∞ is NaN, at the second; the first is 1/∞.
    let infinite = Categorical::new(&[1.0, INF])?;
    let nan = |of| entry(of, 1, f64::NAN);
    refused(infinite.kl(&good), &nan("probability of P"));
    refused(good.kl(&infinite), &nan("probability of Q"));
    let zeros = Categorical::new(&[f64::MAX, f64::MAX])?;
    let zero = |of| Err(Error::ZeroTotal { of });
    assert_eq!(zeros.kl(&good), zero("probabilities of P"));
    assert_eq!(good.kl(&zeros), zero("probabilities of Q"));
    Ok(())
}

#[test]
fn vectors_under_other_names() -> TestResult {
    let mut random = Random(52);
    for _ in 0..3000 {
        let n = 1 + random.below(6);
        let (w, v) = (random.weights(n), random.weights(n));
        let categorical = Categorical::new(&w)?.kl(&Categorical::new(&v)?)?;
        let total = |w: &[f64]| w.iter().sum::<f64>();
        let vector = |w: &[f64]| Pmf::new(w.iter().map(|x| x / total(w)).collect::<Vec<_>>());
        close_unless_tiny(
            categorical.nats(),
            vector(&w)?.kl(&vector(&v)?)?.nats(),
            4.0 * f64::EPSILON,
        );
        // Fewer outcomes of Q, and nothing lost.
        let padded = [&w[..], &[0.0]].concat();
        assert_eq!(
            Categorical::new(&padded)?.kl(&Categorical::new(&v)?)?,
            categorical
        );
        let (a, width, out) = (
            random.below(100) as i64 - 50,
            random.below(20) as i64,
            random.below(9) as i64,
        );
        let p = DiscreteUniform::new(a, a + width)?;
        let q = DiscreteUniform::new(a - out, a + width + 1)?;
        let uniform = |n: i64| Information::from_nats((n as f64).ln());
        let expected = uniform(width + out + 2).nats() - uniform(width + 1).nats();
        assert!((p.kl(&q)?.nats() - expected).abs() < 8.0 * ULP * (1.0 + expected));
    }
    Ok(())
}
