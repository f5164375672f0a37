//! Normal distributions whose covariance may be singular.

use crate::error::{entries, same_size};
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::normal::matrix_name::COVARIANCE;
use crate::normal::multivariate::same_dimension;
use crate::normal::positive_definite::power_of_two_near_root;
use crate::{Error, Information, KlDivergence, MultivariateNormal};
use nalgebra::{DMatrix, DVector};
use std::f64::consts::LN_2;
use std::ops::RangeInclusive;

/// A multivariate normal distribution whose covariance may be singular: some variables follow
/// from others, or are constant.
///
/// Its mass lies on μ plus the range of Σ, an affine subspace of as many dimensions as Σ has rank,
/// and it has no density in the whole space. In full rank it is a [`MultivariateNormal`]; that one
/// refuses what is singular, as by mistake most such matrices are.
///
/// # Example
///
/// ```
/// use kl_core::distribution::SingularNormal;
/// use kl_core::nalgebra::DMatrix;
/// use kl_core::{Information, KlDivergence};
///
/// let diagonal = |a, b| DMatrix::from_row_slice(2, 2, &[a, 0.0, 0.0, b]);
/// let p = SingularNormal::new(vec![0.0, 0.0], diagonal(1.0, 0.0))?;
/// let q = SingularNormal::new(vec![0.0, 0.0], diagonal(4.0, 0.0))?;
/// assert_eq!(p.rank(), 1);
/// // On the line that both have.
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3181 nats");
/// assert_eq!(p.wasserstein_2(&q)?, 1.0);
/// let plane = SingularNormal::new(vec![0.0, 0.0], diagonal(1.0, 1.0))?;
/// assert_eq!(p.kl(&plane)?, Information::INFINITY);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Rao, *Linear Statistical Inference and Its Applications*, 2nd ed. (1973), section 8a.4.
#[derive(Clone, Debug, PartialEq)]
pub struct SingularNormal {
    mean: DVector<f64>,
    covariance: DMatrix<f64>,
    /// Those that the others follow from.
    pivots: Vec<usize>,
    /// A power of two near each standard deviation; 1 where that is 0.
    scale: Vec<f64>,
    /// L over the scale, row by row, with LLᵀ = Σ and a column for each pivot. With the rows in the
    /// order of the pivots it is lower triangular.
    factor: Vec<Double>,
}

/// By how much, in units of standard deviations, supports may differ and count as the same.
const SAME: f64 = power_of_two(-30);

/// How much larger rounding may be than an ulp of all that is added.
const ROUNDING: f64 = power_of_two(-44);

impl SingularNormal {
    /// The distribution with the given mean (length d) and covariance (d by d).
    ///
    /// The rank is found by a Cholesky factorisation with twice the digits that takes the variable
    /// with the largest share of its variance left at each step: a share of up to d·2⁻⁵⁰ counts as
    /// none.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`], [`Error::Size`], [`Error::Entry`], [`Error::MatrixEntry`],
    ///   [`Error::NotSymmetric`] as [`MultivariateNormal::new`].
    /// - [`Error::NotPositiveDefinite`] names a variable that is left with a negative variance, or
    ///   with none and yet a covariance.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::SingularNormal;
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{Error, MultivariateNormal};
    ///
    /// let rows = |b| DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 2.0, b]);
    /// assert!(MultivariateNormal::new(vec![0.0, 0.0], rows(4.0)).is_err());
    /// assert_eq!(SingularNormal::new(vec![0.0, 0.0], rows(4.0))?.rank(), 1);
    /// let negative = SingularNormal::new(vec![0.0, 0.0], rows(3.0));
    /// assert!(matches!(negative, Err(Error::NotPositiveDefinite { .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn new(
        mean: impl Into<DVector<f64>>,
        covariance: impl Into<DMatrix<f64>>,
    ) -> Result<Self, Error> {
        let (mean, covariance) = (mean.into(), covariance.into());
        let (rows, columns) = covariance.shape();
        same_size(COVARIANCE.columns, columns, COVARIANCE.rows, rows)?;
        same_size("entries of the mean", mean.len(), COVARIANCE.rows, rows)?;
        entries("mean", mean.as_slice(), "finite", f64::is_finite)?;
        COVARIANCE.check(&covariance)?;
        let mut scale = Vec::with_capacity(rows);
        for i in 0..rows {
            let variance = covariance[(i, i)];
            if variance < 0.0 {
                return Err(COVARIANCE.indefinite((i, variance)));
            }
            scale.push(if variance > 0.0 {
                power_of_two_near_root(variance)
            } else {
                1.0
            });
        }
        let (pivots, factor) = factor(&covariance, &scale)?;
        Ok(SingularNormal {
            mean,
            covariance,
            pivots,
            scale,
            factor,
        })
    }

    /// The mean.
    ///
    /// ```
    /// # use kl_core::{distribution::SingularNormal, nalgebra::DMatrix};
    /// let p = SingularNormal::new(vec![1.0, 2.0], DMatrix::zeros(2, 2))?;
    /// assert_eq!(p.mean().as_slice(), [1.0, 2.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> &DVector<f64> {
        &self.mean
    }

    /// The covariance, as given.
    ///
    /// ```
    /// # use kl_core::{distribution::SingularNormal, nalgebra::DMatrix};
    /// let p = SingularNormal::new(vec![1.0, 2.0], DMatrix::zeros(2, 2))?;
    /// assert_eq!(p.covariance(), &DMatrix::zeros(2, 2));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn covariance(&self) -> &DMatrix<f64> {
        &self.covariance
    }

    /// The number of dimensions, which is never zero.
    ///
    /// ```
    /// # use kl_core::{distribution::SingularNormal, nalgebra::DMatrix};
    /// let p = SingularNormal::new(vec![1.0, 2.0], DMatrix::zeros(2, 2))?;
    /// assert_eq!(p.dimension(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.mean.len()
    }

    /// The rank of the covariance, from 0 to the dimension.
    ///
    /// ```
    /// # use kl_core::{distribution::SingularNormal, nalgebra::DMatrix};
    /// let p = SingularNormal::new(vec![1.0, 2.0], DMatrix::from_element(2, 2, 3.0))?;
    /// assert_eq!(p.rank(), 1);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn rank(&self) -> usize {
        self.pivots.len()
    }

    /// A sample, from as many standard normal numbers as the rank.
    ///
    /// As [`MultivariateNormal::sample`]: this crate draws no random numbers.
    ///
    /// # Accuracy
    ///
    /// Within 1 ulp times (|μ| + Σ|lᵢⱼεⱼ|)/|result|.
    ///
    /// # Errors
    ///
    /// As [`MultivariateNormal::sample`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::SingularNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let p = SingularNormal::new(vec![1.0, 2.0], DMatrix::from_element(2, 2, 4.0))?;
    /// assert_eq!(p.sample(&[0.5])?.as_slice(), [2.0, 3.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn sample(&self, noise: &[f64]) -> Result<DVector<f64>, Error> {
        let r = self.rank();
        same_size("numbers of noise", noise.len(), "rank", r)?;
        entries("noise", noise, "finite", f64::is_finite)?;
        let entry = |i: usize| {
            let l = &self.factor[i * r..(i + 1) * r];
            let minus = l
                .iter()
                .zip(noise)
                .fold(Double::ZERO, |sum, (&l, &e)| sum.minus_product(l, e.into()));
            let shift = minus.settled().scaled(-self.scale[i]);
            (Double::from(self.mean[i]) + shift).value
        };
        let sample: Vec<f64> = (0..self.dimension()).map(entry).collect();
        entries("sample", &sample, "finite", f64::is_finite)?;
        Ok(sample.into())
    }

    /// Bounds of the Jensen–Shannon divergence of P, `self`, and Q.
    ///
    /// ln 2, both, unless they have one support; on a common one as
    /// [`MultivariateNormal::jensen_shannon_bounds`].
    ///
    /// # Errors
    ///
    /// As `kl`.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::SingularNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let diagonal = |a, b| DMatrix::from_row_slice(2, 2, &[a, 0.0, 0.0, b]);
    /// let p = SingularNormal::new(vec![0.0, 0.0], diagonal(1.0, 0.0))?;
    /// let q = SingularNormal::new(vec![0.0, 0.0], diagonal(4.0, 0.0))?;
    /// let bounds = p.jensen_shannon_bounds(&q)?;
    /// assert_eq!(format!("{:.4} {:.4}", bounds.start(), bounds.end()), "0.0732 nats 0.1056 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As [`MultivariateNormal::jensen_shannon_bounds`].
    pub fn jensen_shannon_bounds(
        &self,
        q: &SingularNormal,
    ) -> Result<RangeInclusive<Information>, Error> {
        match self.on_support_of(q)? {
            Support::Apart => {
                let most = Information::from_nats(LN_2);
                Ok(most..=most)
            }
            Support::Point => Ok(Information::ZERO..=Information::ZERO),
            Support::Common(p, q) => p.jensen_shannon_bounds(&q),
        }
    }

    /// L, row by row, with twice the digits, and the number of its columns.
    pub(crate) fn entry_of_factor(&self, i: usize, k: usize, unit: f64) -> Double {
        if k < self.rank() {
            self.factor[i * self.rank() + k]
                .scaled(self.scale[i])
                .unscaled(unit)
        } else {
            Double::ZERO
        }
    }

    /// P and Q by variables that all others follow from in the same way.
    fn on_support_of(&self, q: &Self) -> Result<Support, Error> {
        let d = same_dimension(self.dimension(), q.dimension())?;
        if self.rank() != q.rank() {
            return Ok(Support::Apart);
        }
        let shift: Vec<f64> = (0..d).map(|i| self.mean[i] - q.mean[i]).collect();
        for o in (0..d).filter(|i| !q.pivots.contains(i)) {
            let map = q.map(o);
            let follows = |value: f64, of: &dyn Fn(usize) -> f64, allowed: f64| {
                let products = map.iter().zip(&q.pivots).map(|(m, &s)| m * of(s));
                let size: f64 = products.clone().map(f64::abs).sum();
                let rest = value - products.sum::<f64>();
                rest.abs() <= allowed + ROUNDING * size
            };
            let sizes = self.mean[o].abs() + q.mean[o].abs();
            let allowed = SAME * q.covariance[(o, o)].sqrt() + ROUNDING * sizes;
            if !follows(shift[o], &|s| shift[s], allowed) {
                return Ok(Support::Apart);
            }
            let all = &self.covariance;
            let deviation = |i: usize| all[(i, i)].sqrt();
            for s in q.pivots.iter().copied().chain([o]) {
                let allowed = SAME * deviation(o) * deviation(s);
                if !follows(all[(o, s)], &|k| all[(k, s)], allowed) {
                    return Ok(Support::Apart);
                }
            }
        }
        if q.pivots.is_empty() {
            return Ok(Support::Point);
        }
        let of_q = q.chosen(&q.pivots)?;
        // By these variables P may be singular, where it is not on that subspace.
        Ok(match self.chosen(&q.pivots) {
            Ok(of_p) => Support::Common(Box::new(of_p), Box::new(of_q)),
            Err(_) => Support::Apart,
        })
    }

    /// The distribution of some of the variables.
    fn chosen(&self, places: &[usize]) -> Result<MultivariateNormal, Error> {
        let r = places.len();
        let mean: Vec<f64> = places.iter().map(|&i| self.mean[i]).collect();
        let entry = |i: usize, j: usize| self.covariance[(places[i], places[j])];
        MultivariateNormal::new(mean, DMatrix::from_fn(r, r, entry))
    }

    /// How a variable follows from the pivots: the row of Σ₂₁Σ₁₁⁻¹.
    fn map(&self, o: usize) -> Vec<f64> {
        let r = self.rank();
        let l = |i: usize, k: usize| self.factor[i * r + k];
        let mut map = vec![Double::ZERO; r];
        for k in (0..r).rev() {
            let rest = (k + 1..r).fold(l(o, k), |rest, m| {
                rest.minus_product(map[m], l(self.pivots[m], k))
            });
            map[k] = rest.settled() / l(self.pivots[k], k);
        }
        let units = self.pivots.iter().map(|&s| self.scale[s]);
        let entries = map.iter().zip(units);
        entries
            .map(|(m, unit)| m.value / unit * self.scale[o])
            .collect()
    }
}

enum Support {
    /// Two subspaces, or none in common: neither distribution has mass where the other has.
    Apart,
    /// Both are the same constant.
    Point,
    Common(Box<MultivariateNormal>, Box<MultivariateNormal>),
}

/// The pivots, and L over the scale.
fn factor(covariance: &DMatrix<f64>, scale: &[f64]) -> Result<(Vec<usize>, Vec<Double>), Error> {
    let d = scale.len();
    let entry = |i: usize, j: usize| Double::from(covariance[(i, j)] / scale[i] / scale[j]);
    let nothing = d as f64 * power_of_two(-50);
    let mut left: Vec<Double> = (0..d).map(|i| entry(i, i)).collect();
    let mut rows: Vec<Vec<Double>> = vec![Vec::new(); d];
    let mut pivots: Vec<usize> = Vec::new();
    // What is left of a covariance, after the products with the columns that are known.
    let rest = |rows: &[Vec<Double>], i: usize, j: usize| {
        let products = rows[i].iter().zip(&rows[j]);
        let rest = products.fold(entry(i, j), |rest, (&a, &b)| rest.minus_product(a, b));
        rest.settled()
    };
    let share = |left: &[Double], i: usize| {
        let all = covariance[(i, i)] / scale[i] / scale[i];
        if all > 0.0 { left[i].value / all } else { 0.0 }
    };
    loop {
        let others = (0..d).filter(|i| !pivots.contains(i));
        let next = others.max_by(|&i, &j| share(&left, i).total_cmp(&share(&left, j)));
        let Some(p) = next.filter(|&p| share(&left, p) > nothing) else {
            break;
        };
        let [root, inverse] = left[p].sqrt_and_inverse();
        for i in 0..d {
            let x = if i == p {
                root
            } else if pivots.contains(&i) {
                Double::ZERO
            } else {
                rest(&rows, i, p) * inverse
            };
            left[i] = left[i].minus_product(x, x).settled();
            rows[i].push(x);
        }
        pivots.push(p);
    }
    for i in (0..d).filter(|i| !pivots.contains(i)) {
        for j in (0..=i).filter(|j| !pivots.contains(j)) {
            let rest = rest(&rows, i, j).value;
            let sizes = [i, j].map(|k| entry(k, k).value);
            let size = (sizes[0] * sizes[1]).sqrt();
            let wrong = if i == j {
                rest < -nothing * size
            } else {
                rest.is_nan() || rest.abs() > 2.0 * nothing * size
            };
            if wrong {
                let value = -rest.abs() * scale[i] * scale[j];
                let value = if value.is_nan() {
                    f64::NEG_INFINITY
                } else {
                    value
                };
                return Err(COVARIANCE.indefinite((i, value)));
            }
        }
    }
    Ok((pivots, rows.concat()))
}

/// D(P‖Q) = ½[tr(Σq⁺Σp) − r + δᵀΣq⁺δ − ln(det⁺ Σp/det⁺ Σq)] on a common support, and ∞ on others,
/// where r is the rank, Σ⁺ the pseudoinverse, det⁺ the product of the eigenvalues that are not 0,
/// and δ = μp − μq.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # How
///
/// Variables of Q are chosen that all others follow from, and so do those of P if the supports are
/// the same: the divergence is that of these variables, as
/// [`MultivariateNormal`](MultivariateNormal#impl-KlDivergence-for-MultivariateNormal) computes it.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] unless the two have one support: the ranks are equal,
/// and the others follow from the chosen variables in the same way, to 2⁻³⁰ of their standard
/// deviations; and where the value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// As for [`MultivariateNormal`](MultivariateNormal#impl-KlDivergence-for-MultivariateNormal) in as
/// many dimensions as the rank: up to 20 within 4 ulp.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different dimensions. [`Error::NotPositiveDefinite`] if rounding
/// makes the covariance of the chosen variables singular.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::SingularNormal;
/// use kl_core::nalgebra::DMatrix;
///
/// // Both have all mass where the two variables are equal.
/// let p = SingularNormal::new(vec![1.0, 1.0], DMatrix::from_element(2, 2, 1.0))?;
/// let q = SingularNormal::new(vec![0.0, 0.0], DMatrix::from_element(2, 2, 1.0))?;
/// assert_eq!(p.kl(&q)?.nats(), 0.5);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the density on the subspace: Rao, *Linear Statistical Inference and Its
/// Applications*, 2nd ed. (1973), section 8a.4.
impl KlDivergence for SingularNormal {
    fn kl(&self, q: &SingularNormal) -> Result<Information, Error> {
        match self.on_support_of(q)? {
            Support::Apart => Ok(Information::INFINITY),
            Support::Point => Ok(Information::ZERO),
            Support::Common(p, q) => p.kl(&*q),
        }
    }
}
