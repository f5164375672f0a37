//! Negative binomial distributions: parameters that are not usable, and counts that are
//! certain.

use super::names_exactly;
use crate::common::TestResult;
use kl_core::statrs::distribution::{NegativeBinomial, Poisson};
use kl_core::{Information, KlDivergence};

const INF: f64 = f64::INFINITY;

#[test]
fn negative_binomials() -> TestResult {
    let (plain, poisson) = (NegativeBinomial::new(2.0, 0.5)?, Poisson::new(1.0)?);
    let (endless, never) = (
        NegativeBinomial::new(INF, 0.5)?,
        NegativeBinomial::new(2.0, 0.0)?,
    );
    names_exactly(endless.kl(&plain), "r of P", INF);
    names_exactly(plain.kl(&endless), "r of Q", INF);
    names_exactly(never.kl(&plain), "probability of success of P", 0.0);
    names_exactly(plain.kl(&never), "probability of success of Q", 0.0);
    names_exactly(endless.kl(&poisson), "r of P", INF);
    names_exactly(never.kl(&poisson), "probability of success of P", 0.0);
    names_exactly(poisson.kl(&endless), "r of Q", INF);
    names_exactly(poisson.kl(&never), "probability of success of Q", 0.0);
    names_exactly(plain.kl(&Poisson::new(INF)?), "rate of Q", INF);
    names_exactly(Poisson::new(INF)?.kl(&plain), "rate of P", INF);
    // Certain to be 0.
    for zero in [
        NegativeBinomial::new(0.0, 0.5)?,
        NegativeBinomial::new(3.0, 1.0)?,
    ] {
        assert_eq!(zero.kl(&plain)?.bits(), 2.0);
        assert_eq!(zero.kl(&poisson)?.nats(), 1.0);
        assert_eq!(zero.kl(&zero)?, Information::ZERO);
        assert_eq!(
            zero.kl(&NegativeBinomial::new(3.0, 1.0)?)?,
            Information::ZERO
        );
        assert_eq!(plain.kl(&zero)?, Information::INFINITY);
        assert_eq!(poisson.kl(&zero)?, Information::INFINITY);
    }
    Ok(())
}
