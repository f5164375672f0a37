//! Integrals and series: what is wrong is named; what cannot be known is not made up;
//! extreme but valid input gives no NaN, nothing negative and no panic.

use kl_core::quadrature::{self, Integral, Quadrature};
use kl_core::series;
use kl_core::statrs::distribution::{
    Beta, Binomial, Cauchy, Chi, ChiSquared, Continuous, ContinuousCDF, Erlang, Exp,
    FisherSnedecor, Gamma, Geometric, Gumbel, InverseGamma, Laplace, Levy, LogNormal,
    NegativeBinomial, Normal, Pareto, Poisson, StudentsT, Triangular, Uniform, Weibull,
};
use kl_core::{Error, Information};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;

fn normal(x: f64) -> f64 {
    -0.5 * x * x - 0.918_938_533_204_672_8
}

#[test]
fn options_are_checked() {
    for value in [0.0, -1.0, INF] {
        let name = "relative tolerance";
        let got = Quadrature::new().relative_tolerance(value);
        assert_eq!(got, Err(Error::InvalidParameter { name, value }));
        let name = "absolute tolerance";
        let got = Quadrature::new().absolute_tolerance(value);
        assert_eq!(got, Err(Error::InvalidParameter { name, value }));
    }
    assert!(Quadrature::new().relative_tolerance(f64::NAN).is_err());
    let got = Quadrature::new().breakpoints([0.0, INF]);
    let (name, index, value) = ("breakpoint", 1, INF);
    assert_eq!(got, Err(Error::OutsideDomain { name, index, value }));
}

#[test]
fn ranges_are_checked() {
    for (low, high) in [(1.0, 0.0), (1.0, 1.0), (INF, INF)] {
        let got = quadrature::kl_of(normal, normal, low..=high);
        assert_eq!(got, Err(Error::InvalidRange { low, high }));
    }
    let got = quadrature::kl_of(normal, normal, f64::NAN..=0.0);
    assert!(matches!(got, Err(Error::InvalidRange { high: 0.0, .. })));
}

#[test]
fn nan_is_named() {
    let nan = |x: f64| if x > 2.0 { f64::NAN } else { normal(x) };
    for (got, name) in [
        (quadrature::kl_of(nan, normal, -INF..=INF), "P"),
        (quadrature::kl_of(normal, nan, -INF..=INF), "Q"),
    ] {
        match got {
            Err(Error::InvalidLogDensity { of, x, value }) => {
                assert_eq!(of, name);
                assert!(x > 2.0 && value.is_nan());
            }
            other => panic!("{other:?}"),
        }
    }
    let pole = |x: f64| if x < 0.0 { INF } else { normal(x) };
    let got = quadrature::kl_of(normal, pole, -INF..=INF);
    assert!(matches!(
        got,
        Err(Error::InvalidLogDensity {
            of: "Q",
            value: INF,
            ..
        })
    ));
}

#[test]
fn masses_are_checked() {
    let twice = |x: f64| normal(x) + 2f64.ln();
    let line = -INF..=INF;
    match quadrature::kl_of(twice, normal, line.clone()) {
        Err(Error::MassNotOne { of: "P", mass }) => assert!((mass - 2.0).abs() < 1e-6),
        other => panic!("{other:?}"),
    }
    match quadrature::kl_of(normal, twice, line.clone()) {
        Err(Error::MassNotOne { of: "Q", mass }) => assert!((mass - 2.0).abs() < 1e-6),
        other => panic!("{other:?}"),
    }
    // A peak that is too narrow to be found from 0.
    let far = |x: f64| normal((x - 1e7) * 1e5) + 1e5f64.ln();
    let got = quadrature::kl_of(far, normal, line);
    assert!(matches!(got, Err(Error::MassNotOne { of: "P", .. })));
}

#[test]
fn too_few_evaluations_are_an_error() -> TestResult {
    let (p, q) = (StudentsT::new(0.0, 1.0, 3.0)?, Normal::new(0.0, 1.0)?);
    for limit in [0, 20, 21, 300] {
        let got = Quadrature::new().evaluations(limit).kl(&p, &q);
        assert!(
            matches!(got, Err(Error::NotConverged { error, .. }) if error == INF),
            "{got:?}"
        );
    }
    // The last evaluations are not wasted: the best value is in the error.
    let strict = Quadrature::new().relative_tolerance(1e-16)?;
    match strict.kl(&p, &q) {
        Err(Error::NotConverged { value, error, .. }) => {
            let good = quadrature::kl(&p, &q)?.value().nats();
            assert!((value - good).abs() < 1e-9 * good && error < 1e-9 * good);
        }
        other => panic!("{other:?}"),
    }
    Ok(())
}

#[test]
fn infinite_divergences_are_infinite() -> TestResult {
    #[track_caller]
    fn infinite<P, Q>(p: &P, q: &Q)
    where
        P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
        Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    {
        let got = quadrature::kl(p, q).map(|d| d.value());
        assert_eq!(got, Ok(Information::INFINITY));
    }
    let normal_distribution = Normal::new(0.0, 1.0)?;
    infinite(&Cauchy::new(0.0, 1.0)?, &normal_distribution);
    infinite(&Cauchy::new(3.0, 1e-9)?, &Normal::new(0.0, 1e9)?);
    infinite(&StudentsT::new(0.0, 1.0, 1.5)?, &normal_distribution);
    // The integral of 1/x: each decade has as much as the one before.
    infinite(&StudentsT::new(0.0, 1.0, 2.0)?, &normal_distribution);
    infinite(&Levy::new(0.0, 1.0)?, &Exp::new(1.0)?);
    infinite(&Exp::new(1.0)?, &Levy::new(0.0, 1.0)?);
    infinite(&Pareto::new(1.0, 1.0)?, &Exp::new(1.0)?);
    // Supports.
    infinite(&normal_distribution, &Exp::new(1.0)?);
    infinite(&Uniform::new(0.0, 2.0)?, &Beta::new(2.0, 2.0)?);
    infinite(&Exp::new(1.0)?, &Pareto::new(1e-3, 1.0)?);
    let half = |x: f64| if x > 1.0 { -INF } else { normal(x) };
    let truncated = |x: f64| half(x) + 0.172_753_779_023_449_88;
    let got = quadrature::kl_of(normal, truncated, -INF..=INF)?;
    assert_eq!(got.value(), Information::INFINITY);
    Ok(())
}

/// Finite, but only just: nothing is reported with more confidence than is due.
#[test]
fn heavy_tails_are_finite_or_not_converged() -> TestResult {
    let q = Normal::new(0.0, 1.0)?;
    // ∫ p x²/2 is ½ν/(ν − 2), and the entropies add what is between −2 and 0.
    for nu in [2.5, 2.1, 2.01] {
        let got = quadrature::kl(&StudentsT::new(0.0, 1.0, nu)?, &q)?;
        let rest = got.value().nats() - 0.5 * nu / (nu - 2.0);
        assert!((-2.0..0.0).contains(&rest), "{rest}");
    }
    let got = quadrature::kl(&StudentsT::new(0.0, 1.0, 2.0001)?, &q);
    match got {
        Ok(d) => assert!(d.value().is_infinite()),
        Err(error) => assert!(matches!(error, Error::NotConverged { .. })),
    }
    // An underflow in the density of Q is no proof that P has mass where Q has none.
    let got = quadrature::kl(&StudentsT::new(0.0, 1.0, 3.0)?, &Laplace::new(0.0, 1.0)?);
    assert!(matches!(got, Err(Error::InvalidLogDensity { of: "Q", value, .. }) if value == -INF));
    // Half of the mass is nearer to 1 than any double.
    let got = quadrature::kl(&Beta::new(2.0, 0.02)?, &Beta::new(1.0, 1.0)?);
    assert!(got.is_err(), "{got:?}");
    Ok(())
}

/// Not NaN, not negative; an error names something.
fn sane<T: Copy + Into<Number>>(got: &Result<Integral<T>, Error>) {
    if let Ok(d) = got {
        let (value, error) = (d.value().into().0, d.error().into().0);
        assert!(
            value >= 0.0 && (0.0..INF).contains(&error),
            "{value} {error}"
        );
    }
}

struct Number(f64);

impl From<f64> for Number {
    fn from(x: f64) -> Self {
        Number(x)
    }
}

impl From<Information> for Number {
    fn from(x: Information) -> Self {
        Number(x.nats())
    }
}

/// Every family of statrs at extreme parameters, infinite ones too.
#[test]
fn nothing_panics() -> TestResult {
    let quadrature = Quadrature::new().evaluations(2000);
    let normal_distribution = Normal::new(0.0, 1.0)?;
    let extremes = [5e-324, 1e-5, 1.0, 1e300, INF];
    macro_rules! each {
        ($($d:expr),* $(,)?) => { $(
            if let Ok(p) = $d {
                sane(&quadrature.kl(&p, &normal_distribution));
                sane(&quadrature.kl(&normal_distribution, &p));
                sane(&quadrature.kl(&p, &p));
                sane(&quadrature.total_variation(&p, &normal_distribution));
            }
        )* };
    }
    for a in extremes {
        each!(
            Exp::new(a),
            Cauchy::new(0.0, a),
            Levy::new(0.0, a),
            Chi::new(a as u64)
        );
        each!(
            ChiSquared::new(a),
            Uniform::new(0.0, a),
            Uniform::new(-a, a)
        );
        for b in extremes {
            each!(
                Normal::new(a, b),
                StudentsT::new(a, b, 3.0),
                StudentsT::new(0.0, a, b),
                Gamma::new(a, b),
                Erlang::new(a as u64, b),
                InverseGamma::new(a, b),
                Beta::new(a, b),
                Weibull::new(a, b),
                LogNormal::new(a, b),
                Pareto::new(a, b),
                Gumbel::new(a, b),
                Laplace::new(a, b),
                // Its density panics where half of a shape is 0.
                FisherSnedecor::new(a.max(1e-300), b.max(1e-300)),
                Triangular::new(0.0, a, a.min(b)),
            );
        }
    }
    Ok(())
}

#[test]
fn series_name_what_is_wrong() -> TestResult {
    let poisson = Poisson::new(2.0)?;
    // ln(1 − p) is −∞, and 0·∞ is NaN.
    let got = series::kl(&poisson, &NegativeBinomial::new(1.0, 1.0)?);
    assert!(
        matches!(got, Err(Error::InvalidLogDensity { of: "Q", x: 0.0, value }) if value.is_nan())
    );
    let got = series::kl(&NegativeBinomial::new(0.0, 0.5)?, &poisson);
    assert!(
        matches!(got, Err(Error::InvalidLogDensity { of: "P", .. })),
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
