//! Gamma, Erlang and chi-squared distributions from Laplace distributions: identities,
//! inequalities, quadrature, the normal limit.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::statrs::distribution::{ChiSquared, Erlang, Exp, Gamma, Laplace, Normal};
use kl_core::{Information, KlDivergence, quadrature};

const ULP: f64 = f64::EPSILON;

/// A shape, and a location and a scale of Q beside it, for rate 1.
fn beside(r: &mut Random) -> (f64, f64, f64) {
    let a = match r.below(3) {
        0 => r.power_of_ten(-6.0, 0.0),
        1 => r.power_of_ten(0.0, 3.0),
        _ => r.power_of_ten(3.0, 12.0),
    };
    let m = match r.below(4) {
        0 => a * r.between(-1.0, 3.0),
        1 => r.near(a),
        _ => a + a.sqrt() * r.between(-5.0, 5.0),
    };
    (a, m, a.sqrt() * r.power_of_ten(-1.0, 1.0))
}

#[test]
fn the_exponential_distribution_is_one_of_them() -> TestResult {
    let mut random = Random(91);
    for _ in 0..4_000 {
        let r = &mut random;
        let rate = r.power_of_ten(-5.0, 5.0);
        let q = Laplace::new(
            r.between(-2.0, 8.0) / rate,
            r.power_of_ten(-2.0, 2.0) / rate,
        )?;
        let expected = Exp::new(rate)?.kl(&q)?.nats();
        close(Gamma::new(1.0, rate)?.kl(&q)?.nats(), expected, 16.0 * ULP);
        close(Erlang::new(1, rate)?.kl(&q)?.nats(), expected, 16.0 * ULP);
        let q = Laplace::new(r.between(-4.0, 16.0), r.power_of_ten(-2.0, 2.0))?;
        let expected = Exp::new(0.5)?.kl(&q)?.nats();
        close(ChiSquared::new(2.0)?.kl(&q)?.nats(), expected, 16.0 * ULP);
    }
    Ok(())
}

#[test]
fn the_names_of_a_distribution_do_not_matter() -> TestResult {
    let mut random = Random(92);
    for _ in 0..500 {
        let (a, m, b) = beside(&mut random);
        let q = Laplace::new(m, b)?;
        let k = a.ceil();
        let (gamma, erlang) = (Gamma::new(k, 1.0)?, Erlang::new(k as u64, 1.0)?);
        assert_eq!(gamma.kl(&q)?, erlang.kl(&q)?);
        let (gamma, chi) = (Gamma::new(a, 0.5)?, ChiSquared::new(2.0 * a)?);
        assert_eq!(gamma.kl(&q)?, chi.kl(&q)?);
    }
    Ok(())
}

#[test]
fn units_do_not_matter() -> TestResult {
    let mut random = Random(93);
    for _ in 0..2_000 {
        let (a, m, b) = beside(&mut random);
        let u = 2f64.powi(random.below(1200) as i32 - 600);
        let one = Gamma::new(a, 1.0)?.kl(&Laplace::new(m, b)?)?;
        let other = Gamma::new(a, 1.0 / u)?.kl(&Laplace::new(m * u, b * u)?)?;
        close(one.nats(), other.nats(), 8.0 * ULP);
    }
    Ok(())
}

#[test]
fn agrees_with_quadrature() -> TestResult {
    let mut random = Random(94);
    for _ in 0..60 {
        let r = &mut random;
        let a = r.power_of_ten(-0.5, 3.0);
        let (m, b) = (
            a + a.sqrt() * r.between(-3.0, 3.0),
            a.sqrt() * r.power_of_ten(-0.5, 1.0),
        );
        let (p, q) = (Gamma::new(a, 1.0)?, Laplace::new(m, b)?);
        close(
            p.kl(&q)?.nats(),
            quadrature::kl(&p, &q)?.value().nats(),
            1e-7,
        );
    }
    Ok(())
}

#[test]
fn large_shapes_are_next_to_normal() -> TestResult {
    let mut random = Random(95);
    for _ in 0..500 {
        let r = &mut random;
        let a = r.power_of_ten(12.0, 15.0);
        let s = a.sqrt();
        let q = Laplace::new(a + s * r.between(-5.0, 5.0), s * r.power_of_ten(-1.0, 1.0))?;
        let normal = Normal::new(a, s)?.kl(&q)?.nats();
        close(Gamma::new(a, 1.0)?.kl(&q)?.nats(), normal, 60.0 / s);
    }
    Ok(())
}

/// The mean distance from m grows by at most the distance m moves, and is convex; and a
/// step of an ulp moves nothing by much, wherever the formulas meet.
#[test]
fn moves_no_faster_than_the_location() -> TestResult {
    let mut random = Random(96);
    for _ in 0..3_000 {
        let (a, m, b) = beside(&mut random);
        let p = Gamma::new(a, 1.0)?;
        let at = |m: f64| -> Result<f64, Box<dyn std::error::Error>> {
            Ok(p.kl(&Laplace::new(m, b)?)?.nats())
        };
        let step = a.sqrt() * random.power_of_ten(-3.0, 0.5);
        let (low, here, high) = (at(m - step)?, at(m)?, at(m + step)?);
        let slack = 32.0 * ULP * (low + high + a / b);
        assert!(
            (high - here).abs() <= step / b + slack,
            "{a} {m} {b} {step}"
        );
        assert!(2.0 * here <= low + high + slack, "{a} {m} {b} {step}");
    }
    for a in [
        0.3, 0.999, 1.0, 1.7, 1.9999, 2.0, 5.0, 15.0, 40.0, 199.9, 200.0, 200.1, 1e5,
    ] {
        let p = Gamma::new(a, 1.0)?;
        let half = (0.5 * a).min(2.0 * f64::sqrt(a));
        for m in [0.0, 4.0, a, a - half, a + half] {
            let at = |p: &Gamma, m: f64| {
                Ok::<_, Box<dyn std::error::Error>>(p.kl(&Laplace::new(m, a.sqrt())?)?.nats())
            };
            let (x, y) = (
                at(&p, m * (1.0 - 2.0 * ULP))?,
                at(&p, m * (1.0 + 2.0 * ULP))?,
            );
            close(x, y, 1e-13 * (1.0 + a.sqrt()));
            let beside = Gamma::new(a * (1.0 - 2.0 * ULP), 1.0)?;
            close(at(&p, m)?, at(&beside, m)?, 1e-13 * (1.0 + a.sqrt()));
        }
    }
    Ok(())
}

#[test]
fn extreme_gammas_from_laplaces_give_no_nan_and_nothing_negative() -> TestResult {
    let sizes = [
        5e-324,
        1e-308,
        1e-200,
        1e-16,
        0.5,
        1.0,
        1.5,
        2.0,
        199.0,
        200.5,
        1e8,
        1e16,
        1e200,
        1e308,
        f64::MAX,
    ];
    for a in sizes {
        for r in sizes {
            for m in sizes.into_iter().flat_map(|x| [x, -x]).chain([0.0, -0.0]) {
                for b in [5e-324, 1e-160, 1.0, 1e160, f64::MAX] {
                    let d = Gamma::new(a, r)?.kl(&Laplace::new(m, b)?)?.nats();
                    assert!(d >= 0.0, "{d} at {a:e} {r:e} {m:e} {b:e}");
                }
            }
            // Where the location is next to the mean.
            for x in [0.0, 1e-17, 1e-16, 1e-8, 0.4, 0.5, 0.6, 3.0] {
                let m = (a / r) * (1.0 - x);
                let scale = m * (1.0 + x) / a.sqrt();
                if m > 0.0 && m < f64::INFINITY && scale > 0.0 && scale < f64::INFINITY {
                    let d = Gamma::new(a, r)?.kl(&Laplace::new(m, scale)?)?.nats();
                    assert!(d >= 0.0, "{d} at {a:e} {r:e} {m:e} {scale:e}");
                }
            }
        }
    }
    for k in [1, 2, u64::MAX] {
        let d = Erlang::new(k, 1.0)?.kl(&Laplace::new(1.0, 1.0)?)?.nats();
        assert!((0.0..f64::INFINITY).contains(&d), "{d} at {k}");
    }
    let far = ChiSquared::new(1.0)?.kl(&Laplace::new(0.0, 5e-324)?)?;
    assert_eq!(far, Information::INFINITY);
    Ok(())
}
