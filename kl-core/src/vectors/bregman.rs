//! Bregman divergences, each given by its convex function.

use crate::error::{entries, filled, parameter, same_size};
use crate::terms::kl::failure_term;
use crate::terms::kl::kl_term;
use crate::terms::ratio::ratio_term;
use crate::vectors::walk::sum_of_terms;
use crate::{Divergence, Error};
use std::ops::RangeInclusive;

/// A convex function φ of one number, and the divergence of two vectors that it defines: a
/// Bregman divergence.
///
/// D(P‖Q) = Σ [φ(p) − φ(q) − φ′(q)(p − q)]
///
/// The vectors are any numbers in the domain of φ, and need not sum to one.
///
/// # Example
///
/// ```
/// use kl_core::Bregman;
///
/// let (p, q) = ([3.0, 1.0], [1.0, 1.5]);
/// assert_eq!(Bregman::squared_euclidean().divergence(&p, &q)?, 4.25);
/// // φ(x) = eˣ, whose slope is eˣ.
/// let exponential = Bregman::new(f64::exp, f64::exp, f64::MIN..=f64::MAX);
/// let expected = 1f64.exp() * (2f64.exp() - 3.0) + 1f64.exp() - 0.5 * 1.5f64.exp();
/// assert!((exponential.divergence(&p, &q)? - expected).abs() < 1e-14);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Bregman<T = fn(f64, f64) -> f64> {
    term: T,
    domain: RangeInclusive<f64>,
}

impl Bregman<()> {
    /// The divergence that φ, its derivative and its domain define.
    ///
    /// φ and its slope are evaluated at numbers in the domain only, and not where p = q. The
    /// entries must be finite, and the ends of the domain belong to it. Convexity is not
    /// checked.
    ///
    /// # Accuracy
    ///
    /// The definition is computed as it is written: a few ulp of the largest of
    /// |φ(p)|, |φ(q)| and |φ′(q)(p − q)|. Where p is near q that cancels: a relative
    /// difference of 1e-8 leaves no digit, and the result may be below zero. The
    /// named divergences, such as [`Bregman::itakura_saito`], keep their digits.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Bregman;
    ///
    /// // φ(x) = 1/x on the positive numbers: (p − q)²/(pq²).
    /// let inverse = Bregman::new(|x| 1.0 / x, |x| -1.0 / (x * x), f64::MIN_POSITIVE..=f64::MAX);
    /// assert_eq!(inverse.divergence(&[2.0], &[1.0])?, 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn new(
        phi: impl Fn(f64) -> f64,
        slope: impl Fn(f64) -> f64,
        domain: RangeInclusive<f64>,
    ) -> Bregman<impl Fn(f64, f64) -> f64> {
        let term = move |p: f64, q: f64| {
            if p == q {
                0.0
            } else {
                phi(p) - phi(q) - slope(q) * (p - q)
            }
        };
        Bregman { term, domain }
    }
}

impl<T: Fn(f64, f64) -> f64> Bregman<T> {
    /// The divergence of the numbers p from the numbers q.
    ///
    /// # Conventions
    ///
    /// It is not symmetric (P comes first), but for [`Bregman::squared_euclidean`]. A plain
    /// number: ∞ where the divergence is, and where it is beyond [`f64::MAX`]. Never
    /// negative for the named ones; zero only if p and q are equal, or the value is below
    /// the smallest double.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if p and q have different lengths.
    /// - [`Error::Empty`] if they have none.
    /// - [`Error::Entry`] names the first entry, of P or else of Q, that is
    ///   NaN, infinite or outside the domain.
    /// - [`Error::Parameter`] if a function of one's own gives NaN, or the
    ///   sum is (+∞ and −∞).
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Bregman, Error};
    ///
    /// let kl = Bregman::kl();
    /// assert_eq!(kl.divergence(&[0.0, 2.0], &[3.0, 2.0])?, 3.0);
    /// let wrong = kl.divergence(&[1.0], &[-1.0]);
    /// assert!(matches!(wrong, Err(Error::Entry { of: "entry of Q", index: 0, .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Banerjee, Merugu, Dhillon and Ghosh, "Clustering with Bregman Divergences",
    /// JMLR 6 (2005) 1705–1749.
    pub fn divergence(&self, p: &[f64], q: &[f64]) -> Result<f64, Error> {
        same_size("entries of Q", q.len(), "entries of P", p.len())?;
        filled("entries of P and Q", p.len())?;
        for (of, values) in [("entry of P", p), ("entry of Q", q)] {
            entries(of, values, "finite, and in the domain of phi", |x| {
                x.is_finite() && self.domain.contains(&x)
            })?;
        }
        let value = sum_of_terms(p, q, &self.term);
        parameter(
            "sum of the generator's terms",
            value,
            !value.is_nan(),
            "a number: phi or its slope is NaN or infinite at an entry",
        )
    }
}

/// [`Bregman::divergence`], of vectors of numbers or of probability vectors.
///
/// ```
/// use kl_core::{Bregman, pairwise};
///
/// let points = [vec![0.0, 0.0], vec![3.0, 4.0]];
/// let squares = pairwise(&Bregman::squared_euclidean(), &points, &points)?;
/// assert_eq!(squares[(0, 1)], 25.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
impl<F, P, Q> Divergence<P, Q> for Bregman<F>
where
    F: Fn(f64, f64) -> f64,
    P: AsRef<[f64]>,
    Q: AsRef<[f64]>,
{
    type Output = f64;

    fn between(&self, p: &P, q: &Q) -> Result<f64, Error> {
        self.divergence(p.as_ref(), q.as_ref())
    }
}

impl Bregman {
    /// φ(x) = x²: Σ (p − q)², of any numbers.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp.
    ///
    /// ```
    /// # use kl_core::Bregman;
    /// let d = Bregman::squared_euclidean().divergence(&[1.0, 2.0], &[0.5, 4.0])?;
    /// assert_eq!(d, 4.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn squared_euclidean() -> Self {
        Bregman {
            term: |p, q| (p - q) * (p - q),
            domain: f64::MIN..=f64::MAX,
        }
    }

    /// φ(x) = x ln x: the generalised Kullback–Leibler divergence
    /// Σ (p ln(p/q) − p + q), of numbers ≥ 0. It is the I-divergence of Csiszár.
    ///
    /// ∞ where q = 0 < p; q where p = 0. For probability vectors it is
    /// [`Pmf::kl`](crate::Pmf::kl).
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for p next to q.
    ///
    /// ```
    /// # use kl_core::Bregman;
    /// let d = Bregman::kl().divergence(&[0.0, 4.0], &[1.0, 2.0])?;
    /// assert_eq!(d, 1.0 + (4.0 * 2f64.ln() - 2.0));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn kl() -> Self {
        Bregman {
            term: kl_term,
            domain: 0.0..=f64::MAX,
        }
    }

    /// φ(x) = −ln x: the Itakura–Saito divergence Σ (p/q − ln(p/q) − 1), of
    /// numbers > 0.
    ///
    /// It does not change when p and q are multiplied by the same numbers, and is
    /// used for power spectra. A spectrum with zeros is an error: p/q and its
    /// logarithm have no limit there.
    ///
    /// # Accuracy
    ///
    /// Within 6 ulp, also for p next to q.
    ///
    /// ```
    /// # use kl_core::Bregman;
    /// let d = Bregman::itakura_saito().divergence(&[4.0, 1e-300], &[1.0, 1e-300])?;
    /// assert_eq!(d, 3.0 - 2.0 * 2f64.ln());
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn itakura_saito() -> Self {
        Bregman {
            term: ratio_term,
            domain: SMALLEST..=f64::MAX,
        }
    }

    /// φ(x) = x ln x + (1 − x) ln(1 − x): the logistic loss
    /// Σ [p ln(p/q) + (1 − p) ln((1 − p)/(1 − q))], of numbers between 0 and 1.
    ///
    /// Each entry is the probability of a coin of its own, and the sum is the
    /// divergence of all the coins. ∞ where q is 0 or 1 and p is not the same.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for p next to q.
    ///
    /// ```
    /// # use kl_core::Bregman;
    /// let d = Bregman::logistic().divergence(&[0.0, 0.5], &[0.5, 0.5])?;
    /// assert_eq!(d, 2f64.ln());
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn logistic() -> Self {
        Bregman {
            term: |p, q| kl_term(p, q) + failure_term(p, q),
            domain: 0.0..=1.0,
        }
    }
}

/// The smallest positive double.
const SMALLEST: f64 = f64::from_bits(1);
