//! How far the entries of a table are from the products of its marginals, where that is next to
//! nothing.
//!
//! Let p be an entry, r the rest of its row, c the rest of its column, and o all others. Then
//! ab − pT is rc − po, where one row may have nearly all of T and nothing is lost.

use super::{Sums, UP};
use crate::float::double::Double;

/// The rests of a table.
pub(super) struct Apart {
    columns: usize,
    /// r and c, entry by entry.
    rests: Vec<[Double; 2]>,
    /// T less each row, and less each column.
    other_rows: Vec<Double>,
    other_columns: Vec<Double>,
}

impl Apart {
    pub(super) fn new(entries: &[f64], sums: &Sums) -> Self {
        let columns = sums.columns.len();
        let mut rests = Vec::with_capacity(entries.len());
        for (x, row) in entries.chunks(columns).enumerate() {
            for (y, &p) in row.iter().enumerate() {
                // More than half of a row or a column is one entry at most, so that few are
                // added again.
                let column = entries.iter().skip(y).step_by(columns);
                let p = Double::from(p);
                rests.push([
                    less(sums.rows[x], p, || without(row.iter().map(as_double), y)),
                    less(sums.columns[y], p, || without(column.map(as_double), x)),
                ]);
            }
        }
        let others = |sums: &Sums, of: &[Double]| {
            let rest = |(i, &sum)| less(sums.total, sum, || without(of.iter().copied(), i));
            of.iter().enumerate().map(rest).collect()
        };
        Apart {
            columns,
            rests,
            other_rows: others(sums, &sums.rows),
            other_columns: others(sums, &sums.columns),
        }
    }

    /// ab − pT, times [`UP`].
    pub(super) fn at(&self, (x, y): (usize, usize), p: f64) -> f64 {
        let [r, c] = self.rests[x * self.columns + y];
        // Of each row there is one column at most where neither is small, and the reverse.
        let others = less(self.other_rows[x], c, || {
            less(self.other_columns[y], r, || {
                let column = self.rests.iter().skip(y).step_by(self.columns);
                without(column.map(|&[r, _]| r), x)
            })
        });
        let apart = r.scaled(UP) * c - Double::from(p).scaled(UP) * others;
        apart.value + apart.lost
    }
}

/// sum − part, or `otherwise` where digits would be lost.
fn less(sum: Double, part: Double, otherwise: impl FnOnce() -> Double) -> Double {
    if part.value <= 0.5 * sum.value {
        sum - part
    } else {
        otherwise()
    }
}

/// The sum of all but one.
pub(super) fn without(terms: impl Iterator<Item = Double>, place: usize) -> Double {
    let others = terms.enumerate().filter(|&(i, _)| i != place);
    others.fold(Double::ZERO, |sum, (_, x)| sum + x)
}

pub(super) fn as_double(x: &f64) -> Double {
    Double::from(*x)
}
