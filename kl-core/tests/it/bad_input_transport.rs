//! Distances between samples and between distributions of a family: malformed input is
//! named; extreme but valid input gives no NaN and nothing negative.

use kl_core::Error;
use kl_core::statrs::distribution::{Exp, Laplace, Normal, Uniform};
use kl_core::transport::{Empirical, Wasserstein};
use kl_core::transport::{wasserstein, wasserstein_1, wasserstein_2, wasserstein_of_quantiles};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;

/// Fails unless the error names the index and is about NaN.
#[track_caller]
fn nan_at<T: std::fmt::Debug>(got: Result<T, Error>, place: usize) {
    match got {
        Err(Error::InvalidValue { index, value } | Error::InvalidWeight { index, value })
            if value.is_nan() =>
        {
            assert_eq!(index, place);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn values_must_be_finite() {
    for f in [wasserstein_1, wasserstein_2, |x: &[f64], y: &[f64]| {
        wasserstein(3.0, x, y)
    }] {
        assert_eq!(f(&[], &[1.0]), Err(Error::Empty));
        assert_eq!(f(&[1.0], &[]), Err(Error::Empty));
        nan_at(f(&[1.0, f64::NAN], &[1.0]), 1);
        nan_at(f(&[1.0], &[3.0, 2.0, f64::NAN]), 2);
        for value in [INF, -INF] {
            let error = Error::InvalidValue { index: 0, value };
            assert_eq!(f(&[value], &[1.0]), Err(error.clone()));
            assert_eq!(f(&[1.0], &[value]), Err(error));
        }
    }
}

#[test]
fn weights_must_be_weights() {
    let weighted = |w: &[f64]| Empirical::weighted([1.0, 2.0], w);
    let mismatch = Error::WeightsMismatch {
        values: 2,
        weights: 3,
    };
    assert_eq!(weighted(&[1.0; 3]), Err(mismatch));
    assert_eq!(weighted(&[0.0, 0.0]), Err(Error::ZeroTotal));
    nan_at(weighted(&[1.0, f64::NAN]), 1);
    for value in [-1.0, INF, -INF, -5e-324] {
        let error = Error::InvalidWeight { index: 0, value };
        assert_eq!(weighted(&[value, 1.0]), Err(error));
    }
    nan_at(Empirical::weighted([f64::NAN], [0.0]), 0);
    assert_eq!(Empirical::weighted([], []), Err(Error::Empty));
    assert_eq!(Empirical::new([]), Err(Error::Empty));
}

#[test]
fn orders_and_levels() -> TestResult {
    let p = Empirical::new([1.0, 2.0])?;
    for value in [0.999, 0.0, -1.0, -INF] {
        let name = "order of the distance";
        let error = Error::InvalidParameter { name, value };
        assert_eq!(p.wasserstein(value, &p), Err(error.clone()));
        assert_eq!(wasserstein(value, &[1.0], &[1.0]), Err(error));
    }
    assert!(p.wasserstein(f64::NAN, &p).is_err());
    for value in [-5e-324, 1.0 + f64::EPSILON, INF, -INF] {
        let name = "level of the quantile";
        let error = Error::InvalidParameter { name, value };
        assert_eq!(p.quantile(value), Err(error));
    }
    assert!(p.quantile(f64::NAN).is_err());
    assert!(p.cdf(f64::NAN).is_err());
    assert_eq!(p.cdf(INF)?, 1.0);
    assert_eq!(p.cdf(-INF)?, 0.0);
    Ok(())
}

#[test]
fn infinite_parameters_are_named() -> TestResult {
    #[track_caller]
    fn names<D: Wasserstein>(bad: &D, good: &D, name: &str) {
        for (p, q, which) in [(bad, good, "P"), (good, bad, "Q")] {
            for got in [p.wasserstein_1(q), p.wasserstein_2(q)] {
                match got {
                    Err(Error::InvalidParameter { name: got, value }) => {
                        assert_eq!(got, format!("{name} of {which}"));
                        assert!(value.is_infinite());
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
    }
    let good = Normal::new(0.0, 1.0)?;
    names(&Normal::new(INF, 1.0)?, &good, "mean");
    names(&Normal::new(0.0, INF)?, &good, "standard deviation");
    let good = Laplace::new(0.0, 1.0)?;
    names(&Laplace::new(-INF, 1.0)?, &good, "location");
    names(&Laplace::new(0.0, INF)?, &good, "scale");
    names(&Exp::new(INF)?, &Exp::new(1.0)?, "rate");
    Ok(())
}

const EXTREME: [f64; 9] = [
    0.0,
    5e-324,
    -1e-310,
    1.0,
    1.0 + f64::EPSILON,
    1e154,
    -1e300,
    f64::MAX,
    -f64::MAX,
];

#[test]
fn extreme_samples_are_not_nan() -> TestResult {
    let mut samples = Vec::new();
    for a in EXTREME {
        for b in EXTREME {
            samples.push(Empirical::new([a, b])?);
            samples.push(Empirical::new([a, b, a])?);
            for w in [5e-324, 1e-200, 1e300, f64::MAX] {
                samples.push(Empirical::weighted([a, b], [w, 1.0])?);
            }
        }
    }
    for (i, p) in samples.iter().enumerate() {
        for q in samples.iter().skip(i % 7).step_by(7) {
            let mut distances = vec![p.wasserstein_1(q), p.wasserstein_2(q), p.energy_distance(q)];
            for order in [1.5, 700.0, 1e308, INF] {
                distances.push(p.wasserstein(order, q)?);
            }
            for d in distances {
                assert!(d >= 0.0, "{d} for {p:?} {q:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn extreme_parameters_are_not_nan() {
    fn all<D: Wasserstein + std::fmt::Debug>(ds: &[D]) {
        for p in ds {
            for q in ds {
                for got in [p.wasserstein_1(q), p.wasserstein_2(q)] {
                    assert!(got.clone().is_ok_and(|d| d >= 0.0), "{got:?} {p:?} {q:?}");
                }
            }
        }
    }
    let pairs = || EXTREME.iter().flat_map(|&a| EXTREME.map(|b| (a, b)));
    all(&pairs()
        .flat_map(|(a, b)| Normal::new(a, b))
        .collect::<Vec<_>>());
    all(&pairs()
        .flat_map(|(a, b)| Laplace::new(a, b))
        .collect::<Vec<_>>());
    all(&pairs()
        .flat_map(|(a, b)| Uniform::new(a, b))
        .collect::<Vec<_>>());
    all(&EXTREME
        .iter()
        .flat_map(|&a| Exp::new(a))
        .collect::<Vec<_>>());
}

#[test]
fn quantile_functions_are_checked() -> TestResult {
    let uniform = |u: f64, _: f64| u;
    for order in [0.5, -1.0, INF, f64::NAN] {
        match wasserstein_of_quantiles(order, uniform, uniform) {
            Err(Error::InvalidParameter { name, value }) => {
                assert!(name == "order" && value.to_bits() == order.to_bits());
            }
            other => panic!("{other:?}"),
        }
    }
    let holed = |u: f64, _: f64| if u < 0.1 { f64::NAN } else { u };
    for (p_is_holed, name) in [(true, "quantile of P"), (false, "quantile of Q")] {
        let got = match p_is_holed {
            true => wasserstein_of_quantiles(1.0, holed, uniform),
            false => wasserstein_of_quantiles(1.0, uniform, holed),
        };
        assert!(
            matches!(got, Err(Error::InvalidParameter { name: n, value }) if n == name && value.is_nan()),
            "{got:?}"
        );
    }
    // Neither the difference nor its power overflows.
    let far = |u: f64, _: f64| 1e308 * (2.0 * u - 1.0);
    let turned = |u: f64, _: f64| -1e308 * (2.0 * u - 1.0);
    let w = wasserstein_of_quantiles(3.0, far, turned)?;
    // 2e308 (∫ |2u − 1|³ du)^(1/3) = 2e308/4^(1/3)
    assert!(
        (w.value() / 1e308 - 2.0 / 4f64.cbrt()).abs() < 1e-8,
        "{w:?}"
    );
    let tiny = |u: f64, _: f64| 1e-300 * u;
    let w = wasserstein_of_quantiles(4.0, tiny, |_, _| 0.0)?;
    assert!(
        (w.value() / 1e-300 - 0.2f64.powf(0.25)).abs() < 1e-8,
        "{w:?}"
    );
    Ok(())
}
