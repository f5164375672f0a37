//! Upper bounds of the divergence between mixtures.

use super::{NormalMixture, divergences, weights};
use crate::float::sum::sum;
use crate::terms::kl::kl_term;
use crate::{Error, Information};

impl NormalMixture {
    /// The upper bound by convexity: the mean divergence of a component of P from one of Q.
    ///
    /// D(P‖Q) ≤ ΣΣ πᵢ ωⱼ D(pᵢ‖qⱼ)
    ///
    /// P is `self`, the truth, with weights π; Q is the argument, the model, with weights ω.
    ///
    /// # What it is
    ///
    /// An upper bound, and a poor one: for equal mixtures it is the mean divergence between
    /// their components. D(P‖Q) for one component each.
    ///
    /// # Conventions
    ///
    /// Never negative. Components of weight zero are left out.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp up to dimension 20; beyond, as for
    /// [`MultivariateNormal`](crate::MultivariateNormal).
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let at = |x: f64| MultivariateNormal::new(vec![x], DMatrix::identity(1, 1));
    /// let p = NormalMixture::new(Pmf::uniform(2)?, [at(0.0)?, at(2.0)?])?;
    /// assert_eq!(p.kl_convex_bound(&p)?.nats(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.7.2: D is
    /// convex in the pair.
    pub fn kl_convex_bound(&self, q: &NormalMixture) -> Result<Information, Error> {
        let table = divergences(self, q)?;
        let of_q = weights(q);
        let terms = weights(self).into_iter().zip(&table).flat_map(|(w, row)| {
            let of_row = row.iter().zip(&of_q);
            // The smaller product first: D may be infinite, but no weight is 0.
            of_row.map(move |(d, v)| w * (v * d))
        });
        Ok(Information::from_nats(sum(terms)))
    }

    /// The variational upper bound: the least bound that convexity gives over all ways to split
    /// the components of both mixtures.
    ///
    /// D(P‖Q) ≤ min ΣΣ (φᵢⱼ ln(φᵢⱼ/ψᵢⱼ) + φᵢⱼ D(pᵢ‖qⱼ)) over φ ≥ 0 with Σⱼ φᵢⱼ = πᵢ and ψ ≥ 0
    /// with Σᵢ ψᵢⱼ = ωⱼ
    ///
    /// P is `self`, the truth, with weights π; Q is the argument, the model, with weights ω.
    ///
    /// # What it is
    ///
    /// An upper bound for every φ and ψ, by the log-sum inequality. From φ = ψ = πω, where it
    /// is [`kl_convex_bound`](Self::kl_convex_bound), each is in turn made the best for the
    /// other: ψᵢⱼ = ωⱼ φᵢⱼ/Σₖ φₖⱼ, φᵢⱼ ∝ ψᵢⱼ e^(−D(pᵢ‖qⱼ)). No step can raise the bound. The
    /// problem is convex, so the limit is the minimum. The steps end when the bound no longer
    /// falls, or after 1000 of them: progress is slow if components overlap so much that D
    /// between them is below 0.01. The same is done from a second start, where each component
    /// of P belongs to the nearest of Q, or to those equally near, and the better of both is
    /// the result; so it is 0 (or below 10⁻³⁰) for equal mixtures, in any order, with any
    /// component split.
    ///
    /// # Conventions
    ///
    /// Never negative. D(P‖Q) for one component each. Components of weight zero are left out.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20: within 5 ulp of the minimum, where the steps end before the limit.
    /// As a bound it holds in any case, but for the rounding of its terms: 5 ulp.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{NormalMixture, MultivariateNormal, Pmf};
    ///
    /// let at = |x: f64| MultivariateNormal::new(vec![x], DMatrix::identity(1, 1));
    /// let p = NormalMixture::new(Pmf::uniform(2)?, [at(0.0)?, at(4.0)?])?;
    /// let q = NormalMixture::new(Pmf::uniform(2)?, [at(5.0)?, at(1.0)?])?;
    /// assert_eq!(p.kl_variational_bound(&p)?.nats(), 0.0);
    /// assert_eq!(format!("{:.3}", p.kl_variational_bound(&q)?), "0.500 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Hershey and Olsen, "Approximating the Kullback Leibler Divergence Between Gaussian
    /// Mixture Models", ICASSP 2007.
    pub fn kl_variational_bound(&self, q: &NormalMixture) -> Result<Information, Error> {
        let table = divergences(self, q)?;
        let (of_p, of_q) = (weights(self), weights(q));
        let split = Split::new(&table, &of_p, &of_q);
        let least = split.clone().given_to_nearest().least();
        let least = if least > 0.0 {
            least.min(split.least())
        } else {
            least
        };
        Ok(Information::from_nats(least))
    }
}

/// The splits φ and ψ, row by row.
#[derive(Clone)]
struct Split<'a> {
    table: &'a [Vec<f64>],
    of_p: &'a [f64],
    of_q: &'a [f64],
    /// e^(−D) in units in which the largest of each row is 1.
    factors: Vec<Vec<f64>>,
    phi: Vec<Vec<f64>>,
    psi: Vec<Vec<f64>>,
}

impl<'a> Split<'a> {
    const STEPS: usize = 1000;

    fn new(table: &'a [Vec<f64>], of_p: &'a [f64], of_q: &'a [f64]) -> Self {
        let products = |w: &f64| of_q.iter().map(|v| w * v).collect();
        let phi: Vec<Vec<f64>> = of_p.iter().map(products).collect();
        let factors = |row: &Vec<f64>| {
            let least = row.iter().copied().fold(f64::INFINITY, f64::min);
            let factor = |d: &f64| {
                if *d == least { 1.0 } else { (least - d).exp() }
            };
            row.iter().map(factor).collect()
        };
        Split {
            table,
            of_p,
            of_q,
            factors: table.iter().map(factors).collect(),
            psi: phi.clone(),
            phi,
        }
    }

    /// The split with each component of P given to the nearest of Q, or to those equally near.
    fn given_to_nearest(mut self) -> Self {
        for ((phi, factors), w) in self.phi.iter_mut().zip(&self.factors).zip(self.of_p) {
            // The nearest have a factor of 1.
            let weights = || {
                let all = self.of_q.iter().zip(factors);
                all.map(|(v, factor)| if *factor == 1.0 { *v } else { 0.0 })
            };
            let total = sum(weights());
            phi.iter_mut().zip(weights()).for_each(|(phi, v)| {
                *phi = w * (v / total);
            });
        }
        self.improve_psi();
        self
    }

    fn least(mut self) -> f64 {
        let mut least = self.value();
        for _ in 0..Self::STEPS {
            self.improve_phi();
            self.improve_psi();
            let value = self.value();
            // False for NaN too.
            let is_lower = value < least;
            if !is_lower {
                break;
            }
            least = value;
        }
        least
    }

    fn improve_phi(&mut self) {
        let rows = self.phi.iter_mut().zip(&self.psi).zip(&self.factors);
        for (((phi, psi), factors), w) in rows.zip(self.of_p) {
            let products = || psi.iter().zip(factors).map(|(psi, factor)| psi * factor);
            let total = sum(products());
            // A row whose products all vanish keeps its φ: any φ gives a bound.
            if total > 0.0 {
                phi.iter_mut().zip(products()).for_each(|(phi, product)| {
                    *phi = w * (product / total);
                });
            }
        }
    }

    fn improve_psi(&mut self) {
        for (j, w) in self.of_q.iter().enumerate() {
            let total = sum(self.phi.iter().filter_map(|row| row.get(j)).copied());
            // A column without any φ keeps its ψ, so that ψ still sums to ω.
            if total > 0.0 {
                for (psi, phi) in self.psi.iter_mut().zip(&self.phi) {
                    if let (Some(psi), Some(phi)) = (psi.get_mut(j), phi.get(j)) {
                        *psi = w * (phi / total);
                    }
                }
            }
        }
    }

    /// The bound for the present φ and ψ. Each term includes −φ + ψ, which sum to 0, so that
    /// none is negative.
    fn value(&self) -> f64 {
        let rows = self.phi.iter().zip(&self.psi).zip(self.table);
        sum(rows.flat_map(|((phi, psi), d)| {
            let entries = phi.iter().zip(psi).zip(d);
            entries.map(|((&phi, &psi), &d)| {
                let distance = if phi > 0.0 { phi * d } else { 0.0 };
                kl_term(phi, psi) + distance
            })
        }))
    }
}
