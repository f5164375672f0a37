//! Direct preference optimisation.

use super::input::finite;
use super::logistic::{sigmoid, softplus};
use super::loss::Reduction;
use crate::Error;
use crate::error::{parameter, same_size};
use crate::float::double::{two_product, two_sum};
use crate::float::sum::sum;

/// The value of [`dpo`], its gradient and the rewards that it implies.
///
/// ```
/// use kl_core::objective::{Reduction, dpo};
///
/// // The policy is the reference: it prefers neither.
/// let loss = dpo(&[-5.0], &[-6.0], &[-5.0], &[-6.0], 0.5, Reduction::Sum)?;
/// assert_eq!(loss.value, std::f64::consts::LN_2);
/// assert_eq!(loss.gradient.chosen, [-0.25]);
/// assert_eq!(loss.gradient.rejected, [0.25]);
/// assert_eq!(loss.margins, [0.0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Dpo {
    /// The value, in nats.
    pub value: f64,
    /// Its gradient.
    pub gradient: DpoGradient,
    /// β ln(π/π_ref) of each chosen answer.
    pub chosen_rewards: Vec<f64>,
    /// β ln(π/π_ref) of each rejected answer.
    pub rejected_rewards: Vec<f64>,
    /// The reward of each chosen answer less that of the rejected one.
    pub margins: Vec<f64>,
}

/// The gradient of [`dpo`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DpoGradient {
    /// The derivative with respect to each log-probability of a chosen answer.
    pub chosen: Vec<f64>,
    /// The derivative with respect to each log-probability of a rejected answer.
    pub rejected: Vec<f64>,
}

/// Direct preference optimisation: how badly a policy explains that one answer was
/// preferred to another.
///
/// −ln σ(β [(ln π(c) − ln π_ref(c)) − (ln π(r) − ln π_ref(r))]), over the pairs as the
/// reduction says, with c chosen and r rejected.
///
/// `chosen` and `rejected` are ln π, the logarithms of the probabilities that the policy
/// gives to the whole answers; `reference_chosen` and `reference_rejected` are ln π_ref.
/// The gradient in a chosen one is −β σ(−margin), and in the rejected one the opposite.
///
/// # Conventions
///
/// β > 0 is the price of the divergence D(π‖π_ref) in the objective that it stands for:
/// a larger β keeps the policy nearer. The derivative in β is not given. Never negative.
/// In nats.
///
/// # Accuracy
///
/// Value and gradient within 5 ulp, also for a margin of hundreds of nats. Rewards and
/// margins within 2 ulp.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no pairs.
/// - [`Error::Size`] if the four do not have the same length.
/// - [`Error::Entry`] names the first log-probability that is not finite or not
///   below 2¹⁰⁰⁰ in size.
/// - [`Error::Parameter`] if β is not positive, or above 10⁶.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, dpo};
///
/// let loss = dpo(&[-10.0], &[-14.0], &[-12.0], &[-12.0], 0.1, Reduction::BatchMean)?;
/// assert_eq!(format!("{:.4}", loss.value), "0.5130");
/// assert_eq!(format!("{:.1}", loss.margins[0]), "0.4");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Rafailov, Sharma, Mitchell, Ermon, Manning and Finn, "Direct Preference
/// Optimization: Your Language Model is Secretly a Reward Model", NeurIPS 2023,
/// arXiv:2305.18290, equation 7.
pub fn dpo(
    chosen: &[f64],
    rejected: &[f64],
    reference_chosen: &[f64],
    reference_rejected: &[f64],
    beta: f64,
    reduction: Reduction,
) -> Result<Dpo, Error> {
    let pairs = chosen.len();
    let lists = [chosen, rejected, reference_chosen, reference_rejected];
    if lists.iter().all(|values| values.is_empty()) {
        return Err(Error::Empty { of: "pairs" });
    }
    for (values, [of, of_all]) in lists.into_iter().zip(LISTS) {
        same_size(of_all, values.len(), LISTS[0][1], pairs)?;
        finite(of, values)?;
    }
    let valid = beta > 0.0 && beta <= 1e6;
    parameter("beta", beta, valid, "positive and at most 1e6")?;
    let divisor = reduction.divisor(pairs);
    let mut losses = Vec::with_capacity(pairs);
    let mut result = Dpo {
        value: 0.0,
        gradient: DpoGradient {
            chosen: Vec::with_capacity(pairs),
            rejected: Vec::with_capacity(pairs),
        },
        chosen_rewards: Vec::with_capacity(pairs),
        rejected_rewards: Vec::with_capacity(pairs),
        margins: Vec::with_capacity(pairs),
    };
    let policy = chosen.iter().zip(rejected);
    let reference = reference_chosen.iter().zip(reference_rejected);
    for ((&c, &r), (&reference_c, &reference_r)) in policy.zip(reference) {
        let (of_c, lost_c) = two_sum(c, -reference_c);
        let (of_r, lost_r) = two_sum(r, -reference_r);
        let (delta, lost_delta) = two_sum(of_c, -of_r);
        let lost_delta = lost_delta + (lost_c - lost_r);
        // The margin is h + lost. The rounding error counts |h| times in the exponential
        // below.
        let h = beta * (delta + lost_delta);
        let lost = beta.mul_add(delta, -h) + beta * lost_delta;
        // σ(−h − lost) from its value without the lost part and its derivative.
        let other = sigmoid(-h);
        losses.push(softplus(-h) - lost * other);
        let (slope, rest) = two_product(beta, other);
        let slope = slope + (rest - slope * (sigmoid(h) * lost));
        result.gradient.chosen.push(-slope / divisor);
        result.gradient.rejected.push(slope / divisor);
        result.chosen_rewards.push(beta * of_c);
        result.rejected_rewards.push(beta * of_r);
        result.margins.push(h);
    }
    result.value = sum(losses) / divisor;
    Ok(result)
}

/// The names of one log-probability of each list, and of all of them.
const LISTS: [[&str; 2]; 4] = [
    [
        "log-probability of the chosen answer",
        "log-probabilities of chosen answers",
    ],
    [
        "log-probability of the rejected answer",
        "log-probabilities of rejected answers",
    ],
    [
        "reference log-probability of the chosen answer",
        "reference log-probabilities of chosen answers",
    ],
    [
        "reference log-probability of the rejected answer",
        "reference log-probabilities of rejected answers",
    ],
];
