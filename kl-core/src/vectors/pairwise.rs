//! All divergences between two lists of distributions.

use crate::{Error, KlDivergence};
use nalgebra::DMatrix;

/// D(Pᵢ‖Qⱼ) of every P from every Q, in nats: a row for each P, a column for
/// each Q.
///
/// # Conventions
///
/// As those of the pair. For a symmetric table of one list, pass it twice.
///
/// # Accuracy
///
/// That of the pair: each entry is computed by its own call of
/// [`KlDivergence::kl`].
///
/// # Errors
///
/// [`Error::Pair`] with the row, the column and what is wrong with the first pair
/// that cannot be compared. [`Error::TooLarge`] if so many numbers do not fit into
/// memory.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, pairwise};
///
/// let ps = [Pmf::new([0.5, 0.5])?, Pmf::new([1.0, 0.0])?];
/// let table = pairwise(&ps, &ps)?;
/// assert_eq!(table[(0, 0)], 0.0);
/// assert_eq!(table[(0, 1)], f64::INFINITY);
/// assert_eq!(table[(1, 0)], 2f64.ln());
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// As those of the pair.
pub fn pairwise<P: KlDivergence<Q>, Q>(ps: &[P], qs: &[Q]) -> Result<DMatrix<f64>, Error> {
    let mut entries = room_for(ps.len(), qs.len())?;
    for (row, p) in ps.iter().enumerate() {
        for (column, q) in qs.iter().enumerate() {
            entries.push(entry(p, q, row, column)?);
        }
    }
    Ok(DMatrix::from_row_iterator(ps.len(), qs.len(), entries))
}

/// D(P‖Q) in nats, or an error that says which pair it is.
pub(crate) fn entry<P: KlDivergence<Q>, Q>(
    p: &P,
    q: &Q,
    row: usize,
    column: usize,
) -> Result<f64, Error> {
    match p.kl(q) {
        Ok(divergence) => Ok(divergence.nats()),
        Err(error) => Err(Error::Pair {
            row,
            column,
            source: Box::new(error),
        }),
    }
}

/// An empty vector with room for a table.
pub(crate) fn room_for(rows: usize, columns: usize) -> Result<Vec<f64>, Error> {
    let size = rows.saturating_mul(columns);
    let mut entries = Vec::new();
    entries
        .try_reserve_exact(size)
        .map_err(|_| Error::TooLarge { of: "pairs", size })?;
    Ok(entries)
}
