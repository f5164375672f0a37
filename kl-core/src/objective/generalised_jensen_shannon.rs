//! The generalised Jensen–Shannon divergence of a teacher and a student.

use super::distillation::{checked, distillation};
use super::loss::{Loss, Reduction};
use crate::Error;
use crate::error::parameter;
use crate::float::not_negative::not_negative;
use crate::float::sum::sum;
use crate::terms::kl::kl_term_apart;
use crate::vectors::logits::{Comparison, Softmax};

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
        let both = Comparison::of(p, q);
        let outcomes: Vec<Outcome> = (both.outcomes())
            .map(|o| {
                let (p, q) = both.probabilities(o, 1.0);
                Outcome {
                    p,
                    q,
                    difference: both.difference(o),
                    ln_ratio: -both.log_ratio(o),
                }
            })
            .collect();
        value.push(if beta == 1.0 {
            Comparison::of(q, p).kl()
        } else {
            sum(outcomes.iter().map(|o| term(o, beta)))
        });
        // Measured from the likeliest class: for a confident student the mean is next to its
        // value.
        let mut top = 0;
        for (k, o) in outcomes.iter().enumerate() {
            if o.q > outcomes[top].q {
                top = k;
            }
        }
        let most = both.outcomes().nth(top);
        let above = both.outcomes().zip(&outcomes).map(|(outcome, o)| {
            let apart = most.and_then(|most| Comparison::log_ratio_apart(outcome, most));
            above(o, &outcomes[top], apart, beta)
        });
        let above: Vec<f64> = above.collect();
        let weighted = outcomes.iter().zip(above);
        let mean = sum(weighted.clone().map(|(o, l)| o.q * l));
        gradient.extend(weighted.map(|(o, l)| o.q * (l - mean) / beta / divisor));
    }
    Ok(Loss {
        value: sum(value) / divisor,
        gradient,
    })
}

struct Outcome {
    p: f64,
    q: f64,
    /// q − p, also where rounding leaves p and q equal.
    difference: f64,
    /// ln(q/p), also where p or q underflows.
    ln_ratio: f64,
}

/// The term of one outcome for 0 < β < 1: both divergences as sums of p ln(p/m) − p + m,
/// which is ≥ 0.
fn term(o: &Outcome, beta: f64) -> f64 {
    let alpha = 1.0 - beta;
    let m = beta * o.p + alpha * o.q;
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
        let of_p = ln_mixture(alpha, o.ln_ratio, o.ln_ratio.exp_m1());
        return far(o.p, of_p) / alpha + far(o.q, -logarithm(o, beta)) / beta;
    }
    let d = o.difference;
    kl_term_apart(o.p, m, alpha * d) / alpha + kl_term_apart(o.q, m, -beta * d) / beta
}

/// ln(q/m), for β > 0.
fn logarithm(o: &Outcome, beta: f64) -> f64 {
    if beta == 1.0 {
        o.ln_ratio
    } else {
        let x = -o.ln_ratio;
        // The quotient, because the exponential would magnify the rounding of a large
        // logarithm.
        let excess = if x.abs() > 1.0 && o.q > 1e-290 {
            o.p / o.q - 1.0
        } else {
            x.exp_m1()
        };
        -ln_mixture(beta, x, excess)
    }
}

/// ln(q/m) of an outcome less that of the outcome `top`, from the difference of their
/// ln(p/q).
///
/// Not a difference of the two logarithms, which may agree in all their digits: if P is
/// concentrated on outcomes that Q lacks, each is next to −ln(1 − β).
fn above(o: &Outcome, top: &Outcome, apart: Option<f64>, beta: f64) -> f64 {
    let Some(x) = apart else {
        return logarithm(o, beta) - logarithm(top, beta);
    };
    if beta == 1.0 {
        return -x;
    }
    // m/q of the outcome over that of `top` is 1 − w + w eˣ, where w is P's share of m at
    // `top`.
    let of_p = if top.p > 1e-290 {
        beta * (top.p / top.q)
    } else {
        beta * (-top.ln_ratio).exp()
    };
    let m = (1.0 - beta) + of_p;
    let (w, rest) = (of_p / m, (1.0 - beta) / m);
    // w eˣ, and w (eˣ − 1)
    let smallest = o.p.min(o.q).min(top.p).min(top.q);
    let (power, y) = if x.abs() > 1.0 && smallest > 1e-290 {
        // Quotients, because the exponential would magnify the rounding of a large
        // logarithm.
        let (here, there) = (o.p / o.q, top.p / top.q);
        (beta * here / m, beta * (here - there) / m)
    } else if !(1e-290..=1e290).contains(&of_p) || x.abs() > 600.0 {
        return logarithm(o, beta) - logarithm(top, beta);
    } else {
        (w * x.exp(), w * x.exp_m1())
    };
    if y > -0.5 {
        -y.ln_1p()
    } else {
        -(rest + power).ln()
    }
}

/// ln(1 − w + w eˣ), for w between 0 and 1, neither included, and `excess` eˣ − 1.
fn ln_mixture(w: f64, x: f64, excess: f64) -> f64 {
    if x > 700.0 {
        // eˣ overflows, and the rest is negligible beside it.
        return x + w.ln();
    }
    let y = w * excess;
    if y > -0.5 {
        y.ln_1p()
    } else {
        // Summed without the 1 + y, which would cancel.
        ((1.0 - w) + w * x.exp()).ln()
    }
}
