//! Intervals of means: bad levels, and how often they cover.

use crate::common::TestResult;
use crate::common::errors::{parameter, refused};
use crate::common::random::Random;
use kl_core::estimate::gradient;
use kl_core::statrs::distribution::Normal;
use kl_core::{Information, estimate};

#[test]
fn a_level_is_between_0_and_1() -> TestResult {
    let d = estimate::k1(&[-1.0, -2.0])?;
    let g = gradient::k1_by_q(&[-1.0, -2.0], &[1.0, 2.0])?;
    for value in [0.0, 1.0, -0.5, 2.0, f64::INFINITY] {
        let error = parameter("confidence level", value);
        refused(d.interval(value), &error);
        refused(g[0].interval(value), &error);
    }
    assert!(d.interval(f64::NAN).is_err());
    assert!(d.interval(f64::MIN_POSITIVE)?.start().is_finite());
    assert!(d.interval(1.0 - 1e-16)?.end().is_finite());
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
