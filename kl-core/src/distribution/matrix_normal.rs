//! Matrix normal distributions.

use crate::error::same_size;
use crate::float::sum::{CompensatedSum, sum};
use crate::normal::matrix_name::{COLUMN_COVARIANCE, ROW_COVARIANCE, finite_matrix};
use crate::normal::positive_definite::PositiveDefinite;
use crate::terms::normal_scale::{normal_scale_term, scale_excess_term};
use crate::{Error, Information, KlDivergence};
use nalgebra::{DMatrix, DVector};

/// A matrix normal distribution: a random n by p matrix whose entries are normal, with
/// Cov(Xᵢⱼ, Xₖₗ) = UᵢₖVⱼₗ.
///
/// # Example
///
/// ```
/// use kl_core::distribution::MatrixNormal;
/// use kl_core::nalgebra::DMatrix;
///
/// let p = MatrixNormal::new(
///     DMatrix::zeros(2, 3),
///     DMatrix::identity(2, 2),
///     DMatrix::identity(3, 3),
/// )?;
/// assert_eq!(p.shape(), (2, 3));
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixNormal {
    mean: DMatrix<f64>,
    rows: PositiveDefinite,
    columns: PositiveDefinite,
}

impl MatrixNormal {
    /// The matrix normal distribution with the given mean (n by p), the covariance U
    /// of the rows (n by n) and V of the columns (p by p).
    ///
    /// U and V are only determined up to a factor: cU and V/c are the same distribution.
    ///
    /// # Errors
    ///
    /// - For each covariance, as [`MultivariateNormal::new`](crate::MultivariateNormal::new).
    /// - [`Error::Size`] if the mean has not as many rows as U, or
    ///   not as many columns as V.
    /// - [`Error::MatrixEntry`] for NaN and ±∞ in the mean.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::MatrixNormal;
    /// use kl_core::{Error, nalgebra::DMatrix};
    ///
    /// let (u, v) = (DMatrix::identity(2, 2), DMatrix::identity(3, 3));
    /// let short = MatrixNormal::new(DMatrix::zeros(2, 2), u, v);
    /// let of = "columns of the mean";
    /// assert!(matches!(short, Err(Error::Size { of: o, found: 2, expected: 3, .. }) if o == of));
    /// ```
    pub fn new(
        mean: impl Into<DMatrix<f64>>,
        rows: impl Into<DMatrix<f64>>,
        columns: impl Into<DMatrix<f64>>,
    ) -> Result<Self, Error> {
        let mean = mean.into();
        let rows = PositiveDefinite::new(&ROW_COVARIANCE, rows.into())?;
        let columns = PositiveDefinite::new(&COLUMN_COVARIANCE, columns.into())?;
        let (n, p) = mean.shape();
        same_size("rows of the mean", n, ROW_COVARIANCE.rows, rows.dimension())?;
        let like = COLUMN_COVARIANCE.columns;
        same_size("columns of the mean", p, like, columns.dimension())?;
        finite_matrix("mean", &mean)?;
        Ok(MatrixNormal {
            mean,
            rows,
            columns,
        })
    }

    /// The mean.
    ///
    /// ```
    /// # use kl_core::{distribution::MatrixNormal, nalgebra::DMatrix};
    /// let (u, v) = (DMatrix::identity(2, 2), DMatrix::identity(3, 3));
    /// let p = MatrixNormal::new(DMatrix::zeros(2, 3), u, v)?;
    /// assert_eq!(p.mean(), &DMatrix::zeros(2, 3));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> &DMatrix<f64> {
        &self.mean
    }

    /// The covariance U of the rows, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::MatrixNormal, nalgebra::DMatrix};
    /// let (u, v) = (DMatrix::identity(2, 2), DMatrix::identity(3, 3));
    /// let p = MatrixNormal::new(DMatrix::zeros(2, 3), u, v)?;
    /// assert_eq!(p.row_covariance(), &DMatrix::identity(2, 2));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn row_covariance(&self) -> &DMatrix<f64> {
        self.rows.matrix()
    }

    /// The covariance V of the columns, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::MatrixNormal, nalgebra::DMatrix};
    /// let (u, v) = (DMatrix::identity(2, 2), DMatrix::identity(3, 3));
    /// let p = MatrixNormal::new(DMatrix::zeros(2, 3), u, v)?;
    /// assert_eq!(p.column_covariance(), &DMatrix::identity(3, 3));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn column_covariance(&self) -> &DMatrix<f64> {
        self.columns.matrix()
    }

    /// The number of rows and of columns.
    ///
    /// ```
    /// # use kl_core::{distribution::MatrixNormal, nalgebra::DMatrix};
    /// let (u, v) = (DMatrix::identity(2, 2), DMatrix::identity(3, 3));
    /// assert_eq!(MatrixNormal::new(DMatrix::zeros(2, 3), u, v)?.shape(), (2, 3));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        self.mean.shape()
    }
}

/// D(P‖Q) = ½[tr(Uq⁻¹Up) tr(Vq⁻¹Vp) − np − p ln(det Up/det Uq) − n ln(det Vp/det Vq) +
/// tr(Uq⁻¹ΔVq⁻¹Δᵀ)] with Δ = Mp − Mq, for n by p matrices.
///
/// P is `self`, the truth; Q is the argument, the model. The Kronecker product of U
/// and V is not formed.
///
/// # How
///
/// The Cholesky factor of that product is the Kronecker product of those of U and V. So with
/// A = Luq⁻¹Lup and B = Lvq⁻¹Lvp the terms are those of a multivariate normal distribution
/// whose diagonal is aᵢᵢbⱼⱼ, and the squares off the diagonal are products of sums of squares.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value, or Luq⁻¹Δ, is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Up to 20 rows and columns, within 3 ulp times a condition number, also for parameters that
/// differ in the last digits only. The condition number is κ + R/D, where κ is that of the
/// correlation matrix of Q's columns (in the Frobenius norm), and R the sum of
/// (|aᵢᵢ − 1| + |bⱼⱼ − 1|)·|aᵢᵢbⱼⱼ − 1|; it is large only where a change of U nearly makes up
/// for one of V. Beyond, it is multiplied by the largest condition number of the correlation
/// matrices.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different numbers of rows, or of
/// columns.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::MatrixNormal;
/// use kl_core::nalgebra::DMatrix;
///
/// let (u, v) = (DMatrix::identity(2, 2), DMatrix::identity(3, 3));
/// let p = MatrixNormal::new(DMatrix::zeros(2, 3), u.clone(), v.clone())?;
/// let q = MatrixNormal::new(DMatrix::zeros(2, 3), u * 4.0, v)?;
/// // Six times ln 2 − 3/8.
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.9089 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the multivariate normal distribution with the covariance V ⊗ U.
impl KlDivergence for MatrixNormal {
    fn kl(&self, q: &MatrixNormal) -> Result<Information, Error> {
        let (p, q_shape) = (self.shape(), q.shape());
        same_size("rows of Q", q_shape.0, "rows of P", p.0)?;
        same_size("columns of Q", q_shape.1, "columns of P", p.1)?;
        let nats = shape_term(self, q) + location_term(self, q);
        // As for the multivariate normal: NaN is ∞ − ∞ after the square of an entry overflowed.
        Ok(if nats.is_nan() {
            Information::INFINITY
        } else {
            Information::from_nats(nats)
        })
    }
}

fn shape_term(p: &MatrixNormal, q: &MatrixNormal) -> f64 {
    let a = q.rows.excess_of(&p.rows);
    let b = q.columns.excess_of(&p.columns);
    let mut total = CompensatedSum::default();
    for i in 0..a.nrows() {
        for j in 0..b.nrows() {
            let (e, f) = (a[(i, i)], b[(j, j)]);
            let near = |x: f64| (-0.6..=1.5).contains(&x);
            let product = e + f + e * f;
            total.add(if near(e) && near(f) && near(product) {
                scale_excess_term(product)
            } else {
                far_diagonal_term(p, q, i, j)
            });
        }
    }
    let (diagonal_a, off_a) = squares(&a);
    let (diagonal_b, off_b) = squares(&b);
    // No term where all entries off the diagonals are zero, even if the diagonals overflow.
    for (off, other) in [(off_a, diagonal_b + off_b), (off_b, diagonal_a)] {
        if off > 0.0 {
            total.add((0.5 * off) * other);
        } else if off.is_nan() {
            return f64::INFINITY;
        }
    }
    total.total()
}

/// ½(ρ² − 1) − ln ρ for the product ρ of two quotients of diagonal entries.
fn far_diagonal_term(p: &MatrixNormal, q: &MatrixNormal, i: usize, j: usize) -> f64 {
    let quotient = |p: &PositiveDefinite, q: &PositiveDefinite, i| {
        let (p, q) = (p.factor()[(i, i)], q.factor()[(i, i)]);
        (p / q, p.ln() - q.ln())
    };
    let (a, ln_a) = quotient(&p.rows, &q.rows, i);
    let (b, ln_b) = quotient(&p.columns, &q.columns, j);
    let ratio = a * b;
    if a.is_normal() && b.is_normal() && ratio.is_normal() {
        normal_scale_term(ratio, 1.0)
    } else {
        // The quotients over- or underflow, but not their logarithms.
        let logarithm = ln_a + ln_b;
        0.5 * (2.0 * logarithm).exp_m1() - logarithm.min(f64::MAX)
    }
}

/// The sums of the squares of I + E on the diagonal, and below it.
fn squares(excess: &DMatrix<f64>) -> (f64, f64) {
    let [mut diagonal, mut below] = [(); 2].map(|()| CompensatedSum::default());
    for j in 0..excess.ncols() {
        diagonal.add((1.0 + excess[(j, j)]) * (1.0 + excess[(j, j)]));
        for i in j + 1..excess.nrows() {
            below.add(excess[(i, j)] * excess[(i, j)]);
        }
    }
    (diagonal.total(), below.total())
}

/// ½‖Luq⁻¹ΔLvq⁻ᵀ‖².
fn location_term(p: &MatrixNormal, q: &MatrixNormal) -> f64 {
    let (n, columns) = q.shape();
    let mut rest = DMatrix::zeros(n, columns);
    for j in 0..columns {
        let (a, b) = (p.mean.column(j).into_owned(), q.mean.column(j).into_owned());
        rest.set_column(j, &q.rows.whitened_difference(&a, &b));
    }
    let zero = DVector::zeros(columns);
    sum((0..n).map(|i| {
        let z = q
            .columns
            .whitened_difference(&rest.row(i).transpose(), &zero);
        sum(z.iter().map(|&x| (0.5 * x) * x))
    }))
}
