//! Other units, and outcomes that change places, change nothing.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::KlDivergence;
use kl_core::statrs::distribution::{Beta, Cauchy, Gamma, Gumbel, Laplace, Normal, Weibull};

const ULP: f64 = f64::EPSILON;

/// Units by powers of two, and swapping the outcomes, change nothing.
#[test]
fn divergence_is_invariant() -> TestResult {
    let mut random = Random(24);
    for _ in 0..10_000 {
        let r = &mut random;
        let ([a, b], [c, d]) = (r.two(), r.two());
        let (mu, nu) = (r.between(-2.0, 2.0), r.between(-2.0, 2.0));
        let u = 2f64.powi(r.below(200) as i32 - 100);
        let plain = Gamma::new(a, c)?.kl(&Gamma::new(b, d)?)?;
        assert_eq!(plain, Gamma::new(a, c * u)?.kl(&Gamma::new(b, d * u)?)?);
        let plain = Laplace::new(mu, a)?.kl(&Laplace::new(nu, b)?)?;
        assert_eq!(
            plain,
            Laplace::new(mu * u, a * u)?.kl(&Laplace::new(nu * u, b * u)?)?
        );
        let plain = Cauchy::new(mu, a)?.kl(&Cauchy::new(nu, b)?)?;
        assert_eq!(
            plain,
            Cauchy::new(mu * u, a * u)?.kl(&Cauchy::new(nu * u, b * u)?)?
        );
        // Here the divergence is symmetric.
        close(
            plain.nats(),
            Cauchy::new(nu, b)?.kl(&Cauchy::new(mu, a)?)?.nats(),
            8.0 * ULP,
        );
        let plain = Gumbel::new(mu, a)?.kl(&Gumbel::new(nu, b)?)?;
        assert_eq!(
            plain,
            Gumbel::new(mu * u, a * u)?.kl(&Gumbel::new(nu * u, b * u)?)?
        );
        let plain = Weibull::new(a, c)?.kl(&Weibull::new(b, d)?)?;
        assert_eq!(plain, Weibull::new(a, c * u)?.kl(&Weibull::new(b, d * u)?)?);
        let plain = Normal::new(mu, a)?.kl(&Laplace::new(nu, b)?)?;
        assert_eq!(
            plain,
            Normal::new(mu * u, a * u)?.kl(&Laplace::new(nu * u, b * u)?)?
        );
        let plain = Gamma::new(a, c)?.kl(&Normal::new(mu, b)?)?;
        assert_eq!(
            plain,
            Gamma::new(a, c / u)?.kl(&Normal::new(mu * u, b * u)?)?
        );
        let plain = Beta::new(a, c)?.kl(&Beta::new(b, d)?)?;
        assert_eq!(plain, Beta::new(c, a)?.kl(&Beta::new(d, b)?)?);
    }
    Ok(())
}
