//! Transport between normal distributions.

use crate::distribution::SingularNormal;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::normal::multivariate::same_dimension;
use crate::normal::positive_definite::{PRECISE_UP_TO, PositiveDefinite, power_of_two_near_root};
use crate::normal::univariate::scaled_difference;
use crate::{Error, MultivariateNormal};
use nalgebra::{DMatrix, DVector, SVD, SymmetricEigen};
use std::ops::{Add, Mul, Sub};

impl MultivariateNormal {
    /// Wasserstein distance of order 2 of two multivariate normal distributions.
    ///
    /// W₂(P, Q) = √(‖μp − μq‖² + tr(Σp + Σq − 2(Σp^½ Σq Σp^½)^½))
    ///
    /// # How
    ///
    /// The trace is the square of the [`MultivariateNormal::bures`] distance, which says how it
    /// is computed.
    ///
    /// # Conventions
    ///
    /// The distance, not its square, in the unit of the outcomes. Symmetric but for
    /// rounding, and a metric. ∞ only where it is beyond [`f64::MAX`].
    ///
    /// # Accuracy
    ///
    /// As [`MultivariateNormal::bures`].
    ///
    /// # Errors
    ///
    /// As [`MultivariateNormal::bures`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let p = MultivariateNormal::new(vec![1.0, 1.0], DMatrix::identity(2, 2) * 4.0)?;
    /// let q = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
    /// assert!((p.wasserstein_2(&q)? - 2.0).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Dowson and Landau, "The Fréchet distance between multivariate normal
    /// distributions", Journal of Multivariate Analysis 12 (1982) 450–455.
    pub fn wasserstein_2(&self, q: &MultivariateNormal) -> Result<f64, Error> {
        let covariances = self.bures(q)?;
        let means = distance(self.mean(), q.mean());
        Ok(means.hypot(covariances))
    }

    /// Bures distance of the covariances of two multivariate normal distributions.
    ///
    /// B(Σp, Σq) = √tr(Σp + Σq − 2(Σp^½ Σq Σp^½)^½)
    ///
    /// It is the Wasserstein distance of order 2 for equal means.
    ///
    /// # How
    ///
    /// The trace cancels, so it is not computed. For covariances far apart B is the minimum of
    /// ‖Lp − LqU‖ (Frobenius) over orthogonal U, with the Cholesky factors L; it is at the
    /// orthogonal factor U of LqᵀLp, in twice the digits where B is small beside them. For near ones the difference is taken first: I + X,
    /// symmetric, is the matrix that transports Q to P, and XΣq + ΣqX + XΣqX = Σp − Σq is
    /// solved for X in the eigenvectors of Σq. Then B² = tr(XΣqX), a sum of squares. Of two given
    /// by variances alone it is the distance of the standard deviations, and no matrix is formed.
    ///
    /// # Conventions
    ///
    /// A distance, in the unit of the outcomes; the means do not matter. Symmetric but
    /// for rounding, and a metric.
    ///
    /// # Accuracy
    ///
    /// Within 8 ulp times κ, also for covariances that differ in the last digits only,
    /// where κ is the larger condition number (in the Frobenius norm, so at least d) of
    /// the two covariances. Unlike for the divergence, that depends on the units of
    /// the variables, as the distance itself does.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if P and Q have different dimensions.
    /// - [`Error::NotConverged`] if the singular values cannot be found. No such case
    ///   is known.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let p = MultivariateNormal::new(vec![0.0], DMatrix::identity(1, 1) * 9.0)?;
    /// let q = MultivariateNormal::new(vec![5.0], DMatrix::identity(1, 1) * 4.0)?;
    /// assert!((p.bures(&q)? - 1.0).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Bhatia, Jain and Lim, "On the Bures–Wasserstein distance between positive
    /// definite matrices", Expositiones Mathematicae 37 (2019) 165–191,
    /// arXiv:1712.01504.
    pub fn bures(&self, q: &MultivariateNormal) -> Result<f64, Error> {
        let p = self;
        let d = same_dimension(p.dimension(), q.dimension())?;
        if let (Some(of_p), Some(of_q)) = (p.variances(), q.variances()) {
            return Ok(of_variances(of_p, of_q));
        }
        // A power of two near the largest standard deviation.
        let diagonals = (0..d).map(|i| p.covariance()[(i, i)].max(q.covariance()[(i, i)]));
        let exponent = 0.5 * diagonals.fold(0.0, f64::max).log2();
        let unit = power_of_two(exponent.floor() as i32);
        let square = match near_square(p, q, unit) {
            Some(square) => square,
            None => far_square(p, q, unit)?,
        };
        Ok(unit * square.sqrt())
    }
}

/// ‖√a − √b‖ of variances.
fn of_variances(a: &DVector<f64>, b: &DVector<f64>) -> f64 {
    let largest = a.iter().chain(b).copied().fold(0.0, f64::max);
    let unit = power_of_two_near_root(largest);
    let differences = a.iter().zip(b).map(|(&a, &b)| {
        // What underflows beside the largest does not matter.
        let (a, b) = (a / unit / unit, b / unit / unit);
        if a == b {
            0.0
        } else {
            (a - b) / (a.sqrt() + b.sqrt())
        }
    });
    unit * sum(differences.map(|x| x * x)).sqrt()
}

/// ‖a − b‖ of finite vectors.
fn distance(a: &DVector<f64>, b: &DVector<f64>) -> f64 {
    let halves = || a.iter().zip(b).map(|(&a, &b)| scaled_difference(a, b, 2.0));
    // Half of the difference cannot overflow; nor can squares in its unit.
    let unit = halves().map(f64::abs).fold(f64::MIN_POSITIVE, f64::max);
    2.0 * (unit * sum(halves().map(|x| (x / unit) * (x / unit))).sqrt())
}

impl SingularNormal {
    /// Wasserstein distance of order 2, also where the covariances are singular.
    ///
    /// W₂(P, Q) = √(‖μp − μq‖² + tr(Σp + Σq − 2(Σp^½ Σq Σp^½)^½))
    ///
    /// # How
    ///
    /// The trace is the minimum of ‖Lp − LqU‖² (Frobenius) over orthogonal U, with factors LLᵀ = Σ
    /// of d columns, of which as many as the rank are not 0; up to dimension 20 U and the difference
    /// have twice the digits.
    ///
    /// # Conventions
    ///
    /// The distance, not its square, in the unit of the outcomes; finite whatever the supports.
    /// Symmetric but for rounding, and a metric.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 within 8 ulp where the covariances are singular without rounding. One
    /// that is so but for a rounding of 2⁻⁵³ stands for the singular one, from which it is up to
    /// 2⁻²⁶ standard deviations away.
    ///
    /// # Errors
    ///
    /// As [`MultivariateNormal::bures`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::distribution::SingularNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let diagonal = |a, b| DMatrix::from_row_slice(2, 2, &[a, 0.0, 0.0, b]);
    /// let p = SingularNormal::new(vec![0.0, 0.0], diagonal(1.0, 0.0))?;
    /// let q = SingularNormal::new(vec![0.0, 0.0], diagonal(0.0, 1.0))?;
    /// assert_eq!(p.wasserstein_2(&q)?, 2f64.sqrt());
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As [`MultivariateNormal::wasserstein_2`].
    pub fn wasserstein_2(&self, q: &SingularNormal) -> Result<f64, Error> {
        let p = self;
        let d = same_dimension(p.dimension(), q.dimension())?;
        let means = distance(p.mean(), q.mean());
        let size = |i: usize| p.covariance()[(i, i)].max(q.covariance()[(i, i)]);
        let largest = (0..d).map(size).fold(0.0, f64::max);
        if largest == 0.0 {
            return Ok(means);
        }
        let unit = power_of_two_near_root(largest);
        // From the largest variable to the smallest, as for those that are not singular.
        let mut places: Vec<usize> = (0..d).collect();
        places.sort_by(|&i, &j| size(j).total_cmp(&size(i)));
        let factor =
            |s: &SingularNormal| Precise::from_fn(d, |i, j| s.entry_of_factor(places[i], j, unit));
        let square = square_of_factors(factor(p), &factor(q))?;
        Ok(means.hypot(unit * square.sqrt()))
    }
}

/// The largest norm of X for the iteration of [`near_square`]: each step gains about this
/// factor. Above, ‖Lp − LqU‖ has lost no more than it to cancellation.
const NEAR: f64 = 0.1;

/// The greatest number of steps, more than any X that small needs.
const STEPS: usize = 60;

/// tr(XΣqX) in the given unit, or `None` if X is not small.
fn near_square(p: &MultivariateNormal, q: &MultivariateNormal, unit: f64) -> Option<f64> {
    let d = p.dimension();
    let in_unit = |x: f64| x / unit / unit;
    let (sp, sq) = (p.positive_definite(), q.positive_definite());
    let difference = if sp.is_product() || sq.is_product() {
        DMatrix::from_fn(d, d, |i, j| {
            let known = sq.difference_to(sp, i, j).value;
            in_unit(known * sq.unit(i) * sq.unit(j))
        })
    } else {
        DMatrix::from_fn(d, d, |i, j| {
            in_unit(p.covariance()[(i, j)]) - in_unit(q.covariance()[(i, j)])
        })
    };
    if difference.iter().all(|&x| x == 0.0) {
        return Some(0.0);
    }
    let eigen = SymmetricEigen::try_new(q.covariance().map(in_unit), f64::EPSILON, 100 * d)?;
    let (values, vectors) = (&eigen.eigenvalues, &eigen.eigenvectors);
    if values.iter().any(|&x| x <= 0.0) {
        return None;
    }
    let difference = vectors.tr_mul(&(difference * vectors));
    let solve = |m: &DMatrix<f64>| {
        DMatrix::from_fn(d, d, |i, j| {
            0.5 * (m[(i, j)] + m[(j, i)]) / (values[i] + values[j])
        })
    };
    let weighted = |x: &DMatrix<f64>| {
        let mut y = x.clone();
        for (mut column, &value) in y.column_iter_mut().zip(values) {
            column *= value;
        }
        y
    };
    let mut x = solve(&difference);
    if x.norm().is_nan() || x.norm() > NEAR {
        return None;
    }
    let mut square = 0.0;
    for _ in 0..STEPS {
        let y = weighted(&x);
        let again = sum(x.iter().zip(&y).map(|(x, y)| x * y));
        if (again - square).abs() <= f64::EPSILON * again {
            return Some(again);
        }
        square = again;
        x = solve(&(&difference - y * &x));
    }
    None
}

/// ‖Lp − LqU‖² in the given unit, for the orthogonal U that minimises it.
fn far_square(p: &MultivariateNormal, q: &MultivariateNormal, unit: f64) -> Result<f64, Error> {
    let (lp, lq) = (p.cholesky_factor() / unit, q.cholesky_factor() / unit);
    let all = lp.norm_squared() + lq.norm_squared();
    let steps = 100 * p.dimension();
    let g = lq.tr_mul(&lp);
    let svd = SVD::try_new(g.clone(), true, true, f64::EPSILON, steps);
    if let Some((Some(u), Some(v_t), s)) = svd.map(|svd| (svd.u, svd.v_t, svd.singular_values)) {
        // Where the singular values are of very different sizes, what is said to be a
        // decomposition may be none.
        let error = (&u * DMatrix::from_diagonal(&s) * &v_t - &g).norm();
        let rest = lp - lq * (u * v_t);
        let square = sum(rest.iter().map(|x| x * x));
        let careless = p.dimension() > PRECISE_UP_TO || square >= SMALL * all;
        if careless && error <= RIGHT * g.norm() {
            return Ok(square);
        }
    }
    careful_square(p, q, unit)
}

/// The part of tr(Σp + Σq) below which B² is computed with twice the digits.
const SMALL: f64 = power_of_two(-8);

/// How far a singular value decomposition may be from its matrix.
const RIGHT: f64 = 1e-12;

/// The same where a variable of large variance is nearly the same in P and Q, and another is not.
/// The difference of the two is far smaller than its parts; so U and the difference have twice
/// the digits up to the dimension in which the factors have them.
fn careful_square(p: &MultivariateNormal, q: &MultivariateNormal, unit: f64) -> Result<f64, Error> {
    let d = p.dimension();
    // From the largest variable to the smallest: otherwise the largest would be in all columns of
    // a factor, and what is left of the others would be lost in them.
    let size = |i: usize| p.covariance()[(i, i)].max(q.covariance()[(i, i)]);
    let mut places: Vec<usize> = (0..d).collect();
    places.sort_by(|&i, &j| size(j).total_cmp(&size(i)));
    let (sp, sq) = (p.positive_definite(), q.positive_definite());
    let (lp, lq) = match (sp.reordered(&places), sq.reordered(&places)) {
        (Some(sp), Some(sq)) => (factor_of(&sp, unit), factor_of(&sq, unit)),
        // Rounding has made one singular in that order.
        _ => (factor_of(sp, unit), factor_of(sq, unit)),
    };
    square_of_factors(lp, &lq)
}

/// ‖Lp − LqU‖² for the orthogonal U that minimises it.
fn square_of_factors(lp: Precise, lq: &Precise) -> Result<f64, Error> {
    let d = lp.d;
    let g = lq.tr_mul(&lp);
    let polar = Polar::of(g.rounded()).ok_or(Error::NotConverged {
        of: "singular vectors of the covariances",
        value: 0.0,
        error: f64::INFINITY,
        steps: SWEEPS,
    })?;
    let u = if d <= PRECISE_UP_TO {
        polar.refined(&g)
    } else {
        Precise::from(&polar.u)
    };
    let rest = (lp - &(lq * &u)).rounded();
    Ok(sum(rest.iter().map(|x| x * x)))
}

/// L over a unit.
fn factor_of(s: &PositiveDefinite, unit: f64) -> Precise {
    Precise::from_fn(s.dimension(), |i, j| {
        if i >= j {
            s.precise_entry_of_factor(i, j, unit)
        } else {
            Double::ZERO
        }
    })
}

/// The greatest number of sweeps over all pairs of columns; ten are enough for any matrix known.
const SWEEPS: usize = 60;

/// The size of a column below which its turns may underflow. The largest variance is near one.
const LEAST: f64 = power_of_two(-900);

/// The orthogonal U of A = UH with a symmetric H that has no negative eigenvalue, and H = VSVᵀ.
struct Polar {
    u: DMatrix<f64>,
    v: DMatrix<f64>,
    singular_values: Vec<f64>,
}

impl Polar {
    /// Columns are rotated in pairs until all are at right angles to each other: AV = WS, and U is
    /// WVᵀ. It keeps the directions of columns of very different lengths, where the singular value
    /// decomposition by bidiagonal matrices may be wrong in the first digit.
    ///
    /// Demmel and Veselić, "Jacobi's Method is More Accurate than QR", SIAM Journal on Matrix
    /// Analysis and Applications 13 (1992) 1204–1245.
    fn of(mut a: DMatrix<f64>) -> Option<Self> {
        let d = a.ncols();
        let mut v = DMatrix::identity(d, d);
        let mut turned = true;
        for _ in 0..SWEEPS {
            turned = false;
            for i in 0..d {
                for j in i + 1..d {
                    if let Some(turn) = right_angle(&a, i, j) {
                        rotate(&mut a, i, j, turn);
                        rotate(&mut v, i, j, turn);
                        turned = true;
                    }
                }
            }
            if !turned {
                break;
            }
        }
        if turned {
            return None;
        }
        let mut w = DMatrix::zeros(d, d);
        let (mut left, mut singular_values) = (Vec::new(), Vec::new());
        for j in 0..d {
            let size = a.column(j).amax();
            if size >= LEAST {
                let column = a.column(j) / size;
                singular_values.push(column.norm() * size);
                w.set_column(j, &column.normalize());
            } else {
                singular_values.push(0.0);
                left.push(j);
            }
        }
        // Columns so small that digits are lost keep what of their direction is at right angles
        // to the others; if that is nothing, they may have any that is left.
        for j in left {
            let rest = |mut x: DVector<f64>| {
                for _ in 0..2 {
                    x -= &w * w.tr_mul(&x);
                }
                x
            };
            let size = a.column(j).amax();
            let own = if size > 0.0 {
                rest((a.column(j) / size).normalize())
            } else {
                DVector::zeros(d)
            };
            let any = (0..d).map(|k| rest(DVector::from_fn(d, |i, _| f64::from(u8::from(i == k)))));
            let longest = any.max_by(|x, y| x.norm().total_cmp(&y.norm()))?;
            let chosen = if own.norm() > 0.5 { own } else { longest };
            w.set_column(j, &chosen.normalize());
        }
        Some(Polar {
            u: w * v.transpose(),
            v,
            singular_values,
        })
    }

    /// U with twice the digits, given A with as many: first brought to orthogonality, then turned
    /// until UᵀA is symmetric.
    fn refined(&self, a: &Precise) -> Precise {
        let (v, s) = (&self.v, &self.singular_values);
        let mut u = orthogonal(&Precise::from(&self.u));
        let precise_v = Precise::from(v);
        let image = a * &precise_v;
        for _ in 0..2 {
            // UᵀA in the basis V, where it is nearly diagonal.
            let h = (&u * &precise_v).tr_mul(&image);
            let turn = DMatrix::from_fn(s.len(), s.len(), |i, j| {
                let turn = (h.get(i, j) - h.get(j, i)).value / (s[i] + s[j]);
                // Between two that vanish beside the largest only rounding is seen, and no turn
                // makes a difference.
                if turn.abs() < 1e-4 { turn } else { 0.0 }
            });
            let turn = Precise::from(&(v * turn * v.transpose()));
            u = orthogonal(&(u.clone() + &(&u * &turn)));
        }
        u
    }
}

/// U − ½U(UᵀU − I), for a U that is nearly orthogonal, twice.
fn orthogonal(u: &Precise) -> Precise {
    let mut u = u.clone();
    for _ in 0..2 {
        let square = u.tr_mul(&u);
        let half = Precise::from_fn(u.d, |i, j| {
            let one = if i == j { Double::ONE } else { Double::ZERO };
            (square.get(i, j) - one).scaled(0.5)
        });
        u = u.clone() - &(&u * &half);
    }
    u
}

/// A square matrix with twice the digits.
#[derive(Clone)]
struct Precise {
    d: usize,
    /// Row by row.
    numbers: Vec<Double>,
}

impl Precise {
    fn from_fn(d: usize, entry: impl Fn(usize, usize) -> Double) -> Self {
        let numbers = (0..d * d).map(|k| entry(k / d, k % d)).collect();
        Precise { d, numbers }
    }

    fn get(&self, i: usize, j: usize) -> Double {
        self.numbers[i * self.d + j]
    }

    fn rounded(&self) -> DMatrix<f64> {
        DMatrix::from_fn(self.d, self.d, |i, j| self.get(i, j).value)
    }

    /// AᵀB.
    fn tr_mul(&self, other: &Self) -> Self {
        Self::from_fn(self.d, |i, j| {
            product((0..self.d).map(|k| (self.get(k, i), other.get(k, j))))
        })
    }
}

impl From<&DMatrix<f64>> for Precise {
    fn from(a: &DMatrix<f64>) -> Self {
        Self::from_fn(a.nrows(), |i, j| a[(i, j)].into())
    }
}

impl Mul for &Precise {
    type Output = Precise;

    fn mul(self, other: &Precise) -> Precise {
        Precise::from_fn(self.d, |i, j| {
            product((0..self.d).map(|k| (self.get(i, k), other.get(k, j))))
        })
    }
}

impl Add<&Precise> for Precise {
    type Output = Precise;

    fn add(self, other: &Precise) -> Precise {
        Precise::from_fn(self.d, |i, j| self.get(i, j) + other.get(i, j))
    }
}

impl Sub<&Precise> for Precise {
    type Output = Precise;

    fn sub(self, other: &Precise) -> Precise {
        Precise::from_fn(self.d, |i, j| self.get(i, j) - other.get(i, j))
    }
}

/// The sum of products.
fn product(pairs: impl Iterator<Item = (Double, Double)>) -> Double {
    let minus = pairs.fold(Double::ZERO, |sum, (a, b)| sum.minus_product(a, b));
    minus.settled().scaled(-1.0)
}

/// The cosine and the sine of the turn that puts two columns at right angles. `None` if they are,
/// but for rounding.
fn right_angle(a: &DMatrix<f64>, i: usize, j: usize) -> Option<(f64, f64)> {
    let (size_i, size_j) = (a.column(i).amax(), a.column(j).amax());
    if size_i < LEAST || size_j < LEAST {
        return None;
    }
    let (x, y) = (a.column(i) / size_i, a.column(j) / size_j);
    let (square_x, square_y, product) = (x.norm_squared(), y.norm_squared(), x.dot(&y));
    // Rounding alone gives no more.
    let limit = a.nrows() as f64 * f64::EPSILON * (square_x * square_y).sqrt();
    if product.abs() <= limit {
        return None;
    }
    // In the units of the columns, of which the squares might over- or underflow.
    let ratio = size_j / size_i;
    let twice_cotangent = (square_y * ratio - square_x / ratio) / product;
    let cotangent = 0.5 * twice_cotangent;
    let tangent = cotangent.signum() / (cotangent.abs() + cotangent.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    Some((cosine, cosine * tangent))
}

/// Turns two columns.
fn rotate(a: &mut DMatrix<f64>, i: usize, j: usize, (cosine, sine): (f64, f64)) {
    for k in 0..a.nrows() {
        let (x, y) = (a[(k, i)], a[(k, j)]);
        a[(k, i)] = cosine * x - sine * y;
        a[(k, j)] = sine * x + cosine * y;
    }
}
