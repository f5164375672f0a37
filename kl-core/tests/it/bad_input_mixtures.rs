//! Estimates by log-ratios and mixtures of normal distributions: malformed input is named;
//! extreme but valid input gives no NaN, and nothing negative that cannot be.

use kl_core::estimate::{self, Estimate, gradient};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::{
    Beta, Exp, FisherSnedecor, Gumbel, InverseGamma, Laplace, Normal, Uniform,
};
use kl_core::{Error, GaussianMixture, Information, MultivariateNormal, Pmf};

type TestResult = Result<(), Box<dyn std::error::Error>>;
type OfRatios = fn(&[f64]) -> Result<Estimate<Information>, Error>;
type OfScores = fn(&[f64], &[f64]) -> Result<Vec<Estimate<f64>>, Error>;

const RATIOS: [OfRatios; 3] = [estimate::k1, estimate::k2, estimate::k3];
const SCORES: [OfScores; 6] = [
    gradient::k1_by_p,
    gradient::k2_by_p,
    gradient::k3_by_p,
    gradient::k1_by_q,
    gradient::k2_by_q,
    gradient::k3_by_q,
];

#[test]
fn log_ratios_must_be_numbers_or_minus_infinity() -> TestResult {
    for k in RATIOS {
        let error = Error::OutsideDomain {
            name: "log-ratio",
            index: 1,
            value: f64::INFINITY,
        };
        assert_eq!(k(&[0.0, f64::INFINITY, 0.0]), Err(error));
        assert!(matches!(
            k(&[0.0, 1.0, f64::NAN]),
            Err(Error::OutsideDomain { name: "log-ratio", index: 2, value }) if value.is_nan()
        ));
        for points in [0, 1] {
            let few = Error::TooFewPoints { points, needed: 2 };
            assert_eq!(k(&[-1.0][..points]), Err(few));
        }
        let infinite = k(&[1.0, f64::NEG_INFINITY, -3.0])?;
        assert_eq!(infinite.value(), Information::INFINITY);
        assert_eq!(infinite.standard_error(), Information::ZERO);
        assert_eq!(infinite.samples(), 3);
        let interval = infinite.interval(0.95)?;
        assert_eq!(interval, Information::INFINITY..=Information::INFINITY);
    }
    Ok(())
}

#[test]
fn a_level_is_between_0_and_1() -> TestResult {
    let d = estimate::k1(&[-1.0, -2.0])?;
    let g = gradient::k1_by_q(&[-1.0, -2.0], &[1.0, 2.0])?;
    for value in [0.0, 1.0, -0.5, 2.0, f64::INFINITY] {
        let name = "confidence level";
        let error = Error::InvalidParameter { name, value };
        assert_eq!(d.interval(value), Err(error.clone()));
        assert_eq!(g[0].interval(value), Err(error));
    }
    assert!(d.interval(f64::NAN).is_err());
    assert!(d.interval(f64::MIN_POSITIVE)?.start().is_finite());
    assert!(d.interval(1.0 - 1e-16)?.end().is_finite());
    Ok(())
}

#[test]
fn extreme_log_ratios() -> TestResult {
    let extreme = [
        f64::MAX,
        -f64::MAX,
        1e300,
        -1e300,
        5e-324,
        -5e-324,
        0.0,
        -0.0,
        710.0,
    ];
    for k in RATIOS {
        for a in extreme {
            for b in extreme {
                let d = k(&[a, b, b])?;
                assert!(!d.value().nats().is_nan(), "{a} {b}");
                let error = d.standard_error().nats();
                assert!(error >= 0.0, "{a} {b}: {error}");
                assert!(!d.interval(0.99)?.start().nats().is_nan(), "{a} {b}");
            }
        }
    }
    // Opposite ends: the mean is a third of one, and its error is no overflow.
    let d = estimate::k1(&[-f64::MAX, -f64::MAX, f64::MAX])?;
    assert!((d.value().nats() / (f64::MAX / 3.0) - 1.0).abs() < 1e-15);
    assert!((d.standard_error().nats() / (f64::MAX / 1.5) - 1.0).abs() < 1e-15);
    assert_eq!(estimate::k1(&[-5e-324; 4])?.value().nats(), 5e-324);
    Ok(())
}

#[test]
fn scores_must_fill_rows() -> TestResult {
    for k in SCORES {
        let l = [-1.0, 0.5];
        assert_eq!(k(&l, &[]), Err(Error::Empty));
        let (rows, entries) = (2, 3);
        assert_eq!(k(&l, &[1.0; 3]), Err(Error::RowsMismatch { rows, entries }));
        let few = Error::TooFewPoints {
            points: 1,
            needed: 2,
        };
        assert_eq!(k(&[0.0], &[1.0]), Err(few));
        for value in [f64::INFINITY, f64::NEG_INFINITY, 2f64.powi(500)] {
            let (name, index) = ("score", 3);
            let error = Error::OutsideDomain { name, index, value };
            assert_eq!(k(&l, &[0.0, 1.0, 2.0, value]), Err(error));
        }
        assert!(k(&l, &[0.0, f64::NAN]).is_err());
        let (name, index, value) = ("log-ratio", 1, f64::INFINITY);
        let error = Error::OutsideDomain { name, index, value };
        assert_eq!(k(&[0.0, value], &[1.0; 2]), Err(error));
        assert_eq!(k(&l, &[1.0, 2.0, 3.0, 4.0])?.len(), 2);
    }
    Ok(())
}

#[test]
fn no_gradient_where_the_divergence_is_infinite() -> TestResult {
    let l = [0.5, f64::NEG_INFINITY];
    for (number, k) in SCORES.into_iter().enumerate() {
        let gradient = k(&l, &[1.0, 2.0]);
        if number == 2 {
            // Of D(Q‖P), to which a sample that Q cannot draw adds nothing bad.
            assert!(gradient?[0].value().is_finite());
        } else {
            assert_eq!(gradient, Err(Error::NoGradient { index: 1 }));
        }
    }
    let (name, index, value) = ("log-ratio", 0, 347.0);
    for k in [gradient::k3_by_p, gradient::k3_by_q] {
        let error = Error::OutsideDomain { name, index, value };
        assert_eq!(k(&[value, 0.0], &[1.0; 2]), Err(error));
        for scores in [[-3e150, 3e150], [5e-324, -5e-324]] {
            for l in [[346.0, 346.0], [-1e308, 346.0], [5e-324, -5e-324]] {
                assert!(k(&l, &scores)?[0].value().is_finite());
            }
        }
    }
    Ok(())
}

#[test]
fn samples_must_be_possible() -> TestResult {
    let (p, q) = (Normal::new(0.0, 1.0)?, Uniform::new(0.0, 1.0)?);
    for value in [f64::INFINITY, f64::NEG_INFINITY] {
        let error = Error::InvalidValue { index: 1, value };
        assert_eq!(estimate::monte_carlo(&p, &q, &[0.5, value]), Err(error));
    }
    assert!(estimate::log_ratios(&p, &q, &[f64::NAN]).is_err());
    // P cannot have drawn it.
    let (of, x, value) = ("P", 2.0, f64::NEG_INFINITY);
    let error = Error::InvalidLogDensity { of, x, value };
    assert_eq!(estimate::monte_carlo(&q, &p, &[0.5, 2.0]), Err(error));
    // Q cannot have, which is no error.
    let d = estimate::monte_carlo(&p, &q, &[0.5, 2.0])?;
    assert_eq!(d.value(), Information::INFINITY);
    // A pole of the density.
    let beta = Beta::new(0.5, 2.0)?;
    let (of, x, value) = ("Q", 0.0, f64::INFINITY);
    let error = Error::InvalidLogDensity { of, x, value };
    assert_eq!(estimate::log_ratios(&q, &beta, &[0.0]), Err(error));
    // A density of 0 at the end of a support is none that underflowed.
    let beta = Beta::new(2.0, 2.0)?;
    assert_eq!(
        estimate::log_ratios(&q, &beta, &[0.0])?,
        [f64::NEG_INFINITY]
    );
    let few = Error::TooFewPoints {
        points: 0,
        needed: 2,
    };
    assert_eq!(estimate::monte_carlo(&p, &q, &[]), Err(few));
    Ok(())
}

#[test]
fn a_density_that_underflows_is_not_no_density() -> TestResult {
    // statrs has −∞ for each of these.
    let p = Normal::new(0.0, 1.0)?;
    let finite = |l: Vec<f64>| assert!(l.iter().all(|l| l.is_finite()), "{l:?}");
    finite(estimate::log_ratios(
        &p,
        &Laplace::new(0.0, 1e-3)?,
        &[3.0, -3.0],
    )?);
    finite(estimate::log_ratios(
        &p,
        &Gumbel::new(0.0, 1.0)?,
        &[-7.0, 1e5],
    )?);
    let p = Exp::new(1.0)?;
    finite(estimate::log_ratios(
        &p,
        &InverseGamma::new(2.0, 1.0)?,
        &[1e-4, 1e300],
    )?);
    // At the end of the support there is truly none.
    let at_0 = estimate::log_ratios(&p, &InverseGamma::new(2.0, 1.0)?, &[0.0])?;
    assert_eq!(at_0, [f64::NEG_INFINITY]);
    // What is left as statrs has it, here 0·∞ or its logarithm, is an error.
    let q = FisherSnedecor::new(100.0, 1e4)?;
    assert!(matches!(
        estimate::log_ratios(&p, &q, &[1e5]),
        Err(Error::InvalidLogDensity { of: "Q", x: 1e5, value }) if !value.is_finite()
    ));
    Ok(())
}

#[test]
fn critics_must_be_numbers() -> TestResult {
    for bound in [estimate::donsker_varadhan, estimate::nwj] {
        for value in [f64::INFINITY, f64::NEG_INFINITY] {
            let (name, index) = ("critic at a sample of P", 1);
            let error = Error::OutsideDomain { name, index, value };
            assert_eq!(bound(&[0.0, value], &[0.0, 0.0]), Err(error));
        }
        let (name, index, value) = ("critic at a sample of Q", 0, f64::INFINITY);
        let error = Error::OutsideDomain { name, index, value };
        assert_eq!(bound(&[0.0, 0.0], &[value, 0.0]), Err(error));
        assert!(bound(&[0.0, f64::NAN], &[0.0, 0.0]).is_err());
        assert!(bound(&[0.0, 0.0], &[0.0, f64::NAN]).is_err());
        let few = |points| Err(Error::TooFewPoints { points, needed: 2 });
        assert_eq!(bound(&[0.0], &[0.0, 0.0]), few(1));
        assert_eq!(bound(&[0.0, 0.0], &[]), few(0));
        let extreme = [f64::MAX, -f64::MAX, 1e300, 5e-324, 0.0, 709.0, 711.0];
        for a in extreme {
            for b in extreme {
                for least in [f64::NEG_INFINITY, -1e300, 0.0] {
                    let d = bound(&[a, b], &[b, least])?;
                    assert!(!d.value().nats().is_nan(), "{a} {b} {least}");
                    assert!(d.standard_error().nats() >= 0.0, "{a} {b} {least}");
                }
            }
        }
    }
    let none = [f64::NEG_INFINITY; 2];
    let d = estimate::donsker_varadhan(&[1.0, 2.0], &none)?;
    assert_eq!(d.value(), Information::INFINITY);
    assert_eq!(estimate::nwj(&[1.0, 2.0], &none)?.value().nats(), 1.5);
    let d = estimate::nwj(&[1.0, 2.0], &[1000.0, 0.0])?;
    assert_eq!(
        (d.value().nats(), d.standard_error().nats()),
        (f64::NEG_INFINITY, 0.0)
    );
    Ok(())
}

fn normal(mean: &[f64], variance: f64) -> Result<MultivariateNormal, Error> {
    let d = mean.len();
    MultivariateNormal::new(mean.to_vec(), DMatrix::identity(d, d) * variance)
}

#[test]
fn mixtures_must_fit_together() -> TestResult {
    let (line, plane) = (normal(&[0.0], 1.0)?, normal(&[0.0, 0.0], 1.0)?);
    for (weights, components, found) in [
        (Pmf::uniform(2)?, vec![line.clone()], 1),
        (Pmf::uniform(2)?, vec![], 0),
        (Pmf::uniform(2)?, vec![line.clone(); 3], 3),
    ] {
        let (name, expected) = ("list of components", 2);
        let error = Error::SizeMismatch {
            name,
            expected,
            found,
        };
        assert_eq!(GaussianMixture::new(weights, components), Err(error));
    }
    let differ = |left, right| Error::DimensionMismatch { left, right };
    assert_eq!(
        GaussianMixture::new(
            Pmf::uniform(3)?,
            [plane.clone(), plane.clone(), line.clone()]
        ),
        Err(differ(2, 1))
    );
    let p = GaussianMixture::new(Pmf::uniform(1)?, [line])?;
    let q = GaussianMixture::new(Pmf::uniform(1)?, [plane])?;
    let error = Err(differ(1, 2));
    assert_eq!(p.kl_matched_moments(&q), error);
    assert_eq!(p.kl_nearest_component(&q), error);
    assert_eq!(p.kl_product(&q), error);
    assert_eq!(p.kl_variational(&q), error);
    assert_eq!(p.kl_variational_bound(&q), error);
    assert_eq!(p.kl_convex_bound(&q), error);
    assert_eq!(p.kl_unscented(&q), error);
    assert_eq!(p.kl_bounds(&q), Err(differ(1, 2)));
    let (name, expected, found) = ("point", 2, 1);
    let error = Error::SizeMismatch {
        name,
        expected,
        found,
    };
    assert_eq!(q.ln_pdf(&[0.0]), Err(error));
    for value in [f64::INFINITY, f64::NEG_INFINITY] {
        let error = Error::InvalidValue { index: 1, value };
        assert_eq!(q.ln_pdf(&[0.0, value]), Err(error));
    }
    assert!(q.ln_pdf(&[f64::NAN, 0.0]).is_err());
    Ok(())
}

#[test]
fn extreme_mixtures() -> TestResult {
    let means = [0.0, 1e300, -1e300, f64::MAX, -f64::MAX, 5e-324];
    let variances = [1.0, 1e-308, 1e300, 1e308];
    let mut all = Vec::new();
    for a in means {
        for b in [0.0, -a] {
            for v in variances {
                for d in [1, 2] {
                    let components = [normal(&vec![a; d], v)?, normal(&vec![b; d], 1.0)?];
                    all.push(GaussianMixture::new(Pmf::new([0.25, 0.75])?, components)?);
                }
            }
        }
    }
    for p in &all {
        assert!(p.mean().iter().all(|m| m.is_finite()), "{p:?}");
        assert!(p.covariance().iter().all(|c| !c.is_nan()), "{p:?}");
        assert!(!p.ln_pdf(&vec![1e300; p.dimension()])?.is_nan(), "{p:?}");
        for q in all.iter().filter(|q| q.dimension() == p.dimension()) {
            let what = || format!("{p:?} {q:?}");
            for d in [
                p.kl_nearest_component(q)?,
                p.kl_product(q)?,
                p.kl_variational(q)?,
                p.kl_unscented(q)?,
            ] {
                assert!(!d.nats().is_nan(), "{}", what());
            }
            // The moments may overflow, which is an error.
            if let Ok(d) = p.kl_matched_moments(q) {
                assert!(d.nats() >= 0.0, "{}", what());
            }
            let (bounds, convex) = (p.kl_bounds(q)?, p.kl_convex_bound(q)?);
            assert!(bounds.lower.nats() >= 0.0, "{}", what());
            assert!(bounds.lower <= bounds.upper, "{}", what());
            assert!(
                bounds.upper.nats() <= convex.nats() * (1.0 + 1e-14),
                "{}",
                what()
            );
        }
    }
    let far = GaussianMixture::new(
        Pmf::uniform(2)?,
        [normal(&[1e300], 1.0)?, normal(&[-1e300], 1.0)?],
    )?;
    let wide = Err(Error::InvalidEntry {
        row: 0,
        column: 0,
        value: f64::INFINITY,
    });
    assert_eq!(far.kl_matched_moments(&far), wide);
    Ok(())
}
