//! One token: the divergence of two vectors of logits, and its derivatives in the second.

use super::logits::{TokenDivergence, TokenTail};
use super::top::{Bucketed, largest};
use crate::Float;
use crate::vectors::logits::{
    Comparison, Kept, Mixed, Softmax, Surplus, kl_and_difference, kl_and_surplus,
    kl_at_temperature, mixture,
};

/// The logits of both, checked, and what divides them.
#[derive(Clone, Copy)]
pub(super) struct Row<'a, F> {
    pub(super) teacher: &'a [F],
    pub(super) student: &'a [F],
    pub(super) temperature: f64,
}

/// Memory for one row, to be used again for the next.
pub(super) struct Memory<F> {
    kept: Kept,
    surplus: Surplus,
    mixed: Mixed,
    derivatives: Vec<f64>,
    words: Vec<usize>,
    bucketed: Bucketed,
    few: [Vec<F>; 3],
}

impl<F> Default for Memory<F> {
    fn default() -> Self {
        Memory {
            kept: Kept::default(),
            surplus: Surplus::default(),
            mixed: Mixed::default(),
            derivatives: Vec::new(),
            words: Vec::new(),
            bucketed: Bucketed::default(),
            few: [const { Vec::new() }; 3],
        }
    }
}

/// The student's probabilities of single words.
enum Shares {
    /// Its weights in [`Mixed`], to be multiplied by this.
    InLanes(f64),
    /// Divided by that of the bucket, in [`Bucketed`].
    Careful,
}

/// Why there is no answer.
pub(super) enum Without {
    /// The first word that the student alone has: the reverse divergence has no derivative.
    Derivative(usize),
    /// The student has none of the teacher's best words, the first of which is this.
    Words(usize),
}

impl<F: Float> Row<'_, F> {
    /// The value, of the teacher's best words alone if there is a tail.
    pub(super) fn value(
        &self,
        divergence: TokenDivergence,
        top: Option<(usize, TokenTail)>,
        memory: &mut Memory<F>,
    ) -> Result<f64, Without> {
        match top {
            None => Ok(self.whole_value(divergence, memory)),
            Some((count, TokenTail::Bucket)) => {
                largest(self.teacher, count, &mut memory.words);
                self.fill_buckets(memory);
                Ok(memory.bucketed.value(divergence))
            }
            Some((count, TokenTail::Renormalised)) => {
                let few = self.few(count, memory)?;
                let row = Row {
                    teacher: &few[0],
                    student: &few[1],
                    temperature: self.temperature,
                };
                let value = row.whole_value(divergence, memory);
                memory.few = few;
                Ok(value)
            }
        }
    }

    /// The value, and the derivatives of it times a weight.
    pub(super) fn value_and_gradient(
        &self,
        divergence: TokenDivergence,
        top: Option<(usize, TokenTail)>,
        weight: f64,
        memory: &mut Memory<F>,
        output: &mut [F],
    ) -> Result<f64, Without> {
        match top {
            None => {
                let found = self.whole_value_and_gradient(divergence, weight, memory, output);
                found.map_err(Without::Derivative)
            }
            Some((count, TokenTail::Bucket)) => {
                largest(self.teacher, count, &mut memory.words);
                self.bucketed_gradient(divergence, weight, memory, output)
            }
            Some((count, TokenTail::Renormalised)) => {
                let mut few = self.few(count, memory)?;
                let [teacher, student, derivatives] = &mut few;
                let row = Row {
                    teacher,
                    student,
                    temperature: self.temperature,
                };
                let found = row.whole_value_and_gradient(divergence, weight, memory, derivatives);
                output.fill(F::from_f64(0.0));
                for (&word, &derivative) in memory.words.iter().zip(derivatives.iter()) {
                    output[word] = derivative;
                }
                memory.few = few;
                found.map_err(|place| Without::Derivative(memory.words[place]))
            }
        }
    }

    /// The logits of the teacher's best words under both, and room for as many derivatives.
    fn few(&self, count: usize, memory: &mut Memory<F>) -> Result<[Vec<F>; 3], Without> {
        largest(self.teacher, count, &mut memory.words);
        let mut few = std::mem::replace(&mut memory.few, [const { Vec::new() }; 3]);
        let words = &memory.words;
        for (few, logits) in few
            .iter_mut()
            .zip([self.teacher, self.student, self.student])
        {
            few.clear();
            few.extend(words.iter().map(|&word| logits[word]));
        }
        let is_possible = |&z: &F| z.into() > f64::NEG_INFINITY;
        if few[1].iter().any(is_possible) {
            Ok(few)
        } else {
            Err(Without::Words(words.first().copied().unwrap_or(0)))
        }
    }

    /// Fills the buckets; gives where the student's probabilities of single words are.
    fn fill_buckets(&self, memory: &mut Memory<F>) -> Shares {
        let Memory {
            mixed,
            words,
            bucketed,
            ..
        } = memory;
        let rows = [self.teacher, self.student];
        let in_lanes = bucketed.in_lanes(rows, self.temperature, words, mixed);
        if let Some(of_q) = in_lanes {
            return Shares::InLanes(of_q);
        }
        let both = self.compared();
        bucketed.careful(self.softmax(), &both, words);
        Shares::Careful
    }

    fn bucketed_gradient(
        &self,
        divergence: TokenDivergence,
        weight: f64,
        memory: &mut Memory<F>,
        output: &mut [F],
    ) -> Result<f64, Without> {
        let factor = weight / self.temperature;
        let filled = self.fill_buckets(memory);
        let (words, bucketed) = (&memory.words, &memory.bucketed);
        let slopes = bucketed.slopes(divergence).map_err(|place| {
            let word = words.get(place).copied();
            Without::Derivative(word.unwrap_or_else(|| self.first_of_student_alone(words)))
        })?;
        // The derivative of the bucket, shared among its words as they share its probability.
        let of_bucket = slopes.last().copied().unwrap_or(0.0);
        match filled {
            Shares::InLanes(of_q) => {
                let bucket = bucketed.bucket().q;
                let share = if bucket > 0.0 { of_q / bucket } else { 0.0 };
                memory
                    .mixed
                    .write_others(factor * of_bucket * share, output);
            }
            Shares::Careful => {
                // In this order: a share of nothing is 0, however large the other two are.
                let slopes = bucketed.shares().map(|share| share * of_bucket);
                write(output, factor, slopes);
            }
        }
        for (&word, slope) in words.iter().zip(&slopes) {
            output[word] = F::from_f64(factor * slope);
        }
        Ok(bucketed.value(divergence))
    }

    /// The first word outside these that is possible for the student and not for the teacher.
    fn first_of_student_alone(&self, words: &[usize]) -> usize {
        let none = f64::NEG_INFINITY;
        let mut pairs = self.teacher.iter().zip(self.student).enumerate();
        let found = pairs.find(|&(word, (&t, &s))| {
            t.into() == none && s.into() > none && words.binary_search(&word).is_err()
        });
        found.map_or(0, |(word, _)| word)
    }

    fn whole_value(&self, divergence: TokenDivergence, memory: &mut Memory<F>) -> f64 {
        let (t, s, temperature) = (self.teacher, self.student, self.temperature);
        match divergence {
            TokenDivergence::Forward => {
                let in_lanes = kl_at_temperature(t, s, temperature);
                in_lanes.unwrap_or_else(|| self.compared().kl())
            }
            TokenDivergence::Reverse => {
                let in_lanes = kl_at_temperature(s, t, temperature);
                in_lanes.unwrap_or_else(|| self.reversed().kl())
            }
            TokenDivergence::JensenShannon { beta } => {
                let output = &mut memory.derivatives;
                output.resize(s.len(), 0.0);
                let mixed = &mut memory.mixed;
                let in_lanes = mixture([t, s], temperature, beta, 1.0, mixed, output);
                let scaled = in_lanes.unwrap_or_else(|| self.compared().between_kl(beta));
                beta * ((1.0 - beta) * scaled)
            }
        }
    }

    /// The value, and the derivatives of it times a weight. An error is the first word that is
    /// possible for the student alone, where that leaves no derivative.
    fn whole_value_and_gradient(
        &self,
        divergence: TokenDivergence,
        weight: f64,
        memory: &mut Memory<F>,
        output: &mut [F],
    ) -> Result<f64, usize> {
        let (t, s, temperature) = (self.teacher, self.student, self.temperature);
        let factor = weight / temperature;
        match divergence {
            TokenDivergence::Forward => {
                let kept = &mut memory.kept;
                let in_lanes = kl_and_difference([t, s], temperature, factor, false, kept, output);
                Ok(in_lanes.unwrap_or_else(|| {
                    let both = self.compared();
                    let each = both.outcomes().map(|o| both.difference_times(o, factor));
                    write(output, 1.0, each);
                    both.kl()
                }))
            }
            TokenDivergence::Reverse => {
                let surplus = &mut memory.surplus;
                let in_lanes = kl_and_surplus([s, t], temperature, factor, false, surplus, output);
                if let Some(kl) = in_lanes {
                    return Ok(kl);
                }
                let both = self.reversed();
                if let Some(outside) = both.outside() {
                    return Err(outside);
                }
                write(output, factor, both.p_times_surplus());
                Ok(both.kl())
            }
            TokenDivergence::JensenShannon { beta } => {
                let factor = (1.0 - beta) * factor;
                let mixed = &mut memory.mixed;
                let in_lanes = mixture([t, s], temperature, beta, factor, mixed, output);
                let scaled = in_lanes.unwrap_or_else(|| {
                    let both = self.compared();
                    write(
                        output,
                        beta * factor,
                        both.q_times_surplus_over_mixture(beta),
                    );
                    both.between_kl(beta)
                });
                Ok(beta * ((1.0 - beta) * scaled))
            }
        }
    }

    fn softmax(&self) -> [Softmax<'_, F>; 2] {
        [self.teacher, self.student].map(|logits| Softmax::new(logits, self.temperature))
    }

    fn compared(&self) -> Comparison {
        let [p, q] = self.softmax();
        Comparison::of(p, q)
    }

    fn reversed(&self) -> Comparison {
        let [p, q] = self.softmax();
        Comparison::of(q, p)
    }
}

fn write<F: Float>(output: &mut [F], factor: f64, derivatives: impl IntoIterator<Item = f64>) {
    for (output, derivative) in output.iter_mut().zip(derivatives) {
        *output = F::from_f64(factor * derivative);
    }
}
