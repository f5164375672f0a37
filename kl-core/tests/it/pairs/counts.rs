//! Counts: impossible ones, sums that are too long, and exact sums against plain ones.

use crate::common::TestResult;
use crate::common::close::{close, sane};
use crate::common::extremes::all;
use crate::common::random::Random;
use kl_core::statrs::distribution::{
    Bernoulli, Binomial, Discrete, DiscreteUniform, Geometric, NegativeBinomial, Poisson,
};
use kl_core::{Error, Information, KlDivergence};

const ULP: f64 = f64::EPSILON;

pub(crate) const TOO_MANY: Error = Error::TooManyTerms { most: 1 << 22 };

#[test]
fn impossible_outcomes_are_infinite() -> TestResult {
    let whole = |a, b| DiscreteUniform::new(a, b);
    let (p, q) = (whole(1, 3)?, whole(2, 4)?);
    assert_eq!(p.kl(&q)?, Information::INFINITY);
    assert_eq!(q.kl(&p)?, Information::INFINITY);
    let all = whole(i64::MIN, i64::MAX)?;
    assert_eq!(whole(0, 0)?.kl(&all)?.bits(), 64.0);
    assert_eq!(
        all.kl(&whole(i64::MIN, i64::MAX - 1)?)?,
        Information::INFINITY
    );
    let coin = Bernoulli::new(0.5)?;
    assert_eq!(coin.kl(&Binomial::new(0.5, 0)?)?, Information::INFINITY);
    assert_eq!(coin.kl(&Binomial::new(0.0, 3)?)?, Information::INFINITY);
    assert_eq!(coin.kl(&Binomial::new(1.0, 3)?)?, Information::INFINITY);
    Ok(())
}

/// What neither fits into a panel nor into a walk is refused, and nothing else.
#[test]
fn sums_that_are_too_long_say_so() -> TestResult {
    let new = |n, p| Binomial::new(p, n);
    assert_eq!(
        Poisson::new(1e300)?.kl(&NegativeBinomial::new(1.0, 0.5)?),
        Err(TOO_MANY)
    );
    // The same r and the same n are no sums.
    let slow = NegativeBinomial::new(1.0, 1e-9)?;
    assert!(slow.kl(&NegativeBinomial::new(1.0, 1e-8)?).is_ok());
    assert!(new(1 << 50, 0.5)?.kl(&new(1 << 50, 0.25)?).is_ok());
    // Nor is what Q gives to a count far from its own.
    assert!(new(5, 0.5)?.kl(&new(1 << 62, 0.5)?).is_ok());
    assert!(Bernoulli::new(0.5)?.kl(&new(1 << 62, 0.5)?).is_ok());
    Ok(())
}

/// Millions of counts and more, against what they tend to.
#[test]
fn long_sums_are_limits() -> TestResult {
    let new = |n, p| Binomial::new(p, n);
    // Of one trial more the same number of successes: 3/7 over n, halved and squared.
    let n = 1e15;
    let more = new(1_000_000_000_000_000, 0.3)?.kl(&new(1_000_000_000_000_001, 0.3)?)?;
    close(more.nats(), 0.5 * 0.3 / 0.7 / n, 1e-9);
    // Normal distributions, whose variances are as 1 − p to 1.
    let limit = |ratio: f64| 0.5 * (ratio - 1.0 - ratio.ln());
    let d = new(1_000_000_000_000, 0.3)?.kl(&Poisson::new(3e11)?)?;
    close(d.nats(), limit(0.7), 1e-9);
    let (r, mean) = (1e12, 1e12);
    let halves = NegativeBinomial::new(r, r / (r + mean))?;
    close(Poisson::new(mean)?.kl(&halves)?.nats(), limit(0.5), 1e-9);
    close(halves.kl(&Poisson::new(mean)?)?.nats(), limit(2.0), 1e-9);
    // Gamma distributions: of shapes 1 and 2, ln p − ln p and Euler's constant.
    let (one, two) = (1e-9, 1e-9);
    let slow = NegativeBinomial::new(1.0, one)?;
    let d = slow.kl(&NegativeBinomial::new(2.0, two)?)?.nats();
    close(d, 0.577_215_664_901_532_9, 1e-6);
    assert!(slow.kl(&Poisson::new(1e9)?)?.nats() > 1e8);
    // Beyond 2⁵³ too.
    let d = new(1 << 62, 0.5)?.kl(&Poisson::new((1_u64 << 61) as f64)?)?;
    close(d.nats(), limit(0.5), 1e-7);
    Ok(())
}

/// A quotient by the smallest p overflows, and r times it does not.
#[test]
fn few_successes_of_the_smallest_probability() -> TestResult {
    let new = NegativeBinomial::new;
    let d = new(1e-10, 1e-310)?.kl(&new(1e-10, 0.5)?)?.nats();
    close(d, 1e-10 * std::f64::consts::LN_2 / 1e-310, 1e-12);
    Ok(())
}

/// Σ p ln(p/q) over statrs' probabilities.
fn plain_sum(p: &impl Discrete<u64, f64>, q: &impl Discrete<u64, f64>, last: u64) -> f64 {
    let term = |k| match p.pmf(k) {
        0.0 => 0.0,
        x => x * (p.ln_pmf(k) - q.ln_pmf(k)),
    };
    (0..=last).map(term).sum()
}

#[test]
fn counts_are_the_sums() -> TestResult {
    let mut random = Random(53);
    for _ in 0..150 {
        let r = &mut random;
        let (n, more) = (1 + r.below(60) as u64, 1 + r.below(60) as u64);
        let (p, q) = (r.between(0.05, 0.95), r.between(0.05, 0.95));
        let binomial = Binomial::new(p, n)?;
        let wider = Binomial::new(q, n + more)?;
        close(
            sane(&binomial, &wider)?,
            plain_sum(&binomial, &wider, n),
            1e-8,
        );
        let poisson = Poisson::new(r.between(0.1, 30.0))?;
        close(
            sane(&binomial, &poisson)?,
            plain_sum(&binomial, &poisson, n),
            1e-8,
        );
        let coin = Bernoulli::new(p)?;
        assert_eq!(coin.kl(&wider)?, Binomial::new(p, 1)?.kl(&wider)?);
        close(sane(&coin, &wider)?, plain_sum(&coin, &wider, 1), 1e-8);
        let first = NegativeBinomial::new(r.between(0.3, 20.0), r.between(0.3, 0.95))?;
        let second = NegativeBinomial::new(r.between(0.3, 20.0), r.between(0.3, 0.95))?;
        close(
            sane(&first, &second)?,
            plain_sum(&first, &second, 400),
            1e-7,
        );
        close(
            sane(&first, &poisson)?,
            plain_sum(&first, &poisson, 400),
            1e-7,
        );
        close(
            sane(&poisson, &first)?,
            plain_sum(&poisson, &first, 150),
            1e-7,
        );
    }
    Ok(())
}

#[test]
fn counts_between_their_limits() -> TestResult {
    let mut random = Random(54);
    for _ in 0..300 {
        let r = &mut random;
        // The failures before the first success: one less than a geometric variable.
        let (p, q) = (r.between(0.05, 1.0), r.between(0.05, 1.0));
        let one = NegativeBinomial::new(1.0, p)?.kl(&NegativeBinomial::new(1.0, q)?)?;
        let geometric = Geometric::new(p)?.kl(&Geometric::new(q)?)?;
        close(one.nats(), geometric.nats(), 8.0 * ULP);
        // Next to the same r, the sum must meet the closed form.
        let s = r.between(0.5, 20.0);
        let (p, q) = (r.between(0.2, 0.9), r.between(0.2, 0.9));
        let same = NegativeBinomial::new(s, p)?.kl(&NegativeBinomial::new(s, q)?)?;
        let next = NegativeBinomial::new(s, p)?.kl(&NegativeBinomial::new(s.next_up(), q)?)?;
        if (p - q).abs() > 0.01 {
            close(same.nats(), next.nats(), 1e-11);
        }
        // Adding the counts of independent trials loses information, and the sum of
        // m trials with the same p is more informative than what is known of n.
        let n = 1 + r.below(30) as u64;
        let fewer = Binomial::new(p, n)?.kl(&Binomial::new(p * 0.5, 2 * n)?)?;
        let limit = Binomial::new(p, n)?.kl(&Poisson::new(p * n as f64)?)?;
        assert!(fewer < limit, "{fewer:?} {limit:?}");
        // Le Cam's coupling, in the form for information: D ≤ p²/(1−p).
        assert!(limit.nats() <= p * p / (1.0 - p));
        sane(
            &Binomial::new(p, n)?,
            &Binomial::new(r.near(p * 0.5).min(1.0), 2 * n)?,
        )?;
    }
    Ok(())
}

const PROBABILITIES: [f64; 9] = [
    5e-324,
    1e-309,
    1e-160,
    1e-8,
    0.25,
    0.5,
    0.75,
    1.0 - f64::EPSILON,
    1.0,
];

/// Some of them: sums take longer than closed forms.
const FEW: [f64; 7] = [5e-324, 1e-310, 1e-160, 0.25, 3.0, 1e160, f64::MAX];

/// Not NaN and not negative for any pair; only the sums of counts may be too long.
fn all_pairs_but_long_sums<P: KlDivergence<Q> + std::fmt::Debug, Q: std::fmt::Debug>(
    ps: &[P],
    qs: &[Q],
) {
    for p in ps {
        for q in qs {
            match p.kl(q) {
                Ok(d) => assert!(d.nats() >= 0.0, "{d:?} for {p:?} {q:?}"),
                Err(e) => assert_eq!(e, TOO_MANY, "for {p:?} {q:?}"),
            }
        }
    }
}

#[test]
fn extreme_counts_are_not_nan() {
    let trials = [0, 1, 2, 10, 1 << 53, u64::MAX];
    let coins: Vec<_> = PROBABILITIES
        .iter()
        .flat_map(|&p| Bernoulli::new(p))
        .collect();
    let binomials = all(&PROBABILITIES, &trials, Binomial::new);
    let poissons: Vec<_> = FEW.iter().flat_map(|&x| Poisson::new(x)).collect();
    let negative_binomials = all(
        &[&[0.0][..], &FEW].concat(),
        &PROBABILITIES,
        NegativeBinomial::new,
    );
    all_pairs_but_long_sums(&coins, &binomials);
    all_pairs_but_long_sums(&binomials, &binomials);
    all_pairs_but_long_sums(&binomials, &poissons);
    all_pairs_but_long_sums(&negative_binomials, &negative_binomials);
    all_pairs_but_long_sums(&negative_binomials, &poissons);
    all_pairs_but_long_sums(&poissons, &negative_binomials);
}
