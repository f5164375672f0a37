//! Divergences of columns: what they refuse, what makes them infinite, and that they are never
//! negative and never NaN.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{names, same_or_nan};
use crate::common::random::Random;
use kl_core::divergences::{
    ChiSquared, Hellinger, Jeffreys, JensenShannon, KullbackLeibler, Renyi, TotalVariation,
};
use kl_core::drift::{self, BinRule, Comparison, Histogram, LabelCounts, Nan, Outcome, Smoothing};
use kl_core::estimate::Counts;
use kl_core::{Error, Generator, Information};

fn counted(reference: &[u64], current: &[u64]) -> Comparison<usize> {
    let table = |counts: &[u64]| {
        let mut table = LabelCounts::new();
        for (label, &count) in counts.iter().enumerate() {
            table.add_times(label, count);
        }
        table
    };
    table(reference).compare(&table(current))
}

#[test]
fn a_column_without_values_is_named() {
    let of_reference = "values in the reference column that are not missing";
    let of_current = "values in the current column that are not missing";
    for (column, of) in [
        (counted(&[], &[]), of_reference),
        (counted(&[0, 0], &[1, 0]), of_reference),
        (counted(&[1, 2], &[]), of_current),
        (counted(&[1, 2], &[0, 0]), of_current),
    ] {
        let none = Error::Empty { of };
        // Not even smoothing makes something of nothing.
        for smoothing in [Smoothing::None, Smoothing::Laplace] {
            assert_eq!(column.psi(smoothing).expect_err("refused"), none);
            assert_eq!(column.reference(smoothing).expect_err("refused"), none);
            assert_eq!(column.current(smoothing).expect_err("refused"), none);
            assert_eq!(
                column
                    .current_from_reference(&Hellinger, smoothing)
                    .expect_err("refused"),
                none
            );
            assert_eq!(
                column
                    .reference_from_current(&Hellinger, smoothing)
                    .expect_err("refused"),
                none
            );
        }
        assert_eq!(column.psi_by_chance(0.05).expect_err("refused"), none);
        assert_eq!(
            column.by_chance(&Hellinger, 0.05).expect_err("refused"),
            none
        );
    }
    assert_eq!(
        (Error::Empty { of: of_current }).to_string(),
        "there are no values in the current column that are not missing: at least one is needed"
    );
}

#[test]
fn a_current_column_of_missing_values_can_be_compared_by_them() -> TestResult {
    let reference = Histogram::of([1, 2, 3, 4], &BinRule::Quantiles(2), Nan::Missing)?;
    let current = reference.alike([None::<i32>; 4], Nan::Missing)?;
    let both = reference.compare(&current)?;
    assert!(both.psi(Smoothing::None).is_err());
    assert_eq!(both.missing(), [0, 4]);
    let both = both.with_missing();
    assert_eq!(both.missing(), [0, 0]);
    let js = both.current_from_reference(&JensenShannon, Smoothing::None)?;
    assert_eq!(js.value().bits(), 1.0);
    Ok(())
}

#[test]
fn what_is_added_is_checked() {
    let column = counted(&[1, 2], &[2, 1]);
    for alpha in [-1.0, -5e-324, 5e-324, 1e-201, f64::INFINITY, f64::NAN] {
        let psi = column.psi(Smoothing::Add(alpha)).map(|psi| psi.value());
        assert!(names(&psi, "what is added to each count", alpha), "{psi:?}");
    }
    for alpha in [0.0, 1e-200, 1.0, 1e300, f64::MAX] {
        let psi = column.psi(Smoothing::Add(alpha)).map(|psi| psi.value());
        assert!(psi.is_ok_and(|psi| psi >= 0.0), "{alpha:e}");
    }
}

#[test]
fn the_probability_of_chance_is_checked() {
    let column = counted(&[1, 2], &[2, 1]);
    for probability in [0.0, 1.0, -0.5, 2.0, f64::INFINITY, f64::NAN] {
        let name = "probability of exceeding the level by chance";
        let level = column.psi_by_chance(probability);
        assert!(names(&level, name, probability), "{level:?}");
        assert!(column.by_chance(&KullbackLeibler, probability).is_err());
    }
    for probability in [5e-324, 1e-300, 1.0 - f64::EPSILON / 2.0] {
        let level = column.psi_by_chance(probability);
        assert!(level.is_ok_and(|level| level > 0.0 && level.is_finite()));
    }
}

/// The numbers of the issue that asked for them.
#[test]
fn a_new_label_is_infinite_and_named() -> TestResult {
    let labels = |counts: &[(&'static str, u64)]| {
        let mut table = LabelCounts::new();
        for &(label, count) in counts {
            table.add_times(label, count);
        }
        table
    };
    let reference = labels(&[("A", 620), ("B", 300), ("C", 80)]);
    let current = labels(&[("D", 60), ("B", 310), ("C", 90), ("A", 540)]);
    let both = reference.compare(&current);
    let kl = both.current_from_reference(&KullbackLeibler, Smoothing::None)?;
    assert_eq!(kl.value(), Information::INFINITY);
    assert_eq!(kl.infinite_because(), [Outcome::Value("D")]);
    assert_eq!(both.only_in_current(), [&Outcome::Value("D")]);
    assert!(both.only_in_reference().is_empty());
    let kl = both.reference_from_current(&KullbackLeibler, Smoothing::None)?;
    assert!(kl.value().is_finite() && kl.infinite_because().is_empty());
    let js = both.current_from_reference(&JensenShannon, Smoothing::None)?;
    close(js.value().nats(), 0.022_362_950_428_792_2, 1e-14);
    let kl = both.reference_from_current(&KullbackLeibler, Smoothing::Jeffreys)?;
    close(kl.value().nats(), 0.063_859_429_314_073_3, 1e-14);
    let psi = both.psi(Smoothing::Jeffreys)?;
    close(psi.value(), 0.299_688_820_636_560, 1e-14);
    Ok(())
}

#[test]
fn the_outcomes_that_are_named_are_those_that_do_it() -> TestResult {
    // 0 only in the reference, 1 in both, 2 only in the current column.
    let both = counted(&[1, 2, 0], &[0, 1, 1]);
    let (first, last) = (Outcome::Value(0), Outcome::Value(2));
    let none = Smoothing::None;
    let to_current = both.current_from_reference(&KullbackLeibler, none)?;
    assert_eq!(to_current.infinite_because(), [last]);
    let to_reference = both.reference_from_current(&ChiSquared, none)?;
    assert_eq!(to_reference.infinite_because(), [first]);
    let reverse = both.reference_from_current(&Generator::reverse_kl(), none)?;
    assert_eq!(reverse.infinite_because(), [last]);
    let symmetric = both.current_from_reference(&Jeffreys, none)?;
    assert_eq!(symmetric.infinite_because(), [first, last]);
    assert_eq!(both.psi(none)?.infinite_because(), [first, last]);
    for finite in [Renyi::new(0.5)?, Renyi::new(0.0)?] {
        let d = both.current_from_reference(&finite, none)?;
        assert!(d.value().is_finite() && d.infinite_because().is_empty());
    }
    // Nothing in common: the least orders are infinite too, because of all.
    let apart = counted(&[1, 0], &[0, 1]);
    let d = apart.current_from_reference(&Renyi::new(0.5)?, none)?;
    assert_eq!(d.value(), Information::INFINITY);
    assert_eq!(d.infinite_because().len(), 2);
    Ok(())
}

#[test]
fn deciles_with_values_beyond_both_ends_are_finite() -> TestResult {
    let reference: Vec<f64> = (0..1000).map(f64::from).collect();
    let current = [-1e300, -5.0, 0.0, 99.0, 250.0, 999.0, 1000.0, f64::INFINITY];
    let deciles = BinRule::Quantiles(10);
    let both = drift::numbers(&reference, current, &deciles, Nan::Missing)?;
    assert_eq!(both.outcomes().len(), 10);
    assert!(both.only_in_current().is_empty());
    let kl = both.current_from_reference(&KullbackLeibler, Smoothing::None)?;
    assert!(kl.value().is_finite());
    let first = &both.outcomes()[0];
    assert_eq!(first.to_string(), "below 100");
    let Outcome::Value(first) = first else {
        panic!("nothing is missing");
    };
    assert_eq!(both.counts(first), [100.0, 4.0]);
    Ok(())
}

#[test]
fn psi_is_that_of_counts_and_of_frequencies() -> TestResult {
    let mut random = Random(74);
    for _ in 0..500 {
        let k = 1 + random.below(8);
        let most = [3, 50, 1 << 30][random.below(3)];
        let mut draw = || -> Vec<u64> { (0..k).map(|_| random.below(most) as u64).collect() };
        let (c, d) = (draw(), draw());
        let both = counted(&c, &d);
        let (Ok(p), Ok(q)) = (Counts::new(c), Counts::new(d)) else {
            assert!(both.psi(Smoothing::None).is_err());
            continue;
        };
        let psi = both.psi(Smoothing::None)?.value();
        let of_counts = p.jeffreys(&q)?.nats();
        assert!(psi == of_counts || (psi - of_counts).abs() <= 1e-14 * psi);
        for alpha in [0.5, 1.0, 3.25] {
            let psi = both.psi(Smoothing::Add(alpha))?.value();
            let of_frequencies = p.smoothed(alpha)?.jeffreys(&q.smoothed(alpha)?)?.nats();
            assert!(
                (psi - of_frequencies).abs() <= 1e-9 * psi,
                "{psi:e} {of_frequencies:e}"
            );
            // The other way round it is the same.
            let back = both.reference_from_current(&Jeffreys, Smoothing::Add(alpha))?;
            close(back.value().nats() + 1.0, psi + 1.0, 1e-14);
        }
        let js = both.current_from_reference(&JensenShannon, Smoothing::None)?;
        close(
            js.value().nats() + 1.0,
            p.jensen_shannon(&q)?.nats() + 1.0,
            1e-14,
        );
    }
    Ok(())
}

#[test]
fn never_negative_never_nan() -> TestResult {
    let mut random = Random(75);
    let sizes = [0, 1, 2, 1 << 20, u64::MAX - 1, u64::MAX];
    for _ in 0..2000 {
        let k = 1 + random.below(5);
        let mut draw = || -> Vec<u64> { (0..k).map(|_| sizes[random.below(6)]).collect() };
        let (c, d) = (draw(), draw());
        let both = counted(&c, &d);
        let alpha = [0.0, 0.5, 1e-200, 1e300][random.below(4)];
        let smoothing = Smoothing::Add(alpha);
        let Ok(psi) = both.psi(smoothing) else {
            continue;
        };
        let mut values = vec![psi.value()];
        values.push(
            both.current_from_reference(&KullbackLeibler, smoothing)?
                .value()
                .nats(),
        );
        values.push(
            both.reference_from_current(&JensenShannon, smoothing)?
                .value()
                .nats(),
        );
        values.push(
            both.reference_from_current(&TotalVariation, smoothing)?
                .value(),
        );
        values.push(both.psi_by_chance(random.unit())?);
        assert!(
            values.iter().all(|&x| x >= 0.0),
            "{c:?} {d:?} {alpha:e}: {values:?}"
        );
        assert!(!values.iter().any(|&x| same_or_nan(x, f64::NAN)));
    }
    Ok(())
}

#[test]
fn smoothing_by_name() -> TestResult {
    let both = counted(&[3, 1, 0, 0], &[1, 1, 1, 1]);
    for (smoothing, alpha) in [
        (Smoothing::None, 0.0),
        (Smoothing::Jeffreys, 0.5),
        (Smoothing::Laplace, 1.0),
        (Smoothing::Perks, 0.25),
    ] {
        assert_eq!(both.psi(smoothing)?, both.psi(Smoothing::Add(alpha))?);
        let expected = (3.0 + alpha) / (4.0 + 4.0 * alpha);
        assert_eq!(both.reference(smoothing)?.get(0), Some(expected));
    }
    assert_eq!(Smoothing::Perks.added_to_each(0), Ok(1.0));
    Ok(())
}

#[test]
fn bins_and_labels_print() -> TestResult {
    let bins = Histogram::from_counts([0.5, 2.0], [1, 2, 3], 4)?;
    let both = bins.compare(&bins)?.with_missing();
    let texts: Vec<String> = both.outcomes().iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["below 0.5", "[0.5, 2)", "2 and above", "missing"]);
    assert_eq!(format!("{:>12}|", both.outcomes()[1]), "    [0.5, 2)|");
    let psi = counted(&[9, 1], &[8, 2]).psi(Smoothing::None)?.value();
    assert_eq!(
        format!("{:.3}", counted(&[9, 1], &[8, 2]).psi(Smoothing::None)?),
        format!("{psi:.3}")
    );
    Ok(())
}
