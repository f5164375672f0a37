//! The trait that pairs of distributions implement.

#[cfg(feature = "statrs")]
use crate::ProductForm;
use crate::{Error, Information};

/// Kullback–Leibler divergence of P, `self`, from Q, the argument.
///
/// D(P‖Q) = ∫ ln(dP/dQ) dP
///
/// P comes first: it is the distribution that the outcomes really have, and Q is the model
/// that is measured against it. The divergence is not symmetric.
///
/// The implementations of this trait are the pairs with a closed form, and a few
/// whose sum can be had to the last digits. They are listed below. A pair that is not
/// there does not compile; nothing is approximated behind the caller's back.
/// [`quadrature`](crate::quadrature), [`series`](crate::series) and
/// [`estimate`](crate::estimate) serve other pairs, under their own names.
///
/// # Conventions
///
/// - The result is never negative and never NaN.
/// - [`Information::INFINITY`] where P puts mass on outcomes that are
///   impossible under Q, and where the true value is beyond [`f64::MAX`].
///
/// # Errors
///
/// An [`Error`] if P and Q cannot be compared (they differ in length or
/// dimension) or if a parameter of a foreign type is outside the domain.
///
/// # Example
///
/// ```
/// use kl_core::{Information, KlDivergence, Pmf};
///
/// fn surprise<D: KlDivergence>(truth: &D, model: &D) -> Result<Information, kl_core::Error> {
///     truth.kl(model)
/// }
///
/// let p = Pmf::new([0.5, 0.5])?;
/// let q = Pmf::new([0.25, 0.75])?;
/// assert!(surprise(&p, &q)? != surprise(&q, &p)?);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kullback and Leibler, "On Information and Sufficiency", Annals of
/// Mathematical Statistics 22 (1951) 79–86, DOI 10.1214/aoms/1177729694.
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 2.3
/// (discrete) and section 8.5 (densities).
#[doc = concat!("\n", include_str!("../PAIRS.md"))]
#[diagnostic::on_unimplemented(
    message = "there is no closed form of the divergence of `{Self}` from `{Q}` here",
    label = "this pair is not in the table of `KlDivergence`",
    note = "for two densities see `kl_core::quadrature`, for counts `kl_core::series`, for \
            samples `kl_core::estimate`"
)]
pub trait KlDivergence<Q = Self> {
    /// D(P‖Q), where P is `self` and Q is the argument.
    ///
    /// # Errors
    ///
    /// See [the trait](KlDivergence#errors).
    fn kl(&self, q: &Q) -> Result<Information, Error>;

    /// The table of all pairs as a matrix product: see
    /// [`Divergence::product_form`](crate::Divergence::product_form).
    #[cfg(feature = "statrs")]
    fn kl_product_form(ps: &[Self], qs: &[Q]) -> Option<ProductForm<Information>>
    where
        Self: Sized,
    {
        let _ = (ps, qs);
        None
    }
}
