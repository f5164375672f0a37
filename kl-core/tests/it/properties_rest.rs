//! Identities and limits of beta, Weibull and gamma distributions against other families,
//! tried on random parameters.

use crate::random::{Random, close};
use kl_core::KlDivergence;
use kl_core::distribution::ContinuousBernoulli;
use kl_core::quadrature::kl;
use kl_core::statrs::distribution::{Beta, Exp, Gamma, Normal, Uniform, Weibull};

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[test]
fn agree_with_quadrature() -> TestResult {
    let mut random = Random(71);
    for _ in 0..8 {
        let r = &mut random;
        let [a, b, c, d] = [0; 4].map(|_| r.between(1.2, 4.0));
        let (beta, gamma, weibull) = (Beta::new(a, b)?, Gamma::new(c, d)?, Weibull::new(d, a)?);
        let value = |i: kl_core::quadrature::Integral<kl_core::Information>| i.value().nats();
        close(
            beta.kl(&Exp::new(c)?)?.nats(),
            value(kl(&beta, &Exp::new(c)?)?),
            1e-7,
        );
        close(beta.kl(&gamma)?.nats(), value(kl(&beta, &gamma)?), 1e-7);
        let normal = Normal::new(0.5, 0.1 * c)?;
        close(beta.kl(&normal)?.nats(), value(kl(&beta, &normal)?), 1e-7);
        close(
            weibull.kl(&gamma)?.nats(),
            value(kl(&weibull, &gamma)?),
            1e-7,
        );
        close(
            gamma.kl(&weibull)?.nats(),
            value(kl(&gamma, &weibull)?),
            1e-7,
        );
        let uniform = Uniform::new(0.1, 0.1 * c + 0.2)?;
        close(uniform.kl(&beta)?.nats(), value(kl(&uniform, &beta)?), 1e-7);
    }
    Ok(())
}

#[test]
fn members_of_two_families_are_as_far_as_in_either() -> TestResult {
    let mut random = Random(72);
    for _ in 0..500 {
        let r = &mut random;
        let (a, b) = (r.power_of_ten(-3.0, 3.0), r.power_of_ten(-3.0, 3.0));
        let (c, d) = (r.power_of_ten(-1.0, 1.0), r.power_of_ten(-1.0, 1.0));
        let (beta, unit) = (Beta::new(a, b)?, Uniform::new(0.0, 1.0)?);
        // Uniform on [0, 1] is Beta(1, 1), and continuous Bernoulli of ½.
        let half = ContinuousBernoulli::new(0.5)?;
        close(beta.kl(&half)?.nats(), beta.kl(&unit)?.nats(), 1e-14);
        close(
            unit.kl(&beta)?.nats(),
            Beta::new(1.0, 1.0)?.kl(&beta)?.nats(),
            1e-13,
        );
        let tilted = ContinuousBernoulli::new(r.between(0.01, 0.99))?;
        close(
            Beta::new(1.0, 1.0)?.kl(&tilted)?.nats(),
            unit.kl(&tilted)?.nats(),
            1e-13,
        );
        let (gamma, exponential) = (Gamma::new(c, d)?, Exp::new(d)?);
        close(
            Beta::new(1.0, 1.0)?.kl(&gamma)?.nats(),
            unit.kl(&gamma)?.nats(),
            1e-13,
        );
        close(
            Beta::new(1.0, 1.0)?.kl(&exponential)?.nats(),
            unit.kl(&exponential)?.nats(),
            1e-13,
        );
        let normal = Normal::new(r.between(-1.0, 2.0), c)?;
        close(
            Beta::new(1.0, 1.0)?.kl(&normal)?.nats(),
            unit.kl(&normal)?.nats(),
            1e-13,
        );
        // An exponential distribution is Gamma(1, r) and Weibull(1, 1/r). 1/r is rounded.
        let r = 2f64.powi(r.below(9) as i32 - 4);
        let (one, first, simple) = (
            Exp::new(r)?,
            Gamma::new(1.0, r)?,
            Weibull::new(1.0, 1.0 / r)?,
        );
        let (gamma, weibull) = (Gamma::new(c, d)?, Weibull::new(c, d)?);
        close(first.kl(&weibull)?.nats(), one.kl(&weibull)?.nats(), 1e-12);
        close(weibull.kl(&first)?.nats(), weibull.kl(&one)?.nats(), 1e-12);
        close(simple.kl(&gamma)?.nats(), one.kl(&gamma)?.nats(), 1e-12);
        close(gamma.kl(&simple)?.nats(), gamma.kl(&one)?.nats(), 1e-12);
        close(beta.kl(&first)?.nats(), beta.kl(&one)?.nats(), 1e-14);
    }
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
