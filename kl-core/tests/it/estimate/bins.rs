//! Bins for samples: edges, rules and counts.

use crate::common::TestResult;
use crate::common::random::Random;
use kl_core::Error;
use kl_core::estimate::Bins;

#[test]
fn edges_must_ascend() {
    assert_eq!(Bins::new([]), Err(Error::Empty));
    assert_eq!(Bins::new([1.0]), Err(Error::Empty));
    for (edges, index) in [
        ([2.0, 1.0, 3.0], 1),
        ([1.0, 1.0, 3.0], 1),
        ([0.0, -0.0, 3.0], 1),
        ([1.0, 2.0, f64::INFINITY], 2),
        ([f64::NEG_INFINITY, 2.0, 3.0], 0),
    ] {
        let value = edges[index];
        assert_eq!(Bins::new(edges), Err(Error::InvalidEdge { index, value }));
    }
    assert!(matches!(
        Bins::new([1.0, f64::NAN]),
        Err(Error::InvalidEdge { index: 1, .. })
    ));
    assert!(Bins::new([-f64::MAX, f64::MAX]).is_ok());
}

#[test]
fn rules_for_bins_name_what_is_wrong() -> TestResult {
    let x = [1.0, 2.0, 3.0, 4.0];
    for rule in [Bins::equal_width_of, Bins::quantiles_of] {
        assert_eq!(rule(&[], 2), Err(Error::Empty));
        assert_eq!(rule(&[&[], &[]], 2), Err(Error::Empty));
        assert_eq!(rule(&[&x], 0), Err(Error::Empty));
        let outcomes = Bins::MOST + 1;
        assert_eq!(rule(&[&x], outcomes), Err(Error::TooLarge { outcomes }));
        assert!(matches!(
            rule(&[&x, &[f64::NAN]], 2),
            Err(Error::InvalidValue { index: 4, .. })
        ));
        let value = 0.1;
        for bins in [1, 2, 7] {
            assert!(rule(&[&[value; 5]], bins).is_err());
        }
        let one = Err(Error::InvalidEdge { index: 1, value });
        assert_eq!(rule(&[&[value; 5]], 1), one);
        // Edges beyond the doubles between the two.
        assert_eq!(rule(&[&[-f64::MAX, f64::MAX]], 1)?.edges().len(), 2);
    }
    assert!(Bins::equal_width_of(&[&[1.0, 1.0 + f64::EPSILON]], 5).is_err());
    assert!(Bins::equal_width_of(&[&[-f64::MAX, f64::MAX]], 7).is_ok());
    let name = "range between the quartiles";
    let equal = Error::InvalidParameter { name, value: 0.0 };
    assert_eq!(Bins::freedman_diaconis(&[&[5.0; 4]]), Err(equal));
    assert_eq!(Bins::freedman_diaconis(&[]), Err(Error::Empty));
    // Next to nothing between the quartiles of so wide a sample.
    let far = [0.0, 1e-300, 2e-300, 3e-300, 1e300];
    assert!(matches!(
        Bins::freedman_diaconis(&[&far]),
        Err(Error::TooLarge { .. })
    ));
    assert!(Bins::freedman_diaconis(&[&[-f64::MAX, f64::MAX, 0.0, 1e308]]).is_ok());
    Ok(())
}

#[test]
fn values_must_be_in_the_bins() -> TestResult {
    let bins = Bins::new([0.0, 1.0])?;
    for value in [-5e-324, 1.0 + f64::EPSILON, f64::MAX] {
        let error = Error::OutsideBins { index: 1, value };
        assert_eq!(bins.count(&[0.5, value]), Err(error));
        assert_eq!(bins.count_with_ends(&[0.5, value])?.total(), 2);
    }
    for count in [Bins::count, Bins::count_with_ends] {
        assert_eq!(count(&bins, &[]), Err(Error::ZeroTotal));
        let value = f64::INFINITY;
        let error = Error::InvalidValue { index: 1, value };
        assert_eq!(count(&bins, &[0.5, value]), Err(error));
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
