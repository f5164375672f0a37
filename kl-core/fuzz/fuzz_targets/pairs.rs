//! Pairs of distributions with any parameters that statrs lets through.
#![no_main]

use kl_core::KlDivergence;
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Dirichlet, Erlang, Exp, Gamma, Geometric, Gumbel,
    InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, Uniform, Weibull,
};
use libfuzzer_sys::fuzz_target;
use std::fmt::Debug;

fuzz_target!(|input: ([f64; 4], [u64; 2], Vec<f64>, bool)| {
    let ([a, b, c, d], [n, m], shapes, probability) = input;
    // Any bits are rarely a probability.
    let [p, q] = if probability { [a, c].map(|x| x.abs().fract()) } else { [a, c] };

    check(Bernoulli::new(p), Bernoulli::new(q));
    check(Bernoulli::new(p), Poisson::new(c));
    check(Binomial::new(p, n), Binomial::new(q, n));
    check(Binomial::new(p, n % 64), Binomial::new(q, m % 64));
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
        Weibull Weibull,
    );
    let (left, right) = shapes.split_at(shapes.len() / 2);
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
