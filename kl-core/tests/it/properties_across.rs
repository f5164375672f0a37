//! What must hold for pairs of different families, and for the distributions that statrs
//! lacks, tried on random parameters.

use crate::random::{Random, close};
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, Chi, ChiSquared, Continuous, ContinuousCDF, DiscreteCDF,
    DiscreteUniform, Erlang, Exp, Gamma, Geometric, Gumbel, Hypergeometric, InverseGamma, Laplace,
    LogNormal, Normal, Pareto, Poisson, StudentsT, Triangular, Uniform, Weibull,
};
use kl_core::statrs::function::erf::{erf, erfc};
use kl_core::{Information, KlDivergence};
use std::fmt::Debug;

type TestResult = Result<(), Box<dyn std::error::Error>>;

const ULP: f64 = f64::EPSILON;

impl Random {
    /// Between 1e-6 and 1e6, mostly around 1.
    fn moderate(&mut self) -> f64 {
        let reach = self.between(0.0, 6.0);
        self.power_of_ten(-reach, reach)
    }

    /// Anywhere, next to ½, and next to either end.
    fn lambda(&mut self) -> f64 {
        match self.below(4) {
            0 => self.unit(),
            1 => 0.5 * (1.0 + self.power_of_ten(-16.0, -1.0)),
            2 => self.power_of_ten(-300.0, 0.0),
            _ => 1.0 - self.power_of_ten(-15.0, -0.1),
        }
        .clamp(1e-300, 1.0 - 0.5 * ULP)
    }
}

/// What lies below and above a number, by another program's distribution functions.
trait Mass {
    fn below(&self, x: f64) -> f64;
    fn above(&self, x: f64) -> f64;
}

macro_rules! mass_of_statrs {
    ($($d:ident)*) => { $(
        impl Mass for $d {
            fn below(&self, x: f64) -> f64 {
                self.cdf(x)
            }
            fn above(&self, x: f64) -> f64 {
                self.sf(x)
            }
        }
    )* };
}
mass_of_statrs!(Beta Cauchy Chi ChiSquared Erlang Exp Gamma Gumbel InverseGamma Laplace LogNormal Normal Pareto StudentsT Triangular Uniform Weibull);

impl Mass for HalfNormal {
    fn below(&self, x: f64) -> f64 {
        erf(x.max(0.0) / self.scale() * 0.5f64.sqrt())
    }
    fn above(&self, x: f64) -> f64 {
        erfc(x.max(0.0) / self.scale() * 0.5f64.sqrt())
    }
}

impl Mass for ContinuousBernoulli {
    fn below(&self, x: f64) -> f64 {
        let l = self.lambda();
        let x = x.clamp(0.0, 1.0);
        (l.powf(x) * (1.0 - l).powf(1.0 - x) + l - 1.0) / (2.0 * l - 1.0)
    }
    fn above(&self, x: f64) -> f64 {
        1.0 - self.below(x)
    }
}

impl Mass for Kumaraswamy {
    fn below(&self, x: f64) -> f64 {
        1.0 - self.above(x)
    }
    fn above(&self, x: f64) -> f64 {
        (1.0 - x.clamp(0.0, 1.0).powf(self.a())).powf(self.b())
    }
}

/// Each P from each Q is infinite, and P has the mass that Q lacks.
macro_rules! outside {
    ([$($p:expr),* $(,)?] => $qs:tt, $side:ident $at:expr) => { $( outside!(@ $p => $qs, $side $at); )* };
    (@ $p:expr => [$($q:expr),* $(,)?], $side:ident $at:expr) => { $( {
        let (p, q, x) = ($p, $q, $at);
        assert_eq!(p.kl(&q)?, Information::INFINITY, "{p:?} {q:?}");
        assert!(p.$side(x) > 0.0, "{p:?} at {x}");
        assert!(q.$side(x).abs() < 1e-15, "{q:?} at {x}");
    } )* };
}

/// The reasons of the table of infinite pairs: mass outside the support.
#[test]
fn infinite_pairs_have_mass_outside() -> TestResult {
    let mut random = Random(51);
    for _ in 0..100 {
        let r = &mut random;
        let (a, b, c) = (
            r.between(0.5, 3.0),
            r.between(0.5, 3.0),
            r.between(-2.0, 2.0),
        );
        let n = 1 + r.below(5) as u64;
        let lambda = r.between(0.1, 0.45);
        outside!(
            [Cauchy::new(c, a)?, Gumbel::new(c, a)?, Laplace::new(c, a)?, Normal::new(c, a)?, StudentsT::new(c, a, b)?]
            => [Chi::new(n)?, ChiSquared::new(a)?, Erlang::new(n, a)?, Exp::new(a)?, Gamma::new(a, b)?, HalfNormal::new(a)?,
                InverseGamma::new(a, b)?, LogNormal::new(c, a)?, Pareto::new(a, b)?, Weibull::new(a, b)?],
            below -0.125
        );
        outside!(
            [Cauchy::new(c, a)?, Gumbel::new(c, a)?, Laplace::new(c, a)?, Normal::new(c, a)?, StudentsT::new(c, a, b)?]
            => [Beta::new(a, b)?, ContinuousBernoulli::new(lambda)?, Kumaraswamy::new(a, b)?, Triangular::new(0.0, 1.5, 0.5)?, Uniform::new(c, c + b)?],
            above 5.5
        );
        outside!(
            [Chi::new(n)?, ChiSquared::new(a)?, Erlang::new(n, a)?, Exp::new(a)?, Gamma::new(a, b)?, HalfNormal::new(a)?,
             InverseGamma::new(a, b)?, LogNormal::new(c, a)?, Pareto::new(a, b)?, Weibull::new(a, b)?]
            => [Beta::new(a, b)?, ContinuousBernoulli::new(lambda)?, Kumaraswamy::new(a, b)?, Triangular::new(0.0, 1.5, 0.5)?, Uniform::new(c, c + b)?],
            above (c + b).max(1.5)
        );
        outside!(
            [Beta::new(a, b)?, Chi::new(n)?, ChiSquared::new(a)?, ContinuousBernoulli::new(lambda)?, Erlang::new(n, a)?, Exp::new(a)?,
             Gamma::new(a, b)?, HalfNormal::new(a)?, InverseGamma::new(a, b)?, LogNormal::new(c, a)?, Weibull::new(a, b)?]
            => [Pareto::new(a, b)?],
            below a
        );
    }
    Ok(())
}

/// ∫ p·(−ln q) over each piece does not shrink on the way to where it diverges.
///
/// −ln q is given without the terms that stay small; statrs takes the logarithm of
/// some densities only after they have underflowed.
#[track_caller]
fn diverges<P, Q>(
    (p, ln_p): (&P, impl Fn(f64) -> f64),
    (q, surprise): (&Q, impl Fn(f64) -> f64),
    ends: &[f64],
) -> TestResult
where
    P: KlDivergence<Q> + Debug,
    Q: Debug,
{
    assert_eq!(p.kl(q)?, Information::INFINITY, "{p:?} {q:?}");
    let piece = |ends: &[f64]| {
        let width = ends[1] - ends[0];
        let f = |i: u32| {
            let x = ends[0] + width * (f64::from(i) + 0.5) / 1000.0;
            ln_p(x).exp() * surprise(x) * width.abs() / 1000.0
        };
        (0..1000).map(f).sum::<f64>()
    };
    let pieces: Vec<f64> = ends.windows(2).map(piece).collect();
    for two in pieces.windows(2) {
        let grows = two[0] > 0.0 && two[1] > 0.9 * two[0] && two[1] < f64::INFINITY;
        assert!(grows, "{p:?} {q:?} {pieces:?}");
    }
    Ok(())
}

/// The reasons of the table of infinite pairs: a moment that P lacks.
#[test]
fn infinite_pairs_lack_a_moment() -> TestResult {
    let mut random = Random(52);
    for _ in 0..30 {
        let r = &mut random;
        let (a, b, c) = (
            r.between(0.5, 3.0),
            r.between(0.5, 3.0),
            r.between(-2.0, 2.0),
        );
        let far: Vec<f64> = (4..9).map(|k| 10f64.powi(k)).collect();
        let down: Vec<f64> = (8..14).map(|k| -b * f64::from(5 * k)).collect();
        let near: Vec<f64> = (4..9).map(|k| 10f64.powi(-k)).collect();
        let (laplace, normal) = (Laplace::new(c, b)?, Normal::new(c, b)?);
        let (gumbel, inverse) = (Gumbel::new(c, b)?, InverseGamma::new(a, b)?);
        let cauchy = Cauchy::new(c, a)?;
        let p = (&cauchy, |x: f64| cauchy.ln_pdf(x));
        diverges(p, (&laplace, |x: f64| (x - c).abs() / b), &far)?;
        diverges(p, (&normal, |x: f64| 0.5 * ((x - c) / b).powi(2)), &far)?;
        let of_gumbel = (&gumbel, |x: f64| (-(x - c) / b).exp());
        diverges(p, of_gumbel, &down)?;
        let student = StudentsT::new(c, a, b)?;
        diverges((&student, |x| student.ln_pdf(x)), of_gumbel, &down)?;
        let of_inverse = (&inverse, |x: f64| b / x);
        let exp = Exp::new(a)?;
        diverges((&exp, |x| exp.ln_pdf(x)), of_inverse, &near)?;
        let half = HalfNormal::new(a)?;
        diverges((&half, |x| half.ln_pdf(x)), of_inverse, &near)?;
        let cb = ContinuousBernoulli::new(r.between(0.1, 0.9))?;
        diverges((&cb, |x| cb.ln_pdf(x)), of_inverse, &near)?;
    }
    Ok(())
}

/// The same for counts.
#[test]
fn infinite_pairs_count_what_is_impossible() -> TestResult {
    let mut random = Random(53);
    for _ in 0..500 {
        let p = Poisson::new(random.between(0.1, 20.0))?;
        let (x, n) = (random.unit(), 1 + random.below(9) as u64);
        let above = |q_sf: f64, largest: u64, d: Information| {
            assert_eq!(d, Information::INFINITY);
            assert!(p.sf(largest) > 0.0 && q_sf == 0.0, "{p:?} {largest}");
        };
        let q = Bernoulli::new(x)?;
        above(q.sf(1), 1, p.kl(&q)?);
        let q = Binomial::new(x, n)?;
        above(q.sf(n), n, p.kl(&q)?);
        let q = DiscreteUniform::new(0, n as i64)?;
        above(q.sf(n as i64), n, p.kl(&q)?);
        let q = Hypergeometric::new(2 * n, n, n)?;
        above(q.sf(n), n, p.kl(&q)?);
        let q = Geometric::new(x)?;
        assert_eq!(p.kl(&q)?, Information::INFINITY);
        assert!(p.cdf(0) > 0.0 && q.cdf(0) == 0.0);
    }
    Ok(())
}

/// Turning [0, 1] around, and Bregman's identity of three points.
#[test]
fn continuous_bernoulli() -> TestResult {
    let mut random = Random(54);
    for _ in 0..8_000 {
        let r = &mut random;
        // Short enough for 1 − λ to be exact.
        let mut short = || (1 + r.below((1 << 30) - 1)) as f64 * 2f64.powi(-30);
        let (l, k) = (short(), short());
        let new = ContinuousBernoulli::new;
        let (p, q) = (new(l)?, new(k)?);
        let (p_, q_) = (new(1.0 - l)?, new(1.0 - k)?);
        let d = p.kl(&q)?.nats();
        close(d, p_.kl(&q_)?.nats(), 16.0 * ULP);
        close(p.mean(), 1.0 - p_.mean(), 8.0 * ULP);
        let x = r.below(1 << 20) as f64 * 2f64.powi(-20);
        let (one, other) = (p.ln_pdf(x), p_.ln_pdf(1.0 - x));
        assert!(
            (one - other).abs() <= 8.0 * ULP * (30.0 + one.abs()),
            "{one} {other}"
        );
        assert_eq!(p.kl(&p)?, Information::ZERO);
        // The logarithm of the densities' ratio is linear in x.
        let m = p.mean();
        let direct =
            (1.0 - m) * (p.ln_pdf(0.0) - q.ln_pdf(0.0)) + m * (p.ln_pdf(1.0) - q.ln_pdf(1.0));
        assert!((d - direct).abs() < 1e-13, "{d} {direct}");
        // The exponential distribution that is cut off is −ln(1 − e^(−h)) away.
        let h = (-k).ln_1p() - k.ln();
        if h > 0.01 {
            let exp = Exp::new(h)?;
            close(
                q.kl(&exp)?.nats(),
                -(-(-h).exp()).ln_1p(),
                1e-6 + 1e-15 * h.exp(),
            );
        }
        let uniform = Uniform::new(0.0, 1.0)?;
        let half = new(0.5)?;
        close(p.kl(&uniform)?.nats(), p.kl(&half)?.nats(), 16.0 * ULP);
        close(uniform.kl(&q)?.nats(), half.kl(&q)?.nats(), 32.0 * ULP);
    }
    Ok(())
}

/// Not negative and not NaN for any parameters.
#[test]
fn divergence_is_never_negative_or_nan() -> TestResult {
    fn cross<P: KlDivergence<Q> + Debug, Q: Debug>(p: &P, q: &Q) -> TestResult {
        let d = p.kl(q)?.nats();
        assert!(d >= 0.0, "{d} for {p:?} {q:?}");
        Ok(())
    }
    let mut random = Random(55);
    for _ in 0..8_000 {
        let r = &mut random;
        let (a, b, mu) = (r.moderate(), r.moderate(), r.between(-3.0, 3.0));
        let lambda = r.lambda();
        let (p, q) = (
            ContinuousBernoulli::new(lambda)?,
            ContinuousBernoulli::new(r.near(lambda).clamp(1e-300, 1.0 - ULP))?,
        );
        let (exp, normal, half) = (Exp::new(a)?, Normal::new(mu, b)?, HalfNormal::new(b)?);
        cross(&p, &q)?;
        cross(&p, &ContinuousBernoulli::new(r.lambda())?)?;
        cross(&p, &exp)?;
        cross(&p, &normal)?;
        cross(&p, &Uniform::new(-a, 1.0 + b)?)?;
        let (x, y) = (r.unit(), r.unit());
        cross(&Uniform::new(x.min(y), x.max(y))?, &p)?;
        cross(&half, &HalfNormal::new(r.near(b))?)?;
        cross(&half, &exp)?;
        cross(&half, &Gamma::new(a, b)?)?;
        cross(&half, &normal)?;
        let (gumbel, laplace) = (Gumbel::new(mu, a)?, Laplace::new(r.near(mu), b)?);
        let (gamma, pareto) = (Gamma::new(a, b)?, Pareto::new(b, 1.0 + r.moderate())?);
        let uniform = Uniform::new(x.min(y), x.max(y) + a)?;
        cross(&Beta::new(a, b)?, &Uniform::new(-a, 1.0 + b)?)?;
        cross(&gumbel, &normal)?;
        cross(&gumbel, &laplace)?;
        cross(&normal, &gumbel)?;
        cross(&exp, &gumbel)?;
        cross(&gamma, &gumbel)?;
        cross(&uniform, &gumbel)?;
        cross(&uniform, &gamma)?;
        cross(&uniform, &laplace)?;
        cross(&exp, &laplace)?;
        cross(&p, &laplace)?;
        cross(&pareto, &laplace)?;
        cross(&pareto, &exp)?;
        cross(&pareto, &gamma)?;
        cross(&pareto, &normal)?;
    }
    Ok(())
}

/// The closest member of a family is where the derivation says it is.
#[test]
fn half_normal() -> TestResult {
    let mut random = Random(56);
    for _ in 0..3_000 {
        let r = &mut random;
        let (s, u) = (r.moderate(), 2f64.powi(r.below(40) as i32 - 20));
        let (p, scaled) = (HalfNormal::new(s)?, HalfNormal::new(u * s)?);
        let (a, b, mu) = (r.moderate(), r.moderate(), r.between(-3.0, 3.0));
        // Units by powers of two change nothing.
        let (one, other) = (p.kl(&Exp::new(b)?)?, scaled.kl(&Exp::new(b / u)?)?);
        close(one.nats(), other.nats(), 16.0 * ULP);
        assert_eq!(
            p.kl(&Gamma::new(a, b)?)?,
            scaled.kl(&Gamma::new(a, b / u)?)?
        );
        assert_eq!(
            p.kl(&Normal::new(mu, b)?)?,
            scaled.kl(&Normal::new(u * mu, u * b)?)?
        );
        // An exponential distribution is a gamma distribution of shape 1.
        close(
            p.kl(&Exp::new(b)?)?.nats(),
            p.kl(&Gamma::new(1.0, b)?)?.nats(),
            32.0 * ULP,
        );
        // Half of the normal distribution of the same scale: one bit.
        close(p.kl(&Normal::new(0.0, s)?)?.bits(), 1.0, 16.0 * ULP);
        // From a normal distribution of mean 0, that bit and the divergence of normals.
        let normal = Normal::new(0.0, b)?;
        let whole = Normal::new(0.0, s)?.kl(&normal)?.nats() + std::f64::consts::LN_2;
        close(p.kl(&normal)?.nats(), whole, 32.0 * ULP);
        assert_eq!(
            p.kl(&HalfNormal::new(b)?)?,
            Normal::new(0.0, s)?.kl(&normal)?
        );
    }
    Ok(())
}

/// One distribution under two names, and units by powers of two.
#[test]
fn families_agree_where_they_meet() -> TestResult {
    let mut random = Random(57);
    for _ in 0..3_000 {
        let r = &mut random;
        let (a, b, mu) = (r.moderate(), r.moderate(), r.between(-3.0, 3.0));
        let (alpha, u) = (1.0 + r.moderate(), 2f64.powi(r.below(40) as i32 - 20));
        let (exp, one) = (Exp::new(a)?, Gamma::new(1.0, a)?);
        let (normal, laplace, gumbel) = (
            Normal::new(mu, b)?,
            Laplace::new(mu, b)?,
            Gumbel::new(mu, b)?,
        );
        assert_eq!(exp.kl(&gumbel)?, one.kl(&gumbel)?);
        let (uniform, unit) = (Uniform::new(b, b + a)?, Uniform::new(0.0, 1.0)?);
        close(
            uniform.kl(&exp)?.nats(),
            uniform.kl(&one)?.nats(),
            64.0 * ULP,
        );
        let pareto = Pareto::new(b, alpha)?;
        close(pareto.kl(&exp)?.nats(), pareto.kl(&one)?.nats(), 64.0 * ULP);
        // λ = ½ is the uniform distribution.
        let half = ContinuousBernoulli::new(0.5)?;
        close(half.kl(&exp)?.nats(), unit.kl(&exp)?.nats(), 32.0 * ULP);
        close(
            half.kl(&normal)?.nats(),
            unit.kl(&normal)?.nats(),
            32.0 * ULP,
        );
        close(
            half.kl(&laplace)?.nats(),
            unit.kl(&laplace)?.nats(),
            32.0 * ULP,
        );
        // So are the shapes 1 and 1.
        let (beta, flat) = (Beta::new(a, b)?, Beta::new(1.0, 1.0)?);
        assert_eq!(beta.kl(&unit)?, beta.kl(&flat)?);
        let wide = Uniform::new(-a, 1.0 + b)?;
        assert_eq!(flat.kl(&wide)?, half.kl(&wide)?);
        close(flat.kl(&wide)?.nats(), unit.kl(&wide)?.nats(), 8.0 * ULP);
        // Turned around.
        let (turned, back) = (Uniform::new(-b - a, -b)?, Laplace::new(-mu, b)?);
        assert_eq!(uniform.kl(&laplace)?, turned.kl(&back)?);
        // Other units.
        let (p, scaled) = (Gumbel::new(mu, a)?, Gumbel::new(u * mu, u * a)?);
        let nu = r.near(mu);
        assert_eq!(
            p.kl(&Normal::new(nu, b)?)?,
            scaled.kl(&Normal::new(u * nu, u * b)?)?
        );
        assert_eq!(
            p.kl(&Laplace::new(nu, b)?)?,
            scaled.kl(&Laplace::new(u * nu, u * b)?)?
        );
        let larger = Pareto::new(u * b, alpha)?;
        assert_eq!(
            pareto.kl(&laplace)?,
            larger.kl(&Laplace::new(u * mu, u * b)?)?
        );
        assert_eq!(
            pareto.kl(&Gamma::new(a, b)?)?,
            larger.kl(&Gamma::new(a, b / u)?)?
        );
        let from = |q: &Gumbel, a: f64| {
            Gamma::new(2.0, a)?
                .kl(q)
                .map_err(Box::<dyn std::error::Error>::from)
        };
        assert_eq!(
            from(&gumbel, a)?,
            from(&Gumbel::new(u * mu, u * b)?, a / u)?
        );
    }
    Ok(())
}

/// Where a mean or a variance is missing, and where an interval sticks out.
#[test]
fn finite_pairs_are_infinite_where_they_say() -> TestResult {
    let (exp, gamma) = (Exp::new(1.0)?, Gamma::new(2.0, 1.0)?);
    let (normal, laplace) = (Normal::new(0.0, 1.0)?, Laplace::new(0.0, 1.0)?);
    for (alpha, mean, variance) in [
        (0.5, false, false),
        (1.0, false, false),
        (1.0 + ULP, true, false),
        (2.0, true, false),
        (2.0 + 2.0 * ULP, true, true),
    ] {
        let p = Pareto::new(1.0, alpha)?;
        assert_eq!(p.kl(&exp)?.is_infinite(), !mean);
        assert_eq!(p.kl(&gamma)?.is_infinite(), !mean);
        assert_eq!(p.kl(&laplace)?.is_infinite(), !mean);
        assert_eq!(p.kl(&normal)?.is_infinite(), !variance);
    }
    let (cb, beta) = (ContinuousBernoulli::new(0.3)?, Beta::new(2.0, 3.0)?);
    for (a, b, inside, around) in [
        (0.0, 1.0, true, true),
        (-1.0, 1.0, false, true),
        (0.0, 1.0 + ULP, false, true),
        (5e-324, 1.0, true, false),
        (0.25, 0.5, true, false),
        (2.0, 3.0, false, false),
    ] {
        let u = Uniform::new(a, b)?;
        assert_eq!(u.kl(&cb)?.is_infinite(), !inside);
        assert_eq!(cb.kl(&u)?.is_infinite(), !around);
        assert_eq!(beta.kl(&u)?.is_infinite(), !around);
        assert_eq!(u.kl(&gamma)?.is_infinite(), a < 0.0);
    }
    Ok(())
}

/// ∫ p ln(p/q) by the midpoint rule, after a change of variable that is flat at both
/// ends, and the closed forms.
#[test]
fn closed_forms_are_the_integrals() -> TestResult {
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
