//! Normal distributions.

pub(crate) mod laplace;

use crate::normal::univariate;
use crate::normal::univariate::scaled_difference;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::special::expm1mx::expm1mx;
use crate::terms::normal_scale::normal_scale_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Gumbel, Normal};

/// D(P‖Q) = ½(ρ² − 1) − ln ρ + ½z² with ρ = σp/σq and z = (μp − μq)/σq.
///
/// statrs lets the mean and the standard deviation be infinite; here that is an error.
#[doc = pair!(Normal, Normal)]
#[doc = errors!()]
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Normal::new(0.0, 1.0)?;
/// let q = Normal::new(1.0, 1.0)?;
/// assert_eq!(p.kl(&q)?.nats(), 0.5);
///
/// // One ulp apart, D(P‖Q) is the square of the relative difference.
/// let nearly = Normal::new(0.0, 1.0 + f64::EPSILON)?;
/// assert_eq!(format!("{:.4e}", p.kl(&nearly)?), "4.9304e-32 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Kullback, *Information Theory and Statistics* (1959), chapter 9, section 1.
impl KlDivergence for Normal {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (p, q) = (of_p(self)?, of_q(q)?);
        Ok(univariate::divergence(p, q))
    }
}

/// D(P‖Q) = ln β − ½ ln(2πeσ²) + w + e^(ρ²/2 − w) with ρ = σ/β and w = (m − μ)/β, where m and σ
/// are the mean and the standard deviation of P, and μ and β are the location and the scale of
/// Q.
#[doc = pair!(Normal, Gumbel)]
/// An exponential's relative error is its argument's absolute error, hence the factor.
#[doc = errors!()]
#[doc = example!(Normal(0.0, 1.0), Gumbel(0.0, 1.0), "0.2298 nats")]
///
/// # Reference
///
/// It follows from the definition with the moment generating function of a normal distribution.
impl KlDivergence<Gumbel> for Normal {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (m, sigma) = of_p(self)?;
        let (mu, beta) = of_q(q)?;
        // 1 − ½ ln 2π
        const CONSTANT: f64 = 0.081_061_466_795_327_26;
        let scale = normal_scale_term(sigma, beta);
        if scale == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        let rho = sigma / beta;
        let v = (0.5 * rho) * rho - scaled_difference(m, mu, beta);
        Ok(Information::from_nats(CONSTANT + scale + expm1mx(v)))
    }
}
