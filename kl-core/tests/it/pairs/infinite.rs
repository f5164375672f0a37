//! The pairs that are infinite for all parameters, for the reasons that PAIRS.md gives, and
//! those that are infinite for some.

use crate::common::TestResult;
use crate::common::random::Random;
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, Chi, ChiSquared, Continuous, ContinuousCDF, DiscreteCDF,
    DiscreteUniform, Erlang, Exp, Gamma, Geometric, Gumbel, Hypergeometric, InverseGamma, Laplace,
    LogNormal, Normal, Pareto, Poisson, StudentsT, Triangular, Uniform, Weibull,
};
use kl_core::statrs::function::erf::{erf, erfc};
use kl_core::{Information, KlDivergence};
use std::fmt::Debug;

const ULP: f64 = f64::EPSILON;

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
