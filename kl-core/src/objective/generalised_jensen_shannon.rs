//! The generalised Jensen–Shannon divergence of a teacher and a student.

use super::distillation::{checked, distillation};
use super::loss::{Loss, Reduction};
use crate::Error;
use crate::error::parameter;
use crate::float::not_negative::not_negative;
use crate::float::sum::sum;
use crate::terms::kl::kl_term_apart;
use crate::vectors::logits::{Comparison, Outcome, Softmax};

/// The generalised Jensen–Shannon divergence of a teacher and a student.
///
/// β D(P‖M) + (1 − β) D(Q‖M) with M = βP + (1 − β)Q, over the rows as the reduction
/// says, where P = softmax(teacher) and Q = softmax(student).
///
/// Both are logits, row after row of so many `classes`. The gradient is that in the
/// student's logits, which move M too.
///
/// # Conventions
///
/// At β = ½ it is the Jensen–Shannon divergence. At β = 0 and at β = 1 it is 0, and so
/// is its gradient, whatever the student: a student learns nothing there.
/// [`generalised_jensen_shannon_scaled`] divides by β(1 − β) and has D(P‖Q) and D(Q‖P)
/// at the ends. Never negative, and at most the entropy of β. In nats.
///
/// # Accuracy
///
/// The value within 10 ulp, also for a student next to the teacher. The gradient within
/// 8 ulp of its largest entry, if that is above 10⁻²⁹⁰.
///
/// # Errors
///
/// As [`distillation`](super::distillation()) at temperature 1;
/// [`Error::Parameter`] if β is not between 0 and 1, or is next to 0 (below
/// 10⁻¹⁰⁰).
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, generalised_jensen_shannon};
///
/// let (teacher, student) = ([0.0, 1000.0], [1000.0, 0.0]);
/// let js = generalised_jensen_shannon(&teacher, &student, 2, 0.5, Reduction::Sum)?;
/// assert_eq!(js.value, std::f64::consts::LN_2);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Agarwal, Vieillard, Zhou, Stanczyk, Ramos, Geist and Bachem, "On-Policy
/// Distillation of Language Models: Learning from Self-Generated Mistakes", ICLR 2024,
/// arXiv:2306.13649, section 2.
pub fn generalised_jensen_shannon(
    teacher: &[f64],
    student: &[f64],
    classes: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss, Error> {
    let scaled = generalised_jensen_shannon_scaled(teacher, student, classes, beta, reduction)?;
    let unscaled = |x: f64| {
        if beta == 0.0 || beta == 1.0 {
            0.0
        } else {
            beta * ((1.0 - beta) * x)
        }
    };
    Ok(Loss {
        value: unscaled(scaled.value),
        gradient: scaled.gradient.into_iter().map(unscaled).collect(),
    })
}

/// [`generalised_jensen_shannon`] over β(1 − β): from one direction of the
/// Kullback–Leibler divergence, at β = 0, to the other, at β = 1.
///
/// D(P‖M)/(1 − β) + D(Q‖M)/β with M = βP + (1 − β)Q, over the rows as the reduction
/// says, where P = softmax(teacher) and Q = softmax(student).
///
/// | β | value | gradient in the student's logits |
/// |---|---|---|
/// | 0 | D(P‖Q), the teacher from the student | q − p |
/// | ½ | four times the Jensen–Shannon divergence | 2q (ln(q/m) − D(Q‖M)) |
/// | 1 | D(Q‖P), the student from the teacher | q (ln(q/p) − D(Q‖P)) |
///
/// # Conventions
///
/// The values at the ends are the limits, exactly; without the division the objective
/// vanishes there. (Programs that have a plain divergence at β = 0 and 1, and the unscaled
/// one between, jump there.) Never negative. In nats.
///
/// # Accuracy
///
/// The value within 10 ulp, also for a student next to the teacher. The gradient within
/// 8 ulp of its largest entry, if that is above 10⁻²⁹⁰.
///
/// # Errors
///
/// As [`generalised_jensen_shannon`].
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, distillation, generalised_jensen_shannon_scaled};
///
/// let (teacher, student) = ([0.0, 1.0, 3.0], [0.5, 1.0, 2.0]);
/// let sum = Reduction::Sum;
/// let at = |beta| generalised_jensen_shannon_scaled(&teacher, &student, 3, beta, sum);
/// let (forward, reverse) = (
///     distillation(&teacher, &student, 3, 1.0, sum)?,
///     distillation(&student, &teacher, 3, 1.0, sum)?,
/// );
/// assert_eq!(at(0.0)?, forward);
/// assert_eq!(format!("{:.10}", at(1.0)?.value), format!("{:.10}", reverse.value));
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Agarwal et al., "On-Policy Distillation of Language Models: Learning from Self-Generated
/// Mistakes", ICLR 2024, arXiv:2306.13649, section 2. The gradient follows from the
/// definition: all parts but those with the logarithm cancel, dM against dQ.
pub fn generalised_jensen_shannon_scaled(
    teacher: &[f64],
    student: &[f64],
    classes: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss, Error> {
    let rows = checked(teacher, student, classes, 1.0)?;
    let valid = beta == 0.0 || (1e-100..=1.0).contains(&beta);
    parameter("beta", beta, valid, "0, or from 1e-100 to 1")?;
    if beta == 0.0 {
        return distillation(teacher, student, classes, 1.0, reduction);
    }
    let divisor = reduction.divisor(rows);
    let mut value = Vec::with_capacity(rows);
    let mut gradient = Vec::with_capacity(student.len());
    for (t, s) in teacher.chunks(classes).zip(student.chunks(classes)) {
        let [p, q] = [t, s].map(|logits| Softmax::new(logits, 1.0));
        let surplus = if beta == 1.0 {
            let reverse = Comparison::of(q, p);
            value.push(reverse.kl());
            reverse.p_times_surplus()
        } else {
            let both = Comparison::of(p, q);
            value.push(sum(both.outcomes().map(|o| term(&both, o, beta))));
            both.q_times_surplus_over_mixture(beta)
        };
        gradient.extend(surplus.into_iter().map(|x| x / divisor));
    }
    Ok(Loss {
        value: sum(value) / divisor,
        gradient,
    })
}

/// The term of one outcome for 0 < β < 1: both divergences as sums of p ln(p/m) − p + m,
/// which is ≥ 0.
fn term(both: &Comparison, outcome: Outcome, beta: f64) -> f64 {
    let alpha = 1.0 - beta;
    let (p, q) = both.probabilities(outcome, 1.0);
    let m = beta * p + alpha * q;
    if m < 1e-290 {
        // m is too small for the quotients below, but not for the logarithms of m/p and m/q.
        // If p is next to q the difference cancels, maybe to less than zero.
        let far = |x: f64, l: f64| {
            if x == 0.0 {
                m
            } else {
                not_negative((m - x) - x * l)
            }
        };
        let l = both.log_ratio(outcome);
        return far(p, ln_mixture(alpha, -l)) / alpha + far(q, ln_mixture(beta, l)) / beta;
    }
    let d = both.difference(outcome);
    kl_term_apart(p, m, alpha * d) / alpha + kl_term_apart(q, m, -beta * d) / beta
}

/// ln(1 − w + w eˣ), for w between 0 and 1, neither included.
fn ln_mixture(w: f64, x: f64) -> f64 {
    if x > 700.0 {
        // eˣ overflows, and the rest is negligible beside it.
        return x + w.ln();
    }
    let y = w * x.exp_m1();
    if y > -0.5 {
        y.ln_1p()
    } else {
        // Summed without the 1 + y, which would cancel.
        ((1.0 - w) + w * x.exp()).ln()
    }
}
