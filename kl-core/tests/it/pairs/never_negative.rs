//! The divergence of random pairs is never negative and never NaN.

use crate::common::TestResult;
use crate::common::random::Random;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Dirichlet, Erlang, Exp, Gamma, Geometric,
    Gumbel, InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, Uniform, Weibull,
};
use kl_core::{Information, KlDivergence};
use std::fmt::Debug;

const ULP: f64 = f64::EPSILON;

/// Not negative and not NaN, and 0 from itself.
#[track_caller]
fn sane<D: KlDivergence + Debug>(p: &D, q: &D) -> TestResult {
    cross(p, q)?;
    assert_eq!(p.kl(p)?, Information::ZERO, "{p:?} from itself");
    assert!(p.kl(p)?.nats().is_sign_positive(), "minus zero for {p:?}");
    Ok(())
}

#[track_caller]
fn cross<P: KlDivergence<Q> + Debug, Q: Debug>(p: &P, q: &Q) -> TestResult {
    let d = p.kl(q)?.nats();
    assert!(d >= 0.0, "{d} for {p:?} {q:?}");
    Ok(())
}

/// A hundred thousand of each pair, half of them near each other.
#[test]
fn divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(21);
    for _ in 0..100_000 {
        let r = &mut random;
        let ([a, b], [c, d], [p, q]) = (r.two(), r.two(), r.two_probabilities());
        let mu = r.between(-5.0, 5.0);
        let nu = if r.below(2) == 0 {
            r.near(mu)
        } else {
            r.between(-5.0, 5.0)
        };
        let coin = Bernoulli::new(p)?;
        let [first, second] = [0, 1].map(|_| {
            let positive = r.weights(4).into_iter().map(|x| x + 1e-6);
            Dirichlet::new(positive.collect())
        });
        sane(&first?, &second?)?;
        sane(&coin, &Bernoulli::new(q)?)?;
        sane(&Binomial::new(p, 20)?, &Binomial::new(q, 20)?)?;
        sane(&Geometric::new(p)?, &Geometric::new(q)?)?;
        cross(&coin, &Poisson::new(a)?)?;
        sane(&Poisson::new(a)?, &Poisson::new(b)?)?;
        let (exp, gamma, normal) = (Exp::new(a)?, Gamma::new(a, c)?, Normal::new(mu, b)?);
        let (laplace, uniform) = (Laplace::new(mu, a)?, Uniform::new(a.min(c), a.max(c) + d)?);
        sane(&exp, &Exp::new(b)?)?;
        sane(&gamma, &Gamma::new(b, d)?)?;
        sane(&InverseGamma::new(a, c)?, &InverseGamma::new(b, d)?)?;
        sane(
            &Erlang::new(a.ceil() as u64, c)?,
            &Erlang::new(b.ceil() as u64, d)?,
        )?;
        sane(&ChiSquared::new(a)?, &ChiSquared::new(b)?)?;
        sane(&Beta::new(a, c)?, &Beta::new(b, d)?)?;
        sane(
            &Dirichlet::new(vec![a, c, 1.0])?,
            &Dirichlet::new(vec![b, d, 1.0])?,
        )?;
        sane(&laplace, &Laplace::new(nu, b)?)?;
        sane(&Cauchy::new(mu, a)?, &Cauchy::new(nu, b)?)?;
        sane(&Gumbel::new(mu, a)?, &Gumbel::new(nu, b)?)?;
        sane(&LogNormal::new(mu, a)?, &LogNormal::new(nu, b)?)?;
        sane(&Weibull::new(a, c)?, &Weibull::new(b, d)?)?;
        sane(&Pareto::new(a, c)?, &Pareto::new(b, d)?)?;
        sane(
            &uniform,
            &Uniform::new(a.min(c).min(b), a.max(c) + 2.0 * d)?,
        )?;
        cross(&exp, &Gamma::new(b, d)?)?;
        cross(&gamma, &Exp::new(b)?)?;
        cross(&exp, &normal)?;
        cross(&gamma, &normal)?;
        cross(&laplace, &normal)?;
        cross(&normal, &laplace)?;
        cross(&uniform, &exp)?;
        cross(&uniform, &normal)?;
        cross(&uniform, &Pareto::new(b, d)?)?;
    }
    Ok(())
}

/// Not negative and not NaN for any parameters.
#[test]
fn divergence_across_families_is_never_negative_or_nan() -> TestResult {
    fn cross<P: KlDivergence<Q> + Debug, Q: Debug>(p: &P, q: &Q) -> TestResult {
        let d = p.kl(q)?.nats();
        assert!(d >= 0.0, "{d} for {p:?} {q:?}");
        Ok(())
    }
    let mut random = Random(55);
    for _ in 0..8_000 {
        let r = &mut random;
        let (a, b, mu) = (r.moderate(), r.moderate(), r.between(-3.0, 3.0));
        let lambda = r.lambda();
        let (p, q) = (
            ContinuousBernoulli::new(lambda)?,
            ContinuousBernoulli::new(r.near(lambda).clamp(1e-300, 1.0 - ULP))?,
        );
        let (exp, normal, half) = (Exp::new(a)?, Normal::new(mu, b)?, HalfNormal::new(b)?);
        cross(&p, &q)?;
        cross(&p, &ContinuousBernoulli::new(r.lambda())?)?;
        cross(&p, &exp)?;
        cross(&p, &normal)?;
        cross(&p, &Uniform::new(-a, 1.0 + b)?)?;
        let (x, y) = (r.unit(), r.unit());
        cross(&Uniform::new(x.min(y), x.max(y))?, &p)?;
        cross(&half, &HalfNormal::new(r.near(b))?)?;
        cross(&half, &exp)?;
        cross(&half, &Gamma::new(a, b)?)?;
        cross(&half, &normal)?;
        let (gumbel, laplace) = (Gumbel::new(mu, a)?, Laplace::new(r.near(mu), b)?);
        let (gamma, pareto) = (Gamma::new(a, b)?, Pareto::new(b, 1.0 + r.moderate())?);
        let uniform = Uniform::new(x.min(y), x.max(y) + a)?;
        cross(&Beta::new(a, b)?, &Uniform::new(-a, 1.0 + b)?)?;
        cross(&gumbel, &normal)?;
        cross(&gumbel, &laplace)?;
        cross(&normal, &gumbel)?;
        cross(&exp, &gumbel)?;
        cross(&gamma, &gumbel)?;
        cross(&uniform, &gumbel)?;
        cross(&uniform, &gamma)?;
        cross(&uniform, &laplace)?;
        cross(&exp, &laplace)?;
        cross(&p, &laplace)?;
        cross(&pareto, &laplace)?;
        cross(&pareto, &exp)?;
        cross(&pareto, &gamma)?;
        cross(&pareto, &normal)?;
    }
    Ok(())
}
