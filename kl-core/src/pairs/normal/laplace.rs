//! Normal distributions against Laplace.

use crate::float::gauss::quadrature;
use crate::normal::univariate::{ROOT_2_OVER_PI, scaled_difference};
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::terms::kl::kl_term_of_quotient;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Laplace, Normal};

/// D(P‖Q) = ln(2b) − ½ ln(2πeσ²) + E|x − m|/b with E|x − m| = σ √(2/π) e^(−z²/2) + |μ − m|
/// erf(z/√2) and z = |μ − m|/σ, where μ and σ are the mean and the standard deviation of P, and
/// m and b are the location and the scale of Q.
#[doc = pair!(Normal, Laplace)]
#[doc = errors!()]
#[doc = example!(Normal(0.0, 1.0), Laplace(0.0, 1.0), "0.0721 nats")]
///
/// # Reference
///
/// Leone, Nelson and Nottingham, "The Folded Normal Distribution", Technometrics 3 (1961)
/// 543–550, for E|x − m|.
impl KlDivergence<Laplace> for Normal {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let (mu, sigma) = of_p(self)?;
        let (m, b) = of_q(q)?;
        // [t − 1 − ln t] + [½ + ln(2/π)] + [E|x − m|/b − t] with t = σ√(2/π)/b.
        const CONSTANT: f64 = 0.048_417_294_710_545_136;
        // t − 1 − ln t is kl_term(1, t).
        let scale = kl_term_of_quotient(1.0, sigma, (ROOT_2_OVER_PI, LOST), (b, 0.0));
        // σ/b may overflow where t does not, and the smallest σ have few digits to round.
        let ratio = sigma / b;
        let t = if ratio < f64::INFINITY {
            ROOT_2_OVER_PI * ratio
        } else {
            ROOT_2_OVER_PI * sigma / b
        };
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

/// E|X| for normal X of this mean and standard deviation, which is not negative:
/// σ√(2/π) e^(−z²/2) + |μ| erf(z/√2) with z = |μ|/σ.
pub(crate) fn folded_normal_mean(mu: f64, sigma: f64) -> f64 {
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

/// √(2/π) less the double nearest to it.
const LOST: f64 = -4.984_654_404_555_46e-17;

/// The threshold above which the continued fraction replaces the series.
const FAR: f64 = 4.0;

/// e^(−z²/2) − 1 + z √(π/2) erf(z/√2), for z up to [`FAR`].
///
/// Its second derivative is e^(−z²/2), from which the series follows. Beyond 1 that series
/// cancels, and the integral does not.
fn near_distance(z: f64) -> f64 {
    if z > 1.0 {
        return quadrature(0.0, z, z, 2.0, |s| (-0.5 * s * s).exp());
    }
    // Σ (−x)ⁿ/n!/(2n+1)/(2n+2)
    let (y, x) = (z * z, 0.5 * z * z);
    let (mut power, mut sum) = (1.0, 0.0);
    for n in 0..17 {
        let k = f64::from(2 * n + 1);
        sum += power / (k * (k + 1.0));
        power *= -x / f64::from(n + 1);
    }
    y * sum
}

/// z √(π/2) less the value of [`near_distance`], for z above [`FAR`]: 1 − e^(−z²/2) (1 − z·r),
/// where r is Mills' ratio 1/(z + 1/(z + 2/(z + …))).
///
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equation 26.2.14.
fn far_shortfall(z: f64) -> f64 {
    if z > 40.0 {
        return 1.0;
    }
    let tail = (1..60).rev().fold(z, |below, n| z + f64::from(n) / below);
    1.0 - (-0.5 * z * z).exp() * (1.0 - z / tail)
}
