//! Jensen–Shannon divergence, of two distributions and of several.

use crate::error::entries;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::lanes::Lanes;
use crate::terms::jensen_shannon::jensen_shannon_term;
use crate::terms::jensen_shannon::jensen_shannon_terms;
use crate::terms::kl::kl_term_apart;
use crate::vectors::pmf::sum_to_one;
use crate::vectors::walk::{Terms, sum_of};
use crate::{Divergence, Error, Float, Information, Pmf, SumOfTerms};
use fearless_simd::Simd;
use std::f64::consts::LN_2;

/// The Jensen–Shannon divergence as a value: [`Pmf::jensen_shannon`].
///
/// JS(P, Q) = ½ D(P‖M) + ½ D(Q‖M), where M = ½(P + Q)
///
/// ```
/// use kl_core::divergences::JensenShannon;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.0, 1.0])?);
/// assert_eq!(JensenShannon.between(&p, &q)?.bits(), 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JensenShannon;

impl SumOfTerms for JensenShannon {
    type Output = Information;

    fn term(&self, p: f64, q: f64) -> f64 {
        jensen_shannon_term(p, q)
    }

    fn sum<F: Float, G: Float>(&self, p: &[F], q: &[G]) -> f64 {
        sum_of(self, p, q)
    }

    fn finish(&self, sum: f64) -> Result<Information, Error> {
        Ok(Information::from_nats(sum))
    }
}

impl Terms for JensenShannon {
    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        [jensen_shannon_terms(simd, p, q)]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 1] {
        [self.term(p, q)]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 1]> {
        Some([(0.5 * LN_2, 0.5 * LN_2)])
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Jensen–Shannon divergence: how much a fair coin tells about the outcome
    /// that is drawn from P, `self`, on heads and from Q on tails.
    ///
    /// JS(P, Q) = ½ D(P‖M) + ½ D(Q‖M) = Σ (p+q)/2 · h((p−q)/(p+q))
    ///
    /// where M = ½(P + Q) and h(d) = ½[(1+d) ln(1+d) + (1−d) ln(1−d)].
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. Between 0 and ln 2 nats, which is one bit, up to the rounding
    /// in Σp and Σq: 0 only if P and Q are equal, or so near that the value is
    /// below the smallest double; ln 2 if no outcome is possible under both.
    /// Never infinite. Symmetric. Not a metric, but its square root is one.
    ///
    /// The two forms above are equal also for vectors that do not quite sum to one: no
    /// correction is needed, unlike in [`Pmf::kl`].
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
    /// let q = Pmf::new([0.5, 0.5])?;
    /// assert_eq!(format!("{:.4}", p.jensen_shannon(&q)?), "0.2158 nats");
    ///
    /// let elsewhere = Pmf::new([0.0, 1.0])?;
    /// assert_eq!(p.jensen_shannon(&elsewhere)?.bits(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Lin, "Divergence Measures Based on the Shannon Entropy", IEEE Transactions
    /// on Information Theory 37 (1991) 145–151, DOI 10.1109/18.61115. The metric:
    /// Endres and Schindelin, "A New Metric for Probability Distributions", the
    /// same 49 (2003) 1858–1860, DOI 10.1109/TIT.2003.813506.
    pub fn jensen_shannon<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
    ) -> Result<Information, Error> {
        JensenShannon.between(self, q)
    }
}

impl Pmf {
    /// Jensen–Shannon divergence of several distributions: how much the choice
    /// of one of them, with the given weights, tells about the outcome.
    ///
    /// JS = Σᵢ wᵢ D(Pᵢ‖M) = H(M) − Σᵢ wᵢ H(Pᵢ), where M = Σᵢ wᵢ Pᵢ
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. Between 0 and the entropy of the weights, up to the rounding
    /// in the sums; never infinite. The order of the distributions does not
    /// matter. A distribution of weight zero does not count. With two weights of
    /// ½ it is [`Pmf::jensen_shannon`].
    ///
    /// Weights that do not quite sum to one are used as they are, and M is
    /// divided by their sum.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for distributions that differ in the last digit only.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no distributions.
    /// - [`Error::Entry`] names the first weight that is NaN, negative
    ///   or infinite.
    /// - [`Error::NotNormalized`] if the weights' sum is further from one than
    ///   [`Pmf::SUM_TOLERANCE`].
    /// - [`Error::Size`] names the first distribution of another length than
    ///   distribution 0.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::new([1.0, 0.0, 0.0])?;
    /// let q = Pmf::new([0.0, 1.0, 0.0])?;
    /// let r = Pmf::new([0.0, 0.0, 1.0])?;
    /// let js = Pmf::jensen_shannon_of(&[(0.5, &p), (0.25, &q), (0.25, &r)])?;
    /// // The outcome tells all: the divergence is the entropy of the weights.
    /// assert_eq!(js.bits(), 1.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Lin, as for [`Pmf::jensen_shannon`], under "generalized" divergence.
    pub fn jensen_shannon_of<F: Float, S: AsRef<[F]>>(
        weighted: &[(f64, &Pmf<F, S>)],
    ) -> Result<Information, Error> {
        let of = "distributions";
        let &(_, first) = weighted.first().ok_or(Error::Empty { of })?;
        let weights: Vec<f64> = weighted.iter().map(|&(w, _)| w).collect();
        let must_be = "zero or positive, and finite";
        entries("weight", &weights, must_be, |w| {
            (0.0..f64::INFINITY).contains(&w)
        })?;
        let total = sum_to_one("weights", &weights)?;
        for (index, (_, p)) in weighted.iter().enumerate() {
            if p.len() != first.len() {
                return Err(Error::Size {
                    of: "outcomes of distribution",
                    index: Some(index),
                    found: p.len(),
                    like: "outcomes of distribution 0",
                    expected: first.len(),
                });
            }
        }
        let (mut heaviest, mut reference) = (0.0, first);
        for &(w, p) in weighted {
            if w > heaviest {
                (heaviest, reference) = (w, p);
            }
        }
        // All terms of all outcomes in one sum.
        let terms = reference
            .as_slice()
            .iter()
            .enumerate()
            .flat_map(|(outcome, &c)| {
                let entries = move || {
                    let column = weighted.iter().filter(|(w, _)| *w > 0.0);
                    column.map(move |&(w, p)| (w, p[outcome].into() * UP))
                };
                let c = c.into() * UP;
                // m = c + shift, where c is the heaviest distribution's entry. The terms
                // depend on p − m: where the p are nearly equal, the rounding of m would be
                // larger than that. The differences p − c keep it: they are exact if small.
                let shift = sum(entries().map(|(w, p)| w * (p - c))) / total;
                let m = c + shift;
                // If m is zero, each p is zero, or its product with its weight underflows.
                let counts = m > 0.0;
                entries()
                    .filter(move |_| counts)
                    .map(move |(w, p)| w * kl_term_apart(p, m, shift - (p - c)))
            });
        Ok(Information::from_nats(sum(terms) / UP))
    }
}

/// Scale that keeps the product of a small weight and a subnormal probability normal.
const UP: f64 = power_of_two(512);
