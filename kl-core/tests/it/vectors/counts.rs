//! Probabilities of counts, and smoothing.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::same_or_nan;
use crate::common::random::Random;
use kl_core::{Error, Logits, Pmf};

const INF: f64 = f64::INFINITY;

#[test]
fn counts_are_checked() -> TestResult {
    assert_eq!(Pmf::from_counts(&[]), Err(Error::Empty { of: "counts" }));
    assert_eq!(
        Pmf::from_counts_smoothed(&[], 1.0),
        Err(Error::Empty { of: "counts" })
    );
    assert_eq!(
        Pmf::from_counts(&[0, 0]),
        Err(Error::ZeroTotal { of: "counts" })
    );
    assert_eq!(Pmf::from_counts_smoothed(&[0, 0], 1.0)?, Pmf::uniform(2)?);
    for alpha in [5e-324, 1e-300, 1.0, 1e300, f64::MAX] {
        let p = Pmf::from_counts_smoothed(&[u64::MAX, u64::MAX, 0], alpha)?;
        Pmf::new(p.as_slice())?;
    }
    Pmf::new(Pmf::from_counts(&[u64::MAX; 1000])?.into_vec())?;
    Ok(())
}

#[test]
fn temperatures_weights_and_alphas_are_named() -> TestResult {
    let named = |error: Option<Error>, parameter: &str, bad: f64| {
        matches!(error, Some(Error::Parameter { name, value, .. })
            if name == parameter && same_or_nan(value, bad))
    };
    let logits = Logits::new([0.0, 1.0])?;
    let p = Pmf::uniform(2)?;
    for bad in [f64::NAN, INF, -INF, 0.0, -0.0, -1.0] {
        assert!(named(logits.tempered(bad).err(), "temperature", bad));
        assert!(named(
            Pmf::from_counts_smoothed(&[1], bad).err(),
            "alpha",
            bad
        ));
    }
    for bad in [f64::NAN, INF, -1e-300, 1.0 + f64::EPSILON] {
        assert!(named(p.mixed_with_uniform(bad).err(), "weight", bad));
    }
    // Any that are valid.
    for temperature in [5e-324, f64::MAX] {
        let tempered = Logits::new([f64::MAX, -f64::MAX, 0.0, -INF])?.tempered(temperature)?;
        assert!(
            tempered.as_slice().iter().all(|l| *l <= 0.0),
            "{tempered:?}"
        );
    }
    Ok(())
}

#[test]
fn additive_smoothing_is_a_mixture() -> TestResult {
    let mut random = Random(305);
    for _ in 0..2_000 {
        let counts: Vec<u64> = (0..1 + random.below(6))
            .map(|_| random.bits() >> (random.below(60) + 3))
            .chain([1])
            .collect();
        let (n, total) = (counts.len() as f64, counts.iter().sum::<u64>() as f64);
        let alpha = random.power_of_ten(-5.0, 15.0);
        let smoothed = Pmf::from_counts_smoothed(&counts, alpha)?;
        let plain = Pmf::from_counts(&counts)?;
        let mixed = plain.mixed_with_uniform(alpha * n / (total + alpha * n))?;
        for (a, b) in smoothed.as_slice().iter().zip(mixed.as_slice()) {
            close(*a, *b, 1e-14);
        }
        let weights: Vec<f64> = counts.iter().map(|&c| c as f64).collect();
        assert!(plain.total_variation(&Pmf::from_weights(weights)?)? < 1e-15);
        Pmf::new(smoothed.into_vec())?;
    }
    let p = Pmf::new([0.25, 0.75])?;
    assert_eq!(p.mixed_with_uniform(0.0)?, p);
    assert_eq!(p.mixed_with_uniform(1.0)?, Pmf::uniform(2)?);
    Ok(())
}
