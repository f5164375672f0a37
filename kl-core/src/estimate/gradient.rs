//! Gradients of the divergence, estimated from samples of P.
//!
//! Each function takes ln r = ln q(x) − ln p(x) of every sample, and the *score* of every
//! sample: the gradient of the logarithm of the density that has the parameters, one row
//! to a sample. It gives one estimate to a parameter.
//!
//! `…_by_p` are for a model P that drew the samples itself, such as a policy: the scores are
//! ∇ ln p(x). `…_by_q` are for a model Q and samples of a fixed P: the scores are ∇ ln q(x).
//! The expectations in the table are exact, and the tests enumerate them:
//!
//! | function | mean of | averages to |
//! |---|---|---|
//! | [`k1_by_p`] | −ln r · ∇ ln p | ∇ D(P‖Q) |
//! | [`k2_by_p`] | ∇ ½ ln² r, which is the same | ∇ D(P‖Q) |
//! | [`k3_by_p`] | ∇ (r − 1 − ln r) = (1 − r) ∇ ln p | ∇ D(Q‖P), the other direction |
//! | [`k1_by_q`] | ∇ (−ln r) = −∇ ln q | ∇ D(P‖Q) |
//! | [`k2_by_q`] | ∇ ½ ln² r = ln r · ∇ ln q | ∇ E ½ ln² r, not of a divergence |
//! | [`k3_by_q`] | ∇ (r − 1 − ln r) = (r − 1) ∇ ln q | ∇ D(P‖Q) |
//!
//! ```
//! use kl_core::estimate::gradient;
//!
//! // Two samples, three parameters.
//! let log_ratios = [-1.0, 0.5];
//! let scores = [1.0, 0.0, 2.0, -1.0, 0.5, 0.0];
//! let g = gradient::k1_by_p(&log_ratios, &scores)?;
//! assert_eq!(g.iter().map(|e| e.value()).collect::<Vec<_>>(), [0.75, -0.125, 1.0]);
//! # Ok::<(), kl_core::Error>(())
//! ```

use super::Estimate;
use super::log_ratio::check;
use crate::Error;
use crate::error::{entries, filled, share};
use crate::float::scale::power_of_two;

/// The gradient of D(P‖Q) by the parameters of P, from samples of P: the score-function form.
///
/// The mean of −ln r · ∇ ln p
///
/// `log_ratios` are ln r = ln q(x) − ln p(x) of samples of P, the truth; Q is the other
/// argument of the divergence. `scores` are ∇ ln p(x) of the same samples, one row to a
/// sample.
///
/// # Conventions
///
/// Unbiased. It is not the derivative of [`k1`](super::k1), which averages to 0: −ln r is a
/// weight here, and is not differentiated. As E ∇ ln p = 0, the same constant may be taken
/// from all log-ratios without bias, which can lower the variance.
///
/// # Accuracy
///
/// Within 2 ulp times the mean of the absolute values of the terms over that of the terms;
/// the standard error within 3 ulp times the root of the mean square over the standard
/// deviation.
///
/// # Errors
///
/// - [`Error::TooFew`] if there are fewer than two samples, [`Error::Empty`] if there
///   are no scores, [`Error::NotMultiple`] if they do not fill one row for each sample.
/// - [`Error::Entry`] names the first log-ratio that is NaN, +∞ or not below 2⁵⁰⁰ in
///   size,
///   or the first score that is not finite and below 2⁵⁰⁰ in size.
/// - [`Error::NoGradient`] names the first sample with a log-ratio of −∞.
///
/// # Example
///
/// ```
/// use kl_core::estimate::gradient;
///
/// let g = gradient::k1_by_p(&[-1.0, 0.5], &[1.0, -0.5])?;
/// assert_eq!(g[0].value(), 0.625);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist
/// Reinforcement Learning", Machine Learning 8 (1992) 229–256, DOI 10.1007/BF00992696.
pub fn k1_by_p(log_ratios: &[f64], scores: &[f64]) -> Result<Vec<Estimate<f64>>, Error> {
    mean_of(log_ratios, scores, Least::Bounded, |l| -l)
}

/// The mean derivative of ½ ln² r by the parameters of P, from samples of P: the gradient of D(P‖Q).
///
/// The mean of ∇ ½ ln² r = −ln r · ∇ ln p
///
/// `log_ratios` are ln r = ln q(x) − ln p(x) of samples of P, the truth; Q is the other
/// argument of the divergence. `scores` are ∇ ln p(x) of the same samples, one row to a
/// sample.
///
/// # Conventions
///
/// Unbiased for the gradient of D(P‖Q), though [`k2`](super::k2) is biased for D(P‖Q). The
/// same numbers as [`k1_by_p`].
///
/// # Accuracy
///
/// Within 2 ulp times the mean of the absolute values of the terms over that of the terms;
/// the standard error within 3 ulp times the root of the mean square over the standard
/// deviation.
///
/// # Errors
///
/// - [`Error::TooFew`] if there are fewer than two samples, [`Error::Empty`] if there
///   are no scores, [`Error::NotMultiple`] if they do not fill one row for each sample.
/// - [`Error::Entry`] names the first log-ratio that is NaN, +∞ or not below 2⁵⁰⁰ in
///   size,
///   or the first score that is not finite and below 2⁵⁰⁰ in size.
/// - [`Error::NoGradient`] names the first sample with a log-ratio of −∞.
///
/// # Example
///
/// ```
/// use kl_core::estimate::gradient;
///
/// let g = gradient::k2_by_p(&[-1.0, 0.5], &[1.0, -0.5])?;
/// assert_eq!(g[0].value(), 0.625);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition with E ∇ ln p = 0.
pub fn k2_by_p(log_ratios: &[f64], scores: &[f64]) -> Result<Vec<Estimate<f64>>, Error> {
    k1_by_p(log_ratios, scores)
}

/// The mean derivative of r − 1 − ln r by the parameters of P, from samples of P: the gradient of
/// D(Q‖P), the other direction.
///
/// The mean of ∇ (r − 1 − ln r) = (1 − r) ∇ ln p
///
/// `log_ratios` are ln r = ln q(x) − ln p(x) of samples of P, the truth; Q is the other
/// argument of the divergence. `scores` are ∇ ln p(x) of the same samples, one row to a
/// sample.
///
/// # Conventions
///
/// Unbiased for the gradient of D(Q‖P) by the parameters of P, if P covers Q: Q is the
/// truth there. Near each other the two directions have nearly the same gradient. A
/// log-ratio of −∞ is a ratio of 0 and does no harm.
///
/// # Accuracy
///
/// Within 3 ulp times the mean of the absolute values of the terms over that of the terms;
/// the standard error within 3 ulp times the root of the mean square over the standard
/// deviation.
///
/// # Errors
///
/// - [`Error::TooFew`] if there are fewer than two samples, [`Error::Empty`] if there
///   are no scores, [`Error::NotMultiple`] if they do not fill one row for each sample.
/// - [`Error::Entry`] names the first log-ratio that is NaN, +∞ or above 346, so
///   that the ratio is not below 2⁵⁰⁰,
///   or the first score that is not finite and below 2⁵⁰⁰ in size.
///
/// # Example
///
/// ```
/// use kl_core::estimate::gradient;
///
/// let g = gradient::k3_by_p(&[0.0, f64::NEG_INFINITY], &[1.0, -0.5])?;
/// assert_eq!(g[0].value(), -0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition with E ∇ ln p = 0.
pub fn k3_by_p(log_ratios: &[f64], scores: &[f64]) -> Result<Vec<Estimate<f64>>, Error> {
    mean_of(log_ratios, scores, Least::Any, |l| -l.exp_m1())
}

/// The mean derivative of −ln r by the parameters of Q, from samples of P: the gradient of D(P‖Q).
///
/// The mean of ∇ (−ln r) = −∇ ln q
///
/// `log_ratios` are ln r = ln q(x) − ln p(x) of samples of P, the truth; Q is the other
/// argument of the divergence. `scores` are ∇ ln q(x) of the same samples, one row to a
/// sample.
///
/// # Conventions
///
/// Unbiased. It is the gradient of the cross-entropy, and so of maximum likelihood. The
/// values of the log-ratios do not matter, only that they are not −∞.
///
/// # Accuracy
///
/// Within 2 ulp times the mean of the absolute values of the terms over that of the terms;
/// the standard error within 3 ulp times the root of the mean square over the standard
/// deviation.
///
/// # Errors
///
/// - [`Error::TooFew`] if there are fewer than two samples, [`Error::Empty`] if there
///   are no scores, [`Error::NotMultiple`] if they do not fill one row for each sample.
/// - [`Error::Entry`] names the first log-ratio that is NaN, +∞ or not below 2⁵⁰⁰ in
///   size,
///   or the first score that is not finite and below 2⁵⁰⁰ in size.
/// - [`Error::NoGradient`] names the first sample with a log-ratio of −∞.
///
/// # Example
///
/// ```
/// use kl_core::estimate::gradient;
///
/// let g = gradient::k1_by_q(&[-1.0, 0.5], &[1.0, -0.5])?;
/// assert_eq!(g[0].value(), -0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition.
pub fn k1_by_q(log_ratios: &[f64], scores: &[f64]) -> Result<Vec<Estimate<f64>>, Error> {
    mean_of(log_ratios, scores, Least::Bounded, |_| -1.0)
}

/// The mean derivative of ½ ln² r by the parameters of Q, from samples of P.
///
/// The mean of ∇ ½ ln² r = ln r · ∇ ln q
///
/// `log_ratios` are ln r = ln q(x) − ln p(x) of samples of P, the truth; Q is the other
/// argument of the divergence. `scores` are ∇ ln q(x) of the same samples, one row to a
/// sample.
///
/// # Conventions
///
/// Unbiased for the gradient of E ½ ln² r, which is not that of D(P‖Q): it differs in
/// second order where P is near Q, and may point elsewhere where it is not.
///
/// # Accuracy
///
/// Within 2 ulp times the mean of the absolute values of the terms over that of the terms;
/// the standard error within 3 ulp times the root of the mean square over the standard
/// deviation.
///
/// # Errors
///
/// - [`Error::TooFew`] if there are fewer than two samples, [`Error::Empty`] if there
///   are no scores, [`Error::NotMultiple`] if they do not fill one row for each sample.
/// - [`Error::Entry`] names the first log-ratio that is NaN, +∞ or not below 2⁵⁰⁰ in
///   size,
///   or the first score that is not finite and below 2⁵⁰⁰ in size.
/// - [`Error::NoGradient`] names the first sample with a log-ratio of −∞.
///
/// # Example
///
/// ```
/// use kl_core::estimate::gradient;
///
/// let g = gradient::k2_by_q(&[-1.0, 0.5], &[1.0, -0.5])?;
/// assert_eq!(g[0].value(), -0.625);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition.
pub fn k2_by_q(log_ratios: &[f64], scores: &[f64]) -> Result<Vec<Estimate<f64>>, Error> {
    mean_of(log_ratios, scores, Least::Bounded, |l| l)
}

/// The mean derivative of r − 1 − ln r by the parameters of Q, from samples of P: the gradient of
/// D(P‖Q).
///
/// The mean of ∇ (r − 1 − ln r) = (r − 1) ∇ ln q
///
/// `log_ratios` are ln r = ln q(x) − ln p(x) of samples of P, the truth; Q is the other
/// argument of the divergence. `scores` are ∇ ln q(x) of the same samples, one row to a
/// sample.
///
/// # Conventions
///
/// Unbiased if P covers Q. For P near Q its variance is far below that of [`k1_by_q`]: each
/// term is small, not only their mean. Far apart it has the variance of r.
///
/// # Accuracy
///
/// Within 3 ulp times the mean of the absolute values of the terms over that of the terms;
/// the standard error within 3 ulp times the root of the mean square over the standard
/// deviation.
///
/// # Errors
///
/// - [`Error::TooFew`] if there are fewer than two samples, [`Error::Empty`] if there
///   are no scores, [`Error::NotMultiple`] if they do not fill one row for each sample.
/// - [`Error::Entry`] names the first log-ratio that is NaN, +∞ or above 346, so
///   that the ratio is not below 2⁵⁰⁰,
///   or the first score that is not finite and below 2⁵⁰⁰ in size.
/// - [`Error::NoGradient`] names the first sample with a log-ratio of −∞.
///
/// # Example
///
/// ```
/// use kl_core::estimate::gradient;
///
/// let g = gradient::k3_by_q(&[0.0, -1000.0], &[1.0, -0.5])?;
/// assert_eq!(g[0].value(), 0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from the definition with E ∇ ln q = 0 under Q.
pub fn k3_by_q(log_ratios: &[f64], scores: &[f64]) -> Result<Vec<Estimate<f64>>, Error> {
    mean_of(log_ratios, scores, Least::Finite, f64::exp_m1)
}

/// The log-ratios that are allowed at the lower end.
#[derive(Clone, Copy, PartialEq)]
enum Least {
    /// Above −2⁵⁰⁰, because the log-ratio itself is multiplied.
    Bounded,
    /// Any finite number, because its exponential is multiplied.
    Finite,
    /// Any finite number, and −∞.
    Any,
}

/// The mean of each column of scores, each row multiplied by its weight, a function of the
/// log-ratio.
fn mean_of(
    log_ratios: &[f64],
    scores: &[f64],
    least: Least,
    weight: fn(f64) -> f64,
) -> Result<Vec<Estimate<f64>>, Error> {
    check_log_ratios(log_ratios, least)?;
    filled("scores", scores.len())?;
    let rows = log_ratios.len();
    let columns = share("scores", scores.len(), "number of log-ratios", rows)?;
    entries("score", scores, "between -2^500 and 2^500", |x| {
        -LARGEST < x && x < LARGEST
    })?;
    let weights: Vec<f64> = log_ratios.iter().map(|&l| weight(l)).collect();
    let column = |k: usize| {
        let column = scores.iter().skip(k).step_by(columns);
        let terms = weights.iter().zip(column).map(|(w, score)| w * score);
        Estimate::mean(&terms.collect::<Vec<f64>>())
    };
    Ok((0..columns).map(column).collect())
}

/// The product of two numbers below this is finite.
const LARGEST: f64 = power_of_two(500);
/// ln 2⁵⁰⁰ is 346.57….
const LARGEST_LOG: f64 = 346.0;

fn check_log_ratios(log_ratios: &[f64], least: Least) -> Result<(), Error> {
    check(log_ratios)?;
    let none = log_ratios.iter().position(|&l| l == f64::NEG_INFINITY);
    if let (Some(index), true) = (none, least != Least::Any) {
        let of = "sample";
        return Err(Error::NoGradient { of, index });
    }
    let (range, must_be) = match least {
        Least::Bounded => (-LARGEST..=LARGEST, "from -2^500 to 2^500"),
        Least::Finite | Least::Any => (
            f64::NEG_INFINITY..=LARGEST_LOG,
            "at most 346, so that the ratio is below 2^500",
        ),
    };
    entries("log-ratio", log_ratios, must_be, |l| range.contains(&l))
}
