//! Wasserstein distances of densities, by their quantile functions.

use crate::Error;
use crate::error::parameter;
use crate::float::scale::power_of_two;
use crate::quadrature::Integral;
use bilby::{AdaptiveIntegrator, GKPair};
use std::cell::Cell;
use std::f64::consts::LN_2;

/// Wasserstein distance of two distributions on the line, given by their quantile
/// functions: the distance, not its power.
///
/// W(P, Q) = (∫ |F⁻¹(u) − G⁻¹(u)|ᵖ du)^(1/p) over 0 < u < 1, where p is the order, and
/// F⁻¹ and G⁻¹ are the quantile functions
///
/// A quantile function is called with u, the mass below, and with v = 1 − u, the mass above:
/// near the upper end u is rounded to 1, and v is not. The quantile of an exponential
/// distribution is −ln v. If only a distribution function is known, invert it from u up to ½
/// and from v beyond.
///
/// # Conventions
///
/// In the unit of the values. Symmetric; a metric. ∞ if the distance is infinite: then P and Q
/// cannot both have a moment of that order. It is ∞ too if a quantile is infinite or overflows
/// before a mass of 10⁻³⁰⁰.
///
/// # Accuracy
///
/// Adaptive quadrature on either half, with the logarithm of u or v as its variable, down to
/// masses of 10⁻³⁰⁰; the rest is extrapolated as a power. It stops at an estimated relative
/// error of 10⁻¹⁰ of the integral. The integral is cut where the quantile functions are seen to
/// cross, on a grid of 200 levels, and taken twice, on different panels: [`Integral::error`] is
/// the estimate plus the difference of the two. Corners of a quantile function make it larger.
///
/// # Errors
///
/// - [`Error::Parameter`] if the order is below 1, infinite or NaN, or if a
///   quantile is NaN.
/// - [`Error::NotConverged`] if the estimate of the error is above 10⁻⁶ of the distance.
///
/// # Example
///
/// ```
/// use kl_core::transport::wasserstein_of_quantiles;
///
/// let exponential = |_u: f64, v: f64| -v.ln();
/// let uniform = |u: f64, _v: f64| 2.0 * u;
/// let w = wasserstein_of_quantiles(1.0, exponential, uniform)?;
/// assert_eq!(format!("{:.6}", w.value()), "0.323805");
/// assert!(w.error() < 1e-8);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Villani, *Topics in Optimal Transportation*, theorem 2.18.
pub fn wasserstein_of_quantiles(
    order: f64,
    quantile_p: impl Fn(f64, f64) -> f64,
    quantile_q: impl Fn(f64, f64) -> f64,
) -> Result<Integral<f64>, Error> {
    let valid = (1.0..f64::INFINITY).contains(&order);
    parameter(
        "order of the distance",
        order,
        valid,
        "1 or above, and finite",
    )?;
    let (problem, beyond) = (Cell::new(None), Cell::new(false));
    let distance = |u: f64, v: f64| {
        let (x, y) = (quantile_p(u, v), quantile_q(u, v));
        for (name, value) in [("quantile of P", x), ("quantile of Q", y)] {
            if value.is_nan() {
                problem.set(Some((name, value)));
            }
        }
        if x.is_infinite() || y.is_infinite() {
            beyond.set(true);
            return 0.0;
        }
        // Halved, so that the difference cannot overflow.
        0.5 * x - 0.5 * y
    };
    // In this unit the powers neither over- nor underflow where it matters.
    let levels = [0.01, 0.25, 0.5, 0.75, 0.99].map(|u: f64| distance(u, 1.0 - u).abs());
    let unit = levels.into_iter().fold(0.0, f64::max).max(1e-300);
    let power = |distance: f64| (distance.abs() / unit).powf(order);
    let mut total = Half::default();
    total.add(|s: f64| distance((-s).exp(), -(-s).exp_m1()), power);
    total.add(|s: f64| distance(-(-s).exp_m1(), (-s).exp()), power);
    if let Some((name, value)) = problem.get() {
        parameter(name, value, false, "a number at every level")?;
    }
    if total.infinite || beyond.get() {
        return Ok(Integral::new(f64::INFINITY, 0.0, total.evaluations));
    }
    let value = unit * (2.0 * total.value.powf(1.0 / order));
    let error = if total.value > 0.0 {
        value * (total.error / total.value) / order
    } else {
        0.0
    };
    if error <= 1e-6 * value {
        Ok(Integral::new(value, error, total.evaluations))
    } else {
        Err(Error::NotConverged {
            of: "distance",
            value,
            error,
            steps: total.evaluations,
        })
    }
}

/// The end of the integral: the mass goes down to e^−S.
const S: f64 = 690.0;

/// The least rate at which the integrand must fall at the end for a finite integral.
const FALLS: f64 = 1e-3;

/// The integral over one half, or over both.
#[derive(Default)]
struct Half {
    value: f64,
    error: f64,
    evaluations: usize,
    infinite: bool,
}

impl Half {
    /// Adds the integral of power(distance(s)) e⁻ˢ from ln 2 to ∞, with a tail extrapolated
    /// from [`S`] on.
    fn add(&mut self, distance: impl Fn(f64) -> f64, power: impl Fn(f64) -> f64) {
        let g = |s: f64| power(distance(s)) * (-s).exp();
        let crossings = crossings(&distance);
        self.evaluations += crossings.evaluations;
        let rule = AdaptiveIntegrator::default()
            .with_pair(GKPair::G10K21)
            .with_abs_tol(f64::MIN_POSITIVE)
            .with_rel_tol(1e-10)
            .with_max_evals(100_000);
        // Integrated on two sets of panels: the rule's own estimate may be far too small next
        // to a corner, and then the two results differ.
        let results = [1.0, 1.3].map(|shift: f64| {
            let mut breaks = crossings.places.clone();
            breaks.extend((0..10).map(|k| shift * power_of_two(k)));
            breaks.sort_by(f64::total_cmp);
            rule.integrate_with_breaks(LN_2, S, &breaks, g)
        });
        let [Ok(result), Ok(other)] = results else {
            self.error = f64::INFINITY;
            return;
        };
        self.value += result.value;
        self.error += result.error_estimate + (result.value - other.value).abs();
        self.evaluations += result.num_evals + other.num_evals;
        self.infinite |= !result.value.is_finite();
        // Beyond S it goes on to fall as e^(−κs), whose integral is its last value over κ.
        let (before, last) = (g(S - 20.0), g(S));
        if last > 1e-13 * result.value {
            let kappa = (before / last).ln() / 20.0;
            if kappa > FALLS {
                self.value += last / kappa;
                self.error += 1e-9 * (last / kappa);
            } else {
                self.infinite = true;
            }
        }
    }
}

/// The levels at which the quantile functions cross: |F⁻¹ − G⁻¹| has a corner there.
struct Crossings {
    places: Vec<f64>,
    evaluations: usize,
}

/// The crossings between neighbours of a grid at which the difference has opposite signs; of
/// several between two neighbours, one at most.
fn crossings(distance: impl Fn(f64) -> f64) -> Crossings {
    let mut places = Vec::new();
    let evaluations = Cell::new(0);
    let positive = |s: f64| {
        evaluations.set(evaluations.get() + 1);
        distance(s) > 0.0
    };
    let (mut before, mut was_positive) = (LN_2, positive(LN_2));
    for k in 1..=100 {
        let s = LN_2 * (S / LN_2).powf(0.01 * f64::from(k));
        let is_positive = positive(s);
        if is_positive != was_positive {
            let (mut low, mut high) = (before, s);
            loop {
                let middle = low + 0.5 * (high - low);
                if middle <= low || middle >= high {
                    break;
                }
                if positive(middle) == was_positive {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            places.push(high);
        }
        (before, was_positive) = (s, is_positive);
    }
    Crossings {
        places,
        evaluations: evaluations.get(),
    }
}
