//! A lower and an upper bound of the divergence between mixtures.

use super::approximations::{Midway, ln_mean_of_exp};
use super::{NormalMixture, divergences, ln_diagonal, weights};
use crate::float::not_negative::not_negative;
use crate::float::sum::{ln_sum_exp, sum};
use crate::{Error, Information, MultivariateNormal};
use std::ops::RangeInclusive;

impl NormalMixture {
    /// A lower and an upper bound of D(P‖Q), as a range from one to the other.
    ///
    /// Upper: [`kl_variational_bound`](Self::kl_variational_bound), which is never above
    /// [`kl_convex_bound`](Self::kl_convex_bound).
    ///
    /// Lower: Σ πᵢ (ln Σ πₖ e^(−D(pᵢ‖pₖ)) − cᵢ), where cᵢ is the smaller of ln Σ ωⱼ ∫ pᵢ qⱼ
    /// dx + H(pᵢ) and 2 ln Σ √ωⱼ ∫ √(pᵢ qⱼ) dx; or, if that is negative, 0
    ///
    /// P is `self`, the truth, with weights π; Q is the argument, the model, with weights ω.
    ///
    /// # Why it is a lower bound
    ///
    /// For a point drawn from pᵢ, E ln p is at least ln Σ πₖ e^(−D(pᵢ‖pₖ)) − H(pᵢ): weigh the
    /// components by the terms of the sum, and use Jensen's inequality. And E ln q is at most
    /// cᵢ − H(pᵢ): by Jensen's inequality it is at most ln E q, which gives the first cᵢ; and
    /// E ln(q/pᵢ) is at most 2 ln E √(q/pᵢ), in which the root of a sum is at most the sum of
    /// the roots, which gives the second.
    ///
    /// If Q has one component, E ln q depends only on the mean and covariance of P, and the
    /// normal distribution has the largest entropy of all that have these. Then
    /// [`kl_matched_moments`](Self::kl_matched_moments) is a lower bound too, and the better of
    /// both is taken. With one component each it is D(P‖Q), and so is the upper bound.
    ///
    /// # Conventions
    ///
    /// 0 ≤ lower ≤ upper. The lower bound is often 0 where components overlap much.
    ///
    /// # Accuracy
    ///
    /// The lower bound is reduced by the most that rounding may have added to it, 10⁻¹³ times
    /// 1 + the size of the terms subtracted; beyond dimension 20 that is enough for condition
    /// numbers up to 10³. The upper bound is right to 4 ulp as a bound.
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
    /// let p = NormalMixture::new(Pmf::uniform(2)?, [at(-9.0)?, at(9.0)?])?;
    /// let q = NormalMixture::new(Pmf::uniform(2)?, [at(-8.0)?, at(14.0)?])?;
    /// let bounds = p.kl_bounds(&q)?;
    /// assert_eq!(format!("{:.2}", bounds.start()), "3.25 nats");
    /// assert_eq!(format!("{:.2}", bounds.end()), "6.50 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Durrieu, Thiran and Kelly, "Lower and Upper Bounds for Approximation of the
    /// Kullback-Leibler Divergence Between Gaussian Mixture Models", ICASSP 2012, 4833–4836,
    /// DOI 10.1109/ICASSP.2012.6289001, for the first cᵢ.
    pub fn kl_bounds(&self, q: &NormalMixture) -> Result<RangeInclusive<Information>, Error> {
        let upper = self.kl_variational_bound(q)?;
        let mut lower = self.by_components(q)?;
        if q.parts().count() == 1 {
            // The moments may be beyond the range of doubles; then there is only the other.
            let moments = self.kl_matched_moments(q).map_or(0.0, Information::nats);
            lower = lower.max(if self.parts().count() == 1 {
                moments
            } else {
                moments - 1e-13 * (moments + moments.sqrt())
            });
        }
        let lower = not_negative(lower).min(upper.nats());
        Ok(Information::from_nats(lower)..=upper)
    }

    /// The sum over the components of P, less the most that rounding may have added.
    fn by_components(&self, q: &NormalMixture) -> Result<f64, Error> {
        let own = divergences(self, self)?;
        let of_p = weights(self);
        let (mut terms, mut sizes) = (Vec::new(), Vec::new());
        for ((w, a), own) in self.parts().zip(&own) {
            let own = ln_mean_of_exp(&of_p, own);
            let at_most = Cross::new(a, q)?;
            if at_most.bound == f64::NEG_INFINITY {
                return Ok(f64::INFINITY);
            }
            terms.extend([w * own, -(w * at_most.bound)]);
            sizes.push(w * (own.abs() + at_most.size));
        }
        Ok(sum(terms) - 1e-13 * (1.0 + sum(sizes)))
    }
}

/// An upper bound of E ln q + H(a) under a component a of P, and the size of its terms.
struct Cross {
    bound: f64,
    size: f64,
}

impl Cross {
    fn new(a: &MultivariateNormal, q: &NormalMixture) -> Result<Self, Error> {
        let d = a.dimension() as f64;
        let ln_a = sum(ln_diagonal(a));
        let mut products = Vec::new();
        let mut roots = Vec::new();
        let mut size = 0.0f64;
        for (w, b) in q.parts() {
            let middle = Midway::between(a, b)?;
            let ln_b = sum(ln_diagonal(b));
            // ln ∫ ab dx + H(a), in which the powers of π cancel; 2 and e remain.
            let constant = 0.5 * d * (1.0 - std::f64::consts::LN_2);
            products.push((w, constant + ln_a + middle.ln_overlap()));
            // −ln of the integral is the Bhattacharyya distance, which is not negative.
            let scale = middle.ln_root_determinant - 0.5 * (ln_a + ln_b);
            let distance = 0.125 * middle.square + not_negative(scale);
            roots.push((w.sqrt(), -distance));
            size = size.max(d + ln_a.abs() + ln_b.abs() + middle.ln_root_determinant.abs());
        }
        let bound = ln_sum_exp(products.into_iter()).min(2.0 * ln_sum_exp(roots.into_iter()));
        let size = size + bound.abs();
        Ok(Cross { bound, size })
    }
}
