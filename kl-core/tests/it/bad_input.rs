//! Malformed input is an error that names the place and the value; extreme but
//! valid input is not. Nothing panics.

use kl_core::kernels;
use kl_core::nalgebra::{DMatrix, DVector};
use kl_core::statrs::distribution::{MultivariateNormal as StatrsMultivariateNormal, Normal};
use kl_core::{Error, Information, KlDivergence, MultivariateNormal, Pmf};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const NOT_A_PROBABILITY: [f64; 6] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    -5e-324,
    -1.0,
    1.5,
];
const NOT_FINITE: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

/// Equal, where NaN counts as equal to NaN.
fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

#[test]
fn pmf_new_names_index_and_value() {
    assert_eq!(Pmf::new([]), Err(Error::Empty));
    for bad in NOT_A_PROBABILITY {
        let got = Pmf::new([0.5, 0.25, bad, bad]);
        assert!(
            matches!(got, Err(Error::InvalidProbability { index: 2, value }) if same(value, bad)),
            "{got:?}"
        );
    }
    assert_eq!(
        Pmf::new([0.5, 0.25]),
        Err(Error::NotNormalized { sum: 0.75 })
    );
    assert_eq!(Pmf::new([0.0, 0.0]), Err(Error::NotNormalized { sum: 0.0 }));
    assert_eq!(Pmf::new([1.0, 1.0]), Err(Error::NotNormalized { sum: 2.0 }));
}

#[test]
fn too_many_outcomes_are_no_panic() {
    let outcomes = usize::MAX;
    assert_eq!(Pmf::uniform(0), Err(Error::Empty));
    assert_eq!(Pmf::uniform(outcomes), Err(Error::TooLarge { outcomes }));
}

#[test]
fn pmf_tolerates_rounding_and_no_more() -> TestResult {
    let off = |by: f64| Pmf::new([0.5, 0.5 + by]);
    for by in [0.99e-10, -0.99e-10] {
        // Stored as given, not renormalised.
        assert_eq!(off(by)?.as_slice(), [0.5, 0.5 + by]);
    }
    assert!(off(1.01e-10).is_err());
    assert!(off(-1.01e-10).is_err());
    // What single precision makes of thirds.
    assert!(Pmf::new([f64::from(1.0_f32 / 3.0); 3]).is_err());
    Ok(())
}

#[test]
fn weights_name_index_and_value() {
    assert_eq!(Pmf::from_weights([]), Err(Error::Empty));
    assert_eq!(Pmf::from_weights([0.0, 0.0]), Err(Error::ZeroTotal));
    assert_eq!(Pmf::from_weights([-0.0]), Err(Error::ZeroTotal));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -5e-324] {
        let got = Pmf::from_weights([1.0, bad]);
        assert!(
            matches!(got, Err(Error::InvalidWeight { index: 1, value }) if same(value, bad)),
            "{got:?}"
        );
    }
    assert_eq!(Pmf::uniform(0), Err(Error::Empty));
}

#[test]
fn extreme_weights_are_fine() -> TestResult {
    let tiny = f64::from_bits(1);
    assert_eq!(Pmf::from_weights([f64::MAX; 4])?.as_slice(), [0.25; 4]);
    assert_eq!(Pmf::from_weights([tiny; 4])?.as_slice(), [0.25; 4]);
    assert_eq!(
        Pmf::from_weights([tiny, 3.0 * tiny])?.as_slice(),
        [0.25, 0.75]
    );
    assert_eq!(Pmf::from_weights([f64::MAX, tiny])?.as_slice(), [1.0, 0.0]);
    // The result satisfies what `new` asks for.
    let p = Pmf::from_weights(
        (0..1000)
            .map(|i| 1.0 / (1.0 + f64::from(i)))
            .collect::<Vec<_>>(),
    )?;
    assert!(Pmf::new(p.as_slice()).is_ok());
    assert!(Pmf::new(Pmf::uniform(999_983)?.into_vec()).is_ok());
    Ok(())
}

#[test]
fn pmf_pairs_must_have_one_length() -> TestResult {
    let (p, q) = (Pmf::uniform(2)?, Pmf::uniform(3)?);
    let wrong = Error::LengthMismatch { left: 2, right: 3 };
    assert_eq!(p.kl(&q), Err(wrong.clone()));
    assert_eq!(KlDivergence::kl(&p, &q), Err(wrong.clone()));
    assert_eq!(p.cross_entropy(&q), Err(wrong.clone()));
    assert_eq!(p.first_outside_support(&q), Err(wrong));
    assert_eq!(q.kl(&p), Err(Error::LengthMismatch { left: 3, right: 2 }));
    Ok(())
}

#[test]
fn missing_support_is_a_value() -> TestResult {
    let p = Pmf::new([0.5, 0.5, 0.0])?;
    let q = Pmf::new([1.0, 0.0, 0.0])?;
    assert_eq!(p.kl(&q)?, Information::INFINITY);
    assert_eq!(p.cross_entropy(&q)?, Information::INFINITY);
    assert_eq!(p.first_outside_support(&q)?, Some(1));
    assert_eq!(q.kl(&p)?.bits(), 1.0);
    assert_eq!(q.first_outside_support(&p)?, None);
    Ok(())
}

#[test]
fn infinite_normal_parameters_are_named() -> TestResult {
    let good = Normal::new(0.0, 1.0)?;
    for (bad, parameter) in [
        (Normal::new(f64::INFINITY, 1.0)?, "mean"),
        (Normal::new(f64::NEG_INFINITY, 1.0)?, "mean"),
        (Normal::new(0.0, f64::INFINITY)?, "standard deviation"),
    ] {
        for (got, whose) in [(bad.kl(&good), "P"), (good.kl(&bad), "Q")] {
            let expected = format!("{parameter} of {whose}");
            assert!(
                matches!(got, Err(Error::InvalidParameter { name, value })
                    if name == expected && value.is_infinite()),
                "{got:?}"
            );
        }
        assert!(bad.kl(&bad).is_err());
    }
    Ok(())
}

#[test]
fn extreme_normals_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let means = [0.0, tiny, 1.0, 1e154, f64::MAX, -f64::MAX];
    let scales = [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX];
    for mu_p in means {
        for mu_q in means {
            for sigma_p in scales {
                for sigma_q in scales {
                    let p = Normal::new(mu_p, sigma_p)?;
                    let d = p.kl(&Normal::new(mu_q, sigma_q)?)?.nats();
                    assert!(d >= 0.0, "{d} for {mu_p} {sigma_p} {mu_q} {sigma_q}");
                }
            }
        }
    }
    Ok(())
}

fn square(d: usize, rows: &[f64]) -> DMatrix<f64> {
    DMatrix::from_row_slice(d, d, rows)
}

#[test]
fn covariance_shapes_are_checked() {
    let new = |mean: DVector<f64>, sigma: DMatrix<f64>| MultivariateNormal::new(mean, sigma);
    assert_eq!(
        new(DVector::zeros(0), DMatrix::zeros(0, 0)),
        Err(Error::Empty)
    );
    assert_eq!(
        new(DVector::zeros(2), DMatrix::zeros(2, 3)),
        Err(Error::NotSquare {
            rows: 2,
            columns: 3
        })
    );
    assert_eq!(
        new(DVector::zeros(0), DMatrix::zeros(0, 1)),
        Err(Error::NotSquare {
            rows: 0,
            columns: 1
        })
    );
    assert_eq!(
        new(DVector::zeros(3), DMatrix::identity(2, 2)),
        Err(Error::MeanCovarianceMismatch {
            mean: 3,
            covariance: 2
        })
    );
}

#[test]
fn mean_and_covariance_entries_are_named() {
    for bad in NOT_FINITE {
        let got = MultivariateNormal::new(vec![0.0, bad], DMatrix::identity(2, 2));
        assert!(
            matches!(got, Err(Error::InvalidMean { index: 1, value }) if same(value, bad)),
            "{got:?}"
        );
        let got = MultivariateNormal::new(vec![0.0; 2], square(2, &[1.0, 0.0, bad, 1.0]));
        assert!(
            matches!(got, Err(Error::InvalidEntry { row: 1, column: 0, value }) if same(value, bad)),
            "{got:?}"
        );
    }
}

#[test]
fn asymmetric_covariance_is_named() {
    let got = MultivariateNormal::new(vec![0.0; 2], square(2, &[1.0, 0.25, 0.5, 1.0]));
    let expected = Error::NotSymmetric {
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
        let expected = Error::NotPositiveDefinite { pivot, value };
        assert_eq!(pivot_of(2, &rows), Err(expected), "{rows:?}");
    }
    let m = f64::MAX;
    let got = pivot_of(3, &[1.0, 0.0, m, 0.0, 1.0, m, m, m, 1.0]);
    assert!(
        matches!(got, Err(Error::NotPositiveDefinite { pivot: 2, value }) if value < 0.0),
        "{got:?}"
    );
    let got = pivot_of(3, &[1e-300, 0.0, m, 0.0, 1.0, 0.5, m, 0.5, 1e-300]);
    assert!(
        matches!(got, Err(Error::NotPositiveDefinite { pivot: 2, value }) if value < 0.0),
        "{got:?}"
    );
}

#[test]
fn dimensions_must_match() -> TestResult {
    let p = MultivariateNormal::new(vec![0.0], DMatrix::identity(1, 1))?;
    let q = MultivariateNormal::new(vec![0.0; 2], DMatrix::identity(2, 2))?;
    assert_eq!(
        p.kl(&q),
        Err(Error::DimensionMismatch { left: 1, right: 2 })
    );
    assert_eq!(
        q.kl(&p),
        Err(Error::DimensionMismatch { left: 2, right: 1 })
    );
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
    assert_eq!(
        got,
        Err(Error::InvalidMean {
            index: 0,
            value: f64::INFINITY
        })
    );
    Ok(())
}

#[test]
fn kernels_return_nan_outside_their_domains() {
    for bad in [f64::NAN, -1.0, -5e-324, f64::NEG_INFINITY] {
        assert!(kernels::entropy_term(bad).is_nan());
        for good in [0.0, 0.5, 1.0, 1e308] {
            assert!(kernels::kl_term(bad, good).is_nan());
            assert!(kernels::kl_term(good, bad).is_nan());
            assert!(kernels::cross_entropy_term(bad, good).is_nan());
            assert!(kernels::cross_entropy_term(good, bad).is_nan());
            assert!(kernels::normal_scale_term(bad, good).is_nan());
            assert!(kernels::normal_scale_term(good, bad).is_nan());
        }
    }
    assert!(kernels::log1pmx(f64::NAN).is_nan());
    assert!(kernels::log1pmx(-1.0 - f64::EPSILON).is_nan());
    assert!(kernels::log1pmx(f64::NEG_INFINITY).is_nan());
    assert_eq!(kernels::log1pmx(-1.0), f64::NEG_INFINITY);
    assert_eq!(kernels::log1pmx(f64::INFINITY), f64::NEG_INFINITY);
    assert!(kernels::normal_scale_term(0.0, 1.0).is_nan());
    assert!(kernels::normal_scale_term(1.0, f64::INFINITY).is_nan());
    assert!(kernels::kl_term(f64::INFINITY, 1.0).is_nan());
}

#[test]
fn kernels_are_never_nan_or_negative_inside() {
    let tiny = f64::from_bits(1);
    let mut some = vec![0.0, tiny, 2.0 * tiny, 3.0 * tiny, f64::MAX, f64::MAX / 3.0];
    some.extend((-1073..1024).step_by(13).map(|k| 2f64.powi(k) * 1.25));
    for &p in &some {
        for &q in &some {
            assert!(kernels::kl_term(p, q) >= 0.0, "{p:e} {q:e}");
            if p > 0.0 && q > 0.0 {
                assert!(kernels::normal_scale_term(p, q) >= 0.0, "{p:e} {q:e}");
            }
        }
        assert!(kernels::log1pmx(p) <= 0.0);
        assert!(kernels::log1pmx(-p) <= 0.0 || p > 1.0);
    }
}

#[test]
fn messages_say_what_is_wrong() {
    for (error, message) in [
        (
            Error::NotNormalized { sum: 1.25 },
            "probabilities sum to 1.25, not to 1; Pmf::from_weights normalises",
        ),
        (
            Error::InvalidProbability {
                index: 3,
                value: -0.5,
            },
            "probability -0.5 at index 3 is not between 0 and 1",
        ),
        (
            Error::NotPositiveDefinite {
                pivot: 1,
                value: -3.0,
            },
            "covariance is not positive definite: pivot 1 of its Cholesky factorisation is -3",
        ),
    ] {
        assert_eq!(error.to_string(), message);
    }
}
