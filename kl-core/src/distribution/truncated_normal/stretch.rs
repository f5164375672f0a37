//! A normal density between two cuts, seen from the point where it is largest.
//!
//! From there, its mode, the density falls by e^(−u(b + ½cu)) over a distance of u units, with b
//! and c not negative; so integrals have positive terms only, and no difference of distribution
//! functions is ever formed. A rule of 16 points on at most a dozen panels gives nearly all
//! digits, for cuts of any width and any distance: it takes a fifth of the lines of closed forms
//! with scaled error functions, which cancel where the cuts are near each other, and which the
//! divergence of near-equal P and Q would have to leave anyway.

use crate::float::double::Double;
use crate::float::gauss::panel;
use crate::float::scale::{power_of_two, split};
use crate::special::expm1mx::expm1mx;
use crate::special::log1pmx::log1pmx;

/// What e^(−x) falls to before the rest is left out.
const DEEP: f64 = 50.0;

/// The normal density of a mean and a standard deviation on an interval.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    mu: f64,
    sigma: f64,
    /// The point of the interval that is nearest to the mean.
    mode: f64,
    /// 1, or −1 where the interval lies below the mean and u grows downwards.
    direction: f64,
    /// The unit of u, a power of two next to the width of the density on the interval.
    unit: f64,
    /// ln of the density falls by u(b + ½cu) from the mode; b is 0 where the mode is inside.
    pub(crate) b: f64,
    pub(crate) c: f64,
    /// How far the interval reaches from the mode, in units: against the direction, and in it.
    reach: [f64; 2],
}

/// The mass of e^(−u(b + ½cu)), and the means of u and of u².
pub(crate) struct Moments {
    pub(crate) mass: f64,
    pub(crate) first: f64,
    pub(crate) second: f64,
}

impl Stretch {
    /// Of a finite mean and a positive standard deviation, from `lower` to `upper` above it.
    pub(crate) fn new(mu: f64, sigma: f64, lower: f64, upper: f64) -> Self {
        let (mode, direction, reach) = if lower > mu {
            (lower, 1.0, [0.0, upper - lower])
        } else if upper < mu {
            (upper, -1.0, [0.0, upper - lower])
        } else {
            (mu, 1.0, [mu - lower, upper - mu])
        };
        let z = (mode - mu).abs() / sigma;
        let width = sigma.min(sigma / z).min(reach[0].max(reach[1]));
        let unit = power_of_two(split(width.max(power_of_two(-1074))).1);
        let fall = Fall::of(mu, sigma, mode, unit);
        Stretch {
            mu,
            sigma,
            mode,
            direction,
            unit,
            b: fall.slope.abs(),
            c: fall.curvature,
            reach: reach.map(|length| length / unit),
        }
    }

    pub(crate) fn unit(&self) -> f64 {
        self.unit
    }

    /// x of a u.
    pub(crate) fn place(&self, u: f64) -> f64 {
        self.mode + self.direction * self.unit * u
    }

    /// ∫ f(u) e^(−u(b + ½cu)) du over the interval, of several f at once.
    pub(crate) fn integrate<const N: usize>(&self, f: impl Fn(f64) -> [f64; N]) -> [f64; N] {
        let deep = deep(self.b, self.c);
        let mut total = [0.0; N];
        for (sign, whole) in [(-1.0, self.reach[0]), (1.0, self.reach[1])] {
            // Where b is not 0, there is nothing on the first side.
            let reach = whole.min(deep);
            let count = panels(reach, self.b, self.c);
            self.add(&mut total, sign * reach, count, |u, density| {
                f(u).map(|value| density * value)
            });
        }
        total
    }

    /// ∫ f(u, e^(−u(b + ½cu))) du from 0 to an end on either side, added to the total.
    fn add<const N: usize>(
        &self,
        total: &mut [f64; N],
        end: f64,
        panels: f64,
        f: impl Fn(f64, f64) -> [f64; N],
    ) {
        let width = end / panels;
        let mut first = 0.0;
        while first < panels && end != 0.0 {
            // A sum for each panel: fewer roundings lie on top of each other.
            let mut part = [0.0; N];
            for (u, weight) in panel(first * width, (first + 1.0) * width) {
                let density = (-(u * (self.b + 0.5 * self.c * u))).exp();
                for (sum, value) in part.iter_mut().zip(f(u, density)) {
                    *sum += weight.abs() * value;
                }
            }
            for (sum, value) in total.iter_mut().zip(part) {
                *sum += value;
            }
            first += 1.0;
        }
    }

    pub(crate) fn moments(&self) -> Moments {
        let [mass, first, second] = self.integrate(|u| [1.0, u, u * u]);
        let first = if self.b == 0.0 && self.reach[0] > 0.0 {
            self.lopsided()
        } else {
            first
        };
        Moments {
            mass,
            first: first / mass,
            second: second / mass,
        }
    }

    /// ∫ u e^(−½cu²) du where the mode is inside: (e^(−½ca²) − e^(−½cb²))/c for a and b the way
    /// to either end, of which the integral is a difference where they are nearly alike.
    fn lopsided(&self) -> f64 {
        let [before, behind] = self.reach;
        let (near, far, sign) = if before < behind {
            (before, behind, 1.0)
        } else {
            (behind, before, -1.0)
        };
        if near == far {
            return 0.0;
        }
        let twice = (far - near) * (far + near);
        let depth = 0.5 * self.c * twice;
        let less = if depth < 1e-300 {
            0.5 * twice
        } else {
            -(-depth).exp_m1() / self.c
        };
        sign * (-0.5 * self.c * near * near).exp() * less
    }

    /// The mean of what ln of the density falls from the mode.
    pub(crate) fn mean_depth(&self, moments: &Moments) -> f64 {
        self.b * moments.first + 0.5 * self.c * moments.second
    }

    /// ln of the mass, of a density that is 1 at the mode.
    pub(crate) fn ln_mass(&self, moments: &Moments) -> f64 {
        let mass = moments.mass * self.unit;
        if (1e-290..1e290).contains(&mass) {
            mass.ln()
        } else {
            moments.mass.ln() + self.unit.ln()
        }
    }

    /// What ln of the density falls from the mode to x.
    pub(crate) fn depth(&self, x: f64) -> f64 {
        let middle = (0.5 * x - 0.5 * self.mu) + (0.5 * self.mode - 0.5 * self.mu);
        (((x - self.mode) / self.sigma) * (middle / self.sigma)).abs()
    }

    /// What ln of the density falls from the mode on the average of another stretch.
    ///
    /// No number at all where it is beyond any.
    pub(crate) fn mean_depth_of(&self, p: &Stretch, of_p: &Moments) -> f64 {
        let fall = Fall::of(self.mu, self.sigma, p.mode, p.unit);
        let along = p.direction * fall.slope * of_p.first + 0.5 * fall.curvature * of_p.second;
        self.depth(p.mode) + along
    }

    /// The mass of this over that of another stretch of the same normal density.
    pub(crate) fn mass_over(&self, other: &Stretch) -> f64 {
        // The difference of the depths of the two modes, with twice the digits, because the
        // exponential makes an absolute error of it a relative one.
        let apart = Double::exact_sum(self.mode, -other.mode);
        let middle =
            Double::exact_sum(self.mode, -self.mu) + Double::exact_sum(other.mode, -self.mu);
        let sigma = Double::from(self.sigma);
        let depth = ((apart / sigma) * (middle / sigma)).scaled(0.5);
        let factor = if depth.value.abs() < 800.0 {
            (-depth.value).exp() * (1.0 - depth.lost)
        } else if depth.value < 0.0 {
            f64::INFINITY
        } else {
            0.0
        };
        let [mass, of_other] = [self, other].map(|stretch| stretch.integrate(|_| [1.0])[0]);
        (mass / of_other) * (self.unit / other.unit) * factor
    }

    /// ln E_p[e^(−g)] + E_p[g] for the g that Q's depth has more than P's, where the two are near:
    /// the divergence of P from Q on P's own interval.
    ///
    /// Only differences from the mean of g count, and all terms are positive. `None` where Q
    /// is too far from P for one set of panels.
    pub(crate) fn near(&self, q: &Stretch, moments: &Moments) -> Option<f64> {
        let (beta, gamma) = self.tilt(q);
        let fall = Fall::of(q.mu, q.sigma, self.mode, self.unit);
        let (b, c) = (self.direction * fall.slope, fall.curvature);
        let mut total = [0.0; 2];
        let (m1, m2) = (moments.first, moments.second);
        let mean = beta * m1 + 0.5 * gamma * m2;
        for (sign, whole) in [(-1.0, self.reach[0]), (1.0, self.reach[1])] {
            let reach = deep(sign * self.b, self.c).max(deep(sign * b, c));
            let reach = reach.min(whole);
            let count = panels(reach, self.b, self.c).max(panels(reach, b, c));
            if reach.is_nan() || reach == f64::INFINITY || count.is_nan() || count > 64.0 {
                return None;
            }
            self.add(&mut total, sign * reach, count, |u, density| {
                let excess = beta * (u - m1) + 0.5 * gamma * (u * u - m2);
                if excess > -2.0 {
                    return [density * expm1mx(-excess), density * excess];
                }
                // Where P is a tiny number and Q is not, Q's own exponent has fewer roundings.
                let of_q = (mean - u * (b + 0.5 * c * u)).exp();
                [of_q - density * (1.0 - excess), density * excess]
            });
        }
        // The mean of what should have none is the rounding of the moments.
        let [beyond, left] = total.map(|sum| sum / moments.mass);
        Some(if beyond < 0.5 {
            beyond + log1pmx(beyond - left)
        } else {
            left + (beyond - left).ln_1p()
        })
    }

    /// β and γ such that Q's depth has βu + ½γu² more than P's, but for a constant.
    fn tilt(&self, q: &Stretch) -> (f64, f64) {
        let (r, s) = (self.unit / self.sigma, self.unit / q.sigma);
        let relative = (self.sigma - q.sigma) / self.sigma;
        let gamma = r * s * relative * ((self.sigma + q.sigma) / q.sigma);
        let beta = s * (self.direction * ((self.mode - q.mu) / q.sigma)) - self.b;
        // Next to each other the two terms cancel. In units of P's scale nothing overflows.
        let unit = power_of_two(split(self.sigma).1);
        let (sigma_p, sigma_q) = (self.sigma / unit, q.sigma / unit);
        let (from_p, from_q) = (self.mode - self.mu, self.mode - q.mu);
        let safe = |x: f64| x == 0.0 || (1e-40..1e100).contains(&(x / unit).abs());
        if !(1e-30..1e30).contains(&sigma_q) || !safe(from_p) || !safe(from_q) {
            return (beta, gamma);
        }
        let square = |x: f64| Double::exact_product(x, x);
        let distance = |mu: f64| Double::exact_sum(self.mode / unit, -(mu / unit));
        let above = distance(q.mu) * square(sigma_p) - distance(self.mu) * square(sigma_q);
        let below = square(sigma_p) * square(sigma_q);
        let beta = self.direction * (self.unit / unit) * (above / below).value;
        (beta, gamma)
    }
}

/// What ln of a normal density falls per unit at a point, and what that grows per unit.
struct Fall {
    slope: f64,
    curvature: f64,
}

impl Fall {
    /// (x − μ)/σ² and 1/σ² per unit, rounded once or twice.
    fn of(mu: f64, sigma: f64, x: f64, unit: f64) -> Self {
        // In units of a power of two next to σ, where no square over- or underflows.
        let large = power_of_two(split(sigma).1);
        let square = Double::exact_product(sigma / large, sigma / large);
        let distance = Double::exact_sum(x / large, -(mu / large));
        let r = unit / large;
        let slope = if x == mu {
            0.0
        } else if distance.value.abs() < 1e290 {
            r * (distance / square).value
        } else {
            r * (x / large - mu / large)
        };
        Fall {
            slope,
            curvature: r * r / square.value,
        }
    }
}

/// How far e^(−u(b + ½cu)) counts, for u > 0; b may be negative.
fn deep(b: f64, c: f64) -> f64 {
    let root = (b * b + 2.0 * c * DEEP).sqrt();
    if b > 0.0 {
        2.0 * DEEP / (b + root)
    } else {
        (root - b) / c
    }
}

/// The number of panels on which the rule has all digits.
fn panels(reach: f64, b: f64, c: f64) -> f64 {
    let by_slope = reach * (b.abs() + 0.5 * c * reach) / 10.0;
    let by_curvature = reach * c.sqrt() / 3.5;
    by_slope.max(by_curvature).ceil().max(1.0)
}
