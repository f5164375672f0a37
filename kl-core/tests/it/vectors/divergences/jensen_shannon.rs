//! The Jensen–Shannon divergence of two distributions and of several.

use super::thousand;
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::same_or_nan;
use crate::common::random::Random;
use kl_core::{Error, Information, Pmf};

const EPSILON: f64 = f64::EPSILON;

#[test]
fn weights_of_distributions_are_named() -> TestResult {
    let p = Pmf::uniform(2)?;
    let none: [(f64, &Pmf); 0] = [];
    assert_eq!(
        Pmf::jensen_shannon_of(&none),
        Err(Error::Empty {
            of: "distributions"
        })
    );
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.5, -5e-324] {
        let got = Pmf::jensen_shannon_of(&[(0.5, &p), (bad, &p), (bad, &p)]);
        assert!(
            matches!(got, Err(Error::Entry { of: "weight", index: 1, value, .. }) if same_or_nan(value, bad)),
            "{got:?}"
        );
    }
    for sum in [0.0, 0.75, 2.0, f64::MAX, 1.0 + 2e-10] {
        let got = Pmf::jensen_shannon_of(&[(sum, &p), (0.0, &p)]);
        assert_eq!(got, Err(Error::NotNormalized { of: "weights", sum }));
    }
    // Too large for a sum, and still no panic.
    let huge = Pmf::jensen_shannon_of(&[(f64::MAX, &p), (f64::MAX, &p)]);
    let (of, sum) = ("weights", f64::INFINITY);
    assert_eq!(huge, Err(Error::NotNormalized { of, sum }));
    assert_eq!(Pmf::jensen_shannon_of(&[(1.0, &p)])?, Information::ZERO);
    Ok(())
}

/// JS = H(M) − Σ w H(P), and it is at most the entropy of the weights.
#[test]
fn several_are_entropy_of_mixture_less_entropies() -> TestResult {
    let mut random = Random(24);
    for _ in 0..10_000 {
        let (k, n) = (1 + random.below(5), 1 + random.below(6));
        let weights = Pmf::from_weights(random.weights(k))?;
        let made = (0..k).map(|_| Pmf::from_weights(random.weights(n)));
        let made = made.collect::<Result<Vec<_>, _>>()?;
        let weighted: Vec<_> = weights.as_slice().iter().copied().zip(&made).collect();
        let js = Pmf::jensen_shannon_of(&weighted)?.nats();
        let mixed = |i: usize| weighted.iter().map(|(w, p)| w * p.as_slice()[i]).sum();
        let mixture = Pmf::from_weights((0..n).map(mixed).collect::<Vec<f64>>())?;
        let apart: f64 = weighted.iter().map(|(w, p)| w * p.entropy().nats()).sum();
        let plain = mixture.entropy().nats() - apart;
        assert!((js - plain).abs() <= 32.0 * EPSILON, "{js:e} {plain:e}");
        assert!((0.0..=weights.entropy().nats() + 16.0 * EPSILON).contains(&js));
        let reversed: Vec<_> = weighted.iter().rev().copied().collect();
        close(
            Pmf::jensen_shannon_of(&reversed)?.nats(),
            js,
            32.0 * EPSILON,
        );
    }
    Ok(())
}

/// SciPy gives 1.15e-17 for 1.18e-17 at 1e-8, and 2.5e-18 for 1.3e-21 at 1e-10:
/// it subtracts entropies of 7 nats.
///
/// To second order JS = Σ δ²/8m, and the next order is δ/m of it or less.
#[test]
fn jensen_shannon_of_thousand_outcomes_near_each_other() -> TestResult {
    for size in [1e-8, 1e-10] {
        let (p, q) = thousand(size)?;
        let pairs = || p.as_slice().iter().zip(q.as_slice());
        let second: f64 = pairs()
            .map(|(p, q)| (p - q).powi(2) / (4.0 * (p + q)))
            .sum();
        let js = p.jensen_shannon(&q)?.nats();
        assert!(js > 0.03 * size * size && js < size * size);
        close(js, second, 1e-12);
        let several = Pmf::jensen_shannon_of(&[(0.5, &p), (0.5, &q)])?.nats();
        close(several, second, 1e-12);
        let middle: Vec<f64> = pairs().map(|(p, q)| 0.5 * (p + q)).collect();
        let halves = 0.5 * (p.entropy() + q.entropy());
        let plain = (Pmf::from_weights(middle)?.entropy() - halves).nats();
        assert!(
            (plain - js).abs() > 0.5 * js,
            "the plain form has become good: {plain:e}"
        );
    }
    Ok(())
}
