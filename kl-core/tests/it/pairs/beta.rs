//! Beta distributions, and others from them: parameters that are not usable, nearly equal
//! ones, mirror images, limits.

mod laplace;

use super::wrong;
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{parameter, refused};
use crate::common::random::Random;
use kl_core::KlDivergence;
use kl_core::distribution::{ContinuousBernoulli, Kumaraswamy};
use kl_core::statrs::distribution::{Beta, Exp, Gamma, Laplace, Normal, Uniform, Weibull};

const INF: f64 = f64::INFINITY;

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
fn unusable_parameters_are_named() -> TestResult {
    let large = Beta::new(1e308, 1e308)?;
    let (name, value) = ("sum of the shapes of Q", INF);
    let wrong = parameter(name, value);
    refused(Kumaraswamy::new(1.0, 2.0)?.kl(&large), &wrong);
    let (name, value) = ("sum of the shapes of P", INF);
    let wrong = parameter(name, value);
    refused(large.kl(&Laplace::new(0.0, 1.0)?), &wrong);
    let p = Beta::new(1.0, 2.0)?;
    for (m, b, name, value) in [
        (INF, 1.0, "location of Q", INF),
        (-INF, 1.0, "location of Q", -INF),
        (0.0, INF, "scale of Q", INF),
    ] {
        let wrong = parameter(name, value);
        refused(p.kl(&Laplace::new(m, b)?), &wrong);
    }
    Ok(())
}

/// PyTorch gives −3.6e-14.
#[test]
fn beta_1e_9_apart() -> TestResult {
    let q = Beta::new(50.0 * (1.0 + 1e-9), 50.0)?;
    let d = Beta::new(50.0, 50.0)?.kl(&q)?.nats();
    // ½h²(ψ′(50) − ψ′(100)), to the third order.
    let h = 50.0 * (1.0 + 1e-9) - 50.0;
    let trigamma =
        |x: f64| 1.0 / x + 0.5 / x.powi(2) + 1.0 / (6.0 * x.powi(3)) - 1.0 / (30.0 * x.powi(5));
    close(d, 0.5 * h * h * (trigamma(50.0) - trigamma(100.0)), 1e-8);
    assert_eq!(format!("{d:.2e}"), "1.27e-17");
    Ok(())
}

#[test]
fn reflection_changes_nothing() -> TestResult {
    let mut random = Random(73);
    for _ in 0..500 {
        let r = &mut random;
        let (a, b) = (r.power_of_ten(-2.0, 2.0), r.power_of_ten(-2.0, 2.0));
        let (beta, mirrored) = (Beta::new(a, b)?, Beta::new(b, a)?);
        // Numbers whose difference to 1 is exact.
        let mut share = || (1 + r.below(1023)) as f64 / 1024.0;
        let (l, mu, x, y) = (share(), share(), share(), share());
        let (q, other) = (
            ContinuousBernoulli::new(l)?,
            ContinuousBernoulli::new(1.0 - l)?,
        );
        close(beta.kl(&q)?.nats(), mirrored.kl(&other)?.nats(), 1e-12);
        let (q, other) = (Normal::new(mu, 0.25)?, Normal::new(1.0 - mu, 0.25)?);
        close(beta.kl(&q)?.nats(), mirrored.kl(&other)?.nats(), 1e-13);
        if x != y {
            let (low, high) = (x.min(y), x.max(y));
            let (p, other) = (
                Uniform::new(low, high)?,
                Uniform::new(1.0 - high, 1.0 - low)?,
            );
            close(p.kl(&beta)?.nats(), other.kl(&mirrored)?.nats(), 1e-13);
        }
    }
    Ok(())
}

/// For b = n the variable n·x nears the gamma distribution of shape a; and a beta
/// distribution of large equal shapes nears a normal one. The rates are known.
#[test]
fn limits_are_reached_at_the_known_rate() -> TestResult {
    for n in [1e8, 1e12, 1e16, 1e30, 1e100] {
        // 1/2n² of Beta(1, n) from the exponential distribution of its mean, of rate n + 1;
        // as much again where that is rounded to n.
        let d = Beta::new(1.0, n)?.kl(&Exp::new(n + 1.0)?)?.nats();
        let expected = if n + 1.0 == n { 1.0 } else { 0.5 };
        close(d * n * n, expected, 4.0 / n.min(1e14));
        // 3/16n² of Beta(n, n), the excess kurtosis being −3/n.
        let sigma = (0.25 / (2.0 * n + 1.0)).sqrt();
        let d = Beta::new(n, n)?.kl(&Normal::new(0.5, sigma)?)?.nats();
        // The rounding of σ moves it by less than 2⁻¹⁰⁴.
        assert!(
            (d - 0.1875 / n / n).abs() <= 4.0 / n.powi(3) + 5e-31,
            "{n} {d}"
        );
        // Their skewness: 1/6n of Gamma(2n) away.
        let d = Beta::new(n, n)?.kl(&Gamma::new(2.0 * n, 4.0 * n)?)?.nats();
        close(d * n, 1.0 / 6.0, 1.0 / n.min(1e14));
    }
    Ok(())
}

/// For a shape, the nearest gamma distribution has P's mean; and D is convex in the
/// natural parameters of Q, shape and rate.
#[test]
fn nearest_and_convex() -> TestResult {
    let mut random = Random(74);
    for _ in 0..300 {
        let r = &mut random;
        let (a, b, k) = (
            r.power_of_ten(-2.0, 2.0),
            r.power_of_ten(-2.0, 2.0),
            r.power_of_ten(-1.0, 2.0),
        );
        let beta = Beta::new(a, b)?;
        let best = k * (a + b) / a;
        let at = |rate: f64| -> Result<f64, Box<dyn std::error::Error>> {
            Ok(beta.kl(&Gamma::new(k, rate)?)?.nats())
        };
        let (factor, least) = (1.0 + r.power_of_ten(-6.0, 0.0), at(best)?);
        assert!(at(best * factor)? >= least && at(best / factor)? >= least);
        let weibull = Weibull::new(r.between(0.3, 4.0), b)?;
        let [(k, l), (m, n)] =
            [0; 2].map(|_| (r.power_of_ten(-1.0, 1.0), r.power_of_ten(-1.0, 1.0)));
        let middle = Gamma::new(0.5 * (k + m), 0.5 * (l + n))?;
        let (one, two) = (Gamma::new(k, l)?, Gamma::new(m, n)?);
        for (half, sum) in [
            (
                beta.kl(&middle)?.nats(),
                beta.kl(&one)?.nats() + beta.kl(&two)?.nats(),
            ),
            (
                weibull.kl(&middle)?.nats(),
                weibull.kl(&one)?.nats() + weibull.kl(&two)?.nats(),
            ),
        ] {
            assert!(2.0 * half <= sum * (1.0 + 1e-12), "{half} {sum}");
        }
    }
    Ok(())
}
