//! Integrals of functions of two densities.

use super::axis::{Axis, Point};
use super::density::{Densities, Log};
use super::panels::{self, FUNCTIONS, Goal, Node};
use super::tail::{self, Beyond};
use super::terms::{Integrand, Term};
use super::{Integral, Quadrature};
use crate::Error;
use crate::float::not_negative::not_negative;
use std::cell::{Cell, RefCell};

/// Logarithm of the weight per unit of the axis below which a logarithm of −∞ for Q is
/// passed over: a square or an exponential has overflowed, far out in the tail of P.
const NEGLIGIBLE: f64 = -92.0; // ln 1e-40

/// Largest difference of a mass from one; beyond it, something must be wrong.
const MASS_TOLERANCE: f64 = 1e-6;

/// The error of the rule that is allowed in a mass. Mass that is missed is missing in the
/// integral too.
const MASSES: f64 = 1e-11;

impl Densities<'_> {
    /// The integral of an integrand, given as a function of ln p and ln q that is
    /// never negative, together with the masses of P and Q.
    pub(super) fn integral(
        &self,
        axis: &Axis,
        options: &Quadrature,
        integrand: Integrand,
    ) -> Result<Integral<f64>, Error> {
        let seen = Seen::default();
        let node = |t: f64| self.node(axis.point(t), integrand, &seen);
        let goal = Goal {
            relative: options.relative,
            of_masses: MASSES,
            evaluations: options.evaluations,
        };
        let found = panels::integrate(axis.length(), &axis.seeds(), &goal, node);
        let Some(found) = found else {
            // The limit on evaluations is too low for the first step.
            return Err(not_converged(0.0, f64::INFINITY, 0));
        };
        let mut values = found.values;
        let mut errors = found.errors;
        let mut infinite = seen.outside.get();
        for end in axis.ends() {
            match tail::beyond(self, axis, &end, integrand, values[0] * options.relative) {
                Beyond::Finite(more) => {
                    for (k, (value, error)) in more.into_iter().enumerate() {
                        values[k] += value;
                        errors[k] += error;
                    }
                }
                Beyond::Infinite => infinite = true,
            }
        }
        if let Some(problem) = seen.problem.into_inner() {
            return Err(problem);
        }
        infinite |= values[0] == f64::INFINITY;
        if infinite && integrand.may_be_infinite() {
            for (of, k) in [("P", 1), ("Q", 2)] {
                Mass::new(values[k], errors[k], found.noise[k]).check(of)?;
            }
            return Ok(Integral::new(f64::INFINITY, 0.0, found.evaluations));
        }
        let value = not_negative(values[0]);
        let mut error = errors[0] + found.noise[0];
        for (of, k) in [("P", 1), ("Q", 2)] {
            let mass = Mass::new(values[k], errors[k], found.noise[k]);
            mass.check(of)?;
            // Where it is missing, P may be more probable than Q by the factor that was seen.
            let factor = if k == 1 { seen.largest.get() } else { 0.0 };
            error += mass.missed * (1.0 + factor);
            // A mass that is not known may be anywhere.
            if errors[k] == f64::INFINITY {
                error = f64::INFINITY;
            }
        }
        // A value of Q that underflowed where P has next to nothing.
        let lost = seen.lost.get();
        if lost > f64::NEG_INFINITY {
            let most = lost.exp();
            if most <= options.relative * value {
                error += most;
            } else if let Some(problem) = seen.underflow.into_inner() {
                return Err(problem);
            }
        }
        let error = if error.is_nan() { f64::INFINITY } else { error };
        let allowed = options.absolute.max(options.relative * value);
        if error <= allowed && error < f64::INFINITY {
            Ok(Integral::new(value, error, found.evaluations))
        } else {
            Err(not_converged(value, error, found.evaluations))
        }
    }

    fn node(&self, point: Point, integrand: Integrand, seen: &Seen) -> Node {
        let exact = self.p.exact && self.q.exact;
        let (point, moved) = if exact { (point, 0.0) } else { point.rounded() };
        let (p, q) = match self.at(&point) {
            Ok(logs) => logs,
            Err(error) => {
                seen.problem.borrow_mut().get_or_insert(error);
                (Log::NOTHING, Log::NOTHING)
            }
        };
        let has_p = integrand.may_be_infinite() && p.value > f64::NEG_INFINITY;
        let steep = if has_p {
            self.q.steep(&point, q.value)
        } else {
            None
        };
        let is_lost = has_p && q.value == f64::NEG_INFINITY;
        let term = match steep {
            Some(ln) => Term {
                value: (p.value + ln.value).exp(),
                ..Term::NOTHING
            },
            None if is_lost => {
                self.lost(&point, p.value, seen);
                Term::NOTHING
            }
            None => integrand.term(p.value, q.value),
        };
        if p.value > NEGLIGIBLE && q.value > f64::NEG_INFINITY {
            let l = (p.value - q.value).abs();
            seen.largest.set(seen.largest.get().max(l));
        }
        let of_p = p.value.exp();
        let of_q = q.value.exp();
        let own = |value: f64, ln: f64| {
            // The exponent was rounded.
            let exponent = if value > 0.0 { ln.abs() } else { 0.0 };
            f64::EPSILON * value * (8.0 + exponent + point.ln_slope.abs())
        };
        let mut noise = [0.0; FUNCTIONS];
        let larger = p.value.max(q.value);
        noise[0] = match steep {
            // p times −ln q.
            Some(ln) => {
                own(term.value, p.value.abs() + ln.value) + error_of(term.value, p.error + ln.error)
            }
            None => {
                own(term.value, larger) + of_rounding([of_p, of_q], [term.by_p, term.by_q], [p, q])
            }
        };
        noise[1] = own(of_p, p.value) + error_of(of_p, p.error);
        noise[2] = own(of_q, q.value) + error_of(of_q, q.error);
        Node {
            values: [term.value, of_p, of_q],
            noise,
            moved,
            ln_slope: point.ln_slope,
            jitter: point.jitter,
        }
    }

    /// ln p and ln q at a point, both plus ln |dx/dt|.
    fn at(&self, point: &Point) -> Result<(Log, Log), Error> {
        let (p, q) = (self.p.at(point), self.q.at(point));
        let x = point.x;
        for (of, value) in [("P", p.value), ("Q", q.value)] {
            if value.is_nan() || value == f64::INFINITY {
                return Err(Error::LogDensity { of, x, value });
            }
        }
        let weighted = |log: Log| Log {
            value: log.value + point.ln_slope,
            error: log.error,
        };
        Ok((weighted(p), weighted(q)))
    }

    /// P is positive where Q is not, or seems not to be.
    fn lost(&self, point: &Point, ln_p: f64, seen: &Seen) {
        let (low, high) = point.between;
        let inside = match self.q.support {
            Some((least, most)) => least <= low && high <= most,
            None => false,
        };
        if !inside {
            if ln_p > NEGLIGIBLE {
                seen.outside.set(true);
            }
            return;
        }
        // ln q is beyond the range of doubles, and p times it at least this.
        let least = ln_p + f64::MAX.ln();
        if least > seen.lost.get() {
            seen.lost.set(least);
            let (of, x, value) = ("Q", point.x, f64::NEG_INFINITY);
            *seen.underflow.borrow_mut() = Some(Error::LogDensity { of, x, value });
        }
    }
}

/// What the rounding of ln p and ln q does to an integrand with these derivatives.
pub(crate) fn of_rounding([p, q]: [f64; 2], [by_p, by_q]: [f64; 2], logs: [Log; 2]) -> f64 {
    let [of_p, of_q] = logs.map(|log| log.error);
    error_of(by_p, of_p)
        + error_of(by_q, of_q)
        + error_of(by_p + p, second_order(of_p))
        + error_of(p, of_q * of_p.min(1.0))
        + error_of(q, second_order(of_q))
}

fn second_order(error: f64) -> f64 {
    error * (0.5 * error).min(1.0)
}

/// A derivative times an error; nothing is wrong with what is not there.
fn error_of(derivative: f64, error: f64) -> f64 {
    if derivative > 0.0 {
        derivative * error
    } else {
        0.0
    }
}

fn not_converged(value: f64, error: f64, steps: usize) -> Error {
    Error::NotConverged {
        of: "integral",
        value,
        error,
        steps,
    }
}

/// What was met on the way.
struct Seen {
    problem: RefCell<Option<Error>>,
    /// P has mass where Q has none.
    outside: Cell<bool>,
    /// The largest |ln(p/q)| where P has mass.
    largest: Cell<f64>,
    /// ln of the largest value of the integrand that overflowed, at least, and where.
    lost: Cell<f64>,
    underflow: RefCell<Option<Error>>,
}

impl Default for Seen {
    fn default() -> Self {
        Seen {
            problem: RefCell::new(None),
            outside: Cell::new(false),
            largest: Cell::new(0.0),
            lost: Cell::new(f64::NEG_INFINITY),
            underflow: RefCell::new(None),
        }
    }
}

/// A mass, as the panels show it.
struct Mass {
    value: f64,
    /// How far from one it may be without anything being wrong.
    explained: f64,
    /// What is missing besides.
    missed: f64,
}

impl Mass {
    fn new(value: f64, error: f64, noise: f64) -> Self {
        let explained = 2.0 * (error + noise) + 1e-15;
        let missed = ((value - 1.0).abs() - explained).max(0.0);
        Mass {
            value,
            explained,
            missed,
        }
    }

    fn check(&self, of: &'static str) -> Result<(), Error> {
        // False where the error is infinite: the mass of a tail that hardly falls is unknown.
        if (self.value - 1.0).abs() > MASS_TOLERANCE + self.explained {
            // Ten digits of it, which are known.
            let mass = match self.value {
                value if value < 1e5 => (value * 1e10).round() / 1e10,
                value => value,
            };
            return Err(Error::MassNotOne { of, mass });
        }
        Ok(())
    }
}
