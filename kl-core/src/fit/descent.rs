//! Newton's method within a trust region, for a handful of parameters.

use super::parameters::Parameters;
use crate::Error;
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// The value, the gradient and the Hessian of the minimised function, in the coordinates of
/// [`Parameters`].
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    pub(crate) value: f64,
    pub(crate) gradient: DVector<f64>,
    pub(crate) hessian: DMatrix<f64>,
}

impl Evaluation {
    /// The largest entry of the gradient.
    pub(crate) fn slope(&self) -> f64 {
        self.gradient.amax()
    }

    fn is_finite(&self) -> bool {
        let numbers = self.gradient.iter().chain(self.hessian.iter());
        self.value.is_finite() && numbers.copied().all(f64::is_finite)
    }

    /// The smallest eigenvalue of the Hessian, and its eigenvector.
    pub(crate) fn least_curvature(&self) -> (f64, DVector<f64>) {
        let none = (f64::NAN, DVector::zeros(self.gradient.len()));
        let Some(eigen) = self.eigen() else {
            return none;
        };
        let pairs = eigen
            .eigenvalues
            .iter()
            .zip(eigen.eigenvectors.column_iter());
        pairs
            .min_by(|a, b| a.0.total_cmp(b.0))
            .map_or(none, |(value, vector)| (*value, vector.into_owned()))
    }

    fn eigen(&self) -> Option<SymmetricEigen<f64, nalgebra::Dyn>> {
        SymmetricEigen::try_new(self.hessian.clone(), f64::EPSILON, 10_000)
    }

    /// Newton's step, shortened to at most this length.
    ///
    /// The sign is turned along a direction of negative curvature, so that the step goes
    /// downhill and away from a saddle.
    fn step(&self, radius: f64) -> Option<DVector<f64>> {
        let eigen = self.eigen()?;
        let floor = FLAT * eigen.eigenvalues.amax();
        let mut step = DVector::zeros(self.gradient.len());
        for (value, vector) in eigen
            .eigenvalues
            .iter()
            .zip(eigen.eigenvectors.column_iter())
        {
            let curvature = value.abs().max(floor);
            if curvature > 0.0 {
                step -= vector * (vector.dot(&self.gradient) / curvature);
            }
        }
        let length = step.norm();
        if !length.is_finite() {
            return None;
        }
        Some(if length > radius {
            step * (radius / length)
        } else {
            step
        })
    }
}

/// Threshold relative to the largest curvature: below it, a curvature is rounding.
const FLAT: f64 = 1e-13;

/// The end of a descent.
#[derive(Clone, Debug)]
pub(crate) struct Descent {
    pub(crate) at: Parameters,
    pub(crate) evaluation: Evaluation,
    /// The gradient is below the tolerance.
    pub(crate) converged: bool,
    pub(crate) iterations: usize,
}

/// Descends until the gradient is below the tolerance, and then as long as a step halves it:
/// the parameters become as exact as the rounding of the gradient allows.
///
/// The value never increases, but by its own rounding. It is an error if the start cannot be
/// evaluated; a step to a place that cannot be is too long, and not taken.
pub(crate) fn descend(
    start: Parameters,
    most_iterations: usize,
    tolerance: f64,
    evaluate: impl Fn(&Parameters) -> Result<Evaluation, Error>,
) -> Result<Descent, Error> {
    let mut at = start;
    let mut here = evaluate(&at)?;
    let mut iterations = 0;
    // A step of 1 is one standard deviation.
    let mut radius = 1.0;
    while iterations < most_iterations && radius > SHORTEST {
        let Some(step) = here.step(radius) else {
            break;
        };
        iterations += 1;
        let length = step.norm();
        let next = at.moved(&step);
        let next = next.and_then(|to| evaluate(&to).ok().map(|there| (to, there)));
        let next = next.filter(|(_, there)| there.is_finite());
        let near = here.slope() <= tolerance;
        match next {
            Some((to, there)) if better(&here, &there, near) => {
                radius = (2.0 * length).clamp(radius, LONGEST);
                (at, here) = (to, there);
            }
            _ if near => break,
            _ => radius = 0.25 * length,
        }
    }
    Ok(Descent {
        converged: here.slope() <= tolerance,
        at,
        evaluation: here,
        iterations,
    })
}

/// Whether `there` is better: close to the optimum the value is flat to the last digit, and
/// the gradient decides.
fn better(here: &Evaluation, there: &Evaluation, near: bool) -> bool {
    let rounding = 1e-13 * (1.0 + here.value.abs());
    let flatter = there.slope() < 0.5 * here.slope() && there.value <= here.value + rounding;
    flatter || (!near && there.value < here.value)
}

/// Longest step, in standard deviations: farther away, the second derivatives mean little.
const LONGEST: f64 = 2.0;
/// Shortest radius: no step within it changes anything.
const SHORTEST: f64 = 1e-14;

/// Fails unless the gradient and the Hessian agree with central differences of the value and
/// of the gradient.
#[cfg(test)]
pub(crate) fn check_derivatives(
    at: &Parameters,
    evaluate: impl Fn(&Parameters) -> Result<Evaluation, Error>,
) -> Result<(), Error> {
    let (n, h) = (at.dimension(), 1e-5);
    let here = evaluate(at)?;
    for i in 0..n {
        let beside = |side: f64| {
            let step = DVector::from_fn(n, |j, _| if i == j { side * h } else { 0.0 });
            at.moved(&step).map(|to| evaluate(&to))
        };
        let (Some(up), Some(down)) = (beside(1.0), beside(-1.0)) else {
            panic!("no neighbour {i}");
        };
        let (up, down) = (up?, down?);
        let slope = (up.value - down.value) / (2.0 * h);
        assert!(
            (slope - here.gradient[i]).abs() < 1e-8,
            "{i}: {slope} {here:?}"
        );
        // A neighbour's coordinates are in its own units: a step of a mean is counted in its
        // own standard deviation.
        let k = at.0.len();
        for j in 0..n {
            let own = |side: f64| {
                if j < k && i == k + j {
                    (-side * h).exp()
                } else {
                    1.0
                }
            };
            let curvature = (up.gradient[j] * own(1.0) - down.gradient[j] * own(-1.0)) / (2.0 * h);
            let got = here.hessian[(i, j)];
            assert!((curvature - got).abs() < 1e-8, "{i} {j}: {curvature} {got}");
        }
    }
    Ok(())
}

/// A mixture of three where no derivative is zero.
#[cfg(test)]
pub(crate) fn somewhere() -> Parameters {
    let parts = [(0.2f64, -2.0, 0.7), (0.5, 0.5, 1.2), (0.3, 3.0, 0.9)];
    let components = parts.map(|(weight, mean, sigma)| super::parameters::Component {
        ln_weight: weight.ln(),
        mean,
        sigma,
    });
    Parameters(components.to_vec())
}
