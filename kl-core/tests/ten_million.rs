//! Every divergence on ten million random valid inputs: never negative, never NaN.
//!
//! `cargo test --release -p kl-core --test ten_million -- --ignored --nocapture`
//! takes some minutes; `TEN_MILLION=100000` tries fewer. The inputs go from ordinary
//! to the ends of what the types let through, and half of the time Q is next to P.

mod random;

use kl_core::statrs::distribution as d;
use kl_core::{KlDivergence, Pmf};
use random::Random;
use std::fmt::Debug;

/// Makes an input, computes, and fails if the answer is negative or NaN.
type Trial = fn(&mut Random);

#[rustfmt::skip]
const TRIALS: &[(&str, Trial)] = &[
    ("vectors", vectors),
    ("Bernoulli", |r| { let [p, q] = probabilities(r); check(d::Bernoulli::new(p), d::Bernoulli::new(q)); }),
    ("Bernoulli, Poisson", |r| { let [p, _] = probabilities(r); check(d::Bernoulli::new(p), d::Poisson::new(positive(r))); }),
    ("Binomial", |r| { let ([p, q], n) = (probabilities(r), r.bits() >> r.below(64)); check(d::Binomial::new(p, n), d::Binomial::new(q, n)); }),
    ("Geometric", |r| { let [p, q] = probabilities(r); check(d::Geometric::new(p), d::Geometric::new(q)); }),
    ("Poisson", |r| { let [a, b] = near(r); check(d::Poisson::new(a), d::Poisson::new(b)); }),
    ("Exp", |r| { let [a, b] = near(r); check(d::Exp::new(a), d::Exp::new(b)); }),
    ("ChiSquared", |r| { let [a, b] = near(r); check(d::ChiSquared::new(a), d::ChiSquared::new(b)); }),
    ("Gamma", |r| { let ([a, c], [b, d]) = (near(r), near(r)); check(d::Gamma::new(a, b), d::Gamma::new(c, d)); }),
    ("InverseGamma", |r| { let ([a, c], [b, d]) = (near(r), near(r)); check(d::InverseGamma::new(a, b), d::InverseGamma::new(c, d)); }),
    ("Erlang", |r| { let [b, d] = near(r); check(d::Erlang::new(r.bits() >> r.below(64), b), d::Erlang::new(r.bits() >> r.below(64), d)); }),
    ("Beta", |r| { let ([a, c], [b, d]) = (near(r), near(r)); check(d::Beta::new(a, b), d::Beta::new(c, d)); }),
    ("Dirichlet", dirichlets),
    ("Weibull", |r| { let ([a, c], [b, d]) = (near(r), near(r)); check(d::Weibull::new(a, b), d::Weibull::new(c, d)); }),
    ("Pareto", |r| { let ([a, c], [b, d]) = (near(r), near(r)); check(d::Pareto::new(a, b), d::Pareto::new(c, d)); }),
    ("Normal", |r| { let ([m, n], [s, t]) = spots(r); check(d::Normal::new(m, s), d::Normal::new(n, t)); }),
    ("LogNormal", |r| { let ([m, n], [s, t]) = spots(r); check(d::LogNormal::new(m, s), d::LogNormal::new(n, t)); }),
    ("Laplace", |r| { let ([m, n], [s, t]) = spots(r); check(d::Laplace::new(m, s), d::Laplace::new(n, t)); }),
    ("Cauchy", |r| { let ([m, n], [s, t]) = spots(r); check(d::Cauchy::new(m, s), d::Cauchy::new(n, t)); }),
    ("Gumbel", |r| { let ([m, n], [s, t]) = spots(r); check(d::Gumbel::new(m, s), d::Gumbel::new(n, t)); }),
    ("Laplace, Normal", |r| { let ([m, n], [s, t]) = spots(r); check(d::Laplace::new(m, s), d::Normal::new(n, t)); }),
    ("Normal, Laplace", |r| { let ([m, n], [s, t]) = spots(r); check(d::Normal::new(m, s), d::Laplace::new(n, t)); }),
    ("Exp, Normal", |r| { let ([_, n], [s, t]) = spots(r); check(d::Exp::new(s), d::Normal::new(n, t)); }),
    ("Exp, Gamma", |r| { let ([_, c], [b, d]) = (near(r), near(r)); check(d::Exp::new(b), d::Gamma::new(c, d)); }),
    ("Gamma, Exp", |r| { let ([a, _], [b, d]) = (near(r), near(r)); check(d::Gamma::new(a, b), d::Exp::new(d)); }),
    ("Gamma, Normal", |r| { let ([_, n], [s, t]) = spots(r); check(d::Gamma::new(positive(r), s), d::Normal::new(n, t)); }),
    ("Uniform", |r| { let ([a, b], [c, d]) = spots(r); check(uniform(a, c), uniform(b, d)); }),
    ("Uniform, Normal", |r| { let ([a, m], [w, s]) = spots(r); check(uniform(a, w), d::Normal::new(m, s)); }),
    ("Uniform, Exp", |r| { let ([a, b], [w, _]) = (near(r), near(r)); check(uniform(a, w), d::Exp::new(b)); }),
    ("Uniform, Pareto", |r| { let ([a, m], [w, s]) = (near(r), near(r)); check(uniform(a, w), d::Pareto::new(m, s)); }),
];

#[test]
#[ignore = "ten million inputs for each divergence take minutes"]
fn never_negative_never_nan() {
    let times: u64 = match std::env::var("TEN_MILLION") {
        Ok(text) => text.parse().expect("TEN_MILLION is a number"),
        Err(_) => 10_000_000,
    };
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    for (index, (name, trial)) in TRIALS.iter().enumerate() {
        let start = std::time::Instant::now();
        std::thread::scope(|scope| {
            for thread in 0..threads {
                scope.spawn(move || {
                    let mut random = Random(1000 * index as u64 + thread);
                    let share = times / threads + u64::from(thread < times % threads);
                    (0..share).for_each(|_| trial(&mut random));
                });
            }
        });
        println!("{name}: {times} in {:.1} s", start.elapsed().as_secs_f64());
    }
}

#[track_caller]
fn check<P: KlDivergence<Q> + Debug, Q: Debug, E, F>(p: Result<P, E>, q: Result<Q, F>) {
    let (Ok(p), Ok(q)) = (p, q) else {
        return;
    };
    if let Ok(divergence) = p.kl(&q) {
        let nats = divergence.nats();
        assert!(nats >= 0.0, "{nats:e} for {p:?} {q:?}");
    }
}

/// All divergences of two vectors of two to nine outcomes.
fn vectors(r: &mut Random) {
    let n = 2 + r.below(8);
    let p = Pmf::from_weights(r.weights(n)).expect("weights");
    let q = if r.below(2) == 0 {
        r.weights(n)
    } else {
        p.as_slice().iter().map(|&x| r.near(x)).collect()
    };
    let q = Pmf::from_weights(q).expect("weights");
    let order = r.power_of_ten(-3.0, 2.0);
    let values = [
        p.entropy().nats(),
        p.cross_entropy(&q).expect("same length").nats(),
        p.kl(&q).expect("same length").nats(),
        p.jeffreys(&q).expect("same length").nats(),
        p.jensen_shannon(&q).expect("same length").nats(),
        p.total_variation(&q).expect("same length"),
        p.hellinger(&q).expect("same length"),
        p.bhattacharyya(&q).expect("same length").nats(),
        p.chi_squared(&q).expect("same length"),
        p.renyi(order, &q).expect("a positive order").nats(),
        p.tsallis(order, &q).expect("a positive order"),
        p.alpha_divergence(order, &q).expect("any order"),
    ];
    for (which, value) in values.iter().enumerate() {
        assert!(
            *value >= 0.0,
            "value {which}, {value:e} for {p:?} {q:?} {order:e}"
        );
    }
}

fn dirichlets(r: &mut Random) {
    let (mut p, mut q) = (Vec::new(), Vec::new());
    for _ in 0..2 + r.below(3) {
        let [a, b] = near(r);
        p.push(a);
        q.push(b);
    }
    check(d::Dirichlet::new(p), d::Dirichlet::new(q));
}

fn uniform(a: f64, width: f64) -> Result<d::Uniform, d::UniformError> {
    d::Uniform::new(a, a + width)
}

/// Around one, or anything that a double can be.
fn positive(r: &mut Random) -> f64 {
    match r.below(4) {
        0 => r.power_of_ten(-308.0, 308.0),
        1 => r.power_of_ten(-20.0, 20.0),
        _ => r.power_of_ten(-3.0, 3.0),
    }
}

/// Two positive numbers, half of the time next to each other.
fn near(r: &mut Random) -> [f64; 2] {
    let x = positive(r);
    match r.below(2) {
        0 => [x, positive(r)],
        _ => [x, r.near(x)],
    }
}

/// Two locations and two scales.
fn spots(r: &mut Random) -> ([f64; 2], [f64; 2]) {
    let sign = if r.below(2) == 0 { 1.0 } else { -1.0 };
    (near(r).map(|x| sign * x), near(r))
}

/// Two probabilities, half of the time next to each other.
fn probabilities(r: &mut Random) -> [f64; 2] {
    let p = match r.below(3) {
        0 => r.unit(),
        1 => r.power_of_ten(-308.0, 0.0),
        _ => 1.0 - r.power_of_ten(-16.0, -0.3),
    };
    match r.below(2) {
        0 => [p, r.unit()],
        _ => [p, r.near(p).min(1.0)],
    }
}
