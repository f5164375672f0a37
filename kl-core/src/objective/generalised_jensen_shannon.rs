//! The generalised Jensen–Shannon divergence of a teacher and a student.

use super::distillation::{checked, distillation};
use super::loss::{Loss, Reduction};
use crate::error::parameter;
use crate::float::sum::CompensatedSum;
use crate::vectors::logits::{Comparison, Mixed, Softmax, mixture};
use crate::{Error, Float};

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
/// at the ends. Never negative, and at most the entropy of β. In nats. A logit of −∞ is a
/// probability of zero: the value stays finite, and the derivative in such a logit is 0.
///
/// # Accuracy
///
/// The value within 10 ulp, also for a student next to the teacher. The gradient within
/// 8 ulp of its largest entry, if that is above 10⁻²⁹⁰. From `f32` the value is as right as
/// from the same numbers as `f64`, and the gradient is rounded to `f32` once more.
///
/// # Errors
///
/// As [`distillation`] at temperature 1;
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
pub fn generalised_jensen_shannon<F: Float>(
    teacher: &[F],
    student: &[F],
    classes: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss<Vec<F>>, Error> {
    let factors = if beta == 1.0 {
        [0.0; 2]
    } else {
        [beta, 1.0 - beta]
    };
    times(factors, [teacher, student], classes, beta, reduction)
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
/// one between, jump there.) Never negative. In nats. A logit of −∞ is a probability of zero; at
/// β = 0 it makes the value ∞ if it is the student's alone, as in [`distillation`].
///
/// # Accuracy
///
/// The value within 10 ulp, also for a student next to the teacher. The gradient within
/// 8 ulp of its largest entry, if that is above 10⁻²⁹⁰. From `f32` the value is as right as
/// from the same numbers as `f64`, and the gradient is rounded to `f32` once more.
///
/// # Errors
///
/// As [`generalised_jensen_shannon`]; and at β = 1 [`Error::NoGradient`] names the first logit of
/// the student that is finite where the teacher's is −∞: D(Q‖P) is infinite, and stays so.
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
pub fn generalised_jensen_shannon_scaled<F: Float>(
    teacher: &[F],
    student: &[F],
    classes: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss<Vec<F>>, Error> {
    times([1.0; 2], [teacher, student], classes, beta, reduction)
}

/// The scaled divergence times two factors, one after the other, as their product may be far
/// below either.
fn times<F: Float>(
    [first, second]: [f64; 2],
    [teacher, student]: [&[F]; 2],
    classes: usize,
    beta: f64,
    reduction: Reduction,
) -> Result<Loss<Vec<F>>, Error> {
    let rows = checked(teacher, student, classes, 1.0)?;
    let valid = beta == 0.0 || (1e-100..=1.0).contains(&beta);
    parameter("beta", beta, valid, "0, or from 1e-100 to 1")?;
    if first == 0.0 {
        let gradient = vec![F::from_f64(0.0); student.len()];
        return Ok(Loss {
            value: 0.0,
            gradient,
        });
    }
    if beta == 0.0 {
        return distillation(teacher, student, classes, 1.0, reduction);
    }
    let divisor = reduction.divisor(rows);
    let mut values = CompensatedSum::default();
    let mut gradient = vec![F::from_f64(0.0); student.len()];
    let mut mixed = Mixed::default();
    let pairs = teacher.chunks(classes).zip(student.chunks(classes));
    for (row, ((t, s), gradient)) in pairs.zip(gradient.chunks_mut(classes)).enumerate() {
        let factor = first / beta * second / divisor;
        if let Some(value) = mixture([t, s], 1.0, beta, factor, &mut mixed, gradient) {
            values.add(value);
            continue;
        }
        let [p, q] = [t, s].map(|logits| Softmax::new(logits, 1.0));
        let surplus = if beta == 1.0 {
            let reverse = Comparison::of(q, p);
            if let Some(outside) = reverse.outside() {
                return Err(Error::NoGradient {
                    of: "class",
                    index: row * classes + outside,
                });
            }
            values.add(reverse.kl());
            reverse.p_times_surplus()
        } else {
            let both = Comparison::of(p, q);
            values.add(both.between_kl(beta));
            both.q_times_surplus_over_mixture(beta)
        };
        for (derivative, x) in gradient.iter_mut().zip(surplus) {
            *derivative = F::from_f64(first * (second * x) / divisor);
        }
    }
    Ok(Loss {
        value: first * (second * values.total()) / divisor,
        gradient,
    })
}
