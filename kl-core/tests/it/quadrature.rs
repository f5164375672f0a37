//! Integrals: what is wrong is named, what cannot be known is not made up, and what is
//! found are the closed forms.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{entry, parameter, range, refused};
use crate::common::random::Random;
use kl_core::quadrature::{Integral, Quadrature};
use kl_core::statrs::distribution::{
    Beta, Cauchy, Chi, ChiSquared, Continuous, ContinuousCDF, Erlang, Exp, FisherSnedecor, Gamma,
    Gumbel, InverseGamma, Laplace, Levy, LogNormal, Normal, Pareto, StudentsT, Triangular, Uniform,
    Weibull,
};
use kl_core::{Error, Information, KlDivergence, quadrature};

const INF: f64 = f64::INFINITY;
const LINE: std::ops::RangeInclusive<f64> = f64::NEG_INFINITY..=f64::INFINITY;

fn normal(x: f64) -> f64 {
    -0.5 * x * x - 0.918_938_533_204_672_8
}

#[test]
fn options_are_checked() {
    for value in [0.0, -1.0, INF] {
        let got = Quadrature::new().relative_tolerance(value);
        refused(got, &parameter("relative tolerance", value));
        let got = Quadrature::new().absolute_tolerance(value);
        refused(got, &parameter("absolute tolerance", value));
    }
    assert!(Quadrature::new().relative_tolerance(f64::NAN).is_err());
    let got = Quadrature::new().breakpoints([0.0, INF]);
    refused(got, &entry("breakpoint", 1, INF));
}

#[test]
fn ranges_are_checked() {
    for (low, high) in [(1.0, 0.0), (1.0, 1.0), (INF, INF)] {
        let got = quadrature::kl_of(normal, normal, low..=high);
        refused(got, &range("range of the integral", low, high));
    }
    let got = quadrature::kl_of(normal, normal, f64::NAN..=0.0);
    assert!(matches!(got, Err(Error::Range { high: 0.0, .. })));
}

#[test]
fn nan_is_named() {
    let nan = |x: f64| if x > 2.0 { f64::NAN } else { normal(x) };
    for (got, name) in [
        (quadrature::kl_of(nan, normal, -INF..=INF), "P"),
        (quadrature::kl_of(normal, nan, -INF..=INF), "Q"),
    ] {
        match got {
            Err(Error::LogDensity { of, x, value }) => {
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
        Err(Error::LogDensity {
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
fn bounds_are_the_error_to_either_side() -> TestResult {
    let (p, q) = (Normal::new(0.0, 1.0)?, StudentsT::new(0.0, 1.0, 5.0)?);
    let d = quadrature::kl(&p, &q)?;
    let (low, high) = d.bounds().into_inner();
    assert_eq!((low, high), (d.value() - d.error(), d.value() + d.error()));
    assert!(low < high);
    // An infinite value has no error, and infinity less infinity is not asked for.
    let d = quadrature::kl(&p, &Uniform::new(0.0, 1.0)?)?;
    assert_eq!(d.bounds(), Information::INFINITY..=Information::INFINITY);
    Ok(())
}

#[test]
fn heavy_tails_are_finite_or_not_converged() -> TestResult {
    let q = Normal::new(0.0, 1.0)?;
    // ∫ p x²/2 is ½ν/(ν − 2), and the entropies add what is between −2 and 0.
    for nu in [2.5, 2.1, 2.01, 2.0001] {
        let got = quadrature::kl(&StudentsT::new(0.0, 1.0, nu)?, &q)?;
        let rest = got.value().nats() - 0.5 * nu / (nu - 2.0);
        assert!((-2.0..0.0).contains(&rest), "{rest}");
    }
    // statrs' logarithm of this Q underflows to −∞.
    let (p, q) = (StudentsT::new(0.0, 1.0, 3.0)?, Laplace::new(0.0, 1.0)?);
    let laplace = |x: f64| -x.abs() - 2f64.ln();
    let expected = quadrature::kl_of(|x| p.ln_pdf(x), laplace, LINE)?;
    let got = quadrature::kl(&p, &q)?;
    close(got.value().nats(), expected.value().nats(), 1e-9);
    // With that logarithm, an underflow in the density of Q is no proof that P has mass where Q
    // has none; but nobody knows that of a function.
    let got = quadrature::kl_of(|x| p.ln_pdf(x), |x| q.ln_pdf(x), LINE)?;
    assert!(got.value().is_infinite());
    // Half of the mass is nearer to 1 than any double.
    agree(&Beta::new(2.0, 0.02)?, &Beta::new(1.0, 1.0)?)?;
    let (p, q) = (Beta::new(2.0, 0.02)?, Beta::new(1.0, 1.0)?);
    let got = quadrature::kl_of(|x| p.ln_pdf(x), |x| q.ln_pdf(x), 0.0..=1.0);
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

/// Within the error stated, and within 10⁻⁸.
#[track_caller]
fn agree<P, Q>(p: &P, q: &Q) -> TestResult
where
    P: KlDivergence<Q> + Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
{
    let closed = p.kl(q)?.nats();
    let d = quadrature::kl(p, q)?;
    let (value, error) = (d.value().nats(), d.error().nats());
    if closed.is_infinite() {
        assert!(value.is_infinite());
        return Ok(());
    }
    assert!(
        (value - closed).abs() <= error + 1e-14 * closed,
        "{value:e} for {closed:e}, with an error of {error:e}"
    );
    close(value, closed, 1e-8);
    Ok(())
}

/// Every pair of densities that has a closed form.
#[test]
fn integrals_are_the_closed_forms() -> TestResult {
    let mut random = Random(901);
    for _ in 0..8 {
        let r = &mut random;
        let [a, b, c, d] = [0; 4].map(|_| r.power_of_ten(-0.5, 1.0));
        let (mu, nu) = (r.between(-3.0, 3.0), r.between(-3.0, 3.0));
        let normal = Normal::new(mu, a)?;
        agree(&normal, &Normal::new(nu, b)?)?;
        agree(&Cauchy::new(mu, a)?, &Cauchy::new(nu, b)?)?;
        agree(&Laplace::new(mu, a)?, &normal)?;
        agree(&Gumbel::new(mu, a)?, &Gumbel::new(mu + 0.3 * a, 2.0 * a)?)?;
        agree(&LogNormal::new(mu, a)?, &LogNormal::new(nu, b)?)?;
        let gamma = Gamma::new(0.3 * a, c)?;
        agree(&gamma, &Gamma::new(b, d)?)?;
        agree(&gamma, &normal)?;
        agree(&Exp::new(a)?, &gamma)?;
        agree(&InverseGamma::new(2.0 + a, c)?, &InverseGamma::new(b, d)?)?;
        agree(&Beta::new(a, 1.0 + c)?, &Beta::new(b, 1.0 + d)?)?;
        agree(&Weibull::new(a, c)?, &Weibull::new(0.3 * b, d)?)?;
        agree(&Pareto::new(a, c)?, &Pareto::new(a.min(b), d)?)?;
        let uniform = Uniform::new(a, a + c)?;
        agree(&uniform, &Exp::new(b)?)?;
        agree(&uniform, &normal)?;
        agree(&uniform, &Pareto::new(b, d)?)?;
    }
    Ok(())
}

/// Peaks of very different widths, and far apart; P next to Q.
#[test]
fn scales_do_not_matter() -> TestResult {
    let mut random = Random(902);
    for _ in 0..20 {
        let r = &mut random;
        let (s, t) = (r.power_of_ten(-30.0, 30.0), r.power_of_ten(-30.0, 30.0));
        let (mu, nu) = (s * r.between(-3.0, 3.0), t * r.between(-3.0, 3.0));
        agree(&Normal::new(mu, s)?, &Normal::new(nu, t)?)?;
        agree(&Cauchy::new(mu, s)?, &Cauchy::new(nu, t)?)?;
        // Far away, x itself is rounded.
        let far = 1e3 * s;
        let apart = [Normal::new(far, s)?, Normal::new(far, 2.0 * s)?];
        agree(&apart[0], &apart[1])?;
        let d = r.power_of_ten(-5.0, 0.0);
        let near = [Normal::new(0.0, s)?, Normal::new(d * s, s)?];
        agree(&near[0], &near[1])?;
    }
    // No digits are lost to 1 − 1: half the square of the difference.
    let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(1e-6, 1.0)?);
    close(quadrature::kl(&p, &q)?.value().nats(), 5e-13, 1e-8);
    assert_eq!(quadrature::kl(&p, &p)?.value().nats(), 0.0);
    Ok(())
}

#[test]
fn breakpoints_find_peaks() -> TestResult {
    let mut random = Random(903);
    for _ in 0..20 {
        let r = &mut random;
        let (mu, s) = (r.between(-1e3, 1e3), r.power_of_ten(-6.0, -3.0));
        let (p, q) = (Normal::new(mu, s)?, Normal::new(mu + s, 3.0 * s)?);
        let pairs = [mu, mu + s, mu - s];
        for place in pairs {
            // Doubles near 10³ are 10⁻¹³ apart, which for a width of 10⁻⁶ is 10⁻⁷.
            let with = Quadrature::new().breakpoints([place])?;
            let with = with.relative_tolerance(1e-6)?;
            let d = with.kl_of(|x| p.ln_pdf(x), |x| q.ln_pdf(x), LINE)?;
            close(d.value().nats(), p.kl(&q)?.nats(), 1e-7);
        }
    }
    Ok(())
}

/// Identities and inequalities: symmetry; Pinsker; Lin; TV between H² and √2·H.
#[test]
fn distances_are_in_order() -> TestResult {
    let mut random = Random(904);
    let quadrature = Quadrature::new();
    for _ in 0..20 {
        let r = &mut random;
        let p = StudentsT::new(r.between(-1.0, 1.0), r.power_of_ten(-0.5, 0.5), 3.0)?;
        let q = Normal::new(r.between(-1.0, 1.0), r.power_of_ten(-0.5, 0.5))?;
        let kl = quadrature.kl(&p, &q)?.value().nats();
        let js = quadrature.jensen_shannon(&p, &q)?.value().nats();
        let h = quadrature.hellinger(&p, &q)?.value();
        let tv = quadrature.total_variation(&p, &q)?.value();
        close(js, quadrature.jensen_shannon(&q, &p)?.value().nats(), 1e-8);
        close(h, quadrature.hellinger(&q, &p)?.value(), 1e-8);
        close(tv, quadrature.total_variation(&q, &p)?.value(), 1e-8);
        assert!(2.0 * tv * tv <= kl && js <= tv * 2f64.ln());
        assert!(h * h <= tv && tv <= 2f64.sqrt() * h);
        assert!(0.5 * h * h <= js && -2.0 * (-h * h).ln_1p() <= kl);
        // Of the logarithm of x, as the densities of x.
        let exp_of = |ln: &dyn Fn(f64) -> f64, x: f64| ln(x.ln()) - x.ln();
        let of_exp = quadrature.kl_of(
            |x| exp_of(&|y| p.ln_pdf(y), x),
            |x| exp_of(&|y| q.ln_pdf(y), x),
            0.0..=f64::INFINITY,
        );
        // On that scale, the tail of P falls as slowly as 1/x·ln⁻²x.
        assert!(matches!(of_exp, Err(Error::NotConverged { .. }) | Ok(_)));
    }
    // Densities that are the same, or nearly: φ(0) times what they are apart.
    for apart in [0.0, 1e-9] {
        let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(apart, 1.0)?);
        let tv = quadrature.total_variation(&p, &q)?;
        assert!((tv.value() - apart / std::f64::consts::TAU.sqrt()).abs() <= tv.error());
        assert!(tv.error() < 1e-13);
    }
    // Densities that share nothing.
    let (p, q) = (Uniform::new(0.0, 1.0)?, Uniform::new(2.0, 3.0)?);
    close(
        quadrature.jensen_shannon(&p, &q)?.value().bits(),
        1.0,
        1e-12,
    );
    close(quadrature.hellinger(&p, &q)?.value(), 1.0, 1e-12);
    close(quadrature.total_variation(&p, &q)?.value(), 1.0, 1e-12);
    Ok(())
}

#[test]
fn normal_distances_are_the_closed_forms() -> TestResult {
    let mut random = Random(905);
    for _ in 0..20 {
        let r = &mut random;
        let ([s, t], [m, n]) = (
            [0; 2].map(|_| r.power_of_ten(-2.0, 2.0)),
            [0; 2].map(|_| r.between(-5.0, 5.0)),
        );
        let h = Quadrature::new().hellinger(&Normal::new(m, s)?, &Normal::new(n, t)?)?;
        let v = s * s + t * t;
        let overlap = (2.0 * s * t / v).sqrt() * (-0.25 * (m - n) * (m - n) / v).exp();
        close(h.value() * h.value(), 1.0 - overlap, 1e-8);
    }
    Ok(())
}

/// Most of the divergence is where ln q is beyond the range of doubles, or next to it.
#[test]
fn tails_that_fall_like_an_exponential_of_an_exponential_are_followed() -> TestResult {
    let holds = |found: Integral<Information>, truth: f64, slack: f64| {
        let (value, error) = (found.value().nats(), found.error().nats());
        let off = (value - truth).abs();
        assert!(
            off <= error + slack * f64::EPSILON * truth && error <= 1e-8 * value,
            "{value:e} ± {error:e} for {truth:e}"
        );
    };
    let p = Normal::new(0.3, 1.0)?;
    for rho in [3.0, 12.0, 19.0, 20.5, 22.0, 27.0, 33.0, 37.0] {
        let q = Gumbel::new(0.1, 1.0 / rho)?;
        // The exponential of ½ρ² magnifies its rounding.
        holds(quadrature::kl(&p, &q)?, p.kl(&q)?.nats(), 8.0 + rho * rho);
    }
    // e⁸⁰⁰
    let found = quadrature::kl(&p, &Gumbel::new(0.1, 0.025)?)?;
    assert_eq!(found.value(), Information::INFINITY);
    let p = Weibull::new(1.0, 1.0)?;
    for k in [20.0, 100.0, 140.0] {
        let q = Weibull::new(k, 0.7)?;
        holds(quadrature::kl(&p, &q)?, p.kl(&q)?.nats(), 8.0 + 2.0 * k);
    }
    Ok(())
}
