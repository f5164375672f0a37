//! Gradients by samples, on a family of categorical distributions with two parameters:
//! the logits are linear in them.

use crate::common::TestResult;
use crate::common::close::SIX;
use crate::common::errors::{entry, not_multiple, refused};
use crate::common::random::Random;
use kl_core::estimate::{Estimate, gradient};
use kl_core::{Error, Information, estimate};

type OfScores = fn(&[f64], &[f64]) -> Result<Vec<Estimate<f64>>, Error>;

const SCORES: [OfScores; 6] = [
    gradient::k1_by_p,
    gradient::k2_by_p,
    gradient::k3_by_p,
    gradient::k1_by_q,
    gradient::k2_by_q,
    gradient::k3_by_q,
];

#[test]
fn scores_must_fill_rows() -> TestResult {
    for k in SCORES {
        let l = [-1.0, 0.5];
        assert_eq!(k(&l, &[]), Err(Error::Empty { of: "scores" }));
        let uneven = not_multiple("scores", 3, "number of log-ratios", 2);
        assert_eq!(k(&l, &[1.0; 3]), Err(uneven));
        let few = Error::TooFew {
            of: "log-ratios",
            found: 1,
            needed: 2,
        };
        assert_eq!(k(&[0.0], &[1.0]), Err(few));
        for value in [f64::INFINITY, f64::NEG_INFINITY, 2f64.powi(500)] {
            let error = entry("score", 3, value);
            refused(k(&l, &[0.0, 1.0, 2.0, value]), &error);
        }
        assert!(k(&l, &[0.0, f64::NAN]).is_err());
        let value = f64::INFINITY;
        refused(k(&[0.0, value], &[1.0; 2]), &entry("log-ratio", 1, value));
        assert_eq!(k(&l, &[1.0, 2.0, 3.0, 4.0])?.len(), 2);
    }
    Ok(())
}

#[test]
fn no_gradient_where_the_divergence_is_infinite() -> TestResult {
    let l = [0.5, f64::NEG_INFINITY];
    for (number, k) in SCORES.into_iter().enumerate() {
        let gradient = k(&l, &[1.0, 2.0]);
        if number == 2 {
            // Of D(Q‖P), to which a sample that Q cannot draw adds nothing bad.
            assert!(gradient?[0].value().is_finite());
        } else {
            assert_eq!(
                gradient,
                Err(Error::NoGradient {
                    of: "sample",
                    index: 1
                })
            );
        }
    }
    let value = 347.0;
    for k in [gradient::k3_by_p, gradient::k3_by_q] {
        refused(k(&[value, 0.0], &[1.0; 2]), &entry("log-ratio", 0, value));
        for scores in [[-3e150, 3e150], [5e-324, -5e-324]] {
            for l in [[346.0, 346.0], [-1e308, 346.0], [5e-324, -5e-324]] {
                assert!(k(&l, &scores)?[0].value().is_finite());
            }
        }
    }
    Ok(())
}

type Gradient = fn(&[f64], &[f64]) -> Result<Vec<Estimate<f64>>, Error>;

const OUTCOMES: usize = 4;

const SLOPES: [[f64; OUTCOMES]; 2] = [[1.0, -0.5, 0.25, 2.0], [0.5, 1.5, -1.0, 0.0]];

pub(crate) fn member(theta: [f64; 2]) -> Vec<f64> {
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
