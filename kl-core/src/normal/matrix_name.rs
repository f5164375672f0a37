//! The names that errors give to a positive definite matrix, its rows and its columns.

use crate::Error;
use crate::error::{filled, same_size};
use nalgebra::DMatrix;

/// The words for a matrix, for its rows and for its columns.
pub(crate) struct MatrixName {
    pub(crate) itself: &'static str,
    pub(crate) rows: &'static str,
    pub(crate) columns: &'static str,
}

pub(crate) const COVARIANCE: MatrixName = MatrixName {
    itself: "covariance",
    rows: "rows of the covariance",
    columns: "columns of the covariance",
};

pub(crate) const ROW_COVARIANCE: MatrixName = MatrixName {
    itself: "covariance of the rows",
    rows: "rows of the covariance of the rows",
    columns: "columns of the covariance of the rows",
};

pub(crate) const COLUMN_COVARIANCE: MatrixName = MatrixName {
    itself: "covariance of the columns",
    rows: "rows of the covariance of the columns",
    columns: "columns of the covariance of the columns",
};

pub(crate) const SCALE: MatrixName = MatrixName {
    itself: "scale matrix",
    rows: "rows of the scale matrix",
    columns: "columns of the scale matrix",
};

pub(crate) const PRECISION: MatrixName = MatrixName {
    itself: "precision matrix",
    rows: "rows of the precision matrix",
    columns: "columns of the precision matrix",
};

pub(crate) const CHOLESKY_FACTOR: MatrixName = MatrixName {
    itself: "Cholesky factor",
    rows: "rows of the Cholesky factor",
    columns: "columns of the Cholesky factor",
};

impl MatrixName {
    /// The name of a matrix that was computed and not given, so that its shape is not at fault.
    pub(crate) const fn computed(itself: &'static str) -> Self {
        MatrixName {
            itself,
            ..COVARIANCE
        }
    }

    /// An error unless the matrix is square, finite and equal to its transpose.
    pub(crate) fn check(&self, matrix: &DMatrix<f64>) -> Result<(), Error> {
        let (rows, columns) = matrix.shape();
        same_size(self.columns, columns, self.rows, rows)?;
        filled(self.rows, rows)?;
        if is_symmetric_and_finite(matrix) {
            return Ok(());
        }
        finite_matrix(self.itself, matrix)?;
        // The first of the entries that differ, row by row.
        for row in 0..rows {
            for column in 0..row {
                let (lower, upper) = (matrix[(row, column)], matrix[(column, row)]);
                if lower != upper {
                    return Err(Error::NotSymmetric {
                        of: self.itself,
                        row,
                        column,
                        lower,
                        upper,
                    });
                }
            }
        }
        Ok(())
    }

    /// The error for a pivot that is not positive.
    pub(crate) fn indefinite(&self, (pivot, value): (usize, f64)) -> Error {
        Error::NotPositiveDefinite {
            of: self.itself,
            pivot,
            value,
        }
    }
}

/// Whether a square matrix is, bit for bit, its transpose, and has neither NaN nor an infinite
/// entry. False may also be said of one that has 0 where the transpose has −0.
fn is_symmetric_and_finite(matrix: &DMatrix<f64>) -> bool {
    const BLOCK: usize = 8;
    let d = matrix.nrows();
    let numbers = matrix.as_slice();
    if d <= BLOCK {
        // A look at each entry takes less than to lay out blocks.
        return (0..d).all(|j| {
            let column = &numbers[j * d..(j + 1) * d];
            let mirrored = numbers[j..].iter().step_by(d);
            let mut pairs = column.iter().zip(mirrored);
            pairs.all(|(x, y)| x.is_finite() && x.to_bits() == y.to_bits())
        });
    }
    // Without an early end, which would cost more than it saves.
    let (mut finite, mut differ) = (true, 0);
    for j in 0..d {
        for x in &numbers[j * d + j..(j + 1) * d] {
            finite &= x.is_finite();
        }
    }
    // Block by block: the columns of a large matrix are far apart.
    for first in (0..d).step_by(BLOCK) {
        for top in (first..d).step_by(BLOCK) {
            for j in first..d.min(first + BLOCK) {
                let column = &numbers[j * d..][top..d.min(top + BLOCK)];
                for (row, below) in numbers[top * d..].chunks(d).zip(column) {
                    differ |= row[j].to_bits() ^ below.to_bits();
                }
            }
        }
    }
    finite && differ == 0
}

/// An error that names the first entry, row by row, that is NaN or infinite.
pub(crate) fn finite_matrix(of: &'static str, matrix: &DMatrix<f64>) -> Result<(), Error> {
    // The usual case, without a jump from column to column and without an early end.
    if matrix
        .as_slice()
        .iter()
        .fold(true, |finite, x| finite & x.is_finite())
    {
        return Ok(());
    }
    for row in 0..matrix.nrows() {
        for column in 0..matrix.ncols() {
            let value = matrix[(row, column)];
            if !value.is_finite() {
                return Err(Error::MatrixEntry {
                    of,
                    row,
                    column,
                    value,
                    must_be: "finite",
                });
            }
        }
    }
    Ok(())
}
