//! Probability vectors.

use crate::error::{entries, filled, largest_weight, same_outcomes};
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::terms::entropy::{cross_entropy_term, entropy_term};
use crate::terms::kl::kl_term;
use crate::{Error, Information, KlDivergence};

/// A probability mass function: the probabilities of finitely many outcomes.
///
/// A value of this type has been checked: at least one entry, each between 0
/// and 1, and a sum within [`Pmf::SUM_TOLERANCE`] of one. It is stored as given,
/// never renormalised.
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
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Pmf {
    probabilities: Vec<f64>,
}

impl Pmf {
    /// How far from one the sum of the probabilities may be.
    ///
    /// The sum is taken with compensation, so the tolerance is for the
    /// probabilities themselves. Dividing a million weights by a total from a
    /// plain loop may leave their sum wrong by 10⁶·2⁻⁵³ ≈ 1e-10, and usually
    /// leaves far less. Values that went through `f32` are wrong by 1e-7 and are
    /// refused: [`Pmf::from_weights`] says explicitly that they are to be
    /// normalised again.
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
        let probabilities = probabilities.into();
        filled("probabilities", probabilities.len())?;
        entries("probability", &probabilities, "from 0 to 1", |p| {
            (0.0..=1.0).contains(&p)
        })?;
        sum_to_one("probabilities", &probabilities)?;
        Ok(Pmf { probabilities })
    }

    /// The probability vector proportional to the weights.
    ///
    /// p = w / Σw
    ///
    /// # Conventions
    ///
    /// Any finite weights will do, also where their total overflows or all are
    /// subnormal. A weight below 10⁻³²³ of the total may become zero.
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
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn from_weights(weights: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let mut w = weights.into();
        filled("weights", w.len())?;
        let largest = largest_weight(&w)?;
        // A vector has fewer than 2⁶⁴ entries: this far down, no total overflows,
        // and this far up, no quotient has a subnormal divisor. Powers of two
        // change no digit of a weight that is not negligible.
        if largest > power_of_two(900) {
            w.iter_mut().for_each(|x| *x *= power_of_two(-64));
        } else if largest < power_of_two(-900) {
            w.iter_mut().for_each(|x| *x *= power_of_two(200));
        }
        let total = sum(w.iter().copied());
        // The total is at least the largest weight, so no quotient exceeds one.
        w.iter_mut().for_each(|x| *x /= total);
        Ok(Pmf { probabilities: w })
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
        Ok(Pmf { probabilities: p })
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
        Ok(Pmf { probabilities })
    }

    /// The probabilities.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// assert_eq!(Pmf::new([0.25, 0.75])?.as_slice(), [0.25, 0.75]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn as_slice(&self) -> &[f64] {
        &self.probabilities
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
    pub fn get(&self, index: usize) -> Option<f64> {
        self.probabilities.get(index).copied()
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
    pub fn len(&self) -> usize {
        self.probabilities.len()
    }

    /// The probabilities, without copying.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// assert_eq!(Pmf::uniform(2)?.into_vec(), vec![0.5, 0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn into_vec(self) -> Vec<f64> {
        self.probabilities
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
    pub fn entropy(&self) -> Information {
        Information::from_nats(sum(self.probabilities.iter().map(|&p| entropy_term(p))))
    }

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
    pub fn cross_entropy(&self, q: &Pmf) -> Result<Information, Error> {
        self.sum_with(q, cross_entropy_term)
    }

    /// Kullback–Leibler divergence of P, `self` (the truth), from Q (the model).
    ///
    /// D(P‖Q) = Σ (p ln(p/q) − p + q)
    ///
    /// # Why the −p + q
    ///
    /// For sums of exactly one they add up to nothing. But vectors of doubles
    /// never quite sum to one, and Σ p ln(p/q) then carries Σp − Σq, about 1e-16.
    /// When P is near Q this swamps the answer and can make it negative. In the
    /// form above every term is ≥ 0, and the sum keeps its digits.
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
    pub fn kl(&self, q: &Pmf) -> Result<Information, Error> {
        self.sum_with(q, kl_term)
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
    pub fn first_outside_support(&self, q: &Pmf) -> Result<Option<usize>, Error> {
        Ok(self.pairs(q)?.position(|(p, q)| p > 0.0 && q == 0.0))
    }

    /// A vector that is known to satisfy what [`Pmf::new`] asks for.
    pub(crate) fn unchecked(probabilities: Vec<f64>) -> Self {
        Pmf { probabilities }
    }

    /// The sum of what each outcome adds, in nats.
    pub(crate) fn sum_with(
        &self,
        q: &Pmf,
        term: impl Fn(f64, f64) -> f64,
    ) -> Result<Information, Error> {
        let terms = self.pairs(q)?.map(|(p, q)| term(p, q));
        Ok(Information::from_nats(sum(terms)))
    }

    /// The probabilities of each outcome under P and under Q.
    pub(crate) fn pairs<'a>(
        &'a self,
        q: &'a Pmf,
    ) -> Result<impl Iterator<Item = (f64, f64)> + 'a, Error> {
        same_outcomes(self.len(), q.len())?;
        let q = q.probabilities.iter().copied();
        Ok(self.probabilities.iter().copied().zip(q))
    }
}

/// The sum of what should sum to one, or an error that says that it does not.
pub(crate) fn sum_to_one(of: &'static str, probabilities: &[f64]) -> Result<f64, Error> {
    let sum = sum(probabilities.iter().copied());
    if (sum - 1.0).abs() > Pmf::SUM_TOLERANCE {
        Err(Error::NotNormalized { of, sum })
    } else {
        Ok(sum)
    }
}

/// The same as the inherent [`Pmf::kl`].
impl KlDivergence for Pmf {
    fn kl(&self, q: &Pmf) -> Result<Information, Error> {
        Pmf::kl(self, q)
    }
}
