//! The normal distribution nearest to a sample.

use crate::error::{entries, largest_weight, same_size};
use crate::float::sum::sum;
use crate::normal::matrix_name::{MatrixName, finite_matrix};
use crate::{Error, MultivariateNormal};
use nalgebra::{DMatrix, DVector};

/// The normal distribution with the mean and the covariance of a sample. It has the greatest
/// likelihood, and is the forward fit to the sample.
///
/// μ = Σ xᵢ/n, Σ = Σ (xᵢ − μ)(xᵢ − μ)ᵀ/n
///
/// `points` has a row for each point and a column for each variable.
///
/// # Conventions
///
/// The divisor is n, that of maximum likelihood, and not n − 1.
///
/// # Accuracy
///
/// The mean within 3 ulp times max |x|/|μ|; an entry of the covariance within 3 ulp times
/// σᵢσⱼ/|Σᵢⱼ| and max(1, max |x|/min σ): where the spread is small beside the numbers,
/// it is the difference of numbers that are rounded.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no points or no variables.
/// - [`Error::MatrixEntry`] names the first number that is NaN or infinite.
/// - [`Error::TooFew`] unless there are more points than variables; points of weight 0
///   do not count.
/// - [`Error::NotPositiveDefinite`] if the points are, but for rounding, in a plane of fewer
///   dimensions, such as equal points: the pivot is the variable that those before it
///   determine, and the value is its remaining variance.
/// - [`Error::MatrixEntry`] if the covariance overflows.
///
/// # Example
///
/// ```
/// use kl_core::fit::moment_match;
/// use kl_core::nalgebra::DMatrix;
///
/// let points = DMatrix::from_row_slice(4, 2, &[0.0, 0.0, 2.0, 0.0, 0.0, 4.0, 2.0, 4.0]);
/// let fit = moment_match(&points)?;
/// assert_eq!(fit.mean().as_slice(), [1.0, 2.0]);
/// assert_eq!(fit.covariance(), &DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 4.0]));
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Bishop, *Pattern Recognition and Machine Learning* (2006), section 2.3.4.
pub fn moment_match(points: &DMatrix<f64>) -> Result<MultivariateNormal, Error> {
    moment_match_weighted(points, &vec![1.0; points.nrows()])
}

/// The normal distribution with the mean and the covariance of a weighted sample: the
/// forward fit to it.
///
/// μ = Σ wᵢxᵢ/Σ wᵢ, Σ = Σ wᵢ(xᵢ − μ)(xᵢ − μ)ᵀ/Σ wᵢ
///
/// `points` has a row for each point and a column for each variable; `weights` has
/// a number for each point. They need not sum to one, and only their ratios matter.
///
/// # Conventions
///
/// A point of weight 0 does not count, but must be finite like the others.
///
/// # Accuracy
///
/// The accuracy of [`moment_match`].
///
/// # Errors
///
/// The errors of [`moment_match`], and
///
/// - [`Error::Size`] unless there are as many weights as points.
/// - [`Error::Entry`] names a weight that is NaN, negative or infinite.
/// - [`Error::ZeroTotal`] if all weights are zero.
///
/// # Example
///
/// ```
/// use kl_core::fit::moment_match_weighted;
/// use kl_core::nalgebra::DMatrix;
///
/// let points = DMatrix::from_row_slice(2, 1, &[0.0, 4.0]);
/// let fit = moment_match_weighted(&points, &[3.0, 1.0])?;
/// assert_eq!(fit.mean()[0], 1.0);
/// assert_eq!(fit.covariance()[(0, 0)], 3.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// The reference of [`moment_match`].
pub fn moment_match_weighted(
    points: &DMatrix<f64>,
    weights: &[f64],
) -> Result<MultivariateNormal, Error> {
    let (n, d) = points.shape();
    if n == 0 || d == 0 {
        let of = if n == 0 { "points" } else { "variables" };
        return Err(Error::Empty { of });
    }
    let weights = normalized(weights, n)?;
    finite_matrix("value of the points (a row for each)", points)?;
    let counting = weights.iter().filter(|&&w| w > 0.0).count();
    if counting <= d {
        return Err(Error::TooFew {
            of: "points with a weight above zero",
            found: counting,
            needed: d + 1,
        });
    }
    let mean = DVector::from_fn(d, |j, _| {
        let terms = points.column(j).into_iter().zip(&weights);
        sum(terms.map(|(x, w)| w * x))
    });
    let mut covariance = DMatrix::zeros(d, d);
    for j in 0..d {
        for k in 0..=j {
            let terms = weights.iter().enumerate();
            let entry = sum(
                terms.map(|(i, w)| w * (points[(i, j)] - mean[j]) * (points[(i, k)] - mean[k]))
            );
            covariance[(j, k)] = entry;
            covariance[(k, j)] = entry;
        }
    }
    let name = MatrixName::computed("covariance of the points");
    entries(
        "mean of the points",
        mean.as_slice(),
        "finite",
        f64::is_finite,
    )?;
    let normal = MultivariateNormal::named(&name, mean, covariance)?;
    // Rounding error of a pivot, relative to the variance: that of the covariance, about
    // this much.
    let noise = 8.0 * d as f64 * f64::EPSILON;
    for pivot in 0..d {
        let value = normal.cholesky_factor()[(pivot, pivot)].powi(2);
        let largest = points.column(pivot).amax();
        let rounding = (f64::EPSILON * largest).powi(2);
        if value <= noise * normal.covariance()[(pivot, pivot)] + rounding {
            return Err(name.indefinite((pivot, value)));
        }
    }
    Ok(normal)
}

/// The weights divided by their sum.
fn normalized(weights: &[f64], n: usize) -> Result<Vec<f64>, Error> {
    same_size("weights", weights.len(), "points", n)?;
    let most = largest_weight(weights)?;
    // Divided by the largest first, because the sum itself may overflow.
    let total = sum(weights.iter().map(|w| w / most));
    Ok(weights.iter().map(|w| w / most / total).collect())
}
