//! Zero-inflated and hurdle Poisson distributions: what is wrong is named, and their limits.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{parameter, refused};
use kl_core::distribution::{HurdlePoisson, ZeroInflatedPoisson};
use kl_core::statrs::distribution::{Bernoulli, Poisson};
use kl_core::{Error, Information, KlDivergence};

const INF: f64 = f64::INFINITY;

#[test]
fn constructors_name_what_is_wrong() {
    for bad in [-0.5, -5e-324, 1.0 + f64::EPSILON, INF, -INF] {
        let inflation = parameter("zero inflation", bad);
        refused(ZeroInflatedPoisson::new(bad, 1.0), &inflation);
        let zero = parameter("probability of zero", bad);
        refused(HurdlePoisson::new(bad, 1.0), &zero);
    }
    for bad in [0.0, -0.0, -1.0, INF, -INF] {
        let rate = parameter("rate", bad);
        refused(ZeroInflatedPoisson::new(0.5, bad), &rate);
        refused(HurdlePoisson::new(0.5, bad), &rate);
    }
    let name = |e: Error| match e {
        Error::Parameter { name, value, .. } if value.is_nan() => name,
        _ => "nothing",
    };
    let nan = f64::NAN;
    let wrong = ZeroInflatedPoisson::new(nan, 1.0).map_err(name);
    assert_eq!(wrong, Err("zero inflation"));
    let wrong = ZeroInflatedPoisson::new(0.5, nan).map_err(name);
    assert_eq!(wrong, Err("rate"));
    let wrong = HurdlePoisson::new(nan, 1.0).map_err(name);
    assert_eq!(wrong, Err("probability of zero"));
    let wrong = HurdlePoisson::new(0.5, nan).map_err(name);
    assert_eq!(wrong, Err("rate"));
}

/// The rate of a Poisson distribution of statrs may be infinite.
#[test]
fn an_infinite_rate_is_named() -> TestResult {
    let (zip, hurdle) = (
        ZeroInflatedPoisson::new(0.5, 1.0)?,
        HurdlePoisson::new(0.5, 1.0)?,
    );
    let endless = Poisson::new(INF)?;
    refused(endless.kl(&zip), &parameter("rate of P", INF));
    refused(endless.kl(&hurdle), &parameter("rate of P", INF));
    refused(zip.kl(&endless), &parameter("rate of Q", INF));
    refused(hurdle.kl(&endless), &parameter("rate of Q", INF));
    Ok(())
}

#[test]
fn no_inflation_is_a_poisson_distribution() -> TestResult {
    for (a, b) in [
        (0.01, 0.02),
        (1.0, 1.0 + 1e-9),
        (4.0, 2.0),
        (50.0, 20.0),
        (1e9, 1.1e9),
    ] {
        let (p, q) = (Poisson::new(a)?, Poisson::new(b)?);
        let plain = p.kl(&q)?.nats();
        let (x, y) = (
            ZeroInflatedPoisson::new(0.0, a)?,
            ZeroInflatedPoisson::new(0.0, b)?,
        );
        close(x.kl(&y)?.nats(), plain, 1e-14);
        assert_eq!(x.kl(&q)?, x.kl(&y)?);
        assert_eq!(p.kl(&y)?, x.kl(&y)?);
    }
    Ok(())
}

#[test]
fn certain_zeros() -> TestResult {
    let sure = ZeroInflatedPoisson::new(1.0, 3.0)?;
    let sure_too = HurdlePoisson::new(1.0, 5.0)?;
    let some = HurdlePoisson::new(0.25, 2.0)?;
    let never = HurdlePoisson::new(0.0, 2.0)?;
    // The rates are of counts that do not occur.
    assert_eq!(sure.kl(&sure_too)?, Information::ZERO);
    assert_eq!(sure_too.kl(&sure)?, Information::ZERO);
    assert_eq!(sure.kl(&some)?.bits(), 2.0);
    assert!(some.kl(&sure)?.is_infinite());
    assert!(sure.kl(&never)?.is_infinite());
    assert!(never.kl(&sure)?.is_infinite());
    // A zero that no double holds is possible.
    assert!(Poisson::new(1000.0)?.kl(&never)?.is_infinite());
    assert!(some.kl(&Poisson::new(1000.0)?)?.is_finite());
    // One count in so many is positive, and then it is 1.
    let (p, q) = (ZeroInflatedPoisson::new(0.5, 1e-20)?, Bernoulli::new(0.5)?);
    let rare = HurdlePoisson::new(0.5, 1e-20)?;
    close(
        p.kl(&rare)?.nats(),
        Bernoulli::new(0.0)?.kl(&q)?.nats(),
        1e-14,
    );
    Ok(())
}
