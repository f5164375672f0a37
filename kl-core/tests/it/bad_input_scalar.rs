//! Parameters that statrs lets through and that are not usable are named; extreme
//! but valid ones give no NaN and nothing negative.

use crate::extremes::{POSITIVE, REAL, all};
use kl_core::kernels;
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Dirichlet, Erlang, Exp, Gamma, Geometric,
    Gumbel, InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, Uniform, Weibull,
};
use kl_core::{Error, Information, KlDivergence};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;

/// Fails unless the error names this parameter and says that it is infinite.
#[track_caller]
fn names(got: Result<Information, Error>, parameter: &str) {
    match got {
        Err(Error::InvalidParameter { name, value }) => {
            assert_eq!(name, parameter);
            assert!(value.is_infinite(), "{value}");
        }
        other => panic!("{other:?} does not name the {parameter}"),
    }
}

/// Both as P and as Q.
#[track_caller]
fn names_both<D: KlDivergence>(bad: &D, good: &D, parameter: &str) {
    names(bad.kl(good), &format!("{parameter} of P"));
    names(good.kl(bad), &format!("{parameter} of Q"));
}

#[test]
fn infinite_parameters_are_named() -> TestResult {
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
fn infinite_parameters_across_families_are_named() -> TestResult {
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
fn numbers_of_trials() -> TestResult {
    let new = |n, p| Binomial::new(p, n);
    let p = new(10, 0.5)?;
    assert!(p.kl(&new(11, 0.5)?)?.nats() > 0.0);
    for impossible in [new(9, 0.5)?, new(11, 0.0)?, new(11, 1.0)?, new(0, 0.5)?] {
        assert_eq!(p.kl(&impossible)?, Information::INFINITY);
    }
    // P is certain to count 0, whatever its number of trials.
    for certain in [new(0, 0.5)?, new(3, 0.0)?, new(11, 0.0)?] {
        assert_eq!(certain.kl(&new(5, 0.5)?)?.bits(), 5.0);
        assert_eq!(certain.kl(&new(0, 1.0)?)?, Information::ZERO);
        assert_eq!(certain.kl(&new(5, 1.0)?)?, Information::INFINITY);
    }
    Ok(())
}

#[test]
fn dirichlets_must_match() -> TestResult {
    let (p, q) = (Dirichlet::new(vec![1.0; 2])?, Dirichlet::new(vec![1.0; 3])?);
    let wrong = Error::DimensionMismatch { left: 2, right: 3 };
    assert_eq!(p.kl(&q), Err(wrong));
    let huge = Dirichlet::new(vec![f64::MAX; 2])?;
    names(huge.kl(&p), "sum of the shapes of P");
    names(p.kl(&huge), "sum of the shapes of Q");
    let huge = Beta::new(f64::MAX, f64::MAX)?;
    names(huge.kl(&Beta::new(1.0, 1.0)?), "sum of the shapes of P");
    Ok(())
}

/// Every pair of the distributions, except where a sum overflows.
fn all_pairs<P: KlDivergence<Q> + std::fmt::Debug, Q: std::fmt::Debug>(ps: &[P], qs: &[Q]) {
    for p in ps {
        for q in qs {
            match p.kl(q) {
                Ok(d) => assert!(d.nats() >= 0.0, "{d:?} for {p:?} {q:?}"),
                Err(e) => assert!(format!("{e}").starts_with("sum"), "{e} for {p:?} {q:?}"),
            }
        }
    }
}

#[test]
fn extreme_parameters_are_not_nan() {
    let exps: Vec<_> = POSITIVE.iter().flat_map(|&x| Exp::new(x)).collect();
    let poissons: Vec<_> = POSITIVE.iter().flat_map(|&x| Poisson::new(x)).collect();
    let chis: Vec<_> = POSITIVE.iter().flat_map(|&x| ChiSquared::new(x)).collect();
    let probabilities = [0.0, 5e-324, 1e-309, 0.25, 0.5, 1.0 - f64::EPSILON, 1.0];
    let coins: Vec<_> = probabilities
        .iter()
        .flat_map(|&x| Bernoulli::new(x))
        .collect();
    let geometrics: Vec<_> = probabilities
        .iter()
        .flat_map(|&x| Geometric::new(x))
        .collect();
    let gammas = all(&POSITIVE, &POSITIVE, Gamma::new);
    let inverses = all(&POSITIVE, &POSITIVE, InverseGamma::new);
    let betas = all(&POSITIVE, &POSITIVE, Beta::new);
    let paretos = all(&POSITIVE, &POSITIVE, Pareto::new);
    let weibulls = all(&POSITIVE, &POSITIVE, Weibull::new);
    let normals = all(&REAL, &POSITIVE, Normal::new);
    let laplaces = all(&REAL, &POSITIVE, Laplace::new);
    let cauchys = all(&REAL, &POSITIVE, Cauchy::new);
    let gumbels = all(&REAL, &POSITIVE, Gumbel::new);
    let log_normals = all(&REAL, &POSITIVE, LogNormal::new);
    let uniforms = all(
        &[&REAL[..], &POSITIVE[..]].concat(),
        &POSITIVE,
        Uniform::new,
    );
    all_pairs(&exps, &exps);
    all_pairs(&exps, &gammas);
    all_pairs(&exps, &normals);
    all_pairs(&poissons, &poissons);
    all_pairs(&chis, &chis);
    all_pairs(&coins, &coins);
    all_pairs(&coins, &poissons);
    all_pairs(&geometrics, &geometrics);
    all_pairs(&gammas, &gammas);
    all_pairs(&gammas, &exps);
    all_pairs(&gammas, &normals);
    all_pairs(&inverses, &inverses);
    all_pairs(&betas, &betas);
    all_pairs(&paretos, &paretos);
    all_pairs(&weibulls, &weibulls);
    all_pairs(&laplaces, &laplaces);
    all_pairs(&laplaces, &normals);
    all_pairs(&normals, &laplaces);
    all_pairs(&cauchys, &cauchys);
    all_pairs(&gumbels, &gumbels);
    all_pairs(&log_normals, &log_normals);
    all_pairs(&uniforms, &uniforms);
    all_pairs(&uniforms, &exps);
    all_pairs(&uniforms, &normals);
    all_pairs(&uniforms, &paretos);
}

/// Found by fuzzing: ∞ − ∞, and ∞ times 0.
#[test]
fn normal_and_laplace_whose_parts_overflow() -> TestResult {
    let far = Normal::new(7.5e78, 7.5e78)?.kl(&Laplace::new(-1.8e305, 4e-230)?)?;
    assert_eq!(far, Information::INFINITY);
    // σ/b is beyond the largest double, and σ √(2/π)/b is not.
    let narrow = Normal::new(1e-42, 1.871_447e266)?.kl(&Laplace::new(1e-42, 1.041_027e-42)?)?;
    assert_eq!(format!("{narrow:.4e}"), "1.4344e308 nats");
    Ok(())
}

#[test]
fn kernels_return_nan_outside_their_domains() {
    for bad in [f64::NAN, 0.0, -1.0, INF, -INF] {
        assert!(kernels::ratio_term(bad, 1.0).is_nan());
        assert!(kernels::ratio_term(1.0, bad).is_nan());
        assert!(kernels::lgamma_remainder(bad, 1.0).is_nan());
        assert!(kernels::lgamma_remainder(1.0, bad).is_nan());
    }
    assert!(kernels::expm1mx(f64::NAN).is_nan());
    assert_eq!(kernels::expm1mx(INF), INF);
    assert_eq!(kernels::expm1mx(-INF), INF);
    for a in POSITIVE {
        assert_eq!(kernels::lgamma_remainder(a, a), 0.0);
        for b in POSITIVE {
            assert!(kernels::ratio_term(a, b) >= 0.0);
            assert!(kernels::lgamma_remainder(a, b) >= 0.0, "{a:e} {b:e}");
        }
    }
}
