//! Lower bounds of the divergence from the values of a critic.

use super::Estimate;
use super::log_ratio::enough;
use crate::error::entries;
use crate::float::double::two_sum;
use crate::{Error, Information};

/// The bound of Donsker and Varadhan on D(P‖Q), from the values of a critic T at samples
/// of both.
///
/// E_P T − ln E_Q eᵀ ≤ D(P‖Q), with means over the samples for the expectations
///
/// `t_p` are the values of T at samples of P, the truth; `t_q` at samples of Q, the model.
///
/// # As an estimate
///
/// For any T the expectations are a lower bound of D(P‖Q); they meet it for T = ln(p/q)
/// and for that plus any constant. The estimate itself is biased upwards, because the
/// logarithm is concave: by about half the square of the second part of the standard
/// error. So with few samples, or a critic trained on the same samples, it may be above
/// D(P‖Q).
///
/// The standard error is √(Var T/n + Var w/m) with w = eᵀ over its mean, where the
/// variances are those of n samples of P and of m samples of Q: the delta method. It is
/// far too small where E_Q eᵀ is made by values of T that were not drawn, which is so when
/// D(P‖Q) is larger than the logarithm of the number of samples.
///
/// # Conventions
///
/// Adding a constant to all values changes nothing. A value of −∞ is allowed for samples
/// of Q: with T = ln(p/q) they are where P has no mass. If all are, the result is infinite.
/// The estimate may be negative.
///
/// # Accuracy
///
/// The rounding is within 3 ulp times (|mean of T| + |ln mean of eᵀ| + 1)/|value|; the standard
/// error within 2 ulp times 1 + (the largest of |T| at samples of Q)/(their range).
///
/// # Errors
///
/// - [`Error::Entry`] names the first value that is NaN, +∞, or −∞ at a sample of P.
/// - [`Error::TooFew`] if there are fewer than two of either.
///
/// # Example
///
/// ```
/// use kl_core::estimate;
///
/// let d = estimate::donsker_varadhan(&[1.0, 2.0], &[0.0, 0.0])?;
/// assert_eq!((d.value().nats(), d.standard_error().nats()), (1.5, 0.5));
/// assert_eq!(d.samples(), 4);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// The bound is the divergence of P from the distribution with density q eᵀ/E_Q eᵀ, taken
/// from D(P‖Q): it follows from the definition with D ≥ 0.
pub fn donsker_varadhan(t_p: &[f64], t_q: &[f64]) -> Result<Estimate<Information>, Error> {
    check(t_p, t_q)?;
    let samples = t_p.len() + t_q.len();
    let largest = t_q.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return Ok(Estimate::new(f64::INFINITY, 0.0, samples).in_nats());
    }
    // The weights are divided by the largest, which only adds a constant to the logarithm:
    // none overflows, and one is 1.
    let weights: Vec<f64> = t_q.iter().map(|t| (t - largest).exp()).collect();
    let of_q = Estimate::mean(&weights);
    let of_p = Estimate::mean(t_p);
    let value = (of_p.value() - largest) - of_q.value().ln();
    let relative = of_q.standard_error() / of_q.value();
    let standard_error = of_p.standard_error().hypot(relative);
    Ok(Estimate::new(value, standard_error, samples).in_nats())
}

/// The bound of Nguyen, Wainwright and Jordan on D(P‖Q), from the values of a critic T at
/// samples of both.
///
/// E_P T − E_Q eᵀ⁻¹ ≤ D(P‖Q), with means over the samples for the expectations
///
/// `t_p` are the values of T at samples of P, the truth; `t_q` at samples of Q, the model.
///
/// # As an estimate
///
/// For any T the expectations are a lower bound of D(P‖Q); they meet it for T = 1 + ln(p/q)
/// alone. The estimate is unbiased for them. They are never above those of
/// [`donsker_varadhan`] with the same T.
///
/// The standard error is √(Var T/n + Var eᵀ⁻¹/m), where the variances are those of n
/// samples of P and of m samples of Q. The second grows like the exponential of D(P‖Q).
///
/// # Conventions
///
/// A value of −∞ is allowed for samples of Q. Where eᵀ⁻¹ is beyond [`f64::MAX`] the result
/// is −∞. The estimate may be negative.
///
/// # Accuracy
///
/// The rounding is within 2 ulp times (|mean of T| + mean of eᵀ⁻¹)/|value|; the standard error
/// within 2 ulp times the larger, over P and Q, of the root of the mean square over the
/// standard deviation.
///
/// # Errors
///
/// - [`Error::Entry`] names the first value that is NaN, +∞, or −∞ at a sample of P.
/// - [`Error::TooFew`] if there are fewer than two of either.
///
/// # Example
///
/// ```
/// use kl_core::estimate;
///
/// let d = estimate::nwj(&[1.0, 2.0], &[1.0, 1.0])?;
/// assert_eq!((d.value().nats(), d.standard_error().nats()), (0.5, 0.5));
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Nguyen, Wainwright and Jordan, "Estimating Divergence Functionals and the Likelihood
/// Ratio by Convex Risk Minimization", IEEE Transactions on Information Theory 56 (2010)
/// 5847–5861, DOI 10.1109/TIT.2010.2068870.
pub fn nwj(t_p: &[f64], t_q: &[f64]) -> Result<Estimate<Information>, Error> {
    check(t_p, t_q)?;
    let samples = t_p.len() + t_q.len();
    let weights: Vec<f64> = t_q.iter().map(|&t| exp_of_less_one(t)).collect();
    let (of_p, of_q) = (Estimate::mean(t_p), Estimate::mean(&weights));
    let value = of_p.value() - of_q.value();
    let standard_error = if value.is_finite() {
        of_p.standard_error().hypot(of_q.standard_error())
    } else {
        0.0
    };
    Ok(Estimate::new(value, standard_error, samples).in_nats())
}

/// eᵗ⁻¹, with the rounding error of t − 1 put back, which the exponential magnifies.
fn exp_of_less_one(t: f64) -> f64 {
    let (x, lost) = two_sum(t, -1.0);
    let e = x.exp();
    if e > 0.0 && e < f64::INFINITY {
        e + e * lost
    } else {
        e
    }
}

fn check(t_p: &[f64], t_q: &[f64]) -> Result<(), Error> {
    entries("critic at a sample of P", t_p, "finite", f64::is_finite)?;
    entries("critic at a sample of Q", t_q, "finite or -inf", |t| {
        t < f64::INFINITY
    })?;
    enough("samples of P", t_p.len())?;
    enough("samples of Q", t_q.len())
}
