//! Probability vectors.

mod conversions;

use crate::error::{entries, filled, largest_weight, same_outcomes};
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::lanes::Lanes;
use crate::terms::entropy::{cross_entropy_terms, entropy_term};
use crate::vectors::total::{divide, total_within};
use crate::vectors::walk::{Terms, sum_of};
use crate::{Error, Float, Information};
use fearless_simd::Simd;
use std::borrow::Cow;
use std::marker::PhantomData;

/// A probability mass function: the probabilities of finitely many outcomes.
///
/// A value of this type has been checked: at least one entry, each between 0
/// and 1, and a sum within [`Pmf::SUM_TOLERANCE`] of one. It is stored as given,
/// never renormalised.
///
/// `Pmf` owns doubles. [`PmfView`] borrows doubles, or numbers of 32 bits as networks have
/// them, from a slice: it is the same type with other parameters, the numbers F and their
/// container S, and all that is said of one holds for the other. P and Q need not be of the
/// same. Numbers of 32 bits are computed with as doubles, so a result is the same to the last
/// digit as from the same numbers in 64 bits.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
///
/// let p = Pmf::new([0.5, 0.25, 0.25])?;
/// let q = Pmf::from_weights([1.0, 1.0, 2.0])?;
/// assert_eq!(p.entropy().bits(), 1.5);
/// assert_eq!(p.cross_entropy(&q)?.bits(), 1.75);
/// assert!((p.kl(&q)?.bits() - 0.25).abs() < 1e-15);
///
/// // A row of a table, without a copy.
/// let table = [0.25, 0.25, 0.5, 1.0, 0.0, 0.0];
/// let row = Pmf::borrowed(&table[..3])?;
/// assert_eq!(p.kl(&row)?, p.kl(&q)?);
/// // Its numbers may have 32 bits.
/// let short = table.map(|x| x as f32);
/// assert_eq!(p.kl(&Pmf::borrowed(&short[..3])?)?, p.kl(&q)?);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Pmf<F = f64, S = Vec<F>> {
    probabilities: S,
    numbers: PhantomData<F>,
}

/// A probability vector that is borrowed from a slice: see [`Pmf::borrowed`].
pub type PmfView<'a, F = f64> = Pmf<F, &'a [F]>;

impl Pmf {
    /// The largest difference from one that the sum of the probabilities may have.
    ///
    /// The sum is taken with compensation, so the tolerance is for the
    /// probabilities themselves. Dividing a million weights by a total from a
    /// plain loop may leave their sum wrong by 10⁶·2⁻⁵³ ≈ 1e-10, and usually
    /// leaves far less. Doubles that went through `f32` are wrong by 1e-7 and are
    /// refused: [`Pmf::from_weights`] says explicitly that they are to be
    /// normalised again. Numbers that are `f32` have the tolerance of
    /// [`Pmf::borrowed`].
    pub const SUM_TOLERANCE: f64 = 1e-10;

    /// A probability vector, checked and stored as given.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no entries.
    /// - [`Error::Entry`] names the first entry that is NaN,
    ///   negative or above one.
    /// - [`Error::NotNormalized`] if the sum is further from one than
    ///   [`Pmf::SUM_TOLERANCE`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, Pmf};
    ///
    /// assert!(Pmf::new([0.5, 0.5]).is_ok());
    /// assert!(Pmf::new(vec![0.125; 8]).is_ok());
    /// let too_much = Pmf::new([0.5, 0.75]);
    /// assert!(matches!(too_much, Err(Error::NotNormalized { sum: 1.25, .. })));
    /// ```
    pub fn new(probabilities: impl Into<Vec<f64>>) -> Result<Self, Error> {
        Pmf::checked(probabilities.into())
    }

    /// The probability vector proportional to the weights.
    ///
    /// p = w / Σw
    ///
    /// # Conventions
    ///
    /// Any finite weights will do, also where their total overflows or all are
    /// subnormal. A weight below 10⁻³²³ of the total may become zero. Weights of
    /// 32 bits are made doubles first.
    ///
    /// # Accuracy
    ///
    /// Each probability is within 2 ulp (its own rounding and the total's).
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no weights.
    /// - [`Error::Entry`] names the first weight that is NaN, negative
    ///   or infinite.
    /// - [`Error::ZeroTotal`] if all are zero.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let counts = Pmf::from_weights([3.0, 1.0])?;
    /// assert_eq!(counts.as_slice(), [0.75, 0.25]);
    /// let huge = Pmf::from_weights([f64::MAX, f64::MAX])?;
    /// assert_eq!(huge.as_slice(), [0.5, 0.5]);
    /// let short = Pmf::from_weights([1.0_f32, 2.0])?;
    /// assert_eq!(short.as_slice(), [1.0 / 3.0, 2.0 / 3.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn from_weights<F: Float>(weights: impl Into<Vec<F>>) -> Result<Self, Error> {
        let mut w = F::wide(Cow::Owned(weights.into())).into_owned();
        filled("weights", w.len())?;
        // A vector has fewer than 2⁶⁴ entries. Where a weight is so large that the total may
        // overflow, or the total so small that it may be subnormal, all are scaled first; powers of
        // two change no digit of a weight that is not negligible.
        let (low, high) = (power_of_two(-900), power_of_two(900));
        let total = match total_within(&w, high) {
            Some(total) if total >= low => total,
            _ => {
                let scale = if largest_weight(&w)? > high {
                    power_of_two(-64)
                } else {
                    power_of_two(200)
                };
                w.iter_mut().for_each(|x| *x *= scale);
                sum(w.iter().copied())
            }
        };
        // The total is at least the largest weight, so no quotient exceeds one.
        divide(&mut w, total);
        Ok(Pmf::unchecked(w))
    }

    /// The probabilities whose logarithms are given.
    ///
    /// p = exp(l), stored as they come out and not normalised again.
    ///
    /// # Conventions
    ///
    /// −∞ is probability zero; a logarithm below −745 becomes zero too. Where
    /// this matters, stay with [`Logits`](crate::Logits).
    ///
    /// # Accuracy
    ///
    /// Each within 1 ulp.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are none.
    /// - [`Error::Entry`] names the first that is NaN or positive.
    /// - [`Error::NotNormalized`] if the sum of the probabilities is further from
    ///   one than [`Pmf::SUM_TOLERANCE`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::from_log_probabilities([0.0, f64::NEG_INFINITY])?;
    /// assert_eq!(p.as_slice(), [1.0, 0.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn from_log_probabilities(logarithms: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let mut p = logarithms.into();
        filled("log-probabilities", p.len())?;
        entries("log-probability", &p, "zero or below", |l| l <= 0.0)?;
        p.iter_mut().for_each(|l| *l = l.exp());
        sum_to_one("exponentials of the log-probabilities", &p)?;
        Ok(Pmf::unchecked(p))
    }

    /// The uniform distribution on n outcomes.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if n is zero, [`Error::TooLarge`] if so many numbers do not
    /// fit into memory.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// assert_eq!(Pmf::uniform(8)?.entropy().bits(), 3.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn uniform(n: usize) -> Result<Self, Error> {
        filled("outcomes", n)?;
        let mut probabilities = Vec::new();
        probabilities
            .try_reserve_exact(n)
            .map_err(|_| Error::TooLarge {
                of: "outcomes",
                size: n,
            })?;
        probabilities.resize(n, 1.0 / n as f64);
        Ok(Pmf::unchecked(probabilities))
    }
}

impl<F: Float> Pmf<F> {
    /// The probabilities, without copying.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// assert_eq!(Pmf::uniform(2)?.into_vec(), vec![0.5, 0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn into_vec(self) -> Vec<F> {
        self.probabilities
    }
}

impl<'a, F: Float> PmfView<'a, F> {
    /// A probability vector that borrows the numbers: checked once, as by [`Pmf::new`], and
    /// not copied.
    ///
    /// # Numbers of 32 bits
    ///
    /// The sum of n of them may differ from one by n·2⁻²⁴, by 10⁻⁵ however few they are, and by
    /// no more than 10⁻² however many. The first is what a plain loop over numbers of 32 bits may
    /// do to the total by which they were divided; most libraries add in a better order and are
    /// wrong by some 10⁻⁷ to 10⁻⁶. The second leaves room for exponentials of rounded logarithms.
    /// Beyond the third what is missing is no rounding: a plain loop adds ten million times 0.1
    /// and is wrong by nine hundredths. [`Pmf::from_weights`] takes such numbers, and normalises
    /// them in doubles.
    ///
    /// With the feature `half`, numbers of 16 bits may be wrong by their own rounding: 10⁻² takes
    /// the place of 10⁻⁵ for `bf16`, and 2·10⁻³ for `f16`. Subnormal numbers, which are those
    /// below 6·10⁻⁵ for `f16`, may lose more.
    ///
    /// Like any others, they are used as they are given: where their sums are wrong by 10⁻⁷, the
    /// divergence is that of these numbers, and not of others that sum to one.
    ///
    /// # Errors
    ///
    /// The errors of [`Pmf::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let rows = [[0.5, 0.5], [0.25, 0.75]];
    /// let (p, q) = (Pmf::borrowed(&rows[0])?, Pmf::borrowed(&rows[1])?);
    /// assert_eq!(p.total_variation(&q)?, 0.25);
    /// // With one that is owned, too.
    /// assert_eq!(p.total_variation(&Pmf::uniform(2)?)?, 0.0);
    ///
    /// // What single precision makes of thirds.
    /// let thirds = [1.0_f32 / 3.0; 3];
    /// assert!(Pmf::borrowed(&thirds)?.kl(&Pmf::uniform(3)?)?.nats() < 1e-15);
    /// assert!(Pmf::borrowed(&[0.33_f32, 0.33, 0.33]).is_err());
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn borrowed(probabilities: &'a [F]) -> Result<Self, Error> {
        Pmf::checked(probabilities)
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// A probability vector from numbers known to satisfy the conditions of [`Pmf::new`].
    pub(crate) fn unchecked(probabilities: S) -> Self {
        Pmf {
            probabilities,
            numbers: PhantomData,
        }
    }

    pub(super) fn checked(probabilities: S) -> Result<Self, Error> {
        check(probabilities.as_ref())?;
        Ok(Pmf::unchecked(probabilities))
    }

    /// The probabilities.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// assert_eq!(Pmf::new([0.25, 0.75])?.as_slice(), [0.25, 0.75]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[F] {
        self.probabilities.as_ref()
    }

    /// The probabilities, one after the other.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// let p = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(p.iter().copied().fold(0.0, f64::max), 0.75);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn iter(&self) -> std::slice::Iter<'_, F> {
        self.as_slice().iter()
    }

    /// A view that borrows this vector.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// let p = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(p.view(), p);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn view(&self) -> PmfView<'_, F> {
        Pmf::unchecked(self.as_slice())
    }

    /// An owned vector: a copy if this one is borrowed.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// let table = [0.25, 0.75, 1.0, 0.0];
    /// let kept: Pmf = Pmf::borrowed(&table[2..])?.into_pmf();
    /// assert_eq!(kept.into_vec(), [1.0, 0.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn into_pmf(self) -> Pmf<F>
    where
        S: Into<Vec<F>>,
    {
        Pmf::unchecked(self.probabilities.into())
    }

    /// The probability of one outcome, if there is such an outcome.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// let p = Pmf::new([0.25, 0.75])?;
    /// assert_eq!(p.get(1), Some(0.75));
    /// assert_eq!(p.get(2), None);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn get(&self, index: usize) -> Option<F> {
        self.as_slice().get(index).copied()
    }

    /// The number of outcomes, which is never zero.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// assert_eq!(Pmf::uniform(6)?.len(), 6);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[expect(
        clippy::len_without_is_empty,
        reason = "a probability vector is never empty"
    )]
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Entropy: the expected surprise of an outcome.
    ///
    /// H(P) = −Σ p ln p
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. The result lies between 0 and ln n, up to rounding.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let coin = Pmf::new([0.5, 0.5])?;
    /// assert_eq!(coin.entropy().bits(), 1.0);
    /// assert_eq!(Pmf::new([1.0, 0.0])?.entropy().bits(), 0.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.1.
    #[must_use]
    pub fn entropy(&self) -> Information {
        Information::from_nats(sum_of(&Entropy, self.as_slice(), self.as_slice()))
    }

    /// The first outcome that is possible under P, `self`, and impossible under
    /// Q: the reason for an infinite divergence.
    ///
    /// `None` if there is none, that is if D(P‖Q) is finite.
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
    /// let p = Pmf::new([0.5, 0.25, 0.25])?;
    /// let q = Pmf::new([0.5, 0.5, 0.0])?;
    /// assert_eq!(p.first_outside_support(&q)?, Some(2));
    /// assert_eq!(q.first_outside_support(&p)?, None);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 2.3,
    /// where p ln(p/0) = ∞.
    pub fn first_outside_support<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
    ) -> Result<Option<usize>, Error> {
        Ok(self.pairs(q)?.position(|(p, q)| p > 0.0 && q == 0.0))
    }

    /// The probabilities under P and under Q, as two slices of one length.
    pub(crate) fn beside<'a, G: Float, T: AsRef<[G]>>(
        &'a self,
        q: &'a Pmf<G, T>,
    ) -> Result<(&'a [F], &'a [G]), Error> {
        same_outcomes(self.len(), q.len())?;
        Ok((self.as_slice(), q.as_slice()))
    }

    /// The probabilities of each outcome under P and under Q.
    pub(crate) fn pairs<'a, G: Float, T: AsRef<[G]>>(
        &'a self,
        q: &'a Pmf<G, T>,
    ) -> Result<impl Iterator<Item = (f64, f64)> + 'a, Error> {
        let (p, q) = self.beside(q)?;
        Ok(p.iter().zip(q).map(|(&p, &q)| (p.into(), q.into())))
    }
}

/// The terms of the entropy, of p beside itself.
struct Entropy;

impl Terms for Entropy {
    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, _: Lanes<S>) -> [Lanes<S>; 1] {
        [cross_entropy_terms(simd, p, p)]
    }

    fn one(&self, p: f64, _: f64) -> [f64; 1] {
        [entropy_term(p)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(0.0, 0.0)])
    }
}

/// The sum of numbers that should sum to one, or an error if it does not.
pub(crate) fn sum_to_one(of: &'static str, probabilities: &[f64]) -> Result<f64, Error> {
    let sum = sum(probabilities.iter().copied());
    near_one(of, sum, Pmf::SUM_TOLERANCE)?;
    Ok(sum)
}

fn near_one(of: &'static str, sum: f64, tolerance: f64) -> Result<(), Error> {
    if (sum - 1.0).abs() > tolerance {
        Err(Error::NotNormalized { of, sum })
    } else {
        Ok(())
    }
}

fn check<F: Float>(probabilities: &[F]) -> Result<(), Error> {
    filled("probabilities", probabilities.len())?;
    match total_within(probabilities, 1.0) {
        Some(total) => near_one("probabilities", total, tolerance::<F>(probabilities.len())),
        None => {
            let valid = |p| (0.0..=1.0).contains(&p);
            entries("probability", probabilities, "from 0 to 1", valid)
        }
    }
}

/// How far from one the sum of n probabilities may be: [`Pmf::borrowed`] says why.
fn tolerance<F: Float>(n: usize) -> f64 {
    if F::IS_SHORT {
        (n as f64 * power_of_two(-24)).clamp(F::SUM_TOLERANCE, 1e-2)
    } else {
        F::SUM_TOLERANCE
    }
}
