//! Divergences as values.

#[cfg(feature = "statrs")]
use crate::ProductForm;
use crate::vectors::walk::sum_of_terms;
use crate::{Error, Float, Pmf};
#[cfg(feature = "statrs")]
use std::borrow::Cow;

/// A divergence as a value, which can be handed to a function, such as
/// [`pairwise`](crate::pairwise), or kept in a list.
///
/// The values are in [`divergences`](crate::divergences). `JensenShannon.between(&p, &q)`
/// and [`p.jensen_shannon(&q)`](Pmf::jensen_shannon) are the same; the methods say more
/// about each.
///
/// # Which is implemented for what
///
/// - [`KullbackLeibler`](crate::divergences::KullbackLeibler) for every pair of
///   distributions that has [`KlDivergence`](crate::KlDivergence).
/// - Every [`SumOfTerms`] for probability vectors, owned or borrowed: the others of
///   `divergences`, and your own.
/// - [`Renyi`](crate::divergences::Renyi) and
///   [`Bhattacharyya`](crate::divergences::Bhattacharyya), which are made of several sums,
///   for probability vectors.
/// - [`Jeffreys`](crate::divergences::Jeffreys), [`Hellinger`](crate::divergences::Hellinger),
///   `Bhattacharyya` and `Renyi` for normal distributions of any dimension;
///   [`JensenShannon`](crate::divergences::JensenShannon) for [`Logits`](crate::Logits).
/// - [`Bregman`](crate::Bregman) for vectors of numbers.
///
/// P and Q are parameters of the trait, and not of its function, so that one value can
/// serve many kinds of distributions, and so that it can be a trait object.
///
/// # Conventions
///
/// `between(&p, &q)` is the divergence of P from Q: P, the first, is the truth, Q the
/// model. An infinite divergence is `Ok(∞)`.
///
/// # Accuracy
///
/// The accuracy of the method with the same name.
///
/// # Errors
///
/// An [`Error`] if P and Q cannot be compared: they differ in length or dimension, or a
/// parameter is outside the domain.
///
/// # Example
///
/// ```
/// use kl_core::divergences::{Hellinger, TotalVariation};
/// use kl_core::{Divergence, Pmf};
///
/// let p = Pmf::new([1.0, 0.0])?;
/// let q = Pmf::new([0.0, 1.0])?;
/// assert_eq!(Hellinger.between(&p, &q)?, p.hellinger(&q)?);
///
/// // Several, in a list.
/// let distances: [&dyn Divergence<Pmf, Output = f64>; 2] = [&Hellinger, &TotalVariation];
/// for distance in distances {
///     assert_eq!(distance.between(&p, &q)?, 1.0);
/// }
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// The references of the methods.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a divergence between `{P}` and `{Q}`",
    note = "for probability vectors, implement `SumOfTerms` and have this trait with it",
    note = "`KullbackLeibler` needs a pair that has `KlDivergence`: its page lists them"
)]
pub trait Divergence<P, Q = P> {
    /// The type of the result: an [`Information`](crate::Information), or a plain number.
    type Output;

    /// The divergence of P from Q.
    ///
    /// # Errors
    ///
    /// See [the trait](Divergence#errors).
    fn between(&self, p: &P, q: &Q) -> Result<Self::Output, Error>;

    /// The table of all pairs as a matrix product, for [`pairwise`](crate::pairwise), which
    /// is many times as fast by it; nothing where there is no such form, or where it does not
    /// pay.
    ///
    /// There is nothing to implement. A divergence that is made of another one may have its
    /// form.
    #[cfg(feature = "statrs")]
    fn product_form(&self, ps: &[P], qs: &[Q]) -> Option<ProductForm<Self::Output>> {
        let _ = (ps, qs);
        None
    }
}

/// A divergence between probability vectors that is a sum over the outcomes: implement
/// this, and the rest comes with it.
///
/// finish(Σ term(p, q))
///
/// A type with this trait is a [`Divergence`] between probability vectors, owned and
/// borrowed. It can be given to [`pairwise`](crate::pairwise) and, with the feature `rayon`,
/// to the functions of `parallel`; its sums are compensated like those of the divergences
/// here.
///
/// [`KullbackLeibler`](crate::divergences::KullbackLeibler) is a [`Divergence`] without this
/// trait: it serves all pairs of distributions that have a closed form, vectors among them,
/// and Rust lets a type have one such rule only.
///
/// # Conventions
///
/// The term is evaluated at the probabilities of one outcome, both between 0 and 1, in an
/// order that is not defined. It has to know its limits: the value of 0·ln 0, and whether
/// mass where Q has none is infinitely far.
///
/// # Accuracy
///
/// The sum adds less than 1 ulp to the errors of terms that are never negative. Terms of
/// both signs may cancel, and the sum loses the digits that cancel: write them so that they
/// are zero where p = q, and never negative. Σ (p ln(p/q) − p + q) is an example, and
/// [`kernels`](crate::kernels) has the parts for more.
///
/// # Errors
///
/// The errors of `finish`, which is the place to refuse a sum that is NaN.
///
/// # Example
///
/// ```
/// use kl_core::{Divergence, Error, Pmf, SumOfTerms, pairwise};
///
/// /// √Σ (p − q)²
/// struct Euclidean;
///
/// impl SumOfTerms for Euclidean {
///     type Output = f64;
///
///     fn term(&self, p: f64, q: f64) -> f64 {
///         (p - q) * (p - q)
///     }
///
///     fn finish(&self, sum: f64) -> Result<f64, Error> {
///         Ok(sum.sqrt())
///     }
/// }
///
/// let p = Pmf::new([0.5, 0.5, 0.0, 0.0])?;
/// let q = Pmf::new([0.0, 0.0, 0.5, 0.5])?;
/// assert_eq!(Euclidean.between(&p, &q)?, 1.0);
/// assert_eq!(pairwise(&Euclidean, &[p], &[q])?[(0, 0)], 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// The division of labour is that of [Distances.jl](https://github.com/JuliaStats/Distances.jl),
/// whose sums have a start too; here it is zero.
pub trait SumOfTerms {
    /// The type of the result: an [`Information`](crate::Information), or a plain number.
    type Output;

    /// The term of an outcome whose probability is p under P and q under Q.
    fn term(&self, p: f64, q: f64) -> f64;

    /// The sum of the terms of all outcomes: compensated, term by term, if nothing else is
    /// said. The divergences here have the terms of eight outcomes at once.
    ///
    /// The slices have the same length, and may be pieces of the whole. A long sum, on one
    /// thread or several, is made of the sums of pieces. `p[i].into()` is a probability as a
    /// double.
    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64
    where
        Self: Sized,
    {
        sum_of_terms(p, q, |p, q| self.term(p, q))
    }

    /// The divergence, from the sum of the terms.
    ///
    /// # Errors
    ///
    /// Any error that the implementation gives for this sum, such as NaN.
    fn finish(&self, sum: f64) -> Result<Self::Output, Error>;

    /// The table of all pairs of vectors as a matrix product: see
    /// [`Divergence::product_form`].
    #[cfg(feature = "statrs")]
    fn product_form(&self, ps: &[&[f64]], qs: &[&[f64]]) -> Option<ProductForm<Self::Output>> {
        let _ = (ps, qs);
        None
    }
}

impl<D, F, G, S, T> Divergence<Pmf<F, S>, Pmf<G, T>> for D
where
    D: SumOfTerms,
    F: Float,
    G: Float,
    S: AsRef<[F]>,
    T: AsRef<[G]>,
{
    type Output = D::Output;

    fn between(&self, p: &Pmf<F, S>, q: &Pmf<G, T>) -> Result<D::Output, Error> {
        let (p, q) = p.beside(q)?;
        self.finish(self.sum(p, q))
    }

    #[cfg(feature = "statrs")]
    fn product_form(&self, ps: &[Pmf<F, S>], qs: &[Pmf<G, T>]) -> Option<ProductForm<D::Output>> {
        let (ps, qs) = (wide(ps), wide(qs));
        SumOfTerms::product_form(self, &slices(&ps), &slices(&qs))
    }
}

/// The probabilities of each as doubles.
#[cfg(feature = "statrs")]
fn wide<F: Float, S: AsRef<[F]>>(list: &[Pmf<F, S>]) -> Vec<Cow<'_, [f64]>> {
    let each = list.iter().map(|p| F::wide(p.as_slice().into()));
    each.collect()
}

#[cfg(feature = "statrs")]
fn slices<'a>(list: &'a [Cow<'_, [f64]>]) -> Vec<&'a [f64]> {
    list.iter().map(AsRef::as_ref).collect()
}
