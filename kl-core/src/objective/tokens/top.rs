//! A teacher's best words, and one bucket for all others.

use super::logits::TokenDivergence;
use crate::Float;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::terms::kl::kl_term_apart;
use crate::vectors::logits::{Comparison, Mixed, Parts};

/// The places of the largest logits, in their order; of equal ones the first.
pub(super) fn largest<F: Float>(logits: &[F], count: usize, places: &mut Vec<usize>) {
    let mut best: Vec<(f64, usize)> = Vec::new();
    let mut least = f64::NEG_INFINITY;
    let keep = |best: &mut Vec<(f64, usize)>| {
        if best.len() > count {
            best.select_nth_unstable_by(count - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            best.truncate(count);
        }
    };
    for (place, &z) in logits.iter().enumerate() {
        // Added to 0, because −0 would be less than 0.
        let z = 0.0 + z.into();
        if z > least || best.len() < count {
            best.push((z, place));
            // Then each is looked at a few times only, whatever their order.
            if best.len() >= 2 * count + 64 {
                keep(&mut best);
                least = best
                    .iter()
                    .fold(f64::INFINITY, |least, &(z, _)| least.min(z));
            }
        }
    }
    keep(&mut best);
    places.clear();
    places.extend(best.iter().map(|&(_, place)| place));
    places.sort_unstable();
}

/// The outcomes that are left of a row: the best words, and the bucket as the last. All is
/// multiplied by a unit.
#[derive(Default)]
pub(super) struct Bucketed {
    parts: Vec<Parts>,
    unit: f64,
}

/// So small probabilities keep their digits.
const UP: f64 = power_of_two(512);

impl Bucketed {
    /// By the fast way, where that loses no digits; gives what makes probabilities of the
    /// student's weights.
    pub(super) fn in_lanes<F: Float>(
        &mut self,
        rows: [&[F]; 2],
        temperature: f64,
        words: &[usize],
        mixed: &mut Mixed,
    ) -> Option<f64> {
        self.unit = 1.0;
        mixed.bucketed(rows, temperature, words, &mut self.parts)
    }

    pub(super) fn careful(&mut self, both: &Comparison, words: &[usize]) {
        self.unit = UP;
        self.parts.clear();
        let mut words = words.iter().copied().peekable();
        let mut rest = Vec::new();
        for (word, outcome) in both.outcomes().enumerate() {
            let (p, q) = both.probabilities(outcome, UP);
            let parts = Parts {
                p,
                q,
                difference: both.difference_times(outcome, UP),
            };
            if words.next_if_eq(&word).is_some() {
                self.parts.push(parts);
            } else {
                rest.push(parts);
            }
        }
        self.parts.push(Parts {
            p: sum(rest.iter().map(|parts| parts.p)),
            q: sum(rest.iter().map(|parts| parts.q)),
            difference: sum(rest.iter().map(|parts| parts.difference)),
        });
    }

    /// That of all words that are not among the best.
    pub(super) fn bucket(&self) -> Parts {
        self.parts.last().copied().unwrap_or_default()
    }

    /// What all parts are multiplied by.
    pub(super) fn unit(&self) -> f64 {
        self.unit
    }

    pub(super) fn value(&self, divergence: TokenDivergence) -> f64 {
        let terms = self.parts.iter().map(|&Parts { p, q, difference }| {
            let d = difference;
            match divergence {
                TokenDivergence::Forward => kl_term_apart(p, q, d),
                TokenDivergence::Reverse => kl_term_apart(q, p, -d),
                TokenDivergence::JensenShannon { beta } => {
                    let alpha = 1.0 - beta;
                    let m = beta * p + alpha * q;
                    beta * kl_term_apart(p, m, alpha * d) + alpha * kl_term_apart(q, m, -beta * d)
                }
            }
        });
        sum(terms) / self.unit
    }

    /// The derivatives in the student's logits of the best words, and in that of the bucket. An
    /// error is the place of an outcome that the student alone has, where that leaves none.
    pub(super) fn slopes(&self, divergence: TokenDivergence) -> Result<Vec<f64>, usize> {
        match divergence {
            TokenDivergence::Forward => {
                let each = self.parts.iter().map(|parts| parts.difference / self.unit);
                Ok(each.collect())
            }
            TokenDivergence::Reverse => {
                let outside = self.parts.iter().position(|x| x.p == 0.0 && x.q > 0.0);
                match outside {
                    Some(outside) => Err(outside),
                    None => Ok(self.surplus(|parts| (parts.p, parts.difference))),
                }
            }
            TokenDivergence::JensenShannon { beta } => {
                let alpha = 1.0 - beta;
                let mixture = |parts: Parts| {
                    let m = beta * parts.p + alpha * parts.q;
                    (m, beta * parts.difference)
                };
                let mut found = self.surplus(mixture);
                found.iter_mut().for_each(|slope| *slope *= alpha);
                Ok(found)
            }
        }
    }

    /// q (ln(q/m) − its mean under Q), from m and q − m.
    fn surplus(&self, of: impl Fn(Parts) -> (f64, f64)) -> Vec<f64> {
        // From the likeliest outcome, which may be all of the mean but for its last digits.
        let likeliest = self.parts.iter().copied();
        let likeliest = likeliest.fold(Parts::default(), |a, b| if b.q > a.q { b } else { a });
        let (m, d) = of(likeliest);
        let (slant, ratio) = (d / m, likeliest.q / m);
        let above = |parts: &Parts| {
            let (m, d) = of(*parts);
            if parts.q == 0.0 {
                return 0.0;
            }
            let apart = (d / m - slant) / ratio;
            if apart.abs() <= 0.5 {
                apart.ln_1p()
            } else {
                (parts.q / m).ln() - ratio.ln()
            }
        };
        let values: Vec<f64> = self.parts.iter().map(above).collect();
        let pairs = || self.parts.iter().zip(&values);
        let total = sum(self.parts.iter().map(|parts| parts.q));
        let mean = sum(pairs().map(|(parts, value)| parts.q * value)) / total;
        pairs()
            .map(|(parts, value)| parts.q * (value - mean) / self.unit)
            .collect()
    }
}
