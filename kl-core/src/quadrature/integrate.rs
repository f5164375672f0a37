//! Integrals of functions of two densities.

use super::axis::{Axis, End};
use super::{Integral, Quadrature};
use crate::Error;
use crate::float::not_negative::not_negative;
use bilby::{AdaptiveIntegrator, GKPair};
use std::cell::{Cell, RefCell};

/// Two densities as their logarithms, and the support of Q if that is known.
pub(super) struct Densities<'a> {
    pub(super) ln_p: &'a dyn Fn(f64) -> f64,
    pub(super) ln_q: &'a dyn Fn(f64) -> f64,
    /// The interval on which the density of Q is positive: a logarithm of −∞ there is a
    /// mistake.
    pub(super) positive_q: Option<(f64, f64)>,
}

/// Logarithm of the weight per unit of the axis below which a logarithm of −∞ for Q is
/// passed over: a square or an exponential has overflowed, far out in the tail of P.
const NEGLIGIBLE: f64 = -92.0; // ln 1e-40

/// Largest difference of a mass from one; beyond it, something must be wrong.
const MASS_TOLERANCE: f64 = 1e-6;

/// Least rate at which a tail must fall on the axis to count as falling: that of a power of
/// the distance with an exponent of −1 − 1/1000.
const FALLS: f64 = 1e-3;

/// The least rate where a distance is rounded, by up to one percent: below it, nobody knows
/// whether the integrand falls.
const ROUNDED: f64 = 0.1;

impl Densities<'_> {
    /// The integral of an integrand, given as a function of ln p and ln q that is
    /// never negative, after the masses of P and Q.
    pub(super) fn integral(
        &self,
        axis: &Axis,
        options: &Quadrature,
        integrand: Integrand,
    ) -> Result<Integral<f64>, Error> {
        let of_p = Integrand::Bounded(|p, _| p.exp());
        let of_q = Integrand::Bounded(|_, q| q.exp());
        let mass_p = self.run(axis, options, 1e-7, of_p)?;
        mass_p.check_mass("P")?;
        let mass_q = self.run(axis, options, 1e-7, of_q)?;
        mass_q.check_mass("Q")?;
        let run = self.run(axis, options, options.relative, integrand)?;
        let evaluations = mass_p.evaluations + mass_q.evaluations + run.evaluations;
        let value = not_negative(run.value);
        let allowed = options.absolute.max(options.relative * value);
        if run.infinite && matches!(integrand, Integrand::Divergence(_)) {
            Ok(Integral::new(f64::INFINITY, 0.0, evaluations))
        } else if !run.infinite && run.error <= allowed {
            Ok(Integral::new(value, run.error, evaluations))
        } else {
            let error = if run.infinite {
                f64::INFINITY
            } else {
                run.error
            };
            Err(Error::NotConverged {
                of: "integral",
                value,
                error,
                steps: evaluations,
            })
        }
    }

    fn run(
        &self,
        axis: &Axis,
        options: &Quadrature,
        relative: f64,
        integrand: Integrand,
    ) -> Result<Run, Error> {
        let (Integrand::Divergence(term) | Integrand::Bounded(term)) = integrand;
        let may_be_infinite = matches!(integrand, Integrand::Divergence(_));
        let problem = RefCell::new(None);
        let infinite = Cell::new(false);
        let g = |t: f64| {
            let (x, ln_slope) = axis.point(t);
            match self.at(x, ln_slope, may_be_infinite) {
                Ok(At::Finite(p, q)) => term(p, q),
                Ok(At::Outside) => {
                    infinite.set(true);
                    0.0
                }
                Err(error) => {
                    problem.borrow_mut().get_or_insert(error);
                    0.0
                }
            }
        };
        let seeds = axis.seeds();
        let rule = AdaptiveIntegrator::default()
            .with_pair(GKPair::G10K21)
            .with_abs_tol(f64::MIN_POSITIVE)
            .with_rel_tol(relative)
            .with_max_evals(options.evaluations);
        let result = rule.integrate_with_breaks(0.0, axis.length(), &seeds, g);
        let Ok(result) = result else {
            // Everything else is checked, so the limit on evaluations is too low for the
            // first step.
            return Err(Error::NotConverged {
                of: "integral",
                value: 0.0,
                error: f64::INFINITY,
                steps: 0,
            });
        };
        let mut run = Run {
            value: result.value,
            error: result.error_estimate,
            evaluations: result.num_evals,
            infinite: infinite.get() || !result.value.is_finite(),
        };
        for end in axis.ends() {
            run.add_tail(axis, &end, &g, relative);
        }
        run.infinite |= infinite.get();
        match problem.into_inner() {
            Some(error) => Err(error),
            None => Ok(run),
        }
    }

    /// ln p and ln q at a point, both plus ln |dx/dt|.
    fn at(&self, x: f64, ln_slope: f64, may_be_infinite: bool) -> Result<At, Error> {
        let (ln_p, ln_q) = ((self.ln_p)(x), (self.ln_q)(x));
        for (of, value) in [("P", ln_p), ("Q", ln_q)] {
            if value.is_nan() || value == f64::INFINITY {
                return Err(Error::LogDensity { of, x, value });
            }
        }
        let (p, q) = (ln_p + ln_slope, ln_q + ln_slope);
        if may_be_infinite && ln_q == f64::NEG_INFINITY && ln_p > f64::NEG_INFINITY {
            if p <= NEGLIGIBLE {
                return Ok(At::Finite(f64::NEG_INFINITY, q));
            }
            return match self.positive_q {
                Some((low, high)) if low < x && x < high => Err(Error::LogDensity {
                    of: "Q",
                    x,
                    value: ln_q,
                }),
                _ => Ok(At::Outside),
            };
        }
        Ok(At::Finite(p, q))
    }
}

/// A function of ln p and ln q.
#[derive(Clone, Copy)]
pub(super) enum Integrand {
    /// Infinite where p is positive and q is not.
    Divergence(fn(f64, f64) -> f64),
    /// At most as large as the densities.
    Bounded(fn(f64, f64) -> f64),
}

enum At {
    Finite(f64, f64),
    /// P has mass where Q has none.
    Outside,
}

/// An integral, and how it ended.
struct Run {
    value: f64,
    error: f64,
    evaluations: usize,
    infinite: bool,
}

impl Run {
    /// Adds the tail beyond an end of the axis, supposing that the integrand goes on to fall
    /// as it does there: as e^(−κt), whose integral is its last value over κ. If κ still
    /// changes, the relative error of this is κ′/κ², to first order; twice that is added to
    /// the error.
    fn add_tail(&mut self, axis: &Axis, end: &End, g: &impl Fn(f64) -> f64, relative: f64) {
        let [t0, t1, t2] = [1e-9, 2.0, 4.0].map(|d| end.t - end.outwards * d);
        let last = g(t0);
        if last <= 0.0 || !axis.same_piece(end, t2) {
            return;
        }
        let (inner, further) = (g(t1), g(t2));
        let kappa = 0.5 * (inner / last).ln();
        let before = 0.5 * (further / inner).ln();
        let small = last / FALLS <= 1e-3 * relative * self.value;
        if small {
            self.error += last / FALLS;
        } else if end.rounded && kappa.abs() < ROUNDED {
            self.error = f64::INFINITY;
        } else if kappa > FALLS {
            let tail = last / kappa;
            self.value += tail;
            let change = (kappa - before).abs();
            self.error += tail * (change / kappa * (1.0 / kappa).max(2.0)).min(1.0);
        } else {
            self.infinite = true;
        }
    }

    fn check_mass(&self, of: &'static str) -> Result<(), Error> {
        // A mass is finite: a tail that hardly falls means here only that its integral is
        // unknown.
        let off = (self.value - 1.0).abs();
        let is_one = off <= MASS_TOLERANCE + 2.0 * self.error;
        if !self.infinite && !is_one {
            let mass = self.value;
            return Err(Error::MassNotOne { of, mass });
        }
        Ok(())
    }
}
