//! All divergences between two lists of distributions.

pub(crate) mod centred;
mod factors;
mod logarithms;
pub(crate) mod product;
mod roots;

use crate::{Divergence, Error};
use nalgebra::{DMatrix, Scalar};
use product::ProductForm;
use std::ops::Range;

/// The divergence of every P from every Q: a row for each P, a column for each Q.
///
/// # Conventions
///
/// The conventions of the divergence. For the table of one list, pass it twice.
///
/// The entries are the results of the divergence. Amounts of information keep their unit
/// open: `table.map(Information::bits)` is the table in bits.
///
/// # Accuracy
///
/// The accuracy of the divergence: each entry is computed by its own call of
/// [`Divergence::between`]; but
///
/// tables of probability vectors by
/// [`KullbackLeibler`](crate::divergences::KullbackLeibler),
/// [`Jeffreys`](crate::divergences::Jeffreys),
/// [`CrossEntropy`](crate::divergences::CrossEntropy) and
/// [`Hellinger`](crate::divergences::Hellinger) with some hundred entries or more come from a
/// matrix product, which takes a small part of the time. Each entry is then within 4 ulp of the
/// true value, and mostly within 2. Where the product has not so many digits, because P and Q
/// are near each other or a probability is zero or tiny, `between` computes the entry.
///
/// # Errors
///
/// [`Error::Pair`] with the row, the column and the error of the first pair that cannot be
/// compared. [`Error::TooLarge`] if so many numbers do not fit into memory.
///
/// # Example
///
/// ```
/// use kl_core::divergences::{KullbackLeibler, TotalVariation};
/// use kl_core::statrs::distribution::Normal;
/// use kl_core::{Information, Pmf, pairwise};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ps = [Pmf::new([0.5, 0.5])?, Pmf::new([1.0, 0.0])?];
/// let table = pairwise(&KullbackLeibler, &ps, &ps)?;
/// assert_eq!(table[(0, 1)], Information::INFINITY);
/// assert_eq!(table[(1, 0)].bits(), 1.0);
/// assert_eq!(pairwise(&TotalVariation, &ps, &ps)?[(1, 0)], 0.5);
///
/// // Not of vectors alone: the divergence of any pair in the list of `KlDivergence`.
/// let normals = [Normal::new(0.0, 1.0)?, Normal::new(2.0, 1.0)?];
/// let table = pairwise(&KullbackLeibler, &normals, &normals)?;
/// assert_eq!(table.map(Information::nats)[(0, 1)], 2.0);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// The references of the divergence.
pub fn pairwise<D, P, Q>(divergence: &D, ps: &[P], qs: &[Q]) -> Result<DMatrix<D::Output>, Error>
where
    D: Divergence<P, Q, Output: Scalar> + ?Sized,
{
    let mut entries = room_for(ps.len(), qs.len())?;
    if let Some(product) = divergence.product_form(ps, qs) {
        append(divergence, &product, ps, qs, 0..qs.len(), &mut entries)?;
        return Ok(DMatrix::from_vec(ps.len(), qs.len(), entries));
    }
    for (row, p) in ps.iter().enumerate() {
        for (column, q) in qs.iter().enumerate() {
            entries.push(entry(divergence, p, q, row, column)?);
        }
    }
    Ok(DMatrix::from_row_iterator(ps.len(), qs.len(), entries))
}

/// Appends columns of a table that is a product.
pub(crate) fn append<D: Divergence<P, Q> + ?Sized, P, Q>(
    divergence: &D,
    product: &ProductForm<D::Output>,
    ps: &[P],
    qs: &[Q],
    columns: Range<usize>,
    entries: &mut Vec<D::Output>,
) -> Result<(), Error> {
    let (start, first) = (entries.len(), columns.start);
    for place in product.append(columns, entries) {
        let (row, column) = (place % ps.len(), first + place / ps.len());
        entries[start + place] = entry(divergence, &ps[row], &qs[column], row, column)?;
    }
    Ok(())
}

/// The divergence of P from Q, or an error that says which pair it is.
pub(crate) fn entry<D: Divergence<P, Q> + ?Sized, P, Q>(
    divergence: &D,
    p: &P,
    q: &Q,
    row: usize,
    column: usize,
) -> Result<D::Output, Error> {
    divergence.between(p, q).map_err(|error| Error::Pair {
        row,
        column,
        source: Box::new(error),
    })
}

/// An empty vector with room for a table.
pub(crate) fn room_for<T>(rows: usize, columns: usize) -> Result<Vec<T>, Error> {
    let size = rows.saturating_mul(columns);
    let mut entries = Vec::new();
    entries
        .try_reserve_exact(size)
        .map_err(|_| Error::TooLarge { of: "pairs", size })?;
    Ok(entries)
}
