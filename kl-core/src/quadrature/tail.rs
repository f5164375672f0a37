//! What is beyond the ends of the axis.
//!
//! There a density is a power of the distance, which on the axis is e^(−κs), or it is gone. With
//! p and q as powers, the integral of p ln(p/q) − p + q is known; κ is that of the family, where
//! that is known, and else what is measured over the last units of the axis.

use super::axis::{Axis, End};
use super::density::{Densities, Density, Log, Tail};
use super::panels::FUNCTIONS;
use super::terms::Integrand;

/// The integrals of the three functions beyond an end, with their errors.
pub(super) enum Beyond {
    Finite([(f64, f64); FUNCTIONS]),
    Infinite,
}

/// The distances from the end at which the densities are looked at. The end itself may belong to
/// the next piece of the axis.
const WITHIN: f64 = 1e-9;
const STEP: f64 = 2.0;

/// ln of a density that does not count: 10⁻²⁰⁰.
const GONE: f64 = -460.0;

/// A rate of fall whose difference from 0 is not its rounding.
const SEEN: f64 = 1e-10;

/// How far a rate may be off where distances are rounded by up to one percent.
const OF_ROUNDED: f64 = 0.02;

/// The least rate that is believed there.
const ROUNDED: f64 = 0.1;

pub(super) fn beyond(
    densities: &Densities<'_>,
    axis: &Axis,
    end: &End,
    integrand: Integrand,
    nothing: f64,
) -> Beyond {
    let points = [WITHIN, STEP, 2.0 * STEP].map(|d| axis.point(end.t - end.outwards * d));
    let logs = points.map(|point| densities.logs(&point));
    let exact = densities.p.exact && densities.q.exact;
    let is_rounded = !exact && end.towards.is_finite() && end.towards != 0.0;
    let [p, q] = [&densities.p, &densities.q].map(|density| known(density, end));
    let growth = q.map(|tail| tail.growth);
    let net = p.zip(growth).map(|(tail, growth)| tail.kappa - growth);
    let has_p = densities.p.at(&points[0]).value > f64::NEG_INFINITY || p.is_some();
    if let (Integrand::Divergence(_), Some(tail), Some(growth)) = (integrand, p, growth)
        && has_p
        && tail.kappa < f64::INFINITY
        && tail.kappa <= growth
    {
        return Beyond::Infinite;
    }
    let of = |k: usize, tail: Option<Tail>| {
        let ln = [0, 1, 2].map(|i| logs[i][k].value);
        Fall::new(ln, logs[0][k].error, tail, is_rounded)
    };
    let (p, q) = (of(0, p), of(1, q));
    let masses = [p.mass(), q.mass()];
    let first = match integrand {
        Integrand::Divergence(_) => divergence(&p, &q),
        Integrand::Bounded(_) => None,
    };
    let first = match first {
        Some(found) => Some(found),
        None => {
            let g = logs.map(|[ln_p, ln_q]| integrand.term(ln_p.value, ln_q.value).value);
            match (net, integrand) {
                // −ln q grows as a power, and beside it ln p is nothing.
                (Some(net), Integrand::Divergence(_))
                    if net < f64::INFINITY && q.is_gone_fast() =>
                {
                    Some(of_known_rate(g, net, logs[0]))
                }
                _ => measured(g, integrand, is_rounded, masses, nothing),
            }
        }
    };
    match first {
        Some(first) => Beyond::Finite([first, masses[0], masses[1]]),
        None => Beyond::Infinite,
    }
}

/// How a density falls here, if this is an end of its support.
fn known(density: &Density<'_>, end: &End) -> Option<Tail> {
    let (low, high) = density.support?;
    let tails = density.tails?;
    match end.direction < 0.0 {
        true if end.towards == low => Some(tails[0]),
        false if end.towards == high => Some(tails[1]),
        _ => None,
    }
}

/// A density beyond the end: e^(ln − κs).
struct Fall {
    ln: f64,
    /// The most that ln is wrong by.
    rounding: f64,
    kappa: f64,
    /// The most that κ is wrong by; ∞ if it is no power.
    error: f64,
}

impl Fall {
    fn new(ln: [f64; 3], rounding: f64, tail: Option<Tail>, is_rounded: bool) -> Self {
        let [last, inner, further] = ln;
        if last == f64::NEG_INFINITY {
            return Fall {
                ln: last,
                rounding: 0.0,
                kappa: f64::INFINITY,
                error: 0.0,
            };
        }
        let kappa = (inner - last) / (STEP - WITHIN);
        let before = (further - inner) / STEP;
        let change = (kappa - before).abs();
        let of_kappa = 1e-12 + 4.0 * f64::EPSILON * last.abs() + rounding;
        let settled = change <= 1e-6 * kappa.abs() + of_kappa;
        let fall = |kappa: f64, error: f64| Fall {
            ln: last - kappa * WITHIN,
            rounding,
            kappa,
            error,
        };
        match tail {
            // The power is known, but it need not have become one here.
            Some(tail) if tail.kappa < f64::INFINITY => {
                let not_yet = ((kappa - tail.kappa).abs() - of_kappa).max(0.0);
                fall(tail.kappa, 4.0 * f64::EPSILON * tail.kappa + 2.0 * not_yet)
            }
            // A rounded distance changes nothing where the density is flat, which is κ = 1.
            _ if is_rounded && kappa > ROUNDED => {
                fall(kappa, OF_ROUNDED * (kappa - 1.0).abs() + change + of_kappa)
            }
            _ if !is_rounded && settled && kappa > SEEN => fall(kappa, change + of_kappa),
            _ => fall(kappa, f64::INFINITY),
        }
    }

    fn is_gone(&self) -> bool {
        self.ln == f64::NEG_INFINITY
    }

    /// Whether it falls faster than any power that matters.
    fn is_gone_fast(&self) -> bool {
        !self.is_gone() && self.ln < -1e6
    }

    fn is_power(&self) -> bool {
        !self.is_gone() && self.error < f64::INFINITY
    }

    /// ∫ e^(ln − κs) ds, and its error.
    fn mass(&self) -> (f64, f64) {
        let last = self.ln.exp();
        if last == 0.0 {
            return (0.0, 0.0);
        }
        let value = last / self.kappa;
        if self.is_power() {
            let rounding = 8.0 * f64::EPSILON * (1.0 + self.ln.abs()) + self.rounding;
            (value, value * (self.error / self.kappa + rounding))
        } else if self.kappa > SEEN {
            (value, value)
        } else {
            (0.0, f64::INFINITY)
        }
    }
}

/// ∫ (p ln(p/q) − p + q) where both are powers, or gone.
fn divergence(p: &Fall, q: &Fall) -> Option<(f64, f64)> {
    let (of_p, of_q) = (p.mass(), q.mass());
    if p.is_gone() || of_p.0 == 0.0 && of_p.1 == 0.0 && q.is_power() {
        return (q.is_power() || q.is_gone()).then_some(of_q);
    }
    if q.is_gone() && p.ln < GONE {
        // ln q is beyond the range of doubles where P has next to nothing.
        return Some((0.0, of_p.0 - GONE * of_p.0));
    }
    if !p.is_power() || !q.is_power() {
        return None;
    }
    let l = p.ln - q.ln;
    let slope = q.kappa - p.kappa;
    // With equal κ, p ln(p/q) − p + q is e^(−κs) times a number that may be small.
    let cross = of_p.0 * (l + slope / p.kappa);
    let value = cross - of_p.0 + of_q.0;
    let of_slope = (p.error + q.error) / p.kappa;
    let of_l = 16.0 * f64::EPSILON * (1.0 + p.ln.abs() + q.ln.abs()) + p.rounding + q.rounding;
    let error = of_p.1 * (1.0 + l.abs() + 2.0 * slope.abs() / p.kappa)
        + of_p.0 * (of_slope + of_l)
        + of_q.1;
    Some((value.max(0.0), error))
}

/// The integral beyond, where the integrand falls as e^(−κs), or will.
fn of_known_rate([last, inner, _]: [f64; 3], kappa: f64, ln: [Log; 2]) -> (f64, f64) {
    if last <= 0.0 || last.is_nan() {
        return (0.0, 0.0);
    }
    let now = (inner / last).ln() / (STEP - WITHIN);
    let tail = last * (1.0 - now * WITHIN) / kappa;
    let [p, q] = ln;
    let rounding = 16.0 * f64::EPSILON * (1.0 + p.value.abs()) + p.error + q.error / q.value.abs();
    let not_yet = ((now - kappa).abs() - 1e-12 - rounding).max(0.0);
    (tail, tail * (rounding + 2.0 * not_yet / kappa))
}

/// The integral beyond from the last values of the integrand; `None` if it is infinite.
///
/// It is the last value over κ. If κ still changes, the relative error of this is κ′/κ², to
/// first order; twice that is added to the error.
fn measured(
    [last, inner, further]: [f64; 3],
    integrand: Integrand,
    is_rounded: bool,
    masses: [(f64, f64); 2],
    nothing: f64,
) -> Option<(f64, f64)> {
    if last <= 0.0 || last.is_nan() {
        return Some((0.0, 0.0));
    }
    let kappa = (inner / last).ln() / (STEP - WITHIN);
    let before = (further / inner).ln() / STEP;
    let last = last * (1.0 - kappa * WITHIN);
    let change = (kappa - before).abs();
    let least = if is_rounded { ROUNDED } else { SEEN };
    if let Integrand::Bounded(_) = integrand {
        // No more than the masses of both.
        let most = masses[0].0 + masses[0].1 + masses[1].0 + masses[1].1;
        if kappa <= least || kappa.is_nan() {
            return Some((0.5 * most, 0.5 * most));
        }
    }
    if kappa > least {
        let tail = last / kappa;
        let rounding = if is_rounded { OF_ROUNDED } else { 1e-12 };
        let relative = (change / kappa * (1.0 / kappa).max(2.0) + rounding / kappa).min(1.0);
        // A fall that becomes slower may end anywhere.
        let slower = kappa < before - 1e-6 * kappa - 1e-12;
        let certain = !slower || tail <= 1e-3 * nothing || kappa > 0.1;
        return Some(if certain {
            (tail, tail * relative)
        } else {
            (tail, f64::INFINITY)
        });
    }
    // Each unit adds at least as much as the one before, and this will not change.
    let grows = kappa < -SEEN && kappa <= before + 1e-9;
    let is_known = masses.iter().all(|mass| mass.1 < f64::INFINITY);
    if grows && is_known && !is_rounded {
        None
    } else {
        Some((0.0, f64::INFINITY))
    }
}
