//! Descents from several starts, and their results.

use super::descent::{Descent, Evaluation, descend};
use super::parameters::Parameters;
use crate::error::parameter;
use crate::float::not_negative::not_negative;
use crate::{Error, Information};

/// A distribution where the divergence is stationary, or where the search gave up.
///
/// Gradient and curvature are in coordinates that do not depend on the unit of x. A step of
/// 1 is one of the component's standard deviations for its mean, a factor e for its standard
/// deviation, and a factor e for the ratio of its weight to that of the last component.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fit<M> {
    /// The distribution Q.
    pub model: M,
    /// Its divergence, D(P‖Q) of a forward fit or D(Q‖P) of a reverse one; zero if rounding
    /// makes the sum negative.
    pub divergence: Information,
    /// The change of the divergence, in nats, when the number of nodes is halved. Unless
    /// ln p has kinks that were not given, the error of the divergence is smaller than this,
    /// or is rounding, about 1e-15.
    pub quadrature_error: f64,
    /// The largest entry of the gradient, in size.
    pub gradient: f64,
    /// The smallest eigenvalue of the Hessian: positive at a minimum, negative at a
    /// saddle, and 0 but for rounding where the best Q is not unique.
    pub least_curvature: f64,
    /// Whether the gradient is below the tolerance. If not, the model is the best that was
    /// found before the search stopped.
    pub converged: bool,
    /// The number of steps of Newton's method, in the longest descent that ended here.
    pub iterations: usize,
    /// The starts of the descents that ended here.
    pub starts: Vec<M>,
}

impl<M> Fit<M> {
    /// Whether the divergence has a strict local minimum here: the search converged, and
    /// the smallest eigenvalue of the Hessian is above 1e-7, which is more than rounding.
    ///
    /// ```
    /// # use kl_core::fit::{Target, forward_normal};
    /// let target = Target::on_line(|x| -x * x, -9.0, 9.0)?;
    /// assert!(forward_normal(&target).is_minimum());
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn is_minimum(&self) -> bool {
        self.converged && self.least_curvature > SURE_CURVATURE
    }
}

/// The starts and the limits of a search.
///
/// ```
/// use kl_core::fit::Options;
/// use kl_core::statrs::distribution::Normal;
///
/// // From one start alone.
/// let options = Options {
///     starts: vec![Normal::new(4.0, 0.5)?],
///     automatic_starts: false,
///     ..Options::default()
/// };
/// assert_eq!(options.max_iterations, 500);
/// # Ok::<(), kl_core::statrs::distribution::NormalError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Options<M> {
    /// Starts of the caller's own.
    pub starts: Vec<M>,
    /// Whether to start also from places that the target suggests: its modes, its quantiles,
    /// its mean. True by default.
    pub automatic_starts: bool,
    /// The most steps of one descent. 500 by default.
    pub max_iterations: usize,
    /// The largest entry of the gradient that counts as 0, 1e-9 by default. A descent below
    /// it goes on as long as its steps help.
    pub gradient_tolerance: f64,
}

impl<M> Default for Options<M> {
    fn default() -> Self {
        Options {
            starts: Vec::new(),
            automatic_starts: true,
            max_iterations: 500,
            gradient_tolerance: 1e-9,
        }
    }
}

impl<M> Options<M> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let tolerance = self.gradient_tolerance;
        let valid = tolerance > 0.0 && tolerance < f64::INFINITY;
        parameter(
            "gradient_tolerance",
            tolerance,
            valid,
            "positive and finite",
        )?;
        Ok(())
    }

    pub(crate) fn descend(
        &self,
        start: Parameters,
        most_iterations: usize,
        evaluate: impl Fn(&Parameters) -> Result<Evaluation, Error>,
    ) -> Result<Descent, Error> {
        descend(start, most_iterations, self.gradient_tolerance, evaluate)
    }
}

/// A start, and whether the caller gave it.
pub(crate) struct Start {
    pub(crate) at: Parameters,
    pub(crate) given: bool,
}

/// The end of one descent, with the error of its quadrature.
pub(crate) struct Found {
    pub(crate) descent: Descent,
    pub(crate) quadrature_error: f64,
}

/// Descends from every start, and to both sides of every saddle; merges equal results, and
/// sorts them by divergence.
///
/// An automatic start at which the divergence is infinite is skipped; for a start of the
/// caller's, or if there is no other, that is an error.
pub(crate) fn search<M: Clone>(
    starts: Vec<Start>,
    model: impl Fn(&Parameters) -> Option<M>,
    run: impl Fn(Parameters) -> Result<Found, Error>,
) -> Result<Vec<Fit<M>>, Error> {
    let mut waiting = starts;
    waiting.reverse();
    let mut saddles = 0;
    let mut first_error = None;
    let mut fits: Vec<(Parameters, Fit<M>)> = Vec::new();
    while let Some(start) = waiting.pop() {
        let Some(from) = model(&start.at) else {
            continue;
        };
        let found = match run(start.at) {
            Ok(found) => found,
            Err(error) if start.given => return Err(error),
            Err(error) => {
                first_error.get_or_insert(error);
                continue;
            }
        };
        let Descent {
            at,
            evaluation,
            converged,
            iterations,
        } = found.descent;
        let (least_curvature, direction) = evaluation.least_curvature();
        if converged && least_curvature < -SURE_CURVATURE && saddles < MOST_SADDLES {
            saddles += 1;
            for side in [-ASIDE, ASIDE] {
                let beside = at.moved(&(&direction * side));
                waiting.extend(beside.map(|at| Start { at, given: false }));
            }
        }
        let at = at.sorted();
        let Some(q) = model(&at) else {
            continue;
        };
        let fit = Fit {
            model: q,
            divergence: Information::from_nats(not_negative(evaluation.value)),
            quadrature_error: found.quadrature_error,
            gradient: evaluation.slope(),
            least_curvature,
            converged,
            iterations,
            starts: vec![from],
        };
        match fits
            .iter_mut()
            .find(|(other, f)| f.converged == converged && at.distance(other) < SAME)
        {
            None => fits.push((at, fit)),
            Some((other, known)) => {
                let iterations = known.iterations.max(fit.iterations);
                let mut starts = std::mem::take(&mut known.starts);
                starts.extend(fit.starts.iter().cloned());
                if fit.gradient < known.gradient {
                    (*other, *known) = (at, fit);
                }
                known.starts = starts;
                known.iterations = iterations;
            }
        }
    }
    if let (true, Some(error)) = (fits.is_empty(), first_error) {
        return Err(error);
    }
    let mut fits: Vec<Fit<M>> = fits.into_iter().map(|(_, fit)| fit).collect();
    fits.sort_by(|a, b| a.divergence.nats().total_cmp(&b.divergence.nats()));
    Ok(fits)
}

/// Least curvature of a sure minimum. Curvatures are of order 1; their rounding error is
/// some 1e-14, and their error where the gradient is 1e-9 is of the order of 1e-9.
const SURE_CURVATURE: f64 = 1e-7;
/// Distance, in standard deviations, below which two results are the same.
const SAME: f64 = 1e-5;
/// Distance beside a saddle at which the descents from it start.
const ASIDE: f64 = 0.1;
/// The most saddles to start from: each adds two starts, and a start that ends in a known
/// one adds two more.
const MOST_SADDLES: usize = 16;
