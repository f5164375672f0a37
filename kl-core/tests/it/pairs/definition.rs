//! Closed forms against the definition: integrals of densities, and sums.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy};
use kl_core::quadrature::kl;
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Continuous, Discrete, Erlang, Exp, Gamma,
    Geometric, Gumbel, InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, Uniform, Weibull,
};
use kl_core::{KlDivergence, quadrature};

/// ∫ p ln(p/q) by the midpoint rule, which is exact to rounding for smooth
/// functions that vanish at both ends with all their derivatives.
fn by_midpoints(
    p: &impl Continuous<f64, f64>,
    q: &impl Continuous<f64, f64>,
    ends: [f64; 2],
) -> f64 {
    // x = ends[0] + width·s(u) with s rising from 0 to 1, flat at both ends.
    let (n, width) = (4000, ends[1] - ends[0]);
    let f = |u: f64| {
        let (rise, fall) = ((-1.0 / u).exp(), (-1.0 / (1.0 - u)).exp());
        let s = rise / (rise + fall);
        let slope = s * (1.0 - s) * (1.0 / (u * u) + 1.0 / ((1.0 - u) * (1.0 - u)));
        let x = ends[0] + width * s;
        let ln_p = p.ln_pdf(x);
        let term = ln_p.exp() * (ln_p - q.ln_pdf(x)) * slope * width;
        // At the very ends the density may be infinite, or 0·∞.
        if term.is_finite() { term } else { 0.0 }
    };
    (0..n)
        .map(|i| f((f64::from(i) + 0.5) / f64::from(n)))
        .sum::<f64>()
        / f64::from(n)
}

/// The closed forms against integrals of statrs' densities.
#[test]
fn closed_forms_are_the_integrals() -> TestResult {
    #[track_caller]
    fn agree<P, Q>(p: &P, q: &Q, points: &[f64], relative: f64) -> TestResult
    where
        P: KlDivergence<Q> + Continuous<f64, f64>,
        Q: Continuous<f64, f64>,
    {
        let pieces = points.windows(2);
        let integral: f64 = pieces
            .map(|ends| by_midpoints(p, q, [ends[0], ends[1]]))
            .sum();
        close(p.kl(q)?.nats(), integral, relative);
        Ok(())
    }
    let (exp, gamma, normal) = (
        Exp::new(0.5)?,
        Gamma::new(3.0, 2.0)?,
        Normal::new(1.0, 2.0)?,
    );
    let (laplace, uniform) = (Laplace::new(0.5, 1.5)?, Uniform::new(0.5, 3.0)?);
    agree(&exp, &Exp::new(2.0)?, &[0.0, 90.0], 1e-9)?;
    agree(&exp, &gamma, &[0.0, 90.0], 1e-9)?;
    agree(&exp, &normal, &[0.0, 90.0], 1e-9)?;
    agree(&gamma, &Gamma::new(0.5, 3.0)?, &[0.0, 40.0], 1e-9)?;
    agree(&gamma, &exp, &[0.0, 40.0], 1e-9)?;
    agree(&gamma, &normal, &[0.0, 40.0], 1e-9)?;
    agree(
        &Erlang::new(3, 2.0)?,
        &Erlang::new(1, 3.0)?,
        &[0.0, 40.0],
        1e-9,
    )?;
    agree(
        &ChiSquared::new(6.0)?,
        &ChiSquared::new(1.0)?,
        &[0.0, 120.0],
        1e-9,
    )?;
    agree(
        &InverseGamma::new(9.0, 2.0)?,
        &InverseGamma::new(8.0, 3.0)?,
        &[0.0, 60.0],
        1e-8,
    )?;
    agree(
        &Beta::new(3.0, 4.0)?,
        &Beta::new(0.5, 2.0)?,
        &[0.0, 1.0],
        1e-9,
    )?;
    // The Laplace density has a corner.
    agree(
        &laplace,
        &Laplace::new(-1.0, 0.5)?,
        &[-70.0, -1.0, 0.5, 70.0],
        1e-9,
    )?;
    agree(&laplace, &normal, &[-70.0, 0.5, 70.0], 1e-9)?;
    agree(&normal, &laplace, &[-30.0, 0.5, 30.0], 1e-9)?;
    agree(&uniform, &Uniform::new(0.25, 5.0)?, &[0.5, 3.0], 1e-9)?;
    agree(&uniform, &exp, &[0.5, 3.0], 1e-9)?;
    agree(&uniform, &normal, &[0.5, 3.0], 1e-9)?;
    agree(&uniform, &Pareto::new(0.25, 2.0)?, &[0.5, 3.0], 1e-9)?;
    agree(
        &Pareto::new(2.0, 9.0)?,
        &Pareto::new(1.0, 3.0)?,
        &[2.0, 200.0],
        1e-9,
    )?;
    agree(
        &LogNormal::new(0.5, 0.5)?,
        &LogNormal::new(0.0, 1.0)?,
        &[0.0, 200.0],
        1e-9,
    )?;
    agree(
        &Gumbel::new(0.5, 0.5)?,
        &Gumbel::new(0.0, 1.0)?,
        &[-6.0, 30.0],
        1e-9,
    )?;
    agree(
        &Weibull::new(3.0, 0.5)?,
        &Weibull::new(0.5, 2.0)?,
        &[0.0, 3.0],
        1e-9,
    )?;
    // A Cauchy density has 1e-5 of its mass beyond ±30 000 of its scale.
    agree(
        &Cauchy::new(1.0, 0.5)?,
        &Cauchy::new(0.0, 1.0)?,
        &[-2e4, -500.0, -10.0, 10.0, 500.0, 2e4],
        1e-3,
    )?;
    Ok(())
}

/// The closed forms against sums over statrs' probabilities.
#[test]
fn closed_forms_are_the_sums() -> TestResult {
    #[track_caller]
    fn agree<P, Q>(p: &P, q: &Q, first: u64) -> TestResult
    where
        P: KlDivergence<Q> + Discrete<u64, f64>,
        Q: Discrete<u64, f64>,
    {
        let term = |k| match p.pmf(k) {
            0.0 => 0.0,
            x => x * (p.ln_pmf(k) - q.ln_pmf(k)),
        };
        close(p.kl(q)?.nats(), (first..150).map(term).sum(), 1e-9);
        Ok(())
    }
    agree(&Bernoulli::new(0.25)?, &Bernoulli::new(0.5)?, 0)?;
    agree(&Bernoulli::new(0.25)?, &Poisson::new(0.5)?, 0)?;
    agree(&Binomial::new(0.25, 9)?, &Binomial::new(0.5, 9)?, 0)?;
    agree(&Poisson::new(3.0)?, &Poisson::new(0.5)?, 0)?;
    agree(&Geometric::new(0.25)?, &Geometric::new(0.5)?, 1)?;
    Ok(())
}

/// ∫ p ln(p/q) by the midpoint rule, after a change of variable that is flat at both
/// ends, and the closed forms.
#[test]
fn closed_forms_across_families_are_the_integrals() -> TestResult {
    #[track_caller]
    fn agree<P, Q>(
        (p, ln_p): (&P, impl Fn(f64) -> f64),
        (q, ln_q): (&Q, impl Fn(f64) -> f64),
        points: &[f64],
    ) -> TestResult
    where
        P: KlDivergence<Q>,
    {
        let (n, mut total) = (1500, 0.0);
        for ends in points.windows(2) {
            let width = ends[1] - ends[0];
            for i in 0..n {
                let u = (f64::from(i) + 0.5) / f64::from(n);
                let (rise, fall) = ((-1.0 / u).exp(), (-1.0 / (1.0 - u)).exp());
                let s = rise / (rise + fall);
                let slope = s * (1.0 - s) * (1.0 / (u * u) + 1.0 / ((1.0 - u) * (1.0 - u)));
                let x = ends[0] + width * s;
                let term = ln_p(x).exp() * (ln_p(x) - ln_q(x)) * slope * width;
                total += if term.is_finite() { term } else { 0.0 } / f64::from(n);
            }
        }
        close(p.kl(q)?.nats(), total, 1e-9);
        Ok(())
    }
    /// The distribution, and the logarithm of its density.
    macro_rules! with {
        ($d:expr) => {
            (&$d, |x: f64| $d.ln_pdf(x))
        };
    }
    let (exp, gamma) = (Exp::new(0.5)?, Gamma::new(3.0, 2.0)?);
    let (normal, laplace) = (Normal::new(0.5, 1.0)?, Laplace::new(0.5, 1.5)?);
    let (uniform, beta) = (Uniform::new(0.25, 0.875)?, Beta::new(3.0, 4.0)?);
    let (cb, other) = (
        ContinuousBernoulli::new(0.125)?,
        ContinuousBernoulli::new(0.75)?,
    );
    let (half, pareto) = (HalfNormal::new(0.75)?, Pareto::new(0.25, 9.0)?);
    let (gumbel, wide) = (Gumbel::new(1.0, 2.0)?, Uniform::new(-1.0, 3.0)?);
    // statrs takes the logarithm of this density after it has underflowed.
    let of_gumbel = (&gumbel, |x: f64| {
        -(x - 1.0) / 2.0 - (-(x - 1.0) / 2.0).exp() - 2f64.ln()
    });
    let half_of_2 = HalfNormal::new(2.0)?;
    let unit = [0.0, 0.5, 1.0];
    agree(with!(cb), with!(other), &unit)?;
    agree(with!(cb), with!(exp), &unit)?;
    agree(with!(cb), with!(normal), &unit)?;
    agree(with!(cb), with!(wide), &unit)?;
    agree(with!(cb), with!(laplace), &unit)?;
    agree(with!(uniform), with!(cb), &[0.25, 0.875])?;
    agree(with!(uniform), with!(gamma), &[0.25, 0.875])?;
    agree(with!(uniform), of_gumbel, &[0.25, 0.875])?;
    agree(with!(uniform), with!(laplace), &[0.25, 0.5, 0.875])?;
    agree(with!(beta), with!(wide), &unit)?;
    agree(with!(half), with!(half_of_2), &[0.0, 20.0])?;
    agree(with!(half), with!(exp), &[0.0, 20.0])?;
    agree(with!(half), with!(gamma), &[0.0, 20.0])?;
    agree(with!(half), with!(normal), &[0.0, 20.0])?;
    agree(with!(exp), of_gumbel, &[0.0, 90.0])?;
    agree(with!(exp), with!(laplace), &[0.0, 0.5, 90.0])?;
    agree(with!(gamma), of_gumbel, &[0.0, 40.0])?;
    agree(with!(normal), of_gumbel, &[-12.0, 12.0])?;
    agree(of_gumbel, with!(normal), &[-10.0, 70.0])?;
    agree(of_gumbel, with!(laplace), &[-10.0, 0.5, 70.0])?;
    agree(with!(pareto), with!(exp), &[0.25, 25.0])?;
    agree(with!(pareto), with!(gamma), &[0.25, 25.0])?;
    agree(with!(pareto), with!(normal), &[0.25, 25.0])?;
    agree(with!(pareto), with!(laplace), &[0.25, 0.5, 25.0])?;
    Ok(())
}

#[test]
fn beta_gamma_and_weibull_agree_with_quadrature() -> TestResult {
    let mut random = Random(71);
    for _ in 0..8 {
        let r = &mut random;
        let [a, b, c, d] = [0; 4].map(|_| r.between(1.2, 4.0));
        let (beta, gamma, weibull) = (Beta::new(a, b)?, Gamma::new(c, d)?, Weibull::new(d, a)?);
        let value = |i: kl_core::quadrature::Integral<kl_core::Information>| i.value().nats();
        close(
            beta.kl(&Exp::new(c)?)?.nats(),
            value(kl(&beta, &Exp::new(c)?)?),
            1e-7,
        );
        close(beta.kl(&gamma)?.nats(), value(kl(&beta, &gamma)?), 1e-7);
        let normal = Normal::new(0.5, 0.1 * c)?;
        close(beta.kl(&normal)?.nats(), value(kl(&beta, &normal)?), 1e-7);
        close(
            weibull.kl(&gamma)?.nats(),
            value(kl(&weibull, &gamma)?),
            1e-7,
        );
        close(
            gamma.kl(&weibull)?.nats(),
            value(kl(&gamma, &weibull)?),
            1e-7,
        );
        let uniform = Uniform::new(0.1, 0.1 * c + 0.2)?;
        close(uniform.kl(&beta)?.nats(), value(kl(&uniform, &beta)?), 1e-7);
    }
    Ok(())
}

#[test]
fn pairs_on_the_unit_interval_agree_with_quadrature() -> TestResult {
    let mut random = Random(103);
    for _ in 0..40 {
        let r = &mut random;
        let p = Beta::new(r.between(0.6, 9.0), r.between(0.6, 9.0))?;
        let q = Laplace::new(r.between(-0.2, 1.2), r.power_of_ten(-1.0, 1.0))?;
        let expected = quadrature::kl(&p, &q)?.value().nats();
        close(p.kl(&q)?.nats(), expected, 1e-7);
        // By the middle of cells of equal mass.
        let p = Kumaraswamy::new(r.between(0.6, 5.0), r.between(0.6, 5.0))?;
        let (c, d) = (r.between(0.6, 5.0), r.between(0.6, 5.0));
        let (kumaraswamy, beta) = (Kumaraswamy::new(c, d)?, Beta::new(c, d)?);
        let (n, mut sums) = (20_000, [0.0; 2]);
        for i in 0..n {
            let rest = (f64::from(i) + 0.5) / f64::from(n);
            let x = (1.0 - rest.powf(1.0 / p.b())).powf(1.0 / p.a());
            use kl_core::statrs::distribution::Continuous;
            sums[0] += p.ln_pdf(x) - kumaraswamy.ln_pdf(x);
            sums[1] += p.ln_pdf(x) - beta.ln_pdf(x);
        }
        let near = |got: f64, sum: f64| {
            let expected = sum / f64::from(n);
            assert!(
                (got - expected).abs() < 2e-3,
                "{got} {expected} {p:?} {c} {d}"
            );
        };
        near(p.kl(&kumaraswamy)?.nats(), sums[0]);
        near(p.kl(&beta)?.nats(), sums[1]);
    }
    Ok(())
}
