//! What must hold for every pair of distributions with a few parameters, tried on
//! random ones.

use crate::random::{Random, close};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, ChiSquared, Continuous, Dirichlet, Discrete, Erlang, Exp,
    Gamma, Geometric, Gumbel, InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson, Uniform,
    Weibull,
};
use kl_core::{Information, KlDivergence, Pmf};
use std::fmt::Debug;

type TestResult = Result<(), Box<dyn std::error::Error>>;

const ULP: f64 = f64::EPSILON;

impl Random {
    /// Between 1e-8 and 1e8, mostly around 1.
    fn positive(&mut self) -> f64 {
        let reach = self.between(0.0, 8.0);
        self.power_of_ten(-reach, reach)
    }

    /// Two positive numbers, half of the time near each other.
    fn two(&mut self) -> [f64; 2] {
        let x = self.positive();
        match self.below(2) {
            0 => [x, self.positive()],
            _ => [x, self.near(x).max(1e-9)],
        }
    }

    /// Two probabilities, half of the time near each other.
    fn two_probabilities(&mut self) -> [f64; 2] {
        let p = match self.below(3) {
            0 => self.unit(),
            1 => self.power_of_ten(-20.0, 0.0),
            _ => 1.0 - self.power_of_ten(-16.0, -0.3),
        };
        match self.below(2) {
            0 => [p, self.unit()],
            _ => [p, self.near(p).clamp(1e-300, 1.0)],
        }
    }
}

/// Not negative and not NaN, and 0 from itself.
#[track_caller]
fn sane<D: KlDivergence + Debug>(p: &D, q: &D) -> TestResult {
    cross(p, q)?;
    assert_eq!(p.kl(p)?, Information::ZERO, "{p:?} from itself");
    assert!(p.kl(p)?.nats().is_sign_positive(), "minus zero for {p:?}");
    Ok(())
}

#[track_caller]
fn cross<P: KlDivergence<Q> + Debug, Q: Debug>(p: &P, q: &Q) -> TestResult {
    let d = p.kl(q)?.nats();
    assert!(d >= 0.0, "{d} for {p:?} {q:?}");
    Ok(())
}

/// A hundred thousand of each pair, half of them near each other.
#[test]
fn divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(21);
    for _ in 0..100_000 {
        let r = &mut random;
        let ([a, b], [c, d], [p, q]) = (r.two(), r.two(), r.two_probabilities());
        let mu = r.between(-5.0, 5.0);
        let nu = if r.below(2) == 0 {
            r.near(mu)
        } else {
            r.between(-5.0, 5.0)
        };
        let coin = Bernoulli::new(p)?;
        let [first, second] = [0, 1].map(|_| {
            let positive = r.weights(4).into_iter().map(|x| x + 1e-6);
            Dirichlet::new(positive.collect())
        });
        sane(&first?, &second?)?;
        sane(&coin, &Bernoulli::new(q)?)?;
        sane(&Binomial::new(p, 20)?, &Binomial::new(q, 20)?)?;
        sane(&Geometric::new(p)?, &Geometric::new(q)?)?;
        cross(&coin, &Poisson::new(a)?)?;
        sane(&Poisson::new(a)?, &Poisson::new(b)?)?;
        let (exp, gamma, normal) = (Exp::new(a)?, Gamma::new(a, c)?, Normal::new(mu, b)?);
        let (laplace, uniform) = (Laplace::new(mu, a)?, Uniform::new(a.min(c), a.max(c) + d)?);
        sane(&exp, &Exp::new(b)?)?;
        sane(&gamma, &Gamma::new(b, d)?)?;
        sane(&InverseGamma::new(a, c)?, &InverseGamma::new(b, d)?)?;
        sane(
            &Erlang::new(a.ceil() as u64, c)?,
            &Erlang::new(b.ceil() as u64, d)?,
        )?;
        sane(&ChiSquared::new(a)?, &ChiSquared::new(b)?)?;
        sane(&Beta::new(a, c)?, &Beta::new(b, d)?)?;
        sane(
            &Dirichlet::new(vec![a, c, 1.0])?,
            &Dirichlet::new(vec![b, d, 1.0])?,
        )?;
        sane(&laplace, &Laplace::new(nu, b)?)?;
        sane(&Cauchy::new(mu, a)?, &Cauchy::new(nu, b)?)?;
        sane(&Gumbel::new(mu, a)?, &Gumbel::new(nu, b)?)?;
        sane(&LogNormal::new(mu, a)?, &LogNormal::new(nu, b)?)?;
        sane(&Weibull::new(a, c)?, &Weibull::new(b, d)?)?;
        sane(&Pareto::new(a, c)?, &Pareto::new(b, d)?)?;
        sane(
            &uniform,
            &Uniform::new(a.min(c).min(b), a.max(c) + 2.0 * d)?,
        )?;
        cross(&exp, &Gamma::new(b, d)?)?;
        cross(&gamma, &Exp::new(b)?)?;
        cross(&exp, &normal)?;
        cross(&gamma, &normal)?;
        cross(&laplace, &normal)?;
        cross(&normal, &laplace)?;
        cross(&uniform, &exp)?;
        cross(&uniform, &normal)?;
        cross(&uniform, &Pareto::new(b, d)?)?;
    }
    Ok(())
}

/// One distribution under two names.
#[test]
fn families_agree_where_they_meet() -> TestResult {
    let mut random = Random(22);
    for _ in 0..10_000 {
        let r = &mut random;
        let ([a, b], [c, d], [p, q]) = (r.two(), r.two(), r.two_probabilities());
        let (mu, nu) = (r.between(-2.0, 2.0), r.between(-2.0, 2.0));
        let gamma = |a, b| Gamma::new(a, b);
        let exp = Exp::new(a)?.kl(&Exp::new(b)?)?.nats();
        close(gamma(1.0, a)?.kl(&gamma(1.0, b)?)?.nats(), exp, 16.0 * ULP);
        let (m, n) = (a.ceil(), b.ceil());
        let erlang = Erlang::new(m as u64, c)?.kl(&Erlang::new(n as u64, d)?)?;
        assert_eq!(erlang, gamma(m, c)?.kl(&gamma(n, d)?)?);
        let chi = ChiSquared::new(a)?.kl(&ChiSquared::new(b)?)?.nats();
        let half = |k: f64| gamma(0.5 * k, 0.5);
        close(half(a)?.kl(&half(b)?)?.nats(), chi, 16.0 * ULP);
        let inverse = InverseGamma::new(a, c)?.kl(&InverseGamma::new(b, d)?)?;
        assert_eq!(inverse, gamma(a, c)?.kl(&gamma(b, d)?)?);
        let beta = Beta::new(a, c)?.kl(&Beta::new(b, d)?)?;
        let dirichlet = Dirichlet::new(vec![a, c])?.kl(&Dirichlet::new(vec![b, d])?)?;
        assert_eq!(beta, dirichlet);
        let log_normal = LogNormal::new(mu, a)?.kl(&LogNormal::new(nu, b)?)?;
        assert_eq!(log_normal, Normal::new(mu, a)?.kl(&Normal::new(nu, b)?)?);
        let coin = Bernoulli::new(p)?.kl(&Bernoulli::new(q)?)?;
        let coins = Binomial::new(p, 7)?.kl(&Binomial::new(q, 7)?)?;
        assert_eq!(coins, coin * 7.0);
        let geometric = Geometric::new(p)?.kl(&Geometric::new(q)?)?;
        if coin.is_infinite() {
            assert!(geometric.is_infinite());
        } else {
            close((geometric * p).nats(), coin.nats(), 16.0 * ULP);
        }
        assert_eq!(
            Exp::new(a)?.kl(&gamma(b, d)?)?,
            gamma(1.0, a)?.kl(&gamma(b, d)?)?
        );
        assert_eq!(
            gamma(a, c)?.kl(&Exp::new(b)?)?,
            gamma(a, c)?.kl(&gamma(1.0, b)?)?
        );
        // The logarithm of a Pareto variable is exponential, beginning at ln m.
        let pareto = Pareto::new(1.0, a)?.kl(&Pareto::new(1.0, b)?)?.nats();
        close(pareto, exp, 16.0 * ULP);
        // A beta variable of shape (a, 1) is e to minus an exponential one.
        let power = Beta::new(a, 1.0)?.kl(&Beta::new(b, 1.0)?)?.nats();
        close(power, exp, 1e-7);
    }
    Ok(())
}

/// A coin is a vector of two probabilities.
#[test]
fn coin_is_a_vector() -> TestResult {
    let mut random = Random(23);
    for _ in 0..10_000 {
        // 20 bits, so that 1 − p is a double.
        let mut short = || (1 + random.below((1 << 20) - 1)) as f64 * 2f64.powi(-20);
        let (p, q) = (short(), short());
        let coin = Bernoulli::new(p)?.kl(&Bernoulli::new(q)?)?;
        let vector = Pmf::new([p, 1.0 - p])?.kl(&Pmf::new([q, 1.0 - q])?)?;
        close(coin.nats(), vector.nats(), 4.0 * ULP);
    }
    Ok(())
}

/// Units by powers of two, and swapping the outcomes, change nothing.
#[test]
fn divergence_is_invariant() -> TestResult {
    let mut random = Random(24);
    for _ in 0..10_000 {
        let r = &mut random;
        let ([a, b], [c, d]) = (r.two(), r.two());
        let (mu, nu) = (r.between(-2.0, 2.0), r.between(-2.0, 2.0));
        let u = 2f64.powi(r.below(200) as i32 - 100);
        let plain = Gamma::new(a, c)?.kl(&Gamma::new(b, d)?)?;
        assert_eq!(plain, Gamma::new(a, c * u)?.kl(&Gamma::new(b, d * u)?)?);
        let plain = Laplace::new(mu, a)?.kl(&Laplace::new(nu, b)?)?;
        assert_eq!(
            plain,
            Laplace::new(mu * u, a * u)?.kl(&Laplace::new(nu * u, b * u)?)?
        );
        let plain = Cauchy::new(mu, a)?.kl(&Cauchy::new(nu, b)?)?;
        assert_eq!(
            plain,
            Cauchy::new(mu * u, a * u)?.kl(&Cauchy::new(nu * u, b * u)?)?
        );
        // Here the divergence is symmetric.
        close(
            plain.nats(),
            Cauchy::new(nu, b)?.kl(&Cauchy::new(mu, a)?)?.nats(),
            8.0 * ULP,
        );
        let plain = Gumbel::new(mu, a)?.kl(&Gumbel::new(nu, b)?)?;
        assert_eq!(
            plain,
            Gumbel::new(mu * u, a * u)?.kl(&Gumbel::new(nu * u, b * u)?)?
        );
        let plain = Weibull::new(a, c)?.kl(&Weibull::new(b, d)?)?;
        assert_eq!(plain, Weibull::new(a, c * u)?.kl(&Weibull::new(b, d * u)?)?);
        let plain = Normal::new(mu, a)?.kl(&Laplace::new(nu, b)?)?;
        assert_eq!(
            plain,
            Normal::new(mu * u, a * u)?.kl(&Laplace::new(nu * u, b * u)?)?
        );
        let plain = Gamma::new(a, c)?.kl(&Normal::new(mu, b)?)?;
        assert_eq!(
            plain,
            Gamma::new(a, c / u)?.kl(&Normal::new(mu * u, b * u)?)?
        );
        let plain = Beta::new(a, c)?.kl(&Beta::new(b, d)?)?;
        assert_eq!(plain, Beta::new(c, a)?.kl(&Beta::new(d, b)?)?);
    }
    Ok(())
}

/// ∫ p ln(p/q) by the midpoint rule, which is exact to rounding for smooth
/// functions that vanish at both ends with all their derivatives.
fn quadrature(p: &impl Continuous<f64, f64>, q: &impl Continuous<f64, f64>, ends: [f64; 2]) -> f64 {
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
            .map(|ends| quadrature(p, q, [ends[0], ends[1]]))
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

/// PyTorch gives −3.6e-14.
#[test]
fn beta_1e_9_apart() -> TestResult {
    let q = Beta::new(50.0 * (1.0 + 1e-9), 50.0)?;
    let d = Beta::new(50.0, 50.0)?.kl(&q)?.nats();
    // ½h²(ψ′(50) − ψ′(100)), to the third order.
    let h = 50.0 * (1.0 + 1e-9) - 50.0;
    let trigamma =
        |x: f64| 1.0 / x + 0.5 / x.powi(2) + 1.0 / (6.0 * x.powi(3)) - 1.0 / (30.0 * x.powi(5));
    close(d, 0.5 * h * h * (trigamma(50.0) - trigamma(100.0)), 1e-8);
    assert_eq!(format!("{d:.2e}"), "1.27e-17");
    Ok(())
}

/// PyTorch gives 5.42e-12.
#[test]
fn gamma_1e_7_apart() -> TestResult {
    let q = Gamma::new(1000.0 * (1.0 + 1e-7), 1.0)?;
    let d = Gamma::new(1000.0, 1.0)?.kl(&q)?.nats();
    // ½h²ψ′(1000) + h³ψ″(1000)/6
    let h = 1000.0 * (1.0 + 1e-7) - 1000.0;
    let x: f64 = 1000.0;
    let trigamma = 1.0 / x + 0.5 / x.powi(2) + 1.0 / (6.0 * x.powi(3));
    close(d, 0.5 * h * h * trigamma - h.powi(3) / (6.0 * x * x), 1e-9);
    assert_eq!(format!("{d:.2e}"), "5.00e-12");
    Ok(())
}
