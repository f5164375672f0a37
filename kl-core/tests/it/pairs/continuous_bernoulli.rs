//! Continuous Bernoulli distributions: mirror images, means, densities, and known
//! divergences.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::distribution::ContinuousBernoulli;
use kl_core::statrs::distribution::{Exp, Uniform};
use kl_core::{Information, KlDivergence};

const ULP: f64 = f64::EPSILON;

/// Turning [0, 1] around, and Bregman's identity of three points.
#[test]
fn continuous_bernoulli() -> TestResult {
    let mut random = Random(54);
    for _ in 0..8_000 {
        let r = &mut random;
        // Short enough for 1 − λ to be exact.
        let mut short = || (1 + r.below((1 << 30) - 1)) as f64 * 2f64.powi(-30);
        let (l, k) = (short(), short());
        let new = ContinuousBernoulli::new;
        let (p, q) = (new(l)?, new(k)?);
        let (p_, q_) = (new(1.0 - l)?, new(1.0 - k)?);
        let d = p.kl(&q)?.nats();
        close(d, p_.kl(&q_)?.nats(), 16.0 * ULP);
        close(p.mean(), 1.0 - p_.mean(), 8.0 * ULP);
        let x = r.below(1 << 20) as f64 * 2f64.powi(-20);
        let (one, other) = (p.ln_pdf(x), p_.ln_pdf(1.0 - x));
        assert!(
            (one - other).abs() <= 8.0 * ULP * (30.0 + one.abs()),
            "{one} {other}"
        );
        assert_eq!(p.kl(&p)?, Information::ZERO);
        // The logarithm of the densities' ratio is linear in x.
        let m = p.mean();
        let direct =
            (1.0 - m) * (p.ln_pdf(0.0) - q.ln_pdf(0.0)) + m * (p.ln_pdf(1.0) - q.ln_pdf(1.0));
        assert!((d - direct).abs() < 1e-13, "{d} {direct}");
        // The exponential distribution that is cut off is −ln(1 − e^(−h)) away.
        let h = (-k).ln_1p() - k.ln();
        if h > 0.01 {
            let exp = Exp::new(h)?;
            close(
                q.kl(&exp)?.nats(),
                -(-(-h).exp()).ln_1p(),
                1e-6 + 1e-15 * h.exp(),
            );
        }
        let uniform = Uniform::new(0.0, 1.0)?;
        let half = new(0.5)?;
        close(p.kl(&uniform)?.nats(), p.kl(&half)?.nats(), 16.0 * ULP);
        close(uniform.kl(&q)?.nats(), half.kl(&q)?.nats(), 32.0 * ULP);
    }
    Ok(())
}
