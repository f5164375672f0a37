//! Bad and extreme parameters of the pairs within a family, of counts and of angles.

use crate::extremes::{POSITIVE, all};
use kl_core::distribution::VonMises;
use kl_core::statrs::distribution::{
    Bernoulli, Binomial, Categorical, Chi, ChiSquared, DiscreteUniform, Erlang, Exp, Gamma,
    NegativeBinomial, Poisson, Weibull,
};
use kl_core::{Error, Information, KlDivergence};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;
const TOO_MANY: Error = Error::TooManyTerms { most: 1 << 22 };

/// Fails unless the error is this one, name and value.
#[track_caller]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is called is an expression each time"
)]
fn names(got: Result<Information, Error>, name: &'static str, value: f64) {
    assert_eq!(got, Err(Error::InvalidParameter { name, value }));
}

#[test]
fn infinite_parameters_are_named() -> TestResult {
    let (gamma, chi) = (Gamma::new(1.0, 1.0)?, ChiSquared::new(1.0)?);
    let (exp, erlang) = (Exp::new(1.0)?, Erlang::new(1, 1.0)?);
    let weibull = Weibull::new(1.0, 1.0)?;
    let endless = ChiSquared::new(INF)?;
    names(endless.kl(&gamma), "degrees of freedom of P", INF);
    names(endless.kl(&exp), "degrees of freedom of P", INF);
    names(gamma.kl(&endless), "degrees of freedom of Q", INF);
    names(exp.kl(&endless), "degrees of freedom of Q", INF);
    names(chi.kl(&Gamma::new(INF, 1.0)?), "shape of Q", INF);
    names(chi.kl(&Gamma::new(1.0, INF)?), "rate of Q", INF);
    names(Gamma::new(INF, 1.0)?.kl(&chi), "shape of P", INF);
    names(Gamma::new(1.0, INF)?.kl(&chi), "rate of P", INF);
    names(chi.kl(&Exp::new(INF)?), "rate of Q", INF);
    names(Exp::new(INF)?.kl(&chi), "rate of P", INF);
    names(Erlang::new(1, INF)?.kl(&gamma), "rate of P", INF);
    names(erlang.kl(&Gamma::new(INF, 1.0)?), "shape of Q", INF);
    names(erlang.kl(&Gamma::new(1.0, INF)?), "rate of Q", INF);
    names(Gamma::new(INF, 1.0)?.kl(&erlang), "shape of P", INF);
    names(gamma.kl(&Erlang::new(1, INF)?), "rate of Q", INF);
    names(Exp::new(INF)?.kl(&weibull), "rate of P", INF);
    names(exp.kl(&Weibull::new(INF, 1.0)?), "shape of Q", INF);
    names(exp.kl(&Weibull::new(1.0, INF)?), "scale of Q", INF);
    names(Weibull::new(INF, 1.0)?.kl(&exp), "shape of P", INF);
    names(Weibull::new(1.0, INF)?.kl(&exp), "scale of P", INF);
    names(weibull.kl(&Exp::new(INF)?), "rate of Q", INF);
    names(
        Binomial::new(0.5, 3)?.kl(&Poisson::new(INF)?),
        "rate of Q",
        INF,
    );
    Ok(())
}

#[test]
fn negative_binomials() -> TestResult {
    let (plain, poisson) = (NegativeBinomial::new(2.0, 0.5)?, Poisson::new(1.0)?);
    let (endless, never) = (
        NegativeBinomial::new(INF, 0.5)?,
        NegativeBinomial::new(2.0, 0.0)?,
    );
    names(endless.kl(&plain), "r of P", INF);
    names(plain.kl(&endless), "r of Q", INF);
    names(never.kl(&plain), "probability of success of P", 0.0);
    names(plain.kl(&never), "probability of success of Q", 0.0);
    names(endless.kl(&poisson), "r of P", INF);
    names(never.kl(&poisson), "probability of success of P", 0.0);
    names(poisson.kl(&endless), "r of Q", INF);
    names(poisson.kl(&never), "probability of success of Q", 0.0);
    names(plain.kl(&Poisson::new(INF)?), "rate of Q", INF);
    names(Poisson::new(INF)?.kl(&plain), "rate of P", INF);
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

#[test]
fn sums_that_are_too_long_say_so() -> TestResult {
    let new = |n, p| Binomial::new(p, n);
    assert_eq!(
        new(1 << 50, 0.5)?.kl(&new((1 << 50) + 1, 0.5)?),
        Err(TOO_MANY)
    );
    assert_eq!(new(1 << 62, 0.5)?.kl(&Poisson::new(1e18)?), Err(TOO_MANY));
    assert_eq!(
        Poisson::new(1e300)?.kl(&NegativeBinomial::new(1.0, 0.5)?),
        Err(TOO_MANY)
    );
    let slow = NegativeBinomial::new(1.0, 1e-9)?;
    assert_eq!(slow.kl(&NegativeBinomial::new(2.0, 1e-9)?), Err(TOO_MANY));
    assert_eq!(slow.kl(&Poisson::new(1e9)?), Err(TOO_MANY));
    // The same r and the same n are no sums.
    assert!(slow.kl(&NegativeBinomial::new(1.0, 1e-8)?).is_ok());
    assert!(new(1 << 50, 0.5)?.kl(&new(1 << 50, 0.25)?).is_ok());
    // Nor is what Q gives to a count far from its own.
    assert!(new(5, 0.5)?.kl(&new(1 << 62, 0.5)?).is_ok());
    assert!(Bernoulli::new(0.5)?.kl(&new(1 << 62, 0.5)?).is_ok());
    assert_eq!(
        TOO_MANY.to_string(),
        "no closed form, and the sum has more than 4194304 terms that count"
    );
    Ok(())
}

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

#[test]
fn weights_that_overflowed_are_named() -> TestResult {
    let good = Categorical::new(&[1.0, 1.0])?;
    // ∞/∞ is NaN, at the second; the first is 1/∞.
    let infinite = Categorical::new(&[1.0, INF])?;
    for got in [infinite.kl(&good), good.kl(&infinite)] {
        match got {
            Err(Error::InvalidProbability { index: 1, value }) => assert!(value.is_nan()),
            other => panic!("{other:?}"),
        }
    }
    let zeros = Categorical::new(&[f64::MAX, f64::MAX])?;
    assert_eq!(zeros.kl(&good), Err(Error::ZeroTotal));
    assert_eq!(good.kl(&zeros), Err(Error::ZeroTotal));
    Ok(())
}

#[test]
fn von_mises_parameters() -> TestResult {
    let wrong = |name, value| Err(Error::InvalidParameter { name, value });
    assert_eq!(VonMises::new(INF, 1.0), wrong("mean direction", INF));
    assert_eq!(VonMises::new(-INF, 1.0), wrong("mean direction", -INF));
    assert_eq!(VonMises::new(0.0, INF), wrong("concentration", INF));
    assert_eq!(VonMises::new(0.0, -1.0), wrong("concentration", -1.0));
    assert!(matches!(
        VonMises::new(f64::NAN, 1.0),
        Err(Error::InvalidParameter { name: "mean direction", value }) if value.is_nan()
    ));
    assert!(matches!(
        VonMises::new(0.0, f64::NAN),
        Err(Error::InvalidParameter { name: "concentration", value }) if value.is_nan()
    ));
    let d = VonMises::new(3.0, 4.0)?;
    assert_eq!((d.mean_direction(), d.concentration()), (3.0, 4.0));
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
fn all_pairs<P: KlDivergence<Q> + std::fmt::Debug, Q: std::fmt::Debug>(ps: &[P], qs: &[Q]) {
    for p in ps {
        for q in qs {
            match p.kl(q) {
                Ok(d) => assert!(d.nats() >= 0.0, "{d:?} for {p:?} {q:?}"),
                Err(e) => assert_eq!(e, TOO_MANY, "for {p:?} {q:?}"),
            }
        }
    }
}

/// Found by fuzzing: what rounding loses of a difference of such angles is many turns.
#[test]
fn angles_of_many_turns_are_angles() -> TestResult {
    let p = VonMises::new(2.8e304, 3.0)?;
    let (mut least, mut most) = (INF, 0.0);
    for turns in 1..200 {
        let q = VonMises::new(f64::from(turns) * 1e304 + 1e290, 3.0)?;
        let d = p.kl(&q)?.nats();
        (least, most) = (d.min(least), d.max(most));
    }
    // Between no turn and half a turn: 2κA(κ) with A(3) = 0.81.
    assert!(least >= 0.0 && most < 4.87, "{least} {most}");
    assert_eq!(
        p.kl(&VonMises::new(1.4e306, 0.0)?)?,
        VonMises::new(0.0, 3.0)?.kl(&VonMises::new(0.0, 0.0)?)?
    );
    Ok(())
}

#[test]
fn extreme_parameters_are_not_nan() {
    let whole = [1, 2, 1 << 53, u64::MAX - 1, u64::MAX];
    let chis: Vec<_> = whole.iter().flat_map(|&k| Chi::new(k)).collect();
    let chi_squareds: Vec<_> = POSITIVE.iter().flat_map(|&x| ChiSquared::new(x)).collect();
    let exps: Vec<_> = POSITIVE.iter().flat_map(|&x| Exp::new(x)).collect();
    let gammas = all(&POSITIVE, &POSITIVE, Gamma::new);
    let erlangs = all(&whole, &POSITIVE, Erlang::new);
    let weibulls = all(&POSITIVE, &POSITIVE, Weibull::new);
    let angles = [0.0, 5e-324, 1.0, -3.0, 1e16, f64::MAX, -f64::MAX];
    let concentrations = [&[0.0, 40.0, 60.0, 190.0, 210.0][..], &POSITIVE].concat();
    let von_mises = all(&angles, &concentrations, VonMises::new);
    all_pairs(&chis, &chis);
    all_pairs(&chi_squareds, &gammas);
    all_pairs(&gammas, &chi_squareds);
    all_pairs(&chi_squareds, &exps);
    all_pairs(&exps, &chi_squareds);
    all_pairs(&erlangs, &gammas);
    all_pairs(&gammas, &erlangs);
    all_pairs(&exps, &weibulls);
    all_pairs(&weibulls, &exps);
    all_pairs(&von_mises, &von_mises);
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
    all_pairs(&coins, &binomials);
    all_pairs(&binomials, &binomials);
    all_pairs(&binomials, &poissons);
    all_pairs(&negative_binomials, &negative_binomials);
    all_pairs(&negative_binomials, &poissons);
    all_pairs(&poissons, &negative_binomials);
}
