//! Constructors and densities of continuous Bernoulli and half-normal distributions.

use crate::common::TestResult;
use crate::common::errors::{parameter, refused};
use kl_core::Error;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal};

const INF: f64 = f64::INFINITY;

#[test]
fn constructors_name_what_is_wrong() {
    for bad in [0.0, -0.0, 1.0, -0.5, 1.5, INF, -INF] {
        let wrong = parameter("lambda", bad);
        refused(ContinuousBernoulli::new(bad), &wrong);
    }
    for bad in [0.0, -0.0, -0.5, INF, -INF] {
        let wrong = parameter("scale", bad);
        refused(HalfNormal::new(bad), &wrong);
    }
    let name = |e| match e {
        Err(Error::Parameter { name, value, .. }) if value.is_nan() => name,
        _ => "nothing",
    };
    assert_eq!(
        name(ContinuousBernoulli::new(f64::NAN).map(|_| ())),
        "lambda"
    );
    assert_eq!(name(HalfNormal::new(f64::NAN).map(|_| ())), "scale");
    assert!(ContinuousBernoulli::new(5e-324).is_ok());
    assert!(ContinuousBernoulli::new(1.0 - 0.5 * f64::EPSILON).is_ok());
}

#[test]
fn densities_outside_the_support() -> TestResult {
    let (cb, half) = (ContinuousBernoulli::new(0.25)?, HalfNormal::new(2.0)?);
    for x in [-INF, -1.0, -5e-324, INF] {
        assert_eq!(cb.ln_pdf(x), -INF);
        assert_eq!(half.ln_pdf(x), -INF);
    }
    assert_eq!(cb.ln_pdf(1.0 + f64::EPSILON), -INF);
    assert!(cb.ln_pdf(f64::NAN).is_nan() && half.ln_pdf(f64::NAN).is_nan());
    assert_eq!(cb.ln_pdf(-0.0), cb.ln_pdf(0.0));
    assert_eq!(half.ln_pdf(-0.0), half.ln_pdf(0.0));
    for s in [5e-324, 1e-300, 1.0, 1e300, f64::MAX] {
        for x in [0.0, 5e-324, 1.0, f64::MAX] {
            assert!(!HalfNormal::new(s)?.ln_pdf(x).is_nan(), "{s} {x}");
        }
    }
    for l in [5e-324, 0.25, 0.5, 1.0 - 0.5 * f64::EPSILON] {
        for x in [0.0, 5e-324, 0.5, 1.0] {
            assert!(
                ContinuousBernoulli::new(l)?.ln_pdf(x).is_finite(),
                "{l} {x}"
            );
        }
    }
    Ok(())
}
