//! Low-rank normal distributions: malformed input is a named error, extreme but valid
//! input is not NaN, and nothing panics.

use kl_core::distribution::LowRankNormal;
use kl_core::nalgebra::{DMatrix, DVector};
use kl_core::{Error, KlDivergence, MultivariateNormal};

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn column(entries: &[f64]) -> DMatrix<f64> {
    DMatrix::from_column_slice(entries.len(), 1, entries)
}

#[test]
fn shapes_must_agree() {
    let mismatch = |mean, covariance| Err(Error::MeanCovarianceMismatch { mean, covariance });
    let new = |m, w: (usize, usize), d| {
        LowRankNormal::new(vec![0.0; m], DMatrix::zeros(w.0, w.1), vec![1.0; d])
    };
    assert_eq!(new(0, (0, 0), 0), Err(Error::Empty));
    assert_eq!(new(0, (0, 3), 0), Err(Error::Empty));
    assert_eq!(new(2, (3, 1), 2), mismatch(2, 3));
    assert_eq!(new(2, (0, 0), 2), mismatch(2, 0));
    assert_eq!(new(2, (2, 1), 3), mismatch(2, 3));
    assert_eq!(new(2, (2, 1), 0), mismatch(2, 0));
    assert_eq!(new(0, (2, 1), 2), mismatch(0, 2));
    assert!(new(2, (2, 0), 2).is_ok());
    assert!(new(2, (2, 5), 2).is_ok());
}

#[test]
fn entries_must_be_finite_and_the_diagonal_positive() -> TestResult {
    for value in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let got = LowRankNormal::new(vec![0.0, value], DMatrix::zeros(2, 1), vec![1.0; 2]);
        same(got, &Error::InvalidMean { index: 1, value })?;
        let factor = DMatrix::from_column_slice(2, 2, &[0.0, 1.0, value, 1.0]);
        let got = LowRankNormal::new(vec![0.0; 2], factor, vec![1.0; 2]);
        let (name, index) = ("factor", 2);
        same(got, &Error::OutsideDomain { name, index, value })?;
    }
    let name = "diagonal";
    for value in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.0, -0.0, -1.0] {
        let got = LowRankNormal::new(vec![0.0; 2], column(&[1.0, 1.0]), vec![1.0, value]);
        let index = 1;
        same(got, &Error::OutsideDomain { name, index, value })?;
    }
    Ok(())
}

/// As `assert_eq!`, but NaN is NaN.
fn same(got: Result<LowRankNormal, Error>, expected: &Error) -> TestResult {
    let Err(got) = got else {
        return Err(format!("no error where {expected:?}").into());
    };
    assert_eq!(format!("{got:?}"), format!("{expected:?}"));
    Ok(())
}

#[test]
fn a_covariance_beyond_all_doubles_is_an_error() {
    let (row, value) = (1, f64::INFINITY);
    for (factor, diagonal) in [
        (column(&[1.0, 1e200]), vec![1.0, 1.0]),
        (column(&[1.0, -f64::MAX]), vec![1.0, 1.0]),
        (column(&[1.0, 1e154]), vec![1.0, f64::MAX]),
    ] {
        let got = LowRankNormal::new(vec![0.0; 2], factor, diagonal);
        let column = row;
        assert_eq!(got, Err(Error::InvalidEntry { row, column, value }));
    }
}

#[test]
fn a_diagonal_that_is_lost_is_an_error() -> TestResult {
    let (pivot, value) = (1, 0.0);
    let lost = Error::NotPositiveDefinite { pivot, value };
    let new = |d, x| LowRankNormal::new(vec![0.0; d], DMatrix::from_element(d, 1, 1.0), vec![x; d]);
    assert_eq!(new(21, 1e-20), Err(lost.clone()));
    // What is kept here is lost in the rounded covariance.
    assert_eq!(new(2, 1e-20)?.to_multivariate_normal(), Err(lost));
    // Whether the rounding leaves a pivot above zero is chance.
    let mut errors = 0;
    for round in 1..40 {
        let x = f64::from(round) / 41.0;
        match LowRankNormal::new(vec![0.0; 3], column(&[x, 0.3, x * x]), vec![1e-90; 3]) {
            Ok(p) => assert_eq!(p.kl(&p)?.nats(), 0.0),
            Err(Error::NotPositiveDefinite { value, .. }) => {
                assert!(value.abs() < 1e-30, "{value}");
                errors += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    assert!(errors > 5, "only {errors}");
    Ok(())
}

#[test]
fn dimensions_must_agree() -> TestResult {
    let low = |d| LowRankNormal::new(vec![0.0; d], DMatrix::zeros(d, 1), vec![1.0; d]);
    let full = |d| MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d));
    let mismatch = Err(Error::DimensionMismatch { left: 2, right: 3 });
    assert_eq!(low(2)?.kl(&low(3)?), mismatch);
    assert_eq!(low(2)?.kl(&full(3)?), mismatch);
    assert_eq!(full(2)?.kl(&low(3)?), mismatch);
    Ok(())
}

/// Everything that can be made of extreme entries, in two dimensions and in 22.
#[test]
fn extreme_input_gives_no_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let factors = [0.0, tiny, -1e-200, 1e-160, 1.0, 1e100, -1.3e154];
    let diagonals = [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX];
    for d in [2, 22] {
        let mut all = Vec::new();
        for (a, &w) in factors.iter().enumerate() {
            for (b, &x) in diagonals.iter().enumerate() {
                if d > 2 && (a + b) % 3 > 0 {
                    continue;
                }
                let factor =
                    DMatrix::from_fn(d, 2, |i, j| if (i + j) % 3 == 0 { w } else { w / 3.0 });
                let diagonal = DVector::from_fn(d, |i, _| if i % 2 == 0 { x } else { 1.0 });
                let mean = vec![if a % 2 == 0 { f64::MAX } else { -1.0 }; d];
                if let Ok(p) = LowRankNormal::new(mean, factor, diagonal) {
                    all.push(p);
                }
            }
        }
        assert!(all.len() > 6, "only {}", all.len());
        for p in &all {
            assert_eq!(p.kl(p)?.nats(), 0.0);
            for q in &all {
                let mut results = vec![p.kl(q)?];
                if let Ok(full) = q.to_multivariate_normal() {
                    results.push(p.kl(&full)?);
                    results.push(full.kl(p)?);
                }
                for x in results {
                    assert!(x.nats() >= 0.0, "{p:?} {q:?}: {x:?}");
                }
            }
        }
    }
    Ok(())
}
