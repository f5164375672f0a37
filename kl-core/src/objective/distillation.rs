//! Distillation with a temperature.

use super::input::{labels, logits, rows};
use super::loss::{Loss, Reduction};
use crate::error::{parameter, same_size};
use crate::float::sum::{CompensatedSum, sum};
use crate::vectors::logits::{Comparison, Kept, Softmax, kl_and_difference};
use crate::{Error, Float};

/// Distillation: the divergence of the student from the teacher, both softened by a
/// temperature T.
///
/// T² D(softmax(teacher/T)‖softmax(student/T)), over the rows as the reduction says.
///
/// P is the teacher, the truth; Q is the student, the model. Both are logits, row after
/// row of so many `classes`. The gradient is that in the student's logits:
/// T (softmax(student/T) − softmax(teacher/T)).
///
/// # Conventions
///
/// Never negative, and the same after adding a constant to a row. T² keeps the size of
/// the gradient while T changes: for large T the objective tends to the mean of
/// ½(s − t)² over the classes, where s and t are the logits less their means. At T = 1
/// it is the divergence itself. In nats.
///
/// A logit of −∞ is a probability of zero. Where teacher and student both have one, the class
/// adds nothing, and its derivative is 0: that is how a mask is written. Where the student alone
/// has one, the value is ∞, and the derivative is the limit −T p from finite logits.
///
/// # Accuracy
///
/// The value within 10 ulp, also for a student next to the teacher, for temperatures up
/// to 10⁶⁰ (beyond, the divergence itself may be below the smallest double). The
/// gradient within 8 ulp of its largest entry, if that is above 10⁻²⁹⁰. From `f32` the value is
/// as right as from the same numbers as `f64`, and the gradient is rounded to `f32` once more.
///
/// # Errors
///
/// - [`Error::Empty`] if there are no logits.
/// - [`Error::Size`] if the student does not have as many as the teacher.
/// - [`Error::NotMultiple`] if they do not fill rows of these classes, and
///   [`Error::Parameter`] if there are no classes.
/// - [`Error::Entry`] names the first logit that is NaN, +∞, or finite and not below 2¹⁰⁰⁰ or
///   1e300 T in size, and the first of a row in which all are −∞.
/// - [`Error::Parameter`] if the temperature is not positive and finite.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, distillation};
///
/// let loss = distillation(&[2.0, 0.0], &[0.0, 0.0], 2, 4.0, Reduction::BatchMean)?;
/// assert_eq!(format!("{:.4}", loss.value), "0.4848");
/// assert_eq!(format!("{:.4}", loss.gradient[1]), "0.4898");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015),
/// arXiv:1503.02531, section 2.
pub fn distillation<F: Float>(
    teacher: &[F],
    student: &[F],
    classes: usize,
    temperature: f64,
    reduction: Reduction,
) -> Result<Loss<Vec<F>>, Error> {
    let mut gradient = vec![F::from_f64(0.0); student.len()];
    let value = distillation_into(
        teacher,
        student,
        classes,
        temperature,
        reduction,
        &mut gradient,
    )?;
    Ok(Loss { value, gradient })
}

/// [`distillation`] with the gradient in a slice that is there: gives the value.
///
/// T² D(softmax(teacher/T)‖softmax(student/T)), over the rows as the reduction says.
///
/// A fresh vector may cost more than the numbers in it; a training loop keeps one.
///
/// # Conventions, accuracy, reference
///
/// Those of [`distillation`].
///
/// # Errors
///
/// Those of [`distillation`]; [`Error::Size`] also if there are not as many derivatives as
/// logits.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, distillation_into};
///
/// let (teacher, student) = ([2.0_f32, 0.0], [0.0_f32, 0.0]);
/// let mut gradient = [0.0; 2];
/// let sum = Reduction::Sum;
/// let value = distillation_into(&teacher, &student, 2, 4.0, sum, &mut gradient)?;
/// assert_eq!(format!("{value:.4}"), "0.4848");
/// assert_eq!(format!("{:.4}", gradient[1]), "0.4898");
/// # Ok::<(), kl_core::Error>(())
/// ```
pub fn distillation_into<F: Float>(
    teacher: &[F],
    student: &[F],
    classes: usize,
    temperature: f64,
    reduction: Reduction,
    gradient: &mut [F],
) -> Result<f64, Error> {
    let rows = checked(teacher, student, classes, temperature)?;
    same_size("derivatives", gradient.len(), OF_STUDENT, student.len())?;
    let divisor = reduction.divisor(rows);
    let scale = temperature / divisor;
    let mut value = CompensatedSum::default();
    let mut kept = Kept::default();
    let pairs = teacher.chunks(classes).zip(student.chunks(classes));
    for ((t, s), gradient) in pairs.zip(gradient.chunks_mut(classes)) {
        let in_lanes = kl_and_difference([t, s], temperature, scale, false, &mut kept, gradient);
        value.add(in_lanes.unwrap_or_else(|| {
            let [p, q] = [t, s].map(|logits| Softmax::new(logits, temperature));
            let both = Comparison::of(p, q);
            for (derivative, outcome) in gradient.iter_mut().zip(both.outcomes()) {
                *derivative = F::from_f64(both.difference_times(outcome, scale));
            }
            both.kl()
        }));
    }
    // Multiplied in this order, because T² may underflow where the product does not.
    Ok(temperature * (temperature * value.total()) / divisor)
}

/// Distillation with labels: the average of [`distillation`] and of the cross-entropy
/// with the true labels.
///
/// (1 − w) T² D(softmax(teacher/T)‖softmax(student/T)) − w ln softmax(student)ᵧ, over
/// the rows as the reduction says.
///
/// w is `hard_weight`. The second term is at temperature 1, whatever T is. The gradient
/// is that in the student's logits.
///
/// # Conventions
///
/// As [`distillation`], which it is for w = 0.
///
/// # Accuracy
///
/// The value within 10 ulp. The gradient within 12 ulp of its largest term.
///
/// # Errors
///
/// As [`distillation`], and
///
/// - [`Error::Size`] if there are not as many labels as rows.
/// - [`Error::Entry`] names the first label that is not a class.
/// - [`Error::Parameter`] if the weight is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::objective::{Reduction, distillation_with_labels};
///
/// let (teacher, student) = ([2.0, 0.0], [0.0, 0.0]);
/// let loss = |w| distillation_with_labels(&teacher, &student, 2, &[0], 4.0, w, Reduction::Sum);
/// assert_eq!(format!("{:.4}", loss(0.0)?.value), "0.4848");
/// assert_eq!(format!("{:.4}", loss(1.0)?.value), "0.6931");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015),
/// arXiv:1503.02531, section 2.
pub fn distillation_with_labels(
    teacher: &[f64],
    student: &[f64],
    classes: usize,
    true_labels: &[usize],
    temperature: f64,
    hard_weight: f64,
    reduction: Reduction,
) -> Result<Loss, Error> {
    let soft = distillation(teacher, student, classes, temperature, reduction)?;
    let rows = rows(OF_STUDENT, student.len(), CLASSES, classes)?;
    same_size("labels", true_labels.len(), "rows of logits", rows)?;
    labels(true_labels, classes)?;
    let valid = (0.0..=1.0).contains(&hard_weight);
    parameter("hard weight", hard_weight, valid, "from 0 to 1")?;
    let divisor = reduction.divisor(rows);
    let mut surprises = Vec::with_capacity(rows);
    let mut hard_gradient = Vec::with_capacity(student.len());
    for (row, &label) in student.chunks(classes).zip(true_labels) {
        let softmax = Softmax::new(row, 1.0);
        surprises.push(softmax.surprise(label));
        hard_gradient.extend((0..classes).map(|k| {
            if k == label {
                -softmax.complement(k)
            } else {
                softmax.probability(k)
            }
        }));
    }
    // A weight of 0 drops its term, also where that is infinite.
    let mix = |soft: f64, hard: f64| match hard_weight {
        0.0 => soft,
        1.0 => hard / divisor,
        w => (1.0 - w) * soft + w * hard / divisor,
    };
    let gradients = soft.gradient.iter().zip(&hard_gradient);
    Ok(Loss {
        value: mix(soft.value, sum(surprises)),
        gradient: gradients.map(|(&s, &h)| mix(s, h)).collect(),
    })
}

const OF_TEACHER: &str = "logits of the teacher";
const OF_STUDENT: &str = "logits of the student";
const CLASSES: &str = "number of classes";

/// The number of rows, or an error.
pub(super) fn checked<F: Float>(
    teacher: &[F],
    student: &[F],
    classes: usize,
    temperature: f64,
) -> Result<usize, Error> {
    let valid = temperature > 0.0 && temperature < f64::INFINITY;
    let rows = rows(OF_TEACHER, teacher.len(), CLASSES, classes)?;
    same_size(OF_STUDENT, student.len(), OF_TEACHER, teacher.len())?;
    parameter("temperature", temperature, valid, "positive and finite")?;
    logits("logit of the teacher", teacher, classes, temperature)?;
    logits("logit of the student", student, classes, temperature)?;
    Ok(rows)
}
