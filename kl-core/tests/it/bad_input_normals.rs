//! Divergences between normal distributions: malformed input is a named error, extreme
//! but valid input is not NaN and gives nothing negative, and nothing panics.

use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, Information, MultivariateNormal, NormalDivergences};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const ORDERS: [f64; 14] = [
    0.0,
    5e-324,
    1e-300,
    0.1,
    0.5,
    0.9,
    1.0 - f64::EPSILON,
    1.0,
    1.0 + f64::EPSILON,
    1.5,
    1e10,
    1e300,
    f64::MAX,
    f64::INFINITY,
];

fn standard(d: usize) -> Result<MultivariateNormal, Error> {
    MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d))
}

#[test]
fn dimensions_and_orders_are_named() -> TestResult {
    let (p, q) = (standard(2)?, standard(3)?);
    let mismatch = Error::DimensionMismatch { left: 2, right: 3 };
    assert_eq!(p.jeffreys(&q), Err(mismatch.clone()));
    assert_eq!(p.bhattacharyya(&q), Err(mismatch.clone()));
    assert_eq!(p.hellinger(&q), Err(mismatch.clone()));
    for order in ORDERS {
        assert_eq!(p.renyi(order, &q), Err(mismatch.clone()), "{order}");
    }
    let single = Normal::new(0.0, 1.0)?;
    for value in [-1.0, -5e-324, f64::NEG_INFINITY] {
        let name = "order";
        let expected = Err(Error::InvalidParameter { name, value });
        assert_eq!(p.renyi(value, &p), expected);
        assert_eq!(single.renyi(value, &single), expected);
    }
    let nan = |got| matches!(got, Err(Error::InvalidParameter { name: "order", value }) if f64::is_nan(value));
    assert!(nan(p.renyi(f64::NAN, &p)) && nan(single.renyi(f64::NAN, &single)));
    Ok(())
}

#[test]
fn infinite_parameters_are_named() -> TestResult {
    let good = Normal::new(0.0, 1.0)?;
    let value = f64::INFINITY;
    let mean = Normal::new(value, 1.0)?;
    let deviation = Normal::new(0.0, value)?;
    let named = |name| Error::InvalidParameter { name, value };
    let of_p = named("mean of P");
    assert_eq!(mean.jeffreys(&good), Err(of_p.clone()));
    assert_eq!(mean.bhattacharyya(&good), Err(of_p.clone()));
    assert_eq!(mean.hellinger(&good), Err(of_p.clone()));
    assert_eq!(mean.renyi(2.0, &good), Err(of_p));
    let of_q = named("standard deviation of Q");
    assert_eq!(good.jeffreys(&deviation), Err(of_q.clone()));
    assert_eq!(good.renyi(0.0, &deviation), Err(of_q));
    Ok(())
}

#[test]
fn extreme_normals_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let mut all = Vec::new();
    for mean in [0.0, tiny, 1.0, 1e154, f64::MAX, -f64::MAX] {
        for scale in [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX] {
            all.push(Normal::new(mean, scale)?);
        }
    }
    for p in &all {
        for q in &all {
            assert!(p.jeffreys(q)?.nats() >= 0.0, "{p:?} {q:?}");
            let h = p.hellinger(q)?;
            assert!((0.0..=1.0).contains(&h), "{p:?} {q:?}: {h}");
            for order in ORDERS {
                let d = p.renyi(order, q)?.nats();
                assert!(d >= 0.0, "{p:?} {q:?} {order}: {d}");
            }
        }
        for order in ORDERS {
            assert_eq!(p.renyi(order, p)?, Information::ZERO, "{p:?} {order}");
        }
    }
    Ok(())
}

/// Where the quotient of standard deviations is beyond any double, its logarithm is not.
#[test]
fn overlaps_of_extremes_are_finite() -> TestResult {
    let p = Normal::new(0.0, f64::MAX)?;
    let q = Normal::new(0.0, f64::from_bits(1))?;
    let apart = f64::MAX.ln() - f64::from_bits(1).ln();
    let expected = 0.5 * (apart - 2f64.ln());
    for d in [p.bhattacharyya(&q)?, q.bhattacharyya(&p)?] {
        assert!((d.nats() - expected).abs() < 1e-12 * expected, "{d}");
    }
    let one = |variance| MultivariateNormal::new(vec![0.0], DMatrix::from_element(1, 1, variance));
    let (p, q) = (one(f64::MAX)?, one(f64::from_bits(1))?);
    let expected = 0.5 * (0.5 * apart - 2f64.ln());
    for d in [p.bhattacharyya(&q)?, q.bhattacharyya(&p)?] {
        assert!((d.nats() - expected).abs() < 1e-12 * expected, "{d}");
    }
    Ok(())
}

#[test]
fn extreme_covariances_are_not_nan() -> TestResult {
    let variances = [5e-324, 1e-300, 1e-8, 1.0, 1e300, f64::MAX];
    let mut all = Vec::new();
    for a in variances {
        for b in variances {
            let c = 0.4 * a.sqrt() * b.sqrt();
            let s = DMatrix::from_row_slice(2, 2, &[a, c, c, b]);
            for mean in [0.0, f64::MAX] {
                all.push(MultivariateNormal::new(vec![mean, 1.0], s.clone())?);
            }
        }
    }
    for p in &all {
        for q in &all {
            let h = p.hellinger(q)?;
            assert!((0.0..=1.0).contains(&h), "{p:?} {q:?}: {h}");
            for order in [1e-300, 0.3, 0.9, 1.1, 1e300, f64::INFINITY] {
                let d = p.renyi(order, q)?.nats();
                assert!(d >= 0.0, "{p:?} {q:?} {order}: {d}");
            }
        }
        for order in ORDERS {
            assert_eq!(p.renyi(order, p)?, Information::ZERO, "{p:?} {order}");
        }
    }
    Ok(())
}
