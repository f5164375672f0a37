//! The one place that walks over two vectors and adds up.
//!
//! Every divergence whose terms are made of p and q of one outcome comes through here, so
//! one change serves all of them: to how the vectors are cut up, to the order of summation,
//! or to how much of the rounding error is kept. Logits, tables, and sums over one vector
//! have loops of their own.

use crate::float::sum::CompensatedSum;
#[cfg(feature = "rayon")]
use crate::float::sum::sum;
#[cfg(feature = "rayon")]
use rayon::prelude::*;

/// The sum over all outcomes of each of the N terms of p and q.
///
/// The slices have the same length.
pub(crate) fn sums<const N: usize>(
    p: &[f64],
    q: &[f64],
    terms: impl Fn(f64, f64) -> [f64; N],
) -> [f64; N] {
    let mut sums = [(); N].map(|()| CompensatedSum::default());
    for (&p, &q) in p.iter().zip(q) {
        for (sum, term) in sums.iter_mut().zip(terms(p, q)) {
            sum.add(term);
        }
    }
    sums.map(|sum| sum.total())
}

/// The sum of one term.
pub(crate) fn sum_of_terms(p: &[f64], q: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let [sum] = sums(p, q, |p, q| [term(p, q)]);
    sum
}

/// The sum of one term, on several threads.
#[cfg(feature = "rayon")]
pub(crate) fn sum_in_parallel(p: &[f64], q: &[f64], term: impl Fn(f64, f64) -> f64 + Sync) -> f64 {
    let chunks = p.par_chunks(CHUNK).zip(q.par_chunks(CHUNK));
    let parts: Vec<f64> = chunks.map(|(p, q)| sum_of_terms(p, q, &term)).collect();
    sum(parts)
}

/// The number of outcomes in one task: enough to be worth it, and constant, so that the sum
/// does not depend on the number of threads.
#[cfg(feature = "rayon")]
const CHUNK: usize = 1 << 14;
