//! Bregman divergences: entries outside the domain, and named ones by the definition.

use crate::common::TestResult;
use crate::common::close::{close, close_above};
use crate::common::errors::{entry, refused, same_or_nan};
use crate::common::random::Random;
use kl_core::{Bregman, Error, Generator, Pmf};

const EPSILON: f64 = f64::EPSILON;
const INF: f64 = f64::INFINITY;

#[test]
fn entries_outside_the_domain_are_named() -> TestResult {
    let plain = |b: Bregman, bad: &[f64], good: f64| {
        for &value in bad {
            for (of, p, q) in [("entry of P", value, good), ("entry of Q", good, value)] {
                let got = b.divergence(&[good, p], &[good, q]);
                assert!(
                    matches!(got, Err(Error::Entry { of: v, index: 1, value: x, .. })
                        if v == of && same_or_nan(x, value)),
                    "{got:?}"
                );
            }
        }
    };
    plain(Bregman::squared_euclidean(), &[f64::NAN, INF, -INF], 1.0);
    plain(Bregman::kl(), &[f64::NAN, INF, -5e-324, -1.0], 0.0);
    plain(Bregman::itakura_saito(), &[f64::NAN, INF, 0.0, -1.0], 1.0);
    plain(
        Bregman::logistic(),
        &[f64::NAN, INF, -1.0, 1.0 + f64::EPSILON],
        0.5,
    );
    let mine = Bregman::new(|x| x * x, |x| 2.0 * x, 0.0..=3.0);
    let outside = mine.divergence(&[1.0, 4.0], &[1.0, 1.0]);
    refused(outside, &entry("entry of P", 1, 4.0));
    let anything = Bregman::new(|x| x, |_| 1.0, -INF..=INF);
    let infinite = anything.divergence(&[INF], &[1.0]);
    refused(infinite, &entry("entry of P", 0, INF));
    let nan = Bregman::new(|_| f64::NAN, |_| 0.0, 0.0..=3.0);
    let got = nan.divergence(&[1.0], &[2.0]);
    assert!(
        matches!(got, Err(Error::Parameter { name: "sum of the generator's terms", value, .. }) if value.is_nan())
    );
    assert_eq!(nan.divergence(&[1.0], &[1.0])?, 0.0);
    Ok(())
}

/// Each named divergence against the definition, from a function of one's own.
#[test]
fn named_bregman_divergences_follow_the_definition() -> TestResult {
    let mut random = Random(306);
    let all = 5e-324..=f64::MAX;
    let unit = 5e-324..=1.0 - EPSILON;
    for _ in 0..3_000 {
        let n = 1 + random.below(5);
        let [p, q] = [(); 2].map(|()| {
            (0..n)
                .map(|_| random.between(0.01, 0.99))
                .collect::<Vec<_>>()
        });
        let check = |a: f64, b: f64| close_above(a, b, 1e-9, 1e-12);
        let square = Bregman::new(|x| x * x, |x| 2.0 * x, f64::MIN..=f64::MAX);
        check(
            square.divergence(&p, &q)?,
            Bregman::squared_euclidean().divergence(&p, &q)?,
        );
        let kl = Bregman::new(|x: f64| x * x.ln(), |x| x.ln() + 1.0, all.clone());
        check(kl.divergence(&p, &q)?, Bregman::kl().divergence(&p, &q)?);
        let burg = Bregman::new(|x: f64| -x.ln(), |x| -1.0 / x, all.clone());
        check(
            burg.divergence(&p, &q)?,
            Bregman::itakura_saito().divergence(&p, &q)?,
        );
        let logit = Bregman::new(
            |x: f64| x * x.ln() + (1.0 - x) * (1.0 - x).ln(),
            |x| x.ln() - (1.0 - x).ln(),
            unit.clone(),
        );
        check(
            logit.divergence(&p, &q)?,
            Bregman::logistic().divergence(&p, &q)?,
        );
        // Of vectors that sum to one, kl is the divergence.
        let (p, q) = (Pmf::from_weights(p)?, Pmf::from_weights(q)?);
        close(
            Bregman::kl().divergence(p.as_slice(), q.as_slice())?,
            p.kl(&q)?.nats(),
            4.0 * f64::EPSILON,
        );
        let f = p.f_divergence(&q, &Generator::kl())?;
        check(f, p.kl(&q)?.nats());
    }
    Ok(())
}
