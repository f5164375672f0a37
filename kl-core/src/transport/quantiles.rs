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
/// cannot both have a moment of that order. It is ∞ too if a quantile is infinite before a mass of
/// 10⁻³⁰⁰, unless it grows up to 10²⁵⁰ before, which is an overflow.
///
/// # Accuracy
///
/// Adaptive quadrature on either half, with the logarithm of u or v as its variable, down to
/// masses of 10⁻³⁰⁰; the rest is extrapolated as a power, which counts as a constant, and the
/// distance as infinite, if it is below the 10⁻¹³th. It stops at an estimated relative error of
/// 10⁻¹⁰ of the integral, or where the rounding of the quantiles allows no better one. The
/// integral is cut where the quantile functions are seen to cross, on a grid of 200 levels, and
/// taken twice, on different panels: [`Integral::error`] is the estimate plus the difference of
/// the two, what is not known of the tails, and a rounding of each quantile by 4 ulp. Corners of a
/// quantile function make it larger. Between neighbours it may be as large as the distance, or
/// larger: what is less than an ulp of the quantiles has been rounded away.
///
/// # Errors
///
/// - [`Error::Parameter`] if the order is below 1, infinite or NaN, or if a
///   quantile is NaN.
/// - [`Error::NotConverged`] if the error is above 10⁻⁶ of the distance, and not for the rounding
///   of the quantiles.
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
    // Halves, so that the difference and the sum cannot overflow.
    let halves = |u: f64, v: f64| {
        let (x, y) = (quantile_p(u, v), quantile_q(u, v));
        for (name, value) in [("quantile of P", x), ("quantile of Q", y)] {
            if value.is_nan() {
                problem.set(Some((name, value)));
            }
        }
        (0.5 * x, 0.5 * y)
    };
    // In these units the powers neither over- nor underflow where it matters.
    let levels = [0.01, 0.25, 0.5, 0.75, 0.99].map(|u: f64| halves(u, 1.0 - u));
    let unit = |f: fn((f64, f64)) -> f64| {
        let sizes = levels.map(f).into_iter().filter(|size| size.is_finite());
        sizes.fold(0.0, f64::max).max(1e-300)
    };
    let apart = Sizes {
        of: |(x, y)| (x - y).abs(),
        unit: unit(|(x, y)| (x - y).abs()),
        order,
    };
    let together = Sizes {
        of: |(x, y)| x.abs() + y.abs(),
        unit: unit(|(x, y)| x.abs() + y.abs()),
        order,
    };
    // What the quantiles are rounded by, as a part of the distance.
    let rounded = ROUNDING_OF_QUANTILES * (together.unit / apart.unit);
    let mut total = Half::new(rounded, order);
    let lower = |s: f64| halves((-s).exp(), -(-s).exp_m1());
    let upper = |s: f64| halves(-(-s).exp_m1(), (-s).exp());
    for half in [&lower as &dyn Fn(f64) -> (f64, f64), &upper] {
        match end(half) {
            Some(end) => total.add(half, end, &apart, &together),
            None => beyond.set(true),
        }
    }
    if let Some((name, value)) = problem.get() {
        parameter(name, value, false, "a number at every level")?;
    }
    if total.infinite || beyond.get() {
        return Ok(Integral::new(f64::INFINITY, 0.0, total.evaluations));
    }
    let value = apart.unit * (2.0 * total.value.powf(1.0 / order));
    // The distance is a norm of the difference, so that it changes by no more than the norm of
    // what each quantile is rounded by.
    let size = together.unit * (2.0 * total.size.powf(1.0 / order));
    let rounding = ROUNDING_OF_QUANTILES * size + 16.0 * f64::EPSILON * value;
    let error = if total.value > 0.0 {
        let relative = total.error / total.value;
        // The root of 1 ± this: for small ones, an order'th of it.
        rounding + value * (relative / order).max(1.0 - (1.0 - relative.min(1.0)).powf(1.0 / order))
    } else {
        rounding
    };
    let settled = total.error <= 8.0 * total.tolerance * total.value;
    if error <= 1e-6 * value || settled && error < f64::INFINITY {
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

/// A quantile from which on ∞ is an overflow.
const HUGE: f64 = 1e250;

/// The end of one half: [`S`], or where a quantile overflows. `None` if it is infinite, and not by
/// overflow.
fn end(half: &dyn Fn(f64) -> (f64, f64)) -> Option<f64> {
    let is_finite = |s: f64| {
        let (x, y) = half(s);
        !x.is_infinite() && !y.is_infinite()
    };
    if is_finite(S) {
        return Some(S);
    }
    let (mut low, mut high) = (LN_2, S);
    if !is_finite(low) {
        return None;
    }
    while high - low > 1e-3 {
        let middle = 0.5 * (low + high);
        if is_finite(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let (x, y) = half(low);
    (x.abs().max(y.abs()) > HUGE && low > LEAST_END).then_some(low)
}

/// A tail is looked at over this length of it.
const STEP: f64 = 20.0;
const LEAST_END: f64 = 3.0 * STEP;

/// The rounding of a rate of fall: a tail that falls no faster counts as one that does not.
const ROUNDING: f64 = 1e-13;

/// A size of two quantiles, to a power.
struct Sizes {
    of: fn((f64, f64)) -> f64,
    unit: f64,
    order: f64,
}

impl Sizes {
    fn power(&self, quantiles: (f64, f64)) -> f64 {
        ((self.of)(quantiles) / self.unit).powf(self.order)
    }
}

/// Of a quantile, in itself.
const ROUNDING_OF_QUANTILES: f64 = 4.0 * f64::EPSILON;

/// The integral over one half, or over both.
struct Half {
    value: f64,
    error: f64,
    /// The same of the sum of both sizes, roughly.
    size: f64,
    /// The relative error at which the rule stops.
    tolerance: f64,
    evaluations: usize,
    infinite: bool,
}

impl Half {
    /// Nothing yet of an integral in which the distances are rounded by so much of themselves.
    fn new(rounded: f64, order: f64) -> Self {
        // From an integrand that is rounded like that the rule makes an error of this.
        let of_rule = (200.0 * rounded).min(1.0).powf(1.5) + order * rounded;
        Half {
            value: 0.0,
            error: 0.0,
            size: 0.0,
            tolerance: of_rule.clamp(1e-10, 1.0),
            evaluations: 0,
            infinite: false,
        }
    }

    /// Adds the integral of the power of the distance times e⁻ˢ from ln 2 to ∞, with a tail
    /// extrapolated from the end on.
    fn add(&mut self, half: &dyn Fn(f64) -> (f64, f64), end: f64, apart: &Sizes, together: &Sizes) {
        let g = |s: f64| apart.power(half(s)) * (-s).exp();
        let crossings = crossings(half, end);
        self.evaluations += crossings.evaluations;
        let rule = AdaptiveIntegrator::default()
            .with_pair(GKPair::G10K21)
            .with_abs_tol(f64::MIN_POSITIVE)
            .with_rel_tol(self.tolerance)
            .with_max_evals(100_000);
        let cuts = |shift: f64| {
            let cuts = (0..10).map(move |k| shift * power_of_two(k));
            cuts.filter(|&s| s < end)
        };
        // Integrated on two sets of panels: the rule's own estimate may be far too small next
        // to a corner, and then the two results differ.
        let results = [1.0, 1.3].map(|shift: f64| {
            let mut breaks = crossings.places.clone();
            breaks.extend(cuts(shift));
            breaks.sort_by(f64::total_cmp);
            rule.integrate_with_breaks(LN_2, end, &breaks, g)
        });
        let rough = rule.with_rel_tol(1e-2).with_max_evals(1000);
        let breaks: Vec<f64> = cuts(1.0).collect();
        let size = |s: f64| together.power(half(s)) * (-s).exp();
        let size = rough.integrate_with_breaks(LN_2, end, &breaks, size);
        let ([Ok(result), Ok(other)], Ok(size)) = (results, size) else {
            self.error = f64::INFINITY;
            return;
        };
        self.value += result.value;
        self.error += result.error_estimate + (result.value - other.value).abs();
        self.size += size.value + size.error_estimate;
        self.evaluations += result.num_evals + other.num_evals + size.num_evals;
        self.infinite |= !result.value.is_finite();
        self.add_tail([0.0, STEP, 2.0 * STEP].map(|d| g(end - d)));
    }

    /// Beyond the end it goes on to fall as e^(−κs), whose integral is its last value over κ.
    fn add_tail(&mut self, [last, inner, further]: [f64; 3]) {
        if last <= 0.0 {
            return;
        }
        let kappa = (inner / last).ln() / STEP;
        let before = (further / inner).ln() / STEP;
        let change = (kappa - before).abs();
        let settled = change <= 1e-4 * kappa.abs() + ROUNDING;
        if kappa > ROUNDING {
            let tail = last / kappa;
            // If κ changes on, it does so by this much over the length of the tail.
            let more = change / kappa * (2.0 / (STEP * kappa)).max(2.0);
            self.value += tail;
            self.error += tail * (more + ROUNDING / kappa).min(1.0);
            if !settled && kappa < 0.5 * change {
                self.error = f64::INFINITY;
            }
        } else if settled || kappa <= before {
            self.infinite = true;
        } else {
            self.error = f64::INFINITY;
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
fn crossings(half: impl Fn(f64) -> (f64, f64), end: f64) -> Crossings {
    let mut places = Vec::new();
    let evaluations = Cell::new(0);
    let positive = |s: f64| {
        evaluations.set(evaluations.get() + 1);
        let (x, y) = half(s);
        x > y
    };
    let (mut before, mut was_positive) = (LN_2, positive(LN_2));
    for k in 1..=100 {
        let s = LN_2 * (end / LN_2).powf(0.01 * f64::from(k));
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
            if high < end {
                places.push(high);
            }
        }
        (before, was_positive) = (s, is_positive);
    }
    Crossings {
        places,
        evaluations: evaluations.get(),
    }
}
