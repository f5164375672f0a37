//! Laplace distributions, and between Laplace and normal.

use super::{finite, moments_term_of_root_two, normal_parameters};
use crate::normal::univariate;
use crate::normal::univariate::scaled_difference;
use crate::special::expm1mx::expm1mx;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Laplace, Normal};

/// D(P‖Q) = ln(bq/bp) + |δ|/bq + (bp/bq) e^(−|δ|/bp) − 1 with δ = μp − μq,
/// where μ is the location and b the scale.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp, also for parameters that differ in the last digit only.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Laplace;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Laplace::new(0.0, 1.0)?;
/// let q = Laplace::new(1.0, 2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.3771 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence for Laplace {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (mu_p, b_p) = parameters(self, ["location of P", "scale of P"])?;
        let (mu_q, b_q) = parameters(q, ["location of Q", "scale of Q"])?;
        let scale = ratio_term(b_p, b_q);
        if scale == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        // (bp/bq)(u + e⁻ᵘ − 1) with u = |δ|/bp.
        let rho = b_p / b_q;
        let u = scaled_difference(mu_p, mu_q, b_p).abs();
        let location = if u <= 1.0 {
            rho * expm1mx(-u)
        } else {
            // u may overflow where ρu does not.
            scaled_difference(mu_p, mu_q, b_q).abs() + rho * (-u).exp_m1()
        };
        Ok(Information::from_nats(scale + location))
    }
}

/// D(P‖Q) = ½(ln π − 1) + ½(ρ² − 1) − ln ρ + ½z² with ρ = √2·b/σ and z = (m −
/// μ)/σ, where m and b are the location and the scale of P, and μ and σ are the
/// mean and the standard deviation of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Laplace, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Laplace::new(0.0, 1.0)?;
/// let q = Normal::new(0.0, 2f64.sqrt())?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0724 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5:
/// the constant is how far P is from the normal distribution of its mean and
/// variance.
impl KlDivergence<Normal> for Laplace {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (m, b) = parameters(self, ["location of P", "scale of P"])?;
        let (mu, sigma) = normal_parameters(q)?;
        // ½(ln π − 1)
        const CONSTANT: f64 = 0.072_364_942_924_700_08;
        let z = scaled_difference(m, mu, sigma);
        let spread = moments_term_of_root_two(b, sigma, z);
        Ok(Information::from_nats(CONSTANT + spread))
    }
}

/// D(P‖Q) = ln(2b) − ½ ln(2πeσ²) + E|x − m|/b with E|x − m| = σ √(2/π)
/// e^(−z²/2) + |μ − m| erf(z/√2) and z = |μ − m|/σ, where μ and σ are the mean
/// and the standard deviation of P, and m and b are the location and the scale
/// of Q.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 8 ulp.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Laplace, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Normal::new(0.0, 1.0)?;
/// let q = Laplace::new(0.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.0721 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Leone, Nelson and Nottingham, "The Folded Normal Distribution",
/// Technometrics 3 (1961) 543–550, for E|x − m|.
impl KlDivergence<Laplace> for Normal {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (mu, sigma) = univariate::parameters(self, univariate::OF_P)?;
        let (m, b) = parameters(q, ["location of Q", "scale of Q"])?;
        // [t − 1 − ln t] + [½ + ln(2/π)] + [E|x − m|/b − t] with t = σ√(2/π)/b.
        const ROOT_2_OVER_PI: f64 = 0.797_884_560_802_865_4;
        const CONSTANT: f64 = 0.048_417_294_710_545_136;
        let mean_distance = ROOT_2_OVER_PI * sigma;
        let scale = ratio_term(mean_distance, b);
        // σ/b may overflow where t does not.
        let t = mean_distance / b;
        if scale == f64::INFINITY || t == f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        let z = scaled_difference(mu, m, sigma).abs();
        let location = if z <= FAR {
            t * near_distance(z)
        } else {
            // z may overflow where |μ − m|/b does not; where both t and this do, their
            // difference is no number, and the answer is beyond any double.
            let far = scaled_difference(mu, m, b).abs();
            if far == f64::INFINITY {
                return Ok(Information::INFINITY);
            }
            far - t * far_shortfall(z)
        };
        Ok(Information::from_nats(scale + CONSTANT + location))
    }
}

/// The location and the scale, both finite.
pub(super) fn parameters(d: &Laplace, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((
        finite(names[0], d.location())?,
        finite(names[1], d.scale())?,
    ))
}

/// E|X| for normal X of this mean and standard deviation, which is not negative:
/// σ√(2/π) e^(−z²/2) + |μ| erf(z/√2) with z = |μ|/σ.
pub(crate) fn folded_normal_mean(mu: f64, sigma: f64) -> f64 {
    const ROOT_2_OVER_PI: f64 = 0.797_884_560_802_865_4;
    let (mu, scale) = (mu.abs(), ROOT_2_OVER_PI * sigma);
    let z = mu / sigma;
    if sigma == 0.0 {
        mu
    } else if z <= FAR {
        scale + scale * near_distance(z)
    } else {
        mu + scale * (1.0 - far_shortfall(z))
    }
}

/// Where the continued fraction takes over from the series.
const FAR: f64 = 4.0;

/// e^(−z²/2) − 1 + z √(π/2) erf(z/√2), for z up to [`FAR`].
///
/// Its second derivative is e^(−z²/2), so its series is at hand; beyond 1 that
/// cancels, and the one of e^(z²/2) erf, which does not, is better:
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equation 7.1.6.
fn near_distance(z: f64) -> f64 {
    let (y, x) = (z * z, 0.5 * z * z);
    if z <= 1.0 {
        // Σ (−x)ⁿ/n!/(2n+1)/(2n+2)
        let (mut power, mut sum) = (1.0, 0.0);
        for n in 0..17 {
            let k = f64::from(2 * n + 1);
            sum += power / (k * (k + 1.0));
            power *= -x / f64::from(n + 1);
        }
        y * sum
    } else {
        // Σ zᵏ⁺¹/(1·3·5·…·k) for odd k
        let (mut term, mut sum) = (y, 0.0);
        for n in 1..70 {
            sum += term;
            term *= y / f64::from(2 * n + 1);
        }
        (-x).exp() * (1.0 + sum) - 1.0
    }
}

/// z √(π/2) less the same, for z above [`FAR`]: 1 − e^(−z²/2) (1 − z·r), where r is
/// Mills' ratio 1/(z + 1/(z + 2/(z + …))).
///
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equation 26.2.14.
fn far_shortfall(z: f64) -> f64 {
    if z > 40.0 {
        return 1.0;
    }
    let tail = (1..60).rev().fold(z, |below, n| z + f64::from(n) / below);
    1.0 - (-0.5 * z * z).exp() * (1.0 - z / tail)
}
