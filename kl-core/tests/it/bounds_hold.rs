//! Every error that is stated with a value is at least the true one: thousands of pairs whose
//! divergence is known in closed form.
//!
//! Here the closed form counts as the truth, to some ulp. A bound may be refused, by an `Err`,
//! but not often where parameters are ordinary; and it must not be so large that it says nothing.

use crate::common::random::Random;
use kl_core::nalgebra::DMatrix;
use kl_core::quadrature::Quadrature;
use kl_core::statrs::distribution::{
    Beta, Binomial, Cauchy, Chi, ChiSquared, Continuous, ContinuousCDF, Discrete, Erlang, Exp,
    Gamma, Geometric, Gumbel, InverseGamma, Laplace, LogNormal, NegativeBinomial, Normal, Pareto,
    Poisson, Uniform, Weibull,
};
use kl_core::statrs::statistics::{Max, Min};
use kl_core::transport::{Wasserstein, wasserstein_of_quantiles};
use kl_core::{
    Channel, Error, KlDivergence, MultivariateNormal, NormalMixture, Pmf, quadrature, series,
};
use std::fmt::Debug;

const ULP: f64 = f64::EPSILON;

/// How P and Q lie to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Ordinary,
    /// Each parameter differs by a relative 10⁻¹⁴ to 10⁻¹.
    Near,
    /// By some ulp, or not at all.
    Sliver,
    Far,
    /// Shapes and scales of any size.
    Extreme,
}

const KINDS: [Kind; 5] = [
    Kind::Ordinary,
    Kind::Near,
    Kind::Sliver,
    Kind::Far,
    Kind::Extreme,
];

/// What parameter it is.
#[derive(Clone, Copy)]
enum Is {
    Place,
    Scale,
    Shape,
}

use Is::{Place, Scale, Shape};

struct Draw {
    random: Random,
    kind: Kind,
    unit: f64,
}

impl Draw {
    fn new(seed: u64, kind: Kind) -> Self {
        let mut random = Random(seed);
        let unit = match kind {
            Kind::Extreme => random.power_of_ten(-60.0, 60.0),
            _ => 1.0,
        };
        Draw { random, kind, unit }
    }

    fn one(&mut self, is: Is) -> f64 {
        let r = &mut self.random;
        match (self.kind, is) {
            (Kind::Far, Place) => r.power_of_ten(-3.0, 3.0) * r.between(-1.0, 1.0),
            (Kind::Far, _) => r.power_of_ten(-2.0, 2.0),
            (Kind::Extreme, Place) => self.unit * r.between(-3.0, 3.0),
            (Kind::Extreme, Scale) => self.unit * r.power_of_ten(-3.0, 3.0),
            (Kind::Extreme, Shape) => r.power_of_ten(-3.0, 6.0),
            (_, Place) => r.between(-3.0, 3.0),
            (_, Scale | Shape) => r.power_of_ten(-0.5, 1.0),
        }
    }

    /// The parameters of P and of Q.
    fn both<const N: usize>(&mut self, of: [Is; N]) -> [[f64; N]; 2] {
        let p = of.map(|is| self.one(is));
        let q = match self.kind {
            Kind::Near => p.map(|x| {
                let size = self.random.power_of_ten(-14.0, -1.0);
                x * (1.0 + size * self.random.between(-1.0, 1.0))
            }),
            Kind::Sliver => p.map(|x| {
                let ulps = self.random.power_of_ten(0.0, 3.0) * self.random.between(-1.0, 1.0);
                x * (1.0 + ulps.trunc() * ULP)
            }),
            _ => of.map(|is| self.one(is)),
        };
        [p, q]
    }
}

/// What came out.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) tried: usize,
    pub(crate) refused: Vec<String>,
    pub(crate) broken: Vec<String>,
    /// Stated error over true one, where that is more than rounding.
    pub(crate) ratios: Vec<f64>,
    /// Stated error over the value.
    pub(crate) relative: Vec<f64>,
}

impl Tally {
    /// `slack` is how many ulp the closed form may be wrong by.
    pub(crate) fn add(
        &mut self,
        what: &str,
        got: Result<(f64, f64), String>,
        truth: f64,
        slack: f64,
    ) {
        self.tried += 1;
        match got {
            Err(error) => self.refused.push(format!("{what}: {error}, for {truth:e}")),
            Ok((value, _)) if value.is_infinite() => {
                if truth < 1e300 {
                    self.broken.push(format!("{what}: ∞ for {truth:e}"));
                }
            }
            Ok((value, error)) => {
                let off = (value - truth).abs();
                // Below 10⁻²⁹⁰ there are subnormals on the way.
                let holds = off <= error + slack * ULP * truth + 1e-290;
                if !holds {
                    let line =
                        format!("{what}: {value:e} ± {error:e}, off by {off:e}, for {truth:e}");
                    self.broken.push(line);
                }
                if off > slack * ULP * truth && off > 0.0 {
                    self.ratios.push(error / off);
                }
                if truth > 0.0 {
                    self.relative.push(error / truth);
                }
            }
        }
    }

    fn of<P, Q>(&mut self, kind: Kind, p: &P, q: &Q, slack: f64)
    where
        P: KlDivergence<Q> + Continuous<f64, f64> + ContinuousCDF<f64, f64> + Debug + 'static,
        Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + Debug + 'static,
    {
        let Ok(truth) = p.kl(q) else {
            return;
        };
        let got = quadrature::kl(p, q);
        let got = got.map(|d| (d.value().nats(), d.error().nats()));
        let what = format!("{kind:?} {p:?}‖{q:?}");
        self.add(
            &what,
            got.map_err(|error| error.to_string()),
            truth.nats(),
            slack,
        );
    }
}

/// A pair of each kind, `times` times.
pub(crate) fn of_quadrature(times: u64, seed: u64) -> Vec<(Kind, Tally)> {
    tallies(&KINDS, times, seed, densities)
}

/// A tally for each kind, of as many draws, each with a seed of its own.
fn tallies(
    kinds: &[Kind],
    times: u64,
    seed: u64,
    add: impl Fn(&mut Tally, Kind, u64),
) -> Vec<(Kind, Tally)> {
    let of_kind = |&kind: &Kind| {
        let mut tally = Tally::default();
        for time in 0..times {
            add(
                &mut tally,
                kind,
                seed.wrapping_mul(1_000_003).wrapping_add(time),
            );
        }
        (kind, tally)
    };
    kinds.iter().map(of_kind).collect()
}

fn densities(tally: &mut Tally, kind: Kind, seed: u64) {
    let draw = &mut Draw::new(seed, kind);
    macro_rules! both {
        ($([$($is:ident),*] $family:ident: $slack:expr;)*) => { $({
            let [p, q] = draw.both([$($is),*]);
            let make = |x: [f64; [$($is),*].len()]| { both!(@ $family x $($is)*) };
            if let (Ok(p), Ok(q)) = (make(p), make(q)) {
                tally.of(kind, &p, &q, $slack);
            }
        })* };
        (@ $family:ident $x:ident $a:ident) => { $family::new($x[0]) };
        (@ $family:ident $x:ident $a:ident $b:ident) => { $family::new($x[0], $x[1]) };
    }
    both! {
        [Place, Scale] Normal: 16.0;
        [Place, Scale] Cauchy: 16.0;
        [Place, Scale] Laplace: 16.0;
        [Place, Scale] LogNormal: 16.0;
        [Scale] Exp: 16.0;
        [Shape, Scale] Gamma: 16.0;
        [Shape, Scale] InverseGamma: 16.0;
        [Shape] ChiSquared: 16.0;
        [Scale, Shape] Pareto: 16.0;
    }
    let [p, q] = draw.both([Place, Scale]);
    if let (Ok(p), Ok(q)) = (Gumbel::new(p[0], p[1]), Gumbel::new(q[0], q[1])) {
        let apart = (p.location() - q.location()).abs() / q.scale();
        let slack = 16.0 * (1.0 + apart + (p.scale() / q.scale()).max(1.0).ln());
        tally.of(kind, &p, &q, slack);
    }
    let [p, q] = draw.both([Shape, Scale]);
    if let (Ok(p), Ok(q)) = (Weibull::new(p[0], p[1]), Weibull::new(q[0], q[1])) {
        let z = q.shape() * (p.scale() / q.scale()).ln().abs();
        let rho = q.shape() / p.shape();
        let slack = 16.0 * (1.0 + z + rho * (1.0 + rho.ln().abs()));
        tally.of(kind, &p, &q, slack);
    }
    let [p, q] = draw.both([Shape, Shape]);
    if let (Ok(p), Ok(q)) = (Beta::new(p[0], p[1]), Beta::new(q[0], q[1])) {
        tally.of(kind, &p, &q, 100.0);
    }
    // Q's interval holds P's, by little or much.
    let [[a, w], [b, v]] = draw.both([Place, Scale]);
    let end = (a + w).max(b + v);
    if let (Ok(p), Ok(q)) = (Uniform::new(a, a + w), Uniform::new(a.min(b), end)) {
        tally.of(kind, &p, &q, 16.0);
    }
    let [[m, a], [n, b]] = draw.both([Scale, Shape]);
    if let (Ok(p), Ok(q)) = (Pareto::new(m.max(n), a), Pareto::new(m.min(n), b)) {
        tally.of(kind, &p, &q, 16.0);
    }
    let [[k, r], [j, s]] = draw.both([Shape, Scale]);
    if let (Ok(p), Ok(q)) = (
        Erlang::new(k.ceil() as u64, r),
        Erlang::new(j.ceil() as u64, s),
    ) {
        tally.of(kind, &p, &q, 16.0);
    }
    if let (Ok(p), Ok(q)) = (Chi::new(k.ceil() as u64), Chi::new(j.ceil() as u64)) {
        tally.of(kind, &p, &q, 16.0);
    }
    crossed(tally, kind, draw);
}

/// Pairs of different families.
fn crossed(tally: &mut Tally, kind: Kind, draw: &mut Draw) {
    if matches!(kind, Kind::Near | Kind::Sliver) {
        return;
    }
    let [[mu, s], [nu, t]] = draw.both([Place, Scale]);
    let [[a, _], [b, r]] = draw.both([Shape, Scale]);
    macro_rules! each {
        ($($p:expr, $q:expr, $slack:expr;)*) => { $(
            if let (Ok(p), Ok(q)) = ($p, $q) {
                tally.of(kind, &p, &q, $slack);
            }
        )* };
    }
    each! {
        Normal::new(mu, s), Laplace::new(nu, t), 32.0;
        Laplace::new(mu, s), Normal::new(nu, t), 32.0;
        Gumbel::new(mu, s), Normal::new(nu, t), 32.0;
        Normal::new(mu, s), Gumbel::new(nu, t), 64.0 * (1.0 + (mu - nu).abs() / t + (s / t).powi(2));
        Gumbel::new(mu, s), Laplace::new(nu, t), 64.0;
        Gamma::new(a, r), Normal::new(nu, t), 32.0;
        Exp::new(r), Gamma::new(b, t), 32.0;
        Exp::new(r), ChiSquared::new(b), 32.0;
        Exp::new(r), Normal::new(nu, t), 32.0;
        Uniform::new(mu, mu + s), Normal::new(nu, t), 64.0;
        Uniform::new(s, s + t), Exp::new(r), 64.0;
        Uniform::new(s + t, s + t + r), Pareto::new(s, a), 1e4;
    }
}

/// A pair of each kind, `times` times.
pub(crate) fn of_series(times: u64, seed: u64) -> Vec<(Kind, Tally)> {
    let kinds = [Kind::Ordinary, Kind::Near, Kind::Sliver, Kind::Far];
    tallies(&kinds, times, seed, counts)
}

fn counts(tally: &mut Tally, kind: Kind, seed: u64) {
    fn add<P, Q>(tally: &mut Tally, kind: Kind, p: &P, q: &Q)
    where
        P: KlDivergence<Q> + Discrete<u64, f64> + Min<u64> + Max<u64> + Debug + 'static,
        Q: Discrete<u64, f64> + Min<u64> + Max<u64> + Debug + 'static,
    {
        let Ok(truth) = p.kl(q) else {
            return;
        };
        let got = series::kl(p, q);
        let got = got.map(|d| (d.value().nats(), d.error().nats()));
        let what = format!("{kind:?} {p:?}‖{q:?}");
        let got = got.map_err(|error| error.to_string());
        tally.add(&what, got, truth.nats(), 16.0);
    }
    let draw = &mut Draw::new(seed, kind);
    let [[a, x, r], [b, y, s]] = draw.both([Shape, Scale, Shape]);
    let n = 1 + (30.0 * draw.one(Shape)) as u64;
    // Probabilities from odds.
    let [p, q] = [x, y].map(|odds| odds / (1.0 + odds));
    if let (Ok(x), Ok(y)) = (Poisson::new(a), Poisson::new(b)) {
        add(tally, kind, &x, &y);
    }
    if let (Ok(x), Ok(y)) = (Poisson::new(1e3 * a), Poisson::new(1e3 * b)) {
        add(tally, kind, &x, &y);
    }
    if let (Ok(x), Ok(y)) = (Geometric::new(p), Geometric::new(q)) {
        add(tally, kind, &x, &y);
    }
    if let (Ok(x), Ok(y)) = (Binomial::new(p, n), Binomial::new(q, n)) {
        add(tally, kind, &x, &y);
    }
    if let (Ok(x), Ok(y)) = (NegativeBinomial::new(r, p), NegativeBinomial::new(r, q)) {
        add(tally, kind, &x, &y);
    }
    if !matches!(kind, Kind::Near | Kind::Sliver)
        && let (Ok(x), Ok(y), Ok(z)) = (
            NegativeBinomial::new(s, p),
            Poisson::new(b),
            Binomial::new(p, n),
        )
    {
        add(tally, kind, &x, &y);
        add(tally, kind, &y, &x);
        add(tally, kind, &z, &y);
    }
}

/// Distances of quantile functions whose closed form is known.
pub(crate) fn of_quantiles(times: u64, seed: u64) -> Vec<(Kind, Tally)> {
    let kinds = [Kind::Ordinary, Kind::Near, Kind::Sliver, Kind::Far];
    tallies(&kinds, times, seed, distances)
}

fn distances(tally: &mut Tally, kind: Kind, seed: u64) {
    let draw = &mut Draw::new(seed, kind);
    let [[m, s], [n, t]] = draw.both([Place, Scale]);
    let mut add = |what: &str,
                   order: f64,
                   p: &dyn Fn(f64, f64) -> f64,
                   q: &dyn Fn(f64, f64) -> f64,
                   truth: f64,
                   slack: f64| {
        let got = wasserstein_of_quantiles(order, p, q);
        let got = got.map(|d| (d.value(), d.error()));
        let what = format!("{kind:?} {what} {{ order {order}: {m} {s} {n} {t}");
        tally.add(&what, got.map_err(|error| error.to_string()), truth, slack);
    };
    let exponential = |rate: f64| move |_: f64, v: f64| -v.ln() / rate;
    let uniform =
        |a: f64, w: f64| move |u: f64, v: f64| if u < 0.5 { a + w * u } else { (a + w) - w * v };
    let laplace = |m: f64, b: f64| {
        move |u: f64, v: f64| {
            if u < 0.5 {
                m + b * (2.0 * u).ln()
            } else {
                m - b * (2.0 * v).ln()
            }
        }
    };
    let pareto = |shape: f64| move |_: f64, v: f64| (-v.ln() / shape).exp();
    if let (Ok(p), Ok(q)) = (Exp::new(s), Exp::new(t)) {
        let closed = [p.wasserstein_1(&q), p.wasserstein_2(&q)];
        for (order, closed) in [1.0, 2.0].into_iter().zip(closed) {
            if let Ok(truth) = closed {
                add("Exp ", order, &exponential(s), &exponential(t), truth, 16.0);
            }
        }
    }
    // One scale: the distance of the centres, of every order.
    for order in [1.0, 2.0, 3.5] {
        let truth = (m - n).abs();
        add(
            "Laplace ",
            order,
            &laplace(m, s),
            &laplace(n, s),
            truth,
            16.0,
        );
        let truth_of_uniform = (m - n).abs();
        add(
            "Uniform ",
            order,
            &uniform(m, s),
            &uniform(n, s),
            truth_of_uniform,
            16.0,
        );
    }
    // |b − a| E|X|ᵖ^(1/p) of a Laplace distribution, with E|X| = 1 and EX² = 2.
    add(
        "Laplace ",
        1.0,
        &laplace(m, s),
        &laplace(m, t),
        (s - t).abs(),
        16.0,
    );
    add(
        "Laplace ",
        2.0,
        &laplace(m, s),
        &laplace(m, t),
        (s - t).abs() * 2f64.sqrt(),
        16.0,
    );
    // Heavy tails, down to moments that hardly exist; one is above the other.
    let (a, b) = (1.0 + s, 1.0 + t);
    let means = (b - a).abs() / (s * t);
    add(
        "Pareto ",
        1.0,
        &pareto(a),
        &pareto(b),
        means,
        64.0 * (1.0 + 1.0 / s + 1.0 / t),
    );
    let (a, b) = (2.0 + s, 2.0 + t);
    if kind != Kind::Near && kind != Kind::Sliver {
        // Not for those next to each other, where the formula cancels.
        let square = a / s + b / t - 2.0 / (1.0 - 1.0 / a - 1.0 / b);
        let slack = 64.0 * (1.0 + (a / s + b / t) / square) * (1.0 + 1.0 / s + 1.0 / t);
        add("Pareto ", 2.0, &pareto(a), &pareto(b), square.sqrt(), slack);
    }
}

/// Of kinds without slivers; what cannot be made counts as broken.
fn of_some_kinds(
    times: u64,
    seed: u64,
    add: fn(&mut Tally, Kind, u64) -> Result<(), Error>,
) -> Vec<(Kind, Tally)> {
    let kinds = [Kind::Ordinary, Kind::Near, Kind::Far];
    tallies(&kinds, times, seed, |tally, kind, seed| {
        if let Err(error) = add(tally, kind, seed) {
            tally.broken.push(error.to_string());
        }
    })
}

/// Channels whose capacity is known in closed form.
pub(crate) fn of_capacities(times: u64, seed: u64) -> Vec<(Kind, Tally)> {
    of_some_kinds(times, seed, capacities)
}

fn capacities(tally: &mut Tally, kind: Kind, seed: u64) -> Result<(), Error> {
    let mut random = Random(seed);
    let mut add = |what: &str, rows: Vec<Vec<f64>>, truth: f64| -> Result<(), Error> {
        let rows: Result<Vec<Pmf>, Error> = rows.into_iter().map(Pmf::new).collect();
        let found = Channel::new(rows?)?.capacity(1e-9, 1000);
        let got = found.map(|found| {
            let [low, high] = [found.bounds.start(), found.bounds.end()].map(|x| x.nats());
            (0.5 * (low + high), 0.5 * (high - low))
        });
        let what = format!("{kind:?} {what} {seed}");
        // Each bound is right to 4 ulp, and the output to one.
        let slack = 8.0 + 1e-31 / (truth * f64::EPSILON);
        tally.add(&what, got.map_err(|error| error.to_string()), truth, slack);
        Ok(())
    };
    // Each row is the one before, moved by a place: the even input is the best. Of two, four or
    // eight outcomes, so that the output is even exactly.
    let n = 2 << random.below(3);
    let weights: Vec<f64> = match kind {
        Kind::Near => {
            let size = random.power_of_ten(-9.0, -1.0);
            (0..n).map(|_| 1.0 + size * random.unit()).collect()
        }
        Kind::Far => (0..n).map(|_| random.power_of_ten(-12.0, 0.0)).collect(),
        _ => (0..n).map(|_| random.unit()).collect(),
    };
    let row = Pmf::from_weights(weights)?;
    let symmetric = row.kl(&Pmf::uniform(n)?)?.nats();
    let moved = |k: usize| {
        let mut row = row.as_slice().to_vec();
        row.rotate_right(k);
        row
    };
    add("symmetric", (0..n).map(moved).collect(), symmetric)?;
    // A part with so few digits that what is left of 1 is exact.
    let part = match kind {
        Kind::Near => 1.0 - random.power_of_ten(-8.0, -1.0),
        Kind::Far => random.power_of_ten(-8.0, 0.0),
        _ => random.unit(),
    };
    let part = (part * 2f64.powi(40)).floor() / 2f64.powi(40);
    let rest = 1.0 - part;
    if part > 0.0 && rest > 0.0 {
        // Symbols that are erased, and a zero that always arrives.
        let erased = |k: usize| {
            let mut row = vec![0.0; n + 1];
            (row[k], row[n]) = (rest, part);
            row
        };
        add(
            "erasure",
            (0..n).map(erased).collect(),
            rest * (n as f64).ln(),
        )?;
        let skew = (rest * (part / rest * part.ln()).exp()).ln_1p();
        add("Z", vec![vec![1.0, 0.0], vec![part, rest]], skew)?;
    }
    // Two channels side by side, of which one is used at a time.
    let mut both: Vec<Vec<f64>> = (0..n)
        .map(|k| [moved(k), vec![0.0, 0.0]].concat())
        .collect();
    let sure = |k: usize| {
        let mut row = vec![0.0; n + 2];
        row[n + k] = 1.0;
        row
    };
    both.extend([sure(0), sure(1)]);
    add("sum", both, (symmetric.exp() + 2.0).ln())
}

/// Mixtures of normal distributions on the line, with nothing in further dimensions: their
/// divergence is an integral, and where all components are alike, that of two normal ones.
pub(crate) fn of_mixtures(times: u64, seed: u64) -> Vec<(Kind, Tally)> {
    of_some_kinds(times, seed, mixtures)
}

fn mixtures(tally: &mut Tally, kind: Kind, seed: u64) -> Result<(), Error> {
    let draw = &mut Draw::new(seed, kind);
    let dimension = 1 + draw.random.below(3);
    let [n, m] = [0; 2].map(|_| 1 + draw.random.below(3));
    let n = if kind == Kind::Near { m } else { n };
    let alike = draw.random.below(4) == 0;
    let (mut p, mut q): (Vec<[f64; 2]>, Vec<[f64; 2]>) = (Vec::new(), Vec::new());
    for k in 0..n.max(m) {
        let [a, b] = draw.both([Place, Scale]);
        let of_first = |list: &[[f64; 2]], new: [f64; 2]| match list.first() {
            Some(&first) if alike => first,
            _ => new,
        };
        if k < n {
            p.push(of_first(&p, a));
        }
        if k < m {
            q.push(of_first(&q, b));
        }
    }
    let weights: Vec<f64> = (0..n.max(m))
        .map(|_| draw.random.between(0.1, 1.0))
        .collect();
    let weights = |n: usize| Pmf::from_weights(weights[..n].to_vec());
    let on_line = |of: &[[f64; 2]]| -> Result<NormalMixture<Normal>, Error> {
        let each: Vec<Normal> = of.iter().flat_map(|&[m, s]| Normal::new(m, s)).collect();
        NormalMixture::new(weights(of.len())?, each)
    };
    let in_space = |of: &[[f64; 2]]| -> Result<NormalMixture, Error> {
        let each: Result<Vec<_>, Error> = of
            .iter()
            .map(|&[m, s]| {
                let (mut mean, mut covariance) = (
                    vec![0.0; dimension],
                    DMatrix::identity(dimension, dimension),
                );
                mean[0] = m;
                covariance[(0, 0)] = s * s;
                MultivariateNormal::new(mean, covariance)
            })
            .collect();
        NormalMixture::new(weights(of.len())?, each?)
    };
    let (truth, uncertain) = if alike {
        let (p, q) = (in_space(&p)?, in_space(&q)?);
        (p.components()[0].kl(&q.components()[0])?.nats(), 0.0)
    } else {
        let (p, q) = (on_line(&p)?, on_line(&q)?);
        let places: Vec<f64> = p
            .components()
            .iter()
            .chain(q.components())
            .map(|c| kl_core::statrs::statistics::Distribution::mean(c).unwrap_or(0.0))
            .collect();
        let line = f64::NEG_INFINITY..=f64::INFINITY;
        let rule = Quadrature::new().breakpoints(places)?;
        match rule.kl_of(|x| p.ln_pdf(x), |x| q.ln_pdf(x), line) {
            Ok(found) => (found.value().nats(), found.error().nats()),
            // Next to each other: nothing to compare with.
            Err(Error::NotConverged { .. }) => return Ok(()),
            Err(error) => return Err(error),
        }
    };
    let bounds = in_space(&p)?.kl_bounds(&in_space(&q)?)?;
    let [low, high] = [bounds.start(), bounds.end()].map(|x| x.nats());
    let what = format!("{kind:?} {p:?}‖{q:?}");
    let got = (0.5 * (low + high), 0.5 * (high - low) + uncertain);
    // The squares of the scales are rounded.
    tally.add(&what, Ok(got), truth, if alike { 8.0 } else { 64.0 });
    Ok(())
}

#[test]
fn bounds_of_integrals_hold() {
    holds(of_quadrature(2, 1));
}

#[test]
fn bounds_of_series_hold() {
    holds(of_series(4, 1));
}

#[test]
fn bounds_of_distances_hold() {
    holds(of_quantiles(2, 1));
}

#[test]
fn bounds_of_capacities_hold() {
    all_hold(of_capacities(20, 1), 1e-9);
}

#[test]
fn bounds_of_mixtures_hold() {
    all_hold(of_mixtures(40, 1), 1.0);
}

/// None is broken or refused, and half of the errors are no larger than this beside the value.
fn all_hold(tallies: Vec<(Kind, Tally)>, median: f64) {
    for (kind, mut tally) in tallies {
        let Tally {
            tried,
            refused,
            broken,
            ..
        } = &tally;
        assert!(broken.is_empty(), "{kind:?}, of {tried}: {broken:#?}");
        assert!(refused.is_empty(), "{kind:?}, of {tried}: {refused:#?}");
        tally.relative.sort_by(f64::total_cmp);
        let found = tally.relative[tally.relative.len() / 2];
        assert!(found <= median, "{kind:?}: {found:e}");
    }
}

/// What `cargo test` has no time for.
#[test]
#[ignore = "thousands of pairs of each kind take minutes"]
fn bounds_of_integrals_hold_ten_thousand_times() {
    holds(of_quadrature(150, 2));
    holds(of_series(150, 2));
    holds(of_quantiles(100, 2));
    all_hold(of_capacities(1000, 2), 1e-9);
    all_hold(of_mixtures(300, 2), 1.0);
}

/// No error stated is less than the true one; few are refused, and none says nothing. Distances
/// between neighbours are known to no more digits than the quantiles have there.
fn holds(tallies: Vec<(Kind, Tally)>) {
    for (kind, mut tally) in tallies {
        assert!(
            tally.broken.is_empty(),
            "{} of {} {kind:?}: {:#?}",
            tally.broken.len(),
            tally.tried,
            tally.broken
        );
        let refused = tally.refused.len() as f64 / tally.tried as f64;
        let most = match kind {
            Kind::Near | Kind::Sliver | Kind::Ordinary => 0.0,
            Kind::Far => 0.05,
            Kind::Extreme => 0.15,
        };
        assert!(refused <= most, "{kind:?}: {:#?}", tally.refused);
        // The median: half of all values are known to ten digits.
        tally.relative.sort_by(f64::total_cmp);
        if matches!(kind, Kind::Ordinary | Kind::Far | Kind::Extreme) {
            let median = tally.relative[tally.relative.len() / 2];
            assert!(median < 1e-11, "{kind:?}: {median:e}");
        }
    }
}
