//! The level that chance alone exceeds: how often it does.

use crate::common::TestResult;
use crate::common::random::Random;
use kl_core::divergences::{
    Alpha, Bhattacharyya, ChiSquared, Hellinger, Jeffreys, JensenShannon, KullbackLeibler, Renyi,
    TotalVariation, TriangularDiscrimination, Tsallis,
};
use kl_core::drift::{self, Amount, BinRule, Comparison, LabelCounts, Nan, SecondOrder, Smoothing};
use kl_core::{Divergence, Error, Pmf};

/// How often chance exceeded the level, of how many times.
struct Rate {
    above: u32,
    of: u32,
}

impl Rate {
    /// The rate is the probability, but for five standard errors and what a limit is off.
    #[track_caller]
    fn is(&self, probability: f64, off: f64) {
        let n = f64::from(self.of);
        let rate = f64::from(self.above) / n;
        let error = 5.0 * (probability * (1.0 - probability) / n).sqrt();
        assert!(
            (rate - probability).abs() < error + off,
            "{rate}, not {probability}"
        );
    }
}

/// Two columns of labels from the same distribution.
fn same(random: &mut Random, p: &[f64], n: usize, m: usize) -> Comparison<usize> {
    let mut column = |size: usize| {
        let mut table = LabelCounts::new();
        for (label, &count) in random.draws(p, size).as_slice().iter().enumerate() {
            table.add_times(label, count);
        }
        table
    };
    let reference = column(n);
    reference.compare(&column(m))
}

fn exceeds<D>(both: &Comparison<usize>, divergence: &D, probability: f64) -> Result<bool, Error>
where
    D: Divergence<Pmf> + SecondOrder,
    D::Output: Amount + PartialOrd,
{
    let d = both.current_from_reference(divergence, Smoothing::None)?;
    let back = both.reference_from_current(divergence, Smoothing::None)?;
    let level = both.by_chance(divergence, probability)?;
    // In either direction, by turns.
    Ok(if (both.counts(&0)[0] as u64).is_multiple_of(2) {
        d.value() > level
    } else {
        back.value() > level
    })
}

#[test]
fn every_divergence_exceeds_its_level_as_often_as_said() -> TestResult {
    const TIMES: u32 = 2000;
    const NAMES: [&str; 10] = [
        "α",
        "Bhattacharyya",
        "χ²",
        "Hellinger",
        "Jeffreys",
        "Jensen–Shannon",
        "KL",
        "Rényi",
        "triangular",
        "Tsallis",
    ];
    let p = [0.1, 0.15, 0.2, 0.25, 0.3];
    let mut random = Random(76);
    let mut above = [0; NAMES.len()];
    let mut of_total_variation = 0;
    for _ in 0..TIMES {
        let both = same(&mut random, &p, 1500, 1000);
        let exceeded = [
            exceeds(&both, &Alpha::new(-0.5)?, 0.1)?,
            exceeds(&both, &Bhattacharyya, 0.1)?,
            exceeds(&both, &ChiSquared, 0.1)?,
            exceeds(&both, &Hellinger, 0.1)?,
            exceeds(&both, &Jeffreys, 0.1)?,
            exceeds(&both, &JensenShannon, 0.1)?,
            exceeds(&both, &KullbackLeibler, 0.1)?,
            exceeds(&both, &Renyi::new(2.0)?, 0.1)?,
            exceeds(&both, &TriangularDiscrimination, 0.1)?,
            exceeds(&both, &Tsallis::new(0.5)?, 0.1)?,
        ];
        for (above, exceeded) in above.iter_mut().zip(exceeded) {
            *above += u32::from(exceeded);
        }
        of_total_variation += u32::from(exceeds(&both, &TotalVariation, 0.1)?);
    }
    for (name, above) in NAMES.iter().zip(above) {
        println!("{name}: {above} of {TIMES}");
        Rate { above, of: TIMES }.is(0.1, 0.005);
    }
    // Its level is a bound.
    println!("total variation: {of_total_variation} of {TIMES}");
    assert!(of_total_variation < TIMES / 10);
    Ok(())
}

#[test]
fn psi_exceeds_its_level_as_often_as_said_also_between_quantiles_of_the_reference() -> TestResult {
    const TIMES: u32 = 2000;
    let mut random = Random(77);
    let deciles = BinRule::Quantiles(10);
    let mut above = [0; 2];
    for _ in 0..TIMES {
        let reference = random.normals(1000, 0.0, 1.0);
        let current = random.normals(500, 0.0, 1.0);
        let both = drift::numbers(reference, current, &deciles, Nan::Missing)?;
        let psi = both.psi(Smoothing::None)?.value();
        for (above, probability) in above.iter_mut().zip([0.05, 0.2]) {
            *above += u32::from(psi > both.psi_by_chance(probability)?);
        }
    }
    println!("{above:?} of {TIMES}");
    for (above, probability) in above.into_iter().zip([0.05, 0.2]) {
        Rate { above, of: TIMES }.is(probability, 0.01);
    }
    Ok(())
}

#[test]
fn outcomes_that_nobody_saw_count_for_nothing() -> TestResult {
    let column = |counts: &[u64]| {
        let mut table = LabelCounts::new();
        for (label, &count) in counts.iter().enumerate() {
            table.add_times(label, count);
        }
        table
    };
    let plain = column(&[7, 3]).compare(&column(&[5, 5]));
    let padded = column(&[7, 3, 0, 0]).compare(&column(&[5, 5, 0, 0]));
    assert_eq!(plain.psi_by_chance(0.05)?, padded.psi_by_chance(0.05)?);
    // One outcome cannot vary.
    let single = column(&[7]).compare(&column(&[5]));
    assert_eq!(single.psi_by_chance(0.05)?, 0.0);
    assert_eq!(
        single.by_chance(&Renyi::new(f64::INFINITY)?, 0.05)?.nats(),
        0.0
    );
    assert!(
        plain
            .by_chance(&Renyi::new(f64::INFINITY)?, 0.05)?
            .is_infinite()
    );
    Ok(())
}

/// n = 1000, m = 500, ten bins, 5 %.
#[test]
fn the_level_of_ten_bins() -> TestResult {
    let labels = |each: u64| {
        let mut table = LabelCounts::new();
        (0..10).for_each(|label| table.add_times(label, each));
        table
    };
    let level = labels(100).compare(&labels(50)).psi_by_chance(0.05)?;
    assert!((level - 0.050_756_932_813_861_3).abs() < 1e-16, "{level:?}");
    Ok(())
}
