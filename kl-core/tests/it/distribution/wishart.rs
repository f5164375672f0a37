//! Wishart and inverse Wishart distributions: bad and extreme ones, and the same as gamma
//! distributions and normal vectors.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{dimensions, indefinite, parameter, refused};
use crate::common::extremes::{VARIANCES, extreme_covariances};
use crate::common::random::{Random, symmetric};
use crate::normal::centred;
use kl_core::distribution::{InverseWishart, Wishart};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::{Gamma, InverseGamma};
use kl_core::{Error, KlDivergence};

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
                matches!(got, Some(Error::Parameter { name: "degrees of freedom", value: v, .. })
                    if v == value || v.is_nan() && value.is_nan()),
                "{got:?}"
            );
        }
    }
    refused(
        Wishart::new(5e-324, DMatrix::identity(1, 1)),
        &parameter("degrees of freedom", 5e-324),
    );
    assert_eq!(
        Wishart::new(1.0, DMatrix::zeros(0, 0)),
        Err(Error::Empty {
            of: "rows of the scale matrix"
        })
    );
    let expected = indefinite("scale matrix", 1, -2.0);
    let indefinite = || DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, -2.0]);
    assert_eq!(Wishart::new(3.0, indefinite()), Err(expected.clone()));
    assert_eq!(InverseWishart::new(3.0, indefinite()), Err(expected));
    let expected = dimensions(2, 1);
    let (p, q) = (Wishart::new(3.0, two())?, DMatrix::identity(1, 1));
    assert_eq!(p.kl(&Wishart::new(3.0, q.clone())?), Err(expected.clone()));
    let p = InverseWishart::new(3.0, two())?;
    assert_eq!(p.kl(&InverseWishart::new(3.0, q)?), Err(expected));
    Ok(())
}

#[test]
fn extreme_wisharts_are_not_nan() -> TestResult {
    let mut all = Vec::new();
    for s in extreme_covariances() {
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

/// One row: ½ν is the shape, and 1/2V the rate.
#[test]
fn one_row_of_wishart_is_gamma() -> TestResult {
    let mut random = Random(10);
    for _ in 0..1000 {
        let (m, n) = (
            random.power_of_ten(-2.0, 2.0),
            random.power_of_ten(-2.0, 2.0),
        );
        // Powers of two, so that the rates are exact.
        let power = |random: &mut Random| 2f64.powi(random.below(9) as i32 - 4);
        let (v, w) = (power(&mut random), power(&mut random));
        let one = |x: f64| DMatrix::identity(1, 1) * x;
        let ours = Wishart::new(m, one(v))?.kl(&Wishart::new(n, one(w))?)?;
        let gamma = Gamma::new(0.5 * m, 0.5 / v)?.kl(&Gamma::new(0.5 * n, 0.5 / w)?)?;
        close(ours.nats(), gamma.nats(), 1e-13);
        let ours = InverseWishart::new(m, one(v))?.kl(&InverseWishart::new(n, one(w))?)?;
        let gamma = InverseGamma::new(0.5 * m, 0.5 * v)?;
        let gamma = gamma.kl(&InverseGamma::new(0.5 * n, 0.5 * w)?)?;
        close(ours.nats(), gamma.nats(), 1e-13);
    }
    Ok(())
}

/// Equal degrees of freedom: ν times the divergence of normal vectors; and the
/// divergence does not change when both variables are inverted.
#[test]
fn wishart_is_a_sum_of_normals() -> TestResult {
    let mut random = Random(11);
    for round in 0..60 {
        let d = 1 + random.below(25);
        let (s, t) = random.pair(d, round);
        let freedom = d as f64 + random.between(-0.5, 9.0);
        let p = Wishart::new(freedom, s.clone())?;
        let ours = p.kl(&Wishart::new(freedom, t.clone())?)?;
        let normals = freedom * centred(&s)?.kl(&centred(&t)?)?;
        close(ours.nats(), normals.nats(), 1e-12);

        let inverse = |m: &DMatrix<f64>| m.clone().try_inverse().map(|m| symmetric(&m));
        let (s, t) = (random.covariance(d, 0.5), random.covariance(d, 0.5));
        let (v, w) = (
            inverse(&s).ok_or("singular")?,
            inverse(&t).ok_or("singular")?,
        );
        let more = freedom + random.between(0.0, 3.0);
        let plain = Wishart::new(freedom, v)?.kl(&Wishart::new(more, w)?)?;
        let inverted = InverseWishart::new(freedom, s)?.kl(&InverseWishart::new(more, t)?)?;
        close(plain.nats(), inverted.nats(), 1e-9);
    }
    Ok(())
}
