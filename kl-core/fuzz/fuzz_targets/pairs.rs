//! Pairs of distributions with any parameters that statrs lets through.
#![no_main]

use kl_core::KlDivergence;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy, VonMises};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Categorical, Cauchy, Chi, ChiSquared, Dirichlet, DiscreteUniform,
    Erlang, Exp, Gamma, Geometric, Gumbel, InverseGamma, Laplace, LogNormal,
    Normal, Pareto, Poisson, StudentsT, Triangular, Uniform, Weibull,
};
use libfuzzer_sys::fuzz_target;
use std::fmt::Debug;

fuzz_target!(|input: ([f64; 4], [u64; 2], Vec<f64>, bool)| {
    let ([a, b, c, d], [n, m], shapes, probability) = input;
    // Any bits are rarely a probability.
    let [p, q] = if probability { [a, c].map(|x| x.abs().fract()) } else { [a, c] };

    check(Bernoulli::new(p), Bernoulli::new(q));
    check(Bernoulli::new(p), Poisson::new(c));
    check(Poisson::new(a), Binomial::new(q, n));
    check(DiscreteUniform::new(n as i64, m as i64), DiscreteUniform::new(m as i64, n as i64));
    check(Chi::new(n), Chi::new(m));
    check(ChiSquared::new(a), Gamma::new(c, d));
    check(Gamma::new(a, b), ChiSquared::new(c));
    check(Exp::new(a), ChiSquared::new(c));
    check(ChiSquared::new(a), Exp::new(c));
    check(Exp::new(a), Weibull::new(c, d));
    check(Weibull::new(a, b), Exp::new(c));
    check(Exp::new(a), Gumbel::new(c, d));
    check(Exp::new(a), Laplace::new(c, d));
    check(Pareto::new(a, b), Exp::new(c));
    check(ContinuousBernoulli::new(p), ContinuousBernoulli::new(q));
    check(ContinuousBernoulli::new(p), Exp::new(c));
    check(ContinuousBernoulli::new(p), Laplace::new(c, d));
    check(ContinuousBernoulli::new(p), Normal::new(c, d));
    check(ContinuousBernoulli::new(p), Uniform::new(c, d));
    check(Uniform::new(a, b), ContinuousBernoulli::new(q));
    check(Beta::new(a, b), Exp::new(c));
    check(Beta::new(a, b), ContinuousBernoulli::new(q));
    check(HalfNormal::new(a), HalfNormal::new(c));
    check(HalfNormal::new(a), Exp::new(c));
    check(HalfNormal::new(a), Gamma::new(c, d));
    check(HalfNormal::new(a), Normal::new(c, d));
    check(VonMises::new(a, b), VonMises::new(c, d));
    check(StudentsT::new(a, b, c), Gumbel::new(a, d));
    check(Normal::new(a, b), Triangular::new(a, c, d));
    check(Poisson::new(a), Poisson::new(c));
    check(Geometric::new(p), Geometric::new(q));
    check(Erlang::new(n, b), Erlang::new(m, d));
    check(ChiSquared::new(a), ChiSquared::new(c));
    check(Exp::new(a), Exp::new(c));
    check(Exp::new(a), Gamma::new(c, d));
    check(Exp::new(a), Normal::new(c, d));
    check(Gamma::new(a, b), Exp::new(c));
    check(Uniform::new(a, b), Exp::new(c));
    macro_rules! all {
        ($($p:ident $q:ident),* $(,)?) => { $( check($p::new(a, b), $q::new(c, d)); )* };
    }
    all!(
        Normal Normal, Gamma Gamma, Beta Beta, InverseGamma InverseGamma, Gamma Normal,
        Laplace Laplace, Laplace Normal, Normal Laplace, Uniform Uniform, Uniform Normal,
        Uniform Pareto, Pareto Pareto, Cauchy Cauchy, LogNormal LogNormal, Gumbel Gumbel,
        Weibull Weibull, Beta Uniform, Beta Gamma, Beta Normal, Uniform Beta, Weibull Gamma,
        Gamma Weibull, Gamma Gumbel, Gumbel Laplace, Gumbel Normal,
        Normal Gumbel, Pareto Gamma, Pareto Laplace, Pareto Normal, Uniform Gamma,
        Uniform Gumbel, Uniform Laplace, Cauchy Normal, Weibull Pareto, Beta Laplace,
        Kumaraswamy Kumaraswamy, Kumaraswamy Beta,
    );
    let (left, right) = shapes.split_at(shapes.len() / 2);
    check(Categorical::new(left), Categorical::new(right));
    check(Dirichlet::new(left.to_vec()), Dirichlet::new(right.to_vec()));
});

/// Neither negative nor NaN, from itself as from another.
fn check<P: KlDivergence<Q> + Debug, Q: Debug, E, F>(p: Result<P, E>, q: Result<Q, F>) {
    let (Ok(p), Ok(q)) = (p, q) else {
        return;
    };
    if let Ok(divergence) = p.kl(&q) {
        let nats = divergence.nats();
        assert!(nats >= 0.0, "{nats:e} of {p:?} {q:?}");
    }
}
