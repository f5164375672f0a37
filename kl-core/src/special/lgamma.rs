//! The terms that ln Γ adds to a divergence, without computing ln Γ itself.
//!
//! The divergences of the gamma family are Bregman remainders of ln Γ, and
//! differences of ln Γ and ψ cancel. Here ln Γ is taken apart into functions that
//! are all convex, so that their remainders are ≥ 0 and add without cancelling:
//!
//! ln Γ(x) = x ln x − x − ½ ln x + ½ ln 2π + μ(x)
//!
//! with Binet's function μ. The remainder of x ln x − x from a to x is `kl_term(x, a)`, that of
//! −½ ln x is ½ `ratio_term(x, a)`, and that of μ is in the module `binet`.

use crate::special::binet::binet_remainder_inline;
use crate::terms::kl::kl_term_apart;
use crate::terms::ratio::ratio_term_apart;

/// ln Γ(x) − ln Γ(a) − (x − a) ψ(a): the Bregman remainder of ln Γ.
///
/// It is the divergence of a gamma distribution of shape a from one of shape x
/// and the same rate.
///
/// # Domain and special cases
///
/// a and x positive and finite; NaN otherwise. 0 if they are equal. ∞ where the
/// true value exceeds [`f64::MAX`]. Never negative.
///
/// # Accuracy
///
/// Within 6 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::lgamma_remainder;
///
/// // Γ(1) = Γ(2) = 1, and ψ(1) is −γ.
/// let gamma = 0.577_215_664_901_532_9;
/// assert!((lgamma_remainder(1.0, 2.0) - gamma).abs() < 1e-15);
/// assert_eq!(lgamma_remainder(0.75, 0.75), 0.0);
/// ```
///
/// # Reference
///
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equations 6.1.40
/// (Stirling's series) and 6.1.15 (the recurrence).
#[must_use]
pub fn lgamma_remainder(a: f64, x: f64) -> f64 {
    let positive = |x: f64| x > 0.0 && x < f64::INFINITY;
    if !(positive(a) && positive(x)) {
        return f64::NAN;
    }
    lgamma_remainder_apart(a, x, x - a)
}

/// [`lgamma_remainder`] where d = x − a is known better than a and x are.
pub(crate) fn lgamma_remainder_apart(a: f64, x: f64, d: f64) -> f64 {
    kl_term_apart(x, a, -d) + stirling_remainder(a, x, d)
}

/// The remainder of ln Γ(x) − x ln x + x, with d = x − a.
pub(crate) fn stirling_remainder(a: f64, x: f64, d: f64) -> f64 {
    stirling_remainder_inline(a, x, d)
}

/// The same, compiled for the machine that its caller is compiled for.
#[inline(always)]
pub(crate) fn stirling_remainder_inline(a: f64, x: f64, d: f64) -> f64 {
    if d == 0.0 {
        return 0.0;
    }
    0.5 * ratio_term_apart(x, a, d) + binet_remainder_inline(a, x, d)
}
