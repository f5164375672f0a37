//! The divergence from the ratios of the densities at samples of P.

mod in_lanes;

use super::Estimate;
use crate::error::entries;
use crate::special::expm1mx::expm1mx;
use crate::{Error, Information};

/// D(P‖Q) as the mean of −ln r, where r = q(x)/p(x) at samples x of P: the plain estimate.
///
/// `log_ratios` are ln r = ln q(x) − ln p(x), of samples of P, the truth; Q is the model.
///
/// # As a value
///
/// Unbiased. Its variance is that of ln r, over the number of samples. It may be negative.
/// For P near Q, 2D is about the variance of ln r, so the standard error is larger than D
/// until there are 2/D samples: there [`k3`] is better.
///
/// # As a gradient
///
/// If the mean of −ln r is differentiated and the samples are kept:
///
/// | what is trained, on samples of P | it averages to |
/// |---|---|
/// | Q; P is fixed | the gradient of D(P‖Q) |
/// | P, a policy that drew the samples itself | 0: no gradient at all |
///
/// In the second case the samples depend on the parameters too: the right gradient is the
/// mean of −ln r *times* the gradient of ln p,
/// [`gradient::k1_by_p`](super::gradient::k1_by_p).
///
/// # Conventions
///
/// A log-ratio of −∞ (q = 0 at a sample of P) makes it infinite.
///
/// # Accuracy
///
/// The rounding is within 2 ulp; the standard error within 3 ulp.
///
/// # Errors
///
/// - [`Error::Entry`] names the first log-ratio that is NaN or +∞.
/// - [`Error::TooFew`] if there are fewer than two.
///
/// # Example
///
/// ```
/// use kl_core::{Information, estimate};
///
/// let d = estimate::k1(&[-0.75, 0.25, -0.25])?;
/// assert_eq!(d.value().nats(), 0.25);
/// let d = estimate::k1(&[-0.75, f64::NEG_INFINITY])?;
/// assert_eq!(d.value(), Information::INFINITY);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Schulman, "Approximating KL Divergence" (2020), joschu.net/blog/kl-approx.html. The
/// averages of the gradients follow from the definition with E ∇ ln p = 0.
pub fn k1(log_ratios: &[f64]) -> Result<Estimate<Information>, Error> {
    mean_of::<K1>(log_ratios)
}

/// D(P‖Q) as the mean of ½ ln² r, where r = q(x)/p(x) at samples x of P: biased, and steady.
///
/// `log_ratios` are ln r = ln q(x) − ln p(x), of samples of P, the truth; Q is the model.
///
/// # As a value
///
/// Biased: its expectation is ½ E ln² r = ½ D² + ½ Var ln r. This has the form of an
/// f-divergence, E f(r) with f = ½ ln², whose second derivative at 1 is that of the
/// divergence. But f is not convex where r > e, so this is no f-divergence, and lacks their
/// properties: it may grow when outcomes are merged. For P near Q the bias is of third order
/// in their difference, −⅙ E ln³ r; it may have either sign, and is large where P and Q are
/// far apart. Never negative. Between N(0, 1) and N(m, 1) it is D + ½ D² instead of D = ½m².
///
/// # As a gradient
///
/// If the mean of ½ ln² r is differentiated and the samples are kept:
///
/// | what is trained, on samples of P | it averages to |
/// |---|---|
/// | Q; P is fixed | the gradient of the biased value, not of D(P‖Q) |
/// | P, a policy that drew the samples itself | the gradient of D(P‖Q) |
///
/// As a penalty of a policy it has the right gradient, though its value is biased.
///
/// # Conventions
///
/// A log-ratio of −∞ (q = 0 at a sample of P) makes it infinite.
///
/// # Accuracy
///
/// The rounding is within 2 ulp; the standard error within 3 ulp times the root of the
/// mean square over the standard deviation, both of ½ ln² r.
///
/// # Errors
///
/// - [`Error::Entry`] names the first log-ratio that is NaN or +∞.
/// - [`Error::TooFew`] if there are fewer than two.
///
/// # Example
///
/// ```
/// use kl_core::estimate;
///
/// assert_eq!(estimate::k2(&[-1.0, 2.0])?.value().nats(), 1.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Schulman, "Approximating KL Divergence" (2020), joschu.net/blog/kl-approx.html. The
/// averages of the gradients follow from the definition with E ∇ ln p = 0.
pub fn k2(log_ratios: &[f64]) -> Result<Estimate<Information>, Error> {
    mean_of::<K2>(log_ratios)
}

/// D(P‖Q) as the mean of r − 1 − ln r, where r = q(x)/p(x) at samples x of P: unbiased, and
/// never negative.
///
/// `log_ratios` are ln r = ln q(x) − ln p(x), of samples of P, the truth; Q is the model.
///
/// # As a value
///
/// Unbiased if P covers Q: the mean of r is the mass that Q has where P has any. If that is
/// below 1, the estimate is too low by the rest. For P near Q it is about ½ ln² r, whose
/// standard deviation is of the order of D itself, not of √D as that of [`k1`]. Far apart it
/// is the other way round: the variance contains that of r, which is χ²(Q, P) and may be
/// infinite.
///
/// # As a gradient
///
/// If the mean of r − 1 − ln r is differentiated and the samples are kept:
///
/// | what is trained, on samples of P | it averages to |
/// |---|---|
/// | Q; P is fixed | the gradient of D(P‖Q) |
/// | P, a policy that drew the samples itself | the gradient of D(Q‖P), the other direction |
///
/// As a penalty of a policy it has the right value, but the gradient of D(Q‖P).
///
/// # Conventions
///
/// A log-ratio of −∞ (q = 0 at a sample of P) makes it infinite, and so does one so large
/// that r is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// The rounding is within 2 ulp; the standard error within 3 ulp times the root of the
/// mean square over the standard deviation, both of r − 1 − ln r.
///
/// # Errors
///
/// - [`Error::Entry`] names the first log-ratio that is NaN or +∞.
/// - [`Error::TooFew`] if there are fewer than two.
///
/// # Example
///
/// ```
/// use kl_core::estimate;
///
/// // Of ratios next to 1, half the square: the plain expression gives 0.
/// let d = estimate::k3(&[2f64.powi(-60), -(2f64.powi(-60))])?;
/// assert_eq!(d.value().nats(), 2f64.powi(-121));
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Schulman, "Approximating KL Divergence" (2020), joschu.net/blog/kl-approx.html. The
/// averages of the gradients follow from the definition with E ∇ ln p = 0.
pub fn k3(log_ratios: &[f64]) -> Result<Estimate<Information>, Error> {
    mean_of::<K3>(log_ratios)
}

/// What one log-ratio adds: by itself, and eight at a time.
trait Term: in_lanes::Eight {
    fn one(log_ratio: f64) -> f64;
}

struct K1;
struct K2;
struct K3;

impl Term for K1 {
    fn one(log_ratio: f64) -> f64 {
        -log_ratio
    }
}

impl Term for K2 {
    fn one(log_ratio: f64) -> f64 {
        (0.5 * log_ratio) * log_ratio
    }
}

impl Term for K3 {
    fn one(log_ratio: f64) -> f64 {
        expm1mx(log_ratio)
    }
}

fn mean_of<T: Term>(log_ratios: &[f64]) -> Result<Estimate<Information>, Error> {
    let mean = match in_lanes::mean::<T>(log_ratios) {
        Some(mean) if log_ratios.len() > 1 => mean,
        _ => {
            check(log_ratios)?;
            one_by_one::<T>(log_ratios)
        }
    };
    Ok(mean.in_nats())
}

fn one_by_one<T: Term>(log_ratios: &[f64]) -> Estimate<f64> {
    let terms: Vec<f64> = log_ratios.iter().map(|&l| T::one(l)).collect();
    Estimate::mean(&terms)
}

/// Fails unless all are logarithms of ratios and there are enough samples.
pub(super) fn check(log_ratios: &[f64]) -> Result<(), Error> {
    let must_be = "finite or -inf, as ln q(x) - ln p(x) is at samples of P";
    entries("log-ratio", log_ratios, must_be, |l| l < f64::INFINITY)?;
    enough("log-ratios", log_ratios.len())
}

/// Fails if there are fewer than two samples: a variance needs two.
pub(super) fn enough(of: &'static str, found: usize) -> Result<(), Error> {
    if found < 2 {
        let needed = 2;
        return Err(Error::TooFew { of, found, needed });
    }
    Ok(())
}
