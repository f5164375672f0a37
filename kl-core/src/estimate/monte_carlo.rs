//! The divergence of statrs' distributions from samples of the first.

use super::log_ratio::enough;
use super::{Estimate, k1};
use crate::float::double::two_sum;
use crate::{Error, Information};
use statrs::distribution::{Continuous, Gumbel, InverseGamma, Laplace};
use statrs::function::gamma::ln_gamma;
use statrs::statistics::{Max, Min};
use std::any::Any;
use std::f64::consts::LN_2;

/// Kullback–Leibler divergence of P from Q, two of statrs' continuous distributions, from
/// samples of P.
///
/// D̂(P‖Q) = the mean of ln p(x) − ln q(x)
///
/// P is the first argument, the truth, from which the samples must have been drawn; Q is
/// the second, the model.
///
/// It is [`k1`] of [`log_ratios`]: unbiased, and maybe negative. [`log_ratios`] serves the
/// other estimates too. If there is a closed form, [`KlDivergence`](crate::KlDivergence) has
/// it; on the line, [`quadrature::kl`](crate::quadrature::kl) has more digits than any
/// number of samples.
///
/// # Conventions
///
/// [`Information::INFINITY`] if a sample is where Q has no mass.
///
/// # Accuracy
///
/// The rounding is within 3 ulp times the mean of 1 + |ln p| + |ln q| over the result,
/// where statrs' logarithms are right.
///
/// # Errors
///
/// The errors of [`log_ratios`], and [`Error::TooFew`] if there are fewer than two samples.
///
/// # Example
///
/// ```
/// use kl_core::estimate;
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(1.0, 1.0)?);
/// // ln p − ln q is ½ − x.
/// let d = estimate::monte_carlo(&p, &q, &[-1.0, 0.0, 1.0])?;
/// assert!((d.value().nats() - 0.5).abs() < 1e-15);
/// assert!((d.standard_error().nats() - (1.0f64 / 3.0).sqrt()).abs() < 1e-15);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with the law of large numbers.
pub fn monte_carlo<P, Q>(p: &P, q: &Q, samples: &[f64]) -> Result<Estimate<Information>, Error>
where
    P: Continuous<f64, f64> + Min<f64> + Max<f64> + 'static,
    Q: Continuous<f64, f64> + Min<f64> + Max<f64> + 'static,
{
    let log_ratios = log_ratios(p, q, samples)?;
    enough("samples of P", samples.len())?;
    k1(&log_ratios)
}

/// The logarithms ln q(x) − ln p(x) of the ratio of two densities, at samples of P.
///
/// P is the first argument, the truth, from which the samples must have been drawn; Q is the
/// second, the model. The result is the argument of [`k1`], [`k2`](super::k2) and
/// [`k3`](super::k3).
///
/// # Conventions
///
/// −∞ where Q has no mass. The logarithms are statrs', except for Laplace, Gumbel and
/// inverse gamma: statrs takes those of a density that may have underflowed, so they are
/// computed here. (With statrs' own, ln of the density of Laplace(0, 1) is −∞ beyond 745,
/// and the estimate would be infinite.)
///
/// # Accuracy
///
/// Within 4 ulp times 1 + |ln p| + |ln q| over the result, where statrs' logarithms are
/// right: those with ln Γ are less so.
///
/// # Errors
///
/// - [`Error::Entry`] names the first sample that is NaN or infinite, or outside the
///   support of P, from which it then cannot have been drawn.
/// - [`Error::LogDensity`] names a sample at which the logarithm of a density is
///   NaN or +∞; or −∞ inside the support, where it is below any double or the density
///   underflowed.
///
/// # Example
///
/// ```
/// use kl_core::estimate;
/// use kl_core::statrs::distribution::{Laplace, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (p, q) = (Laplace::new(0.0, 1.0)?, Laplace::new(1.0, 1.0)?);
/// assert_eq!(estimate::log_ratios(&p, &q, &[-1e6, 0.5, 1e6])?, [-1.0, 0.0, 1.0]);
/// let q = Uniform::new(0.0, 1.0)?;
/// assert_eq!(estimate::log_ratios(&p, &q, &[-1.0])?, [f64::NEG_INFINITY]);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition.
pub fn log_ratios<P, Q>(p: &P, q: &Q, samples: &[f64]) -> Result<Vec<f64>, Error>
where
    P: Continuous<f64, f64> + Min<f64> + Max<f64> + 'static,
    Q: Continuous<f64, f64> + Min<f64> + Max<f64> + 'static,
{
    let ratio = |(index, &x): (usize, &f64)| {
        if !x.is_finite() {
            return Err(Error::Entry {
                of: "sample of P",
                index,
                value: x,
                must_be: "finite",
            });
        }
        let of_p = ln_density(p, x, "P")?;
        if of_p == f64::NEG_INFINITY {
            return Err(Error::Entry {
                of: "sample of P",
                index,
                value: x,
                must_be: "where P has a density: the samples must be of P, not of Q",
            });
        }
        Ok(ln_density(q, x, "Q")? - of_p)
    };
    samples.iter().enumerate().map(ratio).collect()
}

/// The logarithm of a density: a finite number, or −∞ where there is no mass.
fn ln_density<D>(d: &D, x: f64, of: &'static str) -> Result<f64, Error>
where
    D: Continuous<f64, f64> + Min<f64> + Max<f64> + 'static,
{
    let (low, high) = (d.min(), d.max());
    if !(low <= x && x <= high) {
        // −∞ explicitly, because beyond an end of a support statrs' logarithms need not be.
        return Ok(f64::NEG_INFINITY);
    }
    let value = without_underflow(d, x).unwrap_or_else(|| d.ln_pdf(x));
    let inside = low < x && x < high;
    if value.is_finite() || value == f64::NEG_INFINITY && !inside {
        Ok(value)
    } else {
        Err(Error::LogDensity { of, x, value })
    }
}

/// The logarithms of densities for which statrs takes ln of the density itself.
fn without_underflow(d: &dyn Any, x: f64) -> Option<f64> {
    if let Some(d) = d.downcast_ref::<Laplace>() {
        let distance = (x - d.location()).abs() / d.scale();
        Some(-distance - (LN_2 + d.scale().ln()))
    } else if let Some(d) = d.downcast_ref::<Gumbel>() {
        let (apart, lost) = two_sum(x, -d.location());
        let z = apart / d.scale();
        let e = (-z).exp();
        // Far below the location the exponential magnifies the rounding error of z, which is
        // put back here.
        let rest = ((-z).mul_add(d.scale(), apart) + lost) / d.scale();
        let e = if e.is_finite() { e - e * rest } else { e };
        Some(-(z + e) - d.scale().ln())
    } else if let Some(d) = d.downcast_ref::<InverseGamma>() {
        let (a, b) = (d.shape(), d.rate());
        // No density at 0: the exponential outweighs any power.
        (x > 0.0).then(|| a * b.ln() - ln_gamma(a) - (a + 1.0) * x.ln() - b / x)
    } else {
        None
    }
}
