//! What must hold for estimates by log-ratios and for mixtures of normal distributions:
//! sums over all outcomes, random samples of known densities, quadrature.

use crate::random::{Random, close};
use kl_core::estimate::{self, Estimate, gradient};
use kl_core::nalgebra::DMatrix;
use kl_core::quadrature::Quadrature;
use kl_core::statrs::distribution::{Continuous, Exp, Gumbel, Laplace, Normal};
use kl_core::{Error, GaussianMixture, Information, KlDivergence, Logits, MultivariateNormal, Pmf};

type Gradient = fn(&[f64], &[f64]) -> Result<Vec<Estimate<f64>>, Error>;
type TestResult = Result<(), Box<dyn std::error::Error>>;

impl Random {
    fn normals(&mut self, n: usize, mean: f64, deviation: f64) -> Vec<f64> {
        (0..n).map(|_| mean + deviation * self.normal()).collect()
    }
}

/// The truth is within this many standard errors; once in 5·10⁸ times it is not.
const SIX: f64 = 6.0;

#[track_caller]
fn agrees(estimate: Estimate<Information>, truth: f64) {
    let (value, error) = (estimate.value().nats(), estimate.standard_error().nats());
    let away = (value - truth) / error;
    assert!(away.abs() < SIX, "{value} ± {error} is not {truth}");
    // An error bar so wide that it says nothing does not count.
    assert!(error < 0.1 * truth.abs().max(0.2), "{value} ± {error}");
}

// A family of categorical distributions with two parameters: the logits are linear in them.

const OUTCOMES: usize = 4;
const SLOPES: [[f64; OUTCOMES]; 2] = [[1.0, -0.5, 0.25, 2.0], [0.5, 1.5, -1.0, 0.0]];

fn member(theta: [f64; 2]) -> Vec<f64> {
    let logit = |x: usize| theta[0] * SLOPES[0][x] + theta[1] * SLOPES[1][x];
    let weights: Vec<f64> = (0..OUTCOMES).map(|x| logit(x).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// ∇ ln p(x), the slope less its mean: of every outcome, one row each.
fn scores(theta: [f64; 2]) -> Vec<[f64; 2]> {
    let p = member(theta);
    let mean = |k: usize| (0..OUTCOMES).map(|x| p[x] * SLOPES[k][x]).sum::<f64>();
    let means = [mean(0), mean(1)];
    (0..OUTCOMES)
        .map(|x| [SLOPES[0][x] - means[0], SLOPES[1][x] - means[1]])
        .collect()
}

/// The derivative by central differences.
fn derivative(f: impl Fn([f64; 2]) -> f64, theta: [f64; 2]) -> [f64; 2] {
    let step = 1e-5;
    [0, 1].map(|k| {
        let moved = |by: f64| {
            let mut theta = theta;
            theta[k] += by;
            f(theta)
        };
        (moved(step) - moved(-step)) / (2.0 * step)
    })
}

fn kl(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * (p / q).ln()).sum()
}

/// The mean over all outcomes under P, from samples in which the i-th outcome is alone:
/// two of it, so that the estimate is exactly its term.
fn enumerated(f: Gradient, p: &[f64], q: &[f64], scores: &[[f64; 2]]) -> Result<[f64; 2], Error> {
    let mut mean = [0.0; 2];
    for x in 0..OUTCOMES {
        let l = (q[x] / p[x]).ln();
        let terms = f(&[l, l], &[scores[x], scores[x]].concat())?;
        for (mean, term) in mean.iter_mut().zip(terms) {
            assert_eq!(term.standard_error(), 0.0);
            *mean += p[x] * term.value();
        }
    }
    Ok(mean)
}

#[track_caller]
fn same(a: [f64; 2], b: [f64; 2]) {
    for (a, b) in a.into_iter().zip(b) {
        assert!((a - b).abs() < 1e-8, "{a} is not {b}");
    }
}

#[track_caller]
fn differ(a: [f64; 2], b: [f64; 2]) {
    let apart = (a[0] - b[0]).abs().max((a[1] - b[1]).abs());
    assert!(apart > 0.02, "{a:?} and {b:?} are the same");
}

#[test]
fn gradients_average_to_what_the_documentation_says() -> TestResult {
    let (theta, fixed) = ([0.3, -0.2], [0.1, 0.3, 0.4, 0.2]);
    let model = member(theta);
    let scores = scores(theta);
    // P is the model, and draws the samples.
    let right = derivative(|t| kl(&member(t), &fixed), theta);
    let other = derivative(|t| kl(&fixed, &member(t)), theta);
    differ(right, other);
    let by_p = |f| enumerated(f, &model, &fixed, &scores);
    same(by_p(gradient::k1_by_p)?, right);
    same(by_p(gradient::k2_by_p)?, right);
    same(by_p(gradient::k3_by_p)?, other);
    // Q is the model, and P is fixed.
    let by_q = |f| enumerated(f, &fixed, &model, &scores);
    same(by_q(gradient::k1_by_q)?, other);
    same(by_q(gradient::k3_by_q)?, other);
    let half_square = |q: &[f64]| -> f64 {
        let terms = fixed
            .iter()
            .zip(q)
            .map(|(p, q)| 0.5 * p * (q / p).ln().powi(2));
        terms.sum()
    };
    let of_square = derivative(|t| half_square(&member(t)), theta);
    same(by_q(gradient::k2_by_q)?, of_square);
    differ(of_square, other);
    Ok(())
}

#[test]
fn gradients_are_those_of_the_terms() -> TestResult {
    // What is differentiated is the mean over samples that stay: by differences.
    let (theta, fixed) = ([0.3, -0.2], [0.1, 0.3, 0.4, 0.2]);
    let samples = [0, 3, 1, 1, 2, 3, 0];
    let rows: Vec<f64> = samples.iter().flat_map(|&x| scores(theta)[x]).collect();
    type Value = fn(&[f64]) -> Result<Estimate<Information>, Error>;
    let value = |f: Value, t: [f64; 2], model_is_p: bool| {
        let m = member(t);
        let sign = if model_is_p { -1.0 } else { 1.0 };
        let l: Vec<f64> = samples
            .iter()
            .map(|&x| sign * (m[x] / fixed[x]).ln())
            .collect();
        (f(&l).map_or(f64::NAN, |e| e.value().nats()), l)
    };
    let plain = |all: Vec<Estimate<f64>>| [all[0].value(), all[1].value()];
    let of_p = |f: Value| derivative(|t| value(f, t, true).0, theta);
    let l = value(estimate::k1, theta, true).1;
    same(plain(gradient::k2_by_p(&l, &rows)?), of_p(estimate::k2));
    same(plain(gradient::k3_by_p(&l, &rows)?), of_p(estimate::k3));
    // The derivative of the mean of −ln r is the mean score: nothing of the divergence.
    let mean_score = |k: usize| samples.iter().map(|&x| scores(theta)[x][k]).sum::<f64>() / 7.0;
    same(of_p(estimate::k1), [mean_score(0), mean_score(1)]);
    let p = member(theta);
    let all: f64 = (0..OUTCOMES).map(|x| p[x] * scores(theta)[x][0]).sum();
    assert!(all.abs() < 1e-15);
    let of_q = |f: Value| derivative(|t| value(f, t, false).0, theta);
    let l = value(estimate::k1, theta, false).1;
    same(plain(gradient::k1_by_q(&l, &rows)?), of_q(estimate::k1));
    same(plain(gradient::k2_by_q(&l, &rows)?), of_q(estimate::k2));
    same(plain(gradient::k3_by_q(&l, &rows)?), of_q(estimate::k3));
    Ok(())
}

#[test]
fn gradients_from_samples_of_a_policy() -> TestResult {
    let mut random = Random(11);
    let (theta, fixed) = ([0.3, -0.2], [0.1, 0.3, 0.4, 0.2]);
    let (model, of_all) = (member(theta), scores(theta));
    let right = derivative(|t| kl(&member(t), &fixed), theta);
    let (mut l, mut rows) = (Vec::new(), Vec::new());
    for _ in 0..20_000 {
        let u = random.unit();
        let mut below = 0.0;
        let x = model.iter().position(|p| {
            below += p;
            u < below
        });
        let x = x.unwrap_or(OUTCOMES - 1);
        l.push((fixed[x] / model[x]).ln());
        rows.extend(of_all[x]);
    }
    for (estimate, truth) in gradient::k1_by_p(&l, &rows)?.iter().zip(right) {
        let away = (estimate.value() - truth) / estimate.standard_error();
        assert!(away.abs() < SIX, "{estimate:?} is not {truth}");
        assert!(estimate.standard_error() < 0.02);
        assert!(estimate.interval(1.0 - 1e-9)?.contains(&truth));
    }
    Ok(())
}

#[test]
fn values_average_to_what_the_documentation_says() -> TestResult {
    // Over all outcomes: k1 and k3 to D, k2 to ½ E ln².
    let (p, q) = (member([0.3, -0.2]), [0.1, 0.3, 0.4, 0.2]);
    let mean = |f: fn(&[f64]) -> Result<Estimate<Information>, Error>| -> Result<f64, Error> {
        let mut mean = 0.0;
        for (p, q) in p.iter().zip(q) {
            let l = (q / p).ln();
            mean += p * f(&[l, l])?.value().nats();
        }
        Ok(mean)
    };
    let d = Pmf::from_weights(p.clone())?.kl(&Pmf::new(q)?)?.nats();
    close(mean(estimate::k1)?, d, 1e-14);
    close(mean(estimate::k3)?, d, 1e-14);
    let moment = |n: i32| -> f64 {
        let terms = p.iter().zip(q).map(|(p, q)| p * (q / p).ln().powi(n));
        terms.sum()
    };
    close(mean(estimate::k2)?, 0.5 * moment(2), 1e-14);
    // Its bias near each other: −⅙ E ln³ r, and terms of fourth order.
    let near: Vec<f64> = p.iter().zip(q).map(|(p, q)| p + 0.01 * (q - p)).collect();
    let (mut bias, mut third) = (0.0, 0.0);
    for (p, q) in p.iter().zip(&near) {
        let l = (q / p).ln();
        bias += p * (0.5 * l * l - (l.exp_m1() - l));
        third -= p * l.powi(3) / 6.0;
    }
    close(bias, third, 0.02);
    Ok(())
}

#[test]
fn monte_carlo_finds_the_closed_forms() -> TestResult {
    let mut random = Random(5);
    let n = 40_000;
    let x = random.normals(n, 0.5, 1.0);
    let (p, q) = (Normal::new(0.5, 1.0)?, Normal::new(1.0, 2.0)?);
    let d = p.kl(&q)?.nats();
    agrees(estimate::monte_carlo(&p, &q, &x)?, d);
    // Not of this Q: more than √2 times as wide, the variance of k3 is infinite.
    let q = Normal::new(1.0, 1.25)?;
    let l = estimate::log_ratios(&p, &q, &x)?;
    agrees(estimate::k3(&l)?, p.kl(&q)?.nats());
    let heavy = Laplace::new(0.0, 1.5)?;
    agrees(estimate::monte_carlo(&p, &heavy, &x)?, p.kl(&heavy)?.nats());
    let skew = Gumbel::new(0.0, 1.5)?;
    agrees(estimate::monte_carlo(&p, &skew, &x)?, p.kl(&skew)?.nats());
    let x: Vec<f64> = (0..n).map(|_| -random.unit().ln() / 2.0).collect();
    let (p, q) = (Exp::new(2.0)?, Exp::new(0.5)?);
    agrees(estimate::monte_carlo(&p, &q, &x)?, p.kl(&q)?.nats());
    Ok(())
}

#[test]
fn near_each_other_k3_varies_little_and_k1_much() -> TestResult {
    let mut random = Random(6);
    let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(0.1, 1.0)?);
    let l = estimate::log_ratios(&p, &q, &random.normals(20_000, 0.0, 1.0))?;
    let d = 0.005;
    let (k1, k2, k3) = (estimate::k1(&l)?, estimate::k2(&l)?, estimate::k3(&l)?);
    for (k, truth) in [(k1, d), (k2, d + 0.5 * d * d), (k3, d)] {
        let away = (k.value().nats() - truth) / k.standard_error().nats();
        assert!(away.abs() < SIX, "{k:?}");
    }
    // √(2D/n) and about √2 D/√n.
    let per_sample = |k: Estimate<Information>| k.standard_error().nats() * 20_000f64.sqrt();
    close(per_sample(k1), 0.1, 0.05);
    close(per_sample(k3), 2f64.sqrt() * d, 0.15);
    // Far apart k2 is biased, by ½ D².
    let q = Normal::new(1.0, 1.0)?;
    let l = estimate::log_ratios(&p, &q, &random.normals(40_000, 0.0, 1.0))?;
    agrees(estimate::k1(&l)?, 0.5);
    agrees(estimate::k2(&l)?, 0.5 + 0.125);
    Ok(())
}

#[test]
fn intervals_cover_as_often_as_they_say() -> TestResult {
    let mut random = Random(7);
    let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(1.0, 1.0)?);
    let mut covered = 0;
    for _ in 0..1000 {
        let d = estimate::monte_carlo(&p, &q, &random.normals(50, 0.0, 1.0))?;
        let interval = d.interval(0.9)?;
        covered += i32::from(interval.contains(&Information::from_nats(0.5)));
    }
    // 900 ± 9.5, and a little less because the variance is estimated.
    assert!((850..=950).contains(&covered), "{covered}");
    Ok(())
}

#[test]
fn bounds_of_critics_meet_the_divergence_at_its_best() -> TestResult {
    let mut random = Random(8);
    let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(0.75, 1.25)?);
    let d = p.kl(&q)?.nats();
    let n = 30_000;
    let (x, y) = (random.normals(n, 0.0, 1.0), random.normals(n, 0.75, 1.25));
    let best = |x: &f64| p.ln_pdf(*x) - q.ln_pdf(*x);
    let values = |t: &dyn Fn(&f64) -> f64| -> [Vec<f64>; 2] {
        [x.iter().map(t).collect(), y.iter().map(t).collect()]
    };
    let [t_p, t_q] = values(&best);
    agrees(estimate::donsker_varadhan(&t_p, &t_q)?, d);
    // A constant changes nothing there, and is needed here.
    let [t_p, t_q] = values(&|x| best(x) + 1.0);
    agrees(estimate::donsker_varadhan(&t_p, &t_q)?, d);
    agrees(estimate::nwj(&t_p, &t_q)?, d);
    assert_eq!(estimate::nwj(&t_p, &t_q)?.samples(), 2 * n);
    // Another critic, −x²/2 + x/4, whose expectations are known.
    let [t_p, t_q] = values(&|x| -0.5 * x * x + 0.25 * x);
    let variance = 1.25f64 * 1.25;
    // E e^(ax² + bx) under N(m, v).
    let (a, b, m) = (-0.5, 0.25, 0.75);
    let s = 1.0 - 2.0 * a * variance;
    let ln_mean = (a * m * m + b * m + 0.5 * variance * b * b) / s - 0.5 * s.ln();
    let dv = estimate::donsker_varadhan(&t_p, &t_q)?;
    agrees(dv, -0.5 - ln_mean);
    agrees(estimate::nwj(&t_p, &t_q)?, -0.5 - (ln_mean - 1.0f64).exp());
    assert!(-0.5 - ln_mean < d && estimate::nwj(&t_p, &t_q)?.value() < dv.value());
    Ok(())
}

#[test]
fn the_bound_of_a_critic_is_biased_upwards() -> TestResult {
    // From eight samples each, many times over.
    let mut random = Random(9);
    let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(1.0, 1.0)?);
    let t = |x: &f64| p.ln_pdf(*x) - q.ln_pdf(*x);
    let (mut dv, mut nwj) = (Vec::new(), Vec::new());
    for _ in 0..4000 {
        let (x, y) = (random.normals(8, 0.0, 1.0), random.normals(8, 1.0, 1.0));
        let (t_p, t_q): (Vec<f64>, Vec<f64>) =
            (x.iter().map(t).collect(), y.iter().map(t).collect());
        // k1 takes −ln r: as samples of the mean, with its error.
        dv.push(-estimate::donsker_varadhan(&t_p, &t_q)?.value().nats());
        let moved = |t: &[f64]| -> Vec<f64> { t.iter().map(|t| t + 1.0).collect() };
        nwj.push(-estimate::nwj(&moved(&t_p), &moved(&t_q))?.value().nats());
    }
    let (dv, nwj) = (estimate::k1(&dv)?, estimate::k1(&nwj)?);
    assert!(
        dv.value().nats() - SIX * dv.standard_error().nats() > 0.5,
        "{dv:?}"
    );
    let away = (nwj.value().nats() - 0.5) / nwj.standard_error().nats();
    assert!(away.abs() < SIX, "{nwj:?}");
    Ok(())
}

// Mixtures.

fn normal(mean: &[f64], covariance: &[f64]) -> Result<MultivariateNormal, Error> {
    let d = mean.len();
    MultivariateNormal::new(mean.to_vec(), DMatrix::from_row_slice(d, d, covariance))
}

fn line(random: &mut Random, separation: f64) -> Result<GaussianMixture, Error> {
    let n = 1 + random.below(4);
    let mut weights: Vec<f64> = (0..n).map(|_| random.between(0.1, 1.0)).collect();
    if n > 2 && random.below(3) == 0 {
        weights[1] = 0.0;
    }
    let components: Result<Vec<_>, Error> = (0..n)
        .map(|_| normal(&[separation * random.normal()], &[random.between(0.3, 3.0)]))
        .collect();
    GaussianMixture::new(Pmf::from_weights(weights)?, components?)
}

fn space(random: &mut Random, d: usize) -> Result<GaussianMixture, Error> {
    let n = 1 + random.below(3);
    let weights: Vec<f64> = (0..n).map(|_| random.between(0.1, 1.0)).collect();
    let mut components = Vec::new();
    for _ in 0..n {
        let a = DMatrix::from_fn(d, d, |_, _| random.normal());
        let product = &a * a.transpose() + DMatrix::identity(d, d) * 0.2;
        // Mirrored: a product may differ from its transpose in the last digit.
        let s = DMatrix::from_fn(d, d, |i, j| product[(i.max(j), i.min(j))]);
        let mean: Vec<f64> = (0..d).map(|_| 2.0 * random.normal()).collect();
        components.push(MultivariateNormal::new(mean, s)?);
    }
    GaussianMixture::new(Pmf::from_weights(weights)?, components)
}

/// The components in reverse.
fn reversed(p: &GaussianMixture) -> Result<GaussianMixture, Error> {
    let weights: Vec<f64> = p.weights().as_slice().iter().rev().copied().collect();
    let components: Vec<_> = p.components().iter().rev().cloned().collect();
    GaussianMixture::new(Pmf::new(weights)?, components)
}

/// Each component twice, with a quarter and three quarters of its weight.
fn split(p: &GaussianMixture) -> Result<GaussianMixture, Error> {
    let halves = |w: &f64| [0.25 * w, 0.75 * w];
    let weights: Vec<f64> = p.weights().as_slice().iter().flat_map(halves).collect();
    let twice = |n: &MultivariateNormal| [n.clone(), n.clone()];
    let components: Vec<_> = p.components().iter().flat_map(twice).collect();
    GaussianMixture::new(Pmf::new(weights)?, components)
}

/// Breakpoints are the places of the components.
fn by_quadrature(p: &GaussianMixture, q: &GaussianMixture) -> Result<f64, Error> {
    let all = p.components().iter().chain(q.components());
    let mut breaks: Vec<f64> = all.map(|n| n.mean()[0]).collect();
    breaks.sort_by(f64::total_cmp);
    breaks.dedup();
    let ln = |m: &GaussianMixture, x: f64| m.ln_pdf(&[x]).unwrap_or(f64::NAN);
    let quadrature = Quadrature::new()
        .relative_tolerance(1e-5)?
        .breakpoints(breaks)?;
    let d = quadrature.kl_of(|x| ln(p, x), |x| ln(q, x), -80.0..=80.0)?;
    Ok(d.value().nats())
}

/// By the trapezoidal rule, which is as good as any for such functions, and faster.
fn by_trapezes(p: &GaussianMixture, q: &GaussianMixture) -> Result<f64, Error> {
    let mut d = 0.0;
    for i in -350..=350 {
        let x = [0.1 * f64::from(i)];
        let (p, q) = (p.ln_pdf(&x)?, q.ln_pdf(&x)?);
        d += 0.1 * p.exp() * (p - q);
    }
    Ok(d)
}

#[test]
fn bounds_hold_against_quadrature() -> TestResult {
    let mut random = Random(21);
    let (mut positive, mut tight) = (0, 0);
    for case in 0..100 {
        let separation = [0.5, 2.0, 5.0][case % 3];
        let (p, q) = (
            line(&mut random, separation)?,
            line(&mut random, separation)?,
        );
        let d = by_trapezes(&p, &q)?;
        if case % 5 == 0 {
            close(d, by_quadrature(&p, &q)?, 1e-5);
            assert_eq!(p.kl_bounds(&q)?.upper, p.kl_variational_bound(&q)?);
        }
        let bounds = p.kl_bounds(&q)?;
        let (lower, upper) = (bounds.lower.nats(), bounds.upper.nats());
        let slack = 1e-5 * d;
        assert!(lower <= d + slack, "{lower} > {d}: {p:?} {q:?}");
        assert!(d <= upper + slack, "{d} > {upper}: {p:?} {q:?}");
        assert!(upper <= p.kl_convex_bound(&q)?.nats() * (1.0 + 1e-14));
        positive += i32::from(lower > 0.0);
        tight += i32::from(upper - lower < 0.75 * d);
    }
    // They say something.
    assert!(positive > 40 && tight > 25, "{positive} {tight}");
    Ok(())
}

#[test]
fn approximations_are_near_where_they_should_be() -> TestResult {
    // Components far apart, each next to one of the other mixture, wide enough for the
    // sigma points: then each of these but two is the divergence.
    let parts = |moved: f64| -> Result<Vec<MultivariateNormal>, Error> {
        [-60.0, 0.0, 60.0]
            .iter()
            .map(|m| normal(&[m + moved], &[1.0]))
            .collect()
    };
    let p = GaussianMixture::new(Pmf::new([0.25, 0.25, 0.5])?, parts(0.0)?)?;
    let q = GaussianMixture::new(Pmf::new([0.5, 0.25, 0.25])?, parts(1.0)?)?;
    let d = by_quadrature(&p, &q)?;
    close(d, 0.5 + 0.25 * 2f64.ln(), 1e-6);
    for near in [
        p.kl_variational(&q)?,
        p.kl_variational_bound(&q)?,
        p.kl_nearest_component(&q)?,
        p.kl_unscented(&q)?,
    ] {
        close(near.nats(), d, 1e-6);
    }
    // Half of the distance within components, and the weights.
    close(p.kl_product(&q)?.nats(), 0.25 + 0.25 * 2f64.ln(), 1e-12);
    let bounds = p.kl_bounds(&q)?;
    close(bounds.lower.nats(), 0.25 + 0.25 * 2f64.ln(), 1e-10);
    Ok(())
}

#[test]
fn one_component_each_is_the_normal_divergence() -> TestResult {
    let mut random = Random(22);
    for d in [1, 2, 3, 5, 25] {
        for _ in 0..4 {
            let (p, q) = (space(&mut random, d)?, space(&mut random, d)?);
            let one = |m: &GaussianMixture| {
                GaussianMixture::new(Pmf::uniform(1)?, [m.components()[0].clone()])
            };
            let truth = p.components()[0].kl(&q.components()[0])?;
            let (p, q) = (one(&p)?, one(&q)?);
            for same in [
                p.kl_matched_moments(&q)?,
                p.kl_nearest_component(&q)?,
                p.kl_variational(&q)?,
                p.kl_variational_bound(&q)?,
                p.kl_convex_bound(&q)?,
                p.kl_bounds(&q)?.upper,
                p.kl_bounds(&q)?.lower,
            ] {
                close(same.nats(), truth.nats(), 1e-13);
            }
            close(p.kl_unscented(&q)?.nats(), truth.nats(), 1e-9);
        }
    }
    Ok(())
}

#[test]
fn equal_mixtures_in_any_order_and_split() -> TestResult {
    let mut random = Random(23);
    for d in [1, 2, 3] {
        for _ in 0..10 {
            let (p, q) = (space(&mut random, d)?, space(&mut random, d)?);
            let zero = |d: Information| assert!(d.nats().abs() < 1e-13, "{d:?}");
            for same in [p.clone(), reversed(&p)?, split(&p)?] {
                for (a, b) in [(&p, &same), (&same, &p)] {
                    assert!(a.kl_variational_bound(b)?.nats() < 1e-30);
                    assert_eq!(a.kl_bounds(b)?.lower.nats(), 0.0);
                    zero(a.kl_matched_moments(b)?);
                    zero(a.kl_unscented(b)?);
                    zero(a.kl_variational(b)?);
                    zero(a.kl_product(b)?);
                }
                for x in &p.components()[0].mean().data.as_vec()[..1] {
                    let at = vec![*x; d];
                    close(p.ln_pdf(&at)?, same.ln_pdf(&at)?, 1e-13);
                }
                // Another order or a split component is no other mixture.
                let all = |a: &GaussianMixture, b: &GaussianMixture| -> Result<[f64; 6], Error> {
                    Ok([
                        a.kl_matched_moments(b)?,
                        a.kl_unscented(b)?,
                        a.kl_variational(b)?,
                        a.kl_product(b)?,
                        a.kl_convex_bound(b)?,
                        a.kl_variational_bound(b)?,
                    ]
                    .map(Information::nats))
                };
                for (x, y) in all(&p, &q)?.into_iter().zip(all(&same, &q)?) {
                    assert!((x - y).abs() < 1e-4 * (1.0 + x.abs()), "{x} {y}");
                }
                for (x, y) in all(&q, &p)?.into_iter().zip(all(&q, &same)?) {
                    assert!((x - y).abs() < 1e-4 * (1.0 + x.abs()), "{x} {y}");
                }
            }
            assert_eq!(p.kl_variational(&p)?.nats(), 0.0);
            assert_eq!(p.kl_product(&p)?.nats(), 0.0);
            assert_eq!(p.kl_unscented(&p)?.nats(), 0.0);
            assert_eq!(p.kl_matched_moments(&p)?.nats(), 0.0);
        }
    }
    Ok(())
}

#[test]
fn a_split_component_makes_the_matching_negative() -> TestResult {
    let n = normal(&[1.0], &[2.0])?;
    let p = GaussianMixture::new(Pmf::uniform(2)?, [n.clone(), n.clone()])?;
    let q = GaussianMixture::new(Pmf::uniform(1)?, [n])?;
    close(p.kl_nearest_component(&q)?.nats(), -(2f64.ln()), 1e-15);
    assert_eq!(p.kl_variational_bound(&q)?.nats(), 0.0);
    Ok(())
}

#[test]
fn densities_and_moments_are_those_of_the_mixture() -> TestResult {
    let mut random = Random(24);
    for _ in 0..20 {
        let p = line(&mut random, 3.0)?;
        // Sums over a fine grid: the trapezoidal rule is exact for such functions.
        let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
        let (mean, variance) = (p.mean()[0], p.covariance()[(0, 0)]);
        for i in -4000..=4000 {
            let x = f64::from(i) * 0.02;
            let density = 0.02 * p.ln_pdf(&[x])?.exp();
            mass += density;
            first += density * x;
            second += density * (x - mean) * (x - mean);
        }
        close(mass, 1.0, 1e-12);
        assert!((first - mean).abs() < 1e-12, "{first} {mean}");
        close(second, variance, 1e-12);
    }
    // In the plane, against the density of independent coordinates.
    let p = GaussianMixture::new(
        Pmf::new([0.25, 0.75])?,
        [
            normal(&[0.0, 1.0], &[4.0, 0.0, 0.0, 1.0])?,
            normal(&[1.0, 0.0], &[1.0, 0.0, 0.0, 9.0])?,
        ],
    )?;
    let at = |m: f64, s: f64, x: f64| Normal::new(m, s).map_or(f64::NAN, |n| n.pdf(x));
    let plain =
        0.25 * at(0.0, 2.0, 0.5) * at(1.0, 1.0, 2.0) + 0.75 * at(1.0, 1.0, 0.5) * at(0.0, 3.0, 2.0);
    close(p.ln_pdf(&[0.5, 2.0])?, plain.ln(), 1e-14);
    let c = p.covariance();
    assert_eq!((c[(0, 1)], c[(1, 0)]), (-0.1875, -0.1875));
    Ok(())
}

#[test]
fn samples_of_a_mixture_agree_with_quadrature() -> TestResult {
    let mut random = Random(25);
    let (p, q) = (line(&mut random, 2.0)?, line(&mut random, 2.0)?);
    let mut l = Vec::new();
    for _ in 0..20_000 {
        let u = random.unit();
        let mut below = 0.0;
        let component = p.weights().as_slice().iter().position(|w| {
            below += w;
            u < below
        });
        let n = &p.components()[component.unwrap_or(0)];
        let x = [n.mean()[0] + n.cholesky_factor()[(0, 0)] * random.normal()];
        l.push(q.ln_pdf(&x)? - p.ln_pdf(&x)?);
    }
    agrees(estimate::k1(&l)?, by_quadrature(&p, &q)?);
    Ok(())
}

#[test]
fn the_variational_bound_is_a_minimum() -> TestResult {
    // Of two components each: every φ and ψ with these margins have one number each.
    let mut random = Random(26);
    for _ in 0..10 {
        let means = [0.0, 1.5, 0.5, 2.5].map(|m| m + 0.3 * random.normal());
        let n = |m: f64| normal(&[m], &[1.0]);
        let (w, v) = (random.between(0.2, 0.8), random.between(0.2, 0.8));
        let p = GaussianMixture::new(Pmf::new([w, 1.0 - w])?, [n(means[0])?, n(means[1])?])?;
        let q = GaussianMixture::new(Pmf::new([v, 1.0 - v])?, [n(means[2])?, n(means[3])?])?;
        let d = |a: usize, b: usize| 0.5 * (means[a] - means[b]).powi(2);
        let value = |s: f64, t: f64, u: f64, r: f64| {
            let phi = [w * s, w * (1.0 - s), (1.0 - w) * t, (1.0 - w) * (1.0 - t)];
            let psi = [v * u, (1.0 - v) * r, v * (1.0 - u), (1.0 - v) * (1.0 - r)];
            let of_d = [d(0, 2), d(0, 3), d(1, 2), d(1, 3)];
            let pairs = phi.iter().zip(psi).zip(of_d);
            let term = |((phi, psi), d): ((&f64, f64), f64)| {
                if *phi > 0.0 {
                    phi * (phi / psi).ln() + phi * d
                } else {
                    0.0
                }
            };
            pairs.map(term).sum::<f64>()
        };
        let bound = p.kl_variational_bound(&q)?.nats();
        let mut least = f64::INFINITY;
        let grid = || (0..=24).map(|i| f64::from(i) / 24.0);
        for s in grid() {
            for t in grid() {
                // The best ψ for this φ, in closed form.
                let share = |a: f64, b: f64| if a + b > 0.0 { a / (a + b) } else { 0.5 };
                let u = share(w * s, (1.0 - w) * t);
                let r = share(w * (1.0 - s), (1.0 - w) * (1.0 - t));
                least = least.min(value(s, t, u, r));
            }
        }
        assert!(bound <= least * (1.0 + 1e-9), "{bound} {least}");
        assert!(least - bound < 0.01, "{bound} {least}");
    }
    Ok(())
}

#[test]
fn log_ratios_of_logits_give_the_divergence_of_logits() -> TestResult {
    // k1 of every outcome, as often as it is likely: eighths.
    let p = Logits::new([4f64.ln(), 2f64.ln(), 0.0, 0.0])?;
    let q = Logits::new([0.0, 1.0, 2.0, -1.0])?;
    let (a, b) = (p.log_probabilities(), q.log_probabilities());
    let samples = [0, 0, 0, 0, 1, 1, 2, 3];
    let l: Vec<f64> = samples.iter().map(|&x| b[x] - a[x]).collect();
    close(estimate::k1(&l)?.value().nats(), p.kl(&q)?.nats(), 1e-14);
    Ok(())
}
