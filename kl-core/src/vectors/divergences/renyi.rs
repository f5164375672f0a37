//! Rényi divergence.

use crate::error::parameter;
use crate::lanes::element::Element;
use crate::terms::hellinger::UP;
use crate::terms::ratio::ln_ratio;
use crate::vectors::divergences::bhattacharyya::minus_ln_overlap;
use crate::vectors::divergences::power::sum_of_tsallis_terms;
use crate::vectors::total::total_within;
use crate::vectors::walk::sum_of_terms;
use crate::{Divergence, Error, Float, Information, Pmf};

/// The Rényi divergence of one order as a value: [`Pmf::renyi`].
///
/// D_α(P‖Q) = 1/(α−1) · ln Σ pᵅ q¹⁻ᵅ
///
/// ```
/// use kl_core::divergences::Renyi;
/// use kl_core::{Divergence, Pmf};
///
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.25, 0.75])?);
/// assert_eq!(Renyi::new(f64::INFINITY)?.between(&p, &q)?.bits(), 2.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Renyi {
    order: f64,
}

impl Renyi {
    /// The divergence of the given order.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the order is NaN or negative.
    ///
    /// ```
    /// # use kl_core::divergences::Renyi;
    /// assert!(Renyi::new(0.5).is_ok() && Renyi::new(-1.0).is_err());
    /// ```
    pub fn new(order: f64) -> Result<Self, Error> {
        parameter("order", order, order >= 0.0, "zero or above")?;
        Ok(Renyi { order })
    }

    pub(crate) fn order(&self) -> f64 {
        self.order
    }
}

impl<F: Float, G: Float, S: AsRef<[F]>, T: AsRef<[G]>> Divergence<Pmf<F, S>, Pmf<G, T>> for Renyi {
    type Output = Information;

    fn between(&self, p: &Pmf<F, S>, q: &Pmf<G, T>) -> Result<Information, Error> {
        if self.order == 1.0 {
            return p.kl(q);
        }
        let (p, q) = p.beside(q)?;
        let nats = if self.order == f64::INFINITY {
            largest(p, q, log_of)
        } else if self.order < 1.0 {
            below_one(self.order, p, q)
        } else {
            above_one(self.order, p, q)
        };
        Ok(Information::from_nats(nats))
    }
}

impl<F: Float, S: AsRef<[F]>> Pmf<F, S> {
    /// Rényi divergence of P, `self`, from Q, of the given order.
    ///
    /// D_α(P‖Q) = 1/(α−1) · ln Σ pᵅ q¹⁻ᵅ
    ///
    /// # Special cases
    ///
    /// | order | D_α(P‖Q) |
    /// |---|---|
    /// | 0 | −ln Q(p > 0) |
    /// | ½ | twice the [`Pmf::bhattacharyya`] distance |
    /// | 1 | D(P‖Q), the [`Pmf::kl`] |
    /// | 2 | ln(1 + χ²), with [`Pmf::chi_squared`] |
    /// | ∞ | max ln(p/q) over outcomes with p > 0 |
    ///
    /// It never decreases with the order.
    ///
    /// # What is computed
    ///
    /// The sum computed is A = Σ |pᵅ q¹⁻ᵅ − αp − (1−α)q|, whose terms keep their digits
    /// where p is near q. The divergence is −ln(1 − A/S)/(1−α) with S = αΣp + (1−α)Σq below
    /// order 1, and ln(1 + A)/(α−1) above. For sums of exactly one this is the formula on
    /// top; otherwise the rounding in Σp and Σq, about 1e-16, would swamp the answer for P
    /// near Q and could make it negative. At order ∞ the least result is 0.
    ///
    /// # Conventions
    ///
    /// [`Information::INFINITY`] where the order is 1 or more and P puts mass
    /// where Q has none, and at any order if no outcome is possible under both.
    /// Never negative. For positive orders zero only if P and Q are equal, or so
    /// near that the value is below the smallest double. Symmetric for order ½
    /// only. Not a metric.
    ///
    /// # Accuracy
    ///
    /// Within 5 ulp as long as |α ln(p/q)| ≤ 1 for all outcomes, also for P and Q that
    /// differ in the last digit only and for orders near 1. In general within 5 ulp times
    /// 1 + α max |ln(p/q)|, which is reached only if the outcomes of large ratios have next
    /// to no probability: usually the logarithm reduces the error that the power magnified.
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] if the order is NaN or negative.
    /// - [`Error::Size`] if P and Q have different lengths.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Pmf;
    ///
    /// let p = Pmf::new([0.5, 0.5, 0.0])?;
    /// let q = Pmf::new([0.125, 0.375, 0.5])?;
    /// assert_eq!(p.renyi(&q, 0.0)?.bits(), 1.0);
    /// assert_eq!(p.renyi(&q, 1.0)?, p.kl(&q)?);
    /// assert_eq!(p.renyi(&q, f64::INFINITY)?.bits(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// van Erven and Harremoës, "Rényi Divergence and Kullback–Leibler
    /// Divergence", IEEE Transactions on Information Theory 60 (2014) 3797–3820,
    /// DOI 10.1109/TIT.2014.2320500.
    pub fn renyi<G: Float, T: AsRef<[G]>>(
        &self,
        q: &Pmf<G, T>,
        order: f64,
    ) -> Result<Information, Error> {
        Renyi::new(order)?.between(self, q)
    }
}

fn below_one<P: Element, Q: Element>(order: f64, p: &[P], q: &[Q]) -> f64 {
    // 1 − α is exact for orders from ½ to 1, where it is small.
    let rest = 1.0 - order;
    let total = |total: Option<f64>| total.unwrap_or(1.0);
    let scale = order * total(total_within(p, 1.0)) + rest * total(total_within(q, 1.0));
    let missing = rest * sum_of_tsallis_terms(order, p, q);
    let overlap = || {
        let overlap = sum_of_terms(p, q, |p, q| {
            if p == 0.0 || q == 0.0 {
                return 0.0;
            }
            let u = ln_ratio(p, q);
            // The smaller exponent magnifies the rounding of u least.
            if order <= 0.5 {
                (q * UP) * (order * u).exp()
            } else {
                (p * UP) * (-rest * u).exp()
            }
        });
        overlap / scale
    };
    minus_ln_overlap(missing / scale, overlap) / rest
}

fn above_one<P: Element, Q: Element>(order: f64, p: &[P], q: &[Q]) -> f64 {
    let more = order - 1.0;
    let excess = more * sum_of_tsallis_terms(order, p, q);
    if excess < 1e300 {
        return excess.ln_1p() / more;
    }
    // The sum overflows, or is infinite; its logarithm may be finite. The differences of Σp
    // and Σq from one are negligible beside it.
    let rate = |p: f64, q: f64| log_of(p, q) + p.ln() / more;
    let largest = largest(p, q, rate);
    if largest == f64::INFINITY {
        return largest;
    }
    let others = sum_of_terms(p, q, |p, q| {
        if p > 0.0 {
            (more * (rate(p, q) - largest)).exp()
        } else {
            0.0
        }
    });
    largest + others.ln() / more
}

/// The largest value over the outcomes possible under P; 0 if all are negative.
fn largest<P: Element, Q: Element>(p: &[P], q: &[Q], value: impl Fn(f64, f64) -> f64) -> f64 {
    let pairs = p.iter().zip(q).map(|(&p, &q)| (p.into(), q.into()));
    let possible = pairs.filter(|(p, _)| *p > 0.0);
    possible.map(|(p, q)| value(p, q)).fold(0.0, f64::max)
}

/// ln(p/q) for p > 0, ∞ if q is zero.
fn log_of(p: f64, q: f64) -> f64 {
    if q == 0.0 {
        f64::INFINITY
    } else {
        ln_ratio(p, q)
    }
}
