//! Bounds of the Jensen–Shannon divergence of normal distributions.

use crate::{Error, Information, MultivariateNormal};
use std::f64::consts::LN_2;
use std::ops::RangeInclusive;

impl MultivariateNormal {
    /// Bounds of the Jensen–Shannon divergence of P, `self`, and Q, which has no closed form.
    ///
    /// ln 2·H² ≤ JS(P, Q) ≤ min(H², ln 2), where H is the [`MultivariateNormal::hellinger`] distance
    ///
    /// The upper bound is at most 1.4427 times the lower one. Near each other P and Q have
    /// a divergence next to the upper bound, far apart next to ln 2.
    ///
    /// # Accuracy
    ///
    /// Each up to dimension 20 within 8 ulp; beyond, within 3 ulp times κ, as
    /// [`MultivariateNormal::hellinger`], squared.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    ///
    /// let p = MultivariateNormal::isotropic(vec![0.0, 0.0], 1.0)?;
    /// let q = MultivariateNormal::isotropic(vec![2.0, 2.0], 1.0)?;
    /// let bounds = p.jensen_shannon_bounds(&q)?;
    /// assert_eq!(format!("{:.4} {:.4}", bounds.start(), bounds.end()), "0.4382 nats 0.6321 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Both are f-divergences, and the quotient of their generators falls from 1 at p = q to ln 2
    /// at p = 0 and q = 0. Topsøe, "Some inequalities for information divergence and related
    /// measures of discrimination", IEEE Transactions on Information Theory 46 (2000) 1602–1609,
    /// has such bounds.
    pub fn jensen_shannon_bounds(
        &self,
        q: &MultivariateNormal,
    ) -> Result<RangeInclusive<Information>, Error> {
        let square = 0.0 - (-self.bhattacharyya(q)?.nats()).exp_m1();
        let bound = |nats: f64| Information::from_nats(nats);
        Ok(bound(LN_2 * square)..=bound(square.min(LN_2)))
    }
}
