//! What is known of a covariance.

use crate::Information;
use crate::float::sum::{CompensatedSum, sum};
use crate::normal::positive_definite::PositiveDefinite;
use crate::normal::univariate::scaled_difference;
use crate::terms::ratio::ratio_term;
use nalgebra::DVector;
use std::sync::OnceLock;

/// The covariance, in the form in which it was given.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// A covariance or its factor.
    Dense(PositiveDefinite),
    /// Variances of independent variables.
    Diagonal(DVector<f64>, OnceLock<Box<PositiveDefinite>>),
    /// The precision matrix with its variables in reverse, and the covariance.
    Precision(Box<[PositiveDefinite; 2]>),
}

impl Shape {
    pub(super) fn diagonal(variances: DVector<f64>) -> Self {
        Shape::Diagonal(variances, OnceLock::new())
    }

    pub(super) fn covariance(&self) -> &PositiveDefinite {
        match self {
            Shape::Dense(covariance) => covariance,
            Shape::Diagonal(variances, dense) => {
                dense.get_or_init(|| Box::new(PositiveDefinite::of_diagonal(variances.as_slice())))
            }
            Shape::Precision(both) => &both[1],
        }
    }

    /// D(P‖Q), where it takes less than the covariances.
    pub(super) fn kl(
        &self,
        mean: &DVector<f64>,
        (q, mean_q): (&Self, &DVector<f64>),
    ) -> Option<Information> {
        let nats = match (self, q) {
            (Shape::Diagonal(p, _), Shape::Diagonal(q, _)) => {
                let mut total = CompensatedSum::default();
                for ((&vp, &vq), (&a, &b)) in p.iter().zip(q).zip(mean.iter().zip(mean_q)) {
                    total.add(0.5 * ratio_term(vp, vq));
                    total.add(half_square(a, b, vq));
                }
                total.total()
            }
            (Shape::Precision(p), Shape::Precision(q)) => {
                // tr(Σq⁻¹Σp) is that of the precision matrices, and so is ln(det Σp/det Σq).
                let ([p, _], [q, _]) = (&**p, &**q);
                let difference = |i, j| p.difference_to(q, i, j);
                let shape = p.shape_divergence(q, &difference);
                let scores = q.scores_in_reverse([mean.as_slice(), mean_q.as_slice()]);
                let total = shape + sum(scores.iter().map(|z| (0.5 * z.value) * z.value));
                if total.is_nan() { f64::INFINITY } else { total }
            }
            _ => return None,
        };
        Some(Information::from_nats(nats))
    }
}

/// ½(a − b)²/v.
pub(super) fn half_square(a: f64, b: f64, v: f64) -> f64 {
    let z = scaled_difference(a, b, v.sqrt());
    let difference = a - b;
    let square = difference * difference;
    // One rounding less than by the root, where nothing over- or underflows.
    if square.is_normal() && square < 1e300 {
        0.5 * (square / v)
    } else {
        (0.5 * z) * z
    }
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Shape::Dense(a), Shape::Dense(b)) => a == b,
            (Shape::Diagonal(a, _), Shape::Diagonal(b, _)) => a == b,
            (Shape::Precision(a), Shape::Precision(b)) => a[0] == b[0],
            _ => false,
        }
    }
}
