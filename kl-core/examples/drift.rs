//! Has a column drifted? Labels, and numbers in deciles of the reference.
//!
//! `cargo run -p kl-core --example drift`

use kl_core::Information;
use kl_core::divergences::{Hellinger, JensenShannon, KullbackLeibler, TotalVariation};
use kl_core::drift::{self, BinRule, Comparison, Histogram, LabelCounts, Nan, Smoothing};
use std::error::Error;
use std::iter::repeat_n;

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    a_column_of_labels()?;
    a_column_of_numbers()?;
    missing_values()?;
    other_bins()?;
    Ok(())
}

/// Labels are aligned by name. D is new, so D(current‖reference) is infinite, and says so.
fn a_column_of_labels() -> Result<(), Box<dyn Error>> {
    let column = |counts: &[(&'static str, usize)]| -> Vec<&str> {
        let each = counts.iter().flat_map(|&(label, n)| repeat_n(label, n));
        each.collect()
    };
    let reference = column(&[("A", 620), ("B", 300), ("C", 80)]);
    let current = column(&[("A", 540), ("B", 310), ("C", 90), ("D", 60)]);
    let labels = drift::labels(reference, current);

    let kl = labels.current_from_reference(&KullbackLeibler, Smoothing::None)?;
    println!(
        "KL(current‖reference): {kl}, because of {}",
        kl.infinite_because()[0]
    );
    assert_eq!(kl.value(), Information::INFINITY);
    assert_eq!(kl.infinite_because()[0].to_string(), "D");

    let js = labels.current_from_reference(&JensenShannon, Smoothing::None)?;
    println!("Jensen–Shannon: {js:.4}");
    near(js.value().nats(), 0.022_362_950_428_792_2);

    // With half an observation added to each count everything is finite, and depends on the half.
    let kl = labels.reference_from_current(&KullbackLeibler, Smoothing::Jeffreys)?;
    near(kl.value().nats(), 0.063_859_429_314_073_3);
    let psi = labels.psi(Smoothing::Jeffreys)?;
    println!(
        "PSI with ½ added: {psi:.4}, with 1: {:.4}",
        labels.psi(Smoothing::Laplace)?
    );
    near(psi.value(), 0.299_688_820_636_56);
    Ok(())
}

/// Deciles of the reference. What lies beyond its ends is in the two open bins.
fn a_column_of_numbers() -> Result<(), Box<dyn Error>> {
    let reference: Vec<f64> = (0..1000).map(|i| f64::from(i) / 10.0).collect();
    let current: Vec<f64> = (0..500).map(|i| f64::from(i) / 4.0 - 10.0).collect();
    let deciles = BinRule::Quantiles(10);
    let numbers = drift::numbers(reference, current, &deciles, Nan::RefusedIn("age"))?;

    let psi = numbers.psi(Smoothing::None)?;
    let by_chance = numbers.psi_by_chance(0.05)?;
    println!("PSI {psi:.4}; chance exceeds {by_chance:.4} once in twenty times");
    assert!(psi.value() > by_chance && psi.value().is_finite());
    // (1/1000 + 1/500) times the quantile of χ² with 9 degrees of freedom.
    near(by_chance, 0.050_756_932_813_861_3);

    for outcome in numbers.outcomes() {
        println!("  {outcome}");
    }
    let js = numbers.by_chance(&JensenShannon, 0.05)?;
    near(js.nats(), by_chance / 8.0);
    near(
        numbers.by_chance(&Hellinger, 0.05)?,
        (by_chance / 8.0).sqrt(),
    );
    Ok(())
}

/// A column that is empty more often than it was has drifted too.
fn missing_values() -> Result<(), Box<dyn Error>> {
    let reference = LabelCounts::of_optional([Some("yes"), Some("no"), Some("no"), None]);
    let current = LabelCounts::of_optional([Some("yes"), None, Some("no"), None]);
    let column: Comparison<_> = reference.compare(&current);
    assert_eq!(column.missing(), [1, 2]);
    let column = column.with_missing();
    let tv = column.current_from_reference(&TotalVariation, Smoothing::None)?;
    println!("total variation, missing values included: {tv}");
    near(tv.value(), 0.25);
    Ok(())
}

/// Bins that differ are never compared by their places.
fn other_bins() -> Result<(), Box<dyn Error>> {
    let reference = Histogram::from_counts([0.0, 10.0, 20.0], [5, 60, 30, 5], 0)?;
    let current = Histogram::from_counts([0.0, 5.0, 20.0], [5, 20, 70, 5], 0)?;
    let refused = reference.compare(&current);
    println!("{}", refused.expect_err("refused"));

    // From 0 to 20 both have 90.
    let joined = reference.compare_on_shared_edges(&current)?;
    near(joined.psi(Smoothing::None)?.value(), 0.0);
    // As if the values in a bin were spread evenly over it.
    let cut = reference.compare_spread(&current)?;
    println!(
        "PSI of evenly spread bins: {:.4}",
        cut.psi(Smoothing::None)?
    );
    near(cut.psi(Smoothing::None)?.value(), 0.130_939_598_076_050_05);
    Ok(())
}

fn near(value: f64, expected: f64) {
    assert!(
        (value - expected).abs() <= 1e-14 * expected.abs(),
        "{value:?}, not {expected:?}"
    );
}
