//! Kumaraswamy distributions: some are beta distributions, and powers change nothing.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::extremes::SIZES;
use crate::common::random::Random;
use kl_core::KlDivergence;
use kl_core::distribution::Kumaraswamy;
use kl_core::statrs::distribution::{Beta, Laplace};

const ULP: f64 = f64::EPSILON;

#[test]
fn some_are_beta_distributions() -> TestResult {
    let mut random = Random(101);
    for _ in 0..200 {
        let r = &mut random;
        let (a, alpha, beta) = (
            r.power_of_ten(-1.0, 1.0),
            r.power_of_ten(-1.0, 1.0),
            r.power_of_ten(-1.0, 1.0),
        );
        let q = Beta::new(alpha, beta)?;
        for (p, same) in [
            (Kumaraswamy::new(a, 1.0)?, Beta::new(a, 1.0)?),
            (Kumaraswamy::new(1.0, a)?, Beta::new(1.0, a)?),
        ] {
            close(p.kl(&q)?.nats(), same.kl(&q)?.nats(), 1e-12);
            assert!(p.kl(&same)?.nats() < 1e-29, "{p:?}");
            close(
                p.mean(),
                same.shape_a() / (same.shape_a() + same.shape_b()),
                16.0 * ULP,
            );
        }
        let same = Kumaraswamy::new(alpha, 1.0)?;
        let p = Kumaraswamy::new(a, beta)?;
        close(
            p.kl(&same)?.nats(),
            p.kl(&Beta::new(alpha, 1.0)?)?.nats(),
            1e-11,
        );
    }
    Ok(())
}

/// Powers of x change neither side.
#[test]
fn powers_do_not_matter() -> TestResult {
    let mut random = Random(102);
    for _ in 0..200 {
        let r = &mut random;
        let (a, b) = (r.power_of_ten(-2.0, 2.0), r.power_of_ten(-2.0, 2.0));
        let (c, d) = (r.near(a), r.power_of_ten(-2.0, 2.0));
        let of = |a: f64, c: f64| -> Result<f64, Box<dyn std::error::Error>> {
            Ok(Kumaraswamy::new(a, b)?.kl(&Kumaraswamy::new(c, d)?)?.nats())
        };
        let factor = 2f64.powi(random.below(600) as i32 - 300);
        assert_eq!(of(a, c)?, of(a * factor, c * factor)?);
        let itself = Kumaraswamy::new(a, b)?;
        assert_eq!(itself.kl(&itself)?.nats(), 0.0);
    }
    Ok(())
}

#[test]
fn extreme_kumaraswamys_give_no_nan_and_nothing_negative() -> TestResult {
    for a in SIZES {
        for b in SIZES {
            let p = Kumaraswamy::new(a, b)?;
            for (c, d) in [
                (a, b),
                (b, a),
                (1.0, b),
                (a, 1.0),
                (5e-324, 1e200),
                (1e16, 1e-308),
            ] {
                let nats = p.kl(&Kumaraswamy::new(c, d)?)?.nats();
                assert!(nats >= 0.0, "{nats} {p:?} {c:e} {d:e}");
                if let Ok(d) = p.kl(&Beta::new(c, d)?) {
                    assert!(d.nats() >= 0.0, "{d:?} {p:?} {c:e}");
                }
            }
            let p = Beta::new(a, b)?;
            let mean = a / (a + b);
            for m in SIZES.into_iter().flat_map(|x| [x, -x, 1.0 - x]) {
                for m in [m, mean, mean * 0.9, 0.0] {
                    for scale in [5e-324, 1e-160, 1.0, f64::MAX] {
                        if let Ok(d) = p.kl(&Laplace::new(m, scale)?) {
                            assert!(d.nats() >= 0.0, "{d:?} {p:?} {m:e} {scale:e}");
                        }
                    }
                }
            }
        }
    }
    Ok(())
}
