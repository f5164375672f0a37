//! Transport between normal distributions.

use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::normal::multivariate::same_dimension;
use crate::normal::univariate::scaled_difference;
use crate::{Error, MultivariateNormal};
use nalgebra::{DMatrix, SVD, SymmetricEigen};

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
        let halves = || {
            let means = self.mean().iter().zip(q.mean());
            means.map(|(&a, &b)| scaled_difference(a, b, 2.0))
        };
        // Half of the difference cannot overflow; nor can squares in its unit.
        let unit = halves().map(f64::abs).fold(f64::MIN_POSITIVE, f64::max);
        let means = 2.0 * (unit * sum(halves().map(|x| (x / unit) * (x / unit))).sqrt());
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
    /// orthogonal factor U of LqᵀLp. For near ones the difference is taken first: I + X,
    /// symmetric, is the matrix that transports Q to P, and XΣq + ΣqX + XΣqX = Σp − Σq is
    /// solved for X in the eigenvectors of Σq. Then B² = tr(XΣqX), a sum of squares.
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

/// The largest norm of X for the iteration of [`near_square`]: each step gains about this
/// factor. Above, ‖Lp − LqU‖ has lost no more than it to cancellation.
const NEAR: f64 = 0.1;

/// The greatest number of steps, more than any X that small needs.
const STEPS: usize = 60;

/// tr(XΣqX) in the given unit, or `None` if X is not small.
fn near_square(p: &MultivariateNormal, q: &MultivariateNormal, unit: f64) -> Option<f64> {
    let d = p.dimension();
    let in_unit = |x: f64| x / unit / unit;
    let difference = DMatrix::from_fn(d, d, |i, j| {
        in_unit(p.covariance()[(i, j)]) - in_unit(q.covariance()[(i, j)])
    });
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
    let steps = 100 * p.dimension();
    let svd = SVD::try_new(lq.tr_mul(&lp), true, true, f64::EPSILON, steps);
    let Some((Some(u), Some(v_t))) = svd.map(|svd| (svd.u, svd.v_t)) else {
        return Err(Error::NotConverged {
            of: "singular value decomposition of the covariances",
            value: 0.0,
            error: f64::INFINITY,
            steps,
        });
    };
    let rest = lp - lq * (u * v_t);
    Ok(sum(rest.iter().map(|x| x * x)))
}
