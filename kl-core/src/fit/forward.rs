//! The forward fits, which minimise D(P‖Q).

use super::descent::{Descent, Evaluation};
use super::parameters::{Component, Parameters, Triangle};
use super::search::{Found, search};
use super::starts::mixture_starts;
use super::target::Node;
use super::{Fit, Options, Target};
use crate::float::not_negative::not_negative;
use crate::float::sum::{CompensatedSum, sum};
use crate::{Error, Information, NormalMixture};
use nalgebra::DVector;
use statrs::distribution::Normal;

/// The normal distribution Q with the least D(P‖Q) = ∫ p ln(p/q): the one with P's mean
/// and variance.
///
/// P is `target`, Q is the result. There is one minimum and no other:
/// D(P‖R) − D(P‖Q) = D(Q‖R) for every normal R, because ln q and ln r are quadratic and Q
/// has P's moments.
///
/// # Conventions
///
/// Never negative. P is restricted to the target's range. [`Fit::starts`] is empty.
///
/// # Accuracy
///
/// The mean within 4 ulp times max(1, σ/|μ|); the standard deviation within 4 ulp times
/// max(1, |μ|/σ); the divergence within 4 ulp times max(1, |μ|/σ) and the size of the
/// terms, 1 + |E ln p| + |E ln q|, over itself; for a density that is analytic between
/// the target's points. [`Fit::quadrature_error`] says if it is not as smooth as that.
///
/// # Example
///
/// ```
/// use kl_core::fit::{Target, forward_normal};
///
/// // An exponential distribution: ½ ln(2π) − ½.
/// let fit = forward_normal(&Target::on_interval(|x| -x, 0.0, 60.0)?);
/// assert_eq!(format!("{:.4}", fit.divergence), "0.4189 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 8.6.5. Bishop,
/// *Pattern Recognition and Machine Learning* (2006), section 10.7, for the moments.
pub fn forward_normal(target: &Target<'_>) -> Fit<Normal> {
    let q = Component {
        ln_weight: 0.0,
        mean: target.mean(),
        sigma: target.standard_deviation(),
    };
    // `None` is impossible: the target has checked that both are finite and positive.
    let model = q.normal().unwrap_or_else(Normal::standard);
    let q = Parameters(vec![q]);
    let evaluation = evaluate(target.nodes(), &q);
    Fit {
        model,
        divergence: Information::from_nats(not_negative(evaluation.value)),
        quadrature_error: (value(target.coarse_nodes(), &q) - evaluation.value).abs(),
        gradient: evaluation.slope(),
        least_curvature: evaluation.least_curvature().0,
        converged: true,
        iterations: 0,
        starts: Vec::new(),
    }
}

/// The mixtures Q of k normal distributions at which D(P‖Q) = ∫ p ln(p/q) has a local
/// minimum.
///
/// P is `target`, Q is a result. Each start is a set of quantiles or of modes of P, or given
/// by the caller. From it go steps of expectation–maximisation, on P itself and not on a
/// sample, and then Newton's method. Each minimum and each saddle that was reached is
/// reported, the smallest divergence first, the components in the order of their means.
/// There is no certainty that all are found. If fewer components would do, the best Q is not
/// unique; then [`Fit::least_curvature`] is about 0, and there may be as many results as
/// starts.
///
/// # Conventions
///
/// Never negative. P is restricted to the target's range. A search that does not converge
/// says so in [`Fit::converged`].
///
/// # Accuracy
///
/// With κ = 1/min(1, [`Fit::least_curvature`]), a mean within 4 ulp times κ max(1,
/// σ/|μ|), a standard deviation within 4 ulp times κ, a weight w within 4 ulp times κ/w,
/// the divergence within 4 ulp times the size of the terms over itself; for a density
/// that is analytic between the target's points.
///
/// # Errors
///
/// - [`Error::Parameter`] names the number of components if it is 0 or above 32,
///   and a gradient tolerance that is not positive and finite.
/// - [`Error::Size`] names a start without k components.
/// - [`Error::MatrixEntry`] for a start with a weight of 0: the start is the row.
/// - [`Error::Empty`] if there is no start.
///
/// # Example
///
/// ```
/// use kl_core::fit::{Options, Target, forward_mixture};
///
/// // Two normals make a better uniform distribution than one.
/// let target = Target::on_interval(|_| 0.0, 0.0, 1.0)?;
/// let one = forward_mixture(&target, 1, &Options::default())?;
/// let two = forward_mixture(&target, 2, &Options::default())?;
/// assert!(two[0].divergence < one[0].divergence);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Dempster, Laird and Rubin, "Maximum Likelihood from Incomplete Data via the EM
/// Algorithm", Journal of the Royal Statistical Society B 39 (1977) 1–38, DOI
/// 10.1111/j.2517-6161.1977.tb01600.x.
pub fn forward_mixture(
    target: &Target<'_>,
    k: usize,
    options: &Options<NormalMixture<Normal>>,
) -> Result<Vec<Fit<NormalMixture<Normal>>>, Error> {
    options.check()?;
    search(
        mixture_starts(target, k, options)?,
        Parameters::mixture,
        |start| {
            let near = expectation_maximization(target.nodes(), start, options.max_iterations);
            let descent: Descent = options.descend(near, options.max_iterations, |q| {
                Ok(evaluate(target.nodes(), q))
            })?;
            let coarse = value(target.coarse_nodes(), &descent.at);
            Ok(Found {
                quadrature_error: (coarse - descent.evaluation.value).abs(),
                descent,
            })
        },
    )
}

/// Steps of expectation–maximisation as long as they help, but not many: near the optimum
/// Newton's method is faster.
fn expectation_maximization(nodes: &[Node], start: Parameters, most: usize) -> Parameters {
    let mut q = start;
    for _ in 0..most.min(EM_STEPS) {
        match em_step(nodes, &q) {
            Some(next) => q = next,
            None => break,
        }
    }
    q
}

const EM_STEPS: usize = 50;

/// One step of expectation–maximisation; `None` if a component has lost its mass.
///
/// The new component k has the mean and the variance of P weighted by k's share of Q's
/// density; its new weight is the mass of P so weighted.
fn em_step(nodes: &[Node], q: &Parameters) -> Option<Parameters> {
    let k = q.0.len();
    let (mut shares, mut s) = (Vec::new(), vec![0.0; q.dimension()]);
    // Moments about the old mean, in units of the old standard deviation.
    let mut moments: Vec<[CompensatedSum; 3]> = (0..k).map(|_| Default::default()).collect();
    for node in nodes {
        q.at(node.x, &mut shares, &mut s);
        for ((c, share), sums) in q.0.iter().zip(&shares).zip(&mut moments) {
            let z = (node.x - c.mean) / c.sigma;
            let mass = node.mass * share;
            for (sum, moment) in sums.iter_mut().zip([mass, mass * z, mass * z * z]) {
                sum.add(moment);
            }
        }
    }
    let mut next = q.clone();
    for (c, sums) in next.0.iter_mut().zip(&moments) {
        let [mass, first, second] = [0, 1, 2].map(|i| sums[i].total());
        let shift = first / mass;
        let variance = second / mass - shift * shift;
        if !(mass > 0.0 && variance > 0.0 && shift.is_finite() && variance.is_finite()) {
            return None;
        }
        *c = Component {
            ln_weight: mass.ln(),
            mean: c.mean + c.sigma * shift,
            sigma: c.sigma * variance.sqrt(),
        };
    }
    // A step of zero, because `moved` checks the sum of the weights and the bounds.
    next.moved(&DVector::zeros(q.dimension()))
}

/// D(P‖Q)
fn value(nodes: &[Node], q: &Parameters) -> f64 {
    sum(nodes
        .iter()
        .map(|node| node.mass * (node.ln_p - q.ln_pdf(node.x))))
}

/// D(P‖Q) and its derivatives.
fn evaluate(nodes: &[Node], q: &Parameters) -> Evaluation {
    let n = q.dimension();
    let (mut value, mut gradient) = (CompensatedSum::default(), vec![0.0; n]);
    let mut hessian = Triangle::zeros(n);
    let (mut shares, mut s, mut d) = (Vec::new(), vec![0.0; n], vec![0.0; n]);
    for &Node { x, mass, ln_p } in nodes {
        let ln_q = q.at(x, &mut shares, &mut s);
        value.add(mass * (ln_p - ln_q));
        for (total, s) in gradient.iter_mut().zip(&s) {
            *total -= mass * s;
        }
        // −∂² ln q = ssᵀ − Σ rₖ (∂² + dₖdₖᵀ)
        hessian.add_square(mass, &s);
        for (i, (c, share)) in q.0.iter().zip(&shares).enumerate() {
            let z = (x - c.mean) / c.sigma;
            q.component_gradient(i, z, &mut d);
            q.add_component_hessian(i, z, -mass * share, &d, &mut hessian);
        }
    }
    q.add_logits(-1.0, &mut hessian);
    Evaluation {
        value: value.total(),
        gradient: DVector::from_vec(gradient),
        hessian: hessian.matrix(n),
    }
}

#[cfg(test)]
mod tests {
    use super::{em_step, evaluate, value};
    use crate::fit::Target;
    use crate::fit::descent::{check_derivatives, somewhere};
    use crate::fit::parameters::{Component, Parameters};
    use crate::{Error, NormalMixture, Pmf};
    use statrs::distribution::Normal;

    #[test]
    fn no_step_of_expectation_maximization_is_uphill() -> Result<(), Error> {
        let normals = [(-4.0, 0.5), (0.5, 1.0), (5.0, 0.75)].map(|(m, s)| Normal::new(m, s));
        let normals: Vec<Normal> = normals.into_iter().flatten().collect();
        let p = NormalMixture::new(Pmf::new([0.25, 0.25, 0.5])?, normals)?;
        let target = Target::of_mixture(&p)?;
        for means in [[-9.0, 1.0], [0.0, 0.1], [4.0, 5.0]] {
            let mut q = Parameters(
                means
                    .map(|mean| Component {
                        ln_weight: -std::f64::consts::LN_2,
                        mean,
                        sigma: 2.0,
                    })
                    .to_vec(),
            );
            let mut before = value(target.nodes(), &q);
            let first = before;
            for _ in 0..100 {
                let Some(next) = em_step(target.nodes(), &q) else {
                    panic!("a component vanished");
                };
                q = next;
                // The components' moments add up to those of P: Q has P's mean and variance.
                let moment = |f: &dyn Fn(&Component) -> f64| -> f64 {
                    q.0.iter().map(|c| c.ln_weight.exp() * f(c)).sum()
                };
                let mean = moment(&|c| c.mean);
                let variance = moment(&|c| c.sigma.powi(2) + (c.mean - mean).powi(2));
                assert!((mean - target.mean()).abs() < 1e-13);
                assert!((variance.sqrt() - target.standard_deviation()).abs() < 1e-13);
                let now = value(target.nodes(), &q);
                assert!(now <= before + 1e-15, "{now} after {before}");
                before = now;
            }
            assert!(before < 0.7 * first, "{first} to {before}");
        }
        Ok(())
    }

    #[test]
    fn the_derivatives_are_right() -> Result<(), Error> {
        let target = Target::on_line(|x| -0.1 * (x * x - 3.0).powi(2) + 0.3 * x, -7.0, 7.0)?;
        check_derivatives(&somewhere(), |q| Ok(evaluate(target.nodes(), q)))
    }
}
