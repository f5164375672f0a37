//! Hellinger distance.

#[cfg(feature = "statrs")]
use crate::ProductForm;
use crate::lanes::Lanes;
use crate::terms::hellinger::hellinger_terms;
use crate::terms::hellinger::{UP, hellinger_term};
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Pmf, SumOfTerms};
use fearless_simd::Simd;

/// The Hellinger distance as a value: [`Pmf::hellinger`].
///
/// H(P, Q) = √(½ Σ (√p − √q)²)
///
/// ```
/// use kl_core::divergences::Hellinger;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.0, 1.0])?);
/// assert_eq!(Hellinger.between(&p, &q)?, 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hellinger;

impl SumOfTerms for Hellinger {
    type Output = f64;

    fn term(&self, p: f64, q: f64) -> f64 {
        // Scaled up, because a subnormal has few digits, and its root would show it.
        hellinger_term(p * UP, q * UP)
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of(self, p, q)
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        Ok(Hellinger::distance(sum))
    }

    #[cfg(feature = "statrs")]
    fn product_form(&self, ps: &[&[f64]], qs: &[&[f64]]) -> Option<ProductForm<f64>> {
        ProductForm::new(self, ps, qs)
    }
}

impl Hellinger {
    /// The distance, from the sum of the terms.
    pub(crate) fn distance(sum: f64) -> f64 {
        (0.5 * sum).sqrt() / UP.sqrt()
    }
}

impl Terms for Hellinger {
    #[inline(always)]
    fn eight<S: Simd>(&self, _: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        [hellinger_terms(p * UP, q * UP).0]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(UP, UP)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Hellinger distance: the Euclidean distance of the roots of P, `self`,
    /// and of Q.
    ///
    /// H(P, Q) = √(½ Σ (√p − √q)²)
    ///
    /// # Conventions
    ///
    /// A plain number between 0 and 1, up to the rounding in Σp and Σq: 0 only
    /// if P and Q are equal, 1 if no outcome is possible under both. Symmetric,
    /// and a metric. Some authors leave out the ½, and some the root.
    ///
    /// For sums of exactly one, H² = 1 − Σ√(pq). The form above keeps its digits
    /// where P is near Q.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp, also for P and Q that differ in the last digit only.
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
    /// let p = Pmf::new([1.0, 0.0])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(format!("{:.4}", p.hellinger(&q)?), "0.7071");
    /// assert_eq!(p.hellinger(&Pmf::new([0.0, 1.0])?)?, 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Gibbs and Su, "On Choosing and Bounding Probability Metrics",
    /// International Statistical Review 70 (2002) 419–435,
    /// DOI 10.1111/j.1751-5823.2002.tb00178.x (without the ½).
    pub fn hellinger<G: Float, T: AsRef<[G]>>(&self, q: &Pmf<G, T>) -> Result<f64, Error> {
        Hellinger.between(self, q)
    }
}
