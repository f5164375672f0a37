//! Gradients, transport and distributions of matrices: malformed input is a named
//! error, extreme but valid input is not NaN, and nothing panics.

use kl_core::distribution::{InverseWishart, MatrixNormal, Wishart};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, KlDivergence, MultivariateNormal, gradient};

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn standard(d: usize) -> Result<MultivariateNormal, Error> {
    MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d))
}

#[test]
fn gradients_need_finite_parameters() -> TestResult {
    let good = Normal::new(0.0, 1.0)?;
    let bad = Normal::new(f64::INFINITY, 1.0)?;
    let named = |name| {
        Err(Error::InvalidParameter {
            name,
            value: f64::INFINITY,
        })
    };
    assert_eq!(gradient::normal_kl(&bad, &good), named("mean of P"));
    assert_eq!(gradient::normal_kl(&good, &bad), named("mean of Q"));
    let bad = Normal::new(0.0, f64::INFINITY)?;
    let got = gradient::normal_kl(&good, &bad);
    assert_eq!(got, named("standard deviation of Q"));
    Ok(())
}

#[test]
fn gradients_of_extreme_normals_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let means = [0.0, tiny, 1.0, 1e154, f64::MAX, -f64::MAX];
    let scales = [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX];
    for mu_p in means {
        for mu_q in means {
            for sigma_p in scales {
                for sigma_q in scales {
                    let p = Normal::new(mu_p, sigma_p)?;
                    let g = gradient::normal_kl(&p, &Normal::new(mu_q, sigma_q)?)?;
                    let all = [
                        g.mean_p,
                        g.std_dev_p,
                        g.log_variance_p,
                        g.mean_q,
                        g.std_dev_q,
                        g.log_variance_q,
                    ];
                    assert!(!all.iter().any(|x| x.is_nan()), "{p:?} {sigma_q}: {g:?}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn multivariate_gradients_name_what_is_wrong() -> TestResult {
    let mismatch = Error::DimensionMismatch { left: 2, right: 3 };
    assert_eq!(
        standard(2)?.kl_gradient(&standard(3)?),
        Err(mismatch.clone())
    );
    for d in [2, 30] {
        let wide = MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d) * 1e300)?;
        let narrow = MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d) * 1e-300)?;
        let got = wide.kl_gradient(&narrow);
        assert!(
            matches!(got, Err(Error::InvalidParameter { name: "gradient", value }) if !value.is_finite()),
            "{got:?}"
        );
        assert!(narrow.kl_gradient(&wide).is_ok());
    }
    Ok(())
}

#[test]
fn transport_names_what_is_wrong() -> TestResult {
    let mismatch = Error::DimensionMismatch { left: 2, right: 3 };
    let (p, q) = (standard(2)?, standard(3)?);
    assert_eq!(p.bures(&q), Err(mismatch.clone()));
    assert_eq!(p.wasserstein_2(&q), Err(mismatch));
    Ok(())
}

const VARIANCES: [f64; 6] = [5e-324, 1e-300, 1e-8, 1.0, 1e300, f64::MAX];

/// Two correlated coordinates of any variances.
fn extremes() -> Vec<DMatrix<f64>> {
    let mut all = Vec::new();
    for a in VARIANCES {
        for b in VARIANCES {
            // Correlated by 0.4; between the smallest of variances, by 0.
            let c = 0.4 * a.sqrt() * b.sqrt();
            all.push(DMatrix::from_row_slice(2, 2, &[a, c, c, b]));
        }
    }
    all
}

#[test]
fn transport_between_extremes_is_not_nan() -> TestResult {
    let mut all = Vec::new();
    for s in extremes() {
        for mean in [0.0, f64::MAX, -f64::MAX] {
            all.push(MultivariateNormal::new(vec![mean, 1.0], s.clone())?);
        }
    }
    for p in &all {
        for q in &all {
            let (b, w) = (p.bures(q)?, p.wasserstein_2(q)?);
            assert!((0.0..f64::INFINITY).contains(&b), "{b} {p:?} {q:?}");
            assert!(w >= b, "{w} {p:?} {q:?}");
        }
        assert_eq!(p.wasserstein_2(p)?, 0.0);
    }
    Ok(())
}

#[test]
fn wishart_parameters_are_named() -> TestResult {
    let two = || DMatrix::<f64>::identity(2, 2);
    for value in [1.0, -1.0, 0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let got = [
            Wishart::new(value, two()).err(),
            InverseWishart::new(value, two()).err(),
        ];
        for got in got {
            assert!(
                matches!(got, Some(Error::InvalidParameter { name: "degrees of freedom", value: v })
                    if v == value || v.is_nan() && value.is_nan()),
                "{got:?}"
            );
        }
    }
    assert_eq!(
        Wishart::new(5e-324, DMatrix::identity(1, 1)),
        Err(Error::InvalidParameter {
            name: "degrees of freedom",
            value: 5e-324
        })
    );
    assert_eq!(Wishart::new(1.0, DMatrix::zeros(0, 0)), Err(Error::Empty));
    let expected = Error::NotPositiveDefinite {
        pivot: 1,
        value: -2.0,
    };
    let indefinite = || DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, -2.0]);
    assert_eq!(Wishart::new(3.0, indefinite()), Err(expected.clone()));
    assert_eq!(InverseWishart::new(3.0, indefinite()), Err(expected));
    let expected = Error::DimensionMismatch { left: 2, right: 1 };
    let (p, q) = (Wishart::new(3.0, two())?, DMatrix::identity(1, 1));
    assert_eq!(p.kl(&Wishart::new(3.0, q.clone())?), Err(expected.clone()));
    let p = InverseWishart::new(3.0, two())?;
    assert_eq!(p.kl(&InverseWishart::new(3.0, q)?), Err(expected));
    Ok(())
}

#[test]
fn extreme_wisharts_are_not_nan() -> TestResult {
    let mut all = Vec::new();
    for s in extremes() {
        for freedom in [1.0 + f64::EPSILON, 2.0, 1e10, 1e300] {
            all.push((
                Wishart::new(freedom, s.clone())?,
                InverseWishart::new(freedom, s.clone())?,
            ));
        }
    }
    for v in VARIANCES {
        for freedom in [f64::MIN_POSITIVE, 1e-300, 1.0, f64::MAX] {
            let s = DMatrix::identity(1, 1) * v;
            all.push((
                Wishart::new(freedom, s.clone())?,
                InverseWishart::new(freedom, s)?,
            ));
        }
    }
    for p in &all {
        for q in &all {
            if p.0.dimension() != q.0.dimension() {
                continue;
            }
            for d in [p.0.kl(&q.0)?.nats(), p.1.kl(&q.1)?.nats()] {
                assert!(d >= 0.0, "{d} for {p:?} {q:?}");
            }
        }
        assert_eq!(p.0.kl(&p.0)?.nats(), 0.0);
        assert_eq!(p.1.kl(&p.1)?.nats(), 0.0);
    }
    Ok(())
}

#[test]
fn matrix_normals_name_what_is_wrong() -> TestResult {
    let identity = |d: usize| DMatrix::<f64>::identity(d, d);
    let new = |n, p, u: usize, v: usize| {
        MatrixNormal::new(DMatrix::zeros(n, p), identity(u), identity(v))
    };
    for (n, p, mean, covariance) in [(1, 3, 1, 2), (2, 4, 4, 3)] {
        let expected = Error::MeanCovarianceMismatch { mean, covariance };
        assert_eq!(new(n, p, 2, 3), Err(expected));
    }
    assert_eq!(new(0, 0, 0, 0), Err(Error::Empty));
    let mut mean = DMatrix::zeros(2, 2);
    mean[(1, 1)] = f64::INFINITY;
    assert_eq!(
        MatrixNormal::new(mean, identity(2), identity(2)),
        Err(Error::InvalidMean {
            index: 3,
            value: f64::INFINITY
        })
    );
    let p = new(2, 3, 2, 3)?;
    let expected = Error::DimensionMismatch { left: 3, right: 2 };
    assert_eq!(p.kl(&new(2, 2, 2, 2)?), Err(expected));
    let expected = Error::DimensionMismatch { left: 2, right: 1 };
    assert_eq!(p.kl(&new(1, 3, 1, 3)?), Err(expected));
    Ok(())
}

#[test]
fn extreme_matrix_normals_are_not_nan() -> TestResult {
    let some = extremes();
    let mut all = Vec::new();
    for u in some.iter().step_by(5) {
        for v in some.iter().step_by(7) {
            for mean in [0.0, f64::MAX, -f64::MAX] {
                let mean = DMatrix::from_element(2, 2, mean);
                all.push(MatrixNormal::new(mean, u.clone(), v.clone())?);
            }
        }
    }
    for p in &all {
        for q in &all {
            let d = p.kl(q)?.nats();
            assert!(d >= 0.0, "{d} for {p:?} {q:?}");
        }
        assert_eq!(p.kl(p)?.nats(), 0.0);
    }
    Ok(())
}
