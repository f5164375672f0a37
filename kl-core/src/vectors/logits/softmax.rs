//! One vector of logits over a temperature, and its probabilities.

use super::gap::{Gap, Weight};
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::lanes::element::Element;

/// p = exp(ℓ/T) / Σ exp(ℓ/T), as weights exp((ℓ − max ℓ)/T) and their total.
#[derive(Clone, Copy)]
pub(crate) struct Softmax<'a, F = f64> {
    logits: &'a [F],
    temperature: f64,
    /// The place of the largest logit.
    top: usize,
    /// The sum of all weights but the largest, which is 1.
    others: f64,
}

impl<'a, F: Element> Softmax<'a, F> {
    /// At least one logit is finite and none is NaN or +∞. Unless the temperature is 1,
    /// no difference of two logits overflows, divided by it or not.
    pub(crate) fn new(logits: &'a [F], temperature: f64) -> Self {
        let (mut top, mut max) = (0, f64::NEG_INFINITY);
        for (k, &z) in logits.iter().enumerate() {
            let z = z.into();
            if z > max {
                (top, max) = (k, z);
            }
        }
        let mut softmax = Softmax {
            logits,
            temperature,
            top,
            others: 0.0,
        };
        let others = (0..logits.len()).filter(|&k| k != top);
        softmax.others = sum(others.map(|k| softmax.weight(k).value()));
        softmax
    }

    pub(super) fn len(&self) -> usize {
        self.logits.len()
    }

    /// Whether the logit is −∞.
    pub(super) fn is_impossible(&self, k: usize) -> bool {
        self.logit(k) == f64::NEG_INFINITY
    }

    fn logit(&self, k: usize) -> f64 {
        self.logits[k].into()
    }

    /// (ℓ − max ℓ)/T of a possible outcome.
    pub(super) fn gap(&self, k: usize) -> Gap {
        Gap::quotient(self.logit(k), self.logit(self.top), self.temperature)
    }

    /// This gap less that of another softmax, of a possible outcome.
    pub(super) fn gap_beyond(&self, other: &Self, k: usize) -> Gap {
        let temperature = self.temperature;
        if temperature == other.temperature && temperature >= 1e-200 {
            // The gaps are subtracted before they are divided: each quotient is rounded.
            let [gap, of_other] = [self, other].map(|s| Gap::between(s.logit(k), s.logit(s.top)));
            gap.minus(of_other).over(temperature)
        } else {
            self.gap(k).minus(other.gap(k))
        }
    }

    /// exp((ℓ − max ℓ)/T).
    pub(super) fn weight(&self, k: usize) -> Weight {
        if self.is_impossible(k) {
            Weight::ZERO
        } else {
            Weight::exp(self.gap(k))
        }
    }

    /// The sum of the weights.
    pub(super) fn total(&self) -> f64 {
        1.0 + self.others
    }

    pub(super) fn log_total(&self) -> f64 {
        self.others.ln_1p()
    }

    pub(crate) fn probability(&self, k: usize) -> f64 {
        // Scale that leaves one rounding to a subnormal at most, that of the last product.
        const UP: f64 = power_of_two(64);
        (self.weight(k).times(UP) / self.total() / UP).min(1.0)
    }

    /// 1 − p, without the cancellation where p is next to 1.
    pub(crate) fn complement(&self, k: usize) -> f64 {
        let others = if k == self.top {
            self.others
        } else {
            // At least 1: the largest weight is among the others.
            1.0 + (self.others - self.weight(k).value()).max(0.0)
        };
        others / self.total()
    }

    /// −ln of the probability: a sum of two terms that are ≥ 0.
    pub(crate) fn surprise(&self, k: usize) -> f64 {
        if self.is_impossible(k) {
            return f64::INFINITY;
        }
        let (value, lost) = self.gap(k).parts();
        (self.log_total() - lost) - value
    }
}
