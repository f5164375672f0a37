//! Derivatives with respect to logits.

use crate::error::same_outcomes;
use crate::vectors::logits::{Comparison, Kept, Surplus, kl_and_difference, kl_and_surplus};
use crate::{Error, Float, Logits};

/// The derivatives of D(P‖Q) with respect to the logits of P.
///
/// ∂D/∂ℓ = p (ln(p/q) − D)
///
/// # Conventions
///
/// They sum to zero, up to rounding. 0 where p = 0. See
/// [the module](crate::gradient).
///
/// # Accuracy
///
/// Within 4 ulp times 1 + (mean of |x|)/|x|, where x = ln(p/q) − D and the mean is that
/// under P: the rounding error of the mean, relative to the difference. This holds also for
/// P and Q that differ in the last digit only.
///
/// # Errors
///
/// - [`Error::Size`] if P and Q have different lengths.
/// - [`Error::NoGradient`] names the first outcome that is possible under P and
///   impossible under Q: D is infinite, and stays so for any logits near by.
///
/// # Example
///
/// ```
/// use kl_core::{Logits, gradient};
///
/// let p = Logits::new([0.0, 0.0, f64::NEG_INFINITY])?;
/// let q = Logits::new([0.5, 0.0, 0.0])?;
/// assert_eq!(gradient::kl_by_p_logits(&p, &q)?, [-0.125, 0.125, 0.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition with ∂pᵢ/∂ℓⱼ = pᵢ(δᵢⱼ − pⱼ).
pub fn kl_by_p_logits<F: Float, S: AsRef<[F]>, T: AsRef<[F]>>(
    p: &Logits<F, S>,
    q: &Logits<F, T>,
) -> Result<Vec<f64>, Error> {
    same_outcomes(p.len(), q.len())?;
    let mut gradient = vec![0.0; p.len()];
    let logits = [p.as_slice(), q.as_slice()];
    let surplus = &mut Surplus::default();
    if kl_and_surplus(logits, 1.0, 1.0, true, surplus, &mut gradient).is_some() {
        return Ok(gradient);
    }
    let both = Comparison::new(p, q)?;
    if let Some(index) = both.outside() {
        let of = "outcome";
        return Err(Error::NoGradient { of, index });
    }
    Ok(both.p_times_surplus())
}

/// The derivatives of D(P‖Q), and of the cross-entropy, with respect to the
/// logits of Q.
///
/// ∂D/∂ℓ = q − p
///
/// # Conventions
///
/// They sum to zero, up to rounding. Where D is infinite, an outcome that is
/// possible under P has the logit −∞ under Q: it stays there, and its derivative
/// is taken to be the limit −p from finite logits. See
/// [the module](crate::gradient).
///
/// # Accuracy
///
/// Within 8 ulp times 2 + Σ |q − p|/|ln(p/q)|: the rounding error of ln(p/q), which counts
/// where that is far smaller. This holds also for P and Q that differ in the last digit only,
/// and however negative a logit is.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Logits, gradient};
///
/// // A label, which is a certain outcome, and a model.
/// let p = Logits::new([f64::NEG_INFINITY, 0.0])?;
/// let q = Logits::new([0.0, 0.0])?;
/// assert_eq!(gradient::kl_by_q_logits(&p, &q)?, [0.5, -0.5]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from −Σ p ln q with ln q = ℓ − ln Σ exp(ℓ).
pub fn kl_by_q_logits<F: Float, S: AsRef<[F]>, T: AsRef<[F]>>(
    p: &Logits<F, S>,
    q: &Logits<F, T>,
) -> Result<Vec<f64>, Error> {
    same_outcomes(p.len(), q.len())?;
    let mut gradient = vec![0.0; p.len()];
    let logits = [p.as_slice(), q.as_slice()];
    let in_lanes = kl_and_difference(logits, 1.0, 1.0, true, &mut Kept::default(), &mut gradient);
    if in_lanes.is_none() {
        let both = Comparison::new(p, q)?;
        for (derivative, outcome) in gradient.iter_mut().zip(both.outcomes()) {
            *derivative = both.difference(outcome);
        }
    }
    Ok(gradient)
}

/// The derivatives of the cross-entropy H(P, Q) with respect to the logits of Q.
///
/// ∂H/∂ℓ = q − p
///
/// The numbers of [`kl_by_q_logits`], because the entropy of P does not depend on Q.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Logits, gradient};
///
/// let p = Logits::new([f64::NEG_INFINITY, 0.0])?;
/// let q = Logits::new([0.0, 0.0])?;
/// assert_eq!(gradient::cross_entropy_by_q_logits(&p, &q)?, [0.5, -0.5]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// As for [`kl_by_q_logits`].
pub fn cross_entropy_by_q_logits<F: Float, S: AsRef<[F]>, T: AsRef<[F]>>(
    p: &Logits<F, S>,
    q: &Logits<F, T>,
) -> Result<Vec<f64>, Error> {
    kl_by_q_logits(p, q)
}

/// The derivatives of the cross-entropy H(P, Q) with respect to the logits of P.
///
/// ∂H/∂ℓ = p (−ln q − H(P, Q))
///
/// # Conventions
///
/// They sum to zero, up to rounding. 0 where p = 0. See
/// [the module](crate::gradient).
///
/// # Accuracy
///
/// Within 4 ulp times 1 + (mean of |h|)/|h|, where h = −ln q − H(P, Q) and the mean is that
/// under P: the rounding error of the mean, relative to the difference.
///
/// # Errors
///
/// - [`Error::Size`] if P and Q have different lengths.
/// - [`Error::NoGradient`] names the first outcome that is possible under P and
///   impossible under Q: the cross-entropy is infinite.
///
/// # Example
///
/// ```
/// use kl_core::{Logits, gradient};
///
/// let p = Logits::new([0.0, 0.0, f64::NEG_INFINITY])?;
/// let q = Logits::new([0.5, 0.0, 0.0])?;
/// assert_eq!(gradient::cross_entropy_by_p_logits(&p, &q)?, [-0.125, 0.125, 0.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition with ∂pᵢ/∂ℓⱼ = pᵢ(δᵢⱼ − pⱼ).
pub fn cross_entropy_by_p_logits<F: Float, S: AsRef<[F]>, T: AsRef<[F]>>(
    p: &Logits<F, S>,
    q: &Logits<F, T>,
) -> Result<Vec<f64>, Error> {
    let both = Comparison::new(p, q)?;
    if let Some(index) = both.outside() {
        let of = "outcome";
        return Err(Error::NoGradient { of, index });
    }
    Ok(both.p_times_surprise_of_q())
}

/// The derivatives of JS(P, Q) with respect to the logits of P.
///
/// ∂JS/∂ℓ = p (½ ln(p/m) − ½ D(P‖M)), where M = ½(P + Q)
///
/// # Conventions
///
/// They sum to zero, up to rounding. 0 where p = 0. Always finite. It is
/// symmetric: for those with respect to Q, exchange P and Q. See
/// [the module](crate::gradient).
///
/// # Accuracy
///
/// Within 6 ulp times 2 + (mean of |g|)/|g|, where g = ½ ln(p/m) − ½ D(P‖M) and the mean is
/// that under P. This holds also for P and Q that differ in the last digit only, and however
/// negative a logit is.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Logits, gradient};
///
/// let p = Logits::new([0.0, 0.0])?;
/// let q = Logits::new([0.0, f64::NEG_INFINITY])?;
/// let slope = gradient::jensen_shannon_by_p_logits(&p, &q)?;
/// // ½·½·½·(ln ⅔ − ln 2), and its opposite.
/// assert!((slope[0] + 0.125 * 3f64.ln()).abs() < 1e-15);
/// assert_eq!(slope[0], -slope[1]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition with ∂pᵢ/∂ℓⱼ = pᵢ(δᵢⱼ − pⱼ).
pub fn jensen_shannon_by_p_logits<F: Float, S: AsRef<[F]>, T: AsRef<[F]>>(
    p: &Logits<F, S>,
    q: &Logits<F, T>,
) -> Result<Vec<f64>, Error> {
    same_outcomes(p.len(), q.len())?;
    // P as the second of the two.
    let both = Comparison::new(q, p)?;
    let each = both.q_times_surplus_over_mixture(0.5).into_iter();
    Ok(each.map(|x| 0.25 * x).collect())
}
