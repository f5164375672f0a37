//! Every divergence on ten million random valid inputs: never negative, never NaN.
//!
//! `cargo test --release -p kl-core --test it -- --ignored --nocapture ten_million`
//! takes some minutes; `TEN_MILLION=100000` tries fewer. The inputs go from ordinary
//! to the ends of what the types let through, and half of the time Q is next to P.
//! What takes longer is tried less often: sums over counts a thousandth, matrices and
//! samples a tenth of the times.

use crate::random::Random;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy, VonMises};
use kl_core::nalgebra::DMatrix;
use kl_core::objective::{self, Reduction};
use kl_core::statrs::distribution as d;
use kl_core::{
    Bregman, Channel, GaussianMixture, Joint, KlDivergence, Logits, MultivariateNormal,
    NormalDivergences, Pmf, bounds, transport,
};
use std::fmt::Debug;

/// Makes an input, computes, and fails if the answer is negative or NaN.
type Trial = fn(&mut Random);

/// Parameters for any family.
struct Numbers {
    real: f64,
    /// A scale or a rate, and a shape.
    positive: [f64; 2],
    probability: f64,
    count: u64,
}

/// A function that makes a distribution of each family out of them.
macro_rules! families {
    ($($name:ident: $family:path = |$x:ident| $make:expr;)*) => {
        $(fn $name($x: &Numbers) -> Option<$family> { $make.ok() })*
    };
}

families! {
    bernoulli: d::Bernoulli = |x| d::Bernoulli::new(x.probability);
    binomial: d::Binomial = |x| d::Binomial::new(x.probability, x.count);
    few_trials: d::Binomial = |x| d::Binomial::new(x.probability, x.count % 1000);
    geometric: d::Geometric = |x| d::Geometric::new(x.probability);
    negative_binomial: d::NegativeBinomial = |x| d::NegativeBinomial::new(x.positive[0], x.probability);
    poisson: d::Poisson = |x| d::Poisson::new(x.positive[0]);
    discrete_uniform: d::DiscreteUniform = |x| d::DiscreteUniform::new(-(x.count as i64 >> 1), x.count as i64 >> 2);
    exp: d::Exp = |x| d::Exp::new(x.positive[0]);
    chi: d::Chi = |x| d::Chi::new(x.count);
    chi_squared: d::ChiSquared = |x| d::ChiSquared::new(x.positive[1]);
    gamma: d::Gamma = |x| d::Gamma::new(x.positive[1], x.positive[0]);
    inverse_gamma: d::InverseGamma = |x| d::InverseGamma::new(x.positive[1], x.positive[0]);
    erlang: d::Erlang = |x| d::Erlang::new(x.count, x.positive[0]);
    beta: d::Beta = |x| d::Beta::new(x.positive[0], x.positive[1]);
    weibull: d::Weibull = |x| d::Weibull::new(x.positive[1], x.positive[0]);
    pareto: d::Pareto = |x| d::Pareto::new(x.positive[0], x.positive[1]);
    normal: d::Normal = |x| d::Normal::new(x.real, x.positive[0]);
    log_normal: d::LogNormal = |x| d::LogNormal::new(x.real, x.positive[0]);
    laplace: d::Laplace = |x| d::Laplace::new(x.real, x.positive[0]);
    cauchy: d::Cauchy = |x| d::Cauchy::new(x.real, x.positive[0]);
    gumbel: d::Gumbel = |x| d::Gumbel::new(x.real, x.positive[0]);
    uniform: d::Uniform = |x| d::Uniform::new(x.real, x.real + x.positive[0]);
    interval: d::Uniform = |x| d::Uniform::new(x.probability.min(0.5), x.probability.max(0.75));
    continuous_bernoulli: ContinuousBernoulli = |x| ContinuousBernoulli::new(x.probability);
    half_normal: HalfNormal = |x| HalfNormal::new(x.positive[0]);
    kumaraswamy: Kumaraswamy = |x| Kumaraswamy::new(x.positive[0], x.positive[1]);
    von_mises: VonMises = |x| VonMises::new(x.real, x.positive[0]);
}

/// A row of the table: the divergence of the one from the other.
macro_rules! pairs {
    ($($p:ident $q:ident / $rarely:expr),* $(,)?) => {
        &[$((
            concat!(stringify!($p), ", ", stringify!($q)),
            |r| {
                let (x, y) = two(r);
                check($p(&x), $q(&y));
            },
            $rarely,
        )),*]
    };
}

/// The pair, a trial, and how much less often it is tried than others.
const PAIRS: &[(&str, Trial, u64)] = pairs!(
    bernoulli bernoulli / 1, bernoulli poisson / 1, bernoulli few_trials / 1000,
    binomial binomial / 1000, few_trials few_trials / 1000, few_trials poisson / 1000,
    geometric geometric / 1, negative_binomial negative_binomial / 10000,
    negative_binomial poisson / 10000, poisson negative_binomial / 10000, poisson poisson / 1,
    discrete_uniform discrete_uniform / 1,
    exp exp / 1, exp chi_squared / 1, exp gamma / 1, exp gumbel / 1, exp laplace / 1,
    exp normal / 1, exp weibull / 1, chi chi / 1, chi_squared chi_squared / 1,
    chi_squared exp / 1, chi_squared gamma / 1, gamma chi_squared / 1, gamma erlang / 1,
    gamma exp / 1, gamma gamma / 1, gamma gumbel / 1, gamma normal / 1, erlang erlang / 1,
    erlang gamma / 1, inverse_gamma inverse_gamma / 1, beta beta / 1, beta interval / 1,
    beta exp / 1, beta gamma / 1, beta laplace / 10, beta normal / 1, beta continuous_bernoulli / 1,
    interval beta / 1, weibull gamma / 1, gamma weibull / 1,
    weibull weibull / 1, weibull exp / 1, pareto pareto / 1, pareto exp / 1, pareto gamma / 1,
    pareto laplace / 1, pareto normal / 1, normal normal / 1, normal laplace / 1,
    normal gumbel / 1, log_normal log_normal / 1, laplace laplace / 1, laplace normal / 1,
    cauchy cauchy / 1, gumbel gumbel / 1, gumbel laplace / 1, gumbel normal / 1,
    uniform uniform / 1, uniform exp / 1, uniform gamma / 1, uniform gumbel / 1,
    uniform laplace / 1, uniform normal / 1, uniform pareto / 1,
    interval continuous_bernoulli / 1, continuous_bernoulli continuous_bernoulli / 1,
    continuous_bernoulli exp / 1, continuous_bernoulli laplace / 1,
    continuous_bernoulli normal / 1, continuous_bernoulli interval / 1,
    half_normal half_normal / 1, half_normal exp / 1, half_normal gamma / 1,
    half_normal normal / 1, kumaraswamy kumaraswamy / 1000, kumaraswamy beta / 1000,
    von_mises von_mises / 10,
);

const OTHERS: &[(&str, Trial, u64)] = &[
    ("vectors", vectors, 1),
    ("logits", logits, 1),
    ("tables", tables, 1),
    ("objectives", objectives, 1),
    ("Dirichlet", dirichlets, 1),
    ("multivariate normal", multivariate_normals, 10),
    ("transport", samples, 10),
    ("normals", normals, 1),
    ("channels", channels, 1),
    ("mixtures", mixtures, 100),
];

#[test]
#[ignore = "ten million inputs for each divergence take minutes"]
fn never_negative_never_nan() {
    let times: u64 = match std::env::var("TEN_MILLION") {
        Ok(text) => text.parse().expect("TEN_MILLION is a number"),
        Err(_) => 10_000_000,
    };
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let mut all = 0;
    for (index, (name, trial, rarely)) in PAIRS.iter().chain(OTHERS).enumerate() {
        let start = std::time::Instant::now();
        let times = times / rarely;
        std::thread::scope(|scope| {
            for thread in 0..threads {
                scope.spawn(move || {
                    let mut random = Random(1000 * index as u64 + thread);
                    let share = times / threads + u64::from(thread < times % threads);
                    (0..share).for_each(|_| trial(&mut random));
                });
            }
        });
        all += times;
        let seconds = start.elapsed().as_secs_f64();
        println!("{name}: {times} in {seconds:.1} s");
    }
    println!("{all} inputs in all");
}

#[track_caller]
fn check<P: KlDivergence<Q> + Debug, Q: Debug>(p: Option<P>, q: Option<Q>) {
    let (Some(p), Some(q)) = (p, q) else {
        return;
    };
    if let Ok(divergence) = p.kl(&q) {
        let nats = divergence.nats();
        assert!(nats >= 0.0, "{nats:e} for {p:?} {q:?}");
    }
}

/// Fails if one of the values is negative or NaN.
#[track_caller]
fn never_negative(values: &[f64], input: impl Fn() -> String) {
    for (which, value) in values.iter().enumerate() {
        assert!(*value >= 0.0, "value {which}, {value:e} for {}", input());
    }
}

/// All divergences of two vectors of two to nine outcomes.
fn vectors(r: &mut Random) {
    let (p, q) = two_vectors(r);
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
        Bregman::squared_euclidean()
            .divergence(p.as_slice(), q.as_slice())
            .expect("any numbers"),
        Bregman::kl()
            .divergence(p.as_slice(), q.as_slice())
            .expect("not negative"),
    ];
    never_negative(&values, || format!("{p:?} {q:?} {order:e}"));
}

fn two_vectors(r: &mut Random) -> (Pmf, Pmf) {
    let n = 2 + r.below(8);
    let p = Pmf::from_weights(r.weights(n)).expect("weights");
    let q = if r.below(2) == 0 {
        r.weights(n)
    } else {
        p.as_slice().iter().map(|&x| r.near(x)).collect()
    };
    (p, Pmf::from_weights(q).expect("weights"))
}

/// Two vectors of logits, half of the time next to each other.
fn two_lists(r: &mut Random, n: usize) -> (Vec<f64>, Vec<f64>) {
    let size = r.power_of_ten(-3.0, 4.0);
    let p: Vec<f64> = (0..n).map(|_| r.between(-size, size)).collect();
    let q = if r.below(2) == 0 {
        (0..n).map(|_| r.between(-size, size)).collect()
    } else {
        p.iter().map(|&x| r.near(x)).collect()
    };
    (p, q)
}

fn logits(r: &mut Random) {
    let n = 2 + r.below(8);
    let (a, b) = two_lists(r, n);
    let (p, q) = (
        Logits::new(a).expect("finite"),
        Logits::new(b).expect("finite"),
    );
    let values = [
        p.entropy().nats(),
        p.cross_entropy(&q).expect("same length").nats(),
        p.kl(&q).expect("same length").nats(),
        p.jensen_shannon(&q).expect("same length").nats(),
    ];
    never_negative(&values, || format!("{p:?} {q:?}"));
}

fn tables(r: &mut Random) {
    let (rows, columns) = (1 + r.below(4), 1 + r.below(4));
    let table = |r: &mut Random| {
        let weights = Pmf::from_weights(r.weights(rows * columns)).expect("weights");
        Joint::new(rows, columns, weights.into_vec()).expect("probabilities")
    };
    let (p, q) = (table(r), table(r));
    let values = [
        p.conditional_entropy().nats(),
        p.mutual_information().nats(),
        p.conditional_kl(&q).expect("same shape").nats(),
    ];
    never_negative(&values, || format!("{p:?} {q:?}"));
}

/// Those objectives that cannot be negative.
fn objectives(r: &mut Random) {
    let n = 2 + r.below(4);
    let (a, b) = two_lists(r, n);
    let (temperature, beta, label) = (r.power_of_ten(-1.0, 2.0), r.unit(), r.below(n));
    let sum = Reduction::Sum;
    let values = [
        objective::gaussian_kl(&a, &b, n, beta, sum).map(|loss| loss.value),
        objective::distillation(&a, &b, n, temperature, sum).map(|loss| loss.value),
        objective::generalised_jensen_shannon(&a, &b, n, beta, sum).map(|loss| loss.value),
        objective::label_smoothing(&a, n, &[label], beta, sum).map(|loss| loss.value),
        objective::focal_loss(&a, n, &[label], temperature, sum).map(|loss| loss.value),
    ];
    let values = values.map(|value| value.expect("finite logits"));
    never_negative(&values, || {
        format!("{a:?} {b:?} {temperature} {beta} {label}")
    });
}

fn dirichlets(r: &mut Random) {
    let (mut p, mut q) = (Vec::new(), Vec::new());
    for _ in 0..2 + r.below(3) {
        let [a, b] = near(r);
        p.push(a);
        q.push(b);
    }
    check(d::Dirichlet::new(p).ok(), d::Dirichlet::new(q).ok());
}

fn multivariate_normals(r: &mut Random) {
    let n = 1 + r.below(4);
    let factor = DMatrix::from_fn(n, n, |i, j| if i == j { positive(r) } else { r.unit() });
    let change = r.power_of_ten(-16.0, 0.0);
    let moved = DMatrix::from_fn(n, n, |i, j| factor[(i, j)] * (1.0 + change * r.unit()));
    let normal = |factor: &DMatrix<f64>| {
        let square = factor * factor.transpose();
        let covariance = 0.5 * &square + 0.5 * square.transpose();
        MultivariateNormal::new(vec![0.0; n], covariance).ok()
    };
    let (p, q) = (normal(&factor), normal(&moved));
    if let (Some(p), Some(q)) = (&p, &q) {
        let order = r.unit();
        let values = [
            p.wasserstein_2(q).expect("no such case"),
            p.bures(q).expect("no such case"),
            p.hellinger(q).expect("one dimension"),
            p.renyi(order, q).expect("an order below one").nats(),
            p.jeffreys(q).expect("one dimension").nats(),
        ];
        never_negative(&values, || format!("{p:?} {q:?} {order}"));
    }
    check(p, q);
}

/// The divergences of normal distributions in one dimension.
fn normals(r: &mut Random) {
    let (x, y) = two(r);
    let (Some(p), Some(q)) = (normal(&x), normal(&y)) else {
        return;
    };
    let order = r.power_of_ten(-3.0, 2.0);
    let values = [
        NormalDivergences::jeffreys(&p, &q).expect("finite").nats(),
        p.bhattacharyya(&q).expect("finite").nats(),
        p.hellinger(&q).expect("finite"),
        p.renyi(order, &q).expect("a positive order").nats(),
    ];
    never_negative(&values, || format!("{p:?} {q:?} {order:e}"));
}

/// Data processing: no channel makes two distributions easier to tell apart.
fn channels(r: &mut Random) {
    let (inputs, outputs) = (2 + r.below(3), 1 + r.below(4));
    let rows: Vec<Pmf> = (0..inputs)
        .map(|_| Pmf::from_weights(r.weights(outputs)).expect("weights"))
        .collect();
    let channel = Channel::new(rows).expect("rows of one length");
    let p = Pmf::from_weights(r.weights(inputs)).expect("weights");
    let q = Pmf::from_weights(p.as_slice().iter().map(|&x| r.near(x)).collect::<Vec<_>>());
    let q = q.expect("weights");
    let (before, after) = bounds::data_processing(&p, &q, &channel).expect("as many inputs");
    let information = channel.mutual_information(&p).expect("as many inputs");
    let values = [after.nats(), information.nats()];
    never_negative(&values, || format!("{p:?} {q:?} {channel:?}"));
    assert!(
        after <= before,
        "{after:?} {before:?} {p:?} {q:?} {channel:?}"
    );
}

/// The bounds are in order.
fn mixtures(r: &mut Random) {
    let mixture = |r: &mut Random| {
        let n = 1 + r.below(3);
        let weights = Pmf::from_weights(r.weights(n)).expect("weights");
        let components: Vec<MultivariateNormal> = (0..n)
            .map(|_| {
                let variance = DMatrix::from_element(1, 1, r.power_of_ten(-3.0, 3.0));
                MultivariateNormal::new(vec![r.between(-9.0, 9.0)], variance).expect("positive")
            })
            .collect();
        GaussianMixture::new(weights, components).expect("one dimension")
    };
    let (p, q) = (mixture(r), mixture(r));
    let bounds = p.kl_bounds(&q).expect("one dimension");
    never_negative(&[bounds.lower.nats()], || format!("{p:?} {q:?}"));
    assert!(bounds.lower <= bounds.upper, "{bounds:?} {p:?} {q:?}");
}

fn samples(r: &mut Random) {
    let (n, m) = (1 + r.below(6), 1 + r.below(6));
    let mut list = |n| -> Vec<f64> { (0..n).map(|_| spot(r)).collect() };
    let (x, y) = (list(n), list(m));
    let values = [
        transport::wasserstein_1(&x, &y).expect("finite"),
        transport::wasserstein_2(&x, &y).expect("finite"),
    ];
    never_negative(&values, || format!("{x:?} {y:?}"));
}

/// Around one, or anything that a double can be.
fn positive(r: &mut Random) -> f64 {
    match r.below(4) {
        0 => r.power_of_ten(-308.0, 308.0),
        1 => r.power_of_ten(-20.0, 20.0),
        _ => r.power_of_ten(-3.0, 3.0),
    }
}

fn spot(r: &mut Random) -> f64 {
    let size = positive(r);
    if r.below(2) == 0 { size } else { -size }
}

/// Two positive numbers, half of the time next to each other.
fn near(r: &mut Random) -> [f64; 2] {
    let x = positive(r);
    match r.below(2) {
        0 => [x, positive(r)],
        _ => [x, r.near(x)],
    }
}

fn numbers(r: &mut Random) -> Numbers {
    Numbers {
        real: spot(r),
        positive: [positive(r), positive(r)],
        probability: match r.below(3) {
            0 => r.unit(),
            1 => r.power_of_ten(-308.0, 0.0),
            _ => 1.0 - r.power_of_ten(-16.0, -0.3),
        },
        count: r.bits() >> r.below(64),
    }
}

/// Two sets of parameters, each number half of the time next to the other's.
fn two(r: &mut Random) -> (Numbers, Numbers) {
    let (x, fresh) = (numbers(r), numbers(r));
    let mut near = |old: f64, new: f64| if r.below(2) == 0 { new } else { r.near(old) };
    let y = Numbers {
        real: near(x.real, fresh.real),
        positive: [
            near(x.positive[0], fresh.positive[0]),
            near(x.positive[1], fresh.positive[1]),
        ],
        probability: near(x.probability, fresh.probability).min(1.0),
        count: if r.below(2) == 0 {
            fresh.count
        } else {
            x.count
        },
    };
    (x, y)
}
