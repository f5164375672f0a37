//! The reverse fits, which minimise D(Q‖P).

use super::descent::{Descent, Evaluation};
use super::grid::{Panels, panels, refine};
use super::parameters::{Component, Parameters, Triangle};
use super::search::{Found, search};
use super::starts::{mixture_starts, normal_starts};
use super::{Fit, Options, Target};
use crate::float::gauss::panel;
use crate::float::sum::CompensatedSum;
use crate::{Error, NormalMixture};
use nalgebra::DVector;
use statrs::distribution::Normal;
use std::borrow::Cow;

/// The normal distributions Q at which D(Q‖P) = ∫ q ln(q/p) has a local minimum.
///
/// P is `target`, Q is a result. The descents start at each mode of P, at some of its
/// quantiles, at its mean, and at the caller's starts. Each minimum is reported, the
/// smallest divergence first, and each saddle at which a descent ended, too; see
/// [`Fit::is_minimum`]. A minimum to which no start leads is not found.
///
/// The integral under Q extends to twelve standard deviations on either side of its mean.
///
/// # How
///
/// With ℓ = ln(q/p) and s = ∂ ln q by the parameters, the gradient is E[s ℓ] and the Hessian
/// E[(∂s + ssᵀ) ℓ + ssᵀ], both under Q: no derivative of p is needed. Newton's
/// method is kept to a trust region, turned away from saddles, and goes on until
/// it cannot improve the gradient.
///
/// # Conventions
///
/// Never negative. A search that does not converge says so in [`Fit::converged`]. An
/// automatic start at which D(Q‖P) is infinite, because ln p is −∞ somewhere, is skipped.
///
/// # Accuracy
///
/// For analytic ln p, with κ = 1/min(1, [`Fit::least_curvature`]): the mean within 4 ulp
/// times κ max(1, σ/|μ|); the standard deviation within 4 ulp times κ max(1, |μ|/σ); the
/// divergence within 4 ulp times max(1, |μ|/σ) and the size of the terms, 1 + |E ln q| +
/// |E ln p|, over itself. At a bifurcation κ is infinite: nothing can be said of the
/// parameters. [`Fit::quadrature_error`] says if ln p is not as smooth as that.
///
/// Panels of 16 nodes are halved until both ln p and ln q are resolved: a transition from
/// one mode to the next may be as sharp as it likes, anywhere under Q. A feature narrower
/// than σ/10 with no effect beside it, such as a spike, may fall between the nodes: give
/// [its place](Target::with_points). The components of a mixture are known.
///
/// # Errors
///
/// - [`Error::Range`] if P is zero outside an interval: D(Q‖P) is infinite for all Q.
/// - [`Error::LogDensity`] names the place if ln p is −∞, ∞ or NaN near a start of the
///   caller's, or near all others.
/// - [`Error::Entry`] names a start with an infinite parameter.
/// - [`Error::Parameter`] names a gradient tolerance that is not positive and finite.
/// - [`Error::Empty`] if there is no start.
///
/// # Example
///
/// ```
/// use kl_core::fit::{Options, Target, reverse_normal};
/// use kl_core::statrs::statistics::Distribution;
///
/// // A double well: a normal distribution in each, and a worse one across both.
/// let target = Target::on_line(|x| -4.0 * (x * x - 1.0).powi(2), -4.0, 4.0)?;
/// let fits = reverse_normal(&target, &Options::default())?;
/// let means: Vec<f64> = fits
///     .iter()
///     .filter(|fit| fit.is_minimum())
///     .filter_map(|fit| fit.model.mean())
///     .collect();
/// assert_eq!(means.len(), 3);
/// assert!((means[0] + means[1]).abs() < 1e-12);
/// assert!(means[2].abs() < 1e-12);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.1.2, for the
/// two directions. The derivatives follow from the definition.
pub fn reverse_normal(
    target: &Target<'_>,
    options: &Options<Normal>,
) -> Result<Vec<Fit<Normal>>, Error> {
    target.check_line()?;
    options.check()?;
    search(
        normal_starts(target, options)?,
        |at| at.0.first().and_then(Component::normal),
        |start| run(target, options, start),
    )
}

/// The mixtures Q of k normal distributions at which D(Q‖P) = ∫ q ln(q/p) has a local
/// minimum.
///
/// As [`reverse_normal`], with these differences: the descents start from sets of modes and
/// of quantiles; the components of a result are in the order of their means. There are many
/// local minima as soon as P has several modes, and there is no certainty that all are
/// found. If fewer components would do, the best Q is not unique; then
/// [`Fit::least_curvature`] is about 0, and there may be as many results as starts.
///
/// # Conventions
///
/// The conventions of [`reverse_normal`].
///
/// # Accuracy
///
/// Within 4 ulp times the same condition numbers, σ being that of the component; a
/// weight w within 4 ulp times κ/w.
///
/// # Errors
///
/// The errors of [`reverse_normal`], and
///
/// - [`Error::Parameter`] names the number of components if it is 0 or above 32.
/// - [`Error::Size`] names a start without k components.
/// - [`Error::MatrixEntry`] for a start with a weight of 0: the start is the row.
///
/// # Example
///
/// ```
/// use kl_core::fit::{Options, Target, reverse_mixture};
/// use kl_core::statrs::distribution::Normal;
/// use kl_core::{NormalMixture, Pmf};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let modes = vec![Normal::new(-3.0, 1.0)?, Normal::new(3.0, 1.0)?];
/// let p = NormalMixture::new(Pmf::new([0.25, 0.75])?, modes)?;
/// let fits = reverse_mixture(&Target::of_mixture(&p)?, 2, &Options::default())?;
/// // P itself is among the mixtures of two.
/// assert!(fits[0].divergence.nats() < 1e-14);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// As that of [`reverse_normal`].
pub fn reverse_mixture(
    target: &Target<'_>,
    k: usize,
    options: &Options<NormalMixture<Normal>>,
) -> Result<Vec<Fit<NormalMixture<Normal>>>, Error> {
    target.check_line()?;
    options.check()?;
    search(
        mixture_starts(target, k, options)?,
        Parameters::mixture,
        |start| run(target, options, start),
    )
}

/// Descends first with few panels, to find the neighbourhood. Then descends with panels
/// halved until they resolve both logarithms there, again until that changes nothing or the
/// iterations are used up.
fn run<M>(target: &Target<'_>, options: &Options<M>, start: Parameters) -> Result<Found, Error> {
    let few = |q: &Parameters| evaluate(target, q, |i| Cow::Owned(first_panels(target, &q.0[i])));
    let mut found = options.descend(start, options.max_iterations, few)?;
    let mut rounds = 0;
    loop {
        let resolved = resolve(target, &found.at)?;
        let left = options.max_iterations.saturating_sub(found.iterations);
        // The panels stay fixed during a descent, so that the minimised function is smooth.
        let next = options.descend(found.at.clone(), left, |q| {
            evaluate(target, q, |i| Cow::Borrowed(&resolved[i].fine))
        })?;
        rounds += 1;
        let (before, now) = (found.evaluation.value, next.evaluation.value);
        let same = found.at.distance(&next.at) <= SAME_PLACE
            && (before - now).abs() <= SAME_VALUE * (1.0 + now.abs());
        let iterations = found.iterations + next.iterations;
        found = Descent { iterations, ..next };
        if same || iterations >= options.max_iterations || rounds == MOST_ROUNDS {
            let halved = |i: usize| Cow::Borrowed(&resolved[i].coarse[..]);
            let coarse = evaluate(target, &found.at, halved)?.value;
            return Ok(Found {
                quadrature_error: (coarse - now).abs(),
                descent: found,
            });
        }
    }
}

/// The most descents with refined panels; the second is usually the last.
const MOST_ROUNDS: usize = 8;
/// Panels to begin with: 256 nodes for each component, besides those for the target's
/// points.
const FIRST_PANELS: usize = 16;
/// Largest distance, in standard deviations, that is only the rounding of the gradient.
const SAME_PLACE: f64 = 1e-11;
const SAME_VALUE: f64 = 1e-13;

/// Panels for the integral under a component, in its standard deviations.
fn first_panels(target: &Target<'_>, c: &Component) -> Vec<(f64, f64)> {
    let points = target.points().iter();
    let points: Vec<f64> = points.map(|x| (x - c.mean) / c.sigma).collect();
    panels(-REACH, REACH, FIRST_PANELS, &points)
}

/// For each component of Q, panels on which ln p and ln q are each resolved: the divergence
/// needs their difference, the Hessian the share that each component of Q has.
///
/// ln p may have nearly a kink between two modes, wherever one component gives way to
/// another; the place is not known beforehand.
fn resolve(target: &Target<'_>, q: &Parameters) -> Result<Vec<Panels<LOGS>>, Error> {
    let mut shares = Vec::new();
    let mut s = vec![0.0; q.dimension()];
    let mut each = |c: &Component| {
        let mut terms = |z: f64| {
            let x = c.mean + c.sigma * z;
            let density = PEAK * (-0.5 * z * z).exp();
            let ln_p = density * finite_ln_p(target, x)?;
            let ln_q = density * q.at(x, &mut shares, &mut s);
            Ok([ln_p, z * ln_p, z * z * ln_p, ln_q, z * ln_q, z * z * ln_q])
        };
        let start = first_panels(target, c);
        let mut sizes = [1.0; LOGS];
        for &(a, b) in &start {
            for (z, w) in panel(a, b) {
                for (size, term) in sizes.iter_mut().zip(terms(z)?) {
                    *size += w * term.abs();
                }
            }
        }
        // Rounding error of z, which is large where the mean is large beside the standard
        // deviation: features below it are not resolved.
        let rounding = f64::EPSILON * (c.mean / c.sigma).abs();
        let relative = CLOSE_ENOUGH.max(16.0 * rounding);
        refine(&start, sizes.map(|size| NOTHING * size), relative, terms)
    };
    q.0.iter().map(&mut each).collect()
}

/// Tolerance relative to a panel's own integral: close to a kink the error falls only
/// fourfold at each halving, and a tolerance relative to the whole is not enough where Q has
/// little mass.
const CLOSE_ENOUGH: f64 = 1e-13;
/// Tolerance relative to the whole integral: the error allowed on any panel.
const NOTHING: f64 = 1e-16;
/// ln p and ln q, times 1, z and z².
const LOGS: usize = 6;

fn finite_ln_p(target: &Target<'_>, x: f64) -> Result<f64, Error> {
    let value = target.ln_p(x);
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::LogDensity { of: "P", x, value })
    }
}

/// Half-width of the range of integration, in Q's standard deviations. e^(−12²/2) is 1e-31,
/// so even an ln p that falls like −e^|x| is covered for σ up to 3.
const REACH: f64 = 12.0;
/// 1/√(2π)
const PEAK: f64 = 0.398_942_280_401_432_7;

/// D(Q‖P) and its derivatives, each component's share of the integral on panels of its own.
fn evaluate<'p>(
    target: &Target<'_>,
    q: &Parameters,
    panels_of: impl Fn(usize) -> Cow<'p, [(f64, f64)]>,
) -> Result<Evaluation, Error> {
    let n = q.dimension();
    let (mut value, mut gradient) = (CompensatedSum::default(), vec![0.0; n]);
    let mut hessian = Triangle::zeros(n);
    let (mut shares, mut s, mut d) = (Vec::new(), vec![0.0; n], vec![0.0; n]);
    for (i, c) in q.0.iter().enumerate() {
        let weight = c.ln_weight.exp();
        for &(a, b) in panels_of(i).iter() {
            for (z, w) in panel(a, b) {
                let x = c.mean + c.sigma * z;
                let mass = weight * w * (PEAK * (-0.5 * z * z).exp());
                let ln_p = finite_ln_p(target, x)?;
                let ln_q = q.at(x, &mut shares, &mut s);
                let ratio = ln_q - ln_p;
                value.add(mass * ratio);
                q.component_gradient(i, z, &mut d);
                for (total, d) in gradient.iter_mut().zip(&d) {
                    *total += mass * ratio * d;
                }
                q.add_component_hessian(i, z, mass * ratio, &d, &mut hessian);
                hessian.add_square(mass, &s);
            }
        }
    }
    q.add_logits(value.total(), &mut hessian);
    Ok(Evaluation {
        value: value.total(),
        gradient: DVector::from_vec(gradient),
        hessian: hessian.matrix(n),
    })
}

#[cfg(test)]
mod tests {
    use super::{REACH, evaluate};
    use crate::Error;
    use crate::fit::Target;
    use crate::fit::descent::{check_derivatives, somewhere};
    use crate::fit::grid::panels;
    use std::borrow::Cow;

    #[test]
    fn the_derivatives_are_right() -> Result<(), Error> {
        let target = Target::on_line(|x| -0.1 * (x * x - 3.0).powi(2) + 0.3 * x, -7.0, 7.0)?;
        let fixed = panels(-REACH, REACH, 64, &[]);
        check_derivatives(&somewhere(), |q| {
            evaluate(&target, q, |_| Cow::Borrowed(&fixed))
        })
    }
}
