//! Arrays of [ndarray](https://docs.rs/ndarray) in, vectors and tables out.

use crate::{Error, Float, Joint, Pmf};
use ndarray::{Array1, Array2, ArrayBase, Data, Ix1, Ix2};

/// The entries of the array, checked as by [`Pmf::borrowed`].
///
/// ```
/// use kl_core::Pmf;
/// use ndarray::{array, Axis};
///
/// let rows = array![[0.5, 0.5], [0.25, 0.75]];
/// let p = Pmf::try_from(rows.row(0))?;
/// let q = Pmf::try_from(rows.index_axis(Axis(0), 1))?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1438 nats");
///
/// // Without a copy, where a row lies in one piece.
/// let rows = rows.map(|&x| x as f32);
/// let row = rows.row(1).to_slice().expect("in one piece");
/// assert_eq!(Pmf::borrowed(row)?.kl(&q)?.nats(), 0.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<F: Float, S: Data<Elem = F>> TryFrom<ArrayBase<S, Ix1>> for Pmf<F> {
    type Error = Error;

    fn try_from(array: ArrayBase<S, Ix1>) -> Result<Self, Error> {
        // The entries, not the memory behind them: a view may run with strides or backwards.
        Pmf::try_from(array.iter().copied().collect::<Vec<F>>())
    }
}

/// The probabilities, without copying. An array view of them, `ArrayView1::from(&p)`, is
/// ndarray's own.
impl<F: Float> From<Pmf<F>> for Array1<F> {
    fn from(p: Pmf<F>) -> Self {
        Array1::from_vec(p.into_vec())
    }
}

/// The entries of the array, checked as by [`Joint::new`]: rows are the values of X,
/// columns those of Y.
///
/// ```
/// use kl_core::Joint;
/// use ndarray::array;
///
/// let xy = Joint::try_from(array![[0.5, 0.0], [0.0, 0.5]])?;
/// assert_eq!(xy.mutual_information().bits(), 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<S: Data<Elem = f64>> TryFrom<ArrayBase<S, Ix2>> for Joint {
    type Error = Error;

    fn try_from(array: ArrayBase<S, Ix2>) -> Result<Self, Error> {
        let (rows, columns) = array.dim();
        // `iter` goes row by row, however the array lies in memory.
        super::joint(rows, columns, array.iter().copied().collect::<Vec<f64>>())
    }
}

/// The table, copied.
impl From<&Joint> for Array2<f64> {
    fn from(joint: &Joint) -> Self {
        let entries = joint.as_pmf().as_slice();
        let (rows, columns) = joint.shape();
        Array2::from_shape_fn((rows, columns), |(row, column)| {
            entries[row * columns + column]
        })
    }
}
