//! Derivatives with respect to probabilities.

use crate::terms::ratio::ln_ratio;
use crate::{Error, Pmf};

/// The derivatives of D(P‖Q) with respect to the probabilities of P.
///
/// ∂D/∂p = ln(p/q)
///
/// # Conventions
///
/// −∞ where p = 0 < q: moving a little mass there lowers D infinitely fast. +∞
/// where q = 0 < p. 0 where both are 0. See [the module](crate::gradient).
///
/// # Accuracy
///
/// Each within 2 ulp.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, gradient};
///
/// let p = Pmf::new([0.5, 0.5, 0.0])?;
/// let q = Pmf::new([0.5, 0.25, 0.25])?;
/// let slope = gradient::kl_by_p(&p, &q)?;
/// assert_eq!(slope, [0.0, 2f64.ln(), f64::NEG_INFINITY]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition of [`Pmf::kl`].
pub fn kl_by_p(p: &Pmf, q: &Pmf) -> Result<Vec<f64>, Error> {
    Ok(p.pairs(q)?.map(|(p, q)| log_ratio(p, q)).collect())
}

/// The derivatives of D(P‖Q) with respect to the probabilities of Q.
///
/// ∂D/∂q = 1 − p/q
///
/// # Conventions
///
/// 1 where p = 0, also if q = 0. −∞ where q = 0 < p. See
/// [the module](crate::gradient): for changes that keep the sum, −p/q will do too.
///
/// # Accuracy
///
/// Each within 2 ulp, also for p next to q.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, gradient};
///
/// let p = Pmf::new([0.5, 0.5, 0.0])?;
/// let q = Pmf::new([0.5, 0.25, 0.25])?;
/// assert_eq!(gradient::kl_by_q(&p, &q)?, [0.0, -1.0, 1.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition of [`Pmf::kl`].
pub fn kl_by_q(p: &Pmf, q: &Pmf) -> Result<Vec<f64>, Error> {
    let each = p.pairs(q)?;
    Ok(each
        .map(|(p, q)| if p == 0.0 { 1.0 } else { (q - p) / q })
        .collect())
}

/// The derivatives of JS(P, Q) with respect to the probabilities of P.
///
/// ∂JS/∂p = ½ ln(2p/(p + q))
///
/// # Conventions
///
/// −∞ where p = 0 < q; 0 where both are 0. Never above ½ ln 2. It is symmetric:
/// for those with respect to Q, exchange P and Q. See
/// [the module](crate::gradient).
///
/// # Accuracy
///
/// Each within 3 ulp.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, gradient};
///
/// let p = Pmf::new([0.0, 0.5, 0.5])?;
/// let q = Pmf::new([0.5, 0.5, 0.0])?;
/// let slope = gradient::jensen_shannon_by_p(&p, &q)?;
/// assert_eq!(slope, [f64::NEG_INFINITY, 0.0, 0.5 * 2f64.ln()]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition of [`Pmf::jensen_shannon`].
pub fn jensen_shannon_by_p(p: &Pmf, q: &Pmf) -> Result<Vec<f64>, Error> {
    let each = p.pairs(q)?.map(|(p, q)| {
        if p <= 0.5 * q {
            return 0.5 * log_ratio(2.0 * p, p + q);
        }
        // 2p/(p+q) − 1, which is between −⅓ and 1.
        let d = (p - q) / (p + q);
        0.5 * d.ln_1p()
    });
    Ok(each.collect())
}

/// The derivatives of the cross-entropy H(P, Q) with respect to the
/// probabilities of P.
///
/// ∂H/∂p = −ln q
///
/// # Conventions
///
/// +∞ where q = 0 < p; 0 where both are 0. See [the module](crate::gradient).
///
/// # Accuracy
///
/// Each within 2 ulp.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, gradient};
///
/// let p = Pmf::new([0.5, 0.5, 0.0])?;
/// let q = Pmf::new([1.0, 0.0, 0.0])?;
/// let slope = gradient::cross_entropy_by_p(&p, &q)?;
/// assert_eq!(slope, [0.0, f64::INFINITY, 0.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition of [`Pmf::cross_entropy`].
pub fn cross_entropy_by_p(p: &Pmf, q: &Pmf) -> Result<Vec<f64>, Error> {
    let each = p.pairs(q)?.map(|(p, q)| {
        if p == 0.0 && q == 0.0 {
            0.0
        } else {
            // Subtracted from 0, so that the zero is not negative.
            0.0 - q.ln()
        }
    });
    Ok(each.collect())
}

/// The derivatives of the cross-entropy H(P, Q) with respect to the
/// probabilities of Q.
///
/// ∂H/∂q = −p/q
///
/// # Conventions
///
/// 0 where p = 0, also if q = 0. −∞ where q = 0 < p, and where p/q is beyond
/// [`f64::MAX`]. See [the module](crate::gradient).
///
/// # Accuracy
///
/// Each within 1 ulp.
///
/// # Errors
///
/// [`Error::Size`] if P and Q have different lengths.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, gradient};
///
/// let p = Pmf::new([0.5, 0.5, 0.0])?;
/// let q = Pmf::new([0.25, 0.75, 0.0])?;
/// assert_eq!(gradient::cross_entropy_by_q(&p, &q)?, [-2.0, -0.5 / 0.75, 0.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition of [`Pmf::cross_entropy`].
pub fn cross_entropy_by_q(p: &Pmf, q: &Pmf) -> Result<Vec<f64>, Error> {
    let each = p.pairs(q)?;
    Ok(each
        .map(|(p, q)| if p == 0.0 { 0.0 } else { -p / q })
        .collect())
}

/// ln(p/q) with its limits; 0 if both are 0.
fn log_ratio(p: f64, q: f64) -> f64 {
    if p == q {
        0.0
    } else if p == 0.0 {
        f64::NEG_INFINITY
    } else if q == 0.0 {
        f64::INFINITY
    } else {
        ln_ratio(p, q)
    }
}
