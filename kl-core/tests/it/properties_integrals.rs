//! What must hold for integrals and series, tried on random distributions.

use crate::random::{Random, close};
use kl_core::quadrature::{self, Quadrature};
use kl_core::series;
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, Continuous, ContinuousCDF, Exp, Gamma, Geometric, Gumbel,
    InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, StudentsT, Uniform, Weibull,
};
use kl_core::{Error, KlDivergence};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const LINE: std::ops::RangeInclusive<f64> = f64::NEG_INFINITY..=f64::INFINITY;

/// Within the estimate of the error, and within 10⁻⁸.
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
        (value - closed).abs() <= 2.0 * error + 1e-12 * closed,
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
            let with = Quadrature::new().breakpoints([place])?;
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
