//! Beta distributions from Laplace distributions: limits, mirror images, seams between
//! formulas.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::KlDivergence;
use kl_core::statrs::distribution::{Beta, Laplace, Normal, Uniform};

const ULP: f64 = f64::EPSILON;

#[test]
fn uniform_and_normal_limits_of_beta() -> TestResult {
    let mut random = Random(104);
    for _ in 0..500 {
        let r = &mut random;
        let q = Laplace::new(r.between(-0.5, 1.5), r.power_of_ten(-2.0, 2.0))?;
        let expected = Uniform::new(0.0, 1.0)?.kl(&q)?.nats();
        close(Beta::new(1.0, 1.0)?.kl(&q)?.nats(), expected, 32.0 * ULP);
        let a = r.power_of_ten(12.0, 14.0);
        let s = 0.5 / (2.0 * a + 1.0).sqrt();
        let q = Laplace::new(
            0.5 + s * r.between(-4.0, 4.0),
            s * r.power_of_ten(-1.0, 1.0),
        )?;
        let normal = Normal::new(0.5, s)?.kl(&q)?.nats();
        close(Beta::new(a, a)?.kl(&q)?.nats(), normal, 1e-8);
    }
    Ok(())
}

/// The mirror image, and a step of the location over the seams of the formulas.
#[test]
fn sides_and_seams_do_not_matter() -> TestResult {
    let mut random = Random(105);
    for _ in 0..2_000 {
        let r = &mut random;
        let (a, b) = (r.power_of_ten(-2.0, 4.0), r.power_of_ten(-2.0, 4.0));
        let m = r.between(0.001, 0.999);
        let m = 1.0 - (1.0 - m); // so that 1 − m is exact
        let scale = r.power_of_ten(-3.0, 2.0);
        let here = Beta::new(a, b)?.kl(&Laplace::new(m, scale)?)?.nats();
        let there = Beta::new(b, a)?.kl(&Laplace::new(1.0 - m, scale)?)?.nats();
        close(here, there, 64.0 * ULP);
        let step = r.power_of_ten(-14.0, -10.0);
        let beside = Beta::new(a, b)?.kl(&Laplace::new(m + step, scale)?)?.nats();
        assert!(
            (here - beside).abs() <= step / scale + 64.0 * ULP * here,
            "{a} {b} {m} {scale}"
        );
    }
    Ok(())
}
