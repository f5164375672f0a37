//! Linear equations with the second derivatives of the mutual information.

use crate::Pmf;

/// The matrix A Aᵀ + S, where A(x, y) = (W(y|x) − PW(y))/√PW(y) and S is diagonal.
///
/// For changes of P that add up to 0, A Aᵀ is the matrix of second derivatives with the opposite
/// sign; and where all rows of W are nearly equal, no digits of it cancel.
///
/// Factored is a matrix of the smaller size of A: A Aᵀ + S itself, or 1 + Aᵀ S⁻¹ A, of which
/// Woodbury's formula makes its inverse.
pub(super) enum System {
    OfInputs(Factor),
    OfOutputs {
        factor: Factor,
        /// The columns of S^(−½) A.
        columns: Vec<Vec<f64>>,
        /// The diagonal of S^(½).
        roots: Vec<f64>,
    },
}

impl System {
    /// The matrix over `unit`, which is divided out of A Aᵀ here, and out of the diagonal already.
    pub(super) fn new(rows: &[Pmf], p: &[f64], unit: f64, diagonal: Vec<f64>) -> Self {
        let likeliest = (0..p.len()).fold(0, |best, x| if p[x] > p[best] { x } else { best });
        let base = rows[likeliest].as_slice();
        let mut outputs = vec![Output::default(); base.len()];
        for (p, row) in p.iter().zip(rows) {
            for ((output, w), base) in outputs.iter_mut().zip(row.as_slice()).zip(base) {
                output.gap += p * (w - base);
                output.scale += p * w;
            }
        }
        for output in &mut outputs {
            // The roots apart: the product may underflow.
            output.scale = output.scale.sqrt() * unit.sqrt();
        }
        let entry = |x: usize, y: usize| {
            let Output { gap, scale } = outputs[y];
            let apart = (rows[x].as_slice()[y] - base[y]) - gap;
            // If it is 0, no input has the output.
            if scale > 0.0 { apart / scale } else { 0.0 }
        };
        if rows.len() <= outputs.len() {
            let row = |x: usize| (0..outputs.len()).map(|y| entry(x, y)).collect();
            let rows: Vec<Vec<f64>> = (0..rows.len()).map(row).collect();
            return System::OfInputs(Factor::new(&rows, &diagonal));
        }
        let roots: Vec<f64> = diagonal.into_iter().map(f64::sqrt).collect();
        let column = |y: usize| {
            let roots = roots.iter().enumerate();
            roots.map(|(x, root)| entry(x, y) / root).collect()
        };
        let columns: Vec<Vec<f64>> = (0..outputs.len()).map(column).collect();
        System::OfOutputs {
            factor: Factor::new(&columns, &vec![1.0; outputs.len()]),
            columns,
            roots,
        }
    }

    /// The solution x of (A Aᵀ + S) x = b.
    pub(super) fn solved(&self, mut b: Vec<f64>) -> Vec<f64> {
        match self {
            System::OfInputs(factor) => factor.solved(b),
            System::OfOutputs {
                factor,
                columns,
                roots,
            } => {
                b.iter_mut().zip(roots).for_each(|(b, root)| *b /= root);
                let sums = columns.iter().map(|column| dot(column, &b));
                for (z, column) in factor.solved(sums.collect()).iter().zip(columns) {
                    b.iter_mut().zip(column).for_each(|(b, a)| *b -= a * z);
                }
                b.iter_mut().zip(roots).for_each(|(b, root)| *b /= root);
                b
            }
        }
    }
}

/// An output.
#[derive(Clone, Copy, Default)]
struct Output {
    /// How far PW(y) is from W(y|x) of the likeliest input. Where all rows are equal it is 0, and
    /// the differences from it are; those from a rounded PW(y) would not be.
    gap: f64,
    /// √PW(y) in units.
    scale: f64,
}

/// The factor L of a matrix L Lᵀ, row by row up to the diagonal.
pub(super) struct Factor {
    rows: Vec<Vec<f64>>,
}

impl Factor {
    /// Of the matrix of the products of the vectors, with a diagonal added.
    fn new(vectors: &[Vec<f64>], diagonal: &[f64]) -> Self {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(vectors.len());
        for (i, (vector, more)) in vectors.iter().zip(diagonal).enumerate() {
            let mut row = Vec::with_capacity(i + 1);
            for (other, above) in vectors.iter().zip(&rows) {
                let rest = dot(vector, other) - dot(&row, above);
                row.push(rest / above[row.len()]);
            }
            let square = dot(vector, vector) + more;
            let rest = square - dot(&row, &row);
            // Nothing is left where a row is a mixture of those above: then it is left alone.
            let independent = rest > 1e-14 * square;
            row.push(if independent {
                rest.sqrt()
            } else {
                f64::INFINITY
            });
            rows.push(row);
        }
        Factor { rows }
    }

    fn solved(&self, mut b: Vec<f64>) -> Vec<f64> {
        for (i, row) in self.rows.iter().enumerate() {
            let known = dot(&b[..i], row);
            b[i] = (b[i] - known) / row[i];
        }
        for (i, row) in self.rows.iter().enumerate().rev() {
            b[i] /= row[i];
            let x = b[i];
            b[..i].iter_mut().zip(row).for_each(|(b, l)| *b -= l * x);
        }
        b
    }
}

/// The sum of the products, as far as both go, in sums that a processor makes several at a time.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let ((a, a_rest), (b, b_rest)) = (a[..n].as_chunks::<8>(), b[..n].as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}
