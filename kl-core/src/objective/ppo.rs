//! Proximal policy optimisation.

use super::input::finite;
use crate::Error;
use crate::error::{parameter, same_size};
use crate::float::sum::sum;
use crate::vectors::logits::Gap;

/// The value of [`ppo_clip`] and its gradient.
///
/// ```
/// use kl_core::objective::ppo_clip;
///
/// // The policy has not moved: every ratio is 1.
/// let surrogate = ppo_clip(&[-1.0, -2.0], &[-1.0, -2.0], &[3.0, -1.0], 0.2)?;
/// assert_eq!(surrogate.value, 1.0);
/// assert_eq!(surrogate.gradient, [1.5, -0.5]);
/// assert_eq!(surrogate.clipped, 0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PpoClip {
    /// The mean over the actions, to be made large.
    pub value: f64,
    /// Its derivative with respect to each new log-probability.
    pub gradient: Vec<f64>,
    /// The number of actions that are clipped: their gradient is 0.
    pub clipped: usize,
}

/// The clipped surrogate of proximal policy optimisation: an objective that stops
/// rewarding a policy for leaving the one that acted.
///
/// mean of min(rA, clip(r, 1 − ε, 1 + ε) A) over the actions, with r = π(a)/π_old(a)
///
/// `log_probs` are ln π of the actions, under the policy to be improved; `old_log_probs`
/// are ln π_old, under the policy that acted; `advantages` are A. It is to be made
/// *large*; as a loss, change the sign.
///
/// # Conventions
///
/// An action is clipped, and its gradient is 0, if A > 0 and r > 1 + ε or if A < 0 and
/// r < 1 − ε; otherwise its term is rA, and so is its derivative. The other two corners are
/// not clipped: a bad action that has become more likely keeps its whole gradient. At a
/// corner itself the gradient is rA.
///
/// # Accuracy
///
/// The value within 3 ulp, times the condition. The gradient within 3 ulp.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no actions.
/// - [`Error::Size`] if the three do not have the same length.
/// - [`Error::Entry`] names the first log-probability or advantage that is not
///   finite or not below 2¹⁰⁰⁰ in size, and the first log-probability that is more than
///   300 above the old one.
/// - [`Error::Parameter`] if ε is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::objective::ppo_clip;
///
/// // Twice as likely, and good: clipped at 1.2. Twice as likely, and bad: not clipped.
/// let ln_2 = std::f64::consts::LN_2;
/// let surrogate = ppo_clip(&[ln_2 - 3.0; 2], &[-3.0; 2], &[1.0, -1.0], 0.2)?;
/// assert_eq!(format!("{:.4}", surrogate.value), "-0.4000");
/// assert_eq!(format!("{:.4?}", surrogate.gradient), "[0.0000, -1.0000]");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Schulman, Wolski, Dhariwal, Radford and Klimov, "Proximal Policy Optimization
/// Algorithms" (2017), arXiv:1707.06347, equation 7.
pub fn ppo_clip(
    log_probs: &[f64],
    old_log_probs: &[f64],
    advantages: &[f64],
    epsilon: f64,
) -> Result<PpoClip, Error> {
    let actions = log_probs.len();
    if actions == 0 && old_log_probs.is_empty() && advantages.is_empty() {
        return Err(Error::Empty { of: "actions" });
    }
    let like = "log-probabilities";
    same_size("old log-probabilities", old_log_probs.len(), like, actions)?;
    same_size("advantages", advantages.len(), like, actions)?;
    finite("log-probability", log_probs)?;
    finite("old log-probability", old_log_probs)?;
    finite("advantage", advantages)?;
    let valid = (0.0..=1.0).contains(&epsilon);
    parameter("epsilon", epsilon, valid, "from 0 to 1")?;
    let mut terms = Vec::with_capacity(actions);
    let mut gradient = Vec::with_capacity(actions);
    let mut clipped = 0;
    let pairs = log_probs.iter().zip(old_log_probs).zip(advantages);
    for (index, ((&new, &old), &advantage)) in pairs.enumerate() {
        let gap = Gap::between(new, old);
        let (difference, _) = gap.parts();
        if difference > 300.0 {
            return Err(Error::Entry {
                of: "log-probability less the old one",
                index,
                value: difference,
                must_be: "at most 300",
            });
        }
        // r − 1 is compared with ε, because it keeps its digits where r is next to 1.
        let excess = difference.exp_m1();
        let (bound, beyond) = if advantage > 0.0 {
            (1.0 + epsilon, excess > epsilon)
        } else {
            (1.0 - epsilon, excess < -epsilon)
        };
        if beyond && advantage != 0.0 {
            clipped += 1;
            terms.push(bound * advantage);
            gradient.push(0.0);
        } else {
            let term = gap.exp() * advantage;
            terms.push(term);
            gradient.push(term / actions as f64);
        }
    }
    Ok(PpoClip {
        value: sum(terms) / actions as f64,
        gradient,
        clipped,
    })
}
