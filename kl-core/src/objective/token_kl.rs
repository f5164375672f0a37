//! The penalty for leaving a reference policy, token by token.

mod in_lanes;

use super::input::finite;
use crate::Error;
use crate::error::{parameter, same_size};
use crate::special::expm1mx::expm1mx;
use crate::vectors::logits::Gap;

/// Three estimates of D(π‖π_ref) from each token, and their derivatives.
///
/// ```
/// use kl_core::objective::token_kl;
///
/// let kl = token_kl(&[-1.0], &[-1.5])?;
/// assert_eq!((kl.k1[0], kl.k2[0]), (0.5, 0.125));
/// assert_eq!(format!("{:.4}", kl.k3[0]), "0.1065");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TokenKl {
    /// ln(π/π_ref). Its derivative in ln π is 1.
    pub k1: Vec<f64>,
    /// ½ ln²(π/π_ref). Its derivative in ln π is `k1`.
    pub k2: Vec<f64>,
    /// π_ref/π − 1 − ln(π_ref/π). Never negative.
    pub k3: Vec<f64>,
    /// The derivative of each of `k3` in its ln π: 1 − π_ref/π.
    pub k3_derivative: Vec<f64>,
}

/// Estimates of the divergence of a policy from a reference, from each token: the penalty of
/// reinforcement learning from human feedback.
///
/// With δ = ln π − ln π_ref of a token: k₁ = δ, k₂ = ½δ², k₃ = e^(−δ) − 1 + δ.
///
/// D(π‖π_ref) has P = π, the policy to be trained, which must have drawn the tokens.
/// `log_probs` are ln π and `reference_log_probs` are ln π_ref.
///
/// # Conventions
///
/// As *values*, averaged over tokens drawn from π, k₁ and k₃ are unbiased estimates of
/// D(π‖π_ref), and k₂ is biased but varies little. As *losses*, differentiated token by
/// token, they have other gradients: the derivative of k₁ is 1, which averages to no
/// gradient at all; that of k₂ averages to the gradient of D(π‖π_ref); that of k₃ to the
/// gradient of the other direction, D(π_ref‖π). In nats.
///
/// # Accuracy
///
/// Within 4 ulp, also where π is next to π_ref.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no tokens.
/// - [`Error::Size`] if the two do not have the same length.
/// - [`Error::Entry`] names the first log-probability that is not finite or not
///   below 2¹⁰⁰⁰ in size.
///
/// # Example
///
/// ```
/// use kl_core::objective::token_kl;
///
/// // 2⁻⁶⁰ apart: k3 is half the square, where the plain expression gives 0.
/// let kl = token_kl(&[0.0], &[-(2f64.powi(-60))])?;
/// assert_eq!(kl.k3, [2f64.powi(-121)]);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Schulman, "Approximating KL Divergence" (2020), joschu.net/blog/kl-approx.html. The
/// averages of the derivatives follow from the definition with E ∇ ln π = 0.
pub fn token_kl(log_probs: &[f64], reference_log_probs: &[f64]) -> Result<TokenKl, Error> {
    if log_probs.is_empty() && reference_log_probs.is_empty() {
        return Err(Error::Empty {
            of: "log-probabilities",
        });
    }
    let tokens = log_probs.len();
    same_size(
        "reference log-probabilities",
        reference_log_probs.len(),
        "log-probabilities",
        tokens,
    )?;
    finite("log-probability", log_probs)?;
    finite("reference log-probability", reference_log_probs)?;
    let [k1, k2, k3, k3_derivative] = in_lanes::estimates(log_probs, reference_log_probs);
    Ok(TokenKl {
        k1,
        k2,
        k3,
        k3_derivative,
    })
}

/// eˣ − 1 − x of a difference.
fn k3(difference: Gap) -> f64 {
    let (x, _) = difference.parts();
    if x <= 1.0 {
        expm1mx(x)
    } else {
        exp_m1(difference) - x
    }
}

/// eˣ − 1 of a difference. For large x the exponential magnifies the rounding error of x.
fn exp_m1(difference: Gap) -> f64 {
    let (x, _) = difference.parts();
    if x <= 1.0 {
        x.exp_m1()
    } else {
        difference.exp() - 1.0
    }
}

/// The next coefficient of a penalty for divergence, from the last one and from the
/// divergence that it led to.
///
/// β/2 if D < target/1.5; 2β if D > 1.5 target; otherwise β.
///
/// `kl` is D, the mean divergence of the new policy from the old one (P is the *old* policy
/// in the original), and `target` its desired value.
///
/// # Conventions
///
/// At the bounds themselves β stays.
///
/// # Accuracy
///
/// Exact, as the factors are powers of two; and β changes exactly at the stated bounds.
///
/// # Errors
///
/// [`Error::Parameter`] if β is negative or not finite, the divergence is
/// negative or NaN, or the target is not positive and finite.
///
/// # Example
///
/// ```
/// use kl_core::objective::adaptive_kl_coefficient;
///
/// assert_eq!(adaptive_kl_coefficient(0.5, 0.02, 0.01)?, 1.0);
/// assert_eq!(adaptive_kl_coefficient(0.5, 0.01, 0.01)?, 0.5);
/// assert_eq!(adaptive_kl_coefficient(0.5, 0.005, 0.01)?, 0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Schulman, Wolski, Dhariwal, Radford and Klimov, "Proximal Policy Optimization
/// Algorithms" (2017), arXiv:1707.06347, section 4.
pub fn adaptive_kl_coefficient(beta: f64, kl: f64, target: f64) -> Result<f64, Error> {
    let valid = (0.0..f64::INFINITY).contains(&beta);
    parameter("beta", beta, valid, "zero or positive, and finite")?;
    parameter("divergence", kl, kl >= 0.0, "zero or above")?;
    let valid = target > 0.0 && target < f64::INFINITY;
    parameter("target", target, valid, "positive and finite")?;
    // 1.5 D − target is rounded once, so its sign is right; 1.5 is 3 × ½.
    Ok(if kl.mul_add(1.5, -target) < 0.0 {
        0.5 * beta
    } else if kl == f64::INFINITY || target.mul_add(-1.5, kl) > 0.0 {
        2.0 * beta
    } else {
        beta
    })
}
