//! Histograms with other edges: refused, joined or spread.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{entry, refused, size};
use crate::common::random::Random;
use kl_core::Error;
use kl_core::drift::{Comparison, Histogram, Interval, Outcome, Smoothing};

#[test]
fn other_edges_are_refused_unless_asked() -> TestResult {
    let two = Histogram::from_counts([0.0, 1.0], [1, 2, 3], 0)?;
    let moved = Histogram::from_counts([0.0, 1.5], [1, 2, 3], 0)?;
    let three = Histogram::from_counts([0.0, 1.0, 2.0], [1, 2, 3, 4], 0)?;
    let edge = "edge of the current histogram";
    refused(two.compare(&moved), &entry(edge, 1, 1.5));
    let error = size(
        "edges of the current histogram",
        3,
        "edges of the reference",
        2,
    );
    assert_eq!(two.compare(&three), Err(error));

    let elsewhere = Histogram::from_counts([5.0], [1, 1], 0)?;
    let of = "edges that both histograms have";
    assert_eq!(
        two.compare_on_shared_edges(&elsewhere),
        Err(Error::Empty { of })
    );
    // Every edge cuts an open bin of the other that has values.
    let of = "edges that cut no open bin with values in it";
    assert_eq!(two.compare_spread(&elsewhere), Err(Error::Empty { of }));
    Ok(())
}

/// Each outcome with its counts.
fn all(both: &Comparison<Interval>) -> Vec<(Interval, [f64; 2])> {
    let each = both.outcomes().iter().map(|outcome| match outcome {
        Outcome::Value(bin) => (*bin, both.counts(bin)),
        Outcome::Missing => panic!("nothing is missing"),
    });
    each.collect()
}

#[test]
fn edges_beyond_the_ends_stay_only_where_nothing_lies() -> TestResult {
    let reference = Histogram::from_counts([0.0, 1.0], [0, 8, 3], 0)?;
    let current = Histogram::from_counts([-1.0, 0.5, 3.0], [1, 6, 4, 2], 0)?;
    let both = reference.compare_spread(&current)?;
    // −1 cuts an empty bin; 3 one that has values, and 0 and 1 bins of the other.
    let bins: Vec<String> = both.outcomes().iter().map(ToString::to_string).collect();
    assert_eq!(
        bins,
        ["below -1", "[-1, 0)", "[0, 0.5)", "[0.5, 1)", "1 and above"]
    );
    let counts: Vec<[f64; 2]> = all(&both).into_iter().map(|(_, counts)| counts).collect();
    assert_eq!(counts[..2], [[0.0, 1.0], [0.0, 4.0]]);
    assert_eq!(counts[2], [4.0, 2.0]);
    close(counts[3][1], 0.8, 1e-15);
    close(counts[4][1], 2.0 + 3.2, 1e-15);
    Ok(())
}

#[test]
fn nothing_is_lost_and_equal_edges_stay_as_they_are() -> TestResult {
    let mut random = Random(73);
    for _ in 0..300 {
        let mut histogram = |most: usize| {
            let m = 1 + random.below(5);
            let mut edges: Vec<f64> = (0..m).map(|_| random.below(12) as f64 / 4.0).collect();
            edges.sort_by(f64::total_cmp);
            edges.dedup();
            let counts: Vec<u64> = (0..=edges.len())
                .map(|_| random.below(most) as u64)
                .collect();
            Histogram::from_counts(edges, counts, 0)
        };
        let (reference, current) = (histogram(4)?, histogram(4)?);
        for both in [
            reference.compare_on_shared_edges(&current),
            reference.compare_spread(&current),
        ] {
            let Ok(both) = both else {
                continue;
            };
            for (side, total) in [reference.total(), current.total()].into_iter().enumerate() {
                let sum: f64 = all(&both).iter().map(|(_, counts)| counts[side]).sum();
                assert!((sum - total as f64).abs() < 1e-12, "{sum} {total}");
            }
            if let Ok(psi) = both.psi(Smoothing::Jeffreys) {
                assert!(psi.value() >= 0.0);
            }
        }
        let other = Histogram::from_counts(reference.edges(), reference.counts(), 0)?;
        let plain = reference.compare(&other)?;
        assert_eq!(reference.compare_on_shared_edges(&other)?, plain);
        assert_eq!(reference.compare_spread(&other)?, plain);
    }
    Ok(())
}

#[test]
fn bins_as_wide_as_doubles_reach_are_spread() -> TestResult {
    let wide = Histogram::from_counts([-f64::MAX, f64::MAX], [0, u64::MAX, 0], 0)?;
    let cut = Histogram::from_counts([0.0], [1, 1], 0)?;
    // 0 stays, the outer edges cut bins with values.
    let both = wide.compare_spread(&cut)?;
    assert_eq!(all(&both)[0].1, [2f64.powi(63), 1.0]);
    let tiny = Histogram::from_counts([0.0, f64::from_bits(3)], [0, 3, 0], 0)?;
    let cut = Histogram::from_counts([0.0, f64::from_bits(1), f64::from_bits(3)], [0, 1, 1, 0], 0)?;
    let both = tiny.compare_spread(&cut)?;
    assert!(
        all(&both)
            .iter()
            .all(|(_, counts)| counts.iter().all(|c| *c >= 0.0))
    );
    Ok(())
}
