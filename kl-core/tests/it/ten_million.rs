//! Every divergence on ten million random valid inputs: never negative, never NaN.
//!
//! `cargo test --release -p kl-core --test it -- --ignored --nocapture ten_million`
//! takes some minutes; `TEN_MILLION=100000` tries fewer. The inputs go from ordinary
//! to the ends of what the types let through, and half of the time Q is next to P.
//! What takes longer is tried less often: sums over counts a thousandth, matrices and
//! samples a tenth of the times.

use crate::common::families::{Dirichlet, Draw, Numbers};
use crate::common::random::Random;
use kl_core::distribution::*;
use kl_core::divergences::{JensenShannon, KullbackLeibler};
use kl_core::drift::{Comparison, Histogram, LabelCounts, Smoothing};
use kl_core::nalgebra::DMatrix;
use kl_core::objective::{
    self, Reduction, TokenDivergence, TokenLogits, TokenReduction, TokenTail, Tokens,
};
use kl_core::statrs::distribution::*;
use kl_core::{
    Bregman, Channel, Information, Joint, KlDivergence, Logits, MultivariateNormal,
    NormalDivergences, NormalMixture, Pmf, bounds, transport,
};
use std::fmt::Debug;

/// Makes an input, computes, and fails if the answer is negative or NaN.
type Trial = fn(&mut Random);

/// What is tried for each pair of the table: its name, a trial, and how much less often.
macro_rules! trials {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        $within:tt;
    )*) => {
        &[$((
            concat!(stringify!($p), "‖", stringify!($q)),
            pair::<$p, $q>,
            $rarely,
        )),*]
    };
}

const PAIRS: &[(&str, Trial, u64)] = pairs!(trials);

fn pair<P: Draw + KlDivergence<Q> + Debug, Q: Draw + Debug>(r: &mut Random) {
    let (x, y) = two(r);
    check(P::draw(&x), Q::draw(&y));
}

const OTHERS: &[(&str, Trial, u64)] = &[
    ("vectors", vectors, 1),
    ("logits", logits, 1),
    ("tables", tables, 1),
    ("objectives", objectives, 1),
    ("tokens", tokens, 1),
    ("multivariate normal", multivariate_normals, 10),
    ("transport", samples, 10),
    ("normals", normals, 1),
    ("channels", channels, 1),
    ("mixtures", mixtures, 100),
    ("columns", columns, 1),
    ("histograms", histograms, 1),
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

/// The numbers of all divergences without a parameter.
macro_rules! each {
    ($($value:ident, $method:ident, $ulp:literal: $why:literal;)*) => {
        |p: &Pmf, q: &Pmf| [$( f64::from(Number(p.$method(q).expect("same length"))) ),*]
    };
}

/// An amount of information, or a plain number.
struct Number<T>(T);

impl From<Number<f64>> for f64 {
    fn from(number: Number<f64>) -> f64 {
        number.0
    }
}

impl From<Number<Information>> for f64 {
    fn from(number: Number<Information>) -> f64 {
        number.0.nats()
    }
}

/// All divergences of two vectors of two to nine outcomes.
fn vectors(r: &mut Random) {
    let (p, q) = two_vectors(r);
    let order = r.power_of_ten(-3.0, 2.0);
    let mut values = divergences!(each)(&p, &q).to_vec();
    values.extend([
        p.entropy().nats(),
        p.renyi(&q, order).expect("a positive order").nats(),
        p.tsallis(&q, order).expect("a positive order"),
        p.alpha_divergence(&q, order).expect("any order"),
        Bregman::squared_euclidean()
            .divergence(p.as_slice(), q.as_slice())
            .expect("any numbers"),
        Bregman::kl()
            .divergence(p.as_slice(), q.as_slice())
            .expect("not negative"),
    ]);
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
        objective::normal_kl(&a, &b, n, beta, sum).map(|loss| loss.value),
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

/// Some logits of which are −∞.
fn tokens(r: &mut Random) {
    let (words, count) = (2 + r.below(4), 1 + r.below(3));
    let (mut a, mut b) = two_lists(r, words * count);
    for z in [&mut a, &mut b] {
        for (k, z) in z.iter_mut().enumerate() {
            if k % words > 0 && r.below(5) == 0 {
                *z = f64::NEG_INFINITY;
            }
        }
    }
    let tokens = Tokens::packed(&[count]).expect("a length");
    let both = TokenLogits::new(&tokens, &a, &b, words).expect("as many as places");
    let best = both.with_top(1 + r.below(words), TokenTail::Bucket);
    let best = best.expect("one word at least");
    let beta = r.unit().clamp(1e-9, 1.0 - 1e-9);
    let divergence = match r.below(3) {
        0 => TokenDivergence::Forward,
        1 => TokenDivergence::Reverse,
        _ => TokenDivergence::JensenShannon { beta },
    };
    let temperature = r.power_of_ten(-1.0, 2.0);
    let mut gradient = vec![f64::NAN; a.len()];
    let [all, some] = [both, best].map(|logits| {
        let report = logits.compare(divergence, temperature).expect("logits");
        let by = TokenReduction::TokenMean;
        let trained = logits.compare_into(divergence, temperature, by, &mut gradient);
        let is_number = trained.is_err() || gradient.iter().all(|g| !g.is_nan());
        assert!(
            is_number,
            "{a:?} {b:?} {divergence:?} {temperature} {gradient:?}"
        );
        report.token_mean().value
    });
    never_negative(&[all, some], || {
        format!("{a:?} {b:?} {divergence:?} {temperature}")
    });
    // A bucket is a lower bound.
    assert!(
        some <= all * (1.0 + 1e-9) || all < 1e-280,
        "{some:e} above {all:e}: {a:?} {b:?} {divergence:?} {temperature}"
    );
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
            p.renyi(q, order).expect("an order below one").nats(),
            p.jeffreys(q).expect("one dimension").nats(),
        ];
        never_negative(&values, || format!("{p:?} {q:?} {order}"));
    }
    check(p, q);
}

/// The divergences of normal distributions in one dimension.
fn normals(r: &mut Random) {
    let (x, y) = two(r);
    let (Some(p), Some(q)) = (Normal::draw(&x), Normal::draw(&y)) else {
        return;
    };
    let order = r.power_of_ten(-3.0, 2.0);
    let values = [
        NormalDivergences::jeffreys(&p, &q).expect("finite").nats(),
        p.bhattacharyya(&q).expect("finite").nats(),
        p.hellinger(&q).expect("finite"),
        p.renyi(&q, order).expect("a positive order").nats(),
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
        NormalMixture::new(weights, components).expect("one dimension")
    };
    let (p, q) = (mixture(r), mixture(r));
    let bounds = p.kl_bounds(&q).expect("one dimension");
    never_negative(&[bounds.start().nats()], || format!("{p:?} {q:?}"));
    assert!(bounds.start() <= bounds.end(), "{bounds:?} {p:?} {q:?}");
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

fn numbers(r: &mut Random) -> Numbers {
    Numbers {
        real: [(); 3].map(|()| spot(r)),
        positive: [(); 3].map(|()| positive(r)),
        probability: match r.below(3) {
            0 => r.unit(),
            1 => r.power_of_ten(-308.0, 0.0),
            _ => 1.0 - r.power_of_ten(-16.0, -0.3),
        },
        count: [(); 3].map(|()| r.bits() >> r.below(64)),
        entries: [(); 16].map(|()| r.between(-1.0, 1.0)),
        dimension: 1 + r.below(4),
        small: r.below(2) == 0,
    }
}

/// Two sets of parameters, each number half of the time next to the other's.
fn two(r: &mut Random) -> (Numbers, Numbers) {
    let x = numbers(r);
    let mut y = numbers(r);
    for (new, &old) in [(&mut y.real, &x.real), (&mut y.positive, &x.positive)] {
        for (new, old) in new.iter_mut().zip(old) {
            if r.below(2) == 0 {
                *new = r.near(old);
            }
        }
    }
    if r.below(2) == 0 {
        y.probability = r.near(x.probability).min(1.0);
    }
    if r.below(2) == 0 {
        y.count = x.count;
    }
    if r.below(2) == 0 {
        y.entries = x.entries.map(|old| r.near(old));
    }
    y.dimension = x.dimension;
    y.small = x.small;
    (x, y)
}

/// Counts of any size, the second half of the time next to multiples of the first.
fn two_counts(r: &mut Random, k: usize) -> [Vec<u64>; 2] {
    let p: Vec<u64> = (0..k).map(|_| r.bits() >> r.below(64)).collect();
    let q = if r.below(2) == 0 {
        p.iter().map(|_| r.bits() >> r.below(64)).collect()
    } else {
        let times = 1 + r.below(1000) as u64;
        let near = p
            .iter()
            .map(|c| c.saturating_mul(times).saturating_add(r.bits() % 2));
        near.collect()
    };
    [p, q]
}

/// Two columns of labels.
fn columns(r: &mut Random) {
    let k = 1 + r.below(6);
    let [p, q] = two_counts(r, k);
    let table = |counts: &[u64]| {
        let mut table = LabelCounts::new();
        for (label, &count) in counts.iter().enumerate() {
            table.add_times(label, count);
        }
        table
    };
    let alpha = if r.below(2) == 0 {
        0.0
    } else {
        r.power_of_ten(-200.0, 200.0)
    };
    never_negative(
        &of_columns(&table(&p).compare(&table(&q)), alpha, r.unit()),
        || format!("{p:?} {q:?} {alpha:e}"),
    );
}

/// Two histograms with edges of their own.
fn histograms(r: &mut Random) {
    let mut histogram = || {
        let k = 1 + r.below(5);
        let mut edges: Vec<f64> = (0..k)
            .map(|_| {
                if r.below(2) == 0 {
                    r.below(9) as f64
                } else {
                    any_size(r)
                }
            })
            .collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        let [counts, _] = two_counts(r, edges.len() + 1);
        Histogram::from_counts(edges, counts, 0)
    };
    let (Ok(p), Ok(q)) = (histogram(), histogram()) else {
        return; // an edge is infinite
    };
    for both in [p.compare_spread(&q), p.compare_on_shared_edges(&q)]
        .into_iter()
        .flatten()
    {
        never_negative(&of_columns(&both, 0.5, 0.5), || format!("{p:?} {q:?}"));
    }
}

fn any_size(r: &mut Random) -> f64 {
    let size = r.power_of_ten(-320.0, 308.0);
    if r.below(2) == 0 { size } else { -size }
}

fn of_columns<L: Clone>(both: &Comparison<L>, alpha: f64, probability: f64) -> Vec<f64> {
    let added = Smoothing::Add(alpha);
    // Nothing may have been counted.
    let Ok(psi) = both.psi(added) else {
        return Vec::new();
    };
    let kl = both.current_from_reference(&KullbackLeibler, added);
    let js = both.reference_from_current(&JensenShannon, added);
    vec![
        psi.value(),
        kl.expect("as PSI").value().nats(),
        js.expect("as PSI").value().nats(),
        both.psi_by_chance(probability).expect("a probability"),
    ]
}
