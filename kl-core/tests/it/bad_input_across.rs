//! Parameters that are not usable are named; extreme but valid ones give no NaN and
//! nothing negative.

use crate::extremes::{POSITIVE, REAL, all};
use kl_core::distribution::{ContinuousBernoulli, HalfNormal};
use kl_core::statrs::distribution::{
    Beta, Cauchy, ChiSquared, Erlang, Exp, Gamma, Gumbel, Laplace, LogNormal, Normal, Pareto,
    Poisson, StudentsT, Uniform, Weibull,
};
use kl_core::{Error, Information, KlDivergence};
use std::fmt::Debug;

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;

#[test]
fn constructors_name_what_is_wrong() {
    for bad in [0.0, -0.0, 1.0, -0.5, 1.5, INF, -INF] {
        let wrong = Error::InvalidParameter {
            name: "lambda",
            value: bad,
        };
        assert_eq!(ContinuousBernoulli::new(bad), Err(wrong));
    }
    for bad in [0.0, -0.0, -0.5, INF, -INF] {
        let wrong = Error::InvalidParameter {
            name: "scale",
            value: bad,
        };
        assert_eq!(HalfNormal::new(bad), Err(wrong));
    }
    let name = |e| match e {
        Err(Error::InvalidParameter { name, value }) if value.is_nan() => name,
        _ => "nothing",
    };
    assert_eq!(
        name(ContinuousBernoulli::new(f64::NAN).map(|_| ())),
        "lambda"
    );
    assert_eq!(name(HalfNormal::new(f64::NAN).map(|_| ())), "scale");
    assert!(ContinuousBernoulli::new(5e-324).is_ok());
    assert!(ContinuousBernoulli::new(1.0 - 0.5 * f64::EPSILON).is_ok());
}

#[test]
fn densities_outside_the_support() -> TestResult {
    let (cb, half) = (ContinuousBernoulli::new(0.25)?, HalfNormal::new(2.0)?);
    for x in [-INF, -1.0, -5e-324, INF] {
        assert_eq!(cb.ln_pdf(x), -INF);
        assert_eq!(half.ln_pdf(x), -INF);
    }
    assert_eq!(cb.ln_pdf(1.0 + f64::EPSILON), -INF);
    assert!(cb.ln_pdf(f64::NAN).is_nan() && half.ln_pdf(f64::NAN).is_nan());
    assert_eq!(cb.ln_pdf(-0.0), cb.ln_pdf(0.0));
    assert_eq!(half.ln_pdf(-0.0), half.ln_pdf(0.0));
    for s in [5e-324, 1e-300, 1.0, 1e300, f64::MAX] {
        for x in [0.0, 5e-324, 1.0, f64::MAX] {
            assert!(!HalfNormal::new(s)?.ln_pdf(x).is_nan(), "{s} {x}");
        }
    }
    for l in [5e-324, 0.25, 0.5, 1.0 - 0.5 * f64::EPSILON] {
        for x in [0.0, 5e-324, 0.5, 1.0] {
            assert!(
                ContinuousBernoulli::new(l)?.ln_pdf(x).is_finite(),
                "{l} {x}"
            );
        }
    }
    Ok(())
}

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

const LAMBDA: [f64; 10] = [
    5e-324,
    1e-310,
    1e-16,
    0.25,
    0.5 - 0.25 * f64::EPSILON,
    0.5,
    0.5 + 0.5 * f64::EPSILON,
    0.75,
    1.0 - f64::EPSILON,
    1.0 - 0.5 * f64::EPSILON,
];

/// Every pair of the distributions.
#[track_caller]
fn all_pairs<P: KlDivergence<Q> + Debug, Q: Debug>(ps: &[P], qs: &[Q]) -> TestResult {
    assert!(!ps.is_empty() && !qs.is_empty());
    for p in ps {
        for q in qs {
            let d = p.kl(q)?.nats();
            assert!(d >= 0.0, "{d:?} for {p:?} {q:?}");
        }
    }
    Ok(())
}

#[test]
fn extreme_parameters_are_not_nan() -> TestResult {
    let cbs: Vec<_> = LAMBDA
        .iter()
        .flat_map(|&x| ContinuousBernoulli::new(x))
        .collect();
    let halves: Vec<_> = POSITIVE.iter().flat_map(|&x| HalfNormal::new(x)).collect();
    let exps: Vec<_> = POSITIVE.iter().flat_map(|&x| Exp::new(x)).collect();
    let gammas = all(&POSITIVE, &POSITIVE, Gamma::new);
    let normals = all(&REAL, &POSITIVE, Normal::new);
    let ends = [&REAL[..], &POSITIVE[..], &LAMBDA[..]].concat();
    let uniforms = all(&ends, &ends, Uniform::new);
    all_pairs(&cbs, &cbs)?;
    all_pairs(&cbs, &exps)?;
    all_pairs(&cbs, &normals)?;
    all_pairs(&cbs, &uniforms)?;
    all_pairs(&uniforms, &cbs)?;
    all_pairs(&halves, &halves)?;
    all_pairs(&halves, &exps)?;
    all_pairs(&halves, &gammas)?;
    all_pairs(&halves, &normals)?;
    let gumbels = all(&REAL, &POSITIVE, Gumbel::new);
    let laplaces = all(&REAL, &POSITIVE, Laplace::new);
    let shapes = [
        &POSITIVE[..],
        &[1.0 + 1e-9, 2.0, 2.0 + 2.0 * f64::EPSILON, 5.0],
    ]
    .concat();
    let paretos = all(&POSITIVE, &shapes, Pareto::new);
    let some: Vec<f64> = POSITIVE.into_iter().filter(|&x| x < 1e308).collect();
    all_pairs(&all(&some, &some, Beta::new), &uniforms[..40])?;
    all_pairs(&exps, &gumbels)?;
    all_pairs(&gammas, &gumbels)?;
    all_pairs(&normals, &gumbels)?;
    all_pairs(&uniforms, &gumbels)?;
    all_pairs(&uniforms, &gammas)?;
    all_pairs(&gumbels, &normals)?;
    all_pairs(&paretos, &exps)?;
    all_pairs(&paretos, &gammas)?;
    all_pairs(&paretos, &normals)?;
    all_pairs(&cbs, &laplaces)?;
    all_pairs(&exps, &laplaces)?;
    all_pairs(&gumbels, &laplaces)?;
    all_pairs(&paretos, &laplaces)?;
    all_pairs(&uniforms, &laplaces)?;
    Ok(())
}
