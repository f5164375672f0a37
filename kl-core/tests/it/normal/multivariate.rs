//! Normal distributions in several dimensions, and their divergence.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{dimensions, entry, indefinite, refused, same_or_nan, size};
use crate::common::random::Random;
use kl_core::nalgebra::{DMatrix, DVector};
use kl_core::statrs::distribution::{MultivariateNormal as StatrsMultivariateNormal, Normal};
use kl_core::{Error, Information, KlDivergence, MultivariateNormal};

const NOT_FINITE: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

fn square(d: usize, rows: &[f64]) -> DMatrix<f64> {
    DMatrix::from_row_slice(d, d, rows)
}

#[test]
fn covariance_shapes_are_checked() {
    let new = |mean: DVector<f64>, sigma: DMatrix<f64>| MultivariateNormal::new(mean, sigma);
    assert_eq!(
        new(DVector::zeros(0), DMatrix::zeros(0, 0)),
        Err(Error::Empty {
            of: "rows of the covariance"
        })
    );
    assert_eq!(
        new(DVector::zeros(2), DMatrix::zeros(2, 3)),
        Err(size(
            "columns of the covariance",
            3,
            "rows of the covariance",
            2
        ))
    );
    assert_eq!(
        new(DVector::zeros(0), DMatrix::zeros(0, 1)),
        Err(size(
            "columns of the covariance",
            1,
            "rows of the covariance",
            0
        ))
    );
    assert_eq!(
        new(DVector::zeros(3), DMatrix::identity(2, 2)),
        Err(size("entries of the mean", 3, "rows of the covariance", 2))
    );
}

#[test]
fn mean_and_covariance_entries_are_named() {
    for bad in NOT_FINITE {
        let got = MultivariateNormal::new(vec![0.0, bad], DMatrix::identity(2, 2));
        assert!(
            matches!(got, Err(Error::Entry { of: "mean", index: 1, value, .. }) if same_or_nan(value, bad)),
            "{got:?}"
        );
        let got = MultivariateNormal::new(vec![0.0; 2], square(2, &[1.0, 0.0, bad, 1.0]));
        assert!(
            matches!(got, Err(Error::MatrixEntry { of: "covariance", row: 1, column: 0, value, .. }) if same_or_nan(value, bad)),
            "{got:?}"
        );
    }
}

#[test]
fn asymmetric_covariance_is_named() {
    let got = MultivariateNormal::new(vec![0.0; 2], square(2, &[1.0, 0.25, 0.5, 1.0]));
    let expected = Error::NotSymmetric {
        of: "covariance",
        row: 1,
        column: 0,
        lower: 0.5,
        upper: 0.25,
    };
    assert_eq!(got, Err(expected));
}

#[test]
fn indefinite_covariance_names_pivot_and_value() {
    let pivot_of = |d: usize, rows: &[f64]| MultivariateNormal::new(vec![0.0; d], square(d, rows));
    for (rows, pivot, value) in [
        ([0.0, 0.0, 0.0, 1.0], 0, 0.0),
        ([1.0, 0.0, 0.0, -2.0], 1, -2.0),
        ([1.0, 2.0, 2.0, 1.0], 1, -3.0),
        ([4.0, 2.0, 2.0, 1.0], 1, 0.0),
        ([1.0, 1e300, 1e300, 1.0], 1, f64::NEG_INFINITY),
        ([5e-324, f64::MAX, f64::MAX, 5e-324], 1, f64::NEG_INFINITY),
    ] {
        let expected = indefinite("covariance", pivot, value);
        assert_eq!(pivot_of(2, &rows), Err(expected), "{rows:?}");
    }
    let m = f64::MAX;
    let got = pivot_of(3, &[1.0, 0.0, m, 0.0, 1.0, m, m, m, 1.0]);
    assert!(
        matches!(got, Err(Error::NotPositiveDefinite { pivot: 2, value, .. }) if value < 0.0),
        "{got:?}"
    );
    let got = pivot_of(3, &[1e-300, 0.0, m, 0.0, 1.0, 0.5, m, 0.5, 1e-300]);
    assert!(
        matches!(got, Err(Error::NotPositiveDefinite { pivot: 2, value, .. }) if value < 0.0),
        "{got:?}"
    );
}

#[test]
fn dimensions_must_match() -> TestResult {
    let p = MultivariateNormal::new(vec![0.0], DMatrix::identity(1, 1))?;
    let q = MultivariateNormal::new(vec![0.0; 2], DMatrix::identity(2, 2))?;
    assert_eq!(p.kl(&q), Err(dimensions(1, 2)));
    assert_eq!(q.kl(&p), Err(dimensions(2, 1)));
    Ok(())
}

#[test]
fn extreme_covariances_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let variances = [tiny, 1e-300, 1.0, 1e300, f64::MAX];
    let means = [0.0, f64::MAX, -f64::MAX];
    let mut all = Vec::new();
    for a in variances {
        for b in variances {
            // Correlated by 0.4; between the smallest of variances, by 0.
            let c = 0.4 * a.sqrt() * b.sqrt();
            for mean in means {
                all.push(MultivariateNormal::new(
                    vec![mean, 1.0],
                    square(2, &[a, c, c, b]),
                )?);
                all.push(MultivariateNormal::new(
                    vec![1.0, mean],
                    square(2, &[a, -c, -c, b]),
                )?);
            }
        }
    }
    for p in &all {
        for q in &all {
            let d = p.kl(q)?.nats();
            assert!(d >= 0.0, "{d} for {p:?} {q:?}");
        }
        assert_eq!(p.kl(p)?, Information::ZERO);
    }
    Ok(())
}

#[test]
fn statrs_multivariate_normal_is_checked_again() -> TestResult {
    let infinite = StatrsMultivariateNormal::new(vec![f64::INFINITY], vec![1.0])?;
    let got = MultivariateNormal::try_from(&infinite);
    refused(got, &entry("mean", 0, f64::INFINITY));
    Ok(())
}

#[test]
fn multivariate_divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(3);
    for round in 0..5_000 {
        let d = 1 + random.below(6);
        let least = random.power_of_ten(-12.0, 0.0);
        let s = random.covariance(d, least);
        let t = if round % 2 == 0 {
            random.covariance(d, least)
        } else {
            let size = least * random.power_of_ten(-12.0, -1.0) / d as f64;
            random.changed(&s, size)
        };
        let mean: Vec<f64> = (0..d).map(|_| random.between(-1.0, 1.0)).collect();
        let p = MultivariateNormal::new(mean, s)?;
        let q = MultivariateNormal::new(vec![0.0; d], t)?;
        let got = p.kl(&q)?;
        assert!(got >= Information::ZERO, "{got:?} for {p:?} {q:?}");
        assert!(got.is_finite());
        assert_eq!(p.kl(&p)?, Information::ZERO);
    }
    Ok(())
}

/// One dimension, whose variances are exact squares.
#[test]
fn one_dimension_is_the_normal() -> TestResult {
    let mut random = Random(7);
    for _ in 0..10_000 {
        // 24 bits, so that the square is a double.
        let short = |x: f64| f64::from(x as f32);
        let sigma = short(random.between(0.25, 4.0));
        let tau = short(match random.below(2) {
            0 => random.between(0.25, 4.0),
            _ => sigma * (1.0 + random.power_of_ten(-6.0, -1.0)),
        });
        let (mu, nu) = (random.between(-2.0, 2.0), random.between(-2.0, 2.0));
        let one =
            |mean, s: f64| MultivariateNormal::new(vec![mean], DMatrix::identity(1, 1) * (s * s));
        let several = one(mu, sigma)?.kl(&one(nu, tau)?)?.nats();
        let single = Normal::new(mu, sigma)?.kl(&Normal::new(nu, tau)?)?.nats();
        close(several, single, 16.0 * f64::EPSILON);
        let (mu, nu) = (0.25, 0.25);
        let several = one(mu, sigma)?.kl(&one(nu, tau)?)?.nats();
        let single = Normal::new(mu, sigma)?.kl(&Normal::new(nu, tau)?)?.nats();
        close(several, single, 16.0 * f64::EPSILON);
    }
    Ok(())
}

/// Independent coordinates: the divergences add.
#[test]
fn diagonal_is_a_sum_of_normals() -> TestResult {
    let mut random = Random(8);
    for _ in 0..2_000 {
        let d = 1 + random.below(8);
        // 24 bits, so that the square is a double.
        let scales = |random: &mut Random| -> Vec<f64> {
            (0..d)
                .map(|_| f64::from(random.between(0.5, 2.0) as f32))
                .collect()
        };
        let (sigma, tau) = (scales(&mut random), scales(&mut random));
        let (mu, nu) = (scales(&mut random), scales(&mut random));
        let joint = |mean: &[f64], s: &[f64]| {
            let covariance = DMatrix::from_fn(d, d, |i, j| if i == j { s[i] * s[i] } else { 0.0 });
            MultivariateNormal::new(mean.to_vec(), covariance)
        };
        let together = joint(&mu, &sigma)?.kl(&joint(&nu, &tau)?)?;
        let mut apart = Information::ZERO;
        for i in 0..d {
            let p = Normal::new(mu[i], sigma[i])?;
            apart = apart + p.kl(&Normal::new(nu[i], tau[i])?)?;
        }
        close(together.nats(), apart.nats(), 16.0 * f64::EPSILON);
    }
    Ok(())
}

/// Changing the order of the variables, or their units by powers of two, changes
/// nothing but rounding.
#[test]
fn multivariate_divergence_is_invariant() -> TestResult {
    let mut random = Random(9);
    for _ in 0..1_000 {
        let d = 2 + random.below(4);
        let s = random.covariance(d, 0.5);
        let size = random.power_of_ten(-9.0, -1.0);
        let t = random.changed(&s, size);
        let kl = |f: &dyn Fn(&DMatrix<f64>) -> DMatrix<f64>| {
            let p = MultivariateNormal::new(vec![0.0; d], f(&s))?;
            p.kl(&MultivariateNormal::new(vec![0.0; d], f(&t))?)
        };
        let plain = kl(&Clone::clone)?;
        let reversed = kl(&|m| DMatrix::from_fn(d, d, |i, j| m[(d - 1 - i, d - 1 - j)]))?;
        close(plain.nats(), reversed.nats(), 1e-12);
        let unit = |i: usize| 2f64.powi(100 * i as i32 - 200);
        let rescaled = kl(&|m| DMatrix::from_fn(d, d, |i, j| m[(i, j)] * unit(i) * unit(j)))?;
        assert_eq!(plain, rescaled);
    }
    Ok(())
}

#[test]
fn statrs_multivariate_normal_converts() -> TestResult {
    let theirs = StatrsMultivariateNormal::new(vec![1.0, 2.0], vec![4.0, 2.0, 2.0, 2.0])?;
    let ours = MultivariateNormal::try_from(&theirs)?;
    assert_eq!(ours.mean(), theirs.mu());
    assert_eq!(ours.covariance(), theirs.cov());
    let l = ours.cholesky_factor();
    assert_eq!(&(l * l.transpose()), theirs.cov());
    Ok(())
}

/// The usual form gives 0. To second order D = ¼ tr((Σq⁻¹Δ)²).
#[test]
fn twenty_dimensions_1e_8_apart() -> TestResult {
    let mut random = Random(11);
    let s = random.covariance(20, 5.0);
    let t = random.changed(&s, 1e-8);
    let inverse = t.clone().try_inverse().ok_or("singular")?;
    let m = inverse * (&s - &t);
    let second_order = 0.25 * (&m * &m).trace();
    let p = MultivariateNormal::new(vec![0.0; 20], s)?;
    let q = MultivariateNormal::new(vec![0.0; 20], t)?;
    let d = p.kl(&q)?.nats();
    assert!(d > 1e-17 && d < 1e-14, "{d:e}");
    close(d, second_order, 1e-7);
    Ok(())
}
