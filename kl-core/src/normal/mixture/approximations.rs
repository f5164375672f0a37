//! Approximations of the divergence between mixtures that are no bounds.

use super::{NormalMixture, divergences, weights};
use crate::error::entries;
use crate::float::double::Double;
use crate::float::sum::{ln_sum_exp, sum};
use crate::normal::matrix_name::MatrixName;
use crate::normal::multivariate::same_dimension;
use crate::normal::positive_definite::{PositiveDefinite, power_of_two_near_root};
use crate::terms::kl::kl_term;
use crate::{Error, Information, KlDivergence, MultivariateNormal};

impl NormalMixture {
    /// The divergence between the normal distributions that have the means and covariances
    /// of the mixtures.
    ///
    /// D(N(mp, Cp)‖N(mq, Cq)) with [`mean`](Self::mean) and [`covariance`](Self::covariance)
    ///
    /// P is `self`, the truth; Q is the argument, the model.
    ///
    /// # What it is
    ///
    /// An approximation: in general neither an upper nor a lower bound of D(P‖Q). It sees
    /// nothing but two moments, and is 0 for mixtures that share them. If Q has one
    /// component it is a lower bound.
    ///
    /// # Conventions
    ///
    /// Never negative.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp times κ (1 + 1/√D), where D is the result and κ is the larger, over both
    /// mixtures, of the condition number of the correlation matrix times 1 + the largest
    /// of |mean|/standard deviation.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if P and Q have different dimensions.
    /// - [`Error::MatrixEntry`] or [`Error::NotPositiveDefinite`] if a covariance is beyond
    ///   the range of doubles.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let at = |x: f64, v: f64| MultivariateNormal::new(vec![x], DMatrix::from_element(1, 1, v));
    /// let p = NormalMixture::new(Pmf::uniform(2)?, [at(-1.0, 3.0)?, at(1.0, 3.0)?])?;
    /// let q = NormalMixture::new(Pmf::uniform(1)?, [at(0.0, 4.0)?])?;
    /// assert_eq!(p.kl_matched_moments(&q)?.nats(), 0.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Hershey and Olsen, "Approximating the Kullback Leibler Divergence Between Gaussian
    /// Mixture Models", ICASSP 2007, where it is the Gaussian approximation.
    pub fn kl_matched_moments(&self, q: &NormalMixture) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        let normal = |m: &NormalMixture, of_mean, of_covariance| {
            let mean = m.mean();
            entries(of_mean, mean.as_slice(), "finite", f64::is_finite)?;
            let name = MatrixName::computed(of_covariance);
            MultivariateNormal::named(&name, mean, m.covariance())
        };
        let p = normal(self, "mean of P", "covariance of P")?;
        p.kl(&normal(q, "mean of Q", "covariance of Q")?)
    }

    /// The matching approximation: each component of P against the one of Q that is nearest.
    ///
    /// Σ πᵢ (D(pᵢ‖q_m(i)) + ln(πᵢ/ω_m(i))), where m(i) is the j with the least D(pᵢ‖qⱼ) − ln ωⱼ
    ///
    /// P is `self`, the truth, with weights π; Q is the argument, the model, with weights ω.
    ///
    /// # What it is
    ///
    /// The method of Goldberger, Gordon and Greenspan, with the weights; the literature has a
    /// second one, the least divergence between any two components. An approximation for
    /// components that overlap little. If no two components of P have the same nearest one, it
    /// is an upper bound of D(P‖Q). Otherwise it may be anything, even negative: splitting a
    /// component of P into equal halves lowers it by πᵢ ln 2.
    ///
    /// # Conventions
    ///
    /// Components of weight zero are left out.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times (Σ πᵢ (D(pᵢ‖q_m(i)) + |ln(πᵢ/ω_m(i))|))/|result|.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let at = |x: f64| MultivariateNormal::new(vec![x], DMatrix::identity(1, 1));
    /// let p = NormalMixture::new(Pmf::uniform(2)?, [at(0.0)?, at(8.0)?])?;
    /// let q = NormalMixture::new(Pmf::uniform(2)?, [at(9.0)?, at(1.0)?])?;
    /// assert_eq!(p.kl_nearest_component(&q)?.nats(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Hershey and Olsen, "Approximating the Kullback Leibler Divergence Between Gaussian
    /// Mixture Models", ICASSP 2007, where it is the matched bound approximation.
    pub fn kl_nearest_component(&self, q: &NormalMixture) -> Result<Information, Error> {
        let table = divergences(self, q)?;
        let of_q = weights(q);
        let nearest = table.iter().map(|row| nearest(row, &of_q));
        let terms = weights(self)
            .into_iter()
            .zip(nearest)
            .flat_map(|(w, best)| {
                let (d, other) = best;
                // kl_term includes −π + ω, so that the logarithm of a ratio next to 1 keeps its
                // digits; the last term takes that off again.
                [w * d, kl_term(w, other), w - other]
            });
        Ok(Information::from_nats(sum(terms)))
    }

    /// The approximation by the integrals of products of components.
    ///
    /// Σ πᵢ ln(Σ πₖ ∫ pᵢ pₖ dx / Σ ωⱼ ∫ pᵢ qⱼ dx), where
    /// ∫ N(x; a, A) N(x; b, B) dx = N(a; b, A + B)
    ///
    /// P is `self`, the truth, with weights π; Q is the argument, the model, with weights ω.
    ///
    /// # What it is
    ///
    /// An approximation, and no bound: Jensen's inequality is applied to E ln p and to E ln q,
    /// in the hope that the two errors cancel. It may be negative, and it is not D(P‖Q) for one
    /// component each. 0 if P and Q are equal.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20: within 7 ulp times A/|result|, where A is Σ πᵢ (1 + Mᵢ), and Mᵢ is
    /// the largest value, over the components j of both, of d + |½ ln det(Σᵢ + Σⱼ)| + ½ the
    /// squared distance of the means in units of Σᵢ + Σⱼ.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if P and Q have different dimensions.
    /// - [`Error::NotPositiveDefinite`] if rounding makes the sum of two covariances so.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let at = |x: f64| MultivariateNormal::new(vec![x], DMatrix::identity(1, 1));
    /// let p = NormalMixture::new(Pmf::uniform(1)?, [at(0.0)?])?;
    /// let q = NormalMixture::new(Pmf::uniform(1)?, [at(2.0)?])?;
    /// // Half of D(P‖Q), which is 2.
    /// assert_eq!(format!("{:.4}", p.kl_product(&q)?), "1.0000 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Hershey and Olsen, "Approximating the Kullback Leibler Divergence Between Gaussian
    /// Mixture Models", ICASSP 2007, where it is the product of Gaussians.
    pub fn kl_product(&self, q: &NormalMixture) -> Result<Information, Error> {
        same_dimension(self.dimension(), q.dimension())?;
        let logarithm = |a: &MultivariateNormal, m: &NormalMixture| {
            let entry = |(w, b)| Ok((w, Midway::between(a, b)?.ln_overlap()));
            let row: Result<Vec<(f64, f64)>, Error> = m.parts().map(entry).collect();
            Ok::<f64, Error>(ln_sum_exp(row?.into_iter()))
        };
        let term = |(w, a)| Ok(w * (logarithm(a, self)? - logarithm(a, q)?));
        let terms: Result<Vec<f64>, Error> = self.parts().map(term).collect();
        Ok(Information::from_nats(sum(terms?)))
    }

    /// The variational approximation.
    ///
    /// Σ πᵢ ln(Σ πₖ e^(−D(pᵢ‖pₖ)) / Σ ωⱼ e^(−D(pᵢ‖qⱼ)))
    ///
    /// P is `self`, the truth, with weights π; Q is the argument, the model, with weights ω.
    ///
    /// # What it is
    ///
    /// An approximation: the difference of two lower bounds, of E ln p and of E ln q, so no
    /// bound itself. It may be negative. 0 if P and Q are equal, and D(P‖Q) for one
    /// component each.
    ///
    /// # Conventions
    ///
    /// Components of weight zero are left out.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times Σ πᵢ (|ln of the numerator| + |ln of the denominator| + 1)/|result|;
    /// for one component each as [`MultivariateNormal`]'s.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let at = |x: f64| MultivariateNormal::new(vec![x], DMatrix::identity(1, 1));
    /// let p = NormalMixture::new(Pmf::uniform(2)?, [at(0.0)?, at(4.0)?])?;
    /// let q = NormalMixture::new(Pmf::uniform(1)?, [at(0.0)?])?;
    /// // Of the far component 8, of the near one 0, less ln 2.
    /// assert_eq!(format!("{:.3}", p.kl_variational(&q)?), "3.307 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Hershey and Olsen, "Approximating the Kullback Leibler Divergence Between Gaussian
    /// Mixture Models", ICASSP 2007.
    pub fn kl_variational(&self, q: &NormalMixture) -> Result<Information, Error> {
        let (own, other) = (divergences(self, self)?, divergences(self, q)?);
        let (of_p, of_q) = (weights(self), weights(q));
        let terms = of_p
            .iter()
            .zip(own.iter().zip(&other))
            .map(|(w, (own, other))| {
                w * (ln_mean_of_exp(&of_p, own) - ln_mean_of_exp(&of_q, other))
            });
        Ok(Information::from_nats(sum(terms)))
    }
}

/// ln Σ w e^(−d).
pub(super) fn ln_mean_of_exp(weights: &[f64], divergences: &[f64]) -> f64 {
    ln_sum_exp(weights.iter().copied().zip(divergences.iter().map(|d| -d)))
}

/// The component with the least D − ln ω: D and ω.
fn nearest(divergences: &[f64], weights: &[f64]) -> (f64, f64) {
    let all = divergences.iter().copied().zip(weights.iter().copied());
    let score = |&(d, w): &(f64, f64)| d - w.ln();
    let best = all.min_by(|a, b| score(a).total_cmp(&score(b)));
    // There is a component, because the weights sum to one.
    best.unwrap_or((f64::INFINITY, 1.0))
}

/// Two components, compared in units of the mean of their covariances.
pub(super) struct Midway {
    /// Half the logarithm of the determinant of the mean covariance.
    pub(super) ln_root_determinant: f64,
    /// The squared difference of the means, in units of the mean covariance.
    pub(super) square: f64,
}

impl Midway {
    pub(super) fn between(a: &MultivariateNormal, b: &MultivariateNormal) -> Result<Self, Error> {
        let (p, q) = (a.covariance(), b.covariance());
        // Halved first, because a sum may overflow. Added with twice the digits, because a
        // rounding error would be magnified by the condition number.
        let scale: Vec<f64> = (0..a.dimension())
            .map(|i| power_of_two_near_root(0.5 * p[(i, i)] + 0.5 * q[(i, i)]))
            .collect();
        let name = MatrixName::computed("mean of the covariances of two components");
        let middle = PositiveDefinite::of_precise(&name, scale.clone(), |i, j| {
            let half = |x: f64| 0.5 * (x / scale[i] / scale[j]);
            Double::exact_sum(half(p[(i, j)]), half(q[(i, j)]))
        })?;
        let z = middle.whitened_difference(a.mean(), b.mean());
        let square = sum(z.iter().map(|z| z * z));
        Ok(Midway {
            ln_root_determinant: sum((0..scale.len()).map(|i| middle.factor()[(i, i)].ln())),
            // NaN is ∞ − ∞ in the solve.
            square: if square.is_nan() {
                f64::INFINITY
            } else {
                square
            },
        })
    }

    /// ln ∫ ab dx without its constant, −½ ln(4π) for each dimension.
    pub(super) fn ln_overlap(&self) -> f64 {
        -(0.25 * self.square + self.ln_root_determinant)
    }
}
