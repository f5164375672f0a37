//! Entropy and divergence from counts.

use crate::error::{filled, parameter, same_outcomes};
use crate::float::sum::{CompensatedSum, sum};
use crate::terms::jeffreys::jeffreys_term_apart;
use crate::terms::jensen_shannon::jensen_shannon_term_apart;
use crate::terms::kl::kl_term_apart;
use crate::{Error, Information, Pmf};

/// A histogram: how often each outcome was seen.
///
/// The plug-in estimates are the quantities of the frequencies; the corrected ones have
/// their bias subtracted, to first order in one over the number of observations. All are
/// computed from the whole numbers, which frequencies would round.
///
/// # Example
///
/// ```
/// use kl_core::estimate::Counts;
///
/// let p = Counts::new([2, 1, 1])?;
/// let q = Counts::new([1, 1, 2])?;
/// assert_eq!(p.entropy().bits(), 1.5);
/// assert_eq!(p.kl(&q)?.bits(), 0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    counts: Vec<u64>,
    total: u64,
}

impl Counts {
    /// The counts of one outcome after the other.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if there are no outcomes, [`Error::ZeroTotal`] if nothing was
    /// counted, [`Error::Parameter`] if the total is beyond [`u64::MAX`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::estimate::Counts;
    ///
    /// assert_eq!(Counts::new([3, 0, 1])?.total(), 4);
    /// assert_eq!(Counts::new([0, 0]), Err(Error::ZeroTotal { of: "counts" }));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn new(counts: impl Into<Vec<u64>>) -> Result<Self, Error> {
        let counts = counts.into();
        filled("counts", counts.len())?;
        let total: u128 = counts.iter().map(|&c| u128::from(c)).sum();
        let Ok(total) = u64::try_from(total) else {
            return Err(Error::Parameter {
                name: "total of the counts",
                value: total as f64,
                must_be: "below 2^64",
            });
        };
        if total == 0 {
            return Err(Error::ZeroTotal { of: "counts" });
        }
        Ok(Counts { counts, total })
    }

    /// The counts.
    ///
    /// ```
    /// # use kl_core::estimate::Counts;
    /// assert_eq!(Counts::new([3, 1])?.as_slice(), [3, 1]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[u64] {
        &self.counts
    }

    /// The number of observations, which is never zero.
    ///
    /// ```
    /// # use kl_core::estimate::Counts;
    /// assert_eq!(Counts::new([3, 1])?.total(), 4);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The frequencies with α added to each count: no outcome is impossible then.
    ///
    /// p = (c + α)/(n + αk), where c is a count, n the total and k the number of outcomes
    ///
    /// # Conventions
    ///
    /// α = 0 gives the frequencies, α = 1 is Laplace's rule, α = ½ Jeffreys' prior.
    ///
    /// # Accuracy
    ///
    /// Each probability is within 3 ulp: as [`Pmf::from_weights`], next to the rounding of c + α.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if α is negative, NaN or infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Counts;
    ///
    /// let counts = Counts::new([3, 0])?;
    /// assert_eq!(counts.smoothed(0.5)?.as_slice(), [0.875, 0.125]);
    /// assert_eq!(counts.smoothed(0.0)?.as_slice(), [1.0, 0.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn smoothed(&self, alpha: f64) -> Result<Pmf, Error> {
        let valid = (0.0..f64::INFINITY).contains(&alpha);
        parameter("alpha", alpha, valid, "zero or positive, and finite")?;
        let weights: Vec<f64> = self.counts.iter().map(|&c| c as f64 + alpha).collect();
        Pmf::from_weights(weights)
    }

    /// Entropy of the frequencies.
    ///
    /// Ĥ = Σ (c/n) ln(n/c), where c is a count and n the total
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. On average it is below the entropy of the distribution that the
    /// observations are from.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Counts;
    ///
    /// assert_eq!(Counts::new([2, 1, 1, 0])?.entropy().bits(), 1.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.1.
    #[must_use]
    pub fn entropy(&self) -> Information {
        let terms = self.counts.iter().filter(|&&c| c > 0).map(|&c| {
            let others = (self.total - c) as f64 / c as f64;
            let logarithm = if others <= 1.0 {
                others.ln_1p()
            } else {
                (self.total as f64 / c as f64).ln()
            };
            c as f64 * logarithm
        });
        Information::from_nats(sum(terms) / self.total as f64)
    }

    /// Entropy with Miller and Madow's correction of the bias.
    ///
    /// Ĥ + (k − 1)/2n, where Ĥ is [`Counts::entropy`], k the number of outcomes that were
    /// seen and n the total
    ///
    /// # Conventions
    ///
    /// It may exceed the logarithm of the number of outcomes.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Counts;
    ///
    /// let counts = Counts::new([2, 2, 0])?;
    /// let added = counts.entropy_corrected() - counts.entropy();
    /// assert_eq!(added.nats(), 0.125);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Miller, "Note on the bias of information estimates", in Quastler (ed.),
    /// *Information Theory in Psychology* (1955) 95–100.
    #[must_use]
    pub fn entropy_corrected(&self) -> Information {
        let bias = (self.seen() - 1.0) / (2.0 * self.total as f64);
        self.entropy() + Information::from_nats(bias)
    }

    /// Kullback–Leibler divergence of the frequencies of P, `self`, from those of Q.
    ///
    /// D̂(P‖Q) = Σ (c/n) ln(cm/c′n), where c and c′ are the counts of P and Q, and n and m
    /// their totals
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. [`Information::INFINITY`] if P has an outcome that Q has not: nothing
    /// is smoothed unless [`Counts::smoothed`] is asked for. Never negative. On average it
    /// is above the divergence of the distributions.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, however near the frequencies.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different numbers of outcomes.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Information;
    /// use kl_core::estimate::Counts;
    ///
    /// let (p, q) = (Counts::new([2, 1, 1])?, Counts::new([3, 1, 0])?);
    /// assert_eq!(p.kl(&q)?, Information::INFINITY);
    /// let smoothed = p.smoothed(0.5)?.kl(&q.smoothed(0.5)?)?;
    /// assert_eq!(format!("{smoothed:.4}"), "0.1467 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26.
    pub fn kl(&self, q: &Counts) -> Result<Information, Error> {
        self.sum_of(q, kl_term_apart)
    }

    /// Kullback–Leibler divergence of the frequencies, less its bias to first order.
    ///
    /// D̂ − (k − 1)/2n − (Σ cm/c′n − 1)/2m, where D̂ is [`Counts::kl`] and k the number of
    /// outcomes seen in P
    ///
    /// The first correction is for the entropy of P, the second for the logarithms of Q's
    /// frequencies. For P = Q each comes to (k − 1)/2n.
    ///
    /// # Conventions
    ///
    /// It may be negative. [`Information::INFINITY`] where [`Counts::kl`] is.
    ///
    /// # Accuracy
    ///
    /// Within 6 ulp of the largest of the three terms.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different numbers of outcomes.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Counts;
    ///
    /// let p = Counts::new([5, 5])?;
    /// // 0 − 1/20 − (2 − 1)/20
    /// assert!((p.kl_corrected(&p)?.nats() + 0.1).abs() < 1e-16);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As [`Counts::entropy_corrected`] for the first correction. The second follows from
    /// the expansion to second order of −ln of a frequency, whose mean exceeds −ln q by
    /// (1 − q)/2mq.
    pub fn kl_corrected(&self, q: &Counts) -> Result<Information, Error> {
        let plain = self.kl(q)?;
        if plain.is_infinite() {
            return Ok(plain);
        }
        let (n, m) = (self.total as f64, q.total as f64);
        let ratios = self.pairs(q)?.filter(|&(&c, _)| c > 0);
        let ratios = sum(ratios.map(|(&c, &of_q)| c as f64 / of_q as f64)) * (m / n);
        let bias = (self.seen() - 1.0) / (2.0 * n) + (ratios - 1.0) / (2.0 * m);
        Ok(plain - Information::from_nats(bias))
    }

    /// Jeffreys divergence of the frequencies of P, `self`, and of Q: the population stability
    /// index of two columns that were counted alike.
    ///
    /// Ĵ(P, Q) = Σ (c/n − c′/m) ln(cm/c′n), with the letters of [`Counts::kl`]
    ///
    /// # Which for what?
    ///
    /// For columns of data, smoothing, and the value that chance alone exceeds, see
    /// [`drift`](crate::drift).
    ///
    /// # Conventions
    ///
    /// Symmetric. [`Information::INFINITY`] if an outcome was seen under one of them only. Never
    /// negative. On average it is above the divergence of the distributions.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, however near the frequencies.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different numbers of outcomes.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Counts;
    ///
    /// let (p, q) = (Counts::new([900, 100])?, Counts::new([800, 200])?);
    /// assert_eq!(format!("{:.4}", p.jeffreys(&q)?), "0.0811 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As [`Pmf::jeffreys`].
    pub fn jeffreys(&self, q: &Counts) -> Result<Information, Error> {
        self.sum_of(q, jeffreys_term_apart)
    }

    /// Jensen–Shannon divergence of the frequencies of P, `self`, and of Q.
    ///
    /// ½ D(P̂‖M) + ½ D(Q̂‖M), where P̂ and Q̂ are the frequencies and M = ½(P̂ + Q̂)
    ///
    /// # Which for what?
    ///
    /// For columns of data, smoothing, and the value that chance alone exceeds, see
    /// [`drift`](crate::drift).
    ///
    /// # Conventions
    ///
    /// Symmetric, between 0 and ln 2 nats, never infinite: the counts may have zeros. Both
    /// frequencies weigh the same, whatever the totals. On average it is above the divergence of
    /// the distributions.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, however near the frequencies.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different numbers of outcomes.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::Counts;
    ///
    /// let (p, q) = (Counts::new([620, 300, 80, 0])?, Counts::new([540, 310, 90, 60])?);
    /// assert_eq!(format!("{:.6}", p.jensen_shannon(&q)?), "0.022363 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As [`Pmf::jensen_shannon`].
    pub fn jensen_shannon(&self, q: &Counts) -> Result<Information, Error> {
        self.sum_of(q, |p, q, apart| jensen_shannon_term_apart(p, q, -apart))
    }

    /// The sum of a term of p, q and q − p over all outcomes.
    fn sum_of(
        &self,
        q: &Counts,
        term: impl Fn(f64, f64, f64) -> f64,
    ) -> Result<Information, Error> {
        let (n, m) = (u128::from(self.total), u128::from(q.total));
        let mut sum = CompensatedSum::default();
        for (&c, &of_q) in self.pairs(q)? {
            // In units of 1/nm, in which the difference is exact.
            let (p, q) = (u128::from(c) * m, u128::from(of_q) * n);
            sum.add(term(p as f64, q as f64, apart(p, q)));
        }
        let nats = sum.total() / (n as f64 * m as f64);
        Ok(Information::from_nats(nats))
    }

    /// The number of outcomes that were seen.
    fn seen(&self) -> f64 {
        self.counts.iter().filter(|&&c| c > 0).count() as f64
    }

    fn pairs<'a>(
        &'a self,
        q: &'a Counts,
    ) -> Result<impl Iterator<Item = (&'a u64, &'a u64)>, Error> {
        same_outcomes(self.counts.len(), q.counts.len())?;
        Ok(self.counts.iter().zip(&q.counts))
    }
}

/// p ln(p/q) − p + q of whole numbers, which are subtracted before they are rounded.
pub(super) fn whole_kl_term(p: u128, q: u128) -> f64 {
    kl_term_apart(p as f64, q as f64, apart(p, q))
}

/// q − p, which is subtracted before it is rounded.
fn apart(p: u128, q: u128) -> f64 {
    let apart = p.abs_diff(q) as f64;
    if q < p { -apart } else { apart }
}
