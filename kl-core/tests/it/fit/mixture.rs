//! Mixtures, and fits of them in both directions.

use super::{divergence, minima, mixture, parameters, single, square};
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{entry, matrix_entry, parameter, refused, size, size_of_item};
use crate::common::random::Random;
use kl_core::fit::{
    Options, Target, forward_mixture, forward_normal, reverse_mixture, reverse_normal,
};
use kl_core::statrs::distribution::Normal;
use kl_core::{NormalMixture, Pmf};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn mixtures_that_are_none() -> TestResult {
    let two = vec![Normal::standard(); 2];
    let error = size("components", 2, "weights", 3);
    refused(NormalMixture::new(Pmf::uniform(3)?, two), &error);
    let infinite = vec![Normal::new(INF, 1.0)?];
    let error = entry("mean of the component", 0, INF);
    refused(NormalMixture::new(Pmf::uniform(1)?, infinite), &error);
    let infinite = vec![Normal::new(0.0, INF)?];
    let error = entry("standard deviation of the component", 0, INF);
    refused(NormalMixture::new(Pmf::uniform(1)?, infinite), &error);

    let p = NormalMixture::new(Pmf::uniform(1)?, vec![Normal::standard()])?;
    assert_eq!(p.ln_pdf(INF), -INF);
    assert_eq!(p.ln_pdf(-INF), -INF);
    assert!(p.ln_pdf(NAN).is_nan());
    assert_eq!(p.ln_pdf(1e200), -INF);
    Ok(())
}

#[test]
fn numbers_of_components() -> TestResult {
    let target = Target::on_line(square, -9.0, 9.0)?;
    for k in [0, 33, usize::MAX] {
        let error = parameter("number of components", k as f64);
        refused(forward_mixture(&target, k, &Options::default()), &error);
        refused(reverse_mixture(&target, k, &Options::default()), &error);
    }
    let start = |weights: [f64; 2]| -> Result<_, Box<dyn std::error::Error>> {
        let normals = vec![Normal::standard(); 2];
        Ok(Options {
            starts: vec![NormalMixture::new(Pmf::new(weights)?, normals)?],
            ..Options::default()
        })
    };
    let start_0 = ("components of start", 0);
    let error = size_of_item(start_0, 2, "components asked for", 3);
    refused(forward_mixture(&target, 3, &start([0.5, 0.5])?), &error);
    refused(reverse_mixture(&target, 3, &start([0.5, 0.5])?), &error);
    let error = matrix_entry("weight of the starts (a row for each)", 0, 1, 0.0);
    refused(forward_mixture(&target, 2, &start([1.0, 0.0])?), &error);
    refused(reverse_mixture(&target, 2, &start([1.0, 0.0])?), &error);
    Ok(())
}

/// No neighbour is better, by another quadrature.
#[test]
fn neighbours_are_no_better() -> TestResult {
    let mut random = Random(3);
    let p = mixture(&[(0.25, -4.0, 0.5), (0.25, 0.5, 1.0), (0.5, 5.0, 0.75)])?;
    let target = Target::of_mixture(&p)?;
    let normals = reverse_normal(&target, &Options::default())?;
    let wrapped = normals.iter().filter(|fit| fit.is_minimum()).map(|fit| {
        let (m, s) = parameters(&fit.model);
        Ok((single(m, s)?, fit.divergence.nats(), false))
    });
    let mut all: Vec<_> = wrapped.collect::<Result<_, Box<dyn std::error::Error>>>()?;
    assert!(all.len() >= 3);
    let forward = forward_mixture(&target, 2, &Options::default())?;
    let reverse = reverse_mixture(&target, 2, &Options::default())?;
    assert!(minima(&forward).len() >= 2 && minima(&reverse).len() >= 3);
    for (fits, forward) in [(forward, true), (reverse, false)] {
        let found = minima(&fits).into_iter();
        all.extend(found.map(|fit| (fit.model, fit.divergence.nats(), forward)));
    }
    let of = |q: &NormalMixture<Normal>, forward| match forward {
        true => divergence(&p, q),
        false => divergence(q, &p),
    };
    for (q, value, forward) in all {
        close(of(&q, forward), value, 1e-11);
        for _ in 0..6 {
            let size = random.power_of_ten(-3.0, -1.0);
            let mut near = |x: f64, s: f64| x + size * s * random.between(-1.0, 1.0);
            let weights = q.weights().as_slice().iter();
            let parts: Vec<_> = weights
                .zip(q.components())
                .map(|(w, c)| {
                    let (m, s) = parameters(c);
                    (near(*w, *w), near(m, s), near(s, s))
                })
                .collect();
            let neighbour = of(&mixture(&parts)?, forward);
            assert!(neighbour > value, "{neighbour} {value} {q:?} {parts:?}");
        }
    }
    Ok(())
}

/// One component is the normal fit; P itself is the best mixture of as many components.
#[test]
fn mixtures_of_one_and_of_all() -> TestResult {
    let p = mixture(&[(0.25, -2.0, 1.0), (0.75, 2.5, 0.5)])?;
    let target = Target::of_mixture(&p)?;
    let one = forward_mixture(&target, 1, &Options::default())?;
    assert_eq!(one.len(), 1);
    let normal = forward_normal(&target);
    close(one[0].divergence.nats(), normal.divergence.nats(), 1e-13);
    let ((m, s), (n, t)) = (
        parameters(&one[0].model.components()[0]),
        parameters(&normal.model),
    );
    close(m, n, 1e-13);
    close(s, t, 1e-13);
    for fits in [
        forward_mixture(&target, 2, &Options::default())?,
        reverse_mixture(&target, 2, &Options::default())?,
    ] {
        let best = &fits[0];
        assert!(
            best.is_minimum() && best.divergence.nats() < 1e-13,
            "{best:?}"
        );
        for (a, b) in best.model.components().iter().zip(p.components()) {
            let ((m, s), (n, t)) = (parameters(a), parameters(b));
            close(m, n, 1e-12);
            close(s, t, 1e-12);
        }
    }
    Ok(())
}
