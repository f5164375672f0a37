//! Normal distributions whose covariance may be singular.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{dimensions, entry, indefinite, matrix_entry, refused, size};
use crate::common::random::Random;
use kl_core::distribution::SingularNormal;
use kl_core::nalgebra::{DMatrix, DVector};
use kl_core::{Error, Information, KlDivergence, MultivariateNormal};
use std::f64::consts::LN_2;

fn square(d: usize, rows: &[f64]) -> DMatrix<f64> {
    DMatrix::from_row_slice(d, d, rows)
}

fn centred(d: usize, rows: &[f64]) -> Result<SingularNormal, Error> {
    SingularNormal::new(vec![0.0; d], square(d, rows))
}

#[test]
fn what_is_no_covariance_is_named() {
    let of = "covariance";
    assert_eq!(
        centred(2, &[1.0, 0.0, 0.0, -2.0]),
        Err(indefinite(of, 1, -2.0))
    );
    // The first variable is no constant, or has no variance of its own.
    assert_eq!(
        centred(2, &[0.0, 1.0, 1.0, 1.0]),
        Err(indefinite(of, 0, -1.0))
    );
    let far = centred(2, &[1.0, 2.0, 2.0, 1.0]);
    assert!(
        matches!(far, Err(Error::NotPositiveDefinite { .. })),
        "{far:?}"
    );
    // Singular for each two variables, and negative for three.
    let three = centred(3, &[1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 1.0, 0.5, 1.0]);
    assert!(
        matches!(three, Err(Error::NotPositiveDefinite { .. })),
        "{three:?}"
    );
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        refused(
            centred(2, &[1.0, bad, 0.0, 1.0]),
            &matrix_entry(of, 0, 1, bad),
        );
        let mean = SingularNormal::new(vec![0.0, bad], DMatrix::zeros(2, 2));
        refused(mean, &entry("mean", 1, bad));
    }
    let uneven = centred(2, &[1.0, 0.5, 0.25, 1.0]);
    assert!(
        matches!(uneven, Err(Error::NotSymmetric { .. })),
        "{uneven:?}"
    );
    let empty = SingularNormal::new(vec![], DMatrix::zeros(0, 0));
    assert!(matches!(empty, Err(Error::Empty { .. })), "{empty:?}");
    let oblong = SingularNormal::new(vec![0.0; 2], DMatrix::zeros(2, 3));
    let (columns, rows) = ("columns of the covariance", "rows of the covariance");
    assert_eq!(oblong, Err(size(columns, 3, rows, 2)));
    let long = SingularNormal::new(vec![0.0; 3], DMatrix::zeros(2, 2));
    assert_eq!(long, Err(size("entries of the mean", 3, rows, 2)));
}

#[test]
fn dimensions_must_match() -> TestResult {
    let (p, q) = (centred(1, &[1.0])?, centred(2, &[1.0, 0.0, 0.0, 0.0])?);
    assert_eq!(p.kl(&q), Err(dimensions(1, 2)));
    assert_eq!(p.wasserstein_2(&q), Err(dimensions(1, 2)));
    assert_eq!(p.jensen_shannon_bounds(&q), Err(dimensions(1, 2)));
    assert_eq!(
        q.sample(&[0.0; 2]),
        Err(size("numbers of noise", 2, "rank", 1))
    );
    refused(q.sample(&[f64::NAN]), &entry("noise", 0, f64::NAN));
    let wide = centred(1, &[1e300])?.sample(&[1e300]);
    assert!(
        matches!(wide, Err(Error::Entry { of: "sample", .. })),
        "{wide:?}"
    );
    Ok(())
}

#[test]
fn the_rank_is_found() -> TestResult {
    assert_eq!(centred(2, &[0.0; 4])?.rank(), 0);
    assert_eq!(centred(2, &[1.0, 2.0, 2.0, 4.0])?.rank(), 1);
    assert_eq!(centred(2, &[1.0, 2.0, 2.0, 5.0])?.rank(), 2);
    // Singular but for rounding, which here is to either side.
    let mut random = Random(4);
    for d in 1..25 {
        for r in 1..=d {
            let a = DMatrix::from_fn(d, r, |_, _| random.between(-1.0, 1.0));
            let unit = random.power_of_ten(-30.0, 30.0);
            let s = &a * a.transpose() * unit;
            let s = DMatrix::from_fn(d, d, |i, j| s[(i.max(j), i.min(j))]);
            let rank = SingularNormal::new(vec![0.0; d], s)?.rank();
            // A random factor may itself be nearly singular.
            assert!(rank == r || (r == d && rank + 1 == d), "{rank} of {r}, {d}");
        }
    }
    Ok(())
}

#[test]
fn samples_lie_on_the_support() -> TestResult {
    // The third variable is the sum of the others, the fourth a constant.
    let s = [
        1.0, 1.0, 2.0, 0.0, 1.0, 4.0, 5.0, 0.0, 2.0, 5.0, 7.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ];
    let p = SingularNormal::new(vec![1.0, 2.0, 3.0, 9.0], square(4, &s))?;
    assert_eq!(p.rank(), 2);
    let at = |noise: [f64; 2]| p.sample(&noise);
    assert_eq!(&at([0.0; 2])?, p.mean());
    let columns = [at([1.0, 0.0])? - p.mean(), at([0.0, 1.0])? - p.mean()];
    let covariance = columns
        .iter()
        .fold(DMatrix::zeros(4, 4), |sum, x: &DVector<f64>| {
            sum + x * x.transpose()
        });
    assert!((covariance - p.covariance()).norm() < 1e-14);
    for x in &columns {
        close(x[0] + x[1], x[2], 1e-15);
        assert_eq!(x[3], 0.0);
    }
    Ok(())
}

/// In full rank it is the multivariate normal distribution.
#[test]
fn regular_covariances_are_as_ever() -> TestResult {
    let mut random = Random(7);
    for d in [1, 2, 3, 8, 20, 22] {
        let [s, t] = [0, 1].map(|_| random.covariance(d, 0.5));
        let mean: Vec<f64> = (0..d).map(|_| random.between(-1.0, 1.0)).collect();
        let (p, q) = (
            SingularNormal::new(mean.clone(), s.clone())?,
            SingularNormal::new(vec![0.0; d], t.clone())?,
        );
        let (x, y) = (
            MultivariateNormal::new(mean, s)?,
            MultivariateNormal::new(vec![0.0; d], t)?,
        );
        assert_eq!(p.rank(), d);
        close(p.kl(&q)?.nats(), x.kl(&y)?.nats(), 1e-12);
        close(p.wasserstein_2(&q)?, x.wasserstein_2(&y)?, 1e-12);
        let (one, other) = (p.jensen_shannon_bounds(&q)?, x.jensen_shannon_bounds(&y)?);
        close(one.start().nats(), other.start().nats(), 1e-12);
        close(one.end().nats(), other.end().nats(), 1e-12);
    }
    Ok(())
}

#[test]
fn supports_apart_are_infinitely_far() -> TestResult {
    let line = |angle: f64| {
        let (x, y) = (angle.cos(), angle.sin());
        centred(2, &[x * x, x * y, x * y, y * y])
    };
    let (a, b) = (line(0.25)?, line(0.5)?);
    let most = Information::from_nats(LN_2);
    let point = centred(2, &[0.0; 4])?;
    let elsewhere = SingularNormal::new(vec![1.0, 0.0], DMatrix::zeros(2, 2))?;
    let beside = SingularNormal::new(vec![1.0, 0.0], a.covariance().clone())?;
    let plane = centred(2, &[1.0, 0.0, 0.0, 1.0])?;
    for (p, q) in [
        (&a, &b),
        (&a, &point),
        (&point, &elsewhere),
        (&a, &beside),
        (&a, &plane),
        (&plane, &a),
    ] {
        assert_eq!(p.kl(q)?, Information::INFINITY);
        assert_eq!(p.jensen_shannon_bounds(q)?, most..=most);
        assert!(p.wasserstein_2(q)?.is_finite());
    }
    for p in [&a, &b, &point, &plane] {
        assert_eq!(p.kl(p)?, Information::ZERO);
        assert!(p.wasserstein_2(p)? < 1e-15);
    }
    // Along the line the means may differ.
    let along = SingularNormal::new(vec![0.25f64.cos(), 0.25f64.sin()], a.covariance().clone())?;
    close(along.kl(&a)?.nats(), 0.5, 1e-14);
    close(along.wasserstein_2(&a)?, 1.0, 1e-15);
    // The definition, for two lines at right angles and of different lengths.
    let (p, q) = (
        centred(2, &[9.0, 0.0, 0.0, 0.0])?,
        centred(2, &[0.0, 0.0, 0.0, 16.0])?,
    );
    close(p.wasserstein_2(&q)?, 5.0, 1e-15);
    Ok(())
}

/// Whatever the units.
#[test]
fn extreme_variances_are_not_nan() -> TestResult {
    let extreme = [0.0, 5e-324, 1e-300, 1.0, 1e300, f64::MAX];
    let mut all = Vec::new();
    for a in extreme {
        for b in extreme {
            all.push(centred(2, &[a, 0.0, 0.0, b])?);
            all.push(SingularNormal::new(
                vec![f64::MAX, -f64::MAX],
                square(2, &[a, 0.0, 0.0, b]),
            )?);
            if let Ok(p) = centred(2, &[a, a.min(b), a.min(b), b]) {
                all.push(p);
            }
        }
    }
    for p in &all {
        for q in &all {
            assert!(p.kl(q)?.nats() >= 0.0, "{p:?} {q:?}");
            assert!(p.wasserstein_2(q)? >= 0.0, "{p:?} {q:?}");
            let bounds = p.jensen_shannon_bounds(q)?;
            assert!(bounds.start() <= bounds.end() && bounds.start().nats() >= 0.0);
        }
    }
    Ok(())
}
