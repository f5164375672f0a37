//! Kullback–Leibler divergence.

#[cfg(feature = "statrs")]
use crate::ProductForm;
use crate::lanes::Lanes;
use crate::terms::kl::kl_term;
use crate::terms::kl::kl_terms;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Information, KlDivergence, Pmf, SumOfTerms};
use fearless_simd::Simd;

/// The Kullback–Leibler divergence as a value, for every pair of distributions that has
/// [`KlDivergence`], and so for probability vectors: [`Pmf::kl`].
///
/// D(P‖Q) = ∫ ln(dP/dQ) dP
///
/// ```
/// use kl_core::divergences::KullbackLeibler;
/// use kl_core::statrs::distribution::Normal;
/// use kl_core::{Divergence, Pmf};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.5, 0.5])?);
/// assert_eq!(KullbackLeibler.between(&p, &q)?.bits(), 1.0);
///
/// let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(2.0, 1.0)?);
/// assert_eq!(KullbackLeibler.between(&p, &q)?.nats(), 2.0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KullbackLeibler;

impl<P, Q> Divergence<P, Q> for KullbackLeibler
where
    P: KlDivergence<Q>,
{
    type Output = Information;

    fn between(&self, p: &P, q: &Q) -> Result<Information, Error> {
        p.kl(q)
    }

    #[cfg(feature = "statrs")]
    fn product_form(&self, ps: &[P], qs: &[Q]) -> Option<ProductForm<Information>> {
        P::kl_product_form(ps, qs)
    }
}

/// The divergence between probability vectors, as a sum of terms.
pub(crate) struct OfVectors;

impl SumOfTerms for OfVectors {
    type Output = Information;

    fn term(&self, p: f64, q: f64) -> f64 {
        kl_term(p, q)
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

impl Terms for OfVectors {
    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        [kl_terms(simd, p, q)]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(1.0, f64::INFINITY)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Kullback–Leibler divergence of P, `self` (the truth), from Q (the model).
    ///
    /// D(P‖Q) = Σ (p ln(p/q) − p + q)
    ///
    /// # Why the −p + q
    ///
    /// For sums of exactly one, the −p + q add up to nothing. But vectors of doubles never
    /// quite sum to one, and Σ p ln(p/q) then carries Σp − Σq, about 1e-16. When P is near Q
    /// this swamps the answer and can make it negative. In the form above every term is ≥ 0,
    /// and the sum keeps its digits.
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. [`Information::INFINITY`] if P puts mass where Q has none;
    /// [`Pmf::first_outside_support`] says where. Never negative; zero only if P
    /// and Q are equal, or so near that the value is below the smallest double.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for P and Q that differ in the last digit only.
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
    /// let p = Pmf::new([0.5, 0.5])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1438 nats");
    /// assert_eq!(format!("{:.4}", q.kl(&p)?), "0.1308 nats");
    ///
    /// let certain = Pmf::new([1.0, 0.0])?;
    /// assert_eq!(certain.kl(&p)?.bits(), 1.0);
    /// assert_eq!(p.kl(&certain)?, Information::INFINITY);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation
    /// 2.26; theorem 2.6.3 for D ≥ 0.
    pub fn kl<G: Float, T: AsRef<[G]>>(&self, q: &Pmf<G, T>) -> Result<Information, Error> {
        OfVectors.between(self, q)
    }
}

/// [`Pmf::kl`], as the trait's method.
impl<F: Float, G: Float, S: AsRef<[F]>, T: AsRef<[G]>> KlDivergence<Pmf<G, T>> for Pmf<F, S> {
    fn kl(&self, q: &Pmf<G, T>) -> Result<Information, Error> {
        Pmf::kl(self, q)
    }

    #[cfg(feature = "statrs")]
    fn kl_product_form(ps: &[Self], qs: &[Pmf<G, T>]) -> Option<ProductForm<Information>> {
        Divergence::product_form(&OfVectors, ps, qs)
    }
}
