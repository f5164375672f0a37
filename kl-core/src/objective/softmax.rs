//! Softmax of logits, and how far two of them are apart.

use crate::kernels::{expm1mx, two_sum};
use crate::sum::sum;

/// The softmax of a row of logits over a temperature.
pub(super) struct Softmax<'a> {
    logits: &'a [f64],
    temperature: f64,
    /// The place of the largest logit, and the logit.
    top: usize,
    max: f64,
    /// Σ e^((z − max)/T) over all but the largest.
    rest: f64,
}

impl<'a> Softmax<'a> {
    /// At least one logit, all finite.
    pub(super) fn new(logits: &'a [f64], temperature: f64) -> Self {
        let (mut top, mut max) = (0, f64::NEG_INFINITY);
        for (k, &z) in logits.iter().enumerate() {
            if z > max {
                (top, max) = (k, z);
            }
        }
        let mut softmax = Softmax {
            logits,
            temperature,
            top,
            max,
            rest: 0.0,
        };
        let others = logits.iter().enumerate().filter(|&(k, _)| k != top);
        softmax.rest = sum(others.map(|(_, &z)| softmax.exponential(z)));
        softmax
    }

    /// e^((z − max)/T).
    fn exponential(&self, z: f64) -> f64 {
        exp_of_quotient(two_sum(z, -self.max), self.temperature)
    }

    pub(super) fn probability(&self, k: usize) -> f64 {
        self.exponential(self.logits[k]) / (1.0 + self.rest)
    }

    /// 1 less the probability, of which a confident model leaves no digit.
    pub(super) fn complement(&self, k: usize) -> f64 {
        let others = if k == self.top {
            self.rest
        } else {
            // Not below 1: the largest is among the others.
            1.0 + (self.rest - self.exponential(self.logits[k])).max(0.0)
        };
        others / (1.0 + self.rest)
    }

    /// −ln of the probability: a sum of two terms that are ≥ 0.
    pub(super) fn surprise(&self, k: usize) -> f64 {
        (self.max - self.logits[k]) / self.temperature + self.rest.ln_1p()
    }
}

/// e^(d/T), where d is a sum of two doubles of which the second is what the first lost.
///
/// The exponent is rounded, and e^x multiplies that by x: what is lost is put back.
pub(super) fn exp_of_quotient(d: (f64, f64), temperature: f64) -> f64 {
    let x = d.0 / temperature;
    if x < -746.0 {
        return 0.0; // less than half the smallest double
    }
    let lost = ((-x).mul_add(temperature, d.0) + d.1) / temperature;
    if x.is_infinite() {
        return x;
    }
    let e = x.exp();
    if e.is_infinite() { e } else { e + e * lost }
}

/// Two softmaxes, outcome by outcome.
pub(super) struct Outcome {
    pub(super) p: f64,
    pub(super) q: f64,
    /// ln(q/p), also where p or q are too small to be held.
    pub(super) ln_ratio: f64,
}

impl Outcome {
    /// p ln(p/q) − p + q.
    pub(super) fn kl_term(&self) -> f64 {
        let Outcome { p, q, ln_ratio } = *self;
        if ln_ratio.abs() <= 1.0 {
            p * expm1mx(ln_ratio)
        } else if p == 0.0 {
            q
        } else {
            (q - p) - p * ln_ratio
        }
    }

    /// q ln(q/p) − q + p.
    pub(super) fn reverse_kl_term(&self) -> f64 {
        self.reversed().kl_term()
    }

    /// q − p.
    pub(super) fn difference(&self) -> f64 {
        if self.ln_ratio.abs() <= 1.0 {
            self.p * self.ln_ratio.exp_m1()
        } else {
            self.q - self.p
        }
    }

    fn reversed(&self) -> Outcome {
        Outcome {
            p: self.q,
            q: self.p,
            ln_ratio: -self.ln_ratio,
        }
    }
}

/// P = softmax(a/T) and Q = softmax(b/T).
///
/// ln(q/p) is (δ − ln Σ p e^δ) with δ = (b − a)/T. For P near Q that is a difference of
/// nearly equal numbers, unless δ is taken from where P is largest and then from its
/// mean: ln Σ p e^δ − Σ p δ = ln(1 + Σ p (e^u − 1 − u)) with u = δ − Σ p δ. An error of
/// the mean counts only by its square, because Σ p e^u has its least value there.
pub(super) fn outcomes(a: &[f64], b: &[f64], temperature: f64) -> Vec<Outcome> {
    let (p, q) = (Softmax::new(a, temperature), Softmax::new(b, temperature));
    let top = two_sum(b[p.top], -a[p.top]);
    let apart: Vec<f64> = a
        .iter()
        .zip(b)
        .map(|(&a, &b)| {
            let (d, lost) = two_sum(b, -a);
            let (e, lost_e) = two_sum(d, -top.0);
            (e + (lost_e + (lost - top.1))) / temperature
        })
        .collect();
    let probabilities: Vec<f64> = (0..a.len()).map(|k| p.probability(k)).collect();
    let weighted = probabilities.iter().zip(&apart);
    let mean = sum(weighted.clone().map(|(p, e)| p * e));
    let excess = sum(apart.iter().enumerate().map(|(k, e)| {
        let (p_k, u) = (probabilities[k], e - mean);
        if u.abs() <= 1.0 {
            p_k * expm1mx(u)
        } else {
            (u - p.surprise(k)).exp() - p_k - p_k * u
        }
    }));
    // u − surprise cancels where p is tiny, and the exponentials may overflow. That does not
    // matter while the excess is small; where it is not, nothing cancels below.
    let divergence = if excess <= 1e-3 || apart.iter().all(|e| (e - mean).abs() <= 1.0) {
        excess.max(0.0).ln_1p()
    } else {
        sum((0..a.len()).map(|k| match probabilities[k] {
            0.0 => 0.0,
            p_k => p_k * (q.surprise(k) - p.surprise(k)),
        }))
    };
    let outcome = |(k, p_k): (usize, &f64)| {
        // Of two differences for ln(q/p), the one whose terms are smaller has more digits:
        // the first for P near Q, the second where both are large or one is sure.
        let (of_p, of_q) = (p.surprise(k), q.surprise(k));
        let from_apart = apart[k].abs() + mean.abs() + divergence;
        Outcome {
            p: *p_k,
            q: q.probability(k),
            ln_ratio: if from_apart <= of_p + of_q {
                (apart[k] - mean) - divergence
            } else {
                of_p - of_q
            },
        }
    };
    probabilities.iter().enumerate().map(outcome).collect()
}

/// ln(1 + eᶻ).
pub(super) fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}

/// 1/(1 + e⁻ᶻ), with all its digits near 0 too.
pub(super) fn sigmoid(z: f64) -> f64 {
    if z >= 0.0 {
        1.0 / (1.0 + (-z).exp())
    } else {
        let e = z.exp();
        e / (1.0 + e)
    }
}
