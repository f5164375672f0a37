//! The means of log-ratios: k1, k2 and k3.

use super::gradient::member;
use crate::common::TestResult;
use crate::common::close::{SIX, agrees, close};
use crate::common::errors::{entry, refused};
use crate::common::random::Random;
use kl_core::estimate::Estimate;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, Information, Logits, Pmf, estimate};

type OfRatios = fn(&[f64]) -> Result<Estimate<Information>, Error>;

const RATIOS: [OfRatios; 3] = [estimate::k1, estimate::k2, estimate::k3];

#[test]
fn log_ratios_must_be_numbers_or_minus_infinity() -> TestResult {
    for k in RATIOS {
        let error = entry("log-ratio", 1, f64::INFINITY);
        refused(k(&[0.0, f64::INFINITY, 0.0]), &error);
        assert!(matches!(
            k(&[0.0, 1.0, f64::NAN]),
            Err(Error::Entry { of: "log-ratio", index: 2, value, .. }) if value.is_nan()
        ));
        for found in [0, 1] {
            let (of, needed) = ("log-ratios", 2);
            let few = Error::TooFew { of, found, needed };
            assert_eq!(k(&[-1.0][..found]), Err(few));
        }
        let infinite = k(&[1.0, f64::NEG_INFINITY, -3.0])?;
        assert_eq!(infinite.value(), Information::INFINITY);
        assert_eq!(infinite.standard_error(), Information::ZERO);
        assert_eq!(infinite.samples(), 3);
        let interval = infinite.interval(0.95)?;
        assert_eq!(interval, Information::INFINITY..=Information::INFINITY);
    }
    Ok(())
}

#[test]
fn extreme_log_ratios() -> TestResult {
    let extreme = [
        f64::MAX,
        -f64::MAX,
        1e300,
        -1e300,
        5e-324,
        -5e-324,
        0.0,
        -0.0,
        710.0,
    ];
    for k in RATIOS {
        for a in extreme {
            for b in extreme {
                let d = k(&[a, b, b])?;
                assert!(!d.value().nats().is_nan(), "{a} {b}");
                let error = d.standard_error().nats();
                assert!(error >= 0.0, "{a} {b}: {error}");
                assert!(!d.interval(0.99)?.start().nats().is_nan(), "{a} {b}");
            }
        }
    }
    // Opposite ends: the mean is a third of one, and its error is no overflow.
    let d = estimate::k1(&[-f64::MAX, -f64::MAX, f64::MAX])?;
    assert!((d.value().nats() / (f64::MAX / 3.0) - 1.0).abs() < 1e-15);
    assert!((d.standard_error().nats() / (f64::MAX / 1.5) - 1.0).abs() < 1e-15);
    assert_eq!(estimate::k1(&[-5e-324; 4])?.value().nats(), 5e-324);
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
