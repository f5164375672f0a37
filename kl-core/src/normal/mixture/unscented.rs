//! The divergence between mixtures by sigma points.

use super::NormalMixture;
use crate::float::sum::sum;
use crate::normal::multivariate::same_dimension;
use crate::{Error, Information};

impl NormalMixture {
    /// The unscented approximation: the mean of ln(p/q) over 2d points for each component
    /// of P.
    ///
    /// Σ πᵢ/(2d) Σ ln(p(x)/q(x)) over the points x = μᵢ ± √d·lₖ, where lₖ are the columns of
    /// the Cholesky factor of Σᵢ
    ///
    /// P is `self`, the truth, with weights π; Q is the argument, the model.
    ///
    /// # What it is
    ///
    /// An approximation: exact if ln(p/q) is quadratic, as for one component each. It may be
    /// negative. 0 if P and Q are equal. The columns of another root of Σᵢ give other points
    /// and another number; the reference takes eigenvectors.
    ///
    /// # Conventions
    ///
    /// Components of weight zero are left out. [`Information::INFINITY`] only where ln q is
    /// below any double at a point.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20: within 1 ulp times A/|result|, where A is Σ πᵢ times the mean, over
    /// the points, of the conditions of ln p and ln q in [`ln_pdf`](Self::ln_pdf), not divided
    /// by the result. The largest |x|/s (1 + ‖z‖) is added to it, for the rounding of the
    /// points, where s is the least standard deviation of a coordinate given the others.
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
    /// let p = NormalMixture::new(Pmf::uniform(1)?, [at(0.0)?])?;
    /// let q = NormalMixture::new(Pmf::uniform(1)?, [at(2.0)?])?;
    /// assert_eq!(format!("{:.4}", p.kl_unscented(&q)?), "2.0000 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Hershey and Olsen, "Approximating the Kullback Leibler Divergence Between Gaussian
    /// Mixture Models", ICASSP 2007.
    pub fn kl_unscented(&self, q: &NormalMixture) -> Result<Information, Error> {
        let d = same_dimension(self.dimension(), q.dimension())?;
        let (root, points) = ((d as f64).sqrt(), 2.0 * d as f64);
        let terms = self.parts().flat_map(|(w, n)| {
            let columns = (0..d).flat_map(move |k| [root, -root].map(|step| (k, step)));
            columns.map(move |(k, step)| {
                let mut x = n.mean() + n.cholesky_factor().column(k) * step;
                // A point beyond the largest double is moved to it.
                x.apply(|x| *x = x.clamp(-f64::MAX, f64::MAX));
                let (of_p, of_q) = (self.ln_density(&x), q.ln_density(&x));
                // Both logarithms are −∞ only where the point was moved.
                if of_p == f64::NEG_INFINITY {
                    0.0
                } else {
                    w * ((of_p - of_q) / points)
                }
            })
        });
        Ok(Information::from_nats(sum(terms)))
    }
}
