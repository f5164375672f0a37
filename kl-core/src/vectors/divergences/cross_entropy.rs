//! Cross-entropy.

#[cfg(feature = "statrs")]
use crate::ProductForm;
use crate::lanes::Lanes;
use crate::terms::entropy::cross_entropy_term;
use crate::terms::entropy::cross_entropy_terms;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Information, Pmf, SumOfTerms};
use fearless_simd::Simd;

/// The cross-entropy as a value: [`Pmf::cross_entropy`].
///
/// H(P, Q) = −Σ p ln q
///
/// It is no divergence, because H(P, P) is the entropy and not zero; but it is such a sum.
///
/// ```
/// use kl_core::divergences::CrossEntropy;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.25, 0.75])?);
/// assert_eq!(CrossEntropy.between(&p, &q)?.bits(), 2.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrossEntropy;

impl SumOfTerms for CrossEntropy {
    type Output = Information;

    fn term(&self, p: f64, q: f64) -> f64 {
        cross_entropy_term(p, q)
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of(self, p, q)
    }

    fn finish(&self, sum: f64) -> Result<Information, Error> {
        Ok(Information::from_nats(sum))
    }

    #[cfg(feature = "statrs")]
    fn product_form(&self, ps: &[&[f64]], qs: &[&[f64]]) -> Option<ProductForm<Information>> {
        ProductForm::new(self, ps, qs)
    }
}

impl Terms for CrossEntropy {
    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        [cross_entropy_terms(simd, p, q)]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(0.0, f64::INFINITY)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Cross-entropy of P, `self`, and Q: the expected surprise of someone who
    /// believes Q when P is true.
    ///
    /// H(P, Q) = −Σ p ln q
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. [`Information::INFINITY`] if P puts mass where Q has none.
    /// It equals H(P) + D(P‖Q) up to the rounding in Σp and Σq; see [`Pmf::kl`].
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::new([0.5, 0.5])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(format!("{:.4}", p.cross_entropy(&q)?), "0.8370 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 5.4.3.
    pub fn cross_entropy<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
    ) -> Result<Information, Error> {
        CrossEntropy.between(self, q)
    }
}
