//! Divergences as textbooks write them, in doubles and without a thought about cancellation: the
//! cross-entropy less the entropy, or the sum over all counts.

use kl_core::MultivariateNormal;
use kl_core::distribution::*;
use kl_core::nalgebra::Dyn;
use kl_core::statrs::consts::EULER_MASCHERONI as EULER;
use kl_core::statrs::distribution::*;
use kl_core::statrs::function::beta::{checked_beta_reg, ln_beta};
use kl_core::statrs::function::erf::erf;
use kl_core::statrs::function::exponential;
use kl_core::statrs::function::gamma::{checked_gamma_lr, digamma, gamma, ln_gamma};
use std::f64::consts::{E, LN_2, PI};

/// The divergence from the parameters of P, then those of Q, each in its constructor's order. NaN
/// where the formula has no such thing.
pub(crate) fn divergence<P: Law, Q: Code>(p: &[f64], q: &[f64]) -> f64 {
    Q::cross_entropy::<P>(p, q) - P::entropy(p)
}

/// The pairs that textbooks write otherwise.
pub(crate) fn closed(pair: &str) -> Option<fn(&[f64]) -> f64> {
    Some(match pair {
        "Bernoulli‖Bernoulli" => |x| term(x[0], x[1]) + term(1.0 - x[0], 1.0 - x[1]),
        "Bernoulli‖Poisson" => |x| {
            let entropy = term(x[0], 1.0) + term(1.0 - x[0], 1.0);
            entropy + x[1] - x[0] * x[1].ln()
        },
        // The oracle has the number of trials first, and only once where both have the same.
        "Binomial‖Binomial" => |x| match *x {
            [n, p, q] => n * (term(p, q) + term(1.0 - p, 1.0 - q)),
            _ => {
                let q = Binomial::new(x[3], x[2] as u64).ok();
                over_counts(Binomial::new(x[1], x[0] as u64).ok(), q, x[0] * x[1])
            }
        },
        "Binomial‖Poisson" => |x| {
            let q = Poisson::new(x[2]).ok();
            over_counts(Binomial::new(x[1], x[0] as u64).ok(), q, x[0] * x[1])
        },
        "Cauchy‖Cauchy" => |x| {
            let (scales, apart) = (x[1] + x[3], x[0] - x[2]);
            ((scales.powi(2) + apart.powi(2)) / (4.0 * x[1] * x[3])).ln()
        },
        "DiscreteUniform‖DiscreteUniform" => |x| ((x[3] - x[2] + 1.0) / (x[1] - x[0] + 1.0)).ln(),
        "Geometric‖Geometric" => {
            |x| (x[0] / x[1]).ln() + (1.0 - x[0]) / x[0] * ((1.0 - x[0]) / (1.0 - x[1])).ln()
        }
        "NegativeBinomial‖NegativeBinomial" => |x| {
            let q = NegativeBinomial::new(x[2], x[3]).ok();
            over_counts(NegativeBinomial::new(x[0], x[1]).ok(), q, x[0] / x[1])
        },
        "NegativeBinomial‖Poisson" => |x| {
            let q = Poisson::new(x[2]).ok();
            over_counts(NegativeBinomial::new(x[0], x[1]).ok(), q, x[0] / x[1])
        },
        "Poisson‖NegativeBinomial" => |x| {
            let q = NegativeBinomial::new(x[1], x[2]).ok();
            over_counts(Poisson::new(x[0]).ok(), q, x[0])
        },
        "Poisson‖Poisson" => |x| x[0] * (x[0] / x[1]).ln() - x[0] + x[1],
        "VonMises‖VonMises" => |x| {
            let ([p0, p1], [q0, _]) = (bessel(x[1]), bessel(x[3]));
            (q0 / p0).ln() + p1 / p0 * (x[1] - x[3] * (x[0] - x[2]).cos())
        },
        _ => return None,
    })
}

fn term(p: f64, q: f64) -> f64 {
    if p == 0.0 { 0.0 } else { p * (p / q).ln() }
}

/// Σ P ln(P/Q), as far as a plain loop goes for a mean of that size.
fn over_counts<P, Q>(p: Option<P>, q: Option<Q>, mean: f64) -> f64
where
    P: Discrete<u64, f64>,
    Q: Discrete<u64, f64>,
{
    const MOST: f64 = 1e4;
    let (Some(p), Some(q)) = (p, q) else {
        return f64::NAN;
    };
    if mean > MOST {
        return f64::NAN;
    }
    let counts = 0..(2.0 * mean + 40.0 * mean.sqrt() + 100.0) as u64;
    let terms = counts.map(|k| (p.ln_pmf(k), q.ln_pmf(k)));
    // Of counts that P cannot have, the logarithm is infinite.
    let seen = terms.filter(|(p, _)| p.is_finite());
    seen.map(|(p, q)| p.exp() * (p - q)).sum()
}

/// I₀ and I₁ by their series.
fn bessel(x: f64) -> [f64; 2] {
    let (mut term, mut sums) = (1.0, [0.0; 2]);
    let mut k = 0.0;
    while term > sums[0] * f64::EPSILON {
        sums[0] += term;
        sums[1] += term * (0.5 * x) / (k + 1.0);
        k += 1.0;
        term *= (0.5 * x / k).powi(2);
    }
    sums
}

/// What the formulas ask of P.
#[expect(unused_variables, reason = "what a family does not have is NaN")]
pub(crate) trait Law {
    fn entropy(x: &[f64]) -> f64 {
        f64::NAN
    }
    fn mean(x: &[f64]) -> f64 {
        f64::NAN
    }
    fn variance(x: &[f64]) -> f64 {
        f64::NAN
    }
    /// E ln x
    fn mean_ln(x: &[f64]) -> f64 {
        f64::NAN
    }
    /// Of ln x.
    fn variance_ln(x: &[f64]) -> f64 {
        f64::NAN
    }
    /// E ln(1 − x)
    fn mean_ln_1m(x: &[f64]) -> f64 {
        f64::NAN
    }
    /// E|x − c|
    fn distance(x: &[f64], c: f64) -> f64 {
        f64::NAN
    }
    /// E xᵏ
    fn power(x: &[f64], k: f64) -> f64 {
        f64::NAN
    }
    /// E exp(−tx)
    fn laplace_transform(x: &[f64], t: f64) -> f64 {
        f64::NAN
    }
}

/// What is asked of Q: −E ln q.
pub(crate) trait Code {
    fn cross_entropy<P: Law>(_p: &[f64], _q: &[f64]) -> f64 {
        f64::NAN
    }
}

impl Law for Normal {
    fn entropy(x: &[f64]) -> f64 {
        0.5 * (2.0 * PI * E * x[1].powi(2)).ln()
    }
    fn mean(x: &[f64]) -> f64 {
        x[0]
    }
    fn variance(x: &[f64]) -> f64 {
        x[1].powi(2)
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        let z = (x[0] - c) / x[1];
        x[1] * (2.0 / PI).sqrt() * (-0.5 * z * z).exp() + (x[0] - c) * erf(z / 2f64.sqrt())
    }
    fn laplace_transform(x: &[f64], t: f64) -> f64 {
        (-t * x[0] + 0.5 * (t * x[1]).powi(2)).exp()
    }
}

impl Code for Normal {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        let variance = q[1].powi(2);
        let square = P::variance(p) + (P::mean(p) - q[0]).powi(2);
        0.5 * (2.0 * PI * variance).ln() + square / (2.0 * variance)
    }
}

impl Law for LogNormal {
    fn entropy(x: &[f64]) -> f64 {
        x[0] + Normal::entropy(x)
    }
    fn mean_ln(x: &[f64]) -> f64 {
        x[0]
    }
    fn variance_ln(x: &[f64]) -> f64 {
        x[1].powi(2)
    }
}

impl Code for LogNormal {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        let (mean, variance) = (P::mean_ln(p), q[1].powi(2));
        let square = P::variance_ln(p) + (mean - q[0]).powi(2);
        mean + 0.5 * (2.0 * PI * variance).ln() + square / (2.0 * variance)
    }
}

impl Law for HalfNormal {
    fn entropy(x: &[f64]) -> f64 {
        0.5 * (PI * x[0].powi(2) / 2.0).ln() + 0.5
    }
    fn mean(x: &[f64]) -> f64 {
        x[0] * (2.0 / PI).sqrt()
    }
    fn variance(x: &[f64]) -> f64 {
        x[0].powi(2) * (1.0 - 2.0 / PI)
    }
    fn mean_ln(x: &[f64]) -> f64 {
        x[0].ln() + 0.5 * (digamma(0.5) + LN_2)
    }
}

impl Code for HalfNormal {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        let square = P::variance(p) + P::mean(p).powi(2);
        0.5 * (PI * q[0].powi(2) / 2.0).ln() + square / (2.0 * q[0].powi(2))
    }
}

impl Law for Laplace {
    fn entropy(x: &[f64]) -> f64 {
        1.0 + (2.0 * x[1]).ln()
    }
    fn mean(x: &[f64]) -> f64 {
        x[0]
    }
    fn variance(x: &[f64]) -> f64 {
        2.0 * x[1].powi(2)
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        let d = (x[0] - c).abs();
        d + x[1] * (-d / x[1]).exp()
    }
}

impl Code for Laplace {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        (2.0 * q[1]).ln() + P::distance(p, q[0]) / q[1]
    }
}

impl Law for Exp {
    fn entropy(x: &[f64]) -> f64 {
        1.0 - x[0].ln()
    }
    fn mean(x: &[f64]) -> f64 {
        1.0 / x[0]
    }
    fn variance(x: &[f64]) -> f64 {
        1.0 / x[0].powi(2)
    }
    fn mean_ln(x: &[f64]) -> f64 {
        -EULER - x[0].ln()
    }
    fn variance_ln(_: &[f64]) -> f64 {
        PI.powi(2) / 6.0
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        if c <= 0.0 {
            return 1.0 / x[0] - c;
        }
        c - 1.0 / x[0] + 2.0 * (-x[0] * c).exp() / x[0]
    }
    fn power(x: &[f64], k: f64) -> f64 {
        gamma(1.0 + k) / x[0].powf(k)
    }
    fn laplace_transform(x: &[f64], t: f64) -> f64 {
        x[0] / (x[0] + t)
    }
}

impl Code for Exp {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        q[0] * P::mean(p) - q[0].ln()
    }
}

impl Law for Gamma {
    fn entropy(x: &[f64]) -> f64 {
        x[0] - x[1].ln() + ln_gamma(x[0]) + (1.0 - x[0]) * digamma(x[0])
    }
    fn mean(x: &[f64]) -> f64 {
        x[0] / x[1]
    }
    fn variance(x: &[f64]) -> f64 {
        x[0] / x[1].powi(2)
    }
    fn mean_ln(x: &[f64]) -> f64 {
        digamma(x[0]) - x[1].ln()
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        let mean = x[0] / x[1];
        if c <= 0.0 {
            return mean - c;
        }
        // Its series would take hours.
        if x[0] > 1e6 {
            return f64::NAN;
        }
        let below = |shape| checked_gamma_lr(shape, x[1] * c).unwrap_or(f64::NAN);
        c * (2.0 * below(x[0]) - 1.0) + mean * (1.0 - 2.0 * below(x[0] + 1.0))
    }
    fn power(x: &[f64], k: f64) -> f64 {
        (ln_gamma(x[0] + k) - ln_gamma(x[0]) - k * x[1].ln()).exp()
    }
    fn laplace_transform(x: &[f64], t: f64) -> f64 {
        (1.0 + t / x[1]).powf(-x[0])
    }
}

impl Code for Gamma {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        ln_gamma(q[0]) - q[0] * q[1].ln() - (q[0] - 1.0) * P::mean_ln(p) + q[1] * P::mean(p)
    }
}

/// Those that are gamma distributions of other parameters.
macro_rules! as_gamma {
    ($($family:ident, $x:ident => $gamma:expr;)*) => { $(
        impl Law for $family {
            fn entropy($x: &[f64]) -> f64 {
                Gamma::entropy(&$gamma)
            }
            fn mean($x: &[f64]) -> f64 {
                Gamma::mean(&$gamma)
            }
            fn variance($x: &[f64]) -> f64 {
                Gamma::variance(&$gamma)
            }
            fn mean_ln($x: &[f64]) -> f64 {
                Gamma::mean_ln(&$gamma)
            }
            fn distance($x: &[f64], c: f64) -> f64 {
                Gamma::distance(&$gamma, c)
            }
        }

        impl Code for $family {
            fn cross_entropy<P: Law>(p: &[f64], $x: &[f64]) -> f64 {
                Gamma::cross_entropy::<P>(p, &$gamma)
            }
        }
    )* };
}
as_gamma! {
    ChiSquared, x => [0.5 * x[0], 0.5];
    Erlang, x => [x[0], x[1]];
}

impl Law for Chi {
    fn entropy(x: &[f64]) -> f64 {
        let half = 0.5 * x[0];
        ln_gamma(half) + 0.5 * (x[0] - LN_2 - (x[0] - 1.0) * digamma(half))
    }
    fn mean_ln(x: &[f64]) -> f64 {
        0.5 * (digamma(0.5 * x[0]) + LN_2)
    }
    fn power(x: &[f64], k: f64) -> f64 {
        // Of no other power is asked.
        if k == 2.0 { x[0] } else { f64::NAN }
    }
}

impl Code for Chi {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        let half = 0.5 * q[0];
        (half - 1.0) * LN_2 + ln_gamma(half) - (q[0] - 1.0) * P::mean_ln(p) + 0.5 * P::power(p, 2.0)
    }
}

impl Law for InverseGamma {
    fn entropy(x: &[f64]) -> f64 {
        x[0] + x[1].ln() + ln_gamma(x[0]) - (1.0 + x[0]) * digamma(x[0])
    }
    fn mean_ln(x: &[f64]) -> f64 {
        x[1].ln() - digamma(x[0])
    }
    fn power(x: &[f64], k: f64) -> f64 {
        // Of no other power is asked.
        if k == -1.0 { x[0] / x[1] } else { f64::NAN }
    }
}

impl Code for InverseGamma {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        let constant = ln_gamma(q[0]) - q[0] * q[1].ln();
        constant + (q[0] + 1.0) * P::mean_ln(p) + q[1] * P::power(p, -1.0)
    }
}

impl Law for Beta {
    fn entropy(x: &[f64]) -> f64 {
        let (a, b) = (x[0], x[1]);
        ln_beta(a, b) - (a - 1.0) * digamma(a) - (b - 1.0) * digamma(b)
            + (a + b - 2.0) * digamma(a + b)
    }
    fn mean(x: &[f64]) -> f64 {
        x[0] / (x[0] + x[1])
    }
    fn variance(x: &[f64]) -> f64 {
        let sum = x[0] + x[1];
        x[0] * x[1] / (sum.powi(2) * (sum + 1.0))
    }
    fn mean_ln(x: &[f64]) -> f64 {
        digamma(x[0]) - digamma(x[0] + x[1])
    }
    fn mean_ln_1m(x: &[f64]) -> f64 {
        digamma(x[1]) - digamma(x[0] + x[1])
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        let mean = Beta::mean(x);
        if c <= 0.0 || c >= 1.0 {
            return (mean - c).abs();
        }
        let below = |shape| checked_beta_reg(shape, x[1], c).unwrap_or(f64::NAN);
        c * (2.0 * below(x[0]) - 1.0) + mean * (1.0 - 2.0 * below(x[0] + 1.0))
    }
}

impl Code for Beta {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        ln_beta(q[0], q[1]) - (q[0] - 1.0) * P::mean_ln(p) - (q[1] - 1.0) * P::mean_ln_1m(p)
    }
}

/// ln(λ/(1 − λ)): the density is proportional to exp(ηx).
fn logit(lambda: f64) -> f64 {
    (lambda / (1.0 - lambda)).ln()
}

impl Law for ContinuousBernoulli {
    fn entropy(x: &[f64]) -> f64 {
        ContinuousBernoulli::cross_entropy::<ContinuousBernoulli>(x, x)
    }
    fn mean(x: &[f64]) -> f64 {
        if x[0] == 0.5 {
            return 0.5;
        }
        x[0] / (2.0 * x[0] - 1.0) - 1.0 / logit(x[0])
    }
    fn variance(x: &[f64]) -> f64 {
        if x[0] == 0.5 {
            return 1.0 / 12.0;
        }
        1.0 / logit(x[0]).powi(2) - x[0] * (1.0 - x[0]) / (2.0 * x[0] - 1.0).powi(2)
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        let mean = <ContinuousBernoulli as Law>::mean(x);
        if c <= 0.0 || c >= 1.0 {
            return (mean - c).abs();
        }
        if x[0] == 0.5 {
            return 0.5 * (c.powi(2) + (1.0 - c).powi(2));
        }
        let eta = logit(x[0]);
        let whole = (1.0 - c) * eta.exp() - (eta.exp() - (eta * c).exp()) / eta;
        c - mean + 2.0 * whole / (eta.exp() - 1.0)
    }
}

impl Code for ContinuousBernoulli {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        let (lambda, mean) = (q[0], P::mean(p));
        let constant = if lambda == 0.5 {
            2.0
        } else {
            logit(lambda) / (2.0 * lambda - 1.0)
        };
        -constant.ln() - mean * lambda.ln() - (1.0 - mean) * (1.0 - lambda).ln()
    }
}

impl Law for Uniform {
    fn entropy(x: &[f64]) -> f64 {
        (x[1] - x[0]).ln()
    }
    fn mean(x: &[f64]) -> f64 {
        0.5 * (x[0] + x[1])
    }
    fn variance(x: &[f64]) -> f64 {
        (x[1] - x[0]).powi(2) / 12.0
    }
    fn mean_ln(x: &[f64]) -> f64 {
        (-term(x[0], 1.0) + term(x[1], 1.0)) / (x[1] - x[0]) - 1.0
    }
    fn mean_ln_1m(x: &[f64]) -> f64 {
        Uniform::mean_ln(&[1.0 - x[1], 1.0 - x[0]])
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        if c <= x[0] || c >= x[1] {
            return (Uniform::mean(x) - c).abs();
        }
        ((c - x[0]).powi(2) + (x[1] - c).powi(2)) / (2.0 * (x[1] - x[0]))
    }
    fn laplace_transform(x: &[f64], t: f64) -> f64 {
        ((-t * x[0]).exp() - (-t * x[1]).exp()) / (t * (x[1] - x[0]))
    }
}

impl Code for Uniform {
    fn cross_entropy<P: Law>(_: &[f64], q: &[f64]) -> f64 {
        Uniform::entropy(q)
    }
}

impl Law for Pareto {
    fn entropy(x: &[f64]) -> f64 {
        (x[0] / x[1]).ln() + 1.0 / x[1] + 1.0
    }
    fn mean(x: &[f64]) -> f64 {
        x[1] * x[0] / (x[1] - 1.0)
    }
    fn variance(x: &[f64]) -> f64 {
        x[0].powi(2) * x[1] / ((x[1] - 1.0).powi(2) * (x[1] - 2.0))
    }
    fn mean_ln(x: &[f64]) -> f64 {
        x[0].ln() + 1.0 / x[1]
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        let mean = Pareto::mean(x);
        if c <= x[0] {
            return mean - c;
        }
        2.0 * x[0].powf(x[1]) * c.powf(1.0 - x[1]) / (x[1] - 1.0) + c - mean
    }
}

impl Code for Pareto {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        -q[1].ln() - q[1] * q[0].ln() + (q[1] + 1.0) * P::mean_ln(p)
    }
}

impl Law for Gumbel {
    fn entropy(x: &[f64]) -> f64 {
        x[1].ln() + EULER + 1.0
    }
    fn mean(x: &[f64]) -> f64 {
        x[0] + EULER * x[1]
    }
    fn variance(x: &[f64]) -> f64 {
        (PI * x[1]).powi(2) / 6.0
    }
    fn distance(x: &[f64], c: f64) -> f64 {
        let u = (-(c - x[0]) / x[1]).exp();
        let Some(integral) = exponential::integral(u, 1) else {
            return f64::NAN;
        };
        2.0 * x[1] * (integral + u.ln() + EULER) - (Gumbel::mean(x) - c)
    }
    fn laplace_transform(x: &[f64], t: f64) -> f64 {
        (-t * x[0]).exp() * gamma(1.0 + t * x[1])
    }
}

impl Code for Gumbel {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        let transform = P::laplace_transform(p, 1.0 / q[1]);
        q[1].ln() + (P::mean(p) - q[0]) / q[1] + (q[0] / q[1]).exp() * transform
    }
}

impl Law for Weibull {
    fn entropy(x: &[f64]) -> f64 {
        EULER * (1.0 - 1.0 / x[0]) + (x[1] / x[0]).ln() + 1.0
    }
    fn mean(x: &[f64]) -> f64 {
        Weibull::power(x, 1.0)
    }
    fn mean_ln(x: &[f64]) -> f64 {
        x[1].ln() - EULER / x[0]
    }
    fn power(x: &[f64], k: f64) -> f64 {
        x[1].powf(k) * gamma(1.0 + k / x[0])
    }
}

impl Code for Weibull {
    fn cross_entropy<P: Law>(p: &[f64], q: &[f64]) -> f64 {
        q[0] * q[1].ln() - q[0].ln() - (q[0] - 1.0) * P::mean_ln(p)
            + P::power(p, q[0]) / q[1].powf(q[0])
    }
}

/// Those that `closed` is about, those whose parameters are lists or matrices, and those of which
/// textbooks give no formula.
macro_rules! neither {
    ($($family:ty),*) => { $( impl Law for $family {} impl Code for $family {} )* };
}
neither! {
    Bernoulli, Binomial, Categorical, Cauchy, Dirichlet<Dyn>, DiscreteUniform, Geometric,
    HurdlePoisson, InverseWishart, Kumaraswamy, LowRankNormal, MatrixNormal,
    MultivariateNormal, NegativeBinomial, NormalGamma, NormalInverseGamma,
    NormalInverseWishart, NormalWishart, Poisson, SingularNormal, TruncatedNormal, VonMises,
    Wishart, ZeroInflatedPoisson
}
