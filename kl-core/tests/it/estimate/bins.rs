//! Bins for samples: edges, rules and counts.

use crate::common::TestResult;
use crate::common::errors::{entry, matrix_entry, parameter, range, refused};
use crate::common::random::Random;
use kl_core::Error;
use kl_core::estimate::Bins;

#[test]
fn edges_must_ascend() {
    for found in [0, 1] {
        let (of, needed) = ("edges", 2);
        let few = Error::TooFew { of, found, needed };
        assert_eq!(Bins::new(&[1.0][..found]), Err(few));
    }
    for (edges, index) in [
        ([2.0, 1.0, 3.0], 1),
        ([1.0, 1.0, 3.0], 1),
        ([0.0, -0.0, 3.0], 1),
        ([1.0, 2.0, f64::INFINITY], 2),
        ([f64::NEG_INFINITY, 2.0, 3.0], 0),
    ] {
        let value = edges[index];
        refused(Bins::new(edges), &entry("edge", index, value));
    }
    assert!(matches!(
        Bins::new([1.0, f64::NAN]),
        Err(Error::Entry {
            of: "edge",
            index: 1,
            ..
        })
    ));
    assert!(Bins::new([-f64::MAX, f64::MAX]).is_ok());
}

#[test]
fn rules_for_bins_name_what_is_wrong() -> TestResult {
    let x = [1.0, 2.0, 3.0, 4.0];
    for rule in [Bins::equal_width_of, Bins::quantiles_of] {
        let none = Error::Empty {
            of: "values in the samples",
        };
        assert_eq!(rule(&[], 2), Err(none.clone()));
        assert_eq!(rule(&[&[], &[]], 2), Err(none));
        for bins in [0, Bins::MOST + 1] {
            refused(rule(&[&x], bins), &parameter("number of bins", bins as f64));
        }
        // In the second sample, the first there.
        let of = "value of the samples (a row for each)";
        refused(
            rule(&[&x, &[f64::NAN]], 2),
            &matrix_entry(of, 1, 0, f64::NAN),
        );
        let value = 0.1;
        for bins in [1, 2, 7] {
            assert!(rule(&[&[value; 5]], bins).is_err());
        }
        let narrow = range("range of the samples", value, value);
        refused(rule(&[&[value; 5]], 1), &narrow);
        // Edges beyond the doubles between the two.
        assert_eq!(rule(&[&[-f64::MAX, f64::MAX]], 1)?.edges().len(), 2);
    }
    assert!(Bins::equal_width_of(&[&[1.0, 1.0 + f64::EPSILON]], 5).is_err());
    assert!(Bins::equal_width_of(&[&[-f64::MAX, f64::MAX]], 7).is_ok());
    let of = "range between the quartiles of the samples";
    refused(Bins::freedman_diaconis(&[&[5.0; 4]]), &range(of, 5.0, 5.0));
    let of = "values in the samples";
    assert_eq!(Bins::freedman_diaconis(&[]), Err(Error::Empty { of }));
    // Next to nothing between the quartiles of so wide a sample.
    let far = [0.0, 1e-300, 2e-300, 3e-300, 1e300];
    assert!(matches!(
        Bins::freedman_diaconis(&[&far]),
        Err(Error::Parameter { value, .. }) if value > 1e300
    ));
    assert!(Bins::freedman_diaconis(&[&[-f64::MAX, f64::MAX, 0.0, 1e308]]).is_ok());
    Ok(())
}

#[test]
fn values_must_be_in_the_bins() -> TestResult {
    let bins = Bins::new([0.0, 1.0])?;
    for value in [-5e-324, 1.0 + f64::EPSILON, f64::MAX] {
        let error = entry("value of the sample", 1, value);
        refused(bins.count(&[0.5, value]), &error);
        assert_eq!(bins.count_with_ends(&[0.5, value])?.total(), 2);
    }
    for count in [Bins::count, Bins::count_with_ends] {
        let of = "values of the sample";
        assert_eq!(count(&bins, &[]), Err(Error::Empty { of }));
        let value = f64::INFINITY;
        let error = entry("value of the sample", 1, value);
        refused(count(&bins, &[0.5, value]), &error);
        assert!(count(&bins, &[f64::NAN]).is_err());
    }
    assert_eq!(bins.count(&[-0.0, 1.0])?.as_slice(), [2]);
    Ok(())
}

#[test]
fn bins_count_every_value_once() -> TestResult {
    let mut random = Random(9);
    for _ in 0..100 {
        let [x, y] = [0; 2].map(|_| {
            let n = 10 + random.below(50);
            (0..n).map(|_| random.normal()).collect::<Vec<_>>()
        });
        let n = 1 + random.below(9);
        let samples: [&[f64]; 2] = [&x, &y];
        for bins in [
            Bins::equal_width_of(&samples, n)?,
            Bins::quantiles_of(&samples, n)?,
            Bins::freedman_diaconis(&samples)?,
        ] {
            let edges = bins.edges();
            let counts = bins.count(&x)?;
            assert_eq!(counts.total() as usize, x.len());
            for (i, &count) in counts.as_slice().iter().enumerate() {
                let last = i + 2 == edges.len();
                let inside =
                    |v: f64| edges[i] <= v && (v < edges[i + 1] || last && v == edges[i + 1]);
                assert_eq!(count as usize, x.iter().filter(|&&v| inside(v)).count());
            }
            let with_ends = bins.count_with_ends(&x)?;
            assert_eq!(
                with_ends.as_slice()[1..=counts.as_slice().len()],
                *counts.as_slice()
            );
            assert_eq!(with_ends.total(), counts.total());
        }
        let equal = Bins::quantiles_of(&samples, n)?;
        let (c, d) = (equal.count(&x)?, equal.count(&y)?);
        let share = (x.len() + y.len()) as f64 / n as f64;
        for (c, d) in c.as_slice().iter().zip(d.as_slice()) {
            assert!(((c + d) as f64 - share).abs() <= 2.0);
        }
        let edges = Bins::equal_width_of(&samples, n)?.edges().to_vec();
        let width = (edges[n] - edges[0]) / n as f64;
        assert!(
            edges
                .windows(2)
                .all(|e| (e[1] - e[0] - width).abs() < 1e-14)
        );
    }
    Ok(())
}
