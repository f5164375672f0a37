//! What becomes of normal distributions: images, products, samples.

use super::parts::finite_mean;
use super::shape::Shape;
use super::{MultivariateNormal, same_dimension};
use crate::Error;
use crate::error::{entries, filled, same_size};
use crate::float::double::Double;
use crate::normal::matrix_name::{MatrixName, finite_matrix};
use crate::normal::positive_definite::PositiveDefinite;
use nalgebra::{DMatrix, DVector};

impl MultivariateNormal {
    /// The distribution of Ax + b.
    ///
    /// Aμ + b, with the covariance AΣAᵀ
    ///
    /// `matrix` is A, with a column for each variable and no more rows than columns; `shift` is b,
    /// with an entry for each row. AΣAᵀ is not formed: the rows of AL are made orthogonal to each
    /// other.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 with twice the digits; each entry of the covariance is within 1 ulp times
    /// (|A||L||L|ᵀ|A|ᵀ)/|result|, and of the mean, times (|A||μ| + |b|)/|result|.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] for a matrix without rows.
    /// - [`Error::Size`] unless A has a column for each variable, and b an entry for each row.
    /// - [`Error::Entry`], [`Error::MatrixEntry`] for NaN and ±∞, also in the result.
    /// - [`Error::NotPositiveDefinite`] names the first row of A that is a combination of those
    ///   before it, but for rounding: the image is singular, as
    ///   [`SingularNormal`](crate::distribution::SingularNormal) allows.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let p = MultivariateNormal::from_variances(vec![1.0, 2.0], vec![3.0, 4.0])?;
    /// let sum = p.affine(DMatrix::from_row_slice(1, 2, &[1.0, 1.0]), vec![10.0])?;
    /// assert_eq!((sum.mean()[0], sum.covariance()[(0, 0)]), (13.0, 7.0));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Mardia, Kent and Bibby, *Multivariate Analysis* (1979), theorem 3.1.1.
    pub fn affine(
        &self,
        matrix: impl Into<DMatrix<f64>>,
        shift: impl Into<DVector<f64>>,
    ) -> Result<Self, Error> {
        let (a, b) = (matrix.into(), shift.into());
        let d = self.dimension();
        same_size("columns of the matrix", a.ncols(), "variables", d)?;
        same_size(
            "entries of the shift",
            b.len(),
            "rows of the matrix",
            a.nrows(),
        )?;
        filled("rows of the matrix", a.nrows())?;
        finite_matrix("matrix", &a)?;
        entries("shift", b.as_slice(), "finite", f64::is_finite)?;
        let mean = (0..a.nrows()).map(|i| {
            let start = Double::from(-b[i]);
            let minus = (0..d).fold(start, |sum, k| {
                sum.minus_product(a[(i, k)].into(), self.mean[k].into())
            });
            -minus.settled().value
        });
        let mean = finite_mean(mean.collect())?;
        let rows = self.rows_of_image(&a)?;
        let units = vec![1.0; a.nrows()];
        let covariance = PositiveDefinite::of_rows(&OF_IMAGE, &units, d, |i, k| rows[i * d + k])?;
        Ok(Self::of(mean, Shape::Dense(covariance)))
    }

    /// AL, row by row.
    fn rows_of_image(&self, a: &DMatrix<f64>) -> Result<Vec<Double>, Error> {
        let (m, d) = a.shape();
        let mut rows = Vec::with_capacity(m * d);
        match &self.shape {
            Shape::Diagonal(variances, _) => {
                let roots: Vec<Double> = variances.iter().map(|&v| root(v)).collect();
                for i in 0..m {
                    rows.extend((0..d).map(|k| Double::from(a[(i, k)]) * roots[k]));
                }
            }
            _ if self.positive_definite().is_plain() => {
                let image = a * self.cholesky_factor();
                for i in 0..m {
                    rows.extend(image.row(i).iter().map(|&x| Double::from(x)));
                }
            }
            _ => {
                let l = self.positive_definite();
                for i in 0..m {
                    rows.extend((0..d).map(|j| {
                        let minus = (j..d).fold(Double::ZERO, |sum, k| {
                            let l = l.precise_entry_of_factor(k, j, 1.0);
                            sum.minus_product(a[(i, k)].into(), l)
                        });
                        minus.settled().scaled(-1.0)
                    }));
                }
            }
        }
        match rows.iter().position(|x| !x.value.is_finite()) {
            None => Ok(rows),
            Some(place) => Err(Error::MatrixEntry {
                of: "matrix times the Cholesky factor",
                row: place / d,
                column: place % d,
                value: rows[place].value,
                must_be: "finite: in other units it would be",
            }),
        }
    }

    /// The normal distribution whose density is the product of two densities, but for a constant:
    /// of a prior and a likelihood, the posterior.
    ///
    /// The covariance C = (Σp⁻¹ + Σq⁻¹)⁻¹ and the mean C(Σp⁻¹μp + Σq⁻¹μq)
    ///
    /// P is `self`. Precision matrices are added; of covariances none is inverted. The constant
    /// is ∫ p q, and its logarithm `p.ln_pdf(x)? + q.ln_pdf(x)? - product.ln_pdf(x)?` at any x.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 the factors carry twice the digits; an entry of the covariance is within
    /// 2 ulp times √(CᵢᵢCⱼⱼ)/|Cᵢⱼ|, and of the mean, within 2 ulp of the larger of its own and
    /// those of μp and μq.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if P and Q have different dimensions.
    /// - [`Error::NotPositiveDefinite`], [`Error::MatrixEntry`], [`Error::Entry`] if something on
    ///   the way, such as the square of the quotient of two standard deviations, is outside the
    ///   doubles.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    ///
    /// let prior = MultivariateNormal::isotropic(vec![0.0, 0.0], 4.0)?;
    /// let likelihood = MultivariateNormal::isotropic(vec![1.0, 2.0], 4.0)?;
    /// let posterior = prior.product(&likelihood)?;
    /// assert_eq!(posterior.mean().as_slice(), [0.5, 1.0]);
    /// assert_eq!(posterior.covariance()[(0, 0)], 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Bishop, *Pattern Recognition and Machine Learning* (2006), section 2.3.3.
    pub fn product(&self, q: &MultivariateNormal) -> Result<Self, Error> {
        let d = same_dimension(self.dimension(), q.dimension())?;
        match (&self.shape, &q.shape) {
            (Shape::Diagonal(vp, _), Shape::Diagonal(vq, _)) => {
                let both = || vp.iter().zip(vq);
                // The share of Q.
                let weights = both().map(|(&p, &q)| p / (0.5 * p + 0.5 * q) * 0.5);
                let means = self.mean.iter().zip(&q.mean).zip(weights);
                let mean = means.map(|((&a, &b), w)| {
                    (Double::from(a) + Double::exact_sum(b, -a) * Double::from(w)).value
                });
                let variances = both().map(|(&p, &q)| p.min(q) / (1.0 + p.min(q) / p.max(q)));
                let mean = finite_mean(mean.collect())?;
                Self::from_variances(mean, variances.collect::<Vec<_>>())
            }
            (Shape::Precision(p_both), Shape::Precision(q_both)) => {
                let ([p, _], [q_of, _]) = (&**p_both, &**q_both);
                let unit = |i: usize| p.unit(i).max(q_of.unit(i));
                let scale: Vec<f64> = (0..d).map(unit).collect();
                let name = MatrixName::computed("sum of the precision matrices");
                let precision = PositiveDefinite::of_doubles(&name, scale.clone(), |i, j| {
                    [p, q_of].iter().fold(Double::ZERO, |sum, of| {
                        let mut entry = of.precise_entry(i, j);
                        for k in [i, j] {
                            entry = entry.scaled(of.unit(k) / scale[k]);
                        }
                        sum + entry
                    })
                })?;
                let mut product = Self::of_reversed_precision(self.mean.clone(), precision)?;
                let last = d - 1;
                let differences: Vec<Double> = (0..d)
                    .map(|i| Double::exact_sum(q.mean[i], -self.mean[i]))
                    .collect();
                let products: Vec<Double> = (0..d)
                    .map(|i| {
                        (0..d).fold(Double::ZERO, |sum, j| {
                            let (a, b) = (last - i, last - j);
                            let entry = q_of.precise_entry(a, b).scaled(q_of.unit(a));
                            sum + entry.scaled(q_of.unit(b)) * differences[j]
                        })
                    })
                    .collect();
                let shift = product.positive_definite().times(&products);
                let means = self.mean.iter().zip(shift);
                let mean = means.map(|(&m, shift)| (Double::from(m) + shift).value);
                product.mean = finite_mean(mean.collect())?;
                Ok(product)
            }
            _ => {
                let (sp, sq) = (self.positive_definite(), q.positive_definite());
                let (covariance, shift) = sp.product_with(sq, [&self.mean, &q.mean])?;
                let means = self.mean.iter().zip(shift);
                let mean = means.map(|(&m, shift)| (Double::from(m) + shift).value);
                let mean = finite_mean(mean.collect())?;
                Ok(Self::of(mean, Shape::Dense(covariance)))
            }
        }
    }

    /// A sample, from standard normal noise: μ + Lε.
    ///
    /// `noise` is ε, independent standard normal numbers, one for each variable: this crate draws
    /// no random numbers. With the crates `rand` and `rand_distr`, they are
    /// `rand_distr::StandardNormal.sample_iter(rng).take(d)`. The same noise gives the same sample,
    /// and the sample is a smooth function of the parameters, as
    /// [`objective::reparameterise`](crate::objective::reparameterise) needs.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20, and by variances alone in any, each entry is within 1 ulp times
    /// (|μ| + Σ|lᵢⱼεⱼ|)/|result|.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] unless there are as many numbers as entries of the mean.
    /// - [`Error::Entry`] names the first that is NaN or infinite; or an entry of the sample that
    ///   would be.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let factor = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 1.0, 1.0]);
    /// let p = MultivariateNormal::from_cholesky_factor(vec![10.0, 20.0], factor)?;
    /// assert_eq!(p.sample(&[0.5, -1.0])?.as_slice(), [11.0, 19.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
    /// arXiv:1312.6114, section 2.4.
    pub fn sample(&self, noise: &[f64]) -> Result<DVector<f64>, Error> {
        let d = self.dimension();
        same_size("numbers of noise", noise.len(), "entries of the mean", d)?;
        entries("noise", noise, "finite", f64::is_finite)?;
        let sample: Vec<f64> = match &self.shape {
            Shape::Diagonal(variances, _) => {
                let all = self.mean.iter().zip(variances).zip(noise);
                all.map(|((&m, &v), &e)| (root(v) * Double::from(e) + Double::from(m)).value)
                    .collect()
            }
            _ => {
                let shift = self.positive_definite().times_factor(noise);
                let means = self.mean.iter().zip(shift);
                means.map(|(&m, x)| (Double::from(m) + x).value).collect()
            }
        };
        entries("sample", &sample, "finite", f64::is_finite)?;
        Ok(sample.into())
    }
}

const OF_IMAGE: MatrixName = MatrixName::computed("covariance of the image");

/// √v of a positive and finite number.
fn root(v: f64) -> Double {
    // Of a subnormal number the rest would be lost.
    if v < 1e-290 {
        const UP: f64 = crate::float::scale::power_of_two(100);
        const DOWN: f64 = crate::float::scale::power_of_two(-50);
        return Double::from(v * UP).sqrt().scaled(DOWN);
    }
    Double::from(v).sqrt()
}
