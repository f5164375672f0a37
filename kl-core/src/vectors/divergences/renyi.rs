//! Rényi divergence.

use crate::error::parameter;
use crate::float::sum::{CompensatedSum, sum};
use crate::terms::hellinger::UP;
use crate::terms::power::tsallis_term;
use crate::terms::ratio::ln_ratio;
use crate::vectors::divergences::bhattacharyya::minus_ln_overlap;
use crate::{Error, Information, Pmf};

impl Pmf {
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
    /// With A = Σ |pᵅ q¹⁻ᵅ − αp − (1−α)q|, whose terms keep their digits where p
    /// is near q: −ln(1 − A/S)/(1−α) with S = αΣp + (1−α)Σq below order 1, and
    /// ln(1 + A)/(α−1) above. For sums of exactly one this is the formula on top;
    /// otherwise the rounding in Σp and Σq, about 1e-16, would swamp the answer
    /// for P near Q and could make it negative. At order ∞ the least result is 0.
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
    /// Within 5 ulp as long as |α ln(p/q)| ≤ 1 for all outcomes, also for P and Q
    /// that differ in the last digit only and for orders near 1. In general within
    /// 5 ulp times 1 + α max |ln(p/q)|, which is reached only if the outcomes of
    /// large ratios have next to no probability: usually the logarithm takes back
    /// what the power magnified.
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
    /// assert_eq!(p.renyi(0.0, &q)?.bits(), 1.0);
    /// assert_eq!(p.renyi(1.0, &q)?, p.kl(&q)?);
    /// assert_eq!(p.renyi(f64::INFINITY, &q)?.bits(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// van Erven and Harremoës, "Rényi Divergence and Kullback–Leibler
    /// Divergence", IEEE Transactions on Information Theory 60 (2014) 3797–3820,
    /// DOI 10.1109/TIT.2014.2320500.
    pub fn renyi(&self, order: f64, q: &Pmf) -> Result<Information, Error> {
        parameter("order", order, order >= 0.0, "zero or above")?;
        let nats = if order == f64::INFINITY {
            self.largest_log_ratio(q)?
        } else if order == 1.0 {
            return self.kl(q);
        } else if order < 1.0 {
            self.renyi_below_one(order, q)?
        } else {
            self.renyi_above_one(order, q)?
        };
        Ok(Information::from_nats(nats))
    }

    fn largest_log_ratio(&self, q: &Pmf) -> Result<f64, Error> {
        let ratios = self.possible_pairs(q)?.map(|(p, q)| log_of(p, q));
        Ok(ratios.fold(0.0, f64::max))
    }

    fn renyi_below_one(&self, order: f64, q: &Pmf) -> Result<f64, Error> {
        let [mut missing, mut overlap, mut scale] = [(); 3].map(|()| CompensatedSum::default());
        // Exact where it is small.
        let rest = 1.0 - order;
        for (p, q) in self.pairs(q)? {
            missing.add(rest * tsallis_term(order, p, q));
            scale.add(order * p);
            scale.add(rest * q);
            if p > 0.0 && q > 0.0 {
                let u = ln_ratio(p, q);
                // The smaller exponent rounds least.
                overlap.add(if order <= 0.5 {
                    (q * UP) * (order * u).exp()
                } else {
                    (p * UP) * (-rest * u).exp()
                });
            }
        }
        let scale = scale.total();
        Ok(minus_ln_overlap(missing.total() / scale, overlap.total() / scale) / rest)
    }

    fn renyi_above_one(&self, order: f64, q: &Pmf) -> Result<f64, Error> {
        let more = order - 1.0;
        let excess = more * sum(self.pairs(q)?.map(|(p, q)| tsallis_term(order, p, q)));
        if excess < 1e300 {
            return Ok(excess.ln_1p() / more);
        }
        // The sum overflows, or is infinite; its logarithm may not be. What Σp
        // and Σq lack to one is nothing beside it.
        let rates = || {
            Ok(self
                .possible_pairs(q)?
                .map(|(p, q)| log_of(p, q) + p.ln() / more))
        };
        let largest = rates()?.fold(0.0, f64::max);
        if largest == f64::INFINITY {
            return Ok(largest);
        }
        let others = sum(rates()?.map(|rate| (more * (rate - largest)).exp()));
        Ok(largest + others.ln() / more)
    }

    fn possible_pairs<'a>(
        &'a self,
        q: &'a Pmf,
    ) -> Result<impl Iterator<Item = (f64, f64)> + 'a, Error> {
        Ok(self.pairs(q)?.filter(|&(p, _)| p > 0.0))
    }
}

/// ln(p/q) for p > 0, ∞ if q is zero.
fn log_of(p: f64, q: f64) -> f64 {
    if q == 0.0 {
        f64::INFINITY
    } else {
        ln_ratio(p, q)
    }
}
