//! Normal-gamma and normal-Wishart distributions, and those of the inverses.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{dimensions, entry, parameter, refused, size};
use kl_core::distribution::{NormalGamma, NormalInverseGamma, NormalInverseWishart, NormalWishart};
use kl_core::nalgebra::DMatrix;
use kl_core::{Error, KlDivergence};

#[test]
fn scalar_parameters_are_checked() {
    let places = ["mean", "lambda", "shape", "rate"];
    for (place, name) in places.into_iter().enumerate() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0] {
            if place == 0 && bad.is_finite() {
                continue;
            }
            let mut x = [1.0; 4];
            x[place] = bad;
            let [mean, lambda, shape, rate] = x;
            let wrong = parameter(name, bad);
            refused(NormalGamma::new(mean, lambda, shape, rate), &wrong);
            refused(NormalInverseGamma::new(mean, lambda, shape, rate), &wrong);
        }
    }
}

#[test]
fn vectors_and_matrices_are_checked() {
    let unit = || DMatrix::identity(2, 2);
    let like = "rows of the scale matrix";
    let long = size("entries of the mean", 3, like, 2);
    assert_eq!(
        NormalWishart::new(vec![0.0; 3], 1.0, 3.0, unit()),
        Err(long.clone())
    );
    assert_eq!(
        NormalInverseWishart::new(vec![0.0; 3], 1.0, 3.0, unit()),
        Err(long)
    );
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let wrong = entry("mean", 1, bad);
        refused(NormalWishart::new(vec![0.0, bad], 1.0, 3.0, unit()), &wrong);
        refused(
            NormalInverseWishart::new(vec![0.0, bad], 1.0, 3.0, unit()),
            &wrong,
        );
    }
    for bad in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
        let wrong = parameter("lambda", bad);
        refused(NormalWishart::new(vec![0.0; 2], bad, 3.0, unit()), &wrong);
        refused(
            NormalInverseWishart::new(vec![0.0; 2], bad, 3.0, unit()),
            &wrong,
        );
    }
    for bad in [f64::NAN, f64::INFINITY, 1.0, -1.0] {
        let wrong = parameter("degrees of freedom", bad);
        refused(NormalWishart::new(vec![0.0; 2], 1.0, bad, unit()), &wrong);
        refused(
            NormalInverseWishart::new(vec![0.0; 2], 1.0, bad, unit()),
            &wrong,
        );
    }
    let empty = NormalWishart::new(vec![], 1.0, 3.0, DMatrix::zeros(0, 0));
    assert!(matches!(empty, Err(Error::Empty { .. })), "{empty:?}");
}

#[test]
fn dimensions_must_match() -> TestResult {
    let one = |d: usize| NormalWishart::new(vec![0.0; d], 1.0, 3.0, DMatrix::identity(d, d));
    assert_eq!(one(1)?.kl(&one(2)?), Err(dimensions(1, 2)));
    let one = |d: usize| NormalInverseWishart::new(vec![0.0; d], 1.0, 3.0, DMatrix::identity(d, d));
    assert_eq!(one(1)?.kl(&one(2)?), Err(dimensions(1, 2)));
    Ok(())
}

/// W(ν, V) in one dimension is the gamma distribution of shape ½ν and rate 1/2V.
#[test]
fn one_dimension_is_a_normal_gamma_distribution() -> TestResult {
    let matrix = |x: f64| DMatrix::from_element(1, 1, x);
    let wishart = |m: f64, l: f64, n: f64, v: f64| NormalWishart::new(vec![m], l, n, matrix(v));
    let inverse =
        |m: f64, l: f64, n: f64, v: f64| NormalInverseWishart::new(vec![m], l, n, matrix(1.0 / v));
    let gamma = |m: f64, l: f64, n: f64, v: f64| NormalGamma::new(m, l, 0.5 * n, 0.5 / v);
    let of_variance =
        |m: f64, l: f64, n: f64, v: f64| NormalInverseGamma::new(m, l, 0.5 * n, 0.5 / v);
    let cases = [
        (0.0, 1.0, 3.0, 0.5),
        (1.5, 0.25, 8.0, 4.0),
        (1.5, 0.5, 8.0, 0.125),
    ];
    for (a, b, c, d) in cases {
        for (e, f, g, h) in cases {
            let all = [
                wishart(a, b, c, d)?.kl(&wishart(e, f, g, h)?)?,
                inverse(a, b, c, d)?.kl(&inverse(e, f, g, h)?)?,
                of_variance(a, b, c, d)?.kl(&of_variance(e, f, g, h)?)?,
            ];
            let expected = gamma(a, b, c, d)?.kl(&gamma(e, f, g, h)?)?.nats();
            for got in all {
                close(got.nats(), expected, 1e-14);
            }
        }
    }
    Ok(())
}

#[test]
fn extreme_parameters_are_not_nan() -> TestResult {
    let extreme = [5e-324, 1e-300, 1.0, 1e300, f64::MAX];
    let mut all = Vec::new();
    for a in extreme {
        for b in extreme {
            for mean in [0.0, 5e-324, f64::MAX, -f64::MAX] {
                all.push(NormalGamma::new(mean, a, b, a)?);
                all.push(NormalGamma::new(mean, b, 1.0, a)?);
            }
        }
    }
    for p in &all {
        for q in &all {
            let d = p.kl(q)?.nats();
            assert!(d >= 0.0, "{p:?} {q:?} {d}");
        }
        assert_eq!(p.kl(p)?.nats(), 0.0);
    }
    // Where the square of the means alone would overflow.
    let p = NormalGamma::new(1e200, 1e-300, 1.0, 1.0)?;
    let q = NormalGamma::new(-1e200, 1e-300, 1.0, 1.0)?;
    close(p.kl(&q)?.nats(), 2e100, 1e-15);
    Ok(())
}
