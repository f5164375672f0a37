//! Inputs on which other libraries give wrong answers, as seen with the versions
//! named: scipy 1.17, torch 2.15, numkong 7.8, simsimd 6.5, logp 0.2, statrs 0.19.

use crate::common::TestResult;
use kl_core::distribution::ContinuousBernoulli;
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::{Beta, Gamma, Normal, Poisson, Uniform};
use kl_core::{Information, KlDivergence, Logits, MultivariateNormal, Pmf, gradient};

/// A sum of two doubles, about 32 digits, for references.
#[derive(Clone, Copy, Default)]
struct Double(f64, f64);

impl Double {
    fn plus(self, other: Double) -> Double {
        let s = self.0 + other.0;
        let kept = s - self.0;
        let lost = (self.0 - (s - kept)) + (other.0 - kept) + self.1 + other.1;
        Double(s + lost, (s - (s + lost)) + lost)
    }

    fn times(self, other: Double) -> Double {
        let s = self.0 * other.0;
        let lost = self.0.mul_add(other.0, -s) + self.0 * other.1 + self.1 * other.0;
        Double(s + lost, (s - (s + lost)) + lost)
    }

    fn over(self, other: Double) -> Double {
        let first = self.0 / other.0;
        let rest = self.plus(other.times(Double(-first, 0.0)));
        Double(first, 0.0).plus(Double(rest.0 / other.0, 0.0))
    }

    /// The power series of artanh at (x − 1)/(x + 1), for x between ½ and 2.
    fn ln(self) -> Double {
        let one = Double(1.0, 0.0);
        let r = self.plus(Double(-1.0, 0.0)).over(self.plus(one));
        let square = r.times(r);
        let mut total = Double::default();
        for k in (0..40).rev() {
            let odd = Double(f64::from(2 * k + 1), 0.0);
            total = total.times(square).plus(one.over(odd));
        }
        r.times(total).times(Double(2.0, 0.0))
    }
}

/// Σ p ln(p/q) − p + q as it stands, in twice the digits, for p/q between ½ and 2.
fn reference(p: &Pmf, q: &Pmf) -> f64 {
    let pairs = p.as_slice().iter().zip(q.as_slice());
    let terms = pairs.map(|(&p, &q)| {
        let (p, q) = (Double(p, 0.0), Double(q, 0.0));
        p.times(p.over(q).ln()).plus(q).plus(Double(-p.0, 0.0))
    });
    terms.fold(Double::default(), Double::plus).0
}

/// Even probabilities but for half of their size, and the same with relative changes
/// up to the given size: multiples of two irrational numbers, modulo one.
fn pair(n: usize, size: f64) -> Result<(Pmf, Pmf), kl_core::Error> {
    let even = |i: usize, step: f64| (i as f64 * step).fract();
    let w: Vec<f64> = (0..n)
        .map(|i| 0.5 + even(i, std::f64::consts::SQRT_2))
        .collect();
    let changed = w
        .iter()
        .enumerate()
        .map(|(i, w)| w * (1.0 + size * (2.0 * even(i, std::f64::consts::E) - 1.0)));
    let v: Vec<f64> = changed.collect();
    Ok((Pmf::from_weights(w)?, Pmf::from_weights(v)?))
}

#[track_caller]
fn close(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * b.abs(), "{a:e} is not {b:e}");
}

/// scipy's `entropy` says −3.9e-16, its `rel_entr().sum()` 2.6e-16 and torch
/// 7.8e-16, where the truth is about 2e-17: they add up what Σp and Σq lack to one.
#[test]
fn relative_differences_of_1e_8_in_1000_outcomes() -> TestResult {
    let (p, q) = pair(1000, 1e-8)?;
    let d = p.kl(&q)?.nats();
    assert!((1e-17..1e-16).contains(&d), "{d:e}");
    close(d, reference(&p, &q), 1e-12);
    // Half the variance of the relative difference.
    close(d, 1e-16 / 6.0, 0.1);
    Ok(())
}

/// scipy's `jensenshannon`, squared, is wrong in the second digit at 1e-8, and says
/// 2.5e-18 at 1e-10, two thousand times too much.
#[test]
fn jensen_shannon_of_relative_differences_of_1e_8_and_1e_10() -> TestResult {
    for size in [1e-8, 1e-10] {
        let (p, q) = pair(1000, size)?;
        let js = p.jensen_shannon(&q)?.nats();
        close(js, size * size / 24.0, 0.1);
        // A quarter of the divergence, but for terms smaller by the difference.
        close(js, reference(&p, &q) / 4.0, 10.0 * size);
    }
    Ok(())
}

/// simsimd says 486 872 where the truth is 0.4959.
#[test]
fn ten_thousand_outcomes() -> TestResult {
    let (p, q) = pair(10_000, 0.3)?;
    close(p.kl(&q)?.nats(), reference(&p, &q), 1e-15);
    Ok(())
}

/// numkong adds an epsilon to each probability: of 10⁶ outcomes, 7 digits are right.
#[test]
fn a_million_outcomes() -> TestResult {
    let (p, q) = pair(1_000_000, 1e-3)?;
    let d = p.kl(&q)?.nats();
    close(d, 1e-6 / 6.0, 0.01);
    // Every hundredth outcome, to keep the reference short.
    let some = |p: &Pmf| {
        let every = p.as_slice().iter().step_by(100).copied();
        Pmf::from_weights(every.collect::<Vec<_>>())
    };
    let (p, q) = (some(&p)?, some(&q)?);
    close(p.kl(&q)?.nats(), reference(&p, &q), 1e-13);
    Ok(())
}

/// numkong adds up in `f32`, and says 0.176 where the truth is 0.4999: here the
/// probabilities of a thousand outcomes are shared among ten thousand each.
#[test]
#[cfg_attr(debug_assertions, ignore = "takes seconds without optimisation")]
fn ten_million_outcomes_of_f32() -> TestResult {
    let (p, q) = pair(1000, 0.9)?;
    let shared = |p: &Pmf| {
        let each = p.as_slice().iter().map(|&x| f64::from((x / 1e4) as f32));
        let weights: Vec<f64> = each.cycle().take(10_000_000).collect();
        Pmf::from_weights(weights)
    };
    let rounded = |p: &Pmf| {
        let each = p.as_slice().iter().map(|&x| f64::from((x / 1e4) as f32));
        Pmf::from_weights(each.collect::<Vec<_>>())
    };
    let few = rounded(&p)?.kl(&rounded(&q)?)?.nats();
    close(shared(&p)?.kl(&shared(&q)?)?.nats(), few, 1e-13);
    Ok(())
}

/// torch says 1.00025e-24. The double next to 1 + 1e-12 is not quite that, and the
/// value for it is mpmath's.
#[test]
fn normals_whose_scales_differ_by_1e_12() -> TestResult {
    let d = Normal::new(0.0, 1.0)?.kl(&Normal::new(0.0, 1.0 + 1e-12)?)?;
    close(d.nats(), 1.000_177_809_066_328_5e-24, 4.0 * f64::EPSILON);
    Ok(())
}

/// torch says −3.6e-14. The value is mpmath's, for the doubles that these are.
#[test]
fn betas_whose_shapes_differ_by_1e_9() -> TestResult {
    let d = Beta::new(50.0, 50.0)?.kl(&Beta::new(50.0 * (1.0 + 1e-9), 50.0)?)?;
    close(d.nats(), 1.268_896_029_758_535_2e-17, 16.0 * f64::EPSILON);
    Ok(())
}

/// torch says 5.42e-12. The value is mpmath's, for the doubles that these are.
#[test]
fn gammas_whose_shapes_differ_by_1e_7() -> TestResult {
    let d = Gamma::new(1000.0, 1.0)?.kl(&Gamma::new(1000.0 * (1.0 + 1e-7), 1.0)?)?;
    close(d.nats(), 5.002_500_675_362_667e-12, 8.0 * f64::EPSILON);
    Ok(())
}

/// torch says 0. To second order the divergence is ¼ tr((Σq⁻¹(Σp − Σq))²), and here
/// Σp − Σq is 1e-8 times a matrix without a diagonal, and Σq all but the unit matrix.
#[test]
fn normals_in_twenty_dimensions_1e_8_apart() -> TestResult {
    let e = 2f64.powi(-27);
    let sigma = |e: f64| DMatrix::from_fn(20, 20, |i, j| if i == j { 1.0 } else { e });
    let zero = || vec![0.0; 20];
    let p = MultivariateNormal::new(zero(), sigma(e))?;
    let q = MultivariateNormal::new(zero(), sigma(0.0))?;
    // The eigenvalues of Σp are 1 + 19e, and 1 − e nineteen times.
    let term = |x: f64| x * x * (0.25 - x / 6.0);
    let expected = term(19.0 * e) + 19.0 * term(-e);
    close(p.kl(&q)?.nats(), expected, 1e-13);
    Ok(())
}

/// torch says ∞ either way; the supports are the same. The values are mpmath's.
#[test]
fn uniform_and_continuous_bernoulli() -> TestResult {
    let (u, c) = (Uniform::new(0.0, 1.0)?, ContinuousBernoulli::new(0.3)?);
    close(
        u.kl(&c)?.nats(),
        0.029_736_123_251_875_44,
        8.0 * f64::EPSILON,
    );
    close(
        c.kl(&u)?.nats(),
        0.029_386_202_232_129_09,
        8.0 * f64::EPSILON,
    );
    Ok(())
}

/// logp returns an error for a zero in Q, and others NaN for a weight of zero:
/// 0 ln 0 is 0, and an infinite divergence is a value.
#[test]
fn a_weight_of_zero_and_a_zero_in_q() -> TestResult {
    let p = Pmf::new([0.5, 0.5, 0.0])?;
    let q = Pmf::new([0.25, 0.25, 0.5])?;
    assert_eq!(p.kl(&q)?.bits(), 1.0);
    assert_eq!(q.kl(&p)?, Information::INFINITY);
    assert_eq!(p.kl(&p)?, Information::ZERO);
    assert_eq!(q.first_outside_support(&p)?, Some(2));
    let js = Pmf::jensen_shannon_of(&[(0.0, &p), (1.0, &q)])?;
    assert_eq!(js, Information::ZERO);
    Ok(())
}

/// torch says NaN for Poisson(0) and Poisson(2). statrs refuses a rate of zero; the
/// smallest positive one gives the limit, 2.
#[test]
fn poisson_of_rate_almost_zero() -> TestResult {
    let (p, q) = (Poisson::new(5e-324)?, Poisson::new(2.0)?);
    assert_eq!(p.kl(&q)?.nats(), 2.0);
    Ok(())
}

/// Automatic differentiation of p ln(p/q), as it stands, gives NaN at p = 0.
#[test]
fn gradient_at_a_target_of_zero() -> TestResult {
    let p = Logits::new([0.0, f64::NEG_INFINITY])?;
    let q = Logits::new([0.0, 0.0])?;
    assert_eq!(gradient::kl_by_q_logits(&p, &q)?, [-0.5, 0.5]);
    assert_eq!(gradient::kl_by_p_logits(&p, &q)?, [0.0, 0.0]);
    Ok(())
}

/// A softmax first, and its logarithm after, makes e⁻⁸⁰⁰ zero and the divergence
/// infinite; a common shift of 10¹⁵ leaves three digits of the normaliser.
#[test]
fn logits_that_underflow_or_are_shifted() -> TestResult {
    let p = Logits::new([0.0, 0.0])?;
    let q = Logits::new([0.0, -800.0])?;
    close(p.kl(&q)?.nats(), 400.0 - 2f64.ln(), 1e-15);
    let shifted = Logits::new([1e15, 1e15 - 800.0])?;
    assert_eq!(p.kl(&shifted)?, p.kl(&q)?);
    Ok(())
}
