//! Wasserstein distances between distributions of a family: bad and extreme parameters, and
//! limits of samples.

use super::EXTREME;
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::Error;
use kl_core::statrs::distribution::{ContinuousCDF, Exp, Laplace, Normal, Uniform};
use kl_core::transport::{Wasserstein, wasserstein_1, wasserstein_2};

const INF: f64 = f64::INFINITY;

#[test]
fn infinite_parameters_are_named() -> TestResult {
    #[track_caller]
    fn names<D: Wasserstein>(bad: &D, good: &D, name: &str) {
        for (p, q, which) in [(bad, good, "P"), (good, bad, "Q")] {
            for got in [p.wasserstein_1(q), p.wasserstein_2(q)] {
                match got {
                    Err(Error::Parameter {
                        name: got, value, ..
                    }) => {
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

/// The distances of distributions are those of their quantiles at many levels.
#[test]
fn closed_forms_are_limits_of_samples() -> TestResult {
    fn check<D: Wasserstein + ContinuousCDF<f64, f64>>(p: &D, q: &D) -> TestResult {
        const N: u32 = 2000;
        let quantiles = |d: &D| -> Vec<f64> {
            (0..N)
                .map(|i| d.inverse_cdf((f64::from(i) + 0.5) / f64::from(N)))
                .collect()
        };
        let (x, y) = (quantiles(p), quantiles(q));
        close(p.wasserstein_1(q)?, wasserstein_1(&x, &y)?, 2e-3);
        close(p.wasserstein_2(q)?, wasserstein_2(&x, &y)?, 2e-2);
        assert_eq!(p.wasserstein_1(q)?, q.wasserstein_1(p)?);
        assert_eq!(p.wasserstein_2(q)?, q.wasserstein_2(p)?);
        assert!(p.wasserstein_1(q)? <= p.wasserstein_2(q)?);
        assert_eq!(p.wasserstein_1(p)?, 0.0);
        assert_eq!(p.wasserstein_2(p)?, 0.0);
        Ok(())
    }
    let mut random = Random(5);
    for _ in 0..4 {
        let [a, b] = [0; 2].map(|_| random.between(-2.0, 2.0));
        let [s, t] = [0; 2].map(|_| random.power_of_ten(-1.0, 1.0));
        check(&Normal::new(a, s)?, &Normal::new(b, t)?)?;
        check(&Laplace::new(a, s)?, &Laplace::new(b, t)?)?;
        check(&Uniform::new(a, a + s)?, &Uniform::new(b, b + t)?)?;
        check(&Exp::new(s)?, &Exp::new(t)?)?;
    }
    Ok(())
}
