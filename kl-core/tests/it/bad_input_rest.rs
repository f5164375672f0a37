//! Beta, Weibull and gamma distributions against other families: parameters that are not
//! usable are named; extreme but valid ones give no NaN and nothing negative.

use kl_core::distribution::{ContinuousBernoulli, HalfNormal};
use kl_core::statrs::distribution::{
    Beta, Exp, Gamma, Gumbel, InverseGamma, Normal, Pareto, Uniform, Weibull,
};
use kl_core::{Error, Information, KlDivergence};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;

fn wrong(name: &'static str) -> Result<Information, Error> {
    Err(Error::InvalidParameter { name, value: INF })
}

#[test]
fn infinite_parameters_are_named() -> TestResult {
    let (beta, gamma, weibull) = (
        Beta::new(2.0, 3.0)?,
        Gamma::new(2.0, 3.0)?,
        Weibull::new(2.0, 3.0)?,
    );
    assert_eq!(beta.kl(&Exp::new(INF)?), wrong("rate of Q"));
    assert_eq!(beta.kl(&Gamma::new(INF, 1.0)?), wrong("shape of Q"));
    assert_eq!(beta.kl(&Gamma::new(1.0, INF)?), wrong("rate of Q"));
    assert_eq!(beta.kl(&Normal::new(INF, 1.0)?), wrong("mean of Q"));
    let broad = Normal::new(0.0, INF)?;
    assert_eq!(beta.kl(&broad), wrong("standard deviation of Q"));
    assert_eq!(weibull.kl(&Gamma::new(INF, 1.0)?), wrong("shape of Q"));
    assert_eq!(weibull.kl(&Gamma::new(1.0, INF)?), wrong("rate of Q"));
    assert_eq!(gamma.kl(&Weibull::new(INF, 1.0)?), wrong("shape of Q"));
    assert_eq!(gamma.kl(&Weibull::new(1.0, INF)?), wrong("scale of Q"));
    assert_eq!(Weibull::new(INF, 1.0)?.kl(&gamma), wrong("shape of P"));
    assert_eq!(Weibull::new(1.0, INF)?.kl(&gamma), wrong("scale of P"));
    assert_eq!(Gamma::new(INF, 1.0)?.kl(&weibull), wrong("shape of P"));
    assert_eq!(Gamma::new(1.0, INF)?.kl(&weibull), wrong("rate of P"));
    Ok(())
}

#[test]
fn sums_of_shapes_beyond_the_doubles_are_named() -> TestResult {
    let vast = Beta::new(f64::MAX, f64::MAX)?;
    let of_p = || wrong("sum of the shapes of P");
    assert_eq!(vast.kl(&Exp::new(1.0)?), of_p());
    assert_eq!(vast.kl(&Gamma::new(1.0, 1.0)?), of_p());
    assert_eq!(vast.kl(&Normal::new(0.0, 1.0)?), of_p());
    assert_eq!(vast.kl(&ContinuousBernoulli::new(0.25)?), of_p());
    // Also where the answer would be infinite.
    for uniform in [Uniform::new(0.0, 1.0)?, Uniform::new(-1.0, 1.0)?] {
        assert_eq!(uniform.kl(&vast), wrong("sum of the shapes of Q"));
    }
    Ok(())
}

#[test]
fn an_interval_outside_that_of_beta_is_infinitely_far() -> TestResult {
    let q = Beta::new(2.0, 3.0)?;
    for (a, b) in [
        (-5e-324, 1.0),
        (0.0, 1.0 + f64::EPSILON),
        (2.0, 3.0),
        (-3.0, -2.0),
    ] {
        assert_eq!(Uniform::new(a, b)?.kl(&q)?, Information::INFINITY);
    }
    assert!(Uniform::new(0.0, 1.0)?.kl(&q)?.is_finite());
    Ok(())
}

#[test]
fn equal_distributions_are_at_distance_zero() -> TestResult {
    assert_eq!(
        Uniform::new(0.0, 1.0)?.kl(&Beta::new(1.0, 1.0)?)?,
        Information::ZERO
    );
    let half = ContinuousBernoulli::new(0.5)?;
    assert_eq!(Beta::new(1.0, 1.0)?.kl(&half)?, Information::ZERO);
    for rate in [0.5, 1.0, 2.0] {
        let (gamma, weibull) = (Gamma::new(1.0, rate)?, Weibull::new(1.0, 1.0 / rate)?);
        assert_eq!(gamma.kl(&weibull)?, Information::ZERO);
        assert_eq!(weibull.kl(&gamma)?, Information::ZERO);
    }
    Ok(())
}

/// Subnormal to the largest.
const EXTREMES: [f64; 12] = [
    5e-324, 1e-310, 2.3e-308, 1e-200, 1e-100, 1e-8, 0.75, 1.0, 3.0, 1e30, 1e160, 1e300,
];

#[test]
fn extreme_parameters_give_no_nan_and_nothing_negative() -> TestResult {
    let mut wrong = Vec::new();
    let mut at_most = |d: Information, what: String| {
        if d.nats().is_nan() || d.nats() < 0.0 {
            wrong.push(format!("{what}: {d:?}"));
        }
    };
    for a in EXTREMES {
        for b in EXTREMES {
            let (beta, gamma, weibull) = (Beta::new(a, b)?, Gamma::new(a, b)?, Weibull::new(a, b)?);
            for c in EXTREMES {
                at_most(
                    beta.kl(&Exp::new(c)?)?,
                    format!("Beta {a:e} {b:e}, Exp {c:e}"),
                );
                for d in EXTREMES {
                    let case = format!("{a:e} {b:e}, {c:e} {d:e}");
                    let others = (Gamma::new(c, d)?, Weibull::new(c, d)?, Normal::new(c, d)?);
                    at_most(beta.kl(&others.0)?, format!("Beta‖Gamma {case}"));
                    at_most(weibull.kl(&others.0)?, format!("Weibull‖Gamma {case}"));
                    at_most(gamma.kl(&others.1)?, format!("Gamma‖Weibull {case}"));
                    at_most(weibull.kl(&others.1)?, format!("Weibull‖Weibull {case}"));
                    at_most(beta.kl(&others.2)?, format!("Beta‖Normal {case}"));
                    at_most(beta.kl(&Beta::new(c, d)?)?, format!("Beta‖Beta {case}"));
                    at_most(
                        gamma.kl(&Gumbel::new(c, d)?)?,
                        format!("Gamma‖Gumbel {case}"),
                    );
                    at_most(gamma.kl(&others.2)?, format!("Gamma‖Normal {case}"));
                    let pareto = Pareto::new(a, b)?;
                    at_most(pareto.kl(&others.0)?, format!("Pareto‖Gamma {case}"));
                    let inverse = InverseGamma::new(a, b)?;
                    let d = inverse.kl(&InverseGamma::new(c, d)?)?;
                    at_most(d, format!("InverseGamma {case}"));
                }
                let half = HalfNormal::new(a)?.kl(&Gamma::new(b, c)?)?;
                at_most(half, format!("HalfNormal‖Gamma {a:e} {b:e} {c:e}"));
            }
            for l in [
                5e-324,
                1e-300,
                1e-9,
                0.25,
                0.5,
                0.75,
                1.0 - 0.5 * f64::EPSILON,
            ] {
                let q = ContinuousBernoulli::new(l)?;
                at_most(
                    beta.kl(&q)?,
                    format!("Beta‖ContinuousBernoulli {a:e} {b:e} {l:e}"),
                );
            }
            let ends = [
                0.0,
                5e-324,
                1e-300,
                1e-9,
                0.5,
                1.0 - 0.5 * f64::EPSILON,
                1.0,
            ];
            for (i, low) in ends.into_iter().enumerate() {
                for high in ends.into_iter().skip(i + 1) {
                    let p = Uniform::new(low, high)?;
                    at_most(
                        p.kl(&beta)?,
                        format!("Uniform‖Beta {low:e} {high:e} {a:e} {b:e}"),
                    );
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
}
