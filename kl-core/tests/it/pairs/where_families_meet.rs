//! One distribution under the names of two families.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::distribution::ContinuousBernoulli;
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Chi, ChiSquared, Dirichlet, Erlang, Exp, Gamma, Geometric, Gumbel,
    InverseGamma, Laplace, LogNormal, Normal, Pareto, Uniform, Weibull,
};
use kl_core::{Information, KlDivergence};

const ULP: f64 = f64::EPSILON;

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

/// One distribution under two names.
#[test]
fn families_agree_where_they_meet() -> TestResult {
    let mut random = Random(22);
    for _ in 0..10_000 {
        let r = &mut random;
        let ([a, b], [c, d], [p, q]) = (r.two(), r.two(), r.two_probabilities());
        let (mu, nu) = (r.between(-2.0, 2.0), r.between(-2.0, 2.0));
        let gamma = |a, b| Gamma::new(a, b);
        let exp = Exp::new(a)?.kl(&Exp::new(b)?)?.nats();
        close(gamma(1.0, a)?.kl(&gamma(1.0, b)?)?.nats(), exp, 16.0 * ULP);
        let (m, n) = (a.ceil(), b.ceil());
        let erlang = Erlang::new(m as u64, c)?.kl(&Erlang::new(n as u64, d)?)?;
        assert_eq!(erlang, gamma(m, c)?.kl(&gamma(n, d)?)?);
        let chi = ChiSquared::new(a)?.kl(&ChiSquared::new(b)?)?.nats();
        let half = |k: f64| gamma(0.5 * k, 0.5);
        close(half(a)?.kl(&half(b)?)?.nats(), chi, 16.0 * ULP);
        let inverse = InverseGamma::new(a, c)?.kl(&InverseGamma::new(b, d)?)?;
        assert_eq!(inverse, gamma(a, c)?.kl(&gamma(b, d)?)?);
        let beta = Beta::new(a, c)?.kl(&Beta::new(b, d)?)?;
        let dirichlet = Dirichlet::new(vec![a, c])?.kl(&Dirichlet::new(vec![b, d])?)?;
        assert_eq!(beta, dirichlet);
        let log_normal = LogNormal::new(mu, a)?.kl(&LogNormal::new(nu, b)?)?;
        assert_eq!(log_normal, Normal::new(mu, a)?.kl(&Normal::new(nu, b)?)?);
        let coin = Bernoulli::new(p)?.kl(&Bernoulli::new(q)?)?;
        let coins = Binomial::new(p, 7)?.kl(&Binomial::new(q, 7)?)?;
        assert_eq!(coins, coin * 7.0);
        let geometric = Geometric::new(p)?.kl(&Geometric::new(q)?)?;
        if coin.is_infinite() {
            assert!(geometric.is_infinite());
        } else {
            close((geometric * p).nats(), coin.nats(), 16.0 * ULP);
        }
        assert_eq!(
            Exp::new(a)?.kl(&gamma(b, d)?)?,
            gamma(1.0, a)?.kl(&gamma(b, d)?)?
        );
        assert_eq!(
            gamma(a, c)?.kl(&Exp::new(b)?)?,
            gamma(a, c)?.kl(&gamma(1.0, b)?)?
        );
        // The logarithm of a Pareto variable is exponential, beginning at ln m.
        let pareto = Pareto::new(1.0, a)?.kl(&Pareto::new(1.0, b)?)?.nats();
        close(pareto, exp, 16.0 * ULP);
        // A beta variable of shape (a, 1) is e to minus an exponential one.
        let power = Beta::new(a, 1.0)?.kl(&Beta::new(b, 1.0)?)?.nats();
        close(power, exp, 1e-7);
    }
    Ok(())
}

/// One distribution under two names, and units by powers of two.
#[test]
fn unlike_families_agree_where_they_meet() -> TestResult {
    let mut random = Random(57);
    for _ in 0..3_000 {
        let r = &mut random;
        let (a, b, mu) = (r.moderate(), r.moderate(), r.between(-3.0, 3.0));
        let (alpha, u) = (1.0 + r.moderate(), 2f64.powi(r.below(40) as i32 - 20));
        let (exp, one) = (Exp::new(a)?, Gamma::new(1.0, a)?);
        let (normal, laplace, gumbel) = (
            Normal::new(mu, b)?,
            Laplace::new(mu, b)?,
            Gumbel::new(mu, b)?,
        );
        assert_eq!(exp.kl(&gumbel)?, one.kl(&gumbel)?);
        let (uniform, unit) = (Uniform::new(b, b + a)?, Uniform::new(0.0, 1.0)?);
        close(
            uniform.kl(&exp)?.nats(),
            uniform.kl(&one)?.nats(),
            64.0 * ULP,
        );
        let pareto = Pareto::new(b, alpha)?;
        close(pareto.kl(&exp)?.nats(), pareto.kl(&one)?.nats(), 64.0 * ULP);
        // λ = ½ is the uniform distribution.
        let half = ContinuousBernoulli::new(0.5)?;
        close(half.kl(&exp)?.nats(), unit.kl(&exp)?.nats(), 32.0 * ULP);
        close(
            half.kl(&normal)?.nats(),
            unit.kl(&normal)?.nats(),
            32.0 * ULP,
        );
        close(
            half.kl(&laplace)?.nats(),
            unit.kl(&laplace)?.nats(),
            32.0 * ULP,
        );
        // So are the shapes 1 and 1.
        let (beta, flat) = (Beta::new(a, b)?, Beta::new(1.0, 1.0)?);
        assert_eq!(beta.kl(&unit)?, beta.kl(&flat)?);
        let wide = Uniform::new(-a, 1.0 + b)?;
        assert_eq!(flat.kl(&wide)?, half.kl(&wide)?);
        close(flat.kl(&wide)?.nats(), unit.kl(&wide)?.nats(), 8.0 * ULP);
        // Turned around.
        let (turned, back) = (Uniform::new(-b - a, -b)?, Laplace::new(-mu, b)?);
        assert_eq!(uniform.kl(&laplace)?, turned.kl(&back)?);
        // Other units.
        let (p, scaled) = (Gumbel::new(mu, a)?, Gumbel::new(u * mu, u * a)?);
        let nu = r.near(mu);
        assert_eq!(
            p.kl(&Normal::new(nu, b)?)?,
            scaled.kl(&Normal::new(u * nu, u * b)?)?
        );
        assert_eq!(
            p.kl(&Laplace::new(nu, b)?)?,
            scaled.kl(&Laplace::new(u * nu, u * b)?)?
        );
        let larger = Pareto::new(u * b, alpha)?;
        assert_eq!(
            pareto.kl(&laplace)?,
            larger.kl(&Laplace::new(u * mu, u * b)?)?
        );
        assert_eq!(
            pareto.kl(&Gamma::new(a, b)?)?,
            larger.kl(&Gamma::new(a, b / u)?)?
        );
        let from = |q: &Gumbel, a: f64| {
            Gamma::new(2.0, a)?
                .kl(q)
                .map_err(Box::<dyn std::error::Error>::from)
        };
        assert_eq!(
            from(&gumbel, a)?,
            from(&Gumbel::new(u * mu, u * b)?, a / u)?
        );
    }
    Ok(())
}

/// One distribution under two names, near each other and far.
#[test]
fn gamma_chi_and_weibull_agree_where_they_meet() -> TestResult {
    let mut random = Random(51);
    for _ in 0..3000 {
        let r = &mut random;
        let (k, a) = (r.power_of_ten(-3.0, 4.0), r.power_of_ten(-3.0, 4.0));
        let b = if r.below(2) == 0 { r.near(0.5) } else { a };
        let (chi, gamma) = (ChiSquared::new(k)?, Gamma::new(a, b)?);
        let half = Gamma::new(0.5 * k, 0.5)?;
        assert_eq!(chi.kl(&gamma)?, half.kl(&gamma)?);
        assert_eq!(gamma.kl(&chi)?, gamma.kl(&half)?);
        let exp = Exp::new(b)?;
        assert_eq!(chi.kl(&exp)?, half.kl(&exp)?);
        assert_eq!(exp.kl(&chi)?, exp.kl(&half)?);
        // The square of a chi variable is a chi-squared one.
        let (m, n) = (1 + r.below(1000) as u64, 1 + r.below(1000) as u64);
        let chi = Chi::new(m)?.kl(&Chi::new(n)?)?;
        let squared = ChiSquared::new(m as f64)?.kl(&ChiSquared::new(n as f64)?)?;
        close(chi.nats(), squared.nats(), 4.0 * ULP);
        let whole = Gamma::new(m as f64, a)?;
        let erlang = Erlang::new(m, a)?;
        assert_eq!(erlang.kl(&gamma)?, whole.kl(&gamma)?);
        assert_eq!(gamma.kl(&erlang)?, gamma.kl(&whole)?);
        // A rate by a power of two, so that its inverse is a double.
        let rate = 2f64.powi(r.below(20) as i32 - 10);
        let (exp, weibull) = (Exp::new(rate)?, Weibull::new(r.between(0.3, 4.0), a)?);
        let one = Weibull::new(1.0, 1.0 / rate)?;
        close(exp.kl(&weibull)?.nats(), one.kl(&weibull)?.nats(), 1e-12);
        close(weibull.kl(&exp)?.nats(), weibull.kl(&one)?.nats(), 1e-12);
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
