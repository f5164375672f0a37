//! Jeffreys divergence.

#[cfg(feature = "statrs")]
use crate::ProductForm;
use crate::lanes::Lanes;
use crate::lanes::logarithm::{LN_2_HIGH, LN_2_LOW, artanh_tail, power_apart};
use crate::terms::ratio::ln_ratio;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Information, Pmf, SumOfTerms};
use fearless_simd::Simd;
use fearless_simd::prelude::*;

/// The Jeffreys divergence as a value: [`Pmf::jeffreys`].
///
/// J(P, Q) = Σ (p − q) ln(p/q)
///
/// ```
/// use kl_core::divergences::Jeffreys;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([0.75, 0.25])?, Pmf::new([0.25, 0.75])?);
/// assert_eq!(Jeffreys.between(&p, &q)?, p.jeffreys(&q)?);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jeffreys;

impl SumOfTerms for Jeffreys {
    type Output = Information;

    fn term(&self, p: f64, q: f64) -> f64 {
        if p == q {
            0.0
        } else if p == 0.0 || q == 0.0 {
            f64::INFINITY
        } else {
            (p - q) * ln_ratio(p, q)
        }
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

impl Terms for Jeffreys {
    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        let (k, near) = power_apart(p, q);
        let s = (near - p) / (near + p);
        let y = s * s;
        let artanh = s.mul_add(y * artanh_tail(simd, y), s);
        let d = q - p;
        [d.mul_add(k * LN_2_HIGH, d * k.mul_add(LN_2_LOW, artanh + artanh))]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(f64::INFINITY, f64::INFINITY)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Jeffreys divergence: the divergence of P, `self`, from Q and that of Q
    /// from P together.
    ///
    /// J(P, Q) = D(P‖Q) + D(Q‖P) = Σ (p − q) ln(p/q)
    ///
    /// # Conventions
    ///
    /// [`Information::INFINITY`] if an outcome is possible under one of them and
    /// impossible under the other. Never negative; zero only if P and Q are
    /// equal, or so near that the value is below the smallest double. Symmetric.
    /// Not a metric. Some authors halve it.
    ///
    /// Every term is ≥ 0, and the −p + q in the terms of [`Pmf::kl`] cancels between the two
    /// directions: the two forms above agree for any vectors.
    ///
    /// # Population stability index
    ///
    /// In the monitoring of models, Σ (actual − expected) ln(actual/expected) over
    /// bins is called the population stability index, PSI: it is this divergence.
    /// Its value, and the thresholds that are customary for it, depend on how the
    /// bins were made and how empty ones were smoothed, so say both. An empty bin
    /// makes it infinite; [`Pmf::from_counts_smoothed`] is one way out.
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
    /// use kl_core::{Information, Pmf};
    ///
    /// let p = Pmf::new([0.75, 0.25])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// // ½ ln 3 from each outcome.
    /// assert_eq!(format!("{:.4}", p.jeffreys(&q)?), "1.0986 nats");
    ///
    /// let certain = Pmf::new([1.0, 0.0])?;
    /// assert_eq!(certain.jeffreys(&p)?, Information::INFINITY);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Jeffreys, "An Invariant Form for the Prior Probability in Estimation
    /// Problems", Proceedings of the Royal Society A 186 (1946) 453–461,
    /// DOI 10.1098/rspa.1946.0056.
    pub fn jeffreys<G: Float, T: AsRef<[G]>>(&self, q: &Pmf<G, T>) -> Result<Information, Error> {
        Jeffreys.between(self, q)
    }
}
