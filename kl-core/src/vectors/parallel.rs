//! The same on several threads, by [rayon](https://docs.rs/rayon).
//!
//! This module is there with the feature `rayon`. How many threads there are, and
//! whether there are any, changes the time and no digit of an answer.

use crate::error::same_outcomes;
use crate::float::sum::sum;
use crate::terms::kl::kl_term;
use crate::vectors::pairwise::{entry, room_for};
use crate::{Error, Information, KlDivergence, Pmf};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// How many outcomes one task takes: enough to be worth it, and always as many, so
/// that the sum does not depend on the number of threads.
const CHUNK: usize = 1 << 14;

/// D(P‖Q) of two probability vectors: [`Pmf::kl`] on several threads.
///
/// D(P‖Q) = Σ (p ln(p/q) − p + q)
///
/// It pays from some ten thousand outcomes on.
///
/// # Conventions
///
/// Those of [`Pmf::kl`].
///
/// # Accuracy
///
/// That of [`Pmf::kl`]; the last digit may differ from its.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, parallel};
///
/// let p = Pmf::uniform(100_000)?;
/// let q = Pmf::from_weights((1..=100_000).map(f64::from).collect::<Vec<_>>())?;
/// let (one, several) = (p.kl(&q)?.nats(), parallel::kl(&p, &q)?.nats());
/// assert!((one - several).abs() <= f64::EPSILON * one);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// As that of [`Pmf::kl`].
pub fn kl(p: &Pmf, q: &Pmf) -> Result<Information, Error> {
    same_outcomes(p.len(), q.len())?;
    let chunks = p.as_slice().par_chunks(CHUNK);
    let parts: Vec<f64> = chunks
        .zip(q.as_slice().par_chunks(CHUNK))
        .map(|(p, q)| sum(p.iter().zip(q).map(|(&p, &q)| kl_term(p, q))))
        .collect();
    Ok(Information::from_nats(sum(parts)))
}

/// D(Pᵢ‖Qⱼ) of every P from every Q, in nats: [`pairwise`](crate::pairwise) on
/// several threads.
///
/// # Conventions
///
/// Those of [`pairwise`](crate::pairwise): a row for each P, a column for each Q.
///
/// # Accuracy
///
/// That of the pair: the entries are the same to the last digit.
///
/// # Errors
///
/// Those of [`pairwise`](crate::pairwise). If several pairs cannot be compared, it
/// names one of them.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, pairwise, parallel};
///
/// let ps = [Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?];
/// assert_eq!(parallel::pairwise(&ps, &ps)?, pairwise(&ps, &ps)?);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// As those of the pair.
pub fn pairwise<P, Q>(ps: &[P], qs: &[Q]) -> Result<DMatrix<f64>, Error>
where
    P: KlDivergence<Q> + Sync,
    Q: Sync,
{
    let rows = ps.par_iter().enumerate().map(|(row, p)| {
        let pairs = qs.iter().enumerate();
        pairs
            .map(|(column, q)| entry(p, q, row, column))
            .collect::<Result<Vec<f64>, Error>>()
    });
    let rows: Vec<Vec<f64>> = rows.collect::<Result<_, _>>()?;
    let mut entries = room_for(ps.len(), qs.len())?;
    entries.extend(rows.into_iter().flatten());
    Ok(DMatrix::from_row_iterator(ps.len(), qs.len(), entries))
}
