//! Series: what is wrong is named, and they are the closed forms.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::statrs::distribution::{Bernoulli, Binomial, Geometric, NegativeBinomial, Poisson};
use kl_core::{Error, Information, KlDivergence, series};

const INF: f64 = f64::INFINITY;

#[test]
fn series_name_what_is_wrong() -> TestResult {
    let poisson = Poisson::new(2.0)?;
    // ln(1 − p) is −∞, and 0·∞ is NaN.
    let got = series::kl(&poisson, &NegativeBinomial::new(1.0, 1.0)?);
    assert!(matches!(got, Err(Error::LogDensity { of: "Q", x: 0.0, value }) if value.is_nan()));
    let got = series::kl(&NegativeBinomial::new(0.0, 0.5)?, &poisson);
    assert!(
        matches!(got, Err(Error::LogDensity { of: "P", .. })),
        "{got:?}"
    );
    let got = series::kl(&poisson, &Geometric::new(0.5)?)?;
    assert_eq!(got.value(), Information::INFINITY);
    let got = series::kl(&poisson, &Binomial::new(0.5, 1)?)?;
    assert_eq!(got.value(), Information::INFINITY);
    // All mass at one outcome, and no outcome but 0.
    let got = series::kl(&Binomial::new(0.0, 5)?, &Binomial::new(0.5, 1)?)?;
    assert_eq!(got.value().bits(), 1.0);
    let got = series::kl(&Binomial::new(1.0, 0)?, &Poisson::new(2.0)?)?;
    assert!((got.value().nats() - 2.0).abs() < 1e-14);
    let got = series::kl(&poisson, &poisson)?;
    assert_eq!(got.value(), Information::ZERO);
    assert!(series::kl(&Poisson::new(INF)?, &poisson).is_err());
    Ok(())
}

#[test]
fn series_are_the_closed_forms() -> TestResult {
    let mut random = Random(906);
    for _ in 0..40 {
        let r = &mut random;
        let [a, b] = [0; 2].map(|_| r.power_of_ten(-2.0, 2.5));
        let [p, q] = [0; 2].map(|_| r.between(0.02, 0.98));
        let [x, y] = [Poisson::new(a)?, Poisson::new(b)?];
        close(series::kl(&x, &y)?.value().nats(), x.kl(&y)?.nats(), 1e-9);
        let [x, y] = [Geometric::new(p)?, Geometric::new(q)?];
        close(series::kl(&x, &y)?.value().nats(), x.kl(&y)?.nats(), 1e-9);
        let [x, y] = [Binomial::new(p, 30)?, Binomial::new(q, 30)?];
        close(series::kl(&x, &y)?.value().nats(), x.kl(&y)?.nats(), 1e-9);
        let coin = Bernoulli::new(p)?;
        let d = series::kl(&coin, &Poisson::new(b)?)?;
        close(d.value().nats(), coin.kl(&Poisson::new(b)?)?.nats(), 1e-9);
    }
    // A far-away beginning: everything before it underflows.
    let [x, y] = [Poisson::new(20_000.0)?, Poisson::new(20_100.0)?];
    let d = series::kl(&x, &y)?;
    close(d.value().nats(), x.kl(&y)?.nats(), 1e-8);
    assert!(d.evaluations() > 20_000);
    Ok(())
}
