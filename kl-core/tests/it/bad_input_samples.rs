//! Estimates from samples: malformed input is named; extreme but valid input gives no
//! NaN.

use kl_core::estimate::{
    Bins, CountTable, Counts, Points, nearest_neighbour_interval, nearest_neighbour_kl,
};
use kl_core::{Error, Information};

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[test]
fn points_must_be_points() {
    assert_eq!(Points::new(1, []), Err(Error::Empty));
    assert_eq!(Points::new(0, []), Err(Error::Empty));
    for (dimension, coordinates) in [(0, 3), (2, 3), (4, 3), (usize::MAX, 3)] {
        let error = Error::PointsMismatch {
            dimension,
            coordinates,
        };
        assert_eq!(Points::new(dimension, [1.0; 3]), Err(error));
    }
    for value in [f64::INFINITY, -f64::INFINITY] {
        let error = Error::InvalidValue { index: 2, value };
        assert_eq!(Points::new(1, [1.0, 2.0, value]), Err(error));
    }
    assert!(matches!(
        Points::new(1, [1.0, f64::NAN]),
        Err(Error::InvalidValue { index: 1, value }) if value.is_nan()
    ));
}

#[test]
fn samples_must_be_large_enough() -> TestResult {
    let (p, q) = (
        Points::new(1, [1.0, 2.0, 4.0])?,
        Points::new(1, [3.0, 5.0])?,
    );
    let few = |points, needed| Err::<Information, _>(Error::TooFewPoints { points, needed });
    assert_eq!(nearest_neighbour_kl(&p, &q, 3), few(3, 4));
    assert_eq!(nearest_neighbour_kl(&q, &p, 2), few(2, 3));
    assert_eq!(
        nearest_neighbour_kl(&p, &Points::new(1, [3.0])?, 2),
        few(1, 2)
    );
    assert_eq!(nearest_neighbour_kl(&p, &q, usize::MAX), few(3, usize::MAX));
    assert!(nearest_neighbour_kl(&p, &q, 2).is_ok());
    let interval = |parts, level| nearest_neighbour_interval(&p, &q, 1, parts, level).map(|_| ());
    assert_eq!(interval(2, 0.5), few(3, 4).map(|_| ()));
    assert_eq!(interval(usize::MAX, 0.5), few(3, usize::MAX).map(|_| ()));
    let invalid = |name, value| Err(Error::InvalidParameter { name, value });
    assert_eq!(interval(0, 0.5), invalid("number of parts", 0.0));
    assert_eq!(interval(1, 0.5), invalid("number of parts", 1.0));
    for level in [0.0, 1.0, -1.0, f64::INFINITY] {
        assert_eq!(interval(2, level), invalid("confidence level", level));
    }
    assert!(interval(2, f64::NAN).is_err());
    let none = invalid("number of the neighbour", 0.0);
    assert_eq!(nearest_neighbour_kl(&p, &q, 0).map(|_| ()), none);
    let error = Error::DimensionMismatch { left: 1, right: 2 };
    assert_eq!(
        nearest_neighbour_kl(&p, &Points::new(2, [0.0; 4])?, 1),
        Err(error)
    );
    Ok(())
}

#[test]
fn repeated_points_are_named() -> TestResult {
    let repeated = |index, neighbour| Err(Error::RepeatedPoint { index, neighbour });
    let p = Points::new(1, [7.0, 2.0, 9.0, 2.0])?;
    let q = Points::new(1, [1.0, 9.0, 3.0, 8.0])?;
    match nearest_neighbour_kl(&p, &q, 1) {
        Err(Error::RepeatedPoint { index, neighbour }) => {
            assert!(neighbour == 1 && index > 0);
        }
        other => panic!("{other:?}"),
    }
    assert!(nearest_neighbour_kl(&p, &q, 2).is_ok());
    let apart = Points::new(1, [7.0, 2.0, 9.0])?;
    assert_eq!(nearest_neighbour_kl(&apart, &q, 1), repeated(2, 1));
    // Zeros of either sign are one point.
    let zeros = Points::new(2, [0.0, -0.0, -0.0, 0.0, 1.0, 1.0])?;
    assert!(nearest_neighbour_kl(&zeros, &zeros, 1).is_err());
    // Any number of equal points, in any dimension.
    for dimension in [1, 2, 3, 4, 5, 9] {
        let equal = Points::new(dimension, vec![0.1; 3000 * dimension])?;
        assert!(nearest_neighbour_kl(&equal, &equal, 5).is_err());
        let grid: Vec<f64> = (0..3000 * dimension).map(|i| (i % 7) as f64).collect();
        let grid = Points::new(dimension, grid)?;
        assert!(nearest_neighbour_kl(&grid, &grid, 5).is_err());
    }
    Ok(())
}

#[test]
fn extreme_points_are_not_nan() -> TestResult {
    const EXTREME: [f64; 10] = [
        0.0,
        5e-324,
        -1e-310,
        1e-200,
        1.0,
        1.0 + f64::EPSILON,
        -1e154,
        1e300,
        f64::MAX,
        -f64::MAX,
    ];
    let p = Points::new(1, EXTREME)?;
    let q = Points::new(1, EXTREME.map(|x| x * 0.5 + 3e-310))?;
    for k in [1, 2, 5, 9] {
        let d = nearest_neighbour_kl(&p, &q, k)?.nats();
        assert!(d.is_finite(), "{d}");
    }
    for a in EXTREME {
        for b in EXTREME {
            let p = Points::new(2, [a, b, b, a, 0.25, a, 3e-320, b])?;
            let q = Points::new(2, [b, 1e-5, a, -7.0])?;
            if let Ok(d) = nearest_neighbour_kl(&p, &q, 1) {
                assert!(d.is_finite(), "{d} for {p:?} {q:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn counts_must_be_counts() -> TestResult {
    assert_eq!(Counts::new([]), Err(Error::Empty));
    assert_eq!(Counts::new([0, 0, 0]), Err(Error::ZeroTotal));
    let beyond = Error::InvalidParameter {
        name: "total of the counts",
        value: 2f64.powi(64),
    };
    assert_eq!(Counts::new([u64::MAX, 1]), Err(beyond));
    let largest = Counts::new([u64::MAX])?;
    let (p, q) = (Counts::new([1, 2])?, Counts::new([1, 2, 3])?);
    let mismatch = Error::LengthMismatch { left: 2, right: 3 };
    assert_eq!(p.kl(&q), Err(mismatch.clone()));
    assert_eq!(p.kl_corrected(&q), Err(mismatch));
    for value in [-5e-324, -1.0, f64::INFINITY] {
        let name = "alpha";
        assert_eq!(
            p.smoothed(value),
            Err(Error::InvalidParameter { name, value })
        );
    }
    assert!(p.smoothed(f64::NAN).is_err());
    assert!(p.smoothed(f64::MAX).is_ok());
    assert_eq!(largest.entropy(), Information::ZERO);
    assert_eq!(largest.kl(&largest)?, Information::ZERO);
    let table = |rows, columns, entries: &[u64]| CountTable::new(rows, columns, entries);
    for (rows, columns) in [(2, 2), (0, 3), (usize::MAX, 2)] {
        let error = Error::TableMismatch {
            rows,
            columns,
            entries: 3,
        };
        assert_eq!(table(rows, columns, &[1, 2, 3]), Err(error));
    }
    assert_eq!(table(0, 0, &[]), Err(Error::Empty));
    assert_eq!(table(1, 2, &[0, 0]), Err(Error::ZeroTotal));
    let huge = table(2, 2, &[u64::MAX / 4; 4])?;
    assert_eq!(huge.mutual_information(), Information::ZERO);
    assert!(huge.mutual_information_corrected().nats() <= 0.0);
    Ok(())
}

#[test]
fn impossible_outcomes() -> TestResult {
    let (p, q) = (Counts::new([1, 2])?, Counts::new([0, u64::MAX])?);
    assert_eq!(p.kl(&q)?, Information::INFINITY);
    assert_eq!(p.kl_corrected(&q)?, Information::INFINITY);
    assert!(q.kl(&p)?.is_finite());
    assert!(p.smoothed(1e-300)?.kl(&q.smoothed(1e-300)?)?.is_finite());
    Ok(())
}

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
