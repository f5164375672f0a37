//! Distributions of counts, whose divergences are sums that may be long.
#![no_main]

use kl_core::KlDivergence;
use kl_core::statrs::distribution::{Bernoulli, Binomial, NegativeBinomial, Poisson};
use libfuzzer_sys::fuzz_target;
use std::fmt::Debug;

fuzz_target!(|input: ([f64; 4], [u64; 2], bool)| {
    let ([a, b, p, q], [n, m], probability) = input;
    // Any bits are rarely a probability.
    let [p, q] = if probability { [p, q].map(|x| x.abs().fract()) } else { [p, q] };

    check(Bernoulli::new(p), Binomial::new(q, m));
    check(Binomial::new(p, n), Binomial::new(q, m));
    check(Binomial::new(p, n), Binomial::new(q, n));
    check(Binomial::new(p, n), Poisson::new(b));
    check(NegativeBinomial::new(a, p), NegativeBinomial::new(b, q));
    check(NegativeBinomial::new(a, p), NegativeBinomial::new(a, q));
    check(NegativeBinomial::new(a, p), Poisson::new(b));
    check(Poisson::new(a), NegativeBinomial::new(b, q));
    check(Poisson::new(a), Poisson::new(b));
});

/// Neither negative nor NaN.
fn check<P: KlDivergence<Q> + Debug, Q: Debug, E, F>(p: Result<P, E>, q: Result<Q, F>) {
    let (Ok(p), Ok(q)) = (p, q) else {
        return;
    };
    if let Ok(divergence) = p.kl(&q) {
        let nats = divergence.nats();
        assert!(nats >= 0.0, "{nats:e} of {p:?} {q:?}");
    }
}
