//! Distributions over finitely many outcomes, given by logits.

mod comparison;
mod gap;
mod in_lanes;
mod softmax;

pub(crate) use comparison::{Comparison, terms_to_mixture};
pub(crate) use gap::Gap;
use gap::SCALE;
pub(crate) use in_lanes::{
    Kept, Mixed, Parts, Surplus, are_logits_below, are_short_and_finite, first_largest,
    kl_and_difference, kl_and_surplus, kl_at_temperature, mixture,
};
pub(crate) use softmax::Softmax;

use crate::divergences::JensenShannon;
use crate::error::{entries, filled, parameter, same_outcomes};
use crate::float::sum::sum;
use crate::{Divergence, Error, Float, Information, KlDivergence, Pmf};
use std::fmt;
use std::marker::PhantomData;

/// A distribution over finitely many outcomes, given by unnormalised logarithms
/// of the probabilities: logits.
///
/// p = exp(ℓ) / Σ exp(ℓ)
///
/// A value of this type has been checked: every logit is finite or −∞, which is
/// probability zero, and at least one is finite. They are stored as given. A
/// constant that is added to all of them changes nothing.
///
/// A probability of e⁻⁸⁰⁰ is no double, but −800 is: what is impossible for a
/// [`Pmf`] made from logits may be possible here, and D(P‖Q) finite.
///
/// # Example
///
/// ```
/// use kl_core::{Information, Logits, Pmf};
///
/// let p = Logits::new([0.0, 0.0])?;
/// let q = Logits::new([0.0, -800.0])?;
/// assert_eq!(format!("{:.3}", p.kl(&q)?), "399.307 nats");
/// // The same probabilities, without their logarithms:
/// let (p, q) = (p.to_pmf(), q.to_pmf());
/// assert_eq!(q.as_slice(), [1.0, 0.0]);
/// assert_eq!(p.kl(&q)?, Information::INFINITY);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// `Logits` owns doubles. [`LogitsView`] borrows doubles, or numbers of 32 bits as networks
/// have them, from a slice: it is the same type with other parameters, the numbers F and their
/// container S, and all that is said of one holds for the other. Numbers of 32 bits are
/// computed with as doubles, so a result is as right as from the same numbers in 64 bits.
///
/// ```
/// use kl_core::Logits;
///
/// // Two rows of a batch, without a copy.
/// let batch = [0.5_f32, 1.5, -2.0, 0.25, 1.0, -2.0];
/// let (p, q) = (Logits::borrowed(&batch[..3])?, Logits::borrowed(&batch[3..])?);
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0084 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Logits<F = f64, S = Vec<F>> {
    logits: S,
    numbers: PhantomData<F>,
}

/// Logits that are borrowed from a slice: see [`Logits::borrowed`].
pub type LogitsView<'a, F = f64> = Logits<F, &'a [F]>;

impl Logits {
    /// Logits, checked and stored as given.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are none.
    /// - [`Error::Entry`] names the first that is NaN or +∞.
    /// - [`Error::ZeroTotal`] if all are −∞.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, Logits};
    ///
    /// assert!(Logits::new([-1000.0, 2.5, f64::NEG_INFINITY]).is_ok());
    /// let infinite = Logits::new([0.0, f64::INFINITY]);
    /// assert!(matches!(infinite, Err(Error::Entry { index: 1, .. })));
    /// ```
    pub fn new(logits: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let logits = logits.into();
        check(&logits)?;
        Ok(Logits::unchecked(logits))
    }

    /// Logarithms of probabilities, checked and stored as given.
    ///
    /// They are logits that are normalised already. The functions of this type treat them as
    /// any others, and so divide by their sum, which may differ from one by rounding.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are none.
    /// - [`Error::Entry`] names the first that is NaN or positive.
    /// - [`Error::NotNormalized`] if the sum of their exponentials is further
    ///   from one than [`Pmf::SUM_TOLERANCE`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, Logits};
    ///
    /// let half = 0.5f64.ln();
    /// assert!(Logits::from_log_probabilities([half, half]).is_ok());
    /// let too_much = Logits::from_log_probabilities([0.0, 0.0]);
    /// assert!(matches!(too_much, Err(Error::NotNormalized { sum: 2.0, .. })));
    /// ```
    pub fn from_log_probabilities(logarithms: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let logits = logarithms.into();
        Pmf::from_log_probabilities(logits.as_slice())?;
        Ok(Logits::unchecked(logits))
    }
}

impl<'a, F: Float> LogitsView<'a, F> {
    /// Logits that are borrowed: checked once, as by [`Logits::new`], and not copied.
    ///
    /// # Errors
    ///
    /// The errors of [`Logits::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, Logits};
    ///
    /// let rows = [[0.0_f32, 1.0], [0.5, 0.5]];
    /// let (p, q) = (Logits::borrowed(&rows[0])?, Logits::borrowed(&rows[1])?);
    /// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1109 nats");
    /// assert_eq!(p.kl(&p)?.nats(), 0.0);
    /// let not_a_number = Logits::borrowed(&[0.0, f32::NAN]);
    /// assert!(matches!(not_a_number, Err(Error::Entry { index: 1, .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn borrowed(logits: &'a [F]) -> Result<Self, Error> {
        check(logits)?;
        Ok(Logits::unchecked(logits))
    }
}

impl<F: Float, S: AsRef<[F]>> Logits<F, S> {
    /// Logits known to satisfy the conditions of [`Logits::new`].
    fn unchecked(logits: S) -> Self {
        Logits {
            logits,
            numbers: PhantomData,
        }
    }

    /// The logits, as they were given.
    ///
    /// ```
    /// # use kl_core::Logits;
    /// assert_eq!(Logits::new([3.0, -1.0])?.as_slice(), [3.0, -1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[F] {
        self.logits.as_ref()
    }

    /// The number of outcomes, which is never zero.
    ///
    /// ```
    /// # use kl_core::Logits;
    /// assert_eq!(Logits::new([3.0, -1.0])?.len(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[expect(
        clippy::len_without_is_empty,
        reason = "there is always at least one logit"
    )]
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// The logarithms of the probabilities: the logits without the normaliser.
    ///
    /// ln p = ℓ − ln Σ exp(ℓ), also called log-softmax.
    ///
    /// # Conventions
    ///
    /// −∞ for an impossible outcome; never positive.
    ///
    /// # Accuracy
    ///
    /// Each within 3 ulp, also those that are almost zero.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Logits;
    ///
    /// let sure = Logits::new([1000.0, 0.0, f64::NEG_INFINITY])?;
    /// assert_eq!(sure.log_probabilities(), [0.0, -1000.0, f64::NEG_INFINITY]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn log_probabilities(&self) -> Vec<f64> {
        let softmax = self.softmax();
        // Subtracted from 0, because a minus sign would make −0 of 0.
        let each = (0..self.len()).map(|k| 0.0 - softmax.surprise(k));
        each.collect()
    }

    /// The probabilities: p = exp(ℓ) / Σ exp(ℓ), also called softmax.
    ///
    /// # Conventions
    ///
    /// Probabilities below the smallest double become zero. Where this matters,
    /// stay with the logits.
    ///
    /// # Accuracy
    ///
    /// Each within 4 ulp, for logits of any size.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Logits;
    ///
    /// let p = Logits::new([1e15 + 1.0, 1e15 + 1.0])?.to_pmf();
    /// assert_eq!(p.as_slice(), [0.5, 0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn to_pmf(&self) -> Pmf {
        let softmax = self.softmax();
        let each = (0..self.len()).map(|k| softmax.probability(k));
        Pmf::unchecked(each.collect())
    }

    /// The distribution at another temperature: the logits divided by it.
    ///
    /// p ∝ exp(ℓ/T). Above 1 it is more even, below 1 more decided.
    ///
    /// # Conventions
    ///
    /// The largest logit is subtracted from all first; it becomes 0. A quotient beyond any
    /// double becomes −∞.
    ///
    /// # Accuracy
    ///
    /// Each new logit is within 1 ulp.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the temperature is not positive and finite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Logits;
    ///
    /// let hot = Logits::new([3.0, 1.0])?.tempered(2.0)?;
    /// assert_eq!(hot.as_slice(), [0.0, -1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn tempered(&self, temperature: f64) -> Result<Logits, Error> {
        let valid = temperature > 0.0 && temperature < f64::INFINITY;
        parameter("temperature", temperature, valid, "positive and finite")?;
        let softmax = self.softmax();
        let each = (0..self.len()).map(|k| {
            if softmax.is_impossible(k) {
                f64::NEG_INFINITY
            } else {
                let gap = softmax.gap(k);
                let (difference, _) = gap.parts();
                if difference.is_finite() {
                    difference / temperature
                } else {
                    gap.scaled() / temperature * SCALE
                }
            }
        });
        Ok(Logits::unchecked(each.collect()))
    }

    /// Entropy: the expected surprise of an outcome.
    ///
    /// H(P) = −Σ p ln p = ln Σ eᵍ − Σ p g, where g = ℓ − max ℓ
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. Between 0 and ln n, up to rounding.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also where one outcome is almost certain.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Logits;
    ///
    /// assert_eq!(Logits::new([5.0; 8])?.entropy().bits(), 3.0);
    /// let almost = Logits::new([0.0, -700.0])?;
    /// assert_eq!(format!("{:.3e}", almost.entropy()), "6.912e-302 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.1.
    #[must_use]
    pub fn entropy(&self) -> Information {
        self.surprise_of(self)
    }

    /// Cross-entropy of P, `self`, and Q: the expected surprise of someone who
    /// believes Q when P is true.
    ///
    /// H(P, Q) = −Σ p ln q
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. [`Information::INFINITY`] if P has a finite logit where Q has
    /// −∞, and where the true value is beyond [`f64::MAX`].
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Logits;
    ///
    /// let truth = Logits::new([0.0, f64::NEG_INFINITY])?;
    /// let model = Logits::new([-800.0, 0.0])?;
    /// assert_eq!(truth.cross_entropy(&model)?.nats(), 800.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 5.4.3.
    pub fn cross_entropy<T: AsRef<[F]>>(&self, q: &Logits<F, T>) -> Result<Information, Error> {
        same_outcomes(self.len(), q.len())?;
        Ok(self.surprise_of(q))
    }

    /// Kullback–Leibler divergence of P, `self` (the truth), from Q (the model).
    ///
    /// D(P‖Q) = Σ p ln(p/q) = Σ p (eˣ − 1 − x)
    ///
    /// where x = ln(q/p) is the difference of the logits, Q's less P's, less the number with
    /// which Σ p (eˣ − 1) is zero.
    ///
    /// # Why the second form
    ///
    /// The first form has two normalisers, ln Σ exp(ℓ), which cancel where P is near Q, and
    /// probabilities that underflow. The second has neither: no term is negative, and each
    /// keeps the digits of the difference of logits, however negative one of them is.
    ///
    /// # Conventions
    ///
    /// [`Information::INFINITY`] if P has a finite logit where Q has −∞, and
    /// where the true value is beyond [`f64::MAX`]. A finite logit is possible,
    /// however small. Never negative; zero only if the logits differ by a
    /// constant, or the value is below the smallest double.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, whatever the size and shift of the logits, `f32` or `f64`: their
    /// differences are carried with twice the digits. The logits are taken as exact numbers: digits lost
    /// before, by rounding to half an ulp of 1e15 say, cannot be brought back.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Logits;
    ///
    /// let p = Logits::new([0.0, 0.0])?;
    /// let q = Logits::new([1e-9, 0.0])?;
    /// // The variance of the difference, halved: ½·(½·1e-9)².
    /// assert_eq!(format!("{:e}", p.kl(&q)?), "1.25e-19 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26.
    /// The second form follows from it, as Q's probabilities sum to one.
    pub fn kl<T: AsRef<[F]>>(&self, q: &Logits<F, T>) -> Result<Information, Error> {
        same_outcomes(self.len(), q.len())?;
        let nats = match in_lanes::kl(self.as_slice(), q.as_slice()) {
            Some(nats) => nats,
            None => Comparison::new(self, q)?.kl(),
        };
        Ok(Information::from_nats(nats))
    }

    /// Jensen–Shannon divergence of P, `self`, and Q.
    ///
    /// JS(P, Q) = ½ D(P‖M) + ½ D(Q‖M), where M = ½(P + Q)
    ///
    /// # Conventions
    ///
    /// As [`Pmf::jensen_shannon`]: between 0 and ln 2, up to rounding; symmetric.
    ///
    /// # Accuracy
    ///
    /// Within 8 ulp, for P and Q that are near or far.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Logits;
    ///
    /// let p = Logits::new([0.0, -800.0])?;
    /// let q = Logits::new([-800.0, 0.0])?;
    /// assert_eq!(p.jensen_shannon(&q)?.bits(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Lin, "Divergence Measures Based on the Shannon Entropy", IEEE Transactions
    /// on Information Theory 37 (1991) 145–151, DOI 10.1109/18.61115.
    pub fn jensen_shannon<T: AsRef<[F]>>(&self, q: &Logits<F, T>) -> Result<Information, Error> {
        let both = Comparison::new(self, q)?;
        Ok(Information::from_nats(both.jensen_shannon()))
    }

    /// −Σ p ln q of two vectors of one length: two sums of terms ≥ 0.
    fn surprise_of<T: AsRef<[F]>>(&self, q: &Logits<F, T>) -> Information {
        let (p, q) = (self.softmax(), q.softmax());
        let possible = || (0..p.len()).filter(|&k| !p.is_impossible(k));
        if possible().any(|k| q.is_impossible(k)) {
            return Information::INFINITY;
        }
        let mean = sum(possible().map(|k| -p.weight(k).times_gap(q.gap(k)) / p.total()));
        // The absolute value, because −0·1 would give a negative zero.
        Information::from_nats(q.log_total() + mean.abs())
    }

    fn softmax(&self) -> Softmax<'_, F> {
        Softmax::new(self.as_slice(), 1.0)
    }
}

/// The logits, as they were given.
impl<F: fmt::Debug, S: AsRef<[F]>> fmt::Debug for Logits<F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let logits = &self.logits.as_ref();
        f.debug_struct("Logits").field("logits", logits).finish()
    }
}

/// Owned and borrowed logits can be compared.
impl<F: PartialEq, S: AsRef<[F]>, T: AsRef<[F]>> PartialEq<Logits<F, T>> for Logits<F, S> {
    fn eq(&self, other: &Logits<F, T>) -> bool {
        self.logits.as_ref() == other.logits.as_ref()
    }
}

/// [`Logits::kl`], as the trait's method.
impl<F: Float, S: AsRef<[F]>, T: AsRef<[F]>> KlDivergence<Logits<F, T>> for Logits<F, S> {
    fn kl(&self, q: &Logits<F, T>) -> Result<Information, Error> {
        Logits::kl(self, q)
    }
}

/// [`Logits::jensen_shannon`] as a value.
impl<F: Float, S: AsRef<[F]>, T: AsRef<[F]>> Divergence<Logits<F, S>, Logits<F, T>>
    for JensenShannon
{
    type Output = Information;

    fn between(&self, p: &Logits<F, S>, q: &Logits<F, T>) -> Result<Information, Error> {
        p.jensen_shannon(q)
    }
}

impl Pmf {
    /// The probabilities p = exp(ℓ) / Σ exp(ℓ) of logits: softmax.
    ///
    /// [`Logits::new`] and [`Logits::to_pmf`] in one.
    ///
    /// # Accuracy
    ///
    /// Each within 4 ulp, for logits of any size. Below the smallest double,
    /// probabilities become zero.
    ///
    /// # Errors
    ///
    /// The errors of [`Logits::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::from_logits([1000.0, 1000.0])?;
    /// assert_eq!(p.as_slice(), [0.5, 0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn from_logits(logits: impl Into<Vec<f64>>) -> Result<Self, Error> {
        Ok(Logits::new(logits)?.to_pmf())
    }
}

fn check<F: Float>(logits: &[F]) -> Result<(), Error> {
    filled("logits", logits.len())?;
    if in_lanes::are_logits(logits) {
        return Ok(());
    }
    entries("logit", logits, "finite or -inf", |l| l < f64::INFINITY)?;
    let of = "exponentials of the logits";
    Err(Error::ZeroTotal { of })
}
