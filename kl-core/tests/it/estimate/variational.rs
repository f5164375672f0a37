//! Lower bounds by critics: Donsker and Varadhan; Nguyen, Wainwright and Jordan.

use crate::common::TestResult;
use crate::common::close::{SIX, agrees};
use crate::common::errors::{entry, refused};
use crate::common::random::Random;
use kl_core::statrs::distribution::{Continuous, Normal};
use kl_core::{Error, Information, KlDivergence, estimate};

#[test]
fn critics_must_be_numbers() -> TestResult {
    for bound in [estimate::donsker_varadhan, estimate::nwj] {
        for value in [f64::INFINITY, f64::NEG_INFINITY] {
            let error = entry("critic at a sample of P", 1, value);
            refused(bound(&[0.0, value], &[0.0, 0.0]), &error);
        }
        let error = entry("critic at a sample of Q", 0, f64::INFINITY);
        refused(bound(&[0.0, 0.0], &[f64::INFINITY, 0.0]), &error);
        assert!(bound(&[0.0, f64::NAN], &[0.0, 0.0]).is_err());
        assert!(bound(&[0.0, 0.0], &[0.0, f64::NAN]).is_err());
        let needed = 2;
        let few = |of, found| Err(Error::TooFew { of, found, needed });
        assert_eq!(bound(&[0.0], &[0.0, 0.0]), few("samples of P", 1));
        assert_eq!(bound(&[0.0, 0.0], &[]), few("samples of Q", 0));
        let extreme = [f64::MAX, -f64::MAX, 1e300, 5e-324, 0.0, 709.0, 711.0];
        for a in extreme {
            for b in extreme {
                for least in [f64::NEG_INFINITY, -1e300, 0.0] {
                    let d = bound(&[a, b], &[b, least])?;
                    assert!(!d.value().nats().is_nan(), "{a} {b} {least}");
                    assert!(d.standard_error().nats() >= 0.0, "{a} {b} {least}");
                }
            }
        }
    }
    let none = [f64::NEG_INFINITY; 2];
    let d = estimate::donsker_varadhan(&[1.0, 2.0], &none)?;
    assert_eq!(d.value(), Information::INFINITY);
    assert_eq!(estimate::nwj(&[1.0, 2.0], &none)?.value().nats(), 1.5);
    let d = estimate::nwj(&[1.0, 2.0], &[1000.0, 0.0])?;
    assert_eq!(
        (d.value().nats(), d.standard_error().nats()),
        (f64::NEG_INFINITY, 0.0)
    );
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
