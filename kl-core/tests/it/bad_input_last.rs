//! Gamma distributions from Laplace distributions: parameters that are not usable are
//! named; extreme but valid ones give no NaN and nothing negative.

use kl_core::statrs::distribution::{ChiSquared, Erlang, Gamma, Laplace};
use kl_core::{Error, Information, KlDivergence};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;

#[track_caller]
fn names(got: &Result<Information, Error>, name: &'static str, value: f64) {
    assert_eq!(*got, Err(Error::InvalidParameter { name, value }));
}

#[test]
fn infinite_parameters_are_named() -> TestResult {
    let good = Laplace::new(0.0, 1.0)?;
    names(&Gamma::new(INF, 1.0)?.kl(&good), "shape of P", INF);
    names(&Gamma::new(1.0, INF)?.kl(&good), "rate of P", INF);
    names(&Erlang::new(1, INF)?.kl(&good), "rate of P", INF);
    let chi = ChiSquared::new(INF)?;
    names(&chi.kl(&good), "degrees of freedom of P", INF);
    let (gamma, erlang) = (Gamma::new(1.0, 1.0)?, Erlang::new(1, 1.0)?);
    let chi = ChiSquared::new(1.0)?;
    for (m, b, name, value) in [
        (INF, 1.0, "location of Q", INF),
        (-INF, 1.0, "location of Q", -INF),
        (0.0, INF, "scale of Q", INF),
    ] {
        let bad = Laplace::new(m, b)?;
        names(&gamma.kl(&bad), name, value);
        names(&erlang.kl(&bad), name, value);
        names(&chi.kl(&bad), name, value);
    }
    Ok(())
}

#[test]
fn extreme_parameters_give_no_nan_and_nothing_negative() -> TestResult {
    let sizes = [
        5e-324,
        1e-308,
        1e-200,
        1e-16,
        0.5,
        1.0,
        1.5,
        2.0,
        199.0,
        200.5,
        1e8,
        1e16,
        1e200,
        1e308,
        f64::MAX,
    ];
    for a in sizes {
        for r in sizes {
            for m in sizes.into_iter().flat_map(|x| [x, -x]).chain([0.0, -0.0]) {
                for b in [5e-324, 1e-160, 1.0, 1e160, f64::MAX] {
                    let d = Gamma::new(a, r)?.kl(&Laplace::new(m, b)?)?.nats();
                    assert!(d >= 0.0, "{d} at {a:e} {r:e} {m:e} {b:e}");
                }
            }
            // Where the location is next to the mean.
            for x in [0.0, 1e-17, 1e-16, 1e-8, 0.4, 0.5, 0.6, 3.0] {
                let m = (a / r) * (1.0 - x);
                let scale = m * (1.0 + x) / a.sqrt();
                if m > 0.0 && m < INF && scale > 0.0 && scale < INF {
                    let d = Gamma::new(a, r)?.kl(&Laplace::new(m, scale)?)?.nats();
                    assert!(d >= 0.0, "{d} at {a:e} {r:e} {m:e} {scale:e}");
                }
            }
        }
    }
    for k in [1, 2, u64::MAX] {
        let d = Erlang::new(k, 1.0)?.kl(&Laplace::new(1.0, 1.0)?)?.nats();
        assert!((0.0..INF).contains(&d), "{d} at {k}");
    }
    let far = ChiSquared::new(1.0)?.kl(&Laplace::new(0.0, 5e-324)?)?;
    assert_eq!(far, Information::INFINITY);
    Ok(())
}
