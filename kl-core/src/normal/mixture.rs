//! Mixtures of normal distributions.

mod approximations;
mod bounds;
mod component;
mod univariate;
mod unscented;
mod variational;

pub use component::NormalComponent;

use crate::error::{entries, same_size};
use crate::float::double::Double;
use crate::float::sum::{ln_sum_exp, sum};
use crate::normal::multivariate::same_dimension;
use crate::normal::univariate::HALF_LN_TAU;
use crate::{Error, Information, KlDivergence, MultivariateNormal, Pmf};
use nalgebra::{DMatrix, DVector};

/// A mixture of normal distributions: of statrs' [`Normal`](statrs::distribution::Normal) in
/// one dimension, or of [`MultivariateNormal`] in one or several.
///
/// p(x) = Σ wᵢ N(x; μᵢ, Σᵢ)
///
/// A mixture of `Normal` is what [`fit`](crate::fit) takes as a target and finds.
///
/// # The divergence between two
///
/// It has no closed form, and no method here is called `kl`. Each says in its name what it
/// computes instead:
///
/// | method | what | may be negative |
/// |---|---|---|
/// | [`kl_bounds`](Self::kl_bounds) | a lower and an upper bound | no |
/// | [`kl_variational_bound`](Self::kl_variational_bound) | an upper bound | no |
/// | [`kl_convex_bound`](Self::kl_convex_bound) | an upper bound, not below the one above | no |
/// | [`kl_variational`](Self::kl_variational) | an approximation | yes |
/// | [`kl_product`](Self::kl_product) | an approximation | yes |
/// | [`kl_unscented`](Self::kl_unscented) | an approximation | yes |
/// | [`kl_nearest_component`](Self::kl_nearest_component) | an approximation | yes |
/// | [`kl_matched_moments`](Self::kl_matched_moments) | an approximation | no |
///
/// With one component each, all are D(P‖Q) itself but `kl_product` and `kl_unscented`. In one
/// dimension [`quadrature::kl_of`](crate::quadrature::kl_of) gives D(P‖Q) to many digits, and
/// in any dimension [`estimate::k1`](crate::estimate::k1) estimates it from samples. Both need
/// [`ln_pdf`](Self::ln_pdf).
///
/// # Example
///
/// ```
/// use kl_core::nalgebra::DMatrix;
/// use kl_core::statrs::distribution::Normal;
/// use kl_core::{MultivariateNormal, NormalMixture, Pmf};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let at = |x: f64| MultivariateNormal::new(vec![x], DMatrix::identity(1, 1));
/// let p = NormalMixture::new(Pmf::new([0.5, 0.5])?, [at(-2.0)?, at(2.0)?])?;
/// let q = NormalMixture::new(Pmf::new([0.25, 0.75])?, [at(-2.0)?, at(2.0)?])?;
/// let bounds = p.kl_bounds(&q)?;
/// // D of the weights is above both.
/// assert_eq!(format!("{:.3}", bounds.end()), "0.144 nats");
/// assert!(bounds.start() <= bounds.end());
///
/// let in_one_dimension = [Normal::new(-2.0, 1.0)?, Normal::new(2.0, 1.0)?];
/// let p = NormalMixture::new(Pmf::new([0.5, 0.5])?, in_one_dimension)?;
/// assert_eq!(format!("{:.4}", p.ln_pdf(0.0)), "-2.9189");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Hershey and Olsen, "Approximating the Kullback Leibler Divergence Between Gaussian
/// Mixture Models", ICASSP 2007.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalMixture<C = MultivariateNormal> {
    weights: Pmf,
    components: Vec<C>,
}

impl<C: NormalComponent> NormalMixture<C> {
    /// A mixture with the given weights and components.
    ///
    /// # Conventions
    ///
    /// A component of weight zero is kept and has no effect.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] unless there are as many components as weights.
    /// - Of `MultivariateNormal`: [`Error::Size`] names the first component of another
    ///   dimension than component 0.
    /// - Of `Normal`: [`Error::Entry`] names a component with an infinite parameter, which
    ///   statrs lets through.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::statrs::distribution::Normal;
    /// use kl_core::{Error, MultivariateNormal, NormalMixture, Pmf};
    ///
    /// let line = MultivariateNormal::new(vec![0.0], DMatrix::identity(1, 1))?;
    /// let plane = MultivariateNormal::new(vec![0.0; 2], DMatrix::identity(2, 2))?;
    /// let mixed = NormalMixture::new(Pmf::uniform(2)?, [line, plane]);
    /// assert!(matches!(mixed, Err(Error::Size { index: Some(1), found: 2, .. })));
    ///
    /// let one = NormalMixture::new(Pmf::uniform(2)?, [Normal::standard()]);
    /// assert!(matches!(one, Err(Error::Size { found: 1, expected: 2, .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn new(weights: Pmf, components: impl Into<Vec<C>>) -> Result<Self, Error> {
        let components = components.into();
        same_size("components", components.len(), "weights", weights.len())?;
        C::check(&components)?;
        Ok(NormalMixture {
            weights,
            components,
        })
    }
}

impl<C> NormalMixture<C> {
    /// The weights.
    ///
    /// ```
    /// # use kl_core::{NormalMixture, Pmf, statrs::distribution::Normal};
    /// let p = NormalMixture::new(Pmf::uniform(1)?, [Normal::standard()])?;
    /// assert_eq!(p.weights().as_slice(), [1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn weights(&self) -> &Pmf {
        &self.weights
    }

    /// The components, as many as weights. Those of a fit are in the order of their means.
    ///
    /// ```
    /// # use kl_core::{NormalMixture, Pmf, statrs::distribution::Normal};
    /// let p = NormalMixture::new(Pmf::uniform(1)?, [Normal::standard()])?;
    /// assert_eq!(p.components(), [Normal::standard()]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn components(&self) -> &[C] {
        &self.components
    }
}

impl NormalMixture {
    /// The number of dimensions, which is never zero.
    ///
    /// ```
    /// # use kl_core::{NormalMixture, MultivariateNormal, Pmf, nalgebra::DMatrix};
    /// let n = MultivariateNormal::new(vec![0.0; 3], DMatrix::identity(3, 3))?;
    /// assert_eq!(NormalMixture::new(Pmf::uniform(1)?, [n])?.dimension(), 3);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn dimension(&self) -> usize {
        // There is a first component, because there is a weight.
        self.components
            .first()
            .map_or(0, MultivariateNormal::dimension)
    }

    /// The logarithm of the density at a point.
    ///
    /// ln p(x) = ln Σ wᵢ N(x; μᵢ, Σᵢ)
    ///
    /// # Conventions
    ///
    /// The logarithm does not underflow where the density does. It is −∞ only where it is
    /// itself below any double.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20: within 4 ulp times 1 + A/|result|, where A is the largest value of
    /// d + ½‖z‖² + Σ |ln Lⱼⱼ| over the components that count, L is the Cholesky factor, and
    /// z = L⁻¹(x − μ).
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if the point has another dimension;
    /// [`Error::Entry`] names the first coordinate that is NaN or infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let n = MultivariateNormal::new(vec![0.0], DMatrix::identity(1, 1))?;
    /// let p = NormalMixture::new(Pmf::uniform(2)?, [n.clone(), n])?;
    /// assert_eq!(format!("{:.4}", p.ln_pdf(&[0.0])?), "-0.9189");
    /// assert_eq!(format!("{:.1}", p.ln_pdf(&[100.0])?), "-5000.9");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// It follows from the definition.
    pub fn ln_pdf(&self, x: &[f64]) -> Result<f64, Error> {
        let d = self.dimension();
        let like = "dimensions of the mixture";
        same_size("coordinates of the point", x.len(), like, d)?;
        entries("coordinate of the point", x, "finite", f64::is_finite)?;
        Ok(self.ln_density(&DVector::from_column_slice(x)))
    }

    /// The mean.
    ///
    /// m = Σ wᵢ μᵢ
    ///
    /// # Accuracy
    ///
    /// Each entry within 1 ulp.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let at = |x: f64| MultivariateNormal::new(vec![x], DMatrix::identity(1, 1));
    /// let p = NormalMixture::new(Pmf::new([0.25, 0.75])?, [at(-2.0)?, at(2.0)?])?;
    /// assert_eq!(p.mean().as_slice(), [1.0]);
    /// assert_eq!(p.covariance().as_slice(), [4.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// It follows from the definition.
    #[must_use]
    pub fn mean(&self) -> DVector<f64> {
        let entries = (0..self.dimension()).map(|i| self.precise_mean(i).value);
        DVector::from_iterator(self.dimension(), entries)
    }

    /// The covariance.
    ///
    /// C = Σ wᵢ (Σᵢ + (μᵢ − m)(μᵢ − m)ᵀ) with the mean m
    ///
    /// # Conventions
    ///
    /// Entries are infinite where they, or the terms of their sums, are beyond
    /// [`f64::MAX`]. Symmetric to the last digit.
    ///
    /// # Accuracy
    ///
    /// Each entry within 2 ulp times the sum of the absolute values of its terms over that of
    /// the entry.
    ///
    /// # Reference
    ///
    /// It follows from the definition.
    #[must_use]
    pub fn covariance(&self) -> DMatrix<f64> {
        let d = self.dimension();
        let mean: Vec<Double> = (0..d).map(|i| self.precise_mean(i)).collect();
        let mut covariance = DMatrix::zeros(d, d);
        for i in 0..d {
            for j in 0..=i {
                let terms = self.parts().flat_map(|(w, n)| {
                    let half = |k: usize| half_apart(n.mean()[k], mean[k]);
                    // The weight first: the product alone may overflow.
                    [w * n.covariance()[(i, j)], 4.0 * ((w * half(i)) * half(j))]
                });
                let entry = sum(terms);
                // NaN is ∞ − ∞: terms beyond the largest double.
                let entry = if entry.is_nan() { f64::INFINITY } else { entry };
                covariance[(i, j)] = entry;
                covariance[(j, i)] = entry;
            }
        }
        covariance
    }

    /// The components that count, with their weights.
    fn parts(&self) -> impl Iterator<Item = (f64, &MultivariateNormal)> + Clone {
        let weights = self.weights.as_slice().iter().copied();
        weights.zip(&self.components).filter(|&(w, _)| w > 0.0)
    }

    fn precise_mean(&self, i: usize) -> Double {
        let sum = self.parts().fold(Double::ZERO, |s, (w, n)| {
            s.minus_product(Double::from(-w), Double::from(n.mean()[i]))
        });
        let mean = sum.settled();
        if mean.value.is_finite() && mean.lost.is_finite() {
            return mean;
        }
        // A mean lies between the means, so only rounding takes it beyond the largest double.
        let plain = self.parts().map(|(w, n)| w * n.mean()[i]);
        Double::from(crate::float::sum::sum(plain).clamp(-f64::MAX, f64::MAX))
    }

    fn ln_density(&self, x: &DVector<f64>) -> f64 {
        ln_sum_exp(self.parts().map(|(w, n)| (w, ln_normal(n, x))))
    }
}

/// (a − m)/2, which never overflows.
fn half_apart(a: f64, m: Double) -> f64 {
    let difference = (Double::from(0.5 * a) - m.scaled(0.5)).value;
    if difference.is_finite() {
        difference
    } else {
        0.5 * a - 0.5 * m.value
    }
}

/// ln N(x; μ, Σ), −∞ where that is below any double.
fn ln_normal(n: &MultivariateNormal, x: &DVector<f64>) -> f64 {
    let z = n.whitened(x);
    let squares = z.iter().map(|&z| (0.5 * z) * z);
    let constants = ln_diagonal(n).map(|l| l + HALF_LN_TAU);
    let total = sum(squares.chain(constants));
    // NaN is ∞ − ∞ in the solve: some square is beyond any double.
    if total.is_nan() {
        f64::NEG_INFINITY
    } else {
        -total
    }
}

/// The logarithms of the diagonal of the Cholesky factor: their sum is ½ ln det Σ.
fn ln_diagonal(n: &MultivariateNormal) -> impl Iterator<Item = f64> + '_ {
    let factor = n.cholesky_factor();
    (0..n.dimension()).map(|i| factor[(i, i)].ln())
}

/// The divergences of each component of P from each of Q, a row for each of P that counts.
fn divergences(p: &NormalMixture, q: &NormalMixture) -> Result<Vec<Vec<f64>>, Error> {
    same_dimension(p.dimension(), q.dimension())?;
    let row = |(_, a): (f64, &MultivariateNormal)| {
        let entry = |(_, b): (f64, &MultivariateNormal)| a.kl(b).map(Information::nats);
        q.parts().map(entry).collect()
    };
    p.parts().map(row).collect()
}

/// The weights that count.
fn weights(p: &NormalMixture) -> Vec<f64> {
    p.parts().map(|(w, _)| w).collect()
}
