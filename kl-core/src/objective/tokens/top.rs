//! A teacher's best words, and one bucket for all others.

use super::logits::TokenDivergence;
use crate::Float;
use crate::float::scale::power_of_two;
use crate::float::sum::{ln_sum_exp, sum};
use crate::terms::kl::kl_term_apart;
use crate::vectors::logits::{Comparison, Mixed, Parts, Softmax, terms_to_mixture};

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

/// The outcomes that are left of a row: the best words, and the bucket as the last. All
/// probabilities are multiplied by a unit.
#[derive(Default)]
pub(super) struct Bucketed {
    parts: Vec<Parts>,
    /// ln(p/q) of each. It may be finite where p or q is too small for a double.
    log_ratios: Vec<f64>,
    shares: Vec<f64>,
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
        let of_q = mixed.bucketed(rows, temperature, words, &mut self.parts)?;
        self.log_ratios.clear();
        let each = self.parts.iter().map(|&Parts { p, q, .. }| match (p, q) {
            (0.0, 0.0) => 0.0,
            // ±∞ if one of them is 0.
            _ => (p / q).ln(),
        });
        self.log_ratios.extend(each);
        Some(of_q)
    }

    pub(super) fn careful<F: Float>(
        &mut self,
        [p, q]: [Softmax<'_, F>; 2],
        both: &Comparison,
        words: &[usize],
    ) {
        /// Below, a sum may have lost digits or be 0.
        const LEAST: f64 = 1e-150;
        self.unit = UP;
        self.parts.clear();
        self.log_ratios.clear();
        self.shares.clear();
        let mut next = words.iter().copied().peekable();
        let mut rest = Vec::new();
        for (word, outcome) in both.outcomes().enumerate() {
            let (p, q) = both.probabilities(outcome, UP);
            let difference = both.difference_times(outcome, UP);
            let parts = Parts { p, q, difference };
            if next.next_if_eq(&word).is_some() {
                self.parts.push(parts);
                self.log_ratios.push(both.log_ratio(outcome));
                self.shares.push(0.0);
            } else {
                rest.push(parts);
                self.shares.push(q);
            }
        }
        let bucket = Parts {
            p: sum(rest.iter().map(|parts| parts.p)),
            q: sum(rest.iter().map(|parts| parts.q)),
            difference: sum(rest.iter().map(|parts| parts.difference)),
        };
        let is_other = |word: &usize| words.binary_search(word).is_err();
        let others = || (0..self.shares.len()).filter(is_other);
        let log_of = |softmax: Softmax<'_, F>| {
            ln_sum_exp(others().map(|word| (1.0, -softmax.surprise(word))))
        };
        let log_ratio = if bucket.p >= LEAST && bucket.q >= LEAST {
            (bucket.p / bucket.q).ln()
        } else {
            let (of_p, of_q) = (log_of(p), log_of(q));
            if of_p == of_q { 0.0 } else { of_p - of_q }
        };
        if bucket.q >= LEAST {
            self.shares.iter_mut().for_each(|share| *share /= bucket.q);
        } else {
            // From the likeliest of the others, and not from the logarithm of their sum, which may
            // be too large for what is added to it.
            let logarithm = |word: usize| -q.surprise(word);
            let most = others().fold(f64::NEG_INFINITY, |most, word| most.max(logarithm(word)));
            if most > f64::NEG_INFINITY {
                let weight = |word: usize| (logarithm(word) - most).exp();
                let total = sum(others().map(weight));
                for word in (0..self.shares.len()).filter(is_other) {
                    self.shares[word] = weight(word) / total;
                }
            }
        }
        self.parts.push(bucket);
        self.log_ratios.push(log_ratio);
    }

    /// That of all words that are not among the best.
    pub(super) fn bucket(&self) -> Parts {
        self.parts.last().copied().unwrap_or_default()
    }

    /// The student's probability of each word that is not among the best, over that of the bucket;
    /// 0 of the others. Of the careful way only.
    pub(super) fn shares(&self) -> impl Iterator<Item = f64> + '_ {
        self.shares.iter().copied()
    }

    pub(super) fn value(&self, divergence: TokenDivergence) -> f64 {
        let each = self.parts.iter().zip(&self.log_ratios);
        let terms = each.map(|(&Parts { p, q, difference }, &log_ratio)| {
            let d = difference;
            match divergence {
                TokenDivergence::Forward => term([p, q], d, log_ratio),
                TokenDivergence::Reverse => term([q, p], -d, -log_ratio),
                TokenDivergence::JensenShannon { beta } => {
                    let [of_p, of_q] = terms_to_mixture([p, q], d, beta);
                    beta * of_p + (1.0 - beta) * of_q
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
                let outside = self.log_ratios.iter().position(|&l| l == f64::NEG_INFINITY);
                let of = |place: usize, parts: Parts| {
                    let log_ratio = self.log_ratios[place];
                    (parts.p, parts.difference, 0.0 - log_ratio)
                };
                match outside {
                    Some(outside) => Err(outside),
                    None => Ok(self.surplus(of)),
                }
            }
            TokenDivergence::JensenShannon { beta } => {
                let alpha = 1.0 - beta;
                let of = |_, parts: Parts| {
                    let m = beta * parts.p + alpha * parts.q;
                    // Not the logarithm of a quotient that underflows.
                    let quotient = parts.q / m;
                    let log_ratio = if m == 0.0 {
                        // As if p were 0: what is next to nothing has no weight.
                        -alpha.ln()
                    } else if quotient > 1e-300 {
                        quotient.ln()
                    } else {
                        parts.q.ln() - m.ln()
                    };
                    (m, beta * parts.difference, log_ratio)
                };
                let mut found = self.surplus(of);
                found.iter_mut().for_each(|slope| *slope *= alpha);
                Ok(found)
            }
        }
    }

    /// q (ln(q/m) − its mean under Q), from m, q − m and ln(q/m).
    fn surplus(&self, of: impl Fn(usize, Parts) -> (f64, f64, f64)) -> Vec<f64> {
        /// Of a logarithm in size: the quotient is far from over- and underflow.
        const ORDINARY: f64 = 30.0;
        // From the likeliest outcome, which may be all of the mean but for its last digits.
        let (mut place, mut likeliest) = (0, Parts::default());
        for (k, &parts) in self.parts.iter().enumerate() {
            if parts.q > likeliest.q {
                (place, likeliest) = (k, parts);
            }
        }
        let (m, d, top) = of(place, likeliest);
        let above = |(k, &parts): (usize, &Parts)| {
            let (own_m, own_d, own) = of(k, parts);
            if parts.q == 0.0 {
                return 0.0;
            }
            if own.abs() <= ORDINARY && top.abs() <= ORDINARY {
                let apart = (own_d / own_m - d / m) / (likeliest.q / m);
                if apart.abs() <= 0.5 {
                    return apart.ln_1p();
                }
            }
            own - top
        };
        let values: Vec<f64> = self.parts.iter().enumerate().map(above).collect();
        let pairs = || self.parts.iter().zip(&values);
        let total = sum(self.parts.iter().map(|parts| parts.q));
        let mean = sum(pairs().map(|(parts, value)| parts.q / total * value));
        pairs()
            .map(|(parts, value)| parts.q / self.unit * (value - mean))
            .collect()
    }
}

/// p ln(p/q) − p + q, from q − p and ln(p/q) too.
fn term([p, q]: [f64; 2], difference: f64, log_ratio: f64) -> f64 {
    /// The logarithm is not much smaller than its terms, and the quotient may overflow.
    const FAR: f64 = 30.0;
    if log_ratio == f64::INFINITY {
        f64::INFINITY
    } else if q == 0.0 {
        // Too small for a double, and not 0; so may p be.
        (p * (log_ratio - 1.0)).max(0.0)
    } else if p > 0.0 && log_ratio.abs() > FAR {
        p * log_ratio - p + q
    } else if log_ratio.abs() > FAR {
        q
    } else {
        kl_term_apart(p, q, difference)
    }
}
