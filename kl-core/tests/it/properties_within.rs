//! What must hold for the pairs within a family, of counts and of angles, tried on
//! random ones.

use crate::random::{Random, close};
use kl_core::distribution::VonMises;
use kl_core::statrs::distribution::{
    Bernoulli, Binomial, Categorical, Chi, ChiSquared, Discrete, DiscreteUniform, Erlang, Exp,
    Gamma, Geometric, NegativeBinomial, Poisson, Weibull,
};
use kl_core::{Information, KlDivergence, Pmf};
use std::fmt::Debug;

type TestResult = Result<(), Box<dyn std::error::Error>>;

const ULP: f64 = f64::EPSILON;

#[track_caller]
fn sane<P: KlDivergence<Q> + Debug, Q: Debug>(p: &P, q: &Q) -> Result<f64, kl_core::Error> {
    let d = p.kl(q)?.nats();
    assert!(d >= 0.0, "{d} for {p:?} {q:?}");
    Ok(d)
}

/// One distribution under two names, near each other and far.
#[test]
fn families_agree_where_they_meet() -> TestResult {
    let mut random = Random(51);
    for _ in 0..3000 {
        let r = &mut random;
        let (k, a) = (r.power_of_ten(-3.0, 4.0), r.power_of_ten(-3.0, 4.0));
        let b = if r.below(2) == 0 { r.near(0.5) } else { a };
        let (chi, gamma) = (ChiSquared::new(k)?, Gamma::new(a, b)?);
        let half = Gamma::new(0.5 * k, 0.5)?;
        assert_eq!(chi.kl(&gamma)?, half.kl(&gamma)?);
        assert_eq!(gamma.kl(&chi)?, gamma.kl(&half)?);
        let exp = Exp::new(b)?;
        assert_eq!(chi.kl(&exp)?, half.kl(&exp)?);
        assert_eq!(exp.kl(&chi)?, exp.kl(&half)?);
        // The square of a chi variable is a chi-squared one.
        let (m, n) = (1 + r.below(1000) as u64, 1 + r.below(1000) as u64);
        let chi = Chi::new(m)?.kl(&Chi::new(n)?)?;
        let squared = ChiSquared::new(m as f64)?.kl(&ChiSquared::new(n as f64)?)?;
        close(chi.nats(), squared.nats(), 4.0 * ULP);
        let whole = Gamma::new(m as f64, a)?;
        let erlang = Erlang::new(m, a)?;
        assert_eq!(erlang.kl(&gamma)?, whole.kl(&gamma)?);
        assert_eq!(gamma.kl(&erlang)?, gamma.kl(&whole)?);
        // A rate by a power of two, so that its inverse is a double.
        let rate = 2f64.powi(r.below(20) as i32 - 10);
        let (exp, weibull) = (Exp::new(rate)?, Weibull::new(r.between(0.3, 4.0), a)?);
        let one = Weibull::new(1.0, 1.0 / rate)?;
        close(exp.kl(&weibull)?.nats(), one.kl(&weibull)?.nats(), 1e-12);
        close(weibull.kl(&exp)?.nats(), weibull.kl(&one)?.nats(), 1e-12);
    }
    Ok(())
}

#[test]
fn vectors_under_other_names() -> TestResult {
    let mut random = Random(52);
    for _ in 0..3000 {
        let n = 1 + random.below(6);
        let (w, v) = (random.weights(n), random.weights(n));
        let categorical = Categorical::new(&w)?.kl(&Categorical::new(&v)?)?;
        let total = |w: &[f64]| w.iter().sum::<f64>();
        let vector = |w: &[f64]| Pmf::new(w.iter().map(|x| x / total(w)).collect::<Vec<_>>());
        assert_eq!(categorical, vector(&w)?.kl(&vector(&v)?)?);
        // Fewer outcomes of Q, and nothing lost.
        let padded = [&w[..], &[0.0]].concat();
        assert_eq!(
            Categorical::new(&padded)?.kl(&Categorical::new(&v)?)?,
            categorical
        );
        let (a, width, out) = (
            random.below(100) as i64 - 50,
            random.below(20) as i64,
            random.below(9) as i64,
        );
        let p = DiscreteUniform::new(a, a + width)?;
        let q = DiscreteUniform::new(a - out, a + width + 1)?;
        let uniform = |n: i64| Information::from_nats((n as f64).ln());
        let expected = uniform(width + out + 2).nats() - uniform(width + 1).nats();
        assert!((p.kl(&q)?.nats() - expected).abs() < 8.0 * ULP * (1.0 + expected));
    }
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

/// Many trials: the counts become normal, and only the variances differ.
#[test]
fn many_trials_are_two_normals() -> TestResult {
    let (n, m) = (1_000_000, 2_000_000);
    let d = Binomial::new(0.5, n)?.kl(&Binomial::new(0.25, m)?)?.nats();
    // Variances n/4 and 3m/16.
    let ratio: f64 = (0.25 * n as f64) / (0.1875 * m as f64);
    close(d, 0.5 * (ratio - 1.0 - ratio.ln()), 1e-4);
    Ok(())
}

#[test]
fn angles() -> TestResult {
    let mut random = Random(55);
    for _ in 0..2000 {
        let r = &mut random;
        let (k, l) = (r.power_of_ten(-4.0, 2.0), r.power_of_ten(-4.0, 2.0));
        let (mu, nu) = (r.between(-3.0, 3.0), r.between(-3.0, 3.0));
        let new = VonMises::new;
        let (p, q) = (new(mu, k)?, new(nu, l)?);
        let d = sane(&p, &q)?;
        assert_eq!(p.kl(&p)?, Information::ZERO);
        // Mirrored, and by eighths of a turn that doubles can hold.
        assert_eq!(new(-mu, k)?.kl(&new(-nu, l)?)?.nats(), d);
        // From any direction the uniform circle looks the same, and P is all there is.
        let uniform = new(nu, 0.0)?;
        assert_eq!(p.kl(&uniform)?, new(0.0, k)?.kl(&new(0.0, 0.0)?)?);
        assert_eq!(uniform.kl(&q)?, new(0.0, 0.0)?.kl(&new(1.0, l)?)?);
        // J has only the cosines' means: ½ of it at equal concentration is κA(1 − cos δ).
        let (there, back) = (new(mu, k)?.kl(&new(nu, k)?)?, new(nu, k)?.kl(&new(mu, k)?)?);
        assert_eq!(there, back);
        // By a midpoint rule of its own.
        let points = 3000;
        let (mut ip, mut iq, mut sum) = (0.0, 0.0, 0.0);
        for i in 0..if k.max(l) < 50.0 { points } else { 0 } {
            let x = (f64::from(i) + 0.5) / f64::from(points) * std::f64::consts::TAU;
            let (ep, eq) = (k * (x - mu).cos(), l * (x - nu).cos());
            ip += ep.exp();
            iq += eq.exp();
            sum += ep.exp() * (ep - eq);
        }
        if ip > 0.0 && random.below(8) == 0 {
            let direct: f64 = sum / ip - (ip / iq).ln();
            assert!((d - direct).abs() < 1e-11 * (1.0 + d), "{d:e} {direct:e}");
        }
    }
    Ok(())
}

/// A concentrated distribution is next to a normal one of variance 1/κ.
#[test]
fn concentrated_angles_are_normal() -> TestResult {
    let d = VonMises::new(1e-5, 1e9)?.kl(&VonMises::new(0.0, 3e9)?)?;
    let normal = 0.5 * (3.0 - 1.0 - 3f64.ln()) + 0.5 * 1e-10 * 3e9;
    close(d.nats(), normal, 1e-8);
    Ok(())
}
