//! Kumaraswamy distributions, and beta from Laplace: parameters that are not usable are
//! named; extreme but valid ones give no NaN and nothing negative.

use kl_core::distribution::Kumaraswamy;
use kl_core::statrs::distribution::{Beta, Laplace};
use kl_core::{Error, KlDivergence};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;
const SIZES: [f64; 8] = [5e-324, 1e-308, 1e-200, 1e-3, 1.0, 1e16, 1e200, f64::MAX];

#[test]
fn constructors_name_what_is_wrong() {
    for value in [0.0, -0.0, -0.5, INF, -INF] {
        let wrong = |name| Err(Error::InvalidParameter { name, value });
        assert_eq!(Kumaraswamy::new(value, 1.0), wrong("a"));
        assert_eq!(Kumaraswamy::new(1.0, value), wrong("b"));
    }
    assert!(Kumaraswamy::new(f64::NAN, 1.0).is_err());
    assert!(Kumaraswamy::new(1.0, f64::NAN).is_err());
}

#[test]
fn densities_at_the_ends_and_outside() -> TestResult {
    let p = Kumaraswamy::new(2.0, 0.5)?;
    for x in [-INF, -1.0, -5e-324, 1.0 + f64::EPSILON, INF] {
        assert_eq!(p.ln_pdf(x), -INF);
    }
    assert!(p.ln_pdf(f64::NAN).is_nan());
    assert_eq!((p.ln_pdf(0.0), p.ln_pdf(1.0)), (-INF, INF));
    let p = Kumaraswamy::new(0.5, 2.0)?;
    assert_eq!((p.ln_pdf(0.0), p.ln_pdf(1.0)), (INF, -INF));
    let uniform = Kumaraswamy::new(1.0, 1.0)?;
    assert_eq!((uniform.ln_pdf(-0.0), uniform.ln_pdf(1.0)), (0.0, 0.0));
    for a in SIZES {
        for b in SIZES {
            let p = Kumaraswamy::new(a, b)?;
            assert!((0.0..=1.0).contains(&p.mean()), "{p:?}");
            for x in [0.0, 5e-324, 0.5, 1.0 - f64::EPSILON, 1.0] {
                assert!(!p.ln_pdf(x).is_nan(), "{p:?} at {x}");
            }
        }
    }
    Ok(())
}

#[test]
fn unusable_parameters_are_named() -> TestResult {
    let large = Beta::new(1e308, 1e308)?;
    let (name, value) = ("sum of the shapes of Q", INF);
    let wrong = Err(Error::InvalidParameter { name, value });
    assert_eq!(Kumaraswamy::new(1.0, 2.0)?.kl(&large), wrong);
    let (name, value) = ("sum of the shapes of P", INF);
    let wrong = Err(Error::InvalidParameter { name, value });
    assert_eq!(large.kl(&Laplace::new(0.0, 1.0)?), wrong);
    let p = Beta::new(1.0, 2.0)?;
    for (m, b, name, value) in [
        (INF, 1.0, "location of Q", INF),
        (-INF, 1.0, "location of Q", -INF),
        (0.0, INF, "scale of Q", INF),
    ] {
        let wrong = Err(Error::InvalidParameter { name, value });
        assert_eq!(p.kl(&Laplace::new(m, b)?), wrong);
    }
    Ok(())
}

#[test]
fn extreme_parameters_give_no_nan_and_nothing_negative() -> TestResult {
    for a in SIZES {
        for b in SIZES {
            let p = Kumaraswamy::new(a, b)?;
            for (c, d) in [
                (a, b),
                (b, a),
                (1.0, b),
                (a, 1.0),
                (5e-324, 1e200),
                (1e16, 1e-308),
            ] {
                let nats = p.kl(&Kumaraswamy::new(c, d)?)?.nats();
                assert!(nats >= 0.0, "{nats} {p:?} {c:e} {d:e}");
                if let Ok(d) = p.kl(&Beta::new(c, d)?) {
                    assert!(d.nats() >= 0.0, "{d:?} {p:?} {c:e}");
                }
            }
            let p = Beta::new(a, b)?;
            let mean = a / (a + b);
            for m in SIZES.into_iter().flat_map(|x| [x, -x, 1.0 - x]) {
                for m in [m, mean, mean * 0.9, 0.0] {
                    for scale in [5e-324, 1e-160, 1.0, f64::MAX] {
                        if let Ok(d) = p.kl(&Laplace::new(m, scale)?) {
                            assert!(d.nats() >= 0.0, "{d:?} {p:?} {m:e} {scale:e}");
                        }
                    }
                }
            }
        }
    }
    Ok(())
}
