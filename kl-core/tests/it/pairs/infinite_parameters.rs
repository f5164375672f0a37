//! Infinite parameters, which statrs lets through, are named.

use super::{names, names_exactly, wrong};
use crate::common::TestResult;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Erlang, Exp, Gamma, Gumbel, Laplace, LogNormal,
    Normal, Pareto, Poisson, StudentsT, Uniform, Weibull,
};
use kl_core::{Error, Information, KlDivergence};

const INF: f64 = f64::INFINITY;

/// Both as P and as Q.
#[track_caller]
fn names_both<D: KlDivergence>(bad: &D, good: &D, parameter: &str) {
    names(bad.kl(good), &format!("{parameter} of P"));
    names(good.kl(bad), &format!("{parameter} of Q"));
}

#[test]
fn infinite_normal_parameters_are_named() -> TestResult {
    let good = Normal::new(0.0, 1.0)?;
    for (bad, parameter) in [
        (Normal::new(f64::INFINITY, 1.0)?, "mean"),
        (Normal::new(f64::NEG_INFINITY, 1.0)?, "mean"),
        (Normal::new(0.0, f64::INFINITY)?, "standard deviation"),
    ] {
        for (got, whose) in [(bad.kl(&good), "P"), (good.kl(&bad), "Q")] {
            let expected = format!("{parameter} of {whose}");
            assert!(
                matches!(got, Err(Error::InvalidParameter { name, value })
                    if name == expected && value.is_infinite()),
                "{got:?}"
            );
        }
        assert!(bad.kl(&bad).is_err());
    }
    Ok(())
}

#[test]
fn infinite_parameters_across_families_are_named() -> TestResult {
    let (cb, half) = (ContinuousBernoulli::new(0.25)?, HalfNormal::new(2.0)?);
    macro_rules! from_all {
        ($bad:expr, $name:literal, $($p:expr),*) => { $( names($p.kl(&$bad), $name); )* };
    }
    from_all!(Exp::new(INF)?, "rate of Q", cb, half);
    from_all!(Normal::new(INF, 1.0)?, "mean of Q", cb, half);
    from_all!(Normal::new(0.0, INF)?, "standard deviation of Q", cb, half);
    let uniform = Uniform::new(0.25, 0.75)?;
    let (exp, gamma) = (Exp::new(1.0)?, Gamma::new(1.0, 1.0)?);
    let (gumbel, laplace) = (Gumbel::new(0.0, 1.0)?, Laplace::new(0.0, 1.0)?);
    let (normal, pareto) = (Normal::new(0.0, 1.0)?, Pareto::new(1.0, 4.0)?);
    from_all!(
        Laplace::new(INF, 1.0)?,
        "location of Q",
        cb,
        exp,
        gumbel,
        pareto,
        uniform
    );
    from_all!(
        Laplace::new(0.0, INF)?,
        "scale of Q",
        cb,
        exp,
        gumbel,
        pareto,
        uniform
    );
    from_all!(
        Gumbel::new(INF, 1.0)?,
        "location of Q",
        exp,
        gamma,
        normal,
        uniform
    );
    from_all!(
        Gumbel::new(0.0, INF)?,
        "scale of Q",
        exp,
        gamma,
        normal,
        uniform
    );
    from_all!(Normal::new(INF, 1.0)?, "mean of Q", gumbel, pareto);
    from_all!(
        Normal::new(0.0, INF)?,
        "standard deviation of Q",
        gumbel,
        pareto
    );
    from_all!(Gamma::new(INF, 1.0)?, "shape of Q", pareto, uniform);
    from_all!(Gamma::new(1.0, INF)?, "rate of Q", pareto, uniform);
    from_all!(Exp::new(INF)?, "rate of Q", pareto);
    macro_rules! bad_p {
        ($bad:expr, $name:literal, $($q:expr),*) => { $( names($bad.kl(&$q), $name); )* };
    }
    bad_p!(Exp::new(INF)?, "rate of P", gumbel, laplace);
    bad_p!(Gamma::new(INF, 1.0)?, "shape of P", gumbel);
    bad_p!(Gamma::new(1.0, INF)?, "rate of P", gumbel);
    bad_p!(Gumbel::new(INF, 1.0)?, "location of P", normal, laplace);
    bad_p!(Gumbel::new(0.0, INF)?, "scale of P", normal, laplace);
    bad_p!(Normal::new(INF, 1.0)?, "mean of P", gumbel);
    bad_p!(Normal::new(0.0, INF)?, "standard deviation of P", gumbel);
    bad_p!(
        Pareto::new(INF, 1.0)?,
        "scale of P",
        exp,
        gamma,
        laplace,
        normal
    );
    bad_p!(
        Pareto::new(1.0, INF)?,
        "shape of P",
        exp,
        gamma,
        laplace,
        normal
    );
    let huge = Beta::new(f64::MAX, f64::MAX)?;
    names(huge.kl(&uniform), "sum of the shapes of P");
    names(half.kl(&Gamma::new(INF, 1.0)?), "shape of Q");
    names(half.kl(&Gamma::new(1.0, INF)?), "rate of Q");
    Ok(())
}

/// Of the pairs that are infinite for all parameters: these are checked all the same.
#[test]
fn infinite_parameters_of_infinite_pairs_are_named() -> TestResult {
    let uniform = Uniform::new(0.0, 1.0)?;
    macro_rules! of_p {
        ($($bad:expr, $name:literal;)*) => { $( names($bad.kl(&uniform), concat!($name, " of P")); )* };
    }
    of_p! {
        Cauchy::new(INF, 1.0)?, "location";
        Cauchy::new(0.0, INF)?, "scale";
        ChiSquared::new(INF)?, "degrees of freedom";
        Erlang::new(1, INF)?, "rate";
        Exp::new(INF)?, "rate";
        Gamma::new(INF, 1.0)?, "shape";
        Gamma::new(1.0, INF)?, "rate";
        Gumbel::new(INF, 1.0)?, "location";
        Gumbel::new(0.0, INF)?, "scale";
        Laplace::new(INF, 1.0)?, "location";
        Laplace::new(0.0, INF)?, "scale";
        LogNormal::new(INF, 1.0)?, "location";
        LogNormal::new(0.0, INF)?, "scale";
        Normal::new(INF, 1.0)?, "mean";
        Normal::new(0.0, INF)?, "standard deviation";
        Pareto::new(INF, 1.0)?, "scale";
        Pareto::new(1.0, INF)?, "shape";
        StudentsT::new(INF, 1.0, 1.0)?, "location";
        StudentsT::new(0.0, INF, 1.0)?, "scale";
        StudentsT::new(0.0, 1.0, INF)?, "degrees of freedom";
        Weibull::new(INF, 1.0)?, "shape";
        Weibull::new(1.0, INF)?, "scale";
    }
    let normal = Normal::new(0.0, 1.0)?;
    names(normal.kl(&Exp::new(INF)?), "rate of Q");
    names(normal.kl(&ChiSquared::new(INF)?), "degrees of freedom of Q");
    names(normal.kl(&Pareto::new(1.0, INF)?), "shape of Q");
    names(normal.kl(&Weibull::new(1.0, INF)?), "scale of Q");
    names(normal.kl(&LogNormal::new(-INF, 1.0)?), "location of Q");
    let cauchy = Cauchy::new(0.0, 1.0)?;
    names(cauchy.kl(&Normal::new(INF, 1.0)?), "mean of Q");
    names(
        cauchy.kl(&Normal::new(0.0, INF)?),
        "standard deviation of Q",
    );
    names(cauchy.kl(&Laplace::new(0.0, INF)?), "scale of Q");
    names(
        Poisson::new(INF)?.kl(&kl_core::statrs::distribution::Bernoulli::new(0.5)?),
        "rate of P",
    );
    // P is checked first.
    names(Exp::new(INF)?.kl(&Pareto::new(INF, 1.0)?), "rate of P");
    assert_eq!(
        Beta::new(1.0, 1.0)?.kl(&Pareto::new(5e-324, 1.0)?)?,
        Information::INFINITY
    );
    Ok(())
}

#[test]
fn infinite_parameters_within_families_are_named() -> TestResult {
    names_both(&Poisson::new(INF)?, &Poisson::new(1.0)?, "rate");
    names_both(&Exp::new(INF)?, &Exp::new(1.0)?, "rate");
    let good = Gamma::new(1.0, 1.0)?;
    names_both(&Gamma::new(INF, 1.0)?, &good, "shape");
    names_both(&Gamma::new(1.0, INF)?, &good, "rate");
    names_both(&Erlang::new(1, INF)?, &Erlang::new(1, 1.0)?, "rate");
    let good = ChiSquared::new(1.0)?;
    names_both(&ChiSquared::new(INF)?, &good, "degrees of freedom");
    macro_rules! location_and_scale {
        ($($d:ident)*) => { $(
            let good = $d::new(0.0, 1.0)?;
            names_both(&$d::new(INF, 1.0)?, &good, "location");
            names_both(&$d::new(-INF, 1.0)?, &good, "location");
            names_both(&$d::new(0.0, INF)?, &good, "scale");
        )* };
    }
    location_and_scale!(Laplace Gumbel Cauchy LogNormal);
    names_both(&Pareto::new(INF, 1.0)?, &Pareto::new(1.0, 1.0)?, "scale");
    names_both(&Pareto::new(1.0, INF)?, &Pareto::new(1.0, 1.0)?, "shape");
    names_both(&Weibull::new(INF, 1.0)?, &Weibull::new(1.0, 1.0)?, "shape");
    names_both(&Weibull::new(1.0, INF)?, &Weibull::new(1.0, 1.0)?, "scale");
    Ok(())
}

#[test]
fn infinite_parameters_against_normal_gamma_and_laplace_are_named() -> TestResult {
    let normals = [
        (Normal::new(INF, 1.0)?, "mean"),
        (Normal::new(0.0, INF)?, "standard deviation"),
    ];
    let (exp, gamma) = (Exp::new(1.0)?, Gamma::new(1.0, 1.0)?);
    let (laplace, uniform) = (Laplace::new(0.0, 1.0)?, Uniform::new(0.0, 1.0)?);
    let normal = Normal::new(0.0, 1.0)?;
    for (bad, parameter) in normals {
        let of_q = format!("{parameter} of Q");
        names(exp.kl(&bad), &of_q);
        names(gamma.kl(&bad), &of_q);
        names(laplace.kl(&bad), &of_q);
        names(uniform.kl(&bad), &of_q);
        names(bad.kl(&laplace), &format!("{parameter} of P"));
    }
    names(Exp::new(INF)?.kl(&normal), "rate of P");
    names(Exp::new(INF)?.kl(&gamma), "rate of P");
    names(exp.kl(&Gamma::new(INF, 1.0)?), "shape of Q");
    names(exp.kl(&Gamma::new(1.0, INF)?), "rate of Q");
    names(Gamma::new(INF, 1.0)?.kl(&exp), "shape of P");
    names(Gamma::new(1.0, INF)?.kl(&normal), "rate of P");
    names(gamma.kl(&Exp::new(INF)?), "rate of Q");
    names(Laplace::new(INF, 1.0)?.kl(&normal), "location of P");
    names(Laplace::new(0.0, INF)?.kl(&normal), "scale of P");
    names(normal.kl(&Laplace::new(INF, 1.0)?), "location of Q");
    names(normal.kl(&Laplace::new(0.0, INF)?), "scale of Q");
    names(uniform.kl(&Exp::new(INF)?), "rate of Q");
    names(uniform.kl(&Pareto::new(INF, 1.0)?), "scale of Q");
    names(uniform.kl(&Pareto::new(1.0, INF)?), "shape of Q");
    names(Bernoulli::new(0.5)?.kl(&Poisson::new(INF)?), "rate of Q");
    Ok(())
}

#[test]
fn infinite_parameters_of_gamma_chi_squared_and_weibull_are_named() -> TestResult {
    let (gamma, chi) = (Gamma::new(1.0, 1.0)?, ChiSquared::new(1.0)?);
    let (exp, erlang) = (Exp::new(1.0)?, Erlang::new(1, 1.0)?);
    let weibull = Weibull::new(1.0, 1.0)?;
    let endless = ChiSquared::new(INF)?;
    names_exactly(endless.kl(&gamma), "degrees of freedom of P", INF);
    names_exactly(endless.kl(&exp), "degrees of freedom of P", INF);
    names_exactly(gamma.kl(&endless), "degrees of freedom of Q", INF);
    names_exactly(exp.kl(&endless), "degrees of freedom of Q", INF);
    names_exactly(chi.kl(&Gamma::new(INF, 1.0)?), "shape of Q", INF);
    names_exactly(chi.kl(&Gamma::new(1.0, INF)?), "rate of Q", INF);
    names_exactly(Gamma::new(INF, 1.0)?.kl(&chi), "shape of P", INF);
    names_exactly(Gamma::new(1.0, INF)?.kl(&chi), "rate of P", INF);
    names_exactly(chi.kl(&Exp::new(INF)?), "rate of Q", INF);
    names_exactly(Exp::new(INF)?.kl(&chi), "rate of P", INF);
    names_exactly(Erlang::new(1, INF)?.kl(&gamma), "rate of P", INF);
    names_exactly(erlang.kl(&Gamma::new(INF, 1.0)?), "shape of Q", INF);
    names_exactly(erlang.kl(&Gamma::new(1.0, INF)?), "rate of Q", INF);
    names_exactly(Gamma::new(INF, 1.0)?.kl(&erlang), "shape of P", INF);
    names_exactly(gamma.kl(&Erlang::new(1, INF)?), "rate of Q", INF);
    names_exactly(Exp::new(INF)?.kl(&weibull), "rate of P", INF);
    names_exactly(exp.kl(&Weibull::new(INF, 1.0)?), "shape of Q", INF);
    names_exactly(exp.kl(&Weibull::new(1.0, INF)?), "scale of Q", INF);
    names_exactly(Weibull::new(INF, 1.0)?.kl(&exp), "shape of P", INF);
    names_exactly(Weibull::new(1.0, INF)?.kl(&exp), "scale of P", INF);
    names_exactly(weibull.kl(&Exp::new(INF)?), "rate of Q", INF);
    names_exactly(
        Binomial::new(0.5, 3)?.kl(&Poisson::new(INF)?),
        "rate of Q",
        INF,
    );
    Ok(())
}

#[test]
fn infinite_parameters_of_beta_gamma_and_weibull_are_named() -> TestResult {
    let (beta, gamma, weibull) = (
        Beta::new(2.0, 3.0)?,
        Gamma::new(2.0, 3.0)?,
        Weibull::new(2.0, 3.0)?,
    );
    assert_eq!(beta.kl(&Exp::new(INF)?), wrong("rate of Q"));
    assert_eq!(beta.kl(&Gamma::new(INF, 1.0)?), wrong("shape of Q"));
    assert_eq!(beta.kl(&Gamma::new(1.0, INF)?), wrong("rate of Q"));
    assert_eq!(beta.kl(&Normal::new(INF, 1.0)?), wrong("mean of Q"));
    let broad = Normal::new(0.0, INF)?;
    assert_eq!(beta.kl(&broad), wrong("standard deviation of Q"));
    assert_eq!(weibull.kl(&Gamma::new(INF, 1.0)?), wrong("shape of Q"));
    assert_eq!(weibull.kl(&Gamma::new(1.0, INF)?), wrong("rate of Q"));
    assert_eq!(gamma.kl(&Weibull::new(INF, 1.0)?), wrong("shape of Q"));
    assert_eq!(gamma.kl(&Weibull::new(1.0, INF)?), wrong("scale of Q"));
    assert_eq!(Weibull::new(INF, 1.0)?.kl(&gamma), wrong("shape of P"));
    assert_eq!(Weibull::new(1.0, INF)?.kl(&gamma), wrong("scale of P"));
    assert_eq!(Gamma::new(INF, 1.0)?.kl(&weibull), wrong("shape of P"));
    assert_eq!(Gamma::new(1.0, INF)?.kl(&weibull), wrong("rate of P"));
    Ok(())
}

#[test]
fn infinite_parameters_of_gamma_and_laplace_are_named() -> TestResult {
    let good = Laplace::new(0.0, 1.0)?;
    names_exactly(Gamma::new(INF, 1.0)?.kl(&good), "shape of P", INF);
    names_exactly(Gamma::new(1.0, INF)?.kl(&good), "rate of P", INF);
    names_exactly(Erlang::new(1, INF)?.kl(&good), "rate of P", INF);
    let chi = ChiSquared::new(INF)?;
    names_exactly(chi.kl(&good), "degrees of freedom of P", INF);
    let (gamma, erlang) = (Gamma::new(1.0, 1.0)?, Erlang::new(1, 1.0)?);
    let chi = ChiSquared::new(1.0)?;
    for (m, b, name, value) in [
        (INF, 1.0, "location of Q", INF),
        (-INF, 1.0, "location of Q", -INF),
        (0.0, INF, "scale of Q", INF),
    ] {
        let bad = Laplace::new(m, b)?;
        names_exactly(gamma.kl(&bad), name, value);
        names_exactly(erlang.kl(&bad), name, value);
        names_exactly(chi.kl(&bad), name, value);
    }
    Ok(())
}
