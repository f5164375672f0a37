//! Edges from a column: what cannot be cut, and what the bins hold.

use crate::common::TestResult;
use crate::common::errors::{entry, parameter, range, refused};
use crate::common::random::Random;
use kl_core::Error;
use kl_core::drift::{BinRule, Histogram, Nan};
use kl_core::estimate::Bins;

const RULES: [BinRule; 3] = [
    BinRule::Quantiles(4),
    BinRule::EqualWidth(4),
    BinRule::FreedmanDiaconis,
];

#[test]
fn a_constant_column_is_named_as_that() {
    for rule in &RULES[..2] {
        let error = rule.edges([5; 1000], Nan::Missing);
        refused(error.clone(), &range("range of the column", 5.0, 5.0));
        assert_eq!(
            error.map_err(|e| e.to_string()),
            Err(
                "the range of the column is from 5 to 5: it must be wide enough to cut into so \
                 many bins: a column of few different values is counted by label, or in bins \
                 between given edges"
                    .to_owned()
            )
        );
    }
    let quartiles = "range between the quartiles of the samples";
    refused(
        RULES[2].edges([5; 1000], Nan::Missing),
        &range(quartiles, 5.0, 5.0),
    );
    // Given edges need no values.
    let edges = BinRule::Edges(vec![5.0]);
    assert_eq!(edges.edges([5; 1000], Nan::Missing), Ok(vec![5.0]));
}

#[test]
fn a_column_without_values_is_named_as_that() {
    let of = "values in the column that are not missing";
    for rule in &RULES {
        assert_eq!(
            rule.edges::<f64>([], Nan::Missing),
            Err(Error::Empty { of })
        );
        assert_eq!(
            rule.edges([None::<i32>; 9], Nan::Missing),
            Err(Error::Empty { of })
        );
        assert_eq!(
            rule.edges([f64::NAN; 9], Nan::Missing),
            Err(Error::Empty { of })
        );
        let column = "age".to_owned();
        let error = rule.edges([Some(1.0), None, Some(f64::NAN)], Nan::RefusedIn("age"));
        assert!(matches!(error, Err(Error::Cell { column: c, row: 2, .. }) if c == column));
    }
    assert_eq!(
        (Error::Empty { of }).to_string(),
        "there are no values in the column that are not missing: at least one is needed"
    );
    let infinite = RULES[1].edges([f64::INFINITY; 4], Nan::Missing);
    let of = "finite values in the column";
    assert_eq!(infinite, Err(Error::Empty { of }));
}

#[test]
fn a_column_shorter_than_the_bins_is_named_as_that() {
    for rule in [BinRule::Quantiles(10), BinRule::EqualWidth(10)] {
        let error = rule.edges([1.0, 2.0, f64::NAN, 3.0], Nan::Missing);
        assert_eq!(
            error.map_err(|e| e.to_string()),
            Err(
                "the number of values in the column that are not missing, one for each bin, is 3: \
                 at least 10 are needed"
                    .to_owned()
            )
        );
    }
    for bins in [0, 1, Bins::MOST + 1] {
        for rule in [BinRule::Quantiles(bins), BinRule::EqualWidth(bins)] {
            let error = parameter("number of bins", bins as f64);
            refused(rule.edges([1.0, 2.0], Nan::Missing), &error);
        }
    }
}

#[test]
fn given_edges_are_checked() {
    let edges = |edges: &[f64]| BinRule::Edges(edges.to_vec()).edges([0.0], Nan::Missing);
    assert_eq!(edges(&[]), Err(Error::Empty { of: "edges" }));
    for (given, index) in [
        (&[1.0, 1.0][..], 1),
        (&[2.0, 1.0], 1),
        (&[0.0, -0.0], 1),
        (&[f64::NEG_INFINITY], 0),
        (&[0.0, f64::INFINITY], 1),
        (&[f64::NAN], 0),
    ] {
        refused(edges(given), &entry("edge", index, given[index]));
    }
    assert_eq!(edges(&[-f64::MAX, f64::MAX]), Ok(vec![-f64::MAX, f64::MAX]));
}

#[test]
fn quantiles_hold_equally_many_and_equal_values_stay_together() -> TestResult {
    let mut random = Random(70);
    for _ in 0..200 {
        let (bins, each) = (2 + random.below(9), 1 + random.below(20));
        let column = random.normals(bins * each, 0.0, 1.0);
        let counted = Histogram::of(&column, &BinRule::Quantiles(bins), Nan::Missing)?;
        assert_eq!(counted.counts(), vec![each as u64; bins]);
        // Small whole numbers: fewer bins, and never an empty one.
        let few: Vec<i64> = column.iter().map(|x| (2.0 * x) as i64).collect();
        if let Ok(counted) = Histogram::of(&few, &BinRule::Quantiles(bins), Nan::Missing) {
            assert!(counted.counts().len() <= bins);
            assert!(
                counted.counts().iter().all(|&count| count > 0),
                "{counted:?}"
            );
        }
    }
    // 95 of 100 are zero.
    let mostly_zero = (0..100).map(|i: i32| (i - 94).max(0));
    let counted = Histogram::of(mostly_zero, &BinRule::Quantiles(10), Nan::Missing)?;
    assert_eq!(
        (counted.edges(), counted.counts()),
        (&[1.0][..], &[95, 5][..])
    );
    Ok(())
}

#[test]
fn infinite_numbers_are_in_the_outer_bins() -> TestResult {
    let inf = f64::INFINITY;
    let column = [-inf, 1.0, 2.0, 3.0, 4.0, inf, inf, inf];
    for (rule, counts) in [
        (BinRule::Quantiles(4), &[2, 2, 4][..]),
        (BinRule::EqualWidth(3), &[2, 1, 5]),
        (BinRule::FreedmanDiaconis, &[3, 5]),
    ] {
        let counted = Histogram::of(column, &rule, Nan::Missing)?;
        assert_eq!(counted.counts(), counts, "{rule:?}");
    }
    Ok(())
}

#[test]
fn equal_widths_reach_over_the_largest_range() -> TestResult {
    let edges = BinRule::EqualWidth(2).edges([-f64::MAX, f64::MAX], Nan::Missing)?;
    assert_eq!(edges, [0.0]);
    let near = [1.0, 1.0 + f64::EPSILON, 1.0, 1.0];
    let error = BinRule::EqualWidth(4).edges(near, Nan::Missing);
    refused(
        error,
        &range("range of the column", 1.0, 1.0 + f64::EPSILON),
    );
    Ok(())
}
