//! Log-ratios of densities at samples, and their mean.

use crate::common::TestResult;
use crate::common::close::agrees;
use crate::common::errors::{entry, refused};
use crate::common::random::Random;
use kl_core::statrs::distribution::{
    Beta, Exp, FisherSnedecor, Gumbel, InverseGamma, Laplace, Normal, Uniform,
};
use kl_core::{Error, Information, KlDivergence, estimate};

#[test]
fn samples_must_be_possible() -> TestResult {
    let (p, q) = (Normal::new(0.0, 1.0)?, Uniform::new(0.0, 1.0)?);
    for value in [f64::INFINITY, f64::NEG_INFINITY] {
        let error = entry("sample of P", 1, value);
        refused(estimate::monte_carlo(&p, &q, &[0.5, value]), &error);
    }
    assert!(estimate::log_ratios(&p, &q, &[f64::NAN]).is_err());
    // P cannot have drawn it.
    let error = entry("sample of P", 1, 2.0);
    refused(estimate::monte_carlo(&q, &p, &[0.5, 2.0]), &error);
    // Q cannot have, which is no error.
    let d = estimate::monte_carlo(&p, &q, &[0.5, 2.0])?;
    assert_eq!(d.value(), Information::INFINITY);
    // A pole of the density.
    let beta = Beta::new(0.5, 2.0)?;
    let (of, x, value) = ("Q", 0.0, f64::INFINITY);
    let error = Error::LogDensity { of, x, value };
    assert_eq!(estimate::log_ratios(&q, &beta, &[0.0]), Err(error));
    // A density of 0 at the end of a support is none that underflowed.
    let beta = Beta::new(2.0, 2.0)?;
    assert_eq!(
        estimate::log_ratios(&q, &beta, &[0.0])?,
        [f64::NEG_INFINITY]
    );
    let few = Error::TooFew {
        of: "samples of P",
        found: 0,
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
        Err(Error::LogDensity { of: "Q", x: 1e5, value }) if !value.is_finite()
    ));
    Ok(())
}

#[test]
fn monte_carlo_finds_the_closed_forms() -> TestResult {
    let mut random = Random(5);
    let n = 40_000;
    let x = random.normals(n, 0.5, 1.0);
    let (p, q) = (Normal::new(0.5, 1.0)?, Normal::new(1.0, 2.0)?);
    let d = p.kl(&q)?.nats();
    agrees(estimate::monte_carlo(&p, &q, &x)?, d);
    // Not of this Q: more than √2 times as wide, the variance of k3 is infinite.
    let q = Normal::new(1.0, 1.25)?;
    let l = estimate::log_ratios(&p, &q, &x)?;
    agrees(estimate::k3(&l)?, p.kl(&q)?.nats());
    let heavy = Laplace::new(0.0, 1.5)?;
    agrees(estimate::monte_carlo(&p, &heavy, &x)?, p.kl(&heavy)?.nats());
    let skew = Gumbel::new(0.0, 1.5)?;
    agrees(estimate::monte_carlo(&p, &skew, &x)?, p.kl(&skew)?.nats());
    let x: Vec<f64> = (0..n).map(|_| -random.unit().ln() / 2.0).collect();
    let (p, q) = (Exp::new(2.0)?, Exp::new(0.5)?);
    agrees(estimate::monte_carlo(&p, &q, &x)?, p.kl(&q)?.nats());
    Ok(())
}
