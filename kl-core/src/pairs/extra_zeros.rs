//! Poisson counts whose zeros have a probability of their own.
//!
//! By the chain rule the divergence is that of whether a count is 0, and, as often as P's is not,
//! that of the zero-truncated counts.

use crate::distribution::{HurdlePoisson, ZeroInflatedPoisson};
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::special::log_sinhc::{log_sinhc_remainder, slope};
use crate::terms::kl::{kl_term, kl_term_apart};

/// D(P‖Q), in nats.
pub(super) fn divergence(p: impl Into<Counts>, q: impl Into<Counts>) -> f64 {
    let (p, q): (Counts, Counts) = (p.into(), q.into());
    let d = p.more_positive(&q);
    let positive = kl_term_apart(p.positive, q.positive, d);
    let zero = if q.of_zero < TINY && p.of_zero > 2.0 * q.of_zero && q.zeros == Zeros::Added(0.0) {
        // The probability may be subnormal, but its logarithm is known.
        p.of_zero * ((p.of_zero.ln() + q.rate) - 1.0) + q.of_zero
    } else {
        kl_term_apart(p.of_zero, q.of_zero, -d)
    };
    let truncated = if p.positive > 0.0 {
        weighted_truncated(p.positive, p.rate, q.rate)
    } else {
        0.0
    };
    positive + zero + truncated
}

/// A zero-inflated or a hurdle Poisson distribution.
pub(super) struct Counts {
    zeros: Zeros,
    rate: f64,
    /// P(0), and not 0 where it underflows.
    of_zero: f64,
    /// 1 − P(0), which keeps the digits that this difference loses, and is not 0 where it
    /// underflows.
    positive: f64,
}

/// What is known of the zeros.
#[derive(PartialEq)]
enum Zeros {
    /// The probability of one that is no Poisson count.
    Added(f64),
    /// The probability of any.
    All(f64),
}

impl Counts {
    /// A Poisson distribution, of which the zeros are added to.
    pub(super) fn inflated(inflation: f64, rate: f64) -> Self {
        let own = 1.0 - inflation;
        let positive = if own > 0.0 {
            (own * -(-rate).exp_m1()).max(LEAST)
        } else {
            0.0
        };
        Counts {
            zeros: Zeros::Added(inflation),
            rate,
            of_zero: (inflation + own * (-rate).exp()).max(LEAST),
            positive,
        }
    }

    /// 1 − Q(0) less 1 − P(0).
    fn more_positive(&self, q: &Counts) -> f64 {
        match (&self.zeros, &q.zeros) {
            (Zeros::Added(p), Zeros::Added(inflation)) => {
                // (1 − πq)(e^(−λp) − e^(−λq)) + (πp − πq)(1 − e^(−λp))
                let d = q.rate - self.rate;
                let least = self.rate.min(q.rate);
                let rarer = (-least).exp() * -(-d.abs()).exp_m1();
                (1.0 - inflation) * rarer.copysign(d) + (p - inflation) * -(-self.rate).exp_m1()
            }
            (Zeros::All(p), Zeros::All(q)) => p - q,
            (Zeros::Added(_), Zeros::All(zero)) => self.more_often_zero(*zero),
            (Zeros::All(zero), Zeros::Added(_)) => -q.more_often_zero(*zero),
        }
    }

    /// P(0) of a zero-inflated distribution less a probability.
    ///
    /// The two may be chosen to be equal, as by whoever fits one distribution to the other. Their
    /// difference is then below what P(0) loses when rounded, so it has twice the digits.
    fn more_often_zero(&self, zero: f64) -> f64 {
        let Zeros::Added(inflation) = self.zeros else {
            return self.of_zero - zero;
        };
        // The smaller numbers have the smaller roundings.
        let by_zeros = self.of_zero < self.positive;
        let (d, size) = if by_zeros {
            (self.of_zero - zero, self.of_zero)
        } else {
            ((1.0 - zero) - self.positive, self.positive)
        };
        if d.abs() > 0.5 * size || size < TINY {
            return d;
        }
        let own = Double::exact_sum(1.0, -inflation);
        let less = Double::from(-self.rate);
        if by_zeros {
            (Double::from(inflation) + own * less.exp() - Double::from(zero)).value
        } else {
            (Double::exact_sum(1.0, -zero) + own * less.exp_m1()).value
        }
    }
}

impl From<&ZeroInflatedPoisson> for Counts {
    fn from(d: &ZeroInflatedPoisson) -> Self {
        Counts::inflated(d.inflation(), d.rate())
    }
}

impl From<&HurdlePoisson> for Counts {
    fn from(d: &HurdlePoisson) -> Self {
        let zero = d.probability_of_zero();
        Counts {
            zeros: Zeros::All(zero),
            rate: d.rate(),
            of_zero: zero,
            positive: 1.0 - zero,
        }
    }
}

/// A weight times the divergence of two zero-truncated Poisson distributions.
///
/// They are an exponential family in ln λ, with ln(e^λ − 1) = ln λ + g(λ), and their divergence is
/// g′(λp)·(λp ln(λp/λq) − λp + λq) + (g(λq) − g(λp) − (λq − λp) g′(λp)). As g is convex and rises,
/// neither part is negative. The second is the divergence of two continuous Bernoulli
/// distributions: g(λ) is ½λ + ln(sinh(½λ)/½λ).
fn weighted_truncated(weight: f64, p: f64, q: f64) -> f64 {
    let (a, b) = (0.5 * p, 0.5 * q);
    let rise = 0.5 + 0.5 * slope(a);
    let poisson = if p.max(q) > HUGE {
        // The term may overflow where a small weight is still to come.
        (weight * kl_term(p / HUGE, q / HUGE)) * HUGE
    } else {
        weight * kl_term(p, q)
    };
    rise * poisson + weight * log_sinhc_remainder(a, b, 0.5 * (q - p))
}

/// The smallest double.
const LEAST: f64 = f64::from_bits(1);

/// Probabilities below this are next to subnormal ones.
const TINY: f64 = power_of_two(-960);

/// Rates above this may overflow when multiplied by a logarithm.
const HUGE: f64 = power_of_two(1000);
