//! Half-normal distributions: units, and one bit from the normal distribution.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::KlDivergence;
use kl_core::distribution::HalfNormal;
use kl_core::statrs::distribution::{Exp, Gamma, Normal};

const ULP: f64 = f64::EPSILON;

/// The closest member of a family is where the derivation says it is.
#[test]
fn half_normal() -> TestResult {
    let mut random = Random(56);
    for _ in 0..3_000 {
        let r = &mut random;
        let (s, u) = (r.moderate(), 2f64.powi(r.below(40) as i32 - 20));
        let (p, scaled) = (HalfNormal::new(s)?, HalfNormal::new(u * s)?);
        let (a, b, mu) = (r.moderate(), r.moderate(), r.between(-3.0, 3.0));
        // Units by powers of two change nothing.
        let (one, other) = (p.kl(&Exp::new(b)?)?, scaled.kl(&Exp::new(b / u)?)?);
        close(one.nats(), other.nats(), 16.0 * ULP);
        assert_eq!(
            p.kl(&Gamma::new(a, b)?)?,
            scaled.kl(&Gamma::new(a, b / u)?)?
        );
        assert_eq!(
            p.kl(&Normal::new(mu, b)?)?,
            scaled.kl(&Normal::new(u * mu, u * b)?)?
        );
        // An exponential distribution is a gamma distribution of shape 1.
        close(
            p.kl(&Exp::new(b)?)?.nats(),
            p.kl(&Gamma::new(1.0, b)?)?.nats(),
            32.0 * ULP,
        );
        // Half of the normal distribution of the same scale: one bit.
        close(p.kl(&Normal::new(0.0, s)?)?.bits(), 1.0, 16.0 * ULP);
        // From a normal distribution of mean 0, that bit and the divergence of normals.
        let normal = Normal::new(0.0, b)?;
        let whole = Normal::new(0.0, s)?.kl(&normal)?.nats() + std::f64::consts::LN_2;
        close(p.kl(&normal)?.nats(), whole, 32.0 * ULP);
        assert_eq!(
            p.kl(&HalfNormal::new(b)?)?,
            Normal::new(0.0, s)?.kl(&normal)?
        );
    }
    Ok(())
}
