//! Series: what is wrong is named, and they are the closed forms.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::statrs::distribution::{
    Bernoulli, Binomial, Discrete, Geometric, NegativeBinomial, Poisson,
};
use kl_core::statrs::statistics::{Max, Min};
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
    Ok(())
}

/// Numbers far from the first probable one are left out: the sums need some of the standard
/// deviations, not of the means.
#[test]
fn large_means_take_few_terms() -> TestResult {
    for (a, b, most) in [
        (20_000.0, 20_100.0, 4_000),
        (20_100.0, 20_000.0, 4_000),
        (1e6, 1.001e6, 25_000),
        (5e6, 5e6, 60_000),
        (3e4, 3e5, 300_000),
    ] {
        let [x, y] = [Poisson::new(a)?, Poisson::new(b)?];
        let d = series::kl(&x, &y)?;
        close(d.value().nats(), x.kl(&y)?.nats(), 1e-8);
        assert!(d.evaluations() < most, "{} for {a}", d.evaluations());
        assert!(d.error().nats() <= 1e-10 * d.value().nats() + 1e-20);
    }
    let [x, y] = [Binomial::new(0.5, 200_000)?, Binomial::new(0.49, 200_000)?];
    let d = series::kl(&x, &y)?;
    close(d.value().nats(), x.kl(&y)?.nats(), 1e-8);
    assert!(d.evaluations() < 20_000);
    // No probability of Q where P has a large one.
    let short = Binomial::new(0.5, 100_000)?;
    assert_eq!(series::kl(&x, &short)?.value(), Information::INFINITY);
    let sure = Binomial::new(1.0, 200_000)?;
    assert_eq!(series::kl(&x, &sure)?.value(), Information::INFINITY);
    Ok(())
}

/// Two places of large probabilities, of which the search for the largest sees one.
#[test]
fn no_place_of_large_probabilities_is_missed() -> TestResult {
    let [p, q] = [Twice(2000, 50_000), Twice(2010, 50_000)];
    let d = series::kl(&p, &q)?;
    let mut expected = 0.0;
    for k in 1000..60_000 {
        let (ln_p, ln_q) = (p.ln_pmf(k), q.ln_pmf(k));
        expected += ln_p.exp() * (ln_p - ln_q);
    }
    close(d.value().nats(), expected, 1e-9);
    assert!(d.evaluations() > 40_000);
    Ok(())
}

/// Poisson with either of two means.
struct Twice(u32, u32);

impl Discrete<u64, f64> for Twice {
    fn pmf(&self, k: u64) -> f64 {
        self.ln_pmf(k).exp()
    }

    fn ln_pmf(&self, k: u64) -> f64 {
        let ln = |mean: u32| Poisson::new(mean.into()).map_or(f64::NAN, |p| p.ln_pmf(k));
        let (a, b) = (ln(self.0), ln(self.1));
        a.max(b) + (-(a - b).abs()).exp().ln_1p() - 2f64.ln()
    }
}

impl Min<u64> for Twice {
    fn min(&self) -> u64 {
        0
    }
}

impl Max<u64> for Twice {
    fn max(&self) -> u64 {
        u64::MAX
    }
}
