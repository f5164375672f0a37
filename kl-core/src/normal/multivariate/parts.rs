//! Some of the variables of a normal distribution, and some given others.

use super::MultivariateNormal;
use super::shape::Shape;
use crate::Error;
use crate::error::{entries, filled, same_size};
use crate::float::double::Double;
use crate::normal::matrix_name::COVARIANCE;
use crate::normal::positive_definite::PositiveDefinite;
use nalgebra::{DMatrix, DVector};

impl MultivariateNormal {
    /// The distribution of some of the variables, in the given order.
    ///
    /// Their means, and the rows and columns of the covariance that belong to them. `variables`
    /// are counted from 0.
    ///
    /// # Accuracy
    ///
    /// Entries are copied. Of a distribution that was made of a Cholesky factor or a precision
    /// matrix, the rows of the factor are made orthogonal to each other, with twice the digits for
    /// up to 20 variables: a divergence of marginals is then within 4 ulp.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] for no variables.
    /// - [`Error::Entry`] names the first that is not below the dimension, or that stands twice.
    /// - [`Error::NotPositiveDefinite`] if rounding makes their covariance singular, of which no
    ///   case with a condition number below 1e13 is known.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let covariance = DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 3.0]);
    /// let p = MultivariateNormal::new(vec![0.0, 1.0], covariance)?;
    /// let second = p.marginal(&[1])?;
    /// assert_eq!((second.mean()[0], second.covariance()[(0, 0)]), (1.0, 3.0));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Mardia, Kent and Bibby, *Multivariate Analysis* (1979), theorem 3.1.1.
    pub fn marginal(&self, variables: &[usize]) -> Result<Self, Error> {
        self.check_variables(variables)?;
        filled("variables", variables.len())?;
        let mean = self.means_of(variables);
        Ok(match &self.shape {
            Shape::Diagonal(variances, _) => {
                let chosen = variables.iter().map(|&i| variances[i]);
                let chosen = DVector::from_iterator(variables.len(), chosen);
                Self::of(mean, Shape::diagonal(chosen))
            }
            Shape::Dense(covariance) if !covariance.is_product() => {
                let (all, d) = (covariance.matrix(), variables.len());
                let entry = |i: usize, j: usize| all[(variables[i], variables[j])];
                Self::named(&COVARIANCE, mean, DMatrix::from_fn(d, d, entry))?
            }
            _ => {
                let part = self.positive_definite().in_order(variables)?;
                Self::of(mean, Shape::Dense(part))
            }
        })
    }

    /// The distribution of the other variables, in their order, given that these have these values.
    ///
    /// μ₁ + Σ₁₂Σ₂₂⁻¹(x₂ − μ₂), with the covariance Σ₁₁ − Σ₁₂Σ₂₂⁻¹Σ₂₁
    ///
    /// Nothing is subtracted from Σ₁₁: with the given variables in front, the last rows of the
    /// Cholesky factor are that of the result. Of a precision matrix the result has the rows and
    /// columns of the other variables. Without given variables it is the distribution itself.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 the factor carries twice the digits. An entry of the covariance is
    /// within 1 ulp; so is an entry of the mean, times (|μ₁| + |Σ₁₂|·|Σ₂₂⁻¹|·|x₂ − μ₂|)/|result|.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] unless there are as many values as given variables.
    /// - [`Error::Entry`] names the first variable that is not below the dimension, or that stands
    ///   twice, and the first value that is NaN or infinite; or an entry of the mean that would
    ///   be.
    /// - [`Error::Empty`] if no variable is left.
    /// - [`Error::NotPositiveDefinite`], [`Error::MatrixEntry`] if rounding makes the covariance
    ///   singular in that order of the variables, or a variance that is left 0 as a double.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let covariance = DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 3.0]);
    /// let p = MultivariateNormal::new(vec![0.0, 1.0], covariance)?;
    /// let second = p.conditional(&[0], &[2.0])?;
    /// assert_eq!((second.mean()[0], second.covariance()[(0, 0)]), (2.0, 2.0));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Mardia, Kent and Bibby, *Multivariate Analysis* (1979), theorem 3.2.4.
    pub fn conditional(&self, given: &[usize], values: &[f64]) -> Result<Self, Error> {
        same_size("values", values.len(), "given variables", given.len())?;
        self.check_variables(given)?;
        entries("value", values, "finite", f64::is_finite)?;
        let d = self.dimension();
        let rest: Vec<usize> = (0..d).filter(|i| !given.contains(i)).collect();
        filled("variables that are left", rest.len())?;
        if given.is_empty() {
            return Ok(self.clone());
        }
        match &self.shape {
            Shape::Diagonal(..) => self.marginal(&rest),
            Shape::Precision(both) => self.conditional_precision(&both[0], given, values, &rest),
            Shape::Dense(covariance) => {
                let places: Vec<usize> = given.iter().chain(&rest).copied().collect();
                let l = covariance.in_order(&places)?;
                let first = given.len();
                let z = l.scores_of_first([values, self.means_of(given).as_slice()]);
                let mean = rest.iter().enumerate().map(|(i, &place)| {
                    let products = z.iter().enumerate();
                    let minus = products.fold(Double::ZERO, |sum, (k, &z)| {
                        sum.minus_product(l.precise_in_unit(first + i, k), z)
                    });
                    let shift = minus.settled().scaled(-l.unit(first + i));
                    (Double::from(self.mean[place]) + shift).value
                });
                let mean = finite_mean(mean.collect())?;
                let units: Vec<f64> = (first..d).map(|i| l.unit(i)).collect();
                let entry = |i, j| l.precise_in_unit(first + i, first + j);
                let left = PositiveDefinite::of_factor(&COVARIANCE, &units, entry)?;
                Ok(Self::of(mean, Shape::Dense(left)))
            }
        }
    }

    /// μ₁ − Λ₁₁⁻¹Λ₁₂(x₂ − μ₂), with the precision matrix Λ₁₁.
    fn conditional_precision(
        &self,
        reversed: &PositiveDefinite,
        given: &[usize],
        values: &[f64],
        rest: &[usize],
    ) -> Result<Self, Error> {
        let last = self.dimension() - 1;
        let places: Vec<usize> = rest.iter().rev().map(|&i| last - i).collect();
        let precision = reversed.in_order(&places)?;
        let other = DVector::zeros(rest.len());
        let mut left = Self::of_reversed_precision(other, precision)?;
        let products: Vec<Double> = rest
            .iter()
            .map(|&i| {
                let terms = given.iter().zip(values);
                terms.fold(Double::ZERO, |sum, (&j, &value)| {
                    let (a, b) = (last - i, last - j);
                    let entry = reversed.precise_entry(a, b);
                    let entry = entry.scaled(reversed.unit(a)).scaled(reversed.unit(b));
                    sum + entry * Double::exact_sum(value, -self.mean[j])
                })
            })
            .collect();
        let shift = left.positive_definite().times(&products);
        let means = rest.iter().zip(&shift);
        let mean = means.map(|(&i, &shift)| (Double::from(self.mean[i]) - shift).value);
        left.mean = finite_mean(mean.collect())?;
        Ok(left)
    }

    fn means_of(&self, variables: &[usize]) -> DVector<f64> {
        let means = variables.iter().map(|&i| self.mean[i]);
        DVector::from_iterator(variables.len(), means)
    }

    fn check_variables(&self, variables: &[usize]) -> Result<(), Error> {
        let mut seen = vec![false; self.dimension()];
        for (index, &variable) in variables.iter().enumerate() {
            match seen.get_mut(variable) {
                Some(seen) if !*seen => *seen = true,
                other => {
                    let must_be = if other.is_some() {
                        "named once only"
                    } else {
                        "below the dimension"
                    };
                    return Err(Error::Entry {
                        of: "variable",
                        index,
                        value: variable as f64,
                        must_be,
                    });
                }
            }
        }
        Ok(())
    }
}

/// The mean of a result, or an error that names its first entry beyond the doubles.
pub(super) fn finite_mean(mean: Vec<f64>) -> Result<DVector<f64>, Error> {
    entries("mean of the result", &mean, "finite", f64::is_finite)?;
    Ok(mean.into())
}
