//! Multivariate normal distributions whose covariance is of low rank, beside a diagonal.

mod capacitance;
mod rows;

use crate::error::{entries, filled, same_size};
use crate::float::double::{Double, two_sum};
use crate::float::scale::power_of_two;
use crate::normal::matrix_name::{MatrixName, finite_matrix};
use crate::normal::multivariate::{kl_between, same_dimension};
use crate::normal::positive_definite::{PRECISE_UP_TO, PositiveDefinite, power_of_two_near_root};
use crate::{Error, Information, KlDivergence, MultivariateNormal};
use capacitance::Own;
use nalgebra::{DMatrix, DVector};
use std::sync::OnceLock;

/// A multivariate normal distribution with the covariance Σ = WWᵀ + diag(δ), for a factor
/// W of d rows and k columns and a positive diagonal δ.
///
/// k is usually much smaller than d, but it may be any number, also zero. From dimension 21, and
/// for k up to d/8, two such distributions are compared in time proportional to dk², and memory to
/// dk. Elsewhere, and beside a [`MultivariateNormal`], WWᵀ + diag(δ) is formed and factored, once,
/// which takes memory for d² numbers; so it is where δ is very small beside WWᵀ, or where a
/// difference of W all but takes back one of δ.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::LowRankNormal;
/// use kl_core::nalgebra::DMatrix;
///
/// let factor = DMatrix::from_column_slice(2, 1, &[1.0, 1.0]);
/// let p = LowRankNormal::new(vec![2.0, 2.0], factor.clone(), vec![1.0, 1.0])?;
/// let q = LowRankNormal::new(vec![0.0, 0.0], factor, vec![1.0, 1.0])?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.3333 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LowRankNormal {
    mean: DVector<f64>,
    factor: DMatrix<f64>,
    diagonal: DVector<f64>,
    derived: Derived,
}

/// What follows from the factor and the diagonal.
#[derive(Clone, Debug)]
struct Derived {
    /// What comparisons need that do not form the covariance, if they are worth while.
    own: Option<Own>,
    /// When it has been needed.
    covariance: OnceLock<Result<PositiveDefinite, Error>>,
}

impl PartialEq for Derived {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl LowRankNormal {
    /// The distribution with the given mean (length d), factor W (d by k) and
    /// diagonal δ (length d).
    ///
    /// The diagonal has variances, not standard deviations.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] for dimension zero.
    /// - [`Error::Size`] if the factor has not d rows, or the diagonal
    ///   not d entries.
    /// - [`Error::Entry`] for NaN and ±∞ in the mean, and for anything but a positive finite
    ///   number in the diagonal.
    /// - [`Error::MatrixEntry`] for NaN and ±∞ in the factor, and if an entry of the
    ///   covariance is beyond [`f64::MAX`].
    /// - [`Error::NotPositiveDefinite`] if δ is so small beside WWᵀ that a pivot of
    ///   the Cholesky factorisation is not positive after rounding: about 1e-30 times as
    ///   large.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::distribution::LowRankNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let factor = DMatrix::from_column_slice(2, 1, &[1.0, 1.0]);
    /// let flat = LowRankNormal::new(vec![0.0, 0.0], factor, vec![1.0, 0.0]);
    /// let of = "diagonal";
    /// assert!(matches!(flat, Err(Error::Entry { of: o, index: 1, .. }) if o == of));
    /// ```
    pub fn new(
        mean: impl Into<DVector<f64>>,
        factor: impl Into<DMatrix<f64>>,
        diagonal: impl Into<DVector<f64>>,
    ) -> Result<Self, Error> {
        let (mean, factor, diagonal) = (mean.into(), factor.into(), diagonal.into());
        let variances = checked(&mean, &factor, &diagonal)?;
        let own = if is_low(&factor, &diagonal, &variances) {
            Own::new(&factor, &diagonal)
        } else {
            None
        };
        let formed = OnceLock::new();
        if own.is_none() {
            let covariance = covariance(&factor, &diagonal, &variances)?;
            formed.get_or_init(|| Ok(covariance));
        }
        Ok(LowRankNormal {
            mean,
            factor,
            diagonal,
            derived: Derived {
                own,
                covariance: formed,
            },
        })
    }

    fn covariance(&self) -> Result<&PositiveDefinite, Error> {
        let known = &self.derived.covariance;
        let all = known.get_or_init(|| {
            let variances = variances(&self.factor, &self.diagonal)?;
            covariance(&self.factor, &self.diagonal, &variances)
        });
        all.as_ref().map_err(Clone::clone)
    }

    /// The mean.
    ///
    /// ```
    /// # use kl_core::{distribution::LowRankNormal, nalgebra::DMatrix};
    /// let p = LowRankNormal::new(vec![1.0, 2.0], DMatrix::zeros(2, 1), vec![1.0, 1.0])?;
    /// assert_eq!(p.mean().as_slice(), [1.0, 2.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> &DVector<f64> {
        &self.mean
    }

    /// The factor W, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::LowRankNormal, nalgebra::DMatrix};
    /// let p = LowRankNormal::new(vec![1.0, 2.0], DMatrix::zeros(2, 1), vec![1.0, 1.0])?;
    /// assert_eq!(p.factor(), &DMatrix::zeros(2, 1));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn factor(&self) -> &DMatrix<f64> {
        &self.factor
    }

    /// The diagonal δ, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::LowRankNormal, nalgebra::DMatrix};
    /// let p = LowRankNormal::new(vec![1.0, 2.0], DMatrix::zeros(2, 1), vec![3.0, 4.0])?;
    /// assert_eq!(p.diagonal().as_slice(), [3.0, 4.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn diagonal(&self) -> &DVector<f64> {
        &self.diagonal
    }

    /// The number of dimensions, which is never zero.
    ///
    /// ```
    /// # use kl_core::{distribution::LowRankNormal, nalgebra::DMatrix};
    /// let p = LowRankNormal::new(vec![1.0, 2.0], DMatrix::zeros(2, 1), vec![1.0, 1.0])?;
    /// assert_eq!(p.dimension(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.mean.len()
    }

    /// The distribution given by its covariance, each entry of which is rounded to the nearest
    /// double.
    ///
    /// The rounding changes it a little: D of the one from the other may be κ²·1e-32, where κ
    /// is the condition number of the covariance. This type keeps the digits.
    ///
    /// # Errors
    ///
    /// [`Error::NotPositiveDefinite`] if the rounded covariance is not.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::LowRankNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let factor = DMatrix::from_column_slice(2, 1, &[1.0, 2.0]);
    /// let p = LowRankNormal::new(vec![0.0, 0.0], factor, vec![0.5, 0.5])?;
    /// let covariance = DMatrix::from_row_slice(2, 2, &[1.5, 2.0, 2.0, 4.5]);
    /// assert_eq!(p.to_multivariate_normal()?.covariance(), &covariance);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn to_multivariate_normal(&self) -> Result<MultivariateNormal, Error> {
        MultivariateNormal::new(self.mean.clone(), self.covariance()?.matrix().clone())
    }

    /// (Σ − S)ᵢⱼ for another covariance S, in the given units. S is subtracted from the
    /// diagonal before WWᵀ is added, so that nothing is rounded to a double on the way.
    fn less(&self, s: &PositiveDefinite, units: &PositiveDefinite, i: usize, j: usize) -> Double {
        let own = if i == j { self.diagonal[i] } else { 0.0 };
        let rest = Double::from(units.in_units(own, i, j)) - s.entry_in_units_of(units, i, j);
        plus_products(rest, &self.factor, i, j, |i| units.unit(i))
    }
}

const OF_BOTH: &str = "covariance of factor and diagonal";

/// The variances, if everything is as it must be.
fn checked(
    mean: &DVector<f64>,
    factor: &DMatrix<f64>,
    diagonal: &DVector<f64>,
) -> Result<DVector<f64>, Error> {
    let (d, like) = (mean.len(), "entries of the mean");
    same_size("rows of the factor", factor.nrows(), like, d)?;
    same_size("entries of the diagonal", diagonal.len(), like, d)?;
    filled(like, d)?;
    entries("mean", mean.as_slice(), "finite", f64::is_finite)?;
    finite_matrix("factor", factor)?;
    entries(
        "diagonal",
        diagonal.as_slice(),
        "positive and finite",
        |x| x > 0.0 && x.is_finite(),
    )?;
    variances(factor, diagonal)
}

/// The diagonal of WWᵀ + diag(δ).
fn variances(factor: &DMatrix<f64>, diagonal: &DVector<f64>) -> Result<DVector<f64>, Error> {
    let mut variances = diagonal.clone();
    for column in factor.column_iter() {
        let squares = column.as_slice().iter().map(|x| x * x);
        for (variance, square) in variances.as_mut_slice().iter_mut().zip(squares) {
            *variance += square;
        }
    }
    match variances.iter().position(|x| !x.is_finite()) {
        None => Ok(variances),
        Some(row) => Err(Error::MatrixEntry {
            of: OF_BOTH,
            row,
            column: row,
            value: variances[row],
            must_be: "finite: the factor is too large to square",
        }),
    }
}

/// Whether it is worth while not to form the covariance; and whether, if it should be formed
/// after all, its Cholesky factorisation cannot fail.
///
/// The correlation matrix has no eigenvalue below the least δ over its variance, and the rounding
/// of the factorisation takes no more than d(d + 1) 2⁻⁵³ away. Higham, *Accuracy and Stability of
/// Numerical Algorithms* (2002), theorem 10.7.
fn is_low(factor: &DMatrix<f64>, diagonal: &DVector<f64>, variances: &DVector<f64>) -> bool {
    /// A covariance of more dimensions has no room in memory.
    const FORMED: usize = 1 << 14;
    let d = diagonal.len();
    let least = d.min(FORMED).pow(2) as f64 * power_of_two(-50);
    let mut parts = diagonal.as_slice().iter().zip(variances.as_slice());
    d > PRECISE_UP_TO && 8 * factor.ncols() <= d && parts.all(|(&part, &all)| part >= least * all)
}

fn covariance(
    factor: &DMatrix<f64>,
    diagonal: &DVector<f64>,
    variances: &DVector<f64>,
) -> Result<PositiveDefinite, Error> {
    let (scale, entry) = in_units(factor, diagonal, variances);
    let name = MatrixName::computed(OF_BOTH);
    PositiveDefinite::of_precise(&name, scale.clone(), |i, j| entry(&scale, i, j))
}

/// The units of the variables, and the entries of the covariance in these.
fn in_units(
    factor: &DMatrix<f64>,
    diagonal: &DVector<f64>,
    variances: &DVector<f64>,
) -> (Vec<f64>, impl Fn(&[f64], usize, usize) -> Double) {
    let near = variances.iter().map(|&v| power_of_two_near_root(v));
    let entry = |scale: &[f64], i: usize, j: usize| {
        let own = if i == j { diagonal[i] } else { 0.0 };
        let own = Double::from(own / scale[i] / scale[j]);
        plus_products(own, factor, i, j, |i| scale[i])
    };
    (near.collect(), entry)
}

impl MultivariateNormal {
    /// From a covariance of low rank plus a diagonal, WWᵀ + diag(δ), which is PyTorch's
    /// `LowRankMultivariateNormal`.
    ///
    /// `factor` is W, with a row for each variable; `diagonal` is δ, variances. The covariance is
    /// formed and factored; up to dimension 20, and where it is nearly singular, with twice the
    /// digits, which it keeps. Where d is
    /// large beside the number of columns, [`LowRankNormal`] takes far less time and memory, and
    /// beyond dimension 20 it keeps the digits of pairs that are near each other.
    ///
    /// # Errors
    ///
    /// As [`LowRankNormal::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let factor = DMatrix::from_column_slice(2, 1, &[1.0, 2.0]);
    /// let p = MultivariateNormal::from_low_rank(vec![0.0, 0.0], factor, vec![0.5, 0.5])?;
    /// let covariance = DMatrix::from_row_slice(2, 2, &[1.5, 2.0, 2.0, 4.5]);
    /// assert_eq!(p.covariance(), &covariance);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[doc(alias = "LowRankMultivariateNormal")]
    pub fn from_low_rank(
        mean: impl Into<DVector<f64>>,
        factor: impl Into<DMatrix<f64>>,
        diagonal: impl Into<DVector<f64>>,
    ) -> Result<Self, Error> {
        let (mean, factor, diagonal) = (mean.into(), factor.into(), diagonal.into());
        let variances = checked(&mean, &factor, &diagonal)?;
        if factor.ncols() == 0 {
            return Self::from_variances(mean, diagonal);
        }
        let (scale, entry) = in_units(&factor, &diagonal, &variances);
        let name = MatrixName::computed(OF_BOTH);
        let entry = |i, j| entry(&scale, i, j);
        let covariance = PositiveDefinite::of_doubles(&name, scale.clone(), entry)?;
        Ok(MultivariateNormal::of_covariance(mean, covariance))
    }
}

/// x + (WWᵀ)ᵢⱼ in units. The rows are brought to these units first, so that no product over-
/// or underflows unless it does not matter.
///
/// The sum has three times the digits: x may be a covariance that differs from WWᵀ by the
/// rounding of its entries alone, and then only a third of them is left.
fn plus_products(
    x: Double,
    w: &DMatrix<f64>,
    i: usize,
    j: usize,
    unit: impl Fn(usize) -> f64,
) -> Double {
    let (si, sj) = (unit(i), unit(j));
    let (mut high, mut middle, mut low) = (x.value, x.lost, 0.0);
    for (&a, &b) in w.row(i).iter().zip(w.row(j).iter()) {
        let (a, b) = (a / si, b / sj);
        let product = a * b;
        for part in [product, a.mul_add(b, -product)] {
            let (sum, rest) = two_sum(high, part);
            high = sum;
            let (sum, rest) = two_sum(middle, rest);
            middle = sum;
            low += rest;
        }
    }
    Double::exact_sum(high, middle) + Double::from(low)
}

/// (Σp − Σq)ᵢⱼ in the units of Q, from the differences of the parameters.
///
/// With Δ = Wp − Wq and S = Wp + Wq it is ½(ΔSᵀ + SΔᵀ) + diag(δp − δq). The difference of the
/// covariances, even with twice the digits, would have lost the part of W beside a much larger
/// δ. The factor with fewer columns is continued with zeros.
fn difference(
    p: &LowRankNormal,
    q: &LowRankNormal,
    units: &PositiveDefinite,
    i: usize,
    j: usize,
) -> Double {
    let (si, sj) = (units.unit(i), units.unit(j));
    let mut total = Double::ZERO;
    if i == j {
        total = Double::exact_sum(
            units.in_units(p.diagonal[i], i, i),
            -units.in_units(q.diagonal[i], i, i),
        );
    }
    for column in 0..p.factor.ncols().max(q.factor.ncols()) {
        let (pi, qi) = (
            entry(&p.factor, i, column) / si,
            entry(&q.factor, i, column) / si,
        );
        let (pj, qj) = (
            entry(&p.factor, j, column) / sj,
            entry(&q.factor, j, column) / sj,
        );
        // (q − p), halved, because products are subtracted.
        let less = |p: f64, q: f64| Double::exact_sum(q, -p).scaled(0.5);
        total = total
            .minus_product(less(pi, qi), Double::exact_sum(pj, qj))
            .minus_product(less(pj, qj), Double::exact_sum(pi, qi));
    }
    total.settled()
}

/// An entry of W, zero beyond the last column.
fn entry(w: &DMatrix<f64>, row: usize, column: usize) -> f64 {
    if column < w.ncols() {
        w[(row, column)]
    } else {
        0.0
    }
}

/// D(P‖Q) as for [`MultivariateNormal`], with Σ = WWᵀ + diag(δ) of each.
///
/// P is `self`, the truth; Q is the argument, the model. Their factors may have different
/// numbers of columns.
///
/// # How
///
/// From dimension 21, and for factors of few columns, no covariance is formed: the terms come from
/// k by k matrices such as I + Wᵀdiag(δ)⁻¹W. Where they cancel, and in few dimensions, it is as for
/// [`MultivariateNormal`].
///
/// For P near Q, Σp − Σq is computed from the differences of the factors and diagonals;
/// it is not a difference of covariances.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value is beyond
/// [`f64::MAX`].
///
/// A divergence that is zero because the columns of W are the same in another order, or with
/// other signs, may come out as about κ²·1e-64, with κ as below.
///
/// # Accuracy
///
/// Up to dimension 20: within 5 ulp, for P near Q as much as for P far from Q, even if they
/// differ in the last digit of one entry of W or δ only, for condition numbers κ up to
/// 1e15. Beyond, where WWᵀ is singular and δ nearly nothing beside it, within 5 ulp
/// times κ/1e15.
///
/// From dimension 21: within 1 ulp times κ, for P near Q as much as for P far from Q.
///
/// κ is the larger condition number (in the Frobenius norm, so at least d) of the two
/// correlation matrices.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::LowRankNormal;
/// use kl_core::nalgebra::DMatrix;
///
/// let w = DMatrix::from_column_slice(2, 1, &[1.0, 1.0]);
/// let p = LowRankNormal::new(vec![0.0, 0.0], w, vec![1.0, 1.0])?;
/// let q = LowRankNormal::new(vec![0.0, 0.0], DMatrix::zeros(2, 0), vec![1.0, 1.0])?;
/// // 1 − ½ ln 3.
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.4507 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the multivariate normal distribution with the covariance WWᵀ + diag(δ).
impl KlDivergence for LowRankNormal {
    fn kl(&self, q: &LowRankNormal) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        if let Some(nats) = capacitance::divergence(self, q) {
            return Ok(Information::from_nats(nats));
        }
        let (sp, sq) = (self.covariance()?, q.covariance()?);
        Ok(kl_between((&self.mean, sp), (&q.mean, sq), &|i, j| {
            difference(self, q, sq, i, j)
        }))
    }
}

/// D(P‖Q) as for two [`MultivariateNormal`], where P has the covariance WWᵀ + diag(δ).
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// Up to dimension 20: within 3 ulp for condition numbers up to 1e13, for P near Q as much
/// as for P far from Q, even if Σq is the same but for the rounding of its entries.
///
/// From dimension 21: within 1 ulp times κ, the larger condition number (in the
/// Frobenius norm, so at least d) of the two correlation matrices.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::distribution::LowRankNormal;
/// use kl_core::nalgebra::DMatrix;
/// use kl_core::{KlDivergence, MultivariateNormal};
///
/// let w = DMatrix::from_column_slice(2, 1, &[1.0, 1.0]);
/// let p = LowRankNormal::new(vec![0.0, 0.0], w, vec![1.0, 1.0])?;
/// let q = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
/// // 1 − ½ ln 3.
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.4507 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the multivariate normal distribution with the covariance WWᵀ + diag(δ).
impl KlDivergence<MultivariateNormal> for LowRankNormal {
    fn kl(&self, q: &MultivariateNormal) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        let sq = q.positive_definite();
        Ok(kl_between(
            (&self.mean, self.covariance()?),
            (q.mean(), sq),
            &|i, j| self.less(sq, sq, i, j),
        ))
    }
}

/// D(P‖Q) as for two [`MultivariateNormal`], where Q has the covariance WWᵀ + diag(δ).
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the value is beyond
/// [`f64::MAX`].
///
/// # Accuracy
///
/// As for the other direction.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions.
///
/// # Example
///
/// ```
/// use kl_core::distribution::LowRankNormal;
/// use kl_core::nalgebra::DMatrix;
/// use kl_core::{KlDivergence, MultivariateNormal};
///
/// let w = DMatrix::from_column_slice(2, 1, &[1.0, 1.0]);
/// let p = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
/// let q = LowRankNormal::new(vec![0.0, 0.0], w, vec![1.0, 1.0])?;
/// // ½ ln 3 − 1/3.
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.2160 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the multivariate normal distribution with the covariance WWᵀ + diag(δ).
impl KlDivergence<LowRankNormal> for MultivariateNormal {
    fn kl(&self, q: &LowRankNormal) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        let sp = self.positive_definite();
        let sq = q.covariance()?;
        let negative = |i, j| Double::ZERO - q.less(sp, sq, i, j);
        Ok(kl_between((self.mean(), sp), (&q.mean, sq), &negative))
    }
}
