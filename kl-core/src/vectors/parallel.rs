//! Divergences on several threads, by [rayon](https://docs.rs/rayon).
//!
//! This module exists with the feature `rayon`. The number of threads, one included, changes
//! the time and no digit of an answer.

use crate::divergences::KullbackLeibler;
use crate::vectors::divergences::kullback_leibler::OfVectors;
use crate::vectors::pairwise::product::PIECE;
use crate::vectors::pairwise::{append, entry, room_for};
use crate::vectors::walk::sum_in_parallel;
use crate::{Divergence, Error, Float, Information, Pmf, SumOfTerms};
use nalgebra::{DMatrix, Scalar};
use rayon::prelude::*;

/// The divergence of one probability vector from another:
/// [`Divergence::between`] on several threads.
///
/// It pays from some ten thousand outcomes on.
///
/// # Conventions
///
/// The conventions of the divergence.
///
/// # Accuracy
///
/// The accuracy of the divergence: the result is that of one thread, digit by digit.
///
/// # Errors
///
/// The errors of the divergence: [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::divergences::KullbackLeibler;
/// use kl_core::{Pmf, parallel};
///
/// let p = Pmf::uniform(100_000)?;
/// let q = Pmf::from_weights((1..=100_000).map(f64::from).collect::<Vec<_>>())?;
/// let several = parallel::between(&KullbackLeibler, &p, &q)?.nats();
/// let one = p.kl(&q)?.nats();
/// assert!((one - several).abs() <= f64::EPSILON * one);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// The references of the divergence.
pub fn between<D, F, G, S, T>(
    divergence: &D,
    p: &Pmf<F, S>,
    q: &Pmf<G, T>,
) -> Result<D::Output, Error>
where
    D: InParallel,
    F: Float,
    G: Float,
    S: AsRef<[F]>,
    T: AsRef<[G]>,
{
    divergence.between_in_parallel(p, q)
}

/// A divergence that several threads can sum: every [`SumOfTerms`], and [`KullbackLeibler`].
///
/// There is nothing to implement: a divergence of your own has it from `SumOfTerms`.
pub trait InParallel {
    /// The type of the result.
    type Output;

    /// The divergence of P from Q: see [`between`].
    ///
    /// # Errors
    ///
    /// See [`between`].
    fn between_in_parallel<F: Float, G: Float, S: AsRef<[F]>, T: AsRef<[G]>>(
        &self,
        p: &Pmf<F, S>,
        q: &Pmf<G, T>,
    ) -> Result<Self::Output, Error>;
}

impl<D: SumOfTerms + Sync> InParallel for D {
    type Output = D::Output;

    fn between_in_parallel<F: Float, G: Float, S: AsRef<[F]>, T: AsRef<[G]>>(
        &self,
        p: &Pmf<F, S>,
        q: &Pmf<G, T>,
    ) -> Result<D::Output, Error> {
        let (p, q) = p.beside(q)?;
        self.finish(sum_in_parallel(p, q, |p, q| self.sum(p, q)))
    }
}

impl InParallel for KullbackLeibler {
    type Output = Information;

    fn between_in_parallel<F: Float, G: Float, S: AsRef<[F]>, T: AsRef<[G]>>(
        &self,
        p: &Pmf<F, S>,
        q: &Pmf<G, T>,
    ) -> Result<Information, Error> {
        OfVectors.between_in_parallel(p, q)
    }
}

/// The divergence of every P from every Q: [`pairwise`](crate::pairwise) on several
/// threads.
///
/// # Conventions
///
/// The conventions of [`pairwise`](crate::pairwise): a row for each P, a column for each Q.
///
/// # Accuracy
///
/// The accuracy of [`pairwise`](crate::pairwise): the entries are the same to the last digit.
///
/// # Errors
///
/// The errors of [`pairwise`](crate::pairwise). If several pairs cannot be compared, it
/// names one of them.
///
/// # Example
///
/// ```
/// use kl_core::divergences::JensenShannon;
/// use kl_core::{Pmf, pairwise, parallel};
///
/// let ps = [Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?];
/// let table = parallel::pairwise(&JensenShannon, &ps, &ps)?;
/// assert_eq!(table, pairwise(&JensenShannon, &ps, &ps)?);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// The references of the divergence.
pub fn pairwise<D, P, Q>(divergence: &D, ps: &[P], qs: &[Q]) -> Result<DMatrix<D::Output>, Error>
where
    D: Divergence<P, Q, Output: Scalar + Send> + Sync + ?Sized,
    P: Sync,
    Q: Sync,
{
    if let Some(product) = divergence.product_form(ps, qs) {
        let pieces = (0..qs.len().div_ceil(PIECE)).into_par_iter().map(|piece| {
            let columns = piece * PIECE..qs.len().min((piece + 1) * PIECE);
            let mut entries = room_for(ps.len(), columns.len())?;
            append(divergence, &product, ps, qs, columns, &mut entries)?;
            Ok(entries)
        });
        let pieces: Vec<Vec<_>> = pieces.collect::<Result<_, Error>>()?;
        let mut entries = room_for(ps.len(), qs.len())?;
        pieces.into_iter().for_each(|piece| entries.extend(piece));
        return Ok(DMatrix::from_vec(ps.len(), qs.len(), entries));
    }
    let rows = ps.par_iter().enumerate().map(|(row, p)| {
        let pairs = qs.iter().enumerate();
        pairs
            .map(|(column, q)| entry(divergence, p, q, row, column))
            .collect::<Result<Vec<_>, Error>>()
    });
    let rows: Vec<Vec<_>> = rows.collect::<Result<_, _>>()?;
    let mut entries = room_for(ps.len(), qs.len())?;
    entries.extend(rows.into_iter().flatten());
    Ok(DMatrix::from_row_iterator(ps.len(), qs.len(), entries))
}
